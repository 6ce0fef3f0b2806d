"""Import of address books: cards of any format, checked for duplicates, as one action.

A card is known by its UID or external id (or as the same entry of the same file, if it has none).
What it said at the last import is remembered, so that a later import changes only what is new in
the file and leaves what people have edited since. A card that only looks like a record is imported
as a new one and reported, or left out, or put into that record, as the person decides. A mail
becomes an interaction with its sender.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

from app.db.connection import Connection
from app.db.store import Changes, Store, Writer
from app.errors import UserError, said
from app.exchange.address_books.files import (
    Mailed,
    Notice,
    Part,
    cards_of,
    count_of,
    is_contact_file,
    parts_of,
)
from app.exchange.address_books.known import (
    CONTENT,
    Choice,
    Identities,
    Identity,
    Known,
    another_parent,
    decided,
    differences,
    find_known,
    identity,
    is_another,
    is_same_post,
    news_of,
    said_of,
    since,
)
from app.exchange.address_books.relations import Tied, TieWriter
from app.exchange.address_books.writer import ContactWriter
from app.exchange.cards.card import Card, Fault, Warned
from app.exchange.cards.records import Rows, rows_of
from app.exchange.datasets.importing import CANCELLED, FileReport, ImportReport, Refusal
from app.i18n import N_, Translator
from app.progress import Cancelled, Progress
from app.rules.folding import fold
from app.rules.people.likeness import Traits
from app.services.contacts.duplicates import Candidate, Matcher, traits_of
from app.services.records.batches import IMPORTED, batch
from app.services.records.rows import name_header

__all__ = [
    "CANCELLED",
    "BothChanged",
    "ContactReport",
    "Decision",
    "Likely",
    "import_contacts",
    "preview",
]

NOTHING_NAMED = N_("The card names nobody. It says: {said}")
A_GROUP = N_(
    "This is a group of contacts. Groups are not imported; their members are. It says: {said}"
)
NO_SENDER = N_("The e-mail does not say who sent it. It says: {said}")
NO_CARDS = N_("“{file}” holds no contact. Check whether it is the file that you meant.")
SAME_UID = N_(
    "Another name has the same id ({value}) in this file or on record; it is imported as a record "
    "of its own."
)
TECHNICAL = N_(
    "“{name}” is left out: it is meant for the other program only and says nothing about the "
    "contact ({count}×: {text})."
)
NOT_CONTACTS = N_("“{file}” is not a contacts file. Nothing was imported.")
ALL_KNOWN = N_("“{file}”: everything in it is on record already.")
ALL_REFUSED = N_(
    "“{file}”: none of its entries is a contact that can be imported; the list says why."
)
REST_KNOWN = N_("“{file}”: what could be read is on record already; the list says what could not.")
ALL_KEPT = N_("“{file}”: the records say something else and were left as they are.")
ALL_SKIPPED = N_("“{file}”: its entries were left out as possible duplicates.")
NONE_READ = N_("None of the files can be read, and nothing was imported.\n{reasons}")
TOO_MANY_FAULTS = N_(
    "More than {count} entries of “{file}” cannot be read. It is hardly a file of contacts; "
    "nothing was imported. Check the file and what its columns mean."
)

LIKELY = 60
"""The score from which a card is a possible duplicate: the same name is enough."""
MAX_FAULTS = 10_000

_CHUNK = 4000  # cards that are read within one transaction; then what waits is packed
_AT_ONCE = 25_000  # rows that waited and are written within one transaction
_STEP = 200  # cards between two looks at whether it was cancelled
_SHOWN = 200  # cards of a preview, and possible duplicates of a report
_ENTITIES = ("person", "organisation")

Decision = Literal["add", "skip", "update"]
"""What becomes of a card that looks like a record: imported as a new one, left out, or used to
fill the empty fields of that record."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A card that may be a record which is there already.

    `record_id` is empty in a preview where the other one is an earlier card of the files.
    """

    file: str
    line: int
    title: str
    entity: str
    record_id: str
    record_title: str
    score: int
    reasons: tuple[Warned, ...]


ChoiceKey = tuple[str, int, str, str]
"""A choice between a record and a file: the file's name, the line, the entity and the field."""


