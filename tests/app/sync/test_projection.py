from __future__ import annotations

from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from app.db.connection import SCHEMA, driver, open_raw
from app.db.log import logged_columns, logged_tables
from app.db.migrate import SCRIPTS
from app.db.sets import sets_of
from app.db.tables import Base
from app.sync import projection
from app.sync.projection import project

NOW = {table.name: set(logged_columns(table)) for table in logged_tables(Base.metadata)}
UNLOGGED = {table.name for table in Base.metadata.sorted_tables} - set(NOW)
DERIVED = ("sort_key", "search_text", "full_name")
GATHERED = 7
"""The schema that made rows of texts of several values; their columns are derived since."""
SEVERAL = {(name, stored.field) for name in NOW for stored in sets_of(name)}


def schema_of(number: int, folder: Path) -> dict[str, set[str]]:
    """The tables of an earlier schema with their logged columns."""
    connection = open_raw(folder / "old.db")
    connection.execute("PRAGMA foreign_keys = OFF")
    engine = create_engine(
        "sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool
    )
    script = ScriptDirectory(str(SCRIPTS))
    with engine.begin() as bound:
        context = MigrationContext.configure(
            bound, opts={"fn": lambda revision, _: script._upgrade_revs(f"{number:04}", revision)}
        )
        with Operations.context(context):
            context.run_migrations()
    found = {}
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        if name not in UNLOGGED and not name.startswith(("alembic", "sqlite_", "log_", "moved_")):
            columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            found[name] = {
                row[1]
                for row in columns
                if not row[1].startswith(DERIVED)
                and not (number >= GATHERED and (name, row[1]) in SEVERAL)
            }
    connection.close()
    return found


@pytest.mark.parametrize("number", range(1, SCHEMA + 1))
def test_what_an_earlier_schema_wrote_has_its_place_in_this_one(
    number: int, tmp_path: Path
) -> None:
    """Whoever renames or removes a logged column adds it to the projection."""
    for table, columns in schema_of(number, tmp_path).items():
        row = dict.fromkeys(columns, "x")
        found = project(number, table, "insert", row)
        if found is None:
            continue  # the table was removed, and the projection says so
        name, values = found
        assert name in NOW, f"{table} of schema {number} leads nowhere"
        assert set(values) <= NOW[name], f"{table} of schema {number}: {set(values) - NOW[name]}"


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Schema 3 renamed a column, 5 its table and removed another column, 6 a whole table."""
    monkeypatch.setattr(projection, "TABLES", {5: {"house": "home"}, 6: {"shed": None}})
    columns = {3: {"house": {"road": "street"}}, 5: {"house": {"colour": None}}}
    monkeypatch.setattr(projection, "COLUMNS", columns)


@pytest.mark.usefixtures("renamed")
@pytest.mark.parametrize(
    ("schema", "row"),
    [
        (1, {"id": 1, "road": "Dlouhá", "colour": "red"}),
        (2, {"id": 1, "road": "Dlouhá", "colour": "red"}),
        (3, {"id": 1, "street": "Dlouhá", "colour": "red"}),
        (4, {"id": 1, "street": "Dlouhá", "colour": "red"}),
    ],
)
def test_names_go_through_every_schema_in_between(schema: int, row: dict[str, object]) -> None:
    expected = ("home", {"id": 1, "street": "Dlouhá"})
    assert project(schema, "house", "insert", row, now=6) == expected
    changed = {name: [None, value] for name, value in row.items() if name != "id"}
    assert project(schema, "house", "set", changed, now=6) == (
        "home",
        {"street": [None, "Dlouhá"]},
    )
    said = {"values": dict.fromkeys(changed), "log": [["h:1", 1, {}]]}
    assert project(schema, "house", "erase", said, now=6) == (
        "home",
        {"values": {"street": None}, "log": [["h:1", 1, {}]]},
    )


@pytest.mark.usefixtures("renamed")
def test_what_has_no_data_keeps_its_table_and_what_was_removed_has_none() -> None:
    assert project(1, "house", "touch", None, now=6) == ("home", None)
    assert project(1, "house", "erase", None, now=6) == ("home", None)
    assert project(5, "shed", "insert", {"id": 1}, now=6) is None
    assert project(6, "home", "insert", {"id": 1, "street": "x"}, now=6) == (
        "home",
        {"id": 1, "street": "x"},
    )


def test_what_a_newer_schema_wrote_stays_as_it_is() -> None:
    data = {"id": 1, "unheard_of": 2}
    assert project(SCHEMA + 1, "person", "insert", data) == ("person", data)
