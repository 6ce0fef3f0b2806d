"""A connection is typed by hand: what the types name, the driver has."""

from app.db.connection import Connection, Cursor, driver, open_raw


def names(protocol: type) -> set[str]:
    return {
        name
        for name in {*vars(protocol), *protocol.__annotations__}
        if not name.startswith("_") or name == "__iter__"
    }


def test_the_driver_has_what_the_types_of_a_connection_name(tmp_path):
    connection = open_raw(tmp_path / "a.db")
    try:
        assert {name for name in names(Connection) if not hasattr(connection, name)} == set()
        cursor = connection.execute("SELECT 1 AS one")
        assert {name for name in names(Cursor) if not hasattr(cursor, name)} == set()
        assert cursor.description[0][0] == "one"
        assert isinstance(cursor, driver.Cursor)
    finally:
        connection.close()


def test_a_connection_opens_in_autocommit_with_foreign_keys(tmp_path):
    connection = open_raw(tmp_path / "a.db")
    try:
        assert not connection.in_transaction
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    finally:
        connection.close()
