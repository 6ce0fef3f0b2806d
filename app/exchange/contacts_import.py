"""Import of address books: cards of any format, checked for duplicates, as one action.

A card is known by its UID (or by what it says, if it has none). What it said at the last import
is remembered, so that a later import changes only what is new in the file and leaves what people
have edited since. A card that only looks like a record is imported as a new one and reported, or
left out, or put into that record, as the person decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from app.db import contents, derived
from app.db.connection import Connection
from app.db.store import Changes, Store, Writer, link_id, new_id
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.card import Card
from app.exchange.contact_files import cards_of, count_of, is_contact_file
from app.exchange.contact_rows import Rows, Warned, rows_of
from app.exchange.dataset import CANCELLED, IMPORTED, FileReport, ImportReport, Refusal
from app.fields import Entity
from app.i18n import N_
from app.rules.names import fold
from app.services.batches import batch
from app.services.duplicates import Matcher, traits_of
from app.services.pictures import reduced
from app.services.records import apply
from app.services.rows import name_header

__all__ = ["CANCELLED", "ContactReport", "Decision", "Likely", "import_contacts", "preview"]

NOTHING_NAMED = N_("The card names nobody.")
_CHUNK = 1000  # cards of one transaction
_SHOWN = 200  # cards of a preview, and likely duplicates of a report
_LIKELY = 70  # the score from which a card is reported as a possible duplicate

Decision = Literal["add", "skip", "update"]
"""What becomes of a card that looks like a record: imported as a new one, left out, or used to
fill the empty fields of that record."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A card that may be a record which is there already."""

    file: str
    line: int
    title: str
    entity: str
    record_id: str
    record_title: str
    score: int
    reasons: tuple[Warned, ...]


@dataclass(slots=True)
class ContactReport(ImportReport):
    """What an import of address books did; `likely` are possible duplicates, `warnings` details
    that were kept although they are wrong, `sample` the first cards."""

    likely: list[Likely] = field(default_factory=list)
    likely_count: int = 0
    skipped: int = 0
    warnings: list[Refusal] = field(default_factory=list)
    sample: list[Card] = field(default_factory=list)


Progress = Callable[[int, int], None]


