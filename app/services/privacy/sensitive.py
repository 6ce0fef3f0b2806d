"""Sensitive data of members (diet, needs, rooms) go some time after a visit (GDPR, Art. 9).

What somebody eats or needs may tell of their health or belief; after the visit there is no reason
to keep it (Art. 5(1)(e)). It is taken out of the record and out of its history, for good.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.db import derived
from app.db.connection import Connection
from app.db.erasing import Eraser, emptied
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language
from app.rules.days.partial_dates import PartialDate
from app.services.office_settings import put, value
from app.services.records.query import captions
from app.services.records.undo import ERASURE

FIELDS = ("diet", "needs", "room")
"""What is removed."""
DAYS = "sensitive_data_days"
"""The setting: how many days after the last day of a visit."""
USUAL = 30
MOST = 3650
REMOVED = N_("Sensitive data of members removed after their visits")
DAYS_CHANGED = N_("When sensitive data of members are removed was changed")
NOT_DAYS = N_("Write a number of days between 0 and {most}. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Due:
    """A member whose sensitive data are due: of which visit, when it ended, in which fields."""

    member_id: str
    delegation_id: str
    name: str
    visit: str
    ended: date
    fields: tuple[str, ...]


def days(connection: Connection) -> int:
    """After how many days they are removed."""
    stored = value(connection, DAYS) or ""
    return int(stored) if stored.isdigit() and int(stored) <= MOST else USUAL


def set_days(store: Store, wanted: int) -> Changes:
    """Say after how many days. Raises `UserError` for a number that makes no sense."""
    if not 0 <= wanted <= MOST:
        raise UserError(NOT_DAYS, most=MOST)
    with store.writing(DAYS_CHANGED) as writer:
        put(writer, DAYS, str(wanted))
    return writer.changes


def due(connection: Connection, language: Language, today: date) -> list[Due]:
    """Whose sensitive data are due to be removed, by visit. No day is guessed: where the end of a
    visit is known to the month or the year only, its last day counts; where it is not known,
    nothing is due.
    """
    before = today - timedelta(days=days(connection))
    said = " OR ".join(f"coalesce(m.{name}, '') <> ''" for name in FIELDS)
    found = []
    for member in rows_as_dicts(
        connection,
        "SELECT m.*, d.start, d.end FROM delegation_member m JOIN delegation d"
        f" ON d.id = m.delegation_id WHERE {said} ORDER BY d.start, d.id, m.sort_key, m.id",
    ):
        last = member["end"] or member["start"]
        ended = PartialDate.parse_iso(last).last_day if last else None
        if ended is not None and ended < before:
            found.append((member, ended))
    members = captions(
        connection, ENTITIES["delegation_member"], [m["id"] for m, _ in found], language
    )
    visits = captions(
        connection, ENTITIES["delegation"], {m["delegation_id"] for m, _ in found}, language
    )
    return [
        Due(
            member["id"],
            member["delegation_id"],
            members.get(member["id"], ""),
            visits.get(member["delegation_id"], ""),
            ended,
            tuple(name for name in FIELDS if member[name]),
        )
        for member, ended in found
    ]


def remove(store: Store, chosen: Sequence[Due]) -> Changes:
    """Remove the sensitive data of members from their records and from the history, for good:
    undo does not bring them back. Backups made before still hold them.
    """
    with store.writing(REMOVED, batch=ERASURE) as writer:
        connection = writer.connection
        with Eraser(connection, writer.header) as eraser:
            for item in chosen:
                changes = dict.fromkeys(FIELDS, emptied)
                eraser.values("delegation_member", item.member_id, item.delegation_id, changes)
        derived.refresh(connection, {"delegation_member": {item.member_id for item in chosen}})
    # Where another program has the file open, its free pages are overwritten by and by.
    with contextlib.suppress(UserError):
        store.compact()
    rows = {
        "delegation_member": frozenset(item.member_id for item in chosen),
        "delegation": frozenset(item.delegation_id for item in chosen),
    }
    return Changes(writer.header, rows)
