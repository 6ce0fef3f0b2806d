from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.db.connection import SCHEMA, inspect, open_raw
from app.db.sets import sets_of
from app.db.store import Store
from app.entities import ENTITIES
from app.services import office_settings
from app.services.agreements.office_list import OfficeList, office_list
from app.services.care.checking import check
from app.services.office import open_store
from app.services.tasks.reminders import LeadTimes, lead_times
from tests.factories import count

pytestmark = pytest.mark.created_anew

DATA = Path(__file__).parents[2] / "data"
KEY = bytes(range(32))
FILES = pytest.mark.parametrize(
    ("name", "key"), [("schema3.db", None), ("schema3-encrypted.db", KEY)]
)
"""Databases of the previous revision; `tests/data/build_schema3.py` says what is in them."""

MADE_ANEW = {"log_state", "search_place", "meta", "record_kind", "alembic_version"}


def counts(path: Path, key: bytes | None) -> dict[str, int]:
    connection = open_raw(path, key, read_only=True)
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        if name not in MADE_ANEW and not name.startswith(("search_", "sqlite_"))
    ]
    found = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables
    }
    connection.close()
    return found


def migrated(name: str, key: bytes | None, folder: Path) -> tuple[Store, dict[str, int]]:
    path = folder / name
    shutil.copy(DATA / name, path)
    before = counts(path, key)
    return open_store(path, key), before


@FILES
def test_a_database_of_the_previous_revision_is_sound_after_its_migration(
    name: str, key: bytes | None, tmp_path: Path
) -> None:
    store, before = migrated(name, key, tmp_path)
    assert inspect(store.path, key) == SCHEMA
    assert check(store) == []
    after = counts(store.path, key)
    log = {"log_header", "log_operation"}
    assert {table: after[table] for table in before if table not in log} == {
        table: rows for table, rows in before.items() if table not in log
    }
    assert all(before[table] for table in before), "the file has rows of every table"
    assert after["log_header"] == before["log_header"] + 1
    store.close()


@FILES
def test_old_headers_keep_their_format_and_new_ones_are_made_in_the_new(
    name: str, key: bytes | None, tmp_path: Path
) -> None:
    store, before = migrated(name, key, tmp_path)
    with store.reading() as connection:
        formats = [
            number for (number,) in connection.execute("SELECT format FROM log_header ORDER BY seq")
        ]
        (unnumbered,) = connection.execute(
            "SELECT count(*) FROM log_operation WHERE n IS NULL"
        ).fetchone()
    assert formats == [None] * before["log_header"] + [2]
    assert unnumbered == 0
    store.close()


