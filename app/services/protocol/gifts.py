"""Gifts: what was given and received, limits, what people and houses have had, what is in stock.

Limits are the office's own table; no amount is built in. Officials of regions are under a near-ban
by zákon č. 312/2002 Sb., § 16, which the table proposes as its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Writer
from app.entities import ENTITIES, choices
from app.errors import FieldError, InvalidRecord
from app.fields import Entity
from app.i18n import N_, Language, Translator, translator
from app.kinds import AMOUNT, DATE
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_partial
from app.rules.people.names import sort_key
from app.services.office_settings import own_organisation
from app.services.protocol.rank_tables import table_of
from app.services.records.query import captions

NO_PIECES = N_("Write how many pieces, at least one.")
OVER = N_("The gift is worth {value}, above the limit of {limit}: {to_do} ({origin}).")
UNLIKE = N_(
    "The gift is worth {value}, its limit is {limit}: compare them yourself. Above it: {to_do} "
    "({origin})."
)
NO_VALUE = N_("The value of the gift is not known; the limit is {limit}: {to_do} ({origin}).")
REORDER = N_("Of “{name}” {left} are left in stock. Order more.")
SHORT = N_("Of “{name}” more are given than came into the stock: {left}.")

HOME = "CZK"
_GONE = ("refused", "returned")  # these pieces are not with the recipient


# --- limits --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit that a gift exceeds, or may: `message` (an id) is filled with `values`."""

    message: str
    values: Mapping[str, str]

    def text(self, tr: Translator) -> str:
        """The sentence that says it."""
        return tr.message(self.message, **self.values)


def excesses(connection: Connection, gift: Mapping[str, Any], tr: Translator) -> list[Excess]:
    """The limits that a received gift (its stored values) exceeds, or may exceed.

    Limits are about what the office's people receive, and hold from their day on. Who received or
    gave it counts as far as it is recorded: what is not known is told, not passed over. A value in
    another currency, or none, is told, too. A refused gift has no limit.
    """
    if gift["way"] != "received" or gift["state"] in _GONE:
        return []
    known = limits(connection)
    if not known:
        return []
    whose, giver = _whose(connection, gift), _from(connection, gift)
    found = []
    for limit in known:
        if not _holds(limit, gift["day"]):
            continue
        if limit["whose"] not in ("anybody", *whose) or limit["from_whom"] not in (
            "anybody",
            *giver,
        ):
            continue
        currency = limit["currency"] or HOME
        values = {
            "limit": money(limit["amount"], currency, tr),
            "to_do": limit["to_do"],
            "origin": limit["origin"] or "–",
        }
        if gift["value"] is None:
            found.append(Excess(NO_VALUE, values))
            continue
        values["value"] = money(gift["value"], gift["currency"], tr)
        if (gift["currency"] or HOME) != currency:
            found.append(Excess(UNLIKE, values))
        elif Decimal(gift["value"]) > Decimal(limit["amount"]):
            found.append(Excess(OVER, values))
    return found


def limits(connection: Connection) -> list[dict[str, Any]]:
    """The office's limits as they are stored, in their order."""
    return rows_as_dicts(connection, "SELECT * FROM gift_limit ORDER BY sort_key, id", ())


def money(amount: str | None, currency: str | None, tr: Translator) -> str:
    """An amount with its currency; empty without one."""
    return f"{AMOUNT.format(amount, tr)}\u00a0{currency or HOME}" if amount is not None else ""


def _holds(limit: Mapping[str, Any], day: str | None) -> bool:
    if not limit["valid_from"] or not day:
        return True
    last = PartialDate.parse_iso(day).last_day
    return last is None or last.isoformat() >= limit["valid_from"]


def _whose(connection: Connection, gift: Mapping[str, Any]) -> set[str]:
    """The kinds of limits (`choices.GIFT_WHOSE`) that the recipient may come under."""
    if not gift["recipient_id"]:
        return {"body"}
    table = table_of(connection, None, Language.CS)
    found = set()
    for post in rows_as_dicts(
        connection, "SELECT * FROM position WHERE person_id = ?", (gift["recipient_id"],)
    ):
        rank = table.find(post["title_cs"], post["title_de"], post["title_en"])
        usual = rank[1] if rank else None
        elected = post["came_by"] == "elected" if post["came_by"] else usual
        if elected is not None:
            found.add("elected" if elected else "appointed")
    return found or {"elected", "appointed"}


