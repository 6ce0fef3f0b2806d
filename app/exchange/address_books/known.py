"""Which record a card is: known by its identity, and what the card says that is new there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from app.db import sets
from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import Label
from app.exchange.cards.card import Card, Warned
from app.exchange.cards.records import Rows
from app.i18n import N_, Translator
from app.rules.folding import fold
from app.services.contacts.merge import merged_into
from app.services.records.ids import external_row_id
from app.services.records.rows import MERGED_AWAY

Identity = tuple[str, str]
"""The source and the value by which a card is known again (a row of `external_id`)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A record that a card is known to be: the row of `external_id` and what it said last.

    `is_survivor` says that the card's own record was merged into this one.
    """

    record_id: str
    external: str = ""
    said: str = ""
    is_survivor: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What a card says beyond the record: fields (now, then), details, addresses."""

    values: Mapping[str, tuple[Any, Any]]
    points: Sequence[Mapping[str, Any]]
    addresses: Sequence[Mapping[str, Any]]

    def __bool__(self) -> bool:
        return bool(self.values or self.points or self.addresses)


CONTENT = "card"
"""The source of an identity that is made of all that an entry of a certain file says."""


def identity(card: Card, file: str, *, by_content: bool = False) -> Identity:
    """The identity of a card: its UID, or an external id, or else the same entry of the same file.

    Without an id nothing less than all that it says makes it the same one: two people may share
    name, office and post. `by_content` asks for that although there is an id, which another bears.
    """
    if card.uid and not by_content:
        return "uid", card.uid.removeprefix("urn:uuid:")
    source, value = card.extra.get("external_source"), card.extra.get("external_id")
    if source and value and source != MERGED_AWAY and not by_content:
        return source, value
    pictures = [hashlib.sha256(data or b"").hexdigest() for data in (card.photo, card.logo)]
    text = repr((file, card.fingerprint or repr(card), *pictures))
    return CONTENT, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Identities:
    """Whether an identity may be known, told without asking the database: by hashes of them all."""

    def __init__(self, connection: Connection) -> None:
        self._hashes = {
            hash((entity, (source, value)))
            for entity, source, value in connection.execute(
                "SELECT entity, source, value FROM external_id"
            )
        }

    def add(self, entity: str, known: Identity) -> None:
        """Take in an identity that was given to a record."""
        self._hashes.add(hash((entity, known)))

    def may_have(self, entity: str, wanted: Identity) -> bool:
        """False only where nobody has this identity."""
        return hash((entity, wanted)) in self._hashes


def find_known(
    connection: Connection,
    rows: Rows,
    card: Card,
    key: Identity,
    identities: Identities | None = None,
) -> Known | None:
    """The record that a card is by its identity, or what that was merged into."""
    source, value = key
    may_be = identities is None or identities.may_have(rows.entity, key)
    if may_be and (found := _external(connection, rows.entity, source, value)):
        return found
    if source != "uid":
        return None
    if len(value) == _OWN_ID:
        if connection.execute(f'SELECT 1 FROM "{rows.entity}" WHERE id = ?', (value,)).fetchone():
            return Known(value)
        if survivor := merged_into(connection, ENTITIES[rows.entity], value):
            return Known(survivor, is_survivor=True)
    # Our own tables say both: an id that another database gave, and one that we know too.
    source, value = card.extra.get("external_source", ""), card.extra.get("external_id", "")
    return _external(connection, rows.entity, source, value) if source and value else None


def is_another(connection: Connection, known: Known, rows: Rows) -> bool:
    """Whether a card bears the id of a record but names a person of another name altogether.

    Some programs give one id to many cards. Who marries keeps the given name.
    """
    if rows.entity != "person":
        return False
    row = connection.execute(
        "SELECT given_name, family_name, name_native FROM person WHERE id = ?", (known.record_id,)
    ).fetchone()
    before = json.loads(known.said)["card"]["values"] if known.said else {}
    told = [*(row or ()), *(before.get(name) for name in _NAMES), rows.values.get("name_native")]
    now = {word for name in _NAMES for word in fold(rows.values.get(name) or "").split()}
    there = {word for text in told for word in fold(text or "").split()}
    return bool(now and there and not now & there)


_NAMES = ("given_name", "family_name", "name_native")


def record_of(connection: Connection, entity: str, key: str) -> str | None:
    """The record that has an id, here or where it was exported, or what that was merged into."""
    if found := _external(connection, entity, "uid", key):
        return found.record_id
    if connection.execute(f'SELECT 1 FROM "{entity}" WHERE id = ?', (key,)).fetchone():
        return key
    return merged_into(connection, ENTITIES[entity], key)


