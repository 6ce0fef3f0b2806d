"""Seating plans of a point of a programme: proposed, kept, changed by hand, compared.

Rows are stored for those who sit at the table; interpreters without a row sit behind those for
whom they interpret, and follow them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.rules.protocol import seating as rules
from app.rules.protocol import tables
from app.rules.protocol.seating import Broken, Plan, Rules, Sitter, Wish
from app.rules.protocol.tables import Layout
from app.services.office_settings import put, values
from app.services.protocol.precedence import Line, precedence
from app.services.records.query import title_expression
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header

TOO_FEW = N_(
    "There are {people} people to be seated and only {seats} seats. Nothing was changed. Give more "
    "seats, or seat fewer people."
)
TOO_MANY = N_("A plan has at most {most} seats. Nothing was changed.")
NOBODY = N_("Nobody takes part here yet, so nobody can be seated. Add members of the visit first.")
MADE = N_("Seating plan made: {title}")
CHANGED = N_("Seating plan changed: {title}")
CHOSEN = N_("Seating plan chosen: {title}")
WEIGHTS_CHANGED = N_("The weights of wishes about seats were changed")

WEIGHTS = "seating_weight:"
"""Begins the names of the weights that the office gave to wishes about seats."""
MOST_SEATS = 600

_PLAN = ENTITIES["seating_plan"]
_SEAT = ENTITIES["seating_seat"]


@dataclass(frozen=True, slots=True)
class Shape:
    """The table: its shape (of `tables.SHAPES`), how many seats and tables (0: as many as needed),
    and where who presides sits at a rectangle.
    """

    code: str = "rectangle"
    seats: int = 0
    tables: int = 0
    host_at: str = "middle"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A plan as it is shown: the layout, who sits where, what is broken.

    `names` and `posts` are by the ids of members; `locked` are the members whose seats are fixed.
    `needed` is how many seats the table must have at least.
    """

    shape: Shape
    layout: Layout
    plan: Plan
    names: Mapping[str, str]
    posts: Mapping[str, str]
    sides: Mapping[str, str]
    rules: Rules
    needed: int = 1
    id: str = ""
    name: str = ""
    chosen: bool = False
    locked: frozenset[str] = field(default_factory=frozenset)

    @property
    def cost(self) -> int:
        """What the broken rules weigh together."""
        return self.plan.cost(self.rules)

    @property
    def wished(self) -> int:
        """What the wishes among them weigh, without what must not be."""
        return sum(self.rules.weight(item.rule) for item in self.plan.broken if not item.is_hard)

    @property
    def unseated(self) -> list[str]:
        """The members who have no seat."""
        there = set(self.plan.taken.values())
        return [key for key in self.names if key not in there]

    def sentence(self, broken: Broken, tr: Translator) -> str:
        """A broken rule in words."""
        return tr.message(
            rules.SENTENCES[broken.rule],
            who=self.names.get(broken.who, ""),
            other=self.names.get(broken.other, ""),
            seat=broken.seat,
        )

    def sentences(self, tr: Translator) -> list[str]:
        """All broken rules in words, the gravest first."""
        return [self.sentence(item, tr) for item in self.plan.broken]


def propose(
    connection: Connection,
    delegation_id: str,
    language: Language,
    shape: Shape,
    item_id: str | None = None,
    locked: Mapping[str, int] | None = None,
) -> Arrangement:
    """Seat those who take part (in an item, else in the visit) at a table of a shape.

    `locked` are seats by members that stay as they are. Nothing is stored. Raises `UserError` if
    nobody takes part, if there are fewer seats than people, or far too many.
    """
    occasion = _Occasion(connection, delegation_id, language, item_id)
    if not occasion.people:
        raise UserError(NOBODY)
    needed = occasion.needed(shape)
    if shape.seats and shape.seats < needed:
        raise UserError(TOO_FEW, people=needed, seats=shape.seats)
    layout = occasion.layout(shape)
    wanted = occasion.rules(shape, locked or {})
    try:
        plan = rules.place(occasion.people, layout.seats, wanted)
    except ValueError:  # a fixed seat of an interpreter took the last one
        raise UserError(TOO_FEW, people=needed + 1, seats=len(layout.seats)) from None
    return occasion.arrangement(shape, layout, plan, wanted, locked or {})


def plans(connection: Connection, item_id: str, language: Language) -> list[Arrangement]:
    """The kept plans of an item, the chosen one first, then by what their broken rules weigh."""
    item = row(connection, "programme_item", item_id)
    if item is None:
        return []
    occasion = _Occasion(connection, item["delegation_id"], language, item_id)
    found = [
        _stored(connection, occasion, plan)
        for plan in rows_as_dicts(
            connection,
            "SELECT * FROM seating_plan WHERE programme_item_id = ? ORDER BY sort_key, id",
            (item_id,),
        )
    ]
    return sorted(found, key=lambda plan: (not plan.chosen, plan.cost, plan.name, plan.id))