def test_links_to_nothing_are_removed_in_the_open(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(DATA / "schema3.db", path)
    raw = open_raw(path)
    (gone,) = raw.execute("SELECT record_id FROM document_link").fetchone()
    raw.execute("UPDATE log_state SET silent = 1")
    raw.execute("UPDATE document_link SET record_id = 'nobody'")
    raw.execute("UPDATE log_operation SET data = replace(data, ?, 'nobody') WHERE table_name ="
                " 'document_link' AND data IS NOT NULL", (gone,))  # fmt: skip
    raw.execute("UPDATE log_state SET silent = 0")
    raw.close()
    store = open_store(path)
    assert count(store, "document_link") == 0
    with store.reading() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        kinds = connection.execute(
            "SELECT kind FROM log_operation WHERE table_name = 'document_link' AND data IS NOT NULL"
            " ORDER BY id"
        ).fetchall()
    assert kinds == [("insert",), ("delete",)]
    store.close()


def texts(path: Path, key: bytes | None) -> dict[tuple[str, str, str], set[str]]:
    """What stands in the columns of several values, by table, column and row."""
    connection = open_raw(path, key, read_only=True)
    columns = {
        (table, column)
        for (table,) in connection.execute("SELECT name FROM sqlite_master").fetchall()
        for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    }
    found = {
        (entity, stored.field, row_id): set(text.split(";"))
        for entity in ENTITIES
        for stored in sets_of(entity)
        if (entity, stored.field) in columns
        for row_id, text in connection.execute(
            f'SELECT id, "{stored.field}" FROM "{entity}" WHERE "{stored.field}" <> \'\''
        ).fetchall()
    }
    connection.close()
    return found


@FILES
def test_tags_become_rows_and_two_copies_make_the_same_ones(
    name: str, key: bytes | None, tmp_path: Path
) -> None:
    rows = []
    for copy in ("one", "two"):
        (tmp_path / copy).mkdir()
        before = texts(DATA / name, key)
        store, _ = migrated(name, key, tmp_path / copy)
        assert before
        assert texts(store.path, key) == before
        assert count(store, "tag_link") == sum(map(len, before.values()))
        with store.reading() as connection:
            rows.append(connection.execute("SELECT id, tag_id FROM tag_link ORDER BY 1").fetchall())
        store.close()
    assert rows[0] == rows[1]


@FILES
def test_what_a_visit_said_of_itself_becomes_rows(
    name: str, key: bytes | None, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    shutil.copy(DATA / name, old)
    raw = open_raw(old, key)
    header = raw.execute("SELECT id FROM log_header ORDER BY seq DESC LIMIT 1").fetchone()[0]
    raw.execute("UPDATE log_state SET header = ?", (header,))
    visit, item = (
        raw.execute(f"SELECT id FROM {table} ORDER BY id").fetchone()[0]
        for table in ("delegation", "programme_item")
    )
    raw.execute(
        "UPDATE delegation SET approved_by = 'Rada kraje', resolution_no = '12/2026', budget = 500,"
        " actual_costs = 480 WHERE id = ?",
        (visit,),
    )
    raw.execute(
        "UPDATE programme_item SET participants = 'obě delegace', time_zone = 'Europe/Berlin',"
        " description = 'Podle osnovy' WHERE id = ?",
        (item,),
    )
    raw.execute("UPDATE log_state SET header = NULL")
    raw.close()
    made = []
    for copy in ("one", "two"):
        path = tmp_path / f"{copy}.db"
        shutil.copy(old, path)
        store = open_store(path, key)
        with store.reading() as connection:
            decided = connection.execute(
                "SELECT id, body, number FROM resolution WHERE delegation_id = ?", (visit,)
            ).fetchall()
            costs = connection.execute(
                "SELECT planned, actual, currency, paid_by FROM cost WHERE delegation_id = ?"
                " ORDER BY planned IS NULL",
                (visit,),
            ).fetchall()
            parts = connection.execute(
                "SELECT id, name, part FROM programme_part WHERE programme_item_id = ?", (item,)
            ).fetchall()
            kept = connection.execute(
                "SELECT starts_zone, description_cs FROM programme_item WHERE id = ?", (item,)
            ).fetchall()
        assert [row[1:] for row in decided] == [("Rada kraje", "12/2026")]
        assert costs == [("500", None, "CZK", "own"), (None, "480", "CZK", "own")]
        assert [row[1:] for row in parts] == [("obě delegace", "takes_part")]
        assert kept == [("Europe/Berlin", "Podle osnovy")]
        made.append((decided, parts))
        store.close()
    assert made[0] == made[1], "two copies make the same rows"


def test_settings_of_several_parts_become_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(DATA / "schema3.db", path)
    stored = {
        "lead_times": '{"notice": [60, 30], "term_end": null, "commitment": 14, "person": 7}',
        "office_list": '{"without": ["office.term"], "fields": ["file_no", "duties"]}',
    }
    raw = open_raw(path)
    header = raw.execute("SELECT id FROM log_header ORDER BY seq DESC LIMIT 1").fetchone()[0]
    raw.execute("UPDATE log_state SET header = ?", (header,))
    raw.executemany("INSERT INTO setting (id, value) VALUES (?, ?)", stored.items())
    raw.execute("UPDATE log_state SET header = NULL")
    raw.close()
    store = open_store(path)
    with store.reading() as connection:
        assert lead_times(connection) == LeadTimes(
            notice=(60, 30), term_end=None, commitment=14, person=7
        )
        assert office_list(connection) == OfficeList(
            frozenset({"office.term"}), ("file_no", "duties")
        )
        for name in stored:
            assert office_settings.value(connection, name) is None
    store.close()