def _external(connection: Connection, entity: str, source: str, value: str) -> Known | None:
    rows = connection.execute(
        "SELECT record_id, id, imported FROM external_id"
        " WHERE entity = ? AND value = ? AND source = ? ORDER BY id",
        (entity, value, source),
    ).fetchall()
    if not rows:
        return None
    # The id of the row names the record that it was made for: another one has been merged away.
    own = [row for row in rows if row[1] == external_row_id(entity, source, value, row[0])]
    row = own[0] if own else rows[0]
    is_survivor = not own and bool(
        connection.execute(
            "SELECT 1 FROM external_id WHERE entity = ? AND source = ? AND record_id = ?",
            (entity, MERGED_AWAY, row[0]),
        ).fetchone()
    )
    # What a data set said last is of another form; only the values of the record count then.
    said = row[2] or ""
    return Known(row[0], row[1], said if said.startswith(_SAID) else "", is_survivor)


_OWN_ID = 36  # characters of an id that a database of ours gave
_SAID = '{"card": '


def said_of(rows: Rows) -> str:
    """What a card says, to be remembered and compared at its next import."""
    said: dict[str, Any] = {
        "values": rows.values,
        "points": rows.points,
        "places": rows.addresses,
        "organisation": rows.organisation,
        "position": rows.position,
    }
    for name in ("more", "parent", "areas", "employer"):
        if value := getattr(rows, name):
            said[name] = value
    return _JSON.encode({"card": said})


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def since(rows: Rows, said: str) -> tuple[Rows, Mapping[str, Any]]:
    """What is new in a card since it said `said`, and what that was."""
    before = json.loads(said)["card"]
    values = {
        name: rows.values.get(name)
        for name in sorted({*rows.values, *before["values"]})
        if rows.values.get(name) != before["values"].get(name)
    }
    known = {point_key(point) for point in before["points"]}
    points = [point for point in rows.points if point_key(point) not in known]
    seen = {place_key(place) for place in before["places"]}
    places = [place for place in rows.addresses if place_key(place) not in seen]
    fresh = replace(rows, values=values, points=points, addresses=places)
    if is_same_post(rows, before) and rows.employer == before.get("employer", {}):
        fresh.organisation = ""
    if [list(item) for item in rows.more] == before.get("more", []):
        fresh.more = []
    if fold(rows.parent) == fold(before.get("parent", "")):
        fresh.parent = ""
    fresh.areas = [area for area in rows.areas if area not in before.get("areas", [])]
    return fresh, before


def is_same_post(rows: Rows, before: Mapping[str, Any]) -> bool:
    """Whether a card names the post that it named before."""
    post = rows.position.get("title_cs"), fold(rows.organisation)
    return post == (before["position"].get("title_cs"), fold(before["organisation"]))


def news_of(connection: Connection, entity: str, record_id: str, rows: Rows) -> News:
    """What a card says beyond a record."""
    listed = ", ".join(f'"{name}"' for name in ["id", *rows.values])
    row = connection.execute(
        f'SELECT {listed} FROM "{entity}" WHERE id = ?', (record_id,)
    ).fetchone()
    now = dict(zip(rows.values, row[1:], strict=True)) if row else {}
    points = set(
        connection.execute(
            f"SELECT kind, value FROM contact_point WHERE {entity}_id = ?", (record_id,)
        )
    )
    places = set(
        connection.execute(
            f"SELECT street, postal_code, city FROM address WHERE {entity}_id = ?", (record_id,)
        )
    )
    return News(
        {
            name: (now.get(name), value)
            for name, value in rows.values.items()
            if not sets.says_the_same(entity, name, now.get(name), value)
        },
        [point for point in rows.points if point_key(point) not in points],
        [place for place in rows.addresses if place_key(place) not in places],
    )


