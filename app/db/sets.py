"""Fields that hold several values: tags, languages, countries.

Each value is a row of its own, whose id follows from the record and the value: two computers that
add different values to one record keep both, and two that add the same one agree. The column of
the field, a text with semicolons, is derived from these rows; lists, forms, papers and exports
read it, and whoever writes it writes rows (`write`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from app.db.connection import Connection
from app.db.store import link_id
from app.entities import ENTITIES, gathered_from
from app.rules.people.names import sort_key


class StoredSet(NamedTuple):
    """Where a field of several values is stored: its rows are those whose `owner` is the record."""

    field: str
    table: str
    owner: str

    @property
    def is_tags(self) -> bool:
        """Whether the values are tags; else they are codes of languages or countries."""
        return self.table == "tag_link"


TABLES = ("tag_link", "language_link", "country_link")
"""The tables of the rows."""


@cache
def sets_of(entity: str) -> tuple[StoredSet, ...]:
    """The fields of several values that an entity (or any other table) has."""
    found = []
    for field in ENTITIES[entity].fields if entity in ENTITIES else ():
        if table := gathered_from(ENTITIES[entity], field):
            found.append(StoredSet(field.name, table, f"{entity}_id"))
    return tuple(found)


def parts(text: Any) -> list[str]:
    """The values of a stored text."""
    return [part for part in str(text or "").split(";") if part]


def merged(now: Any, base: Any, wanted: Any) -> str | None:
    """What becomes of `now` when somebody who saw `base` wants `wanted`: both changes stand."""
    before, after = map(_by_identity, (base, wanted))
    if list(before) == list(_by_identity(now)):
        return joined(wanted)  # in the order that is wanted
    found = {
        key: item for key, item in _by_identity(now).items() if key in after or key not in before
    }
    for key, item in after.items():
        if key not in before:
            found.setdefault(key, item)
    return ";".join(found.values()) or None


def joined(*texts: Any) -> str | None:
    """The values of several stored texts, each once."""
    found = _by_identity(";".join(str(text) for text in texts if text))
    return ";".join(found.values()) or None


def says_the_same(entity: str, field: str, one: Any, other: Any) -> bool:
    """Whether two stored values of a field are one: the order of tags does not count."""
    stored = next((item for item in sets_of(entity) if item.field == field), None)
    if stored is None or not stored.is_tags:
        return bool(one == other)
    return _by_identity(one).keys() == _by_identity(other).keys()


def _by_identity(text: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts(text):
        found.setdefault(identity(part), part)
    return found


# --- tags ---------------------------------------------------------------------------------------


def identity(name: str) -> str:
    """What makes two names one tag: case and the form of Unicode do not count, accents do."""
    import unicodedata

    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def tag_id(name: str) -> str:
    """The id of the tag that was first called so."""
    return link_id("tag", identity(name))


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def filter_value(value: str) -> str:
    """The tag that a filter names: by its id, or (in older filters) by its name."""
    return value if _ID.fullmatch(value) else tag_id(value)


class Tags:
    """Finds tags by their names, and makes those that are missing; for one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[str, str] | None = None

    def find(self, name: str) -> str | None:
        """The tag of a name, or None."""
        if self._ids is None:
            # Nearly always the tag still has the name that its id was made of.
            row = self._connection.execute(
                "SELECT name FROM tag WHERE id = ?", (tag_id(name),)
            ).fetchone()
            if row and identity(row[0]) == identity(name):
                return tag_id(name)
            rows = self._connection.execute("SELECT id, name FROM tag ORDER BY id DESC")
            self._ids = {identity(found): key for key, found in rows.fetchall()}
        return self._ids.get(identity(name))

    def made(self, name: str) -> tuple[str, bool]:
        """The id of the tag of a name, and whether it has yet to be stored.

        A tag that was renamed keeps its id, so the old name gets another one when it is used again.
        """
        if found := self.find(name):
            return found, False
        assert self._ids is not None  # it was looked for among all
        taken, key, number = set(self._ids.values()), tag_id(name), 1
        while key in taken:
            number += 1
            key = link_id("tag", identity(name), str(number))
        self._ids[identity(name)] = key
        return key, True


