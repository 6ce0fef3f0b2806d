"""Versions of a programme: what was sent when and to whom, and what is new since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.entities.choices import ITEM_ROLE
from app.errors import UserError
from app.i18n import N_, Language, translator
from app.rules.protocol import versions as rules
from app.rules.protocol.versions import Difference, Item, When
from app.services.protocol.programme import in_words, zones
from app.services.records.query import captions
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header

SENT = N_("Programme marked as sent: {title}")
EMPTY = N_("The programme has no items yet. Nothing was marked as sent.")
NOT_SENT = N_("The programme was not marked as sent yet.")
NO_VERSION = N_("The visit has no version {number} of its programme.")

ADDED = N_("New: “{title}” ({what})")
DROPPED = N_("Dropped: “{title}” ({what})")
MOVED = N_("Moved: “{title}”: {old} → {new}")
PLACE = N_("Other place: “{title}” ({when}): {old} → {new}")
TITLE = N_("Other title: “{old}” → “{new}” ({when})")
PARTICIPANTS = N_("Who takes part in “{title}” ({when}): {changes}")
_NOT_SAID = N_("not said")

_DELEGATION = ENTITIES["delegation"]
_VERSION = ENTITIES["programme_version"]
_LANGUAGES = (Language.CS, Language.DE, Language.EN)
_PERSON, _MEMBER, _NAME = "person:", "member:", "name:"


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was sent: its row, number, day, addressees."""

    id: str
    number: int
    sent_on: str
    addressees: str


def versions(connection: Connection, delegation_id: str) -> list[Version]:
    """The versions of a visit's programme that were sent, the first one first."""
    return [
        Version(found["id"], found["number"], found["sent_on"], found["addressees"] or "")
        for found in rows_as_dicts(
            connection,
            "SELECT * FROM programme_version WHERE delegation_id = ? ORDER BY number, sent_on, id",
            (delegation_id,),
        )
    ]


def send(
    store: Store, delegation_id: str, on: date, addressees: str = "", note: str = ""
) -> tuple[str, Changes]:
    """Mark the programme as it stands as sent, as the next version; gives its row.

    Raises `UserError` for a visit that is gone or has no programme.
    """
    with store.writing(SENT) as writer:
        version_id = mark(writer, delegation_id, on, addressees, note)
        name_header(writer, caption_of(writer.connection, _DELEGATION, delegation_id))
    return version_id, writer.changes


def mark(writer: Writer, delegation_id: str, on: date, addressees: str = "", note: str = "") -> str:
    """As `send`, within a transaction."""
    connection = writer.connection
    if row(connection, "delegation", delegation_id) is None:
        raise UserError(GONE)
    items = _stored(connection, delegation_id)
    if not items:
        raise UserError(EMPTY)
    known = versions(connection, delegation_id)
    values = {
        "delegation_id": delegation_id,
        "number": max((version.number for version in known), default=0) + 1,
        "sent_on": on.isoformat(),
        "addressees": addressees.strip() or None,
        "note": note.strip() or None,
        "snapshot": json.dumps(items, ensure_ascii=False),
    }
    return apply(writer, _VERSION, None, values)


def news(
    connection: Connection,
    delegation_id: str,
    number: int,
    language: Language,
    *,
    member_id: str | None = None,
    internal: bool = True,
) -> list[str]:
    """What is new since a version was sent, one line for each difference, in a language.

    With `member_id` only of the items in which that member takes part, then or now (an item that
    names no member is for all). Without `internal` those for the office only are left out: one
    that became internal was dropped for the guests. A title that is new in another language only
    is no news. Raises `UserError` where there is no such version.
    """
    found = row_of(connection, delegation_id, number)
    old = json.loads(found["snapshot"] or "[]")
    new = _stored(connection, delegation_id)
    person = _key_of(row(connection, "delegation_member", member_id or ""))
    before, after = (_items(items, person, internal=internal) for items in (old, new))
    posts = {key: post for item in (*new, *old) for key, _, post in item["participants"] if post}
    spoken = _Spoken(connection, {**before, **after}, posts, language)
    lines = []
    for one in rules.compare(before.values(), after.values()):
        if line := spoken.line(one):
            lines.append(line)
    return lines


def row_of(connection: Connection, delegation_id: str, number: int) -> dict[str, Any]:
    """The row of a version; of two of one number, made on two computers, the later one.

    Raises `UserError` where there is none.
    """
    found = rows_as_dicts(
        connection,
        "SELECT * FROM programme_version WHERE delegation_id = ? AND number = ?"
        " ORDER BY sent_on DESC, id DESC",
        (delegation_id, number),
    )
    if not found:
        raise UserError(NO_VERSION, number=number)
    return found[0]