def plan_of(connection: Connection, plan_id: str, language: Language) -> Arrangement | None:
    """One kept plan, None where there is none."""
    plan = row(connection, "seating_plan", plan_id)
    item = row(connection, "programme_item", plan["programme_item_id"]) if plan else None
    if plan is None or item is None:
        return None
    occasion = _Occasion(connection, item["delegation_id"], language, item["id"])
    return _stored(connection, occasion, plan)


def items(connection: Connection, delegation_id: str, language: Language) -> list[tuple[str, str]]:
    """The points of a visit's programme (id and title), in their order."""
    rows = connection.execute(
        f"SELECT i.id, {title_expression(ENTITIES['programme_item'], 'i', language)}"
        " FROM programme_item i WHERE i.delegation_id = ? ORDER BY i.starts, i.id",
        (delegation_id,),
    ).fetchall()
    return [(key, str(title or "")) for key, title in rows]


def wishes(
    connection: Connection, delegation_id: str, language: Language
) -> list[tuple[str, str, str, str]]:
    """The wishes about seats at a visit: id, kind, and what the two are called."""
    title = title_expression(ENTITIES["delegation_member"], "m", language)
    other = title_expression(ENTITIES["delegation_member"], "o", language)
    rows = connection.execute(
        f"SELECT w.id, w.kind, {title}, {other} FROM seating_wish w"
        " JOIN delegation_member m ON m.id = w.member_id"
        " JOIN delegation_member o ON o.id = w.other_id"
        " WHERE w.delegation_id = ? ORDER BY w.sort_key, w.id",
        (delegation_id,),
    ).fetchall()
    return [(key, kind, str(one or ""), str(two or "")) for key, kind, one, two in rows]


def used(connection: Connection, item_id: str, language: Language) -> Arrangement | None:
    """The plan of an item that papers print: the chosen one, else the one that breaks least."""
    return next(iter(plans(connection, item_id, language)), None)


def _stored(connection: Connection, occasion: _Occasion, plan: Mapping[str, Any]) -> Arrangement:
    shape = Shape(
        plan["shape"],
        plan["seat_count"] or 0,
        plan["table_count"] or 0,
        plan["host_at"] or "middle",
    )
    seats = rows_as_dicts(
        connection,
        "SELECT * FROM seating_seat WHERE seating_plan_id = ? AND member_id IS NOT NULL"
        " ORDER BY number, id",
        (plan["id"],),
    )
    most = max((seat["number"] or 0 for seat in seats), default=0)
    layout = occasion.layout(shape, at_least=0 if shape.seats else most)
    taken: dict[int, str] = {}
    for seat in seats:  # of two who came to one seat on two computers, the second has none
        taken.setdefault(seat["number"] or 0, seat["member_id"])
    locked = {seat["member_id"]: seat["number"] for seat in seats if seat["locked"]}
    wanted = occasion.rules(shape, locked)
    judged = rules.judge(occasion.people, layout.seats, taken, wanted)
    found = occasion.arrangement(shape, layout, judged, wanted, locked)
    return Arrangement(
        found.shape,
        found.layout,
        found.plan,
        found.names,
        found.posts,
        found.sides,
        found.rules,
        found.needed,
        plan["id"],
        plan["name"],
        bool(plan["chosen"]),
        found.locked,
    )


