"""The tags of the department: which there are, called otherwise, joined, removed everywhere."""

from __future__ import annotations

from typing import NamedTuple

from app.db import sets
from app.db.connection import Connection
from app.db.store import Changes, Store, Writer
from app.errors import UserError
from app.i18n import N_, Language
from app.kinds import TAGS
from app.services.records.rows import LINKS, linked_id, name_header

RENAMED = N_("Tag renamed: {title}")
JOINED = N_("Tags merged: {title}")
REMOVED = N_("Tag deleted: {title}")
ONE_NAME = N_("A tag has one name, without commas and semicolons. Nothing was changed.")
NAME_TAKEN = N_(
    "There is a tag “{name}” already. Nothing was changed. Merge the two tags, or choose another "
    "name."
)
NO_TAG = N_("This tag was deleted meanwhile. Nothing was changed.")


class Tag(NamedTuple):
    """A tag and how many records have it."""

    id: str
    name: str
    used: int


def all_tags(connection: Connection) -> list[Tag]:
    """All tags in the order of the alphabet."""
    rows = connection.execute(
        "SELECT t.id, t.name, count(x.id) FROM tag t LEFT JOIN tag_link x ON x.tag_id = t.id"
        " GROUP BY t.id ORDER BY t.sort_key, t.id"
    )
    return [Tag(*row) for row in rows.fetchall()]


def known_tags(connection: Connection) -> list[str]:
    """The names of the tags that any record has, in the order of the alphabet."""
    return list(dict.fromkeys(tag.name for tag in all_tags(connection) if tag.used))


def rename(store: Store, tag_id: str, name: str) -> Changes:
    """Call a tag otherwise, in every record that has it.

    Raises `UserError` for a name that is none or belongs to another tag, and when the tag is gone.
    """
    parts = sets.parts(TAGS.parse(name, Language.CS))
    if len(parts) != 1:
        raise UserError(ONE_NAME)
    with store.writing(RENAMED) as writer:
        old = _name(writer, tag_id)
        other = sets.Tags(writer.connection).find(parts[0])
        if other not in (None, tag_id):
            raise UserError(NAME_TAKEN, name=_name(writer, str(other)))
        if old != parts[0]:
            writer.connection.execute("UPDATE tag SET name = ? WHERE id = ?", (parts[0], tag_id))
        name_header(writer, f"{old} → {parts[0]}")
    return writer.changes


def join(store: Store, survivor: str, merged: str) -> Changes:
    """Make one tag of two: what had the tag `merged` has the `survivor` afterwards.

    Mailing lists that a filter fills and saved filters look for the survivor, too. Raises
    `UserError` when a tag is gone.
    """
    with store.writing(JOINED) as writer:
        connection = writer.connection
        title = f"{_name(writer, merged)} → {_name(writer, survivor)}"
        if survivor == merged:
            return writer.changes
        columns = LINKS["tag_link"]
        for key, *values in connection.execute(
            f"SELECT id, {', '.join(columns)} FROM tag_link WHERE tag_id = ?", (merged,)
        ).fetchall():
            row = {**dict(zip(columns, values, strict=True)), "tag_id": survivor}
            connection.execute("DELETE FROM tag_link WHERE id = ?", (key,))
            connection.execute(
                f"INSERT INTO tag_link (id, {', '.join(columns)})"
                f" VALUES (?{', ?' * len(columns)}) ON CONFLICT (id) DO NOTHING",
                (linked_id("tag_link", row), *row.values()),
            )
        for table, column in (("mailing_list", "rule"), ("preference", "value")):
            connection.execute(
                f"UPDATE {table} SET {column} = replace({column}, ?, ?) WHERE instr({column}, ?)",
                (merged, survivor, merged),
            )
        connection.execute("DELETE FROM tag WHERE id = ?", (merged,))
        name_header(writer, title)
    return writer.changes


def delete(store: Store, tag_id: str) -> Changes:
    """Take a tag away from every record that has it. Raises `UserError` when it is gone."""
    with store.writing(REMOVED) as writer:
        title = _name(writer, tag_id)
        writer.connection.execute("DELETE FROM tag_link WHERE tag_id = ?", (tag_id,))
        writer.connection.execute("DELETE FROM tag WHERE id = ?", (tag_id,))
        name_header(writer, title)
    return writer.changes


def _name(writer: Writer, tag_id: str) -> str:
    row = writer.connection.execute("SELECT name FROM tag WHERE id = ?", (tag_id,)).fetchone()
    if row is None:
        raise UserError(NO_TAG)
    return str(row[0])
