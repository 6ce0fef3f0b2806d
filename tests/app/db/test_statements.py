"""The builders of statements on a real file: what they write, and names that need quoting."""

import pytest

from app.db import statements
from app.db.connection import open_raw


@pytest.fixture
def connection(tmp_path):
    connection = open_raw(tmp_path / "a.db")
    connection.execute('CREATE TABLE "odd ""name" (id TEXT PRIMARY KEY, "order" TEXT, number INT)')
    connection.execute("CREATE TABLE meta (id TEXT PRIMARY KEY, value TEXT)")
    yield connection
    connection.close()


TABLE = 'odd "name'


def test_a_row_goes_in_is_changed_and_goes(connection):
    statements.insert(connection, TABLE, {"id": "a", "order": "first", "number": 1})
    assert statements.row(connection, TABLE, "a") == {"id": "a", "order": "first", "number": 1}
    assert statements.update(connection, TABLE, "a", {"order": None, "number": 2})
    assert statements.row(connection, TABLE, "a") == {"id": "a", "order": None, "number": 2}
    assert statements.delete(connection, TABLE, "a")
    assert statements.row(connection, TABLE, "a") is None


def test_what_is_not_there_is_said(connection):
    assert not statements.update(connection, TABLE, "a", {"number": 2})
    assert not statements.delete(connection, TABLE, "a")
    assert statements.row(connection, TABLE, "a") is None


def test_an_update_of_nothing_changes_nothing(connection):
    statements.insert(connection, TABLE, {"id": "a", "order": "first"})
    assert not statements.update(connection, TABLE, "a", {})
    assert statements.row(connection, TABLE, "a") == {"id": "a", "order": "first", "number": None}


def test_a_named_value_is_set_once_and_again(connection):
    for value in ("1", "2"):
        statements.put_value(connection, "meta", "user", value)
    assert statements.rows_as_dicts(connection, "SELECT * FROM meta") == [
        {"id": "user", "value": "2"}
    ]