def _from(connection: Connection, gift: Mapping[str, Any]) -> set[str]:
    """The kinds of limits (`choices.GIFT_FROM`) that the giver may come under."""
    own = row(connection, "organisation", own_organisation(connection) or "")
    home = (own or {}).get("country") or "CZ"
    found: set[str] = set()
    house = row(connection, "organisation", gift["giver_organisation_id"] or "")
    person = row(connection, "person", gift["giver_id"] or "")
    country = None
    if house:
        country = house["represents_country"] or house["country"]
        if house["kind"] == "company":
            found.add("company")
    country = country or (person or {}).get("nationality")
    if country:
        return found | {"home" if country == home else "abroad"}
    return found | {"home", "abroad"} | (set() if house else {"company"})


# --- stock ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stock:
    """A kind of gift in stock: pieces that `came`, were `given`, are `planned` to be given."""

    id: str
    name: str
    came: int
    given: int
    planned: int
    reorder_level: int | None
    value: str | None
    currency: str

    @property
    def left(self) -> int:
        """The pieces that are there."""
        return self.came - self.given

    @property
    def free(self) -> int:
        """The pieces that are there and not kept aside for a planned gift."""
        return self.left - self.planned

    @property
    def is_low(self) -> bool:
        """Whether it is time to order more."""
        return self.reorder_level is not None and self.free <= self.reorder_level


def stock(connection: Connection, language: Language, only: str | None = None) -> list[Stock]:
    """What is in stock (all that is not archived, or one kind by its id), in its stored order."""
    entity = ENTITIES["gift_stock"]
    where, values = ("s.id = ?", (only,)) if only else ("s.archived_on IS NULL", ())
    found = []
    for one in rows_as_dicts(
        connection,
        "SELECT s.*, coalesce((SELECT sum(e.pieces) FROM stock_entry e"
        " WHERE e.gift_stock_id = s.id), 0) AS came FROM gift_stock s"
        f" WHERE {where} ORDER BY s.sort_key, s.id",
        values,
    ):
        given = planned = 0
        for state, pieces in connection.execute(
            "SELECT state, coalesce(pieces, 1) FROM gift WHERE gift_stock_id = ? AND way = 'given'",
            (one["id"],),
        ).fetchall():
            if state == "planned":
                planned += pieces
            elif state not in _GONE:
                given += pieces
        found.append(
            Stock(
                one["id"],
                entity.caption(one, language),
                one["came"],
                given,
                planned,
                one["reorder_level"],
                one["value"],
                one["currency"] or HOME,
            )
        )
    return found


def check(writer: Writer, _entity: Entity, gift_id: str, values: Mapping[str, Any]) -> None:
    """Look at a gift that was just written.

    Raises `InvalidRecord` for no pieces. Tells of limits that it exceeds, and of a stock that gets
    low.
    """
    connection = writer.connection
    gift = row(connection, "gift", gift_id)
    if gift is None:
        return
    if gift["pieces"] is not None and gift["pieces"] < 1:
        raise InvalidRecord([FieldError("pieces", NO_PIECES)])
    tr = translator(Language.CS)
    if {"value", "currency", "way", "recipient_id", "giver_id", "state"} & set(values):
        for one in excesses(connection, gift, tr):
            writer.remark(one.message, **one.values)
    if gift["gift_stock_id"] and {"gift_stock_id", "pieces", "state", "way"} & set(values):
        tell_stock(writer, gift["gift_stock_id"])


def check_stock(writer: Writer, _entity: Entity, _id: str, _values: Mapping[str, Any]) -> None:
    """Tell of a stock that gets low, after an entry of it was written."""
    entry = row(writer.connection, "stock_entry", _id)
    if entry and entry["gift_stock_id"] and entry["pieces"] < 0:
        tell_stock(writer, entry["gift_stock_id"])


def tell_stock(writer: Writer, stock_id: str) -> None:
    """Tell where less than nothing is left, or so little that more is to be ordered."""
    for one in stock(writer.connection, Language.CS, stock_id):
        if one.free < 0:
            writer.remark(SHORT, name=one.name, left=str(one.free))
        elif one.is_low:
            writer.remark(REORDER, name=one.name, left=str(one.free))


# --- memory --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GiftLine:
    """A gift as lists show it; people and houses by their names.

    `theirs` are the person and the house on the other side, `ours` those on the office's.
    """

    id: str
    way: str
    state: str
    day: str | None
    title: str
    theirs: tuple[str, ...]
    ours: tuple[str, ...]
    occasion: str
    value: str | None
    currency: str
    pieces: int
    gift_stock_id: str | None
    values: Mapping[str, Any] = field(repr=False)


