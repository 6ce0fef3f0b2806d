"""Writing cards into the database within one transaction after another.

New rows are gathered and written together (`waiting`): a hundred thousand cards make more than half
a million rows. Whoever reads what may be among them writes them first (`flush`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from app.db import contents, derived, sets
from app.db.connection import Connection
from app.db.statements import insert_sql
from app.db.store import Store, Writer, link_id
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.known import (
    Choice,
    Identities,
    Identity,
    Known,
    another_parent,
    decided,
    differences,
    news_of,
    said_of,
    since,
)
from app.exchange.address_books.waiting import Waiting
from app.exchange.cards.card import Warned
from app.exchange.cards.records import Rows, clear_phone
from app.fields import Entity
from app.i18n import N_
from app.rules.days.partial_dates import UNKNOWN
from app.rules.folding import fold
from app.rules.people.names import sort_key
from app.services.documents.pictures import reduced
from app.services.records.ids import beside, external_row_id, free_id, imported_id, is_new
from app.services.records.records import apply
from app.services.records.rows import existing, id_for

SAME_NUMBER = N_(
    "“{name}” has the same company number ({ico}) as “{other}”. Check whether they are one."
)

NO_POST = "—"
"""The post of a position of which only the organisation is known."""

_PICTURES = {"person": "photo", "organisation": "logo"}
_REMEMBERED = ("id", "entity", "record_id", "source", "value", "imported")
_AGAIN = (
    " ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, imported = excluded.imported"
)
_ROOM = 48_000_000  # bytes of what waits; a hundred thousand cards have room in it
_KEYS = {
    "contact_point": ("kind", "value"),
    "address": ("kind", "street", "postal_code", "city", "country"),
    "position": ("organisation_id", "title_cs"),
}
"""What the ids of a record's imported rows follow from, besides the record."""


