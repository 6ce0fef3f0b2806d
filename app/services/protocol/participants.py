"""Who takes part in a point of a programme, and in which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language
from app.services.records.query import captions, title_expression
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header

CHANGED = N_("Who takes part changed: {title}")

_PART = ENTITIES["programme_part"]
_MEMBER = ENTITIES["delegation_member"]
_ITEM = ENTITIES["programme_item"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part: a member by id and what they are called, or a name alone.

    `part` is a code of `choices.ITEM_ROLE`; None for a member who does not take part.
    """

    member_id: str | None
    name: str
    part: str | None


def participants(connection: Connection, item_id: str, language: Language) -> list[Participant]:
    """Every member of the visit, with their role in the item or without; then other names."""
    item = row(connection, "programme_item", item_id)
    if item is None:
        return []
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM programme_part WHERE programme_item_id = ? ORDER BY sort_key, id",
        (item_id,),
    )
    roles = {found["member_id"]: found["part"] for found in rows if found["member_id"]}
    return [
        *(
            Participant(key, name, roles.get(key))
            for key, name in members(connection, item["delegation_id"], language)
        ),
        *(
            Participant(None, found["name"] or "", found["part"])
            for found in rows
            if not found["member_id"]
        ),
    ]


def members(
    connection: Connection, delegation_id: str, language: Language
) -> list[tuple[str, str]]:
    """The members of a visit in their stored order: ids, and what they are called."""
    keys = [
        key
        for (key,) in connection.execute(
            "SELECT id FROM delegation_member WHERE delegation_id = ? ORDER BY sort_key, id",
            (delegation_id,),
        ).fetchall()
    ]
    names = captions(connection, _MEMBER, keys, language)
    return [(key, names.get(key, "")) for key in keys]


def spoken(connection: Connection, delegation_id: str, language: Language) -> dict[str, list[str]]:
    """What those who take part in the items of a visit are called, by the ids of the items."""
    found: dict[str, list[str]] = {}
    for item_id, name in connection.execute(
        f"SELECT p.programme_item_id, {title_expression(_PART, 'p', language)}"
        " FROM programme_part p JOIN programme_item i ON i.id = p.programme_item_id"
        " WHERE i.delegation_id = ? AND p.part IS NOT NULL ORDER BY p.sort_key, p.id",
        (delegation_id,),
    ):
        if name:
            found.setdefault(item_id, []).append(name)
    return found


def write(store: Store, item_id: str, wanted: Sequence[Participant]) -> Changes:
    """Make who takes part in an item what is `wanted`, as one action; equal rows stay as they are.

    Names without a role, and empty names, are nobody. Raises `UserError` when the item is gone.
    """
    with store.writing(CHANGED) as writer:
        connection = writer.connection
        if row(connection, "programme_item", item_id) is None:
            raise UserError(GONE)
        there = rows_as_dicts(
            connection,
            "SELECT * FROM programme_part WHERE programme_item_id = ? ORDER BY id",
            (item_id,),
        )
        known = {found["member_id"] or f"name:{found['name']}": found for found in there}
        kept = set()
        for person in wanted:
            name = person.name.strip()
            key = person.member_id or f"name:{name}"
            if not person.part or not (person.member_id or name) or key in kept:
                continue
            kept.add(key)
            before = known.get(key)
            if before is None:
                values = {"programme_item_id": item_id, "member_id": person.member_id}
                values |= {"name": None if person.member_id else name, "part": person.part}
                apply(writer, _PART, None, values)
            elif before["part"] != person.part:
                apply(writer, _PART, before["id"], {"part": person.part})
        for key, found in known.items():
            if key not in kept:
                connection.execute("DELETE FROM programme_part WHERE id = ?", (found["id"],))
        name_header(writer, caption_of(connection, _ITEM, item_id))
    return writer.changes
