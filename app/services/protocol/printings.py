"""Which papers about a visit were printed, and which of them no longer say how it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.i18n import N_, Language
from app.services.protocol.approvals import last_change, written
from app.services.records.records import apply, caption_of
from app.services.records.rows import name_header

PRINTED = N_("Paper printed: {title}")

_PRINTING = ENTITIES["printing"]


@dataclass(frozen=True, slots=True)
class Printing:
    """A paper as it was last printed: when (as stored), in which languages, and for which member
    or item (an id, empty for the whole visit); whether the visit was changed since.
    """

    paper: str
    at: str
    languages: tuple[Language, ...] = ()
    member_id: str = ""
    item_id: str = ""
    is_changed: bool = False


def record(
    store: Store,
    paper: str,
    delegation_ids: Sequence[str],
    languages: Sequence[Language],
    options: Mapping[str, str],
    now: datetime | None = None,
) -> Changes:
    """Write down that a paper about visits was printed or saved, by the user of the store.

    `options` are those of the paper: `member` and `item` are ids of the one that it is about. A
    visit that is gone by now is passed over.
    """
    values = {
        "paper": paper,
        "languages": ";".join(languages),
        "of_one": 1 if options.get("member") or options.get("item") else None,
        "at": (now or datetime.now()).strftime("%Y-%m-%dT%H:%M"),
        "user_id": store.user_id,
    }
    with store.writing(PRINTED) as writer:
        connection = writer.connection
        titles = []
        about = {
            f"{name}_id": options[name]
            for name, table in (("member", "delegation_member"), ("item", "programme_item"))
            if options.get(name) and row(connection, table, options[name])
        }
        for key in delegation_ids:
            if row(connection, "delegation", key) is not None:
                apply(writer, _PRINTING, None, {**values, **about, "delegation_id": key})
                titles.append(caption_of(connection, ENTITIES["delegation"], key))
        name_header(writer, ", ".join(titles))
    return writer.changes


def printed(connection: Connection, delegation_id: str) -> list[Printing]:
    """The papers of a visit that were printed, each as it was last, by their names.

    The same paper for another member or item, or in other languages, is another one. What was
    printed for a member or item that is gone is not told any more.
    """
    changed = last_change(connection, "delegation", delegation_id)
    found: dict[tuple[str | None, ...], tuple[int, Printing]] = {}
    for one in rows_as_dicts(
        connection,
        "SELECT * FROM printing WHERE delegation_id = ? AND (coalesce(of_one, 0) = 0"
        " OR member_id IS NOT NULL OR item_id IS NOT NULL) ORDER BY paper, at, id",
        (delegation_id,),
    ):
        key = tuple(one[name] for name in ("paper", "member_id", "item_id", "languages"))
        place = written(connection, one["id"])
        if key in found and found[key][0] > place:  # a clock that went back
            continue
        codes = (one["languages"] or "").split(";")
        found[key] = (
            place,
            Printing(
                one["paper"],
                one["at"],
                tuple(Language(code) for code in codes if code in set(Language)),
                one["member_id"] or "",
                one["item_id"] or "",
                changed > place,
            ),
        )
    return [one for _, one in found.values()]
