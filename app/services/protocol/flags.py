"""Which flags hang at a visit, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db.connection import Connection
from app.db.statements import row
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.i18n import N_, Language, translator
from app.kinds import COUNTRY
from app.rules.people.names import sort_key
from app.rules.protocol.ceremony import CUSTOM, EU, HANGING, REGION, STATE, TOWN, Flag, flag_row
from app.services.office_settings import own_organisation, put, value
from app.services.records.query import captions

ORDER = "flags_by_custom"
"""The setting that says which flags follow those of states, in their order."""
CHANGED = N_("The flags that hang by custom were changed")
LABELS = {EU: N_("European Union"), REGION: N_("Our region"), TOWN: N_("The town")}
HOME = "CZ"


@dataclass(frozen=True, slots=True)
class Hung:
    """A flag and what it is called, in the language that was asked for."""

    flag: Flag
    name: str


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags of a visit from the left, seen from the front, and how they are hung."""

    row: list[Hung]
    notes: list[str]


def by_custom(connection: Connection) -> tuple[str, ...]:
    """The flags that follow those of states: as the office says, else as is proposed."""
    stored = value(connection, ORDER)
    if stored is None:
        return CUSTOM[:2]
    return tuple(kind for kind in stored.split() if kind in CUSTOM)


def set_by_custom(store: Store, kinds: Sequence[str]) -> Changes:
    """Say which flags follow those of states, in this order."""
    with store.writing(CHANGED) as writer:
        wanted = [kind for kind in dict.fromkeys(kinds) if kind in CUSTOM]
        put(writer, ORDER, " ".join(wanted))
    return writer.changes


def flags(connection: Connection, delegation_id: str, language: Language) -> Flags:
    """The flags of a visit: of the states that the guests come from (an embassy's is that of the
    state it represents), our own among them by law, then those that hang by custom.
    """
    tr = translator(language)
    states = sorted(
        _states(connection, delegation_id) - {HOME},
        key=lambda code: (sort_key(COUNTRY.format(code, tr)), code),
    )
    own = own_organisation(connection)
    town = _town(connection, own)
    others = []
    for kind in by_custom(connection):
        if kind == REGION:
            named = captions(connection, ENTITIES["organisation"], [own], language) if own else {}
            others.append(Flag(REGION, named.get(own or "", "")))
        elif kind == TOWN and town:
            others.append(Flag(TOWN, town))
        elif kind == EU:
            others.append(Flag(EU))
    found = []
    for flag in flag_row(states, HOME, others):
        name = COUNTRY.format(flag.of, tr) if flag.kind == STATE else flag.of
        found.append(Hung(flag, name or tr.message(LABELS.get(flag.kind, ""))))
    return Flags(found, [tr.message(text) for text in HANGING])


def _states(connection: Connection, delegation_id: str) -> set[str]:
    visit = row(connection, "delegation", delegation_id)
    if visit is None:
        return set()
    found = set()
    sides = (
        ("guest_id", "partner_id")
        if visit["direction"] == "incoming"
        else ("host_id", "partner_id")
    )
    for column in sides:
        body = row(connection, "organisation", visit[column] or "")
        if body and (code := body["represents_country"] or body["country"]):
            found.add(code)
            break
    if not found:
        found = {code for code in (visit["countries"] or "").split(";") if code}
    for represents, country in connection.execute(
        "SELECT o.represents_country, o.country FROM delegation_member m"
        " JOIN position p ON p.id = m.position_id JOIN organisation o ON o.id = p.organisation_id"
        " WHERE m.delegation_id = ? AND m.part = 'head'",
        (delegation_id,),
    ).fetchall():
        if represents or country:
            found.add(represents or country)
    return found


def _town(connection: Connection, organisation: str | None) -> str:
    found = connection.execute(
        "SELECT city FROM address WHERE organisation_id = ? AND city <> '' ORDER BY sort_key, id",
        (organisation,),
    ).fetchone()
    return str(found[0]) if found else ""