@dataclass(frozen=True, slots=True)
class BothChanged:
    """A field of a record that says something else than the card of it; `title` is the record's."""

    file: str
    line: int
    title: str
    choice: Choice

    @property
    def key(self) -> ChoiceKey:
        """By which an import is told that the file's value is taken."""
        return self.file, self.line, self.choice.entity, self.choice.field


@dataclass(slots=True)
class ContactReport(ImportReport):
    """What an import of address books did (or would do).

    `likely` are the first possible duplicates and `likely_count` their number, `skipped` those
    that were left out, `sample` the first cards. `choices` are the first fields of which record
    and file say different things, so that the record stays as it is; `choice_count` is the number
    of all. Each is among the warnings, too.
    """

    likely: list[Likely] = field(default_factory=list)
    likely_count: int = 0
    skipped: int = 0
    choices: list[BothChanged] = field(default_factory=list)
    choice_count: int = 0
    sample: list[Card] = field(default_factory=list)


def import_contacts(
    store: Store,
    paths: Sequence[Path],
    *,
    mappings: Mapping[str, Mapping[int, str]] | None = None,
    headers: Mapping[str, bool] | None = None,
    decision: Decision = "add",
    decisions: Mapping[tuple[str, int], Decision] | None = None,
    taken: Mapping[ChoiceKey, bool] | None = None,
    takes_all: bool = False,
    kind: str = "person",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    taking_back: Progress | None = None,
) -> ContactReport:
    """Import files of contacts as one action that can be undone.

    `mappings` gives, for the key of a table (see `files.Part`), what its columns mean, `headers`
    whether its first row names them (where it is not said, that is recognised); `decisions`
    what becomes of a possible duplicate by file name and line, `decision` of all others. Where a
    record was changed, too, it stays as it is unless the file's value is `taken`; `takes_all` says
    so of all that are not in there. With the `kind` ``organisation`` a table names organisations
    where it does not say more. What cannot be read is listed in the report and the rest arrives;
    so is a file that cannot be read at all, if another one can. Raises `UserError` when no file
    can be read or the import is cancelled: what was written is taken back then, of which
    `taking_back` is told how far it is; what somebody used meanwhile stays, and the error says so.
    """
    report = ContactReport(_named(paths), False)
    total = sum(count_of(path) for path in paths) if progress else 0
    changed: dict[str, set[str]] = {name: set() for name in _ENTITIES}
    header = ""
    run: _Writing | None = None
    done = 0

    def look(waiting: int) -> None:
        """Say how far it is: of a card that waits half is done."""
        if cancelled and cancelled():
            raise UserError(CANCELLED)
        if progress:
            progress(min(max(done - waiting // 2, 0), total), total)

    def counted(cards: Iterable[object]) -> Iterator[object]:
        """The cards of one transaction; a short one when somebody waits to write."""
        nonlocal done
        for number, card in enumerate(cards, 1):
            if done % _STEP == 0:
                look(run.waiting if run else 0)
            done += 1
            yield card
            if number % _STEP == 0 and store.somebody_waits():
                return

    def took_in(writer: Writer) -> None:
        nonlocal header
        for name, ids in changed.items():
            ids.update(writer.changes.ids(name))
        header = writer.header if writer.changes else header

    def write_what_waits(key: str) -> None:
        while run and run.has_waiting:
            look(run.waiting)
            with store.writing(IMPORTED, batch=key, derive=False) as writer:
                run.write_part(writer, store.somebody_waits)
                name_header(writer, report.source)
            took_in(writer)

    with batch(store, _ENTITIES, taking_back) as key:
        for result, cards in _files(paths, mappings, headers, report, kind):
            while (first := next(cards, None)) is not None:
                with store.writing(IMPORTED, batch=key, derive=False) as writer:
                    if run is None:
                        takes = _takes(taken or {}, for_all=takes_all)
                        run = _Writing(store, writer, report, decision, decisions or {}, takes)
                    chunk = counted(chain([first], islice(cards, _CHUNK - 1)))
                    left = run.take(writer, result.file, chunk, result)
                    name_header(writer, report.source)
                took_in(writer)
                if left is not None:
                    cards = chain([left], cards)  # noqa: PLW2901  its turn comes again
                    done -= 1
                if left is not None or run.is_full:
                    write_what_waits(key)
        write_what_waits(key)
        while run and (tied := run.tied[:_CHUNK]):
            with store.writing(IMPORTED, batch=key) as writer:
                run.tie(writer, tied)
                name_header(writer, report.source)
            took_in(writer)
            del run.tied[:_CHUNK]
        if cancelled and cancelled():
            raise UserError(CANCELLED)
        if progress:
            progress(total, total)
    if run:
        run.technical()
    if header:
        rows = {name: frozenset(ids) for name, ids in changed.items() if ids}
        report.changes = Changes(header, rows)
    return report


def preview(
    store: Store,
    paths: Sequence[Path],
    *,
    mappings: Mapping[str, Mapping[int, str]] | None = None,
    headers: Mapping[str, bool] | None = None,
    kind: str = "person",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ContactReport:
    """What an import would do; nothing is changed. Raises as `import_contacts` does."""
    report = ContactReport(_named(paths), True)
    total = sum(count_of(path) for path in paths) if progress else 0
    done = 0
    with store.reading() as connection:
        run = _Looking(connection, report)
        for result, cards in _files(paths, mappings, headers, report, kind):
            for card in cards:
                done += 1
                if done % _STEP == 0 and progress:
                    progress(min(done, total), total)
                if cancelled and cancelled():
                    raise UserError(CANCELLED)
                run.look(result.file, card, result)
        run.technical()
    return report


def import_contacts_job(
    store: Store, progress: Progress, cancelled: Cancelled, **arguments: Any
) -> ContactReport:
    """`import_contacts` as a job of `app.jobs`."""
    back = getattr(progress, "taking_back", None)
    return import_contacts(
        store, progress=progress, cancelled=cancelled, taking_back=back, **arguments
    )


def preview_job(
    store: Store, progress: Progress, cancelled: Cancelled, **arguments: Any
) -> ContactReport:
    """`preview` as a job of `app.jobs`."""
    return preview(store, progress=progress, cancelled=cancelled, **arguments)


def probe_contacts(path: Path) -> None:
    """Raise `UserError` if no contact can be read from `path`."""
    if not is_contact_file(path):
        raise UserError(NOT_CONTACTS, file=path.name)
    next(cards_of(path, None), None)


def _files(
    paths: Sequence[Path],
    mappings: Mapping[str, Mapping[int, str]] | None,
    headers: Mapping[str, bool] | None,
    report: ContactReport,
    kind: str,
) -> Iterator[tuple[FileReport, Iterator[object]]]:
    """The files, and the sheets of workbooks, with their cards.

    Raises a `UserError` with the reason of each where no file can be read.
    """
    failed: list[UserError] = []
    count = 0
    for path in paths:
        for part in _parts(path):
            count += 1
            result = FileReport(part.name)
            report.files.append(result)
            mapping, has_header = (mappings or {}).get(part.key), (headers or {}).get(part.key)
            cards = cards_of(part, mapping, kind, has_header=has_header)
            yield result, _guarded(cards, result, failed)
    if failed and len(failed) == count:
        raise failed[0] if count == 1 else UserError(NONE_READ, reasons=_Reasons(failed))


class _Reasons:
    """Why files cannot be read, a line for each."""

    def __init__(self, errors: Iterable[UserError]) -> None:
        self._said = [(error.message, error.values) for error in errors]

    def text(self, tr: Translator) -> str:
        """The lines in the language of `tr`."""
        return "\n".join(said(message, values, tr) for message, values in self._said)


def why_nothing(report: ContactReport) -> list[UserError]:
    """Why an import brings nothing, for each of its files; empty where it brings anything."""
    if report.total("added") or report.total("changed"):
        return []
    found = []
    for item in report.files:
        whole = next((refusal for refusal in item.refused if refusal.line == 0), None)
        if whole:
            found.append(UserError(whole.message, **whole.values))
            continue
        reason = ALL_KNOWN
        if report.skipped or report.choice_count:
            reason = ALL_SKIPPED if report.skipped else ALL_KEPT
        if item.refused:
            reason = REST_KNOWN if item.unchanged else ALL_REFUSED
        found.append(UserError(reason, file=item.file))
    return found


Takes = Callable[[ChoiceKey], bool]
"""Whether the file's value is taken for a field that both say."""


def _takes(taken: Mapping[ChoiceKey, bool], *, for_all: bool) -> Takes:
    return lambda key: taken.get(key, for_all)


def _parts(path: Path) -> list[Part]:
    try:
        return parts_of(path)
    except UserError:
        return [Part(path)]  # what is wrong with it is told when it is read


def _guarded(
    cards: Iterator[object], result: FileReport, failed: list[UserError]
) -> Iterator[object]:
    """The cards of a file. That it has none, or cannot be read, is a line of the report."""
    is_empty = True
    try:
        for card in cards:
            is_empty = is_empty and isinstance(card, Notice)
            yield card
    except UserError as error:
        if is_empty:
            failed.append(error)
        result.refused.append(Refusal(result.file, 0, "", error.message, error.values))
    else:
        if is_empty:
            values = {"file": result.file}
            result.refused.append(Refusal(result.file, 0, "", NO_CARDS, values))


def _named(paths: Sequence[Path]) -> str:
    names = [path.name for path in paths]
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


# --- what both do ---------------------------------------------------------------------------------


class _Again(NamedTuple):
    """A card that was read before; its turn comes again now that nothing waits."""

    card: object


@dataclass(slots=True)
class _Technical:
    """What the cards of a file say only to their own program."""

    line: int
    count: int = 0
    texts: dict[str, None] = field(default_factory=dict)


_SHOWN_TEXTS = 5


def _alike(one: str, other: str) -> bool:
    """Whether two names may be of one record: the words of one are among those of the other."""
    words, others = set(fold(one).split()), set(fold(other).split())
    return words <= others or others <= words


def _said(card: Card) -> list[str]:
    """All that a card says which makes no record, pictures by their size."""
    said = [
        card.title_before, card.given_name, card.additional_names, card.family_name,
        card.title_after, card.name_native, card.pronunciation, card.nickname, card.organisation,
        card.department, card.post, card.role, card.note, card.birthday or "", card.gender or "",
        card.nationality or "", card.language or "", *card.other_languages, card.uid,
    ]  # fmt: skip
    for other in card.others:
        said += [other.organisation, other.department, other.post, other.role]
    for item in (*card.emails, *card.phones, *card.urls):
        said += [item.value, "" if item.label in ("work", "home") else item.label]
    for place in card.addresses:
        said += [place.street, place.postal_code, place.city, place.region, place.country]
        said.append(place.label)
    said += [*card.tags, *card.extra.values()]
    said += [f"{label}: {text}" if label else text for label, text in card.more]
    for name, data in (("PHOTO", card.photo), ("LOGO", card.logo)):
        if data:
            said.append(f"{name} ({len(data)} B)")
    return said


def _shortened(said: Iterable[str]) -> str:
    found = ", ".join(" ".join(text.split()) for text in said if text.strip())
    return f"{found[:_MOST_SAID]} …" if len(found) > _MOST_SAID else found or "–"


_MOST_SAID = 20_000


class _Run:
    """Reads cards, says what cannot be read, and finds the records that they may be."""

    def __init__(self, connection: Connection, report: ContactReport) -> None:
        self._connection = connection
        self._report = report
        self._matchers = {name: Matcher(connection, name) for name in _ENTITIES}
        self._last: tuple[Rows, Traits] | None = None
        self._uids: dict[tuple[str, Identity], str] = {}  # whose names they stand for
        self._technical: dict[tuple[str, str], _Technical] = {}

    def _read(self, file: str, card: object, result: FileReport) -> tuple[Card, Rows] | None:
        """A card with its rows; None where it is refused."""
        was_read = isinstance(card, _Again)
        if isinstance(card, _Again):
            card = card.card
        if isinstance(card, Notice):
            if len(self._report.warnings) < MAX_FAULTS:
                self._report.warnings.append(Refusal(file, card.line, "", card.reason, card.values))
            return None
        if isinstance(card, Fault):
            self._refuse(Refusal(file, card.line, "", card.reason, card.values), result)
            return None
        if isinstance(card, Mailed):
            mailed, card = card, card.card
            if not (card.emails or card.formatted_name):
                said = {"said": _shortened([mailed.subject, mailed.sent_at, mailed.text])}
                self._refuse(Refusal(file, card.line, "", NO_SENDER, said), result)
                return None
        assert isinstance(card, Card)
        if not was_read:
            self._note_technical(file, card)
        rows = rows_of(card) if card.kind != "group" else None
        if rows is None:
            reason = A_GROUP if card.kind == "group" else NOTHING_NAMED
            said = {"said": _shortened(_said(card))}
            self._refuse(Refusal(file, card.line, card.formatted_name, reason, said), result)
            for message, values in card.warned:
                self._refuse(Refusal(file, card.line, card.formatted_name, message, values), result)
            return None
        return card, rows

    def _note_technical(self, file: str, card: Card) -> None:
        for name, text in card.technical:
            found = self._technical.setdefault((file, name), _Technical(card.line))
            found.count += 1
            if len(found.texts) < _SHOWN_TEXTS:
                found.texts[text[:_SHOWN]] = None

    def technical(self) -> None:
        """Put what was left out as technical into the report: a line for each kind and file."""
        for (file, name), found in self._technical.items():
            more = " …" if found.count > len(found.texts) >= _SHOWN_TEXTS else ""
            values = {"name": name, "count": found.count, "text": ", ".join(found.texts) + more}
            self._report.warnings.append(Refusal(file, found.line, "", TECHNICAL, values))
        self._technical.clear()

    def _identify(
        self, file: str, card: Card, rows: Rows, identities: Identities | None = None
    ) -> tuple[Identity, Known | None]:
        """The identity of a card and the record that has it; a shared id is believed no card."""
        key = identity(card, file)
        known = find_known(self._connection, rows, card, key, identities)
        if key[0] == CONTENT:
            return key, known
        first = self._uids.setdefault((rows.entity, key), rows.title)
        is_shared = first != rows.title and not _alike(first, rows.title)
        if is_shared or (known and is_another(self._connection, known, rows)):
            rows.warnings.append((SAME_UID, {"value": key[1]}))
            key = identity(card, file, by_content=True)
            known = find_known(self._connection, rows, card, key, identities)
        return key, known

    @staticmethod
    def _refuse(refusal: Refusal, result: FileReport) -> None:
        if len(result.refused) >= MAX_FAULTS:
            raise UserError(TOO_MANY_FAULTS, file=refusal.file, count=MAX_FAULTS)
        result.refused.append(refusal)

    def _choose(self, file: str, line: int, rows: Rows, left: Iterable[Choice]) -> None:
        """Note choices that are left to people; the report lists them."""
        for choice in left:
            rows.warnings.append(choice.told)
            self._report.choice_count += 1
            if len(self._report.choices) < _SHOWN:
                is_own = choice.entity == rows.entity
                title = rows.title if is_own else rows.organisation
                self._report.choices.append(BothChanged(file, line, title, choice))

    def _warn(self, file: str, line: int, rows: Rows) -> None:
        for message, values in rows.warnings:
            if len(self._report.warnings) < MAX_FAULTS:
                self._report.warnings.append(Refusal(file, line, rows.title, message, values))

    def _likely(self, file: str, card: Card, rows: Rows) -> Candidate | None:
        """The record that a card may be; it is noted in the report."""
        traits = self._traits(rows)
        best = next(iter(self._matchers[rows.entity].match(traits, 1, LIKELY)), None)
        if best is None:
            return None
        self._report.likely_count += 1
        if len(self._report.likely) < _SHOWN:
            title = self._title(rows.entity, best.id)
            key = "" if best.id.startswith(_PENDING) else best.id
            self._report.likely.append(
                Likely(
                    file, card.line, rows.title, rows.entity, key, title, best.score, best.reasons
                )
            )
        return best

    def _title(self, entity: str, record_id: str) -> str:
        column = "full_name" if entity == "person" else "name_cs"
        row = self._connection.execute(
            f'SELECT {column} FROM "{entity}" WHERE id = ?', (record_id,)
        ).fetchone()
        return str(row[0]) if row and row[0] else ""

    def _take_in(self, record_id: str, rows: Rows) -> None:
        self._matchers[rows.entity].add(record_id, self._traits(rows))

    def _traits(self, rows: Rows) -> Traits:
        """What is compared of a card; a card that is looked at is mostly taken in next."""
        if self._last is None or self._last[0] is not rows:
            self._last = rows, traits_of(rows.entity, _traits(rows))
        return self._last[1]

    def _sender(self, mailed: Mailed) -> tuple[str, str] | None:
        """The record (entity, id) that has the address of a sender; one of that name first."""
        if not mailed.card.emails:
            return None
        rows = self._connection.execute(
            "SELECT c.person_id, c.organisation_id, p.full_name FROM contact_point c"
            " LEFT JOIN person p ON p.id = c.person_id"
            " WHERE c.kind = 'email' AND lower(c.value) = ? ORDER BY c.person_id IS NULL, c.id",
            (mailed.card.emails[0].value.lower(),),
        ).fetchall()
        name = set(fold(mailed.card.formatted_name).split())
        rows.sort(key=lambda row: not (name and name <= set(fold(row[2] or "").split())))
        for person, organisation, _ in rows:
            return ("person", person) if person else ("organisation", organisation)
        return None

    def _is_kept(self, mailed: Mailed) -> bool:
        """Whether a mail is an interaction already."""
        source, value = _mail_identity(mailed)
        return bool(
            self._connection.execute(
                "SELECT 1 FROM external_id e JOIN interaction i ON i.id = e.record_id"
                " WHERE e.entity = 'interaction' AND e.value = ? AND e.source = ?",
                (value, source),
            ).fetchone()
        )


_PENDING = "card "  # a record that a preview only imagines


class _Looking(_Run):
    """A preview: counts what would become of the cards, earlier ones among them."""

    def __init__(self, connection: Connection, report: ContactReport) -> None:
        super().__init__(connection, report)
        self._seen: dict[tuple[str, tuple[str, str]], str] = {}
        self._names: list[str] = []  # of the cards that would be added
        self._organisations: dict[str, str] | None = None  # by name, where somebody asks
        self._mails: set[str] = set()

    def look(self, file: str, card: object, result: FileReport) -> None:
        """Count what would become of a card."""
        read = self._read(file, card, result)
        if read is None:
            return
        found, rows = read
        if len(self._report.sample) < _SHOWN:
            self._report.sample.append(replace(found, photo=None))
        if isinstance(card, Mailed):
            self._warn(file, found.line, rows)
            self._look_at_mail(file, card, rows, result)
            return
        identified, known = self._identify(file, found, rows)
        key = rows.entity, identified
        said = hashlib.sha256(said_of(rows).encode()).hexdigest()
        if key in self._seen:
            outcome = "unchanged" if self._seen[key] == said else "changed"
        elif known:
            is_news = self._is_news(file, found.line, known, rows)
            outcome = "changed" if is_news else "unchanged"
        else:
            outcome = "added"
            self._likely(file, found, rows)
            self._imagine(rows)
        if outcome == "added" and rows.employer:
            self._choose(file, found.line, rows, self._of_employer(rows)[1])
        self._seen[key] = said
        self._warn(file, found.line, rows)
        setattr(result, outcome, getattr(result, outcome) + 1)

    def _look_at_mail(self, file: str, mailed: Mailed, rows: Rows, result: FileReport) -> None:
        key = _mail_identity(mailed)[1]
        if key in self._mails or self._is_kept(mailed):
            result.unchanged += 1
            return
        self._mails.add(key)
        result.added += 1
        if self._sender(mailed) is None:
            self._likely(file, mailed.card, rows)
            self._imagine(rows)

    def _imagine(self, rows: Rows) -> None:
        self._take_in(f"{_PENDING}{len(self._names)}", rows)
        self._names.append(rows.title)

    def _title(self, entity: str, record_id: str) -> str:
        if record_id.startswith(_PENDING):
            return self._names[int(record_id.removeprefix(_PENDING))]
        return super()._title(entity, record_id)

    def _is_news(self, file: str, line: int, known: Known, rows: Rows) -> bool:
        if known.said and known.said == said_of(rows):
            return False
        fresh, before = since(rows, known.said) if known.said else (rows, {})
        news = news_of(self._connection, rows.entity, known.record_id, fresh)
        overwrite = not known.is_survivor
        values, left = decided(
            self._connection, rows, known.record_id, news, before, overwrite=overwrite
        )
        is_part, choice = another_parent(
            self._connection, known.record_id, fresh, before, overwrite=overwrite
        )
        filled, different = self._of_employer(fresh)
        self._choose(file, line, rows, [*left, *([choice] if choice else []), *different])
        ties: tuple[object, ...] = ()
        if before:
            is_post = fresh.organisation and not is_same_post(rows, before)
            ties = (is_post, fresh.more, fresh.areas)
        return bool(values or filled or is_part or news.points or news.addresses or any(ties))

    def _of_employer(self, rows: Rows) -> tuple[dict[str, Any], list[Choice]]:
        """What a card would fill of its person's organisation, and what differs there."""
        if not (rows.employer and rows.organisation):
            return {}, []
        if self._organisations is None:
            self._organisations = {}
            for key, *names in self._connection.execute(
                "SELECT id, name_cs, name_de, name_en, native_name, abbreviation FROM organisation"
            ):
                for name in filter(None, names):
                    self._organisations.setdefault(fold(name), key)
        key = self._organisations.get(fold(rows.organisation))
        return differences(self._connection, key, rows.employer) if key else ({}, [])


class _Writing(_Run):
    """An import: what it knows of the database is kept up to date card by card."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        report: ContactReport,
        decision: Decision,
        decisions: Mapping[tuple[str, int], Decision],
        takes: Takes,
    ) -> None:
        super().__init__(writer.connection, report)
        self._takes = takes
        self._decision = decision
        self._decisions = decisions
        self._writer = ContactWriter(store, writer.connection)
        # Cards that fill records which they may be ask for what waits again and again.
        self._fills = "update" in (decision, *decisions.values())
        self._found: tuple[Rows, Identity, Known | None] | None = None
        self._ties = TieWriter()
        self.tied: list[Tied] = []
        self._user = store.user_id

    @property
    def has_waiting(self) -> bool:
        """Whether there is anything that waits to be written."""
        return self._writer.has_waiting

    @property
    def waiting(self) -> int:
        """How many cards wait to be written, more or less."""
        return self._writer.waiting

    @property
    def is_full(self) -> bool:
        """Whether what waits is to be written before more is read."""
        return self._writer.is_full

    def write_part(self, writer: Writer, is_enough: Callable[[], bool]) -> None:
        """Write what waits, as much as one transaction holds, or less where that is enough."""
        self._writer.flush(writer.connection, _AT_ONCE, is_enough)

    def take(
        self, writer: Writer, file: str, cards: Iterable[object], result: FileReport
    ) -> object | None:
        """Take in cards; their rows may wait. Gives the card for which what waits must be written.

        That is one of a record that is there already or may be among what waits.
        """
        for card in cards:
            read = self._read(file, card, result)
            if read is None:
                continue
            card = card.card if isinstance(card, _Again) else card  # noqa: PLW2901
            found, rows = read
            if self._writer.is_far_behind and self._asks(file, card, found, rows):
                return _Again(card)
            if isinstance(card, Mailed):
                self._take_mail(writer, file, card, rows, result)
            else:
                self._take_card(writer, file, found, rows, result)
            self._choose(file, found.line, rows, self._writer.choices)
            rows.warnings += self._writer.warned
            self._writer.choices.clear()
            self._writer.warned.clear()
            self._warn(file, found.line, rows)
            for key, values in self._writer.named:
                self._matchers["organisation"].add(key, traits_of("organisation", values))
            self._writer.named.clear()
        self._writer.finish(writer.connection)
        if self._fills:
            self._writer.flush(writer.connection)
        else:
            self._writer.pack()
        return None

    def _asks(self, file: str, card: object, found: Card, rows: Rows) -> bool:
        """Whether a card asks for what waits: that must be written before it is taken."""
        if isinstance(card, Mailed) or self._writer.asks(rows):
            return True
        if self._writer.may_wait(rows.entity, identity(found, file)):
            return True
        key, known = self._identified(file, found, rows)
        return known is not None or self._writer.may_wait(rows.entity, key)

    def _identified(self, file: str, card: Card, rows: Rows) -> tuple[Identity, Known | None]:
        """What `_identify` says; it is asked once for each card."""
        if self._found is None or self._found[0] is not rows:
            self._found = rows, *self._identify(file, card, rows, self._writer.identities)
        return self._found[1:]

    def tie(self, writer: Writer, tied: Iterable[Tied]) -> None:
        """Write relations, now that all records are there; those to nobody are reported."""
        left = self._ties.write(writer, tied)
        self._report.warnings += left[: max(0, MAX_FAULTS - len(self._report.warnings))]

    def _title(self, entity: str, record_id: str) -> str:
        return self._writer.title(entity, record_id) or super()._title(entity, record_id)

    def _take_card(
        self, writer: Writer, file: str, card: Card, rows: Rows, result: FileReport
    ) -> None:
        record_id = self._write_card(writer, file, card, rows, result)
        if record_id and rows.ties:
            tied = Tied(rows.entity, record_id, rows.title, rows.ties, file, card.line)
            self.tied.append(tied)

    def _write_card(
        self, writer: Writer, file: str, card: Card, rows: Rows, result: FileReport
    ) -> str | None:
        """Write a card into its record and give the record's id; None if it is left out."""
        place = file, card.line
        self._writer.takes = lambda choice: self._takes((*place, choice.entity, choice.field))
        if self._writer.may_wait(rows.entity, identity(card, file)):
            self._writer.flush(writer.connection)
        key, known = self._identified(file, card, rows)
        if known is None and self._writer.may_wait(rows.entity, key):  # twice in this file
            self._writer.flush(writer.connection)
            known = find_known(writer.connection, rows, card, key)
        if known:
            if self._writer.update(writer, rows, known, key):
                result.changed += 1
            else:
                result.unchanged += 1
            return known.record_id
        if rows.entity == "organisation" and (stub := self._writer.stub(rows.title)):
            self._writer.fill(writer, rows, stub, key)
            result.added += 1
            return stub
        likely = self._likely(file, card, rows)
        wanted = self._decisions.get((file, card.line), self._decision) if likely else "add"
        if wanted == "skip":
            self._report.skipped += 1
            return None
        if likely and wanted == "update":
            if self._writer.fill(writer, rows, likely.id, key):
                result.changed += 1
            else:
                result.unchanged += 1
            return likely.id
        record_id = self._writer.add(writer, rows, key)
        self._take_in(record_id, rows)
        result.added += 1
        return record_id

    def _take_mail(
        self, writer: Writer, file: str, mailed: Mailed, rows: Rows, result: FileReport
    ) -> None:
        self._writer.flush(writer.connection)
        if self._is_kept(mailed):
            result.unchanged += 1
            return
        sender = self._sender(mailed)
        if sender is None:
            key = identity(mailed.card, file)
            likely = self._likely(file, mailed.card, rows)
            wanted = self._decisions.get((file, mailed.line), self._decision) if likely else "add"
            if wanted == "skip":
                self._report.skipped += 1
                return
            if likely and wanted == "update":
                self._writer.fill(writer, rows, likely.id, key)
                sender = rows.entity, likely.id
            else:
                sender = rows.entity, self._writer.add(writer, rows, key)
                self._take_in(sender[1], rows)
        entity, record_id = sender
        values = {
            "subject": mailed.subject or rows.title,
            "date": mailed.sent_at,
            "kind": "email",
            "text": mailed.text or None,
            f"{entity}_id": record_id,
            "user_id": self._user,
        }
        self._writer.add_mail(
            {name: value for name, value in values.items() if value is not None},
            _mail_identity(mailed),
        )
        self._writer.flush(writer.connection)
        self._writer.changed[entity].add(record_id)
        result.added += 1


def _mail_identity(mailed: Mailed) -> tuple[str, str]:
    address = mailed.card.emails[0].value if mailed.card.emails else ""
    text = repr((address, mailed.sent_at, mailed.subject, mailed.text))
    return "mail", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _traits(rows: Rows) -> dict[str, Any]:
    return {
        **rows.values,
        "emails": [p["value"] for p in rows.points if p["kind"] == "email"],
        "phones": [p["value"] for p in rows.points if p["kind"] in ("phone", "mobile")],
        "organisations": list(filter(None, [rows.organisation, rows.parent])),
    }