CHOICE = N_(
    "{field}: the record says “{ours}”, the file “{theirs}”. The record was left as it is; if the "
    "file is right, change it there."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of which a record and a file say different things, and which people choose.

    Both values are as they are stored; of a reference they are the names.
    """

    entity: str
    record_id: str
    field: str
    ours: Any
    theirs: Any

    @property
    def told(self) -> Warned:
        """What a report says where the record stays as it is."""
        label = Label(ENTITIES[self.entity].by_name[self.field].label)
        ours, theirs = (Side(self.entity, self.field, v) for v in (self.ours, self.theirs))
        return CHOICE, {"field": label, "ours": ours, "theirs": theirs}


class Side(str):
    """A value of a field as it is stored, shortened, which a sentence says in words."""

    def __new__(cls, entity: str, field: str, value: Any) -> Self:
        made = super().__new__(cls, _short(value))
        made._told = entity, field, value
        return made

    _told: tuple[str, str, Any]

    def __getnewargs__(self) -> tuple[str, str, Any]:  # type: ignore[override]  # for pickle
        return self._told

    def text(self, tr: Translator) -> str:
        """The value as people read it."""
        entity, name, value = self._told
        field = ENTITIES[entity].by_name[name]
        return _short(value if field.target else field.kind.format(value, tr))


def decided(
    connection: Connection,
    rows: Rows,
    record_id: str,
    news: News,
    before: Mapping[str, Any],
    *,
    overwrite: bool,
) -> tuple[dict[str, Any], list[Choice]]:
    """Which values of a card are written into a record, and the choices that are left to people.

    What is empty is filled; a value that only the file has changed since `before` follows it;
    where somebody changed the record, too, it stays. Without `before` a value that the record had
    once is older than what it says now. Without `overwrite` nothing is replaced at all. Fields of
    several values are united by whoever writes.
    """
    values: dict[str, Any] = {}
    left: list[Choice] = []
    last = before.get("values", {})
    several = {stored.field for stored in sets.sets_of(rows.entity)}
    for name, (now, value) in news.values.items():
        if name in several or now in (None, ""):
            values[name] = value
            continue
        if before:
            free = overwrite and last.get(name) == now
        else:
            free = overwrite and not _was(connection, record_id, name, value)
        if free:
            values[name] = value
            continue
        if not overwrite and value in (None, ""):
            continue  # what such a card no longer says is nothing to choose
        left.append(Choice(rows.entity, record_id, name, now, value))
    return values, left


def another_parent(
    connection: Connection,
    record_id: str,
    rows: Rows,
    before: Mapping[str, Any],
    *,
    overwrite: bool,
) -> tuple[bool, Choice | None]:
    """Whether the body that a card names as the one above an organisation is written there.

    The rule is that of `decided`; a choice where people decide.
    """
    if not rows.parent or rows.entity != "organisation":
        return False, None
    names = _names_of_parent(connection, record_id)
    folded = [fold(name) for name in names]
    if fold(rows.parent) in folded:
        return False, None
    if not names or (overwrite and (not before or fold(before.get("parent", "")) in folded)):
        return True, None
    return False, Choice("organisation", record_id, "parent_id", names[0], rows.parent)


def _names_of_parent(connection: Connection, organisation_id: str) -> list[str]:
    """What the body above an organisation is called; empty if there is none."""
    row = connection.execute(
        "SELECT p.name_cs, p.name_de, p.name_en, p.native_name, p.abbreviation FROM organisation o"
        " JOIN organisation p ON p.id = o.parent_id WHERE o.id = ?",
        (organisation_id,),
    ).fetchone()
    return [str(name) for name in row or () if name]


def differences(
    connection: Connection, organisation_id: str, said: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Choice]]:
    """What the row of a person says of an organisation and that does not say, and what differs."""
    listed = ", ".join(f'"{name}"' for name in said)
    now = connection.execute(
        f"SELECT {listed} FROM organisation WHERE id = ?", (organisation_id,)
    ).fetchone()
    values: dict[str, Any] = {}
    left: list[Choice] = []
    for name, old in zip(said, now or (), strict=False):
        if old in (None, ""):
            values[name] = said[name]
        elif old != said[name]:
            left.append(Choice("organisation", organisation_id, name, old, said[name]))
    return values, left


def _was(connection: Connection, record_id: str, name: str, value: Any) -> bool:
    """Whether a field of a record had a value at some time before now."""
    for (data,) in connection.execute(
        "SELECT data FROM log_operation WHERE row_id = ? AND kind IN ('insert', 'set')"
        " AND data IS NOT NULL",
        (record_id,),
    ):
        told = json.loads(data).get(name)
        if value in (told if isinstance(told, list) else [told]):
            return True
    return False


_MOST = 200


def _short(value: Any) -> str:
    text = " / ".join(str(value if value is not None else "").split("\n"))
    return f"{text[:_MOST]}…" if len(text) > _MOST else text or "—"


def point_key(point: Mapping[str, Any]) -> tuple[Any, Any]:
    """What makes a contact detail the same one."""
    return point["kind"], point["value"]


def place_key(place: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """What makes an address the same one."""
    return place.get("street"), place.get("postal_code"), place.get("city")