def _stored(connection: Connection, delegation_id: str) -> list[dict[str, Any]]:
    """The items of a visit as a snapshot keeps them.

    Those who take part are named by their ids: what people are called is not stored twice.
    """
    visit = row(connection, "delegation", delegation_id)
    taking_part: dict[str, list[list[str]]] = {}
    for part in rows_as_dicts(
        connection,
        "SELECT p.*, m.person_id, m.post FROM programme_part p JOIN programme_item i"
        " ON i.id = p.programme_item_id LEFT JOIN delegation_member m ON m.id = p.member_id"
        " WHERE i.delegation_id = ? ORDER BY p.id",
        (delegation_id,),
    ):
        member = {"id": part["member_id"], "person_id": part["person_id"]}
        key = _key_of(member) or _NAME + (part["name"] or "")
        said = [key, part["part"] or "", part["post"] or "" if key.startswith(_MEMBER) else ""]
        taking_part.setdefault(part["programme_item_id"], []).append(said)
    found = []
    for item in rows_as_dicts(
        connection,
        "SELECT * FROM programme_item WHERE delegation_id = ? ORDER BY starts, id",
        (delegation_id,),
    ):
        begins, finishes = zones(item, visit)
        found.append(
            {
                "id": item["id"],
                "when": [item["starts"], begins, item["ends"] or "", finishes],
                "place": item["place"] or "",
                "titles": [item[f"title_{language}"] or "" for language in _LANGUAGES],
                "participants": taking_part.get(item["id"], []),
                "internal": item["kind"] == "internal",
            }
        )
    return found


def _key_of(member: Mapping[str, Any] | None) -> str:
    """What a member is called in a snapshot: the person, else the post not filled yet."""
    if member is None or not member["id"]:
        return ""
    return f"{_PERSON}{member['person_id']}" if member["person_id"] else f"{_MEMBER}{member['id']}"


def _items(stored: Iterable[Mapping[str, Any]], person: str, *, internal: bool) -> dict[str, Item]:
    """The items that are compared, by their ids: of everybody, or of one person (by key)."""
    found = {}
    for item in stored:
        named = {key for key, *_ in item["participants"] if not key.startswith(_NAME)}
        if (item["internal"] and not internal) or (person and named and person not in named):
            continue
        found[item["id"]] = Item(
            item["id"],
            When(*item["when"]),
            item["place"],
            tuple(item["titles"]),
            frozenset((key, part) for key, part, _post in item["participants"]),
        )
    return found


class _Spoken:
    """Says differences in a language."""

    def __init__(
        self,
        connection: Connection,
        items: Mapping[str, Item],
        posts: Mapping[str, str],
        language: Language,
    ) -> None:
        self._posts = posts
        self._tr = translator(language)
        self._language = language
        self._connection = connection
        self._items = items
        self._names: dict[str, str] = {}

    def line(self, one: Difference) -> str:
        """The line of a difference, empty where nobody who reads this language sees it."""
        tr, item = self._tr, self._items[one.item]
        title, when = self._title(item.titles), self._when(item.when)
        if one.kind in (rules.ADDED, rules.DROPPED):
            message = ADDED if one.kind == rules.ADDED else DROPPED
            what = ", ".join(filter(None, (when, item.place)))
            return tr.message(message, title=title, what=what)
        if one.kind == rules.MOVED:
            old, new = self._moved(one.before, one.after)
            return tr.message(MOVED, title=title, old=old, new=new)
        if one.kind == rules.PLACE:
            old, new = (text or tr.message(_NOT_SAID) for text in (one.before, one.after))
            return tr.message(PLACE, title=title, when=when, old=old, new=new)
        if one.kind == rules.TITLE:
            old, new = self._title(one.before), self._title(one.after)
            return tr.message(TITLE, old=old, new=new, when=when) if old != new else ""
        changes = "; ".join(self._participants(one.before, one.after))
        return tr.message(PARTICIPANTS, title=title, when=when, changes=changes)

    def _title(self, titles: Sequence[str]) -> str:
        """The title in the language, else in Czech, English or German."""
        wanted = _LANGUAGES.index(self._language)
        found = next((titles[place] for place in (wanted, 0, 2, 1) if titles[place]), "")
        return found or self._tr.message(ENTITIES["programme_item"].label)

    def _when(self, when: When, *, zone: bool = False) -> str:
        return in_words(
            (when.starts, when.starts_zone), (when.ends, when.ends_zone), self._tr, zone=zone
        )

    def _moved(self, old: When, new: When) -> tuple[str, str]:
        """Both times; their zones are said where nothing else tells them apart."""
        said = self._when(old), self._when(new)
        if said[0] == said[1]:
            said = self._when(old, zone=True), self._when(new, zone=True)
        return said

    def _participants(
        self, before: frozenset[tuple[str, str]], after: frozenset[tuple[str, str]]
    ) -> list[str]:
        tr = self._tr
        was, now = ({key for key, _part in pairs} for pairs in (before, after))
        found = []
        if came := now - was:
            found.append(tr("also {names}", names=self._all(came)))
        if left := was - now:
            found.append(tr("no longer {names}", names=self._all(left)))
        for key, part in sorted(after - before, key=lambda pair: self._name(pair[0])):
            if key in was and part:
                role = ITEM_ROLE.format(part, tr)
                found.append(tr("{name}: now “{role}”", name=self._name(key), role=role))
        return found or [tr("other roles")]

    def _all(self, keys: Iterable[str]) -> str:
        return ", ".join(sorted(self._name(key) for key in keys))

    def _name(self, key: str) -> str:
        """What somebody is called, also who is no member any more."""
        if key not in self._names:
            self._names[key] = self._read(key)
        return self._names[key]

    def _read(self, key: str) -> str:
        if key.startswith(_NAME):
            return key.removeprefix(_NAME)
        if key in self._posts:
            return self._posts[key]
        entity = "person" if key.startswith(_PERSON) else "delegation_member"
        row_id = key.partition(":")[2]
        found = captions(self._connection, ENTITIES[entity], [row_id], self._language)
        tr = self._tr
        return found.get(row_id) or tr("somebody who is no longer in the database")
