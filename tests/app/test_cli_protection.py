from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from app.services.care.auto_backup import copies_of, folder_for, run
from app.services.office import open_store
from tests.factories import count, make


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, str]:
    store = open_store(tmp_path / "kraj.db")
    person = make(store, "person", family_name="Šímová", retain_until="2020-01-01")
    make(store, "contact_point", person_id=person, kind="email", value="jana@priklad.example")
    make(store, "task", title="Jana Šímová: poděkovat")
    make(store, "task", title="Šímová")
    from datetime import datetime

    run(store, folder_for(store.path), datetime(2026, 11, 1, 8))
    store.close()
    return store.path, person


def call(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str, status: int = 0) -> str:
    found = cli.main(["--data", str(data), *arguments])
    printed = capsys.readouterr()
    assert found == status, printed.err
    return printed.out + printed.err


def test_the_report_is_written_as_json_and_as_pdf(
    capsys: pytest.CaptureFixture[str], data: tuple[Path, str], tmp_path: Path
) -> None:
    path, person = data
    for name in ("report.json", "report.pdf"):
        call(capsys, path, "person-report", person, "--to", str(tmp_path / name))
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert found["name"] == "Jana Šímová"
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    said = call(
        capsys, path, "person-report", person, "--to", str(tmp_path / "report.txt"), status=1
    )
    assert ".json" in said
    call(capsys, path, "print", "persons", person, "personal-data", "--to", f"{tmp_path}/p.pdf")
    assert (tmp_path / "p.pdf").read_bytes() == (tmp_path / "report.pdf").read_bytes()


def test_who_is_due_is_listed(capsys: pytest.CaptureFixture[str], data: tuple[Path, str]) -> None:
    path, person = data
    (item,) = json.loads(call(capsys, path, "review", "--json"))
    assert item["person_id"] == person
    assert item["reasons"] == ["overdue", "no_basis"]
    assert "Jana Šímová" in call(capsys, path, "review", "--lang", "en")


def test_an_erasure_is_shown_first_and_done_with_yes(
    capsys: pytest.CaptureFixture[str], data: tuple[Path, str]
) -> None:
    path, person = data
    said = call(capsys, path, "--lang", "en", "erase-person", person)
    assert "Nothing was erased" in said
    assert "Taken out: Jana Šímová: poděkovat" in said
    said = call(capsys, path, "--lang", "en", "erase-person", person, "--yes")
    assert "Erased: Jana Šímová" in said
    assert "vztahy-auto-20261101-080000.db" in said, "the backup that still holds the data"
    store = open_store(path)
    assert count(store, "person") == 0
    with store.reading() as connection:
        titles = {title for (title,) in connection.execute("SELECT title FROM task")}
    assert titles == {"[…]: poděkovat", "Šímová"}
    assert len(copies_of(path, folder_for(path))) == 1
    store.close()
    call(capsys, path, "check")
    call(capsys, path, "erase-person", person, "--yes", status=1)


def test_the_plan_says_which_files_name_the_person(
    capsys: pytest.CaptureFixture[str], data: tuple[Path, str], tmp_path: Path
) -> None:
    path, person = data
    minutes = tmp_path / "zápis.txt"
    minutes.write_text("Přítomna: Jana Šímová z kraje.", encoding="utf-8")
    call(capsys, path, "document", "add", str(minutes))
    said = call(capsys, path, "--lang", "en", "erase-person", person)
    assert "Stored files that name the person" in said
    assert "Stays: Document: zápis: Přítomna: Jana Šímová z kraje." in said
