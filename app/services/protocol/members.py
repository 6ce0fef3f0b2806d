"""Who belongs to a visit, on the side of the guest or of the host."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language
from app.services.protocol.participants import members as names_of
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, NewRecord, made, name_header

ADDED = N_("Member added: {title}")
OTHER_SIDE = N_("Member moved to the other side: {title}")
ALREADY = N_("“{name}” is a member of this visit already. Nothing was changed.")

AWAY = ("declined", "excused", "absent")
"""The answers of those who do not come."""

_MEMBER = ENTITIES["delegation_member"]


@dataclass(frozen=True, slots=True)
class Member:
    """A member: the row, the name or the post not filled yet, and codes of the choices."""

    id: str
    name: str
    side: str
    part: str
    invitation: str


def members(connection: Connection, delegation_id: str, language: Language) -> list[Member]:
    """The members of a visit in their stored order."""
    rows = {
        found["id"]: found
        for found in rows_as_dicts(
            connection, "SELECT * FROM delegation_member WHERE delegation_id = ?", (delegation_id,)
        )
    }
    return [
        Member(
            key,
            name,
            rows[key]["side"],
            rows[key]["part"] or "",
            rows[key]["invitation"] or "",
        )
        for key, name in names_of(connection, delegation_id, language)
    ]


def add(
    store: Store, delegation_id: str, person: str | NewRecord, side: str
) -> tuple[str, Changes]:
    """Make a person (by id, or a new one) a member, as one step; gives the row.

    Raises `UserError` for a visit that is gone, or who is a member already.
    """
    with store.writing(ADDED) as writer:
        connection = writer.connection
        if row(connection, "delegation", delegation_id) is None:
            raise UserError(GONE)
        values = made(writer, {"person_id": person})
        known = connection.execute(
            "SELECT 1 FROM delegation_member WHERE delegation_id = ? AND person_id = ?",
            (delegation_id, values["person_id"]),
        ).fetchone()
        if known:
            name = caption_of(connection, ENTITIES["person"], values["person_id"])
            raise UserError(ALREADY, name=name)
        values |= {"delegation_id": delegation_id, "side": side, "part": "member"}
        member_id = apply(writer, _MEMBER, None, values)
        name_header(writer, caption_of(connection, ENTITIES["person"], values["person_id"]))
    return member_id, writer.changes


def put_on_side(store: Store, member_id: str, side: str) -> Changes:
    """Let a member belong to the side of the guest or of the host. Raises as `records.save`."""
    with store.writing(OTHER_SIDE) as writer:
        apply(writer, _MEMBER, member_id, {"side": side})
        found = row(writer.connection, "delegation_member", member_id) or {}
        person = caption_of(writer.connection, ENTITIES["person"], found.get("person_id") or "")
        name_header(writer, person or found.get("post") or "")
    return writer.changes