class ContactWriter:
    """Writes the rows of cards; `changed` are the records that need their search text anew.

    `takes` says whether the file's value is taken where a record and a card say different things;
    what is not taken is gathered in `choices`, further warnings in `warned`, for whoever reads and
    empties them.
    """

    def __init__(self, store: Store, connection: Connection) -> None:
        self.takes: Callable[[Choice], bool] = lambda choice: False
        self.choices: list[Choice] = []
        self.warned: list[Warned] = []
        self._store = store
        self._waiting = Waiting()
        self._added = 0  # cards, since nothing waited
        self._pictures: dict[str, bytes] = {}  # those that wait, by their fingerprints
        self.identities = Identities(connection)
        self._tags = sets.Tags(connection)
        self._organisations: dict[str, str] = {}
        self._stubs: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._completed: set[tuple[Any, ...]] = set()  # what was said of which organisation
        self.changed: dict[str, set[str]] = defaultdict(set)
        self.named: list[tuple[str, dict[str, Any]]] = []
        self._numbers: dict[str, tuple[str, str]] = {}  # who has which company number
        for key, ico, *names in connection.execute(
            "SELECT id, ico, name_cs, name_de, name_en, native_name, abbreviation FROM organisation"
        ):
            if ico:
                self._numbers.setdefault(ico, (key, names[0]))
            for name in filter(None, names):
                self._organisations.setdefault(fold(name), key)
        self._areas = {
            fold(name): key for key, name in connection.execute("SELECT id, name_cs FROM area")
        }

    @property
    def is_far_behind(self) -> bool:
        """Whether more waits than is to be written within one transaction."""
        return self._waiting.is_packed

    @property
    def is_full(self) -> bool:
        """Whether what waits should be written now."""
        return self._waiting.size + sum(map(len, self._pictures.values())) > _ROOM

    def pack(self) -> None:
        """Keep what waits in little room."""
        self._waiting.pack()

    @property
    def has_waiting(self) -> bool:
        """Whether there is anything that waits."""
        return bool(self._waiting or self._pictures)

    @property
    def waiting(self) -> int:
        """How many cards wait to be written, more or less."""
        if not self._waiting:
            self._added = 0
        return int(self._added * self._waiting.share)

    def flush(
        self,
        connection: Connection,
        most: int | None = None,
        is_enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """Write the rows that wait, or about so many of them; fewer where that is enough."""
        for picture in self._pictures.values():
            contents.put(connection, picture)
        self._pictures.clear()
        for table, columns, rows in self._waiting.take(most, is_enough):
            again = _AGAIN if table == "external_id" else ""
            connection.executemany(insert_sql(table, columns) + again, rows)

    def finish(self, connection: Connection) -> None:
        """Write what follows from changed records; to be called before each commit."""
        if any(self.changed.values()):
            self.flush(connection)
            derived.refresh(connection, self.changed)
        for ids in self.changed.values():
            ids.clear()

    def title(self, entity: str, record_id: str) -> str:
        """What a record that waits is called; empty if none does."""
        row = self._waiting.find(entity, record_id)
        return str(row["full_name" if entity == "person" else "name_cs"] or "") if row else ""

    def add(self, writer: Writer, rows: Rows, identity: Identity) -> str:
        """A new record of a card; gives its id."""
        connection = writer.connection
        self._added += 1
        record_id = link_id(rows.entity, "imported", *identity)
        if not (is_unheard := is_new(connection, record_id)):
            record_id = imported_id(connection, rows.entity, *identity)
        values = dict(rows.values)
        if rows.entity == "organisation":
            values.setdefault("kind", "other")
        if rows.photo and (kept := self._picture(rows)):
            values[_PICTURES[rows.entity]] = kept
        owner = f"{rows.entity}_id"
        children: list[tuple[Entity, dict[str, Any]]] = [
            (ENTITIES["contact_point"], {owner: record_id, **point})
            for point in self._settled(connection, rows, rows.points)
        ]
        children += [(ENTITIES["address"], {owner: record_id, **place}) for place in rows.addresses]
        posts = [(rows.organisation, rows.employer, rows.position)] if rows.organisation else []
        posts += [(name, {}, position) for name, position in rows.more]
        for name, employer, position in posts if rows.entity == "person" else ():
            office = self.organisation(name, employer)
            self._complete(writer, office, employer, rows)
            values_of = {owner: record_id, "organisation_id": office}
            children.append((ENTITIES["position"], {**values_of, **position}))
        if rows.parent and fold(rows.parent) != fold(rows.title):
            values["parent_id"] = self.organisation(rows.parent, {})
        areas = dict.fromkeys(map(self.area, rows.areas))
        children += [(ENTITIES["contact_area"], {owner: record_id, "area_id": a}) for a in areas]
        for stored in sets.sets_of(rows.entity):
            children += self._several(stored, record_id, values)
        texts = derived.texts_of(ENTITIES[rows.entity], values, self._named)
        own = [derived.texts_of(entity, child, self._named) for entity, child in children]
        for found in own:
            texts += found
        self._insert(ENTITIES[rows.entity], record_id, values, texts)
        seen: set[str] = set()
        for (entity, child), found in zip(children, own, strict=True):
            row_id = self._child_id(connection, entity, child, seen, checked=not is_unheard)
            seen.add(row_id)
            self._insert(entity, row_id, child, found, record_id)
        self._remember(rows, identity, record_id)
        if rows.entity == "organisation":
            self._organisations.setdefault(fold(rows.title), record_id)
            if ico := rows.values.get("ico"):
                self._numbers.setdefault(ico, (record_id, rows.title))
        return record_id

    def _several(
        self, stored: sets.StoredSet, record_id: str, values: dict[str, Any]
    ) -> list[tuple[Entity, dict[str, Any]]]:
        """The rows of a field of several values, which `values` then says as its column does."""
        items = sets.parts(values.get(stored.field))
        if not items:
            return []
        entity = ENTITIES[stored.table]
        if not stored.is_tags:
            return [
                (entity, {stored.owner: record_id, "code": code, "place": place})
                for place, code in enumerate(items, 1)
            ]
        keys = dict.fromkeys(map(self._tag, items))
        names = [self._named("tag", key)[0] for key in keys]
        values[stored.field] = ";".join(sorted(names, key=sort_key))
        return [(entity, {stored.owner: record_id, "tag_id": key}) for key in keys]

    def _tag(self, name: str) -> str:
        """The tag of a name, made if there is none."""
        key, new = self._tags.made(name)
        if new:
            entity, values = ENTITIES["tag"], {"name": name}
            self._names[key] = [name]
            self._insert(entity, key, values, derived.texts_of(entity, values, self._named))
        return key

    @staticmethod
    def _child_id(
        connection: Connection,
        entity: Entity,
        child: Mapping[str, Any],
        besides: Container[str] = (),
        *,
        checked: bool = True,
    ) -> str:
        """The id of a row that belongs to an imported record: it follows from what it says.

        Without `checked`, rows of the record cannot be there yet.
        """
        if entity.name not in _KEYS:
            return id_for(connection, entity, child)
        owner = str(child.get("person_id") or child.get("organisation_id"))
        cause = (owner, *(str(child.get(name) or "") for name in _KEYS[entity.name]))
        number = 1
        while True:
            last = () if number == 1 else (str(number),)
            row_id = beside(owner, link_id(entity.name, "imported", *cause, *last))
            if row_id not in besides and (not checked or is_new(connection, row_id)):
                return row_id
            number += 1

    def asks(self, rows: Rows) -> bool:
        """Whether a card asks what is stored: it fills an organisation, or needs its country."""
        if rows.entity == "organisation":
            return fold(rows.title) in self._stubs
        return bool(rows.employer or (rows.unclear and rows.organisation))

    def may_wait(self, entity: str, identity: Identity) -> bool:
        """Whether a card of this identity may be among what waits."""
        return self.has_waiting and self.identities.may_have(entity, identity)

    def stub(self, title: str) -> str | None:
        """An organisation of which this import knew only the name: a card fills it, once."""
        return self._stubs.pop(fold(title), None)

    def organisation(self, name: str, said: Mapping[str, Any]) -> str:
        """The organisation of a name, made (of what is said of it) if there is none."""
        folded = fold(name)
        key = self._organisations.get(folded)
        if key is None:
            values = {"name_cs": name, "kind": "other", **said}
            entity = ENTITIES["organisation"]
            key = free_id(self._store.write_view(), entity.name, "imported", "name", folded)
            self._insert(entity, key, values, derived.texts_of(entity, values, self._named))
            self._organisations[folded] = self._stubs[folded] = key
            self._names[key] = [name]
            self.named.append((key, values))
            self._completed.add((key, *sorted(said.items())))
            self._number(key, said.get("ico"), name)
        return key

    def _number(self, key: str, ico: str | None, name: str) -> None:
        """Take in the company number that an organisation is given; one that has it is told."""
        if ico:
            other, called = self._numbers.setdefault(ico, (key, name))
            if other != key:
                self.warned.append((SAME_NUMBER, {"name": name, "ico": ico, "other": called}))

    def _complete(self, writer: Writer, key: str, said: Mapping[str, Any], rows: Rows) -> bool:
        """Fill what an organisation does not say yet with what a person's row says of it.

        Whether anything was written. What differs is a choice, not overwritten.
        """
        told = (key, *sorted(said.items()))
        if not said or told in self._completed:
            return False
        self._completed.add(told)
        self.flush(writer.connection)
        values, left = differences(writer.connection, key, said)
        values |= self._taken(left)
        self._number(key, values.get("ico"), rows.organisation)
        if values:
            apply(writer, ENTITIES["organisation"], key, values)
            self.changed["organisation"].add(key)
        return bool(values)

    def _settled(
        self, connection: Connection, rows: Rows, points: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """Contact details; numbers that do not say their country are those of the organisation."""
        found = [dict(point) for point in points]
        if not (rows.unclear and rows.organisation):
            return found
        self.flush(connection)
        key = self._organisations.get(fold(rows.organisation), "")
        if country := _value(connection, "organisation", key, "country"):
            for point in found:
                if point["value"] in rows.unclear:
                    point["value"] = clear_phone(point["value"], country)
        return found

    def area(self, values: Mapping[str, str]) -> str:
        """The area of a name, made if there is none."""
        folded = fold(values["name_cs"])
        key = self._areas.get(folded)
        if key is None:
            entity = ENTITIES["area"]
            key = self._areas[folded] = id_for(self._store.write_view(), entity, values)
            self._names[key] = list(values.values())
            self._insert(entity, key, values, derived.texts_of(entity, values, self._named))
        return key

    def update(self, writer: Writer, rows: Rows, known: Known, identity: Identity) -> bool:
        """Write what is new since the card was imported last; whether anything was.

        Without a last time everything that the record does not say is new. What was merged away
        fills only what is empty in the survivor.
        """
        self.flush(writer.connection)
        said = said_of(rows)
        if known.said == said:
            return False
        fresh, before = since(rows, known.said) if known.said else (rows, {})
        wrote = self._write(
            writer, fresh, known.record_id, overwrite=not known.is_survivor, before=before
        )
        if wrote or known.external:
            self._remember_again(writer.connection, rows, identity, known.record_id)
        return wrote

    def fill(self, writer: Writer, rows: Rows, record_id: str, identity: Identity) -> bool:
        """Put a card into a record that it is thought to be: nothing is overwritten."""
        self.flush(writer.connection)
        wrote = self._write(writer, rows, record_id, overwrite=False, before={}, asks=False)
        self._remember_again(writer.connection, rows, identity, record_id)
        return wrote

    def add_mail(self, values: Mapping[str, Any], identity: Identity) -> None:
        """An interaction with the sender of a mail."""
        entity = ENTITIES["interaction"]
        key = imported_id(self._store.write_view(), entity.name, *identity)
        self._insert(entity, key, values, derived.texts_of(entity, values, self._named))
        self._keep_identity("interaction", identity, key, "")

    # One record

    def _write(
        self,
        writer: Writer,
        rows: Rows,
        record_id: str,
        *,
        overwrite: bool,
        before: Mapping[str, Any],
        asks: bool = True,
    ) -> bool:
        connection = writer.connection
        news = news_of(connection, rows.entity, record_id, rows)
        values, left = decided(connection, rows, record_id, news, before, overwrite=overwrite)
        values |= self._taken(left, asks=asks)
        for stored in sets.sets_of(rows.entity):
            # What people added since stays, what the card no longer says goes.
            if pair := news.values.get(stored.field):
                values.pop(stored.field, None)
                last = before.get("values", {}).get(stored.field) if overwrite else None
                both = sets.merged(pair[0], last, pair[1])
                if not sets.says_the_same(rows.entity, stored.field, pair[0], both):
                    values[stored.field] = both
        for name in sets.parts(values.get("tags")):
            self._tag(name)  # those that are new are known to the cards that follow, too
        self.flush(connection)
        picture = _PICTURES[rows.entity]
        if rows.photo and not _value(connection, rows.entity, record_id, picture):
            values[picture] = self._picture(rows)
            self.flush(connection)
        if values:
            apply(writer, ENTITIES[rows.entity], record_id, values)
            for stored in sets.sets_of(rows.entity):
                if stored.field in values:
                    self.changed[stored.table] |= sets.row_ids(connection, stored, record_id)
        owner = f"{rows.entity}_id"
        points = self._settled(connection, rows, news.points)
        for table, found in (("contact_point", points), ("address", news.addresses)):
            for item in found:
                row = dict(item)
                if row.get("is_primary") and _has_primary(connection, table, owner, record_id, row):
                    del row["is_primary"]
                row = {owner: record_id, **row}
                fixed = self._child_id(connection, ENTITIES[table], row)
                child = apply(writer, ENTITIES[table], None, row, fixed=fixed)
                self.changed[table].add(child)
        wrote = bool(values or news.points or news.addresses)
        wrote |= self._write_ties(writer, rows, record_id, before, overwrite=overwrite, asks=asks)
        if rows.organisation and rows.entity == "person":
            wrote |= self._write_position(writer, rows, record_id, before, overwrite=overwrite)
        if rows.more:
            wrote |= self._write_more(writer, rows, record_id)
        if wrote:
            self.changed[rows.entity].add(record_id)
        return wrote

    def _taken(self, left: Iterable[Choice], *, asks: bool = True) -> dict[str, Any]:
        """The values of the file that people chose; other choices are left to them."""
        values: dict[str, Any] = {}
        for choice in left:
            if asks and self.takes(choice):
                values[choice.field] = choice.theirs
            else:
                self.choices.append(choice)
        return values

    def _write_ties(
        self,
        writer: Writer,
        rows: Rows,
        record_id: str,
        before: Mapping[str, Any],
        *,
        overwrite: bool,
        asks: bool,
    ) -> bool:
        """The areas that are new, and the body that an organisation is a part of."""
        wrote = False
        owner = f"{rows.entity}_id"
        for key in dict.fromkeys(map(self.area, rows.areas)):
            self.flush(writer.connection)
            entity, values = ENTITIES["contact_area"], {owner: record_id, "area_id": key}
            if not existing(writer.connection, entity, values):
                self.changed["contact_area"].add(apply(writer, entity, None, values))
                wrote = True
        is_news, choice = another_parent(
            writer.connection, record_id, rows, before, overwrite=overwrite
        )
        if not (is_news or (choice and self._taken([choice], asks=asks))):
            return wrote
        parent = self.organisation(rows.parent, {})
        self.flush(writer.connection)
        if record_id in _bodies_above(writer.connection, parent):
            return wrote  # what is a part of itself
        apply(writer, ENTITIES["organisation"], record_id, {"parent_id": parent})
        return True

    def _write_position(
        self,
        writer: Writer,
        rows: Rows,
        record_id: str,
        before: Mapping[str, Any],
        *,
        overwrite: bool,
    ) -> bool:
        """A post that is new: the one that the card named before it is ended, never overwritten."""
        connection = writer.connection
        key = self._employer(connection, record_id, rows.organisation, rows.employer)
        wrote = self._complete(writer, key, rows.employer, rows)
        self.flush(connection)
        title = rows.position["title_cs"]
        there = connection.execute(
            "SELECT id, title_cs, organisation_id, until FROM position WHERE person_id = ?",
            (record_id,),
        ).fetchall()
        here = [row for row in there if row[2] == key]
        if any(row[1] == title for row in here) or (here and title == NO_POST):
            return wrote
        entity = ENTITIES["position"]
        for position_id, told, _, _ in here:
            if told == NO_POST:
                self.changed["position"].add(
                    apply(writer, entity, position_id, {"title_cs": title})
                )
                return True
        if here and not before:
            return wrote
        last = before.get("position", {}).get("title_cs")
        last_key = self._organisations.get(fold(before.get("organisation", "")))
        for position_id, told, organisation_id, until in there:
            is_last = told == last and organisation_id == last_key and until is None
            if overwrite and is_last:
                apply(writer, entity, position_id, {"until": str(UNKNOWN), "is_primary": None})
        values = {"person_id": record_id, "organisation_id": key, **rows.position}
        if _has_primary(connection, "position", "person_id", record_id, {}):
            values.pop("is_primary", None)
        fixed = self._child_id(connection, entity, values)
        self.changed["position"].add(apply(writer, entity, None, values, fixed=fixed))
        return True

    def _write_more(self, writer: Writer, rows: Rows, record_id: str) -> bool:
        """The other positions of a card of ours, those that the person does not have yet."""
        connection = writer.connection
        wrote = False
        for name, position in rows.more:
            key = self._employer(connection, record_id, name, {})
            self.flush(connection)
            there = connection.execute(
                "SELECT 1 FROM position WHERE person_id = ? AND organisation_id = ?"
                " AND title_cs = ?",
                (record_id, key, position["title_cs"]),
            ).fetchone()
            if there:
                continue
            values = {"person_id": record_id, "organisation_id": key, **position}
            if _has_primary(connection, "position", "person_id", record_id, {}):
                values.pop("is_primary", None)
            entity = ENTITIES["position"]
            fixed = self._child_id(connection, entity, values)
            self.changed["position"].add(apply(writer, entity, None, values, fixed=fixed))
            wrote = True
        return wrote

    def _employer(
        self, connection: Connection, record_id: str, name: str, said: Mapping[str, Any]
    ) -> str:
        """The organisation of a name: of several the one in which the person has a position."""
        listed = connection.execute(
            "SELECT o.id, o.name_cs, o.name_de, o.name_en, o.native_name, o.abbreviation"
            " FROM position p JOIN organisation o ON o.id = p.organisation_id"
            " WHERE p.person_id = ?",
            (record_id,),
        )
        for key, *names in listed:
            if fold(name) in {fold(known) for known in names if known}:
                return str(key)
        return self.organisation(name, said)

    # Rows

    def _named(self, target: str, key: str) -> list[str]:
        """The names of a record that a row refers to."""
        if key not in self._names:
            listed = ", ".join(f'"{name}"' for name in derived.naming_fields(target))
            row = (
                self._store.write_view()
                .execute(f'SELECT {listed} FROM "{target}" WHERE id = ?', (key,))
                .fetchone()
            )
            self._names[key] = [str(text) for text in row or () if text]
        return self._names[key]

    def _insert(
        self,
        entity: Entity,
        row_id: str,
        values: Mapping[str, Any],
        texts: Iterable[str],
        owner_id: str = "",
    ) -> None:
        """A new row with its derived columns; the search index is filled at the end."""
        found = derived.compose(entity, {**values, "id": row_id}, texts).values
        values = {name: value for name, value in values.items() if name not in found}
        self._waiting.add(
            entity.name,
            (*found, *values),
            (*found.values(), *values.values()),
            owner_id or row_id,
            last="parent_id" in values,
        )

    def _remember(self, rows: Rows, identity: Identity, record_id: str) -> None:
        self._keep_identity(rows.entity, identity, record_id, said_of(rows))

    def _remember_again(
        self, connection: Connection, rows: Rows, identity: Identity, record_id: str
    ) -> None:
        """The same where a row may say it already, whatever its id: one of earlier versions, or
        of a record that was merged into this one."""
        row = connection.execute(
            "SELECT id FROM external_id WHERE entity = ? AND value = ? AND source = ?"
            " AND record_id = ? ORDER BY id",
            (rows.entity, identity[1], identity[0], record_id),
        ).fetchone()
        external = row[0] if row else ""
        self._keep_identity(rows.entity, identity, record_id, said_of(rows), external)

    def _keep_identity(
        self, entity: str, identity: Identity, record_id: str, said: str, external: str = ""
    ) -> None:
        """Remember what a source calls a record; `external` is the row that says so already."""
        source, value = identity
        key = external or external_row_id(entity, source, value, record_id)
        self.identities.add(entity, identity)
        row = (key, entity, record_id, source, value, said)
        self._waiting.add("external_id", _REMEMBERED, row, record_id, last=False)

    def _picture(self, rows: Rows) -> str | None:
        """The fingerprint of a card's picture; one that cannot be read is left out with a word."""
        assert rows.photo
        try:
            picture = reduced(rows.photo, rows.title)
        except UserError:
            rows.warnings.append((NO_PICTURE, {}))
            return None
        name = contents.fingerprint(picture)
        self._pictures[name] = picture
        return name


NO_PICTURE = N_("The picture of the card cannot be read; it is left out.")


def _value(connection: Connection, entity: str, record_id: str, column: str) -> Any:
    row = connection.execute(
        f'SELECT "{column}" FROM "{entity}" WHERE id = ?', (record_id,)
    ).fetchone()
    return row[0] if row else None


def _bodies_above(connection: Connection, organisation_id: str) -> set[str]:
    """An organisation and all those of which it is a part."""
    found = connection.execute(
        "WITH RECURSIVE above(id) AS (VALUES (?) UNION SELECT o.parent_id FROM organisation o"
        " JOIN above ON o.id = above.id WHERE o.parent_id IS NOT NULL) SELECT id FROM above",
        (organisation_id,),
    )
    return {key for (key,) in found}


def _has_primary(
    connection: Connection, table: str, owner: str, record_id: str, row: Mapping[str, Any]
) -> bool:
    kind = row.get("kind") if table == "contact_point" else None
    alike = "kind = ?" if kind else "? IS NULL"
    return bool(
        connection.execute(
            f'SELECT 1 FROM "{table}" WHERE "{owner}" = ? AND is_primary = 1 AND {alike}',
            (record_id, kind),
        ).fetchone()
    )
