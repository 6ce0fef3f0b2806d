from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.errors import UserError
from app.i18n import Language
from app.services.care.backup import backup
from app.services.care.difference import difference
from app.services.records.records import delete, read, save
from tests.factories import make


def test_what_a_restore_would_change_is_told(store: Store, tmp_path: Path) -> None:
    gone = make(store, "person", family_name="Smazaná", given_name="")
    kept = make(store, "person", family_name="Změněná", given_name="")
    make(store, "task", title="Beze změny")
    backup(store, tmp_path / "b.db")
    delete(store, ENTITIES["person"], [gone])
    with store.reading() as connection:
        record = read(connection, ENTITIES["person"], kept)
    assert record
    save(store, ENTITIES["person"], kept, record.version, {"diet": "vegetariánská"})
    make(store, "person", family_name="Nová", given_name="")
    found = {item.entity.name: item for item in difference(store, tmp_path / "b.db", Language.CS)}
    people = found["person"]
    assert (people.back, people.lost, people.changed) == (("Smazaná",), ("Nová",), ("Změněná",))
    assert people.counts == (1, 1, 1)
    assert not found["task"]
    assert set(found) == {entity.name for entity in RECORDS}


def test_an_equal_backup_differs_in_nothing(loaded: Store, tmp_path: Path) -> None:
    backup(loaded, tmp_path / "b.db")
    assert not any(difference(loaded, tmp_path / "b.db", Language.DE))


@pytest.mark.parametrize("content", [b"", b"no database" * 100])
def test_what_is_no_database_is_refused(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.db").write_bytes(content)
    with pytest.raises(UserError):
        difference(store, tmp_path / "b.db", Language.CS)