def import_contacts(
    store: Store,
    paths: Sequence[Path],
    *,
    mappings: Mapping[str, Mapping[int, str]] | None = None,
    decision: Decision = "add",
    decisions: Mapping[tuple[str, int], Decision] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ContactReport:
    """Import files of contacts as one action that can be undone.

    `mappings` gives, for a table's file name, what its columns mean; `decisions` what becomes of
    a likely duplicate by file name and line, `decision` of all others. Unreadable cards are
    listed in the report and the rest arrives. Raises `UserError` when a file cannot be read at
    all or the import is cancelled; nothing is imported then.
    """
    report = ContactReport(_named(paths), False)
    total = sum(count_of(path) for path in paths) if progress else 0
    run = _Run(store, report, decision, decisions or {})
    done = 0
    with batch(store, ("person", "organisation")) as key:
        for path in paths:
            result = FileReport(path.name)
            report.files.append(result)
            cards = cards_of(path, (mappings or {}).get(path.name))
            while chunk := list(islice(cards, _CHUNK)):
                if cancelled and cancelled():
                    raise UserError(CANCELLED)
                with store.writing(IMPORTED, batch=key, derive=False) as writer:
                    run.import_chunk(writer, path.name, chunk, result)
                    name_header(writer, report.source)
                run.merge(writer.changes)
                done += len(chunk)
                if progress:
                    progress(min(done, total), total)
        if cancelled and cancelled():
            raise UserError(CANCELLED)
    report.changes = run.changes
    return report


def preview(
    store: Store,
    paths: Sequence[Path],
    *,
    mappings: Mapping[str, Mapping[int, str]] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ContactReport:
    """What an import would do; nothing is changed. Raises as `import_contacts` does."""
    report = ContactReport(_named(paths), True)
    total = sum(count_of(path) for path in paths) if progress else 0
    run = _Run(store, report, "add", {})
    done = 0
    with store.reading() as connection:
        run.begin(connection)
        for path in paths:
            result = FileReport(path.name)
            report.files.append(result)
            for card in cards_of(path, (mappings or {}).get(path.name)):
                done += 1
                if progress and done % 200 == 0:
                    progress(min(done, total), total)
                if cancelled and cancelled():
                    raise UserError(CANCELLED)
                run.look(connection, path.name, card, result)
    return report


def import_contacts_job(
    store: Store, progress: Progress, cancelled: Callable[[], bool], **arguments: Any
) -> ContactReport:
    """`import_contacts` as a job of `app.jobs`."""
    return import_contacts(store, progress=progress, cancelled=cancelled, **arguments)


def preview_job(
    store: Store, progress: Progress, cancelled: Callable[[], bool], **arguments: Any
) -> ContactReport:
    """`preview` as a job of `app.jobs`."""
    return preview(store, progress=progress, cancelled=cancelled, **arguments)


def probe_contacts(path: Path) -> None:
    """Raise `UserError` if no contact can be read from `path`."""
    if not is_contact_file(path):
        raise UserError(NOT_CONTACTS, file=path.name)
    next(cards_of(path, None), None)


NOT_CONTACTS = N_("“{file}” is no file of contacts. Nothing was imported.")


def _named(paths: Sequence[Path]) -> str:
    names = [path.name for path in paths]
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


@dataclass(frozen=True, slots=True)
class _Known:
    """A record that a card is known to be: the row of `external_id` and what it said last."""

    record_id: str
    external: str = ""
    said: str = ""


class _Run:
    """One import: what it knows of the database, kept up to date card by card."""

    def __init__(
        self,
        store: Store,
        report: ContactReport,
        decision: Decision,
        decisions: Mapping[tuple[str, int], Decision],
    ) -> None:
        self._store = store
        self._report = report
        self._decision = decision
        self._decisions = decisions
        self._matchers: dict[str, Matcher] = {}
        self._organisations: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._records: dict[str, set[str]] = {}
        self.changes: Changes | None = None

    def merge(self, changes: Changes) -> None:
        """Add what a transaction changed to what the whole import changed: records only."""
        before = self.changes.rows if self.changes else {}
        rows = {
            name: before.get(name, frozenset()) | changes.ids(name)
            for name in ("person", "organisation")
        }
        if changes:
            self.changes = Changes(changes.header, {name: ids for name, ids in rows.items() if ids})

    def begin(self, connection: Connection) -> None:
        """Read what cards are compared with, before the first one."""
        for name in ("person", "organisation"):
            self._matchers[name] = Matcher(connection, name)
        for key, *names in connection.execute(
            "SELECT id, name_cs, name_de, name_en, native_name, abbreviation FROM organisation"
        ):
            for name in names:
                if name:
                    self._organisations.setdefault(fold(name), key)

    # Reading only

    def look(self, connection: Connection, file: str, card: object, result: FileReport) -> None:
        """Count what would become of a card."""
        rows = self._read(file, card, result)
        if rows is None:
            return
        assert isinstance(card, Card)
        if len(self._report.sample) < _SHOWN:
            self._report.sample.append(card)
        known = self._known(connection, rows, card)
        if known:
            said = _said(rows)
            name = "unchanged" if known.said == said else "changed"
            if not known.said and self._same(connection, known.record_id, rows):
                name = "unchanged"
            setattr(result, name, getattr(result, name) + 1)
            return
        result.added += 1
        self._likely(connection, file, card, rows)

    def _read(self, file: str, card: object, result: FileReport) -> Rows | None:
        if not isinstance(card, Card):
            result.refused.append(
                Refusal(file, card.line, "", card.reason, card.values)  # type: ignore[attr-defined]
            )
            return None
        rows = rows_of(card)
        if rows is None:
            result.refused.append(Refusal(file, card.line, "", NOTHING_NAMED, {}))
            return None
        for message, values in rows.warnings:
            if len(self._report.warnings) < 10_000:
                self._report.warnings.append(Refusal(file, card.line, rows.title, message, values))
        return rows

    def _likely(self, connection: Connection, file: str, card: Card, rows: Rows) -> Likely | None:
        traits = traits_of(rows.entity, _traits(rows))
        best = next(iter(self._matchers[rows.entity].match(traits, 1)), None)
        if best is None or best.score < _LIKELY:
            return None
        found = Likely(
            file,
            card.line,
            rows.title,
            rows.entity,
            best.id,
            _title(connection, rows.entity, best.id),
            best.score,
            tuple(best.reasons),
        )
        self._report.likely_count += 1
        if len(self._report.likely) < _SHOWN:
            self._report.likely.append(found)
        return found

    def _known(self, connection: Connection, rows: Rows, card: Card) -> _Known | None:
        source, value = _identity(card)
        found = connection.execute(
            "SELECT record_id, id, imported FROM external_id"
            " WHERE entity = ? AND value = ? AND source = ?",
            (rows.entity, value, source),
        ).fetchone()
        if found:
            return _Known(found[0], found[1], found[2] or "")
        if source == "uid":
            key = value
            row = connection.execute(
                f'SELECT id FROM "{rows.entity}" WHERE id = ?', (key,)
            ).fetchone()
            if row is None:
                # A record that was merged away goes to the one it was merged into.
                row = connection.execute(
                    "SELECT record_id FROM external_id WHERE entity = ? AND value = ?"
                    " AND source = 'merged'",
                    (rows.entity, key),
                ).fetchone()
            if row:
                return _Known(row[0])
        return None

    def _same(self, connection: Connection, record_id: str, rows: Rows) -> bool:
        return not _news(connection, rows.entity, record_id, rows)

    # Writing

    def import_chunk(
        self, writer: Writer, file: str, cards: Iterable[object], result: FileReport
    ) -> None:
        """Write the cards of one transaction."""
        connection = writer.connection
        if not self._matchers:
            self.begin(connection)
        changed: dict[str, set[str]] = {"person": set(), "organisation": set()}
        for card in cards:
            rows = self._read(file, card, result)
            if rows is None:
                continue
            assert isinstance(card, Card)
            known = self._known(connection, rows, card)
            if known:
                outcome = self._update(writer, rows, known, card)
                if outcome == "changed":
                    changed[rows.entity].add(known.record_id)
                setattr(result, outcome, getattr(result, outcome) + 1)
                continue
            likely = self._likely(connection, file, card, rows)
            wanted = self._decisions.get((file, card.line), self._decision)
            if likely and wanted == "skip":
                self._report.skipped += 1
                continue
            if likely and wanted == "update":
                if self._fill(writer, rows, likely.record_id, card):
                    changed[rows.entity].add(likely.record_id)
                    result.changed += 1
                else:
                    result.unchanged += 1
                continue
            self._add(writer, rows, card)
            result.added += 1
        for ids in changed.values():
            ids.discard("")
        if any(changed.values()):
            derived.refresh(connection, changed)

    def _add(self, writer: Writer, rows: Rows, card: Card) -> None:
        connection = writer.connection
        record_id = new_id()
        values = dict(rows.values)
        if rows.photo:
            self._keep_photo(connection, rows, values)
        owner = f"{rows.entity}_id"
        children: list[tuple[Entity, dict[str, Any]]] = [
            (ENTITIES["contact_point"], {owner: record_id, **point}) for point in rows.points
        ]
        children += [(ENTITIES["address"], {owner: record_id, **place}) for place in rows.addresses]
        if rows.organisation:
            organisation = self._organisation(writer, rows.organisation)
            children.append(
                (
                    ENTITIES["position"],
                    {owner: record_id, "organisation_id": organisation, **rows.position},
                )
            )
        texts = derived.texts_of(ENTITIES[rows.entity], values, self._named)
        for entity, child in children:
            texts += derived.texts_of(entity, child, self._named)
        _insert(connection, ENTITIES[rows.entity], record_id, values, texts)
        for entity, child in children:
            own = derived.texts_of(entity, child, self._named)
            _insert(connection, entity, new_id(), child, own)
        self._remember(connection, rows, card, record_id, _said(rows))
        self._matchers[rows.entity].add(record_id, traits_of(rows.entity, _traits(rows)))
        if rows.entity == "organisation":
            self._organisations.setdefault(fold(rows.title), record_id)

    def _named(self, target: str, key: str) -> list[str]:
        """The names of an organisation that a position refers to."""
        if key not in self._names:
            columns = derived.naming_fields(target)
            listed = ", ".join(f'"{name}"' for name in columns)
            row = (
                self._store.write_view()
                .execute(f'SELECT {listed} FROM "{target}" WHERE id = ?', (key,))
                .fetchone()
            )
            self._names[key] = [str(text) for text in row or () if text]
        return self._names[key]

    def _organisation(self, writer: Writer, name: str) -> str:
        """The organisation of a name, made if there is none."""
        key = self._organisations.get(fold(name))
        if key is None:
            key = new_id()
            values = {"name_cs": name, "kind": "other"}
            entity = ENTITIES["organisation"]
            texts = derived.texts_of(entity, values, self._named)
            _insert(writer.connection, entity, key, values, texts)
            self._organisations[fold(name)] = key
            self._names[key] = [name]
            self._matchers["organisation"].add(key, traits_of("organisation", values))
        return key

    def _keep_photo(self, connection: Connection, rows: Rows, values: dict[str, Any]) -> None:
        assert rows.photo
        column = "photo" if rows.entity == "person" else "logo"
        try:
            values[column] = contents.put(connection, reduced(rows.photo, rows.title))[0]
        except UserError as error:
            rows.warnings.append((error.message, error.values))

    def _remember(
        self, connection: Connection, rows: Rows, card: Card, record_id: str, said: str
    ) -> None:
        source, value = _identity(card)
        connection.execute(
            "INSERT OR REPLACE INTO external_id (id, entity, record_id, source, value, imported)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                link_id("external_id", rows.entity, source, value),
                rows.entity,
                record_id,
                source,
                value,
                said,
            ),
        )

    def _update(self, writer: Writer, rows: Rows, known: _Known, card: Card) -> str:
        """Write what is new since the card was imported last."""
        connection = writer.connection
        said = _said(rows)
        if known.said == said:
            return "unchanged"
        if known.said:
            before = json.loads(known.said)
            news = {
                name: rows.values.get(name)
                for name in {*rows.values, *before["values"]}
                if rows.values.get(name) != before["values"].get(name)
            }
            points = [p for p in rows.points if _key(p) not in map(_key, before["points"])]
            places = [a for a in rows.addresses if _place(a) not in map(_place, before["places"])]
            fresh = Rows(rows.entity, news, points, places, rows.organisation, rows.position)
            if rows.organisation == before["organisation"]:
                fresh.organisation = ""
        else:
            fresh = rows
        wrote = self._write_news(writer, fresh, known.record_id, overwrite=True)
        self._remember(connection, rows, card, known.record_id, said)
        return "changed" if wrote else "unchanged"

    def _fill(self, writer: Writer, rows: Rows, record_id: str, card: Card) -> bool:
        """Put a card into a record that it is thought to be: nothing is overwritten."""
        wrote = self._write_news(writer, rows, record_id, overwrite=False)
        self._remember(writer.connection, rows, card, record_id, _said(rows))
        return wrote

    def _write_news(self, writer: Writer, rows: Rows, record_id: str, *, overwrite: bool) -> bool:
        connection = writer.connection
        entity = ENTITIES[rows.entity]
        news = _news(connection, rows.entity, record_id, rows)
        values = {
            name: value
            for name, (now, value) in news.values.items()
            if overwrite or now in (None, "")
        }
        if values:
            apply(writer, entity, record_id, values)
        owner = f"{rows.entity}_id"
        for point in news.points:
            apply(writer, ENTITIES["contact_point"], None, {owner: record_id, **point})
        for place in news.addresses:
            apply(writer, ENTITIES["address"], None, {owner: record_id, **place})
        added = False
        if rows.organisation and rows.entity == "person":
            organisation = self._organisation(writer, rows.organisation)
            there = connection.execute(
                "SELECT 1 FROM position WHERE person_id = ? AND organisation_id = ?",
                (record_id, organisation),
            ).fetchone()
            if not there:
                added = True
                apply(
                    writer,
                    ENTITIES["position"],
                    None,
                    {owner: record_id, "organisation_id": organisation, **rows.position},
                )
        return bool(values or news.points or news.addresses or added)


@dataclass(frozen=True, slots=True)
class _News:
    """What a card says beyond the record: fields (now, then), details, addresses."""

    values: Mapping[str, tuple[Any, Any]]
    points: Sequence[Mapping[str, Any]]
    addresses: Sequence[Mapping[str, Any]]

    def __bool__(self) -> bool:
        return bool(self.values or self.points or self.addresses)


def _news(connection: Connection, entity: str, record_id: str, rows: Rows) -> _News:
    names = list(rows.values)
    listed = ", ".join(f'"{name}"' for name in ["id", *names])
    row = connection.execute(
        f'SELECT {listed} FROM "{entity}" WHERE id = ?', (record_id,)
    ).fetchone()
    now = dict(zip(names, row[1:], strict=True)) if row else {}
    values = {
        name: (now.get(name), value)
        for name, value in rows.values.items()
        if now.get(name) != value
    }
    points = {
        (kind, value)
        for kind, value in connection.execute(
            f"SELECT kind, value FROM contact_point WHERE {entity}_id = ?", (record_id,)
        )
    }
    places = {
        tuple(row)
        for row in connection.execute(
            f"SELECT street, postal_code, city FROM address WHERE {entity}_id = ?", (record_id,)
        )
    }
    return _News(
        values,
        [point for point in rows.points if _key(point) not in points],
        [place for place in rows.addresses if _place(place) not in places],
    )


def _key(point: Mapping[str, Any]) -> tuple[Any, Any]:
    return point["kind"], point["value"]


def _place(place: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return place.get("street"), place.get("postal_code"), place.get("city")


def _identity(card: Card) -> tuple[str, str]:
    """The source and the value by which a card is known again."""
    if card.uid:
        return "uid", card.uid.removeprefix("urn:uuid:")
    text = repr((card.kind, card.given_name, card.family_name, card.formatted_name,
                 card.organisation, sorted(d.value for d in card.emails),
                 sorted(d.value for d in card.phones), card.note))  # fmt: skip
    return "card", hashlib.sha256(text.encode()).hexdigest()


def _said(rows: Rows) -> str:
    return json.dumps(
        {
            "values": rows.values,
            "points": rows.points,
            "places": rows.addresses,
            "organisation": rows.organisation,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def _traits(rows: Rows) -> dict[str, Any]:
    return {
        **rows.values,
        "emails": [p["value"] for p in rows.points if p["kind"] == "email"],
        "phones": [p["value"] for p in rows.points if p["kind"] in ("phone", "mobile")],
        "organisations": [rows.organisation] if rows.organisation else [],
    }


def _title(connection: Connection, entity: str, record_id: str) -> str:
    column = "full_name" if entity == "person" else "name_cs"
    row = connection.execute(
        f'SELECT {column} FROM "{entity}" WHERE id = ?', (record_id,)
    ).fetchone()
    return str(row[0]) if row and row[0] else ""


_STATEMENTS: dict[tuple[str, tuple[str, ...]], str] = {}


def _insert(
    connection: Connection,
    entity: Entity,
    row_id: str,
    values: Mapping[str, Any],
    texts: Iterable[str],
) -> None:
    """A new row with its derived columns; the search index is filled at the end."""
    found = derived.compose(entity, {**values, "id": row_id}, texts).values
    columns = (*found, *values)
    key = (entity.name, columns)
    statement = _STATEMENTS.get(key)
    if statement is None:
        listed = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{entity.name}" ({listed}) VALUES ({marks})'
        _STATEMENTS[key] = statement
    connection.execute(statement, (*found.values(), *values.values()))


def likely_lines(report: ContactReport) -> Iterator[Likely]:
    """The possible duplicates of a report, the likeliest first."""
    yield from sorted(report.likely, key=lambda item: -item.score)
