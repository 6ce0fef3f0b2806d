"""What stands in exported files; that they are read again is in `test_contacts_round_trip`."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books import exporting as contacts_export
from app.exchange.address_books.exporting import CANCELLED, export_contacts, is_past
from app.exchange.address_books.importing import import_contacts
from app.exchange.tables.contacts import own_table
from app.i18n import Language
from app.jobs import run
from tests.factories import make, value

PERSON = ENTITIES["person"]


def export(store: Store, target: Path, **options: Any) -> int:
    with store.reading() as connection:
        return export_contacts(connection, PERSON, target, **options)


def sheet(path: Path) -> dict[str, Any]:
    """The first row of a workbook below its header."""
    header, row, *_ = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return dict(zip(header, row, strict=True))


@pytest.mark.parametrize("ending", [".vcf", ".zip", ".csv", ".xlsx"])
def test_a_cancelled_export_leaves_what_was_there(
    store: Store, tmp_path: Path, ending: str
) -> None:
    for number in range(3):
        make(store, "person", family_name=f"Nová {number}")
    target = tmp_path / f"a{ending}"
    target.write_bytes(b"before")
    told: list[tuple[int, int]] = []
    with pytest.raises(UserError, match="cancelled") as raised:
        export(store, target, cancelled=lambda: True)
    assert raised.value.message == CANCELLED
    assert [path.name for path in tmp_path.iterdir() if path.name[0] == "a"] == [target.name]
    assert target.read_bytes() == b"before"
    assert export(store, target, progress=lambda *at: told.append(at)) == 3
    assert told == [(3, 3)]
    assert target.read_bytes() != b"before"


def test_the_export_is_a_job(loaded: Store, tmp_path: Path) -> None:
    from datetime import date

    target = tmp_path / "a.xlsx"
    count = run(loaded, "export_contacts", entity="organisation", target=target,
                language=Language.DE, on=date(2026, 11, 25))  # fmt: skip
    assert count == 65
    assert "Name auf Tschechisch" in sheet(target)


def test_a_folder_that_is_none_is_a_known_error(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError):
        export(store, tmp_path / "file" / "a.vcf")


def test_a_full_disk_is_a_known_error(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlsxwriter

    def full(self: xlsxwriter.Workbook) -> None:
        self.worksheets_objs[0].row_data_fh.close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(UserError, match="no room left"):
        export(store, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_no_cell_is_a_formula_and_phones_stay(store: Store, tmp_path: Path) -> None:
    key = make(store, "person", family_name="=cmd|' /C calc'!A0", given_name="@SUM(1)",
               diet="-1+1", note="+420 475 657 111")  # fmt: skip
    make(store, "contact_point", person_id=key, kind="phone", value="+420475657111")
    export(store, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["family_name"] == "'=cmd|' /C calc'!A0"
    assert row["given_name"] == "'@SUM(1)"
    assert row["diet"] == "'-1+1"
    assert row["note"] == "+420 475 657 111"
    assert row["phone"] == "+420475657111"
    assert not any(cell[:1] in "=@" for cell in row.values() if cell)


def test_a_workbook_has_a_frozen_header_a_filter_dates_and_texts(
    store: Store, tmp_path: Path
) -> None:
    make(store, "person", family_name="=1+1", birthday="1975-11", consent_on="2024-02-29")
    target = tmp_path / "a.xlsx"
    export(store, target, language=Language.CS)
    with zipfile.ZipFile(target) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
        assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in text
        assert "<autoFilter ref=" in text
        assert "<f>" not in text
    row = sheet(target)
    assert str(row["Souhlas udělen dne"]) == "2024-02-29"
    assert row["Příjmení"] == "=1+1"
    assert row["Datum narození"] == "listopad 1975"


def test_what_is_too_long_for_a_cell_is_not_lost_by_an_import(store: Store, tmp_path: Path) -> None:
    note = "dlouhá poznámka " * 4_000
    key = make(store, "person", note=note.strip())
    export(store, tmp_path / "a.xlsx")
    assert len(sheet(tmp_path / "a.xlsx")["note"]) == 32_767
    (report,) = import_contacts(store, [tmp_path / "a.xlsx"]).files
    assert (report.changed, report.unchanged) == (0, 1)
    assert value(store, "person", key, "note") == note.strip()


def test_what_a_person_writes_into_a_table_arrives(store: Store, tmp_path: Path) -> None:
    key = make(store, "person", family_name="Stará")
    make(store, "contact_point", person_id=key, kind="phone", value="+420475657111", is_primary=1)
    make(store, "address", person_id=key, kind="work", street="Lange 1", postal_code="01067",
         city="Dresden", country="DE")  # fmt: skip
    path = tmp_path / "a.csv"
    export(store, path, language=Language.CS)
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    rows[0]["Příjmení"] = "Nová"
    rows[0]["E-mail"] = "nova@kraj.cz"
    rows[0]["Telefon"] = "4,20476E+11"  # what Excel makes of the number
    rows[0]["PSČ"] = "1067"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    (report,) = import_contacts(store, [path]).files
    assert (report.added, report.changed) == (0, 1)
    assert value(store, "person", key, "family_name") == "Nová"
    with store.reading() as connection:
        found = connection.execute("SELECT kind, value FROM contact_point ORDER BY 1").fetchall()
        assert found == [("email", "nova@kraj.cz"), ("phone", "+420475657111")]
        assert connection.execute("SELECT postal_code FROM address").fetchall() == [("01067",)]


def test_a_table_of_others_is_not_taken_for_ours() -> None:
    assert own_table(["Jméno", "Příjmení", "E-mail"]) is None
    assert own_table(["id", "name_cs", "contact_points"]) is None
    found = own_table(["ID", "contact_details", "family_name", "Poznámka navíc"])
    assert found
    assert [column.name for column in found.columns.values()] == [
        "id", "contact_details", "family_name",
    ]  # fmt: skip


def test_an_employer_of_the_past_is_none(store: Store, tmp_path: Path) -> None:
    key = make(store, "person")
    office = make(store, "organisation", name_cs="Bývalý úřad")
    make(store, "position", person_id=key, organisation_id=office, title_cs="tajemnice",
         since="2001", until="2010", is_primary=1)  # fmt: skip
    export(store, tmp_path / "a.vcf")
    text = (tmp_path / "a.vcf").read_text(encoding="utf-8")
    assert "\nORG" not in text
    assert "X-VZTAHY-POSITIONS:Bývalý úřad | tajemnice |  |  | 2001 | 2010 |  *" in text
    export(store, tmp_path / "a.xlsx")
    assert sheet(tmp_path / "a.xlsx")["organisation"] == ""


@pytest.mark.parametrize(
    ("until", "past"),
    [(None, False), ("2026", False), ("2026-10", True), ("2026-11-25", False), ("unknown", True)],
)
def test_what_is_past(until: str | None, past: bool) -> None:
    from datetime import date

    assert is_past(until, date(2026, 11, 25)) is past


def test_two_people_of_one_name_have_files_of_their_own(store: Store, tmp_path: Path) -> None:
    for name in ("Nová", "Nová", "NOVÁ"):
        make(store, "person", family_name=name, given_name="Eva")
    assert export(store, tmp_path / "a.zip") == 3
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == ["NOVÁ Eva 3.vcf", "Nová Eva 2.vcf", "Nová Eva.vcf"]


def test_the_formats_are_told(store: Store, tmp_path: Path) -> None:
    assert contacts_export.FORMATS == (".vcf", ".zip", ".csv", ".xlsx")
    with pytest.raises(UserError, match="vcf"):
        export(store, tmp_path / "a.pdf")


@pytest.mark.parametrize("now", [datetime(1975, 1, 1), datetime(2150, 1, 1)])
def test_a_zip_is_written_whatever_the_clock_says(
    now: datetime, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for given, family in (("Jan", "Novák"), ("Jan", "Novák"), ("2", "Novák Jan"), ("", "con")):
        make(store, "person", given_name=given, family_name=family)
    target = tmp_path / "a.zip"
    seconds = (now - datetime(1970, 1, 1)).total_seconds()
    monkeypatch.setattr("time.time", lambda: seconds)
    with store.reading() as connection:
        assert export_contacts(connection, ENTITIES["person"], target) == 4
    monkeypatch.undo()
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert "_con.vcf" in archive.namelist()
        assert "Novák Jan.vcf" in archive.namelist()
        assert len({name.casefold() for name in archive.namelist()}) == 4
