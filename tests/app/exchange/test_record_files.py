from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.errors import UserError
from app.exchange.record_files import export
from app.files import write_bytes
from app.i18n import Language
from app.services.records.records import archive
from tests.factories import make

TODAY = date(2026, 11, 23)


def written(store: Store, entity: str, target: Path, language: Language = Language.CS) -> int:
    with store.reading() as connection:
        return export(connection, ENTITIES[entity], target, language, TODAY)


@pytest.mark.parametrize("entity", [item.name for item in RECORDS])
def test_csv_and_json_hold_all_records_with_the_fields_of_the_entity(
    loaded: Store, tmp_path: Path, entity: str
) -> None:
    make(loaded, entity)
    total = written(loaded, entity, tmp_path / "a.json")
    assert written(loaded, entity, tmp_path / "a.csv") == total
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert len(found) == total
    names = {field.name.removesuffix("_id") for field in ENTITIES[entity].fields}
    assert names <= {name.removesuffix("_id") for name in found[0]}
    assert {"id", "external_id"} <= set(found[0])
    table = csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig")))
    assert len(list(table)) == total + 1


def test_partial_dates_and_references_in_json(loaded: Store, tmp_path: Path) -> None:
    written(loaded, "agreement", tmp_path / "a.json")
    found = {
        item["external_id"]: item
        for item in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    }
    saxony = found["agr-sasko-2007"]
    assert saxony["signed_on"] == "2007-02"
    assert saxony["partner"]["external_id"] == "org-sasko"
    assert saxony["partner"]["title"] == "Svobodný stát Sasko"
    assert found["agr-vladimir"]["signed_on"] == "unknown"
    assert found["agr-vladimir"]["state"] == "ending"


def test_archived_records_are_written_too(loaded: Store, tmp_path: Path) -> None:
    with loaded.reading() as connection:
        (key,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
    archive(loaded, ENTITIES["agreement"], [key], on=TODAY)
    assert written(loaded, "agreement", tmp_path / "a.csv") == 17


def test_a_text_that_excel_would_compute_stays_a_text(store: Store, tmp_path: Path) -> None:
    make(store, "organisation", name_cs='=HYPERLINK("http://example.com")', note="-1+1")
    make(store, "organisation", name_cs="+420 475 657 111")
    written(store, "organisation", tmp_path / "a.csv")
    cells = [
        cell
        for row in csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig")))
        for cell in row
    ]
    assert not any(cell.startswith(("=", "@", "-1")) for cell in cells)
    assert any("HYPERLINK" in cell for cell in cells)


@pytest.mark.parametrize("name", ["a.docx", "a"])
def test_another_format_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError):
        written(store, "task", tmp_path / name)
    assert list(tmp_path.glob("a*")) == []


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserError):
        write_bytes(target, b"new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [item.name for item in tmp_path.iterdir() if item.suffix == ".csv"] == ["a.csv"]