def lines(
    connection: Connection, gifts: Sequence[Mapping[str, Any]], language: Language
) -> list[GiftLine]:
    """Gifts (their stored values) with the names that belong to them."""
    people: set[str] = set()
    houses: set[str] = set()
    for gift in gifts:
        people |= {gift[name] for name in ("giver_id", "recipient_id") if gift[name]}
        houses |= {
            gift[name]
            for name in ("giver_organisation_id", "recipient_organisation_id")
            if gift[name]
        }
    named = {
        **captions(connection, ENTITIES["person"], sorted(people), language),
        **captions(connection, ENTITIES["organisation"], sorted(houses), language),
    }
    visits = captions(
        connection,
        ENTITIES["delegation"],
        sorted({gift["delegation_id"] for gift in gifts if gift["delegation_id"]}),
        language,
    )

    def side(gift: Mapping[str, Any], name: str) -> tuple[str, ...]:
        keys = (gift[f"{name}_id"], gift[f"{name}_organisation_id"])
        return tuple(named.get(key, "") for key in keys if key and named.get(key))

    found = []
    for gift in gifts:
        giver, recipient = side(gift, "giver"), side(gift, "recipient")
        is_given = gift["way"] == "given"
        found.append(
            GiftLine(
                gift["id"],
                gift["way"],
                gift["state"] or "accepted",
                gift["day"],
                gift["title"],
                recipient if is_given else giver,
                giver if is_given else recipient,
                gift["occasion"] or visits.get(gift["delegation_id"] or "", ""),
                gift["value"],
                gift["currency"] or HOME,
                gift["pieces"] or 1,
                gift["gift_stock_id"],
                gift,
            )
        )
    return found


