from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from app.db import migrate
from app.db.connection import driver, open_raw
from app.db.store import Store
from app.db.tables import Base
from app.entities import ENTITIES
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.office import open_store
from app.services.records.search import find
from tests.factories import count, make

pytestmark = pytest.mark.created_anew


def test_the_migrations_give_the_tables_of_the_field_lists(store: Store) -> None:
    connection = open_raw(store.path)
    engine = create_engine("sqlite://", module=driver, creator=lambda: connection)
    with engine.connect() as bound:
        context = MigrationContext.configure(
            bound, opts={"compare_type": True, "include_name": _is_ours}
        )
        assert compare_metadata(context, Base.metadata) == []
    connection.close()


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic knows a table: those of the full-text index are SQLite's own."""
    return kind != "table" or name == "search_place" or not str(name).startswith("search")


def test_each_field_has_a_column_and_each_column_a_field() -> None:
    for entity in ENTITIES.values():
        columns = {
            column.name
            for column in Base.metadata.tables[entity.name].columns
            if not column.info.get("derived") or column.info.get("gathered")
        }
        assert columns - {"id"} == set(entity.by_name), entity.name


def test_references_point_to_their_entities() -> None:
    for entity in ENTITIES.values():
        table = Base.metadata.tables[entity.name]
        for field in entity.fields:
            keys = [key.column.table.name for key in table.columns[field.name].foreign_keys]
            if field.target:
                assert keys == [field.target], (entity.name, field.name)


def test_a_backup_is_made_before_a_migration(store: Store, tmp_path: Path) -> None:
    make(store, "person", family_name="Zachovaná")
    store.close()
    connection = open_raw(store.path)
    connection.execute("PRAGMA user_version = 0")
    connection.execute("DROP TRIGGER log_person_insert")
    connection.close()
    backup = migrate.migrate(store.path, None, 1)
    assert backup is not None
    assert backup.exists()
    saved = open_raw(backup)
    assert saved.execute("SELECT family_name FROM person").fetchall() == [("Zachovaná",)]
    saved.close()
    again = open_store(store.path)
    assert count(again, "person") == 1
    with again.reading() as reading:
        names = {name for (name,) in reading.execute("SELECT name FROM sqlite_master")}
    assert "log_person_insert" in names, "migrations regenerate the triggers"
    again.close()


def test_a_failing_migration_leaves_the_old_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(store, "person")
    store.close()

    def fail(_connection: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(migrate, "prepare", fail)
    with pytest.raises(RuntimeError):
        migrate.migrate(store.path, None, 1)
    monkeypatch.undo()
    again = open_store(store.path)
    assert count(again, "person") == 1
    again.close()


def test_a_failing_creation_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(migrate, "prepare", fail)
    with pytest.raises(RuntimeError):
        Store(tmp_path / "new.db")
    assert not list(tmp_path.iterdir())


def test_a_database_of_before_is_found_by_its_numbers_after_the_migration(store: Store) -> None:
    person = make(store, "person", family_name="Volající")
    make(store, "contact_point", person_id=person, kind="phone", value="+420485226301")
    store.close()
    connection = open_raw(store.path)
    connection.execute("UPDATE person SET search_text = 'volajici' || char(10)")
    connection.execute("DELETE FROM search")
    connection.execute("PRAGMA user_version = 8")
    connection.close()
    again = open_store(store.path)
    with again.reading() as reading:
        hits = find(reading, "226 301", translator(Language.CS), date(2026, 11, 29))
        assert [hit.id for hit in hits] == [person]
    assert check(again) == []
    again.close()
