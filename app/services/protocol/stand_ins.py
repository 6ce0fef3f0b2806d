"""Somebody falls ill: one step puts a stand-in in, and names the papers to print again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts, update
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.services.protocol.printings import Printing, printed
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, NewRecord, name_header

PUT_IN = N_("Stand-in put in: {title}")
THEMSELVES = N_("Nobody stands in for themselves. Choose somebody else.")
NOBODY = N_("Choose who stands in. Nothing was changed.")
OTHER_VISIT = N_("This member belongs to another visit. Nothing was changed.")

_MEMBER = ENTITIES["delegation_member"]


@dataclass(frozen=True, slots=True)
class Reprint:
    """A paper to print again: its name in the catalogue, for whom or for which item, and when it
    was printed (as stored, empty where it never was).
    """

    paper: str
    member_id: str = ""
    item_id: str = ""
    printed: str = ""


def put_in(
    store: Store,
    member_id: str,
    *,
    person_id: str | NewRecord = "",
    other_id: str = "",
    takes_the_place: bool = False,
) -> tuple[str, Changes]:
    """Let a person (who becomes a member), or another member, stand in for a member who is excused.

    The stand-in leads where the other led, takes part in the same items in the same roles, and has
    their seats where they were fixed or not; rooms, journeys and diets are the stand-in's own, so
    nothing of these is taken over. Gives the stand-in's id. Raises `UserError` if nobody is named,
    somebody is gone, is the same person, or belongs to another visit.
    """
    with store.writing(PUT_IN) as writer:
        connection = writer.connection
        ill = row(connection, "delegation_member", member_id)
        if ill is None:
            raise UserError(GONE)
        if member_id == other_id or (person_id and person_id == ill["person_id"]):
            raise UserError(THEMSELVES)
        if not person_id and not other_id:
            raise UserError(NOBODY)
        if isinstance(person_id, str) and person_id and not other_id:
            found = connection.execute(
                "SELECT id FROM delegation_member WHERE delegation_id = ? AND person_id = ?",
                (ill["delegation_id"], person_id),
            ).fetchone()
            other_id = found[0] if found else ""
        values: dict[str, Any] = {
            "stands_in_for_id": member_id,
            "part": ill["part"] if ill["part"] == "head" else None,
            "takes_the_place": 1 if takes_the_place else None,
        }
        if other_id:
            other = row(connection, "delegation_member", other_id)
            if other is None:
                raise UserError(GONE)
            if other["delegation_id"] != ill["delegation_id"]:
                raise UserError(OTHER_VISIT)
            values["part"] = values["part"] or other["part"]
            apply(writer, _MEMBER, other_id, values)
        else:
            values["part"] = ill["part"] or "member"
            values |= {
                "delegation_id": ill["delegation_id"],
                "person_id": person_id,
                "side": ill["side"],
                "invitation": "invited",
            }
            other_id = apply(writer, _MEMBER, None, values)
        left = {"invitation": "excused"}
        if ill["part"] == "head":
            left["part"] = "member"
        apply(writer, _MEMBER, member_id, left)
        _take_over_items(writer, member_id, other_id)
        for seat in rows_as_dicts(
            connection, "SELECT * FROM seating_seat WHERE member_id = ? ORDER BY id", (member_id,)
        ):
            connection.execute("DELETE FROM seating_seat WHERE id = ?", (seat["id"],))
            taken = connection.execute(
                "SELECT 1 FROM seating_seat WHERE seating_plan_id = ? AND member_id = ?",
                (seat["seating_plan_id"], other_id),
            ).fetchone()
            if not taken:
                kept = {name: seat[name] for name in ("seating_plan_id", "number", "locked")}
                apply(writer, ENTITIES["seating_seat"], None, {**kept, "member_id": other_id})
        visit = row(connection, "delegation", ill["delegation_id"])
        stand_in = row(connection, "delegation_member", other_id)
        if visit and stand_in and ill["person_id"] and visit["head_id"] == ill["person_id"]:
            head = {"head_id": stand_in["person_id"]}
            apply(writer, ENTITIES["delegation"], visit["id"], head)
        name_header(writer, caption_of(connection, _MEMBER, other_id))
    return other_id, writer.changes


def _take_over_items(writer: Writer, member_id: str, other_id: str) -> None:
    """The stand-in takes part where the other did; one who is there already keeps their role."""
    connection = writer.connection
    for part in rows_as_dicts(
        connection, "SELECT * FROM programme_part WHERE member_id = ? ORDER BY id", (member_id,)
    ):
        there = connection.execute(
            "SELECT 1 FROM programme_part WHERE programme_item_id = ? AND member_id = ?",
            (part["programme_item_id"], other_id),
        ).fetchone()
        if there:
            connection.execute("DELETE FROM programme_part WHERE id = ?", (part["id"],))
        else:
            update(connection, "programme_part", part["id"], {"member_id": other_id})


def to_print_again(connection: Connection, member_id: str) -> list[Reprint]:
    """Exactly the papers that name a member, or what is only theirs: to be printed again when
    somebody stands in for them.

    Those that were printed come first. Among them and among the others those of the whole visit
    come first, then those of the member alone, then those of items at which they have a seat.
    """
    member = row(connection, "delegation_member", member_id)
    if member is None:
        return []
    visit = row(connection, "delegation", member["delegation_id"]) or {}
    is_trip = visit.get("direction") in ("outgoing", "domestic")
    ours = (member["side"] == "guest") == is_trip
    # A stand-in has what was taken over: whom they stand in for tells what was there.
    ids = [key for key in (member_id, member["stands_in_for_id"]) if key]
    marks = ", ".join("?" * len(ids))
    items = [
        key
        for (key,) in connection.execute(
            "SELECT DISTINCT programme_item_id FROM programme_part"
            f" WHERE member_id IN ({marks}) ORDER BY 1",
            ids,
        ).fetchall()
    ]
    seated = [
        key
        for (key,) in connection.execute(
            "SELECT DISTINCT p.programme_item_id FROM seating_seat s JOIN seating_plan p"
            f" ON p.id = s.seating_plan_id WHERE s.member_id IN ({marks}) ORDER BY 1",
            ids,
        ).fetchall()
    ]
    members = rows_as_dicts(
        connection, f"SELECT * FROM delegation_member WHERE id IN ({marks})", ids
    )

    def has(*names: str) -> bool:
        return any(one[name] for one in members for name in names)

    found = [Reprint("participants"), Reprint("attendance"), Reprint("briefing")]
    if items:
        found += [Reprint("programme"), Reprint("running-order")]
    if has("room", "accommodation"):
        found.append(Reprint("rooms"))
    if has("arrival", "departure", "transport"):
        found.append(Reprint("transport"))
    if has("diet"):
        found.append(Reprint("kitchen"))
    if is_trip and ours:
        found.append(Reprint("council-paper"))
    found.append(Reprint("badges", member_id))
    found.append(Reprint("programme-personal", member_id))
    if ours and is_trip:
        found.append(Reprint("travel-order", member_id))
    if not ours:
        found.append(Reprint("invitation", member_id))
    if seated:
        found.append(Reprint("place-cards", member_id))
        found += [Reprint("seating", "", item) for item in seated]
    known = printed(connection, member["delegation_id"])
    found = [replace(one, printed=_last_printed(one, known, ids)) for one in found]
    return sorted(found, key=lambda one: not one.printed)


def _last_printed(wanted: Reprint, known: Sequence[Printing], ids: Sequence[str]) -> str:
    """When a paper was last printed for all, for the item, or for one of the members `ids`."""
    return max(
        (
            one.at
            for one in known
            if one.paper == wanted.paper
            and (not one.member_id or (one.member_id in ids and bool(wanted.member_id)))
            and (not one.item_id or not wanted.item_id or one.item_id == wanted.item_id)
        ),
        default="",
    )