def theirs(gift: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The person and the house on the other side of a gift."""
    name = "recipient" if gift["way"] == "given" else "giver"
    return gift[f"{name}_id"], gift[f"{name}_organisation_id"]


def memory(
    connection: Connection,
    language: Language,
    person_ids: Iterable[str] = (),
    organisation_ids: Iterable[str] = (),
    besides: str | None = None,
) -> list[GiftLine]:
    """What these people and houses received and gave, the newest first.

    A gift to or from somebody counts as one of their house too, if no house is named in it and
    they have a post there.
    """
    people, houses = list(dict.fromkeys(person_ids)), list(dict.fromkeys(organisation_ids))
    wanted, keys = [], []
    for name in people:
        wanted.append("? IN (giver_id, recipient_id)")
        keys.append(name)
    for name in houses:
        wanted.append(
            "(? IN (giver_organisation_id, recipient_organisation_id)"
            " OR way = 'given' AND recipient_organisation_id IS NULL AND recipient_id IN"
            " (SELECT person_id FROM position WHERE organisation_id = ?)"
            " OR way = 'received' AND giver_organisation_id IS NULL AND giver_id IN"
            " (SELECT person_id FROM position WHERE organisation_id = ?))"
        )
        keys += [name] * 3
    if not wanted:
        return []
    gifts = rows_as_dicts(
        connection,
        f"SELECT * FROM gift WHERE id <> ? AND ({' OR '.join(wanted)})"
        " ORDER BY day IS NULL, day DESC, sort_key, id",
        (besides or "", *keys),
    )
    return lines(connection, gifts, language)


def memory_of(
    connection: Connection, gift: Mapping[str, Any], language: Language
) -> list[GiftLine]:
    """What the other side of a gift (its values; with `id`, if it is stored) had and gave before.

    The house is that which is named, else those in which the person has a post.
    """
    person, house = theirs(gift)
    houses = [house] if house else []
    if person and not house:
        houses = [
            key
            for (key,) in connection.execute(
                "SELECT DISTINCT organisation_id FROM position WHERE person_id = ?"
                " AND until IS NULL ORDER BY organisation_id",
                (person,),
            ).fetchall()
        ]
    own = own_organisation(connection)
    houses = [key for key in houses if key != own]
    return memory(connection, language, [person] if person else [], houses, gift.get("id"))


def same_before(gift: Mapping[str, Any], known: Sequence[GiftLine]) -> list[GiftLine]:
    """Those among known gifts that gave the same person or house the same thing."""
    if gift["way"] != "given":
        return []
    return [
        line
        for line in known
        if line.way == "given"
        and line.state not in _GONE
        and (
            (gift.get("gift_stock_id") and line.gift_stock_id == gift["gift_stock_id"])
            or line.title.casefold().strip() == str(gift.get("title") or "").casefold().strip()
        )
    ]


# --- reciprocity and the list of a year ----------------------------------------------------------


@dataclass(slots=True)
class Balance:
    """What a partner received and gave: how many gifts, and their worth by currency.

    Refused and returned gifts, and those only planned, are no part of it. `unknown` counts gifts
    without a value.
    """

    id: str
    name: str
    given: int = 0
    received: int = 0
    given_worth: dict[str, Decimal] = field(default_factory=dict)
    received_worth: dict[str, Decimal] = field(default_factory=dict)
    unknown: int = 0
    last: str | None = None


def reciprocity(
    connection: Connection, language: Language, years: tuple[int, int] | None = None
) -> list[Balance]:
    """What each partner had and gave, by its name; `years` from the first to the last of them.

    A gift without a house counts for the house of the person's post on file (the main one first);
    without any, under the person's own name.
    """
    own = own_organisation(connection)
    gifts = rows_as_dicts(connection, "SELECT * FROM gift ORDER BY day, id", ())
    found: dict[str, Balance] = {}
    for line in lines(connection, gifts, language):
        if line.state in (*_GONE, "planned") or not _within(line.day, years):
            continue
        person, house = theirs(line.values)
        if not house and person:
            house = _house_of(connection, person, own)
        key = house or person
        if not key:
            continue
        balance = found.get(key)
        if balance is None:
            entity = ENTITIES["organisation" if house else "person"]
            name = captions(connection, entity, [key], language).get(key, "")
            balance = found[key] = Balance(key, name)
        is_given = line.way == "given"
        balance.given += is_given
        balance.received += not is_given
        worth = balance.given_worth if is_given else balance.received_worth
        if line.value is None:
            balance.unknown += 1
        else:
            worth[line.currency] = worth.get(line.currency, Decimal(0)) + Decimal(line.value)
        if line.day and (balance.last is None or line.day > balance.last):
            balance.last = line.day
    return sorted(found.values(), key=lambda one: (sort_key(one.name), one.id))


def _house_of(connection: Connection, person_id: str, own: str | None) -> str | None:
    found = connection.execute(
        "SELECT organisation_id FROM position WHERE person_id = ? AND organisation_id <> ?"
        " ORDER BY until IS NOT NULL, is_primary DESC, since DESC, id",
        (person_id, own or ""),
    ).fetchone()
    return found[0] if found else None


def _within(day: str | None, years: tuple[int, int] | None) -> bool:
    if years is None:
        return True
    return bool(day and day[:4].isdigit() and years[0] <= int(day[:4]) <= years[1])


@dataclass(frozen=True, slots=True)
class YearList:
    """The gifts of a year in the order of their days; `undated` are those whose day is unknown."""

    year: int
    gifts: list[GiftLine]
    undated: list[GiftLine]


def yearly(connection: Connection, year: int, language: Language) -> YearList:
    """The list of gifts of a year, given, received and refused; not those only planned."""
    gifts = lines(
        connection,
        rows_as_dicts(
            connection,
            "SELECT * FROM gift WHERE coalesce(state, '') <> 'planned'"
            " ORDER BY way DESC, day, sort_key, id",
            (),
        ),
        language,
    )
    return YearList(
        year,
        [line for line in gifts if _within(line.day, (year, year))],
        [line for line in gifts if not (line.day and line.day[:4].isdigit())],
    )


COLUMNS = (
    N_("Day"),
    N_("Given or received"),
    N_("What it is"),
    N_("Our side"),
    N_("Other side"),
    N_("Occasion"),
    N_("Estimated value"),
    N_("How the value was estimated"),
    N_("State"),
    N_("What becomes of it"),
    N_("Inventory number"),
    N_("Reported on"),
)
"""The labels of the columns of the list."""


def row_texts(line: GiftLine, tr: Translator) -> dict[str, str]:
    """A gift of the list in words, by the labels in `COLUMNS`."""
    values = line.values
    day = PartialDate.parse_iso(line.day) if line.day else None
    fate = values["fate"]
    texts = (
        format_partial(day, tr) if day else "",
        tr.message(choices.GIFT_WAY.label(line.way)),
        line.title + (f" ({line.pieces}×)" if line.pieces > 1 else ""),
        ", ".join(line.ours),
        ", ".join(line.theirs),
        line.occasion,
        money(line.value, line.currency, tr),
        values["estimated"] or "",
        tr.message(choices.GIFT_STATE.label(line.state)),
        tr.message(choices.GIFT_FATE.label(fate)) if fate else "",
        values["inventory_no"] or "",
        DATE.format(values["reported_on"], tr) if values["reported_on"] else "",
    )
    return dict(zip(COLUMNS, texts, strict=True))


def worth(sums: Mapping[str, Decimal], tr: Translator) -> str:
    """Sums by currency in words."""
    return " + ".join(money(str(amount), currency, tr) for currency, amount in sums.items())