# --- reading and writing ------------------------------------------------------------------------


def text(connection: Connection, stored: StoredSet, record_id: str) -> str | None:
    """The values of a record as its column shows them."""
    return ";".join(_rows(connection, stored, record_id).values()) or None


def _rows(connection: Connection, stored: StoredSet, record_id: str) -> dict[str, str]:
    """The values of a record by what they link to, in their order; each once."""
    if not stored.is_tags:
        rows = connection.execute(
            f"SELECT code, code FROM {stored.table} WHERE {stored.owner} = ?"
            " ORDER BY coalesce(place, 0), code",
            (record_id,),
        )
        return dict(rows.fetchall())
    rows = connection.execute(
        "SELECT t.id, t.name FROM tag_link x JOIN tag t ON t.id = x.tag_id"
        f" WHERE x.{stored.owner} = ? ORDER BY t.id",
        (record_id,),
    )
    # Two computers may have given two tags one name; the list of tags says so.
    names = {identity(name): (key, name) for key, name in reversed(rows.fetchall())}
    return dict(sorted(names.values(), key=lambda pair: sort_key(pair[1])))


def row_ids(connection: Connection, stored: StoredSet, record_id: str) -> set[str]:
    """The rows of a record's values."""
    sql = f"SELECT id FROM {stored.table} WHERE {stored.owner} = ?"
    return {key for (key,) in connection.execute(sql, (record_id,)).fetchall()}


def write(
    connection: Connection,
    stored: StoredSet,
    record_id: str,
    wanted: Any,
    version: int | None = None,
) -> bool:
    """Make the values of a record what the text `wanted` says; whether anything changed.

    Where the person saw the record at `version`, only what they changed since is written.
    """
    if version is not None:
        wanted = united(connection, stored, record_id, wanted, version)
    changed = (
        _write_tags(connection, stored, record_id, parts(wanted))
        if stored.is_tags
        else _write_codes(connection, stored, record_id, parts(wanted))
    )
    if changed:
        refresh(connection, stored, record_id)
    return changed


def united(
    connection: Connection, stored: StoredSet, record_id: str, wanted: Any, version: int
) -> str | None:
    """What a person who saw the record at `version` wants, with what others changed since."""
    now = text(connection, stored, record_id)
    return merged(now, _text_at(connection, stored, record_id, version), wanted)


def refresh(connection: Connection, stored: StoredSet, record_id: str) -> None:
    """Write the derived column anew from the rows."""
    connection.execute(
        f'UPDATE "{stored.owner.removesuffix("_id")}" SET "{stored.field}" = ? WHERE id = ?',
        (text(connection, stored, record_id), record_id),
    )


def _write_tags(
    connection: Connection, stored: StoredSet, record_id: str, wanted: Iterable[str]
) -> bool:
    known = Tags(connection)
    keys: dict[str, None] = {}
    for name in wanted:
        key, new = known.made(name)
        if new:
            connection.execute("INSERT INTO tag (id, name) VALUES (?, ?)", (key, name))
        keys[key] = None
    there = {
        key: row_id
        for row_id, key in connection.execute(
            f"SELECT id, tag_id FROM tag_link WHERE {stored.owner} = ?", (record_id,)
        ).fetchall()
    }
    for key in keys:
        if key not in there:
            add_tag(connection, stored, record_id, key)
    gone = [row_id for key, row_id in there.items() if key not in keys]
    for row_id in gone:
        connection.execute("DELETE FROM tag_link WHERE id = ?", (row_id,))
    return bool(gone or keys.keys() - there.keys())