class _Occasion:
    """Those who take part, as the rules see them."""

    def __init__(
        self,
        connection: Connection,
        delegation_id: str,
        language: Language,
        item_id: str | None,
    ) -> None:
        lines = precedence(connection, delegation_id, language, item_id)
        self.lines = {line.member_id: line for line in lines}
        self.members = {
            key: member
            for key in self.lines
            if (member := row(connection, "delegation_member", key)) is not None
        }
        self.guest_first = len(lines) > 1 and lines[1].placed.guest.host
        self.connection = connection
        # The best seats are due to the first of all and to the first of the other side.
        firsts: dict[str, str] = {}
        for key in self.lines:
            firsts.setdefault(self.members[key]["side"] or "", key)
        leads = set(firsts.values())
        self.people = [self._sitter(line, place, leads) for place, line in enumerate(lines, 1)]
        self.wishes = frozenset(
            Wish(wish["member_id"], wish["other_id"], wish["kind"] == "together")
            for wish in rows_as_dicts(
                connection, "SELECT * FROM seating_wish WHERE delegation_id = ?", (delegation_id,)
            )
            if wish["member_id"] in self.members
            and wish["other_id"] in self.members
            and wish["member_id"] != wish["other_id"]
        )

    def _sitter(self, line: Line, place: int, leads: set[str]) -> Sitter:
        member = self.members[line.member_id]
        interprets = member["part"] == "interpreter"
        return Sitter(
            line.member_id,
            place,
            member["side"] or "",
            self._languages(line.person_id),
            interprets=interprets,
            interprets_for=self._principal(member) if interprets else "",
            partner=(member["accompanies_id"] or "") if member["part"] == "spouse" else "",
            leads=line.member_id in leads,
            needs_step_free=bool((member["needs"] or "").strip()),
        )

    def _languages(self, person_id: str | None) -> frozenset[str]:
        person = row(self.connection, "person", person_id or "")
        if person is None:
            return frozenset()
        spoken = [person["language"] or "", *(person["other_languages"] or "").split(";")]
        return frozenset(code for code in spoken if code)

    def _principal(self, member: Mapping[str, Any]) -> str:
        """For whom somebody interprets: whom they accompany, else the first of their own side."""
        served = member["accompanies_id"]
        if served in self.members:
            return str(served)
        for key in self.lines:
            other = self.members[key]
            if other["side"] == member["side"] and other["part"] != "interpreter":
                return key
        return ""

    def needed(self, shape: Shape) -> int:
        """How many seats the table must have."""
        return rules.seats_needed(self.people, two_sides=shape.code == "two-sides")

    def layout(self, shape: Shape, at_least: int = 0) -> Layout:
        """The seats of a shape, as many as are wanted. Raises `UserError` for far too many."""
        count = shape.seats or max(self.needed(shape), at_least)
        if count > MOST_SEATS:
            raise UserError(TOO_MANY, most=MOST_SEATS)
        return tables.layout(
            shape.code,
            count,
            host_at=shape.host_at,
            tables=shape.tables,
            guest_first=self.guest_first,
        )

    def rules(self, shape: Shape, locked: Mapping[str, int]) -> Rules:
        """What is wished, with the office's weights."""
        return Rules(
            self.wishes,
            dict(locked),
            alternate=shape.code in tables.ALTERNATING,
            weights=weights(self.connection),
        )

    def arrangement(
        self, shape: Shape, layout: Layout, plan: Plan, wanted: Rules, locked: Mapping[str, int]
    ) -> Arrangement:
        """A plan with what people are called."""
        return Arrangement(
            shape,
            Layout(plan.seats, layout.boards),
            plan,
            {key: line.name for key, line in self.lines.items()},
            {key: line.post for key, line in self.lines.items()},
            {key: member["side"] or "" for key, member in self.members.items()},
            wanted,
            self.needed(shape),
            locked=frozenset(locked),
        )


def weights(connection: Connection) -> dict[str, int]:
    """How much each wish counts: as the office says, else as the rules propose."""
    own = {name: text for name, text in values(connection, WEIGHTS).items() if text.isdigit()}
    return {rule: int(own.get(rule, worth)) for rule, worth in rules.WEIGHTS.items()}


def set_weights(store: Store, wanted: Mapping[str, int]) -> Changes:
    """Store how much wishes count; 0 is no wish."""
    with store.writing(WEIGHTS_CHANGED) as writer:
        now = weights(writer.connection)
        for rule, worth in wanted.items():
            if rule in now and now[rule] != worth:
                put(writer, WEIGHTS + rule, str(max(0, worth)))
    return writer.changes


# Changing


def keep(store: Store, item_id: str, name: str, arrangement: Arrangement) -> tuple[str, Changes]:
    """Keep an arrangement as a new plan of an item; the first one is the chosen one."""
    with store.writing(MADE) as writer:
        plan_id = keep_within(writer, item_id, name, arrangement)
        name_header(writer, name)
    return plan_id, writer.changes


def keep_within(writer: Writer, item_id: str, name: str, arrangement: Arrangement) -> str:
    """The same within a transaction; gives the plan's id."""
    connection = writer.connection
    if row(connection, "programme_item", item_id) is None:
        raise UserError(GONE)
    first = not connection.execute(
        "SELECT 1 FROM seating_plan WHERE programme_item_id = ?", (item_id,)
    ).fetchone()
    shape = arrangement.shape
    plan_id = apply(
        writer,
        _PLAN,
        None,
        {
            "programme_item_id": item_id,
            "name": name,
            "shape": shape.code,
            "host_at": shape.host_at if shape.code == "rectangle" else None,
            "seat_count": _count(arrangement),
            "table_count": shape.tables or None,
            "chosen": 1 if first else None,
        },
    )
    _write(writer, plan_id, _at_table(arrangement.plan), arrangement.locked)
    return plan_id


def _count(arrangement: Arrangement) -> int:
    """How many seats the table has: stored, since numbers mean seats only while it stays so."""
    return sum(not seat.behind for seat in arrangement.plan.seats)


def _at_table(plan: Plan) -> dict[str, int]:
    """The seats at the table by members; chairs behind follow from them."""
    behind = {seat.number for seat in plan.seats if seat.behind}
    return {key: number for number, key in plan.taken.items() if number not in behind}


