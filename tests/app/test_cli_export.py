"""`vztahy export`: people and organisations as vCards and tables, other records as before."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.db.migrate import copy_database
from app.exchange.cards.card import Card
from app.exchange.vcard.reader import read
from tests.app.test_cli import Terminal
from tests.factories import make


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], demo_file: Path, tmp_path: Path) -> Terminal:
    copy_database(demo_file, tmp_path / "kraj.db", None)
    return Terminal(capsys, tmp_path / "kraj.db")


def cards(path: Path) -> list[Card]:
    found = list(read(io.BytesIO(path.read_bytes())))
    assert all(isinstance(item, Card) for item in found)
    return found  # type: ignore[return-value]


def ids(run: Terminal, entity: str) -> list[str]:
    return [item["id"] for item in run.json("list", entity, "--limit", "9999")]


def test_people_and_organisations_as_vcards(run: Terminal, tmp_path: Path) -> None:
    for entity in ("persons", "organisations"):
        everybody = ids(run, entity)
        assert everybody
        said = run("export", entity, "--to", tmp_path / "a.vcf")
        assert str(len(everybody)) in said
        assert {card.uid for card in cards(tmp_path / "a.vcf")} == set(everybody)
        assert b"VERSION:3.0" in (tmp_path / "a.vcf").read_bytes()


def test_only_the_records_that_are_named(run: Terminal, tmp_path: Path) -> None:
    some = ids(run, "organisations")[2:4]
    target = tmp_path / "b.vcf"
    run("export", "organisations", "--to", target, "--id", some[1], "--id", some[0],
        "--id", some[1], "--vcard", "4.0")  # fmt: skip
    assert [card.uid for card in cards(target)] == [some[1], some[0]]
    assert b"VERSION:4.0" in target.read_bytes()
    run("export", "organisations", "--to", target, "--id", "nobody", status=1)
    assert len(cards(target)) == 2  # what was there before stays
    run("export", "organisations", "--to", tmp_path / "b.json", "--id", some[0])
    (found,) = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert found["id"] == some[0]


def test_a_vcard_file_for_each(run: Terminal, tmp_path: Path) -> None:
    run("export", "organisations", "--to", tmp_path / "c.zip")
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        names = archive.namelist()
        assert len({name.casefold() for name in names}) == len(ids(run, "organisations"))
        (card,) = read(io.BytesIO(archive.read(names[0])))
        assert isinstance(card, Card)
        assert names[0].startswith(card.organisation[:5])


@pytest.mark.parametrize(("dialect", "mark", "delimiter"), [
    ("excel", b"\xef\xbb\xbf", ";"), ("rfc4180", b"", ","),
])  # fmt: skip
def test_csv_for_excel_or_as_the_rfc_has_it(
    run: Terminal, tmp_path: Path, dialect: str, mark: bytes, delimiter: str
) -> None:
    target = tmp_path / "d.csv"
    run("export", "organisations", "--to", target, "--csv", dialect)
    raw = target.read_bytes()
    assert raw.startswith(mark)
    assert raw.count(b"\r\n") >= raw.count(b"\r")
    assert raw[len(mark) :].decode().startswith("name_cs")
    text = raw[len(mark) :].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert {row["id"] for row in rows} == set(ids(run, "organisations"))


def test_a_workbook_with_texts_for_numbers(run: Terminal, tmp_path: Path) -> None:
    from app.services.office import open_store

    store = open_store(run.data)
    key = make(store, "organisation", name_cs="Úřad", ico="00006947", founded_on="2001-02-03")
    make(store, "contact_point", organisation_id=key, kind="phone", value="+420475657111")
    store.close()
    target = tmp_path / "e.xlsx"
    run("export", "organisations", "--to", target, "--id", key)
    header, row = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    found = dict(zip(header, row, strict=True))
    assert found["ico"] == "00006947"
    assert found["phone"] == "+420475657111"
    assert str(found["founded_on"]) == "2001-02-03"


@pytest.mark.parametrize("ending", [".vcf", ".csv", ".xlsx"])
def test_whatever_was_exported_is_imported_without_change(
    run: Terminal, tmp_path: Path, ending: str
) -> None:
    for entity in ("persons", "organisations"):
        target = tmp_path / f"{entity}{ending}"
        run("export", entity, "--to", target)
        count = len(ids(run, entity))
        said = run("import", target, "--lang", "en")
        assert f"0 added, 0 changed, {count} unchanged, 0 refused" in said


def test_unknown_formats_are_refused(run: Terminal, tmp_path: Path) -> None:
    run("export", "persons", "--to", tmp_path / "a.docx", status=1)
    run("export", "delegations", "--to", tmp_path / "a.vcf", status=1)
    assert list(tmp_path.glob("a.*")) == []


def test_delegations_are_exported_as_a_calendar_and_the_undated_are_listed(
    run: Terminal, tmp_path: Path
) -> None:
    target = tmp_path / "cesty.ics"
    out = run("export", "delegations", "--to", str(target), "--lang", "en")
    assert len([line for line in out.splitlines() if "\t" in line]) == 29
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    run("export", "tasks", "--to", str(target), "--member", "x", "--lang", "en", status=1)
    assert "Nothing was written" in run.err