def add_tag(connection: Connection, stored: StoredSet, record_id: str, tag: str) -> None:
    """Give a record a tag (by its id) that it has not yet."""
    connection.execute(
        f"INSERT INTO tag_link (id, {stored.owner}, tag_id) VALUES (?, ?, ?)",
        (row_id(stored, record_id, tag), record_id, tag),
    )


def _write_codes(
    connection: Connection, stored: StoredSet, record_id: str, wanted: list[str]
) -> bool:
    there = {
        code: (key, place)
        for key, code, place in connection.execute(
            f"SELECT id, code, place FROM {stored.table} WHERE {stored.owner} = ?"
            " ORDER BY coalesce(place, 0), code",
            (record_id,),
        ).fetchall()
    }
    codes = list(dict.fromkeys(wanted))
    if list(there) == codes:
        return False
    for code, (key, _) in there.items():
        if code not in codes:
            connection.execute(f"DELETE FROM {stored.table} WHERE id = ?", (key,))
    last = 0
    for code in codes:
        # Those whose order still holds keep their numbers: fewer rows change.
        key, place = there.get(code, ("", None))
        last = place if place is not None and place > last else last + 1
        if not key:
            connection.execute(
                f"INSERT INTO {stored.table} (id, {stored.owner}, code, place) VALUES (?, ?, ?, ?)",
                (row_id(stored, record_id, code), record_id, code, last),
            )
        elif place != last:
            connection.execute(f"UPDATE {stored.table} SET place = ? WHERE id = ?", (last, key))
    return True


_FIRST_OWNERS = {
    "tag_link": (
        *("person_id", "organisation_id", "delegation_id", "agreement_id", "task_id"),
        *("document_id", "mailing_list_id"),
    ),
    "language_link": ("person_id", "agreement_id"),
}
"""The owners that the ids of the first rows were made with: they keep their ids."""


def row_id(stored: StoredSet, record_id: str, item: str) -> str:
    """The id of the row that links a record to a tag (by its id), a language or a country."""
    return link_id(stored.table, *_cause({stored.owner: record_id}, stored.table), item)


def cause(table: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the id of a row of one of the `TABLES` follows from, of its stored values."""
    item = values.get("tag_id") or values.get("code") or ""
    return (*_cause(values, table), str(item))


def _cause(values: Mapping[str, Any], table: str) -> tuple[str, ...]:
    first = _FIRST_OWNERS.get(table, ())
    for name in ENTITIES[table].owner.split("|"):
        if name not in first and values.get(name):
            return (name, str(values[name]))
    return tuple(str(values.get(name) or "") for name in first)


def _text_at(connection: Connection, stored: StoredSet, record_id: str, version: int) -> str | None:
    """What the column showed when the last operation was `version`."""
    seen = _rows(connection, stored, record_id)
    for kind, data in connection.execute(
        "SELECT kind, data FROM log_operation WHERE owner_id = ? AND id > ? AND table_name = ?"
        " AND kind IN ('insert', 'delete') AND data IS NOT NULL ORDER BY id DESC",
        (record_id, version, stored.table),
    ).fetchall():
        item = _item(connection, stored, data)
        if item is None:
            continue
        if kind == "insert":
            seen.pop(item[0], None)
        else:
            seen[item[0]] = item[1]
    return ";".join(seen.values()) or None


def _item(connection: Connection, stored: StoredSet, data: str) -> tuple[str, str] | None:
    import json

    row: Mapping[str, Any] = json.loads(data)
    if not stored.is_tags:
        return row["code"], row["code"]
    found = connection.execute("SELECT name FROM tag WHERE id = ?", (row["tag_id"],)).fetchone()
    return (row["tag_id"], found[0]) if found else None


def revive(connection: Connection, table: str, row: Mapping[str, Any]) -> None:
    """Give a record that came back the values that older history kept in its row."""
    for stored in sets_of(table):
        if row.get(stored.field):
            write(connection, stored, str(row["id"]), row[stored.field])