def seat(store: Store, plan_id: str, member_id: str, number: int | None) -> Changes:
    """Put a member on a seat; who sat there takes the seat that becomes free, if there is one.

    Without a number the member has no seat any more (an interpreter sits behind again).
    """
    with store.writing(CHANGED) as writer:
        at, locked = _read(writer, plan_id)
        before = at.pop(member_id, None)
        if number is not None:
            there = next((key for key, taken in at.items() if taken == number), None)
            if there is not None:
                del at[there]
                if before is not None:
                    at[there] = before
            at[member_id] = number
        _write(writer, plan_id, at, locked & set(at))
        name_header(writer, caption_of(writer.connection, _PLAN, plan_id))
    return writer.changes


def fix(store: Store, plan_id: str, member_id: str, *, fixed: bool) -> Changes:
    """Fix the seat of a member, so that proposals leave them there, or let it go."""
    with store.writing(CHANGED) as writer:
        at, locked = _read(writer, plan_id)
        locked = locked | {member_id} if fixed else locked - {member_id}
        _write(writer, plan_id, at, locked & set(at))
        name_header(writer, caption_of(writer.connection, _PLAN, plan_id))
    return writer.changes


def arrange(store: Store, plan_id: str, language: Language, shape: Shape | None = None) -> Changes:
    """Seat all anew in a kept plan, at a table of another shape if one is given.

    Fixed seats stay. Raises `UserError` as `propose` does.
    """
    with store.writing(CHANGED) as writer:
        connection = writer.connection
        plan = plan_of(connection, plan_id, language)
        stored = row(connection, "seating_plan", plan_id)
        item = row(connection, "programme_item", stored["programme_item_id"]) if stored else None
        if plan is None or item is None:
            raise UserError(GONE)
        wanted = shape or replace(plan.shape, seats=max(plan.shape.seats, plan.needed))
        at, locked = _read(writer, plan_id)
        kept = {key: number for key, number in at.items() if key in locked}
        found = propose(connection, item["delegation_id"], language, wanted, item["id"], kept)
        changed = {
            "shape": wanted.code,
            "host_at": wanted.host_at if wanted.code == "rectangle" else None,
            "seat_count": _count(found),
            "table_count": wanted.tables or None,
        }
        apply(writer, _PLAN, plan_id, changed)
        _write(writer, plan_id, _at_table(found.plan), locked)
        name_header(writer, plan.name)
    return writer.changes


def choose(store: Store, plan_id: str) -> Changes:
    """Use this plan of its item, and no other."""
    with store.writing(CHOSEN) as writer:
        plan = row(writer.connection, "seating_plan", plan_id)
        if plan is None:
            raise UserError(GONE)
        for key, chosen in writer.connection.execute(
            "SELECT id, chosen FROM seating_plan WHERE programme_item_id = ? ORDER BY id",
            (plan["programme_item_id"],),
        ).fetchall():
            if bool(chosen) != (key == plan_id):
                apply(writer, _PLAN, key, {"chosen": 1 if key == plan_id else None})
        name_header(writer, plan["name"])
    return writer.changes


def _read(writer: Writer, plan_id: str) -> tuple[dict[str, int], frozenset[str]]:
    """The seats of a plan by members, and who has a fixed one. Raises `UserError` if it is gone."""
    if row(writer.connection, "seating_plan", plan_id) is None:
        raise UserError(GONE)
    seats = rows_as_dicts(
        writer.connection,
        "SELECT * FROM seating_seat WHERE seating_plan_id = ? AND member_id IS NOT NULL",
        (plan_id,),
    )
    at = {item["member_id"]: item["number"] for item in seats if item["number"]}
    return at, frozenset(item["member_id"] for item in seats if item["locked"])


def _write(
    writer: Writer, plan_id: str, at: Mapping[str, int], locked: frozenset[str] | set[str]
) -> None:
    """Make the seats of a plan what is wanted; rows that are right stay as they are."""
    connection = writer.connection
    there = {
        item["member_id"]: item
        for item in rows_as_dicts(
            connection, "SELECT * FROM seating_seat WHERE seating_plan_id = ?", (plan_id,)
        )
        if item["member_id"]
    }
    for key, number in at.items():
        wanted = {"number": number, "locked": 1 if key in locked else None}
        stored = there.get(key)
        if stored is None:
            values = {"seating_plan_id": plan_id, "member_id": key, **wanted}
            apply(writer, _SEAT, None, values)
        elif any(stored[name] != value for name, value in wanted.items()):
            apply(writer, _SEAT, stored["id"], wanted)
    for key, stored in there.items():
        if key not in at:
            connection.execute("DELETE FROM seating_seat WHERE id = ?", (stored["id"],))
