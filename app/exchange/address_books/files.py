"""Files of contacts, whatever their format: what they are, and the cards in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UserError
from app.exchange.cards.card import MAX_NAME, NAME_TOO_LONG, Card, Detail, Fault
from app.exchange.tables.row_values import NOTE, Values
from app.files import Reason, check_source
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.system import file_moment

if TYPE_CHECKING:
    from app.exchange.tables.reader import Table

CARDS = {".vcf", ".vcard"}
TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"}
DIRECTORIES = {".ldif", ".ldi", ".ldf"}
TEXTS = {".csv", ".tsv", ".tab", ".txt", ""}
MAILS = {".eml", ".msg"}
OBJECTS = {".json", ".jcard"}
ENDINGS = sorted(CARDS | TABLES | DIRECTORIES | MAILS | OBJECTS)
"""The endings of files that contacts are read from."""

UNREADABLE = N_(
    "“{file}” cannot be read: {detail}. Nothing was imported. Check the file, and import it again."
)
NO_COLUMNS = N_(
    "No column of “{file}” is known as a name, an e-mail or a phone. "
    "Say what the columns mean. Nothing was imported."
)

MAX_SUBJECT, MAX_TEXT = 500, 100_000
"""How much of a mail is kept in an interaction; the mail itself can be filed as a document."""

TEXT_CUT = N_(
    "The e-mail is longer than {count} characters; the rest is left out. The whole e-mail can be "
    "filed as a document."
)
CANCELLED = N_("The import was cancelled. Nothing was imported.")

REPEATED = N_(
    "From here on the same row is repeated {count} more times; the repetitions were left out. "
    "If they are intended, give each a name of its own."
)
_SAME = 100  # times that a row is taken as it is

ABOVE = N_("“{text}” above the columns is left out.")
BEYOND = N_(
    "The row has more cells than there are columns; these are in the note: {cells}. Check that "
    "all others are where they belong."
)
HEADERLESS = N_(
    "The table has no headings: its first row is taken as a contact. Check what became of its "
    "columns."
)
NOTED = N_("These columns have no field; they are in the note under their headings: {columns}.")
LEFT_OUT = N_("These columns were not imported: {columns}.")
SILENT = N_("These cells say nothing and were left out: {cells}.")
NO_NAMES = N_(
    "No column of the sheet is known as a name, an e-mail or a phone. It was not imported (filled "
    "rows: {count})."
)

_LISTED = 40  # columns that a sentence names


@dataclass(frozen=True, slots=True)
class Notice(Fault):
    """Something that a person should know of a file that is read all the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is read by itself: a file, or one of several sheets of a workbook.

    `name` is how a report calls it, `key` how a mapping of columns is kept for it.
    """

    path: Path
    sheet: str | None = None
    is_one_of_several: bool = False

    @property
    def name(self) -> str:
        """The name of the file, and of the sheet where there are several."""
        return f"{self.path.name} ({self.sheet})" if self.is_one_of_several else self.path.name

    @property
    def key(self) -> str:
        """The path, and the sheet where there are several."""
        return f"{self.path}\n{self.sheet}" if self.is_one_of_several else str(self.path)


def is_table(path: Path) -> bool:
    """Whether a file is a table; what was pasted is kept in one without an ending."""
    return path.suffix.lower() in TABLES or not path.suffix


def parts_of(path: Path) -> list[Part]:
    """The file, or each filled sheet of a workbook that has several. Raises `UserError`."""
    check_source(path)  # a pipe would never end
    if not is_table(path):
        return [Part(path)]
    from app.exchange.tables.reader import sheets_of

    sheets = sheets_of(path)
    if len(sheets) < 2:
        return [Part(path)]
    return [Part(path, sheet, is_one_of_several=True) for sheet in sheets]


def without_header(paths: Iterable[Path]) -> dict[str, bool]:
    """That no table of some files has a header, by the keys of the tables. Raises `UserError`."""
    return {part.key: False for path in paths if is_table(path) for part in parts_of(path)}


@dataclass(slots=True)
class Mailed:
    """A mail: its sender as a card, and what was written, which becomes an interaction."""

    card: Card
    subject: str
    sent_at: str
    text: str

    @property
    def line(self) -> int:
        """Where it stands in its file."""
        return self.card.line


def is_contact_file(path: Path) -> bool:
    """Whether contacts are read from files of this ending."""
    return path.suffix.lower() in ENDINGS


@dataclass(frozen=True, slots=True)
class Head:
    """What a person needs to see of a table: its header, and an example for each column.

    Without a header the names are empty, and the first row is a contact. `rows` are the first ones
    of the table, that of the header among them.
    """

    header: list[str]
    examples: list[str]
    name: str = ""
    has_header: bool = True
    rows: tuple[Sequence[str], ...] = ()


def proposed(head: Head, kind: str = "person") -> dict[int, str]:
    """What the columns of a table may mean: by its header, or else by what they hold."""
    from app.exchange.tables.headerless import guess_columns
    from app.exchange.tables.headers import guess

    return guess(head.header, kind) if head.has_header else guess_columns(head.rows, kind)


def turned(head: Head, *, has_header: bool) -> Head:
    """The head of a table whose first row is a header, or is a contact, as a person says."""
    width = max(map(len, head.rows), default=0)
    names = [" ".join(name.split()) for name in head.rows[0]] if has_header and head.rows else []
    header = names + [""] * (width - len(names))
    rows = head.rows[1:] if has_header else head.rows
    return replace(head, header=header, examples=_examples(rows, width), has_header=has_header)


def _examples(rows: Iterable[Sequence[str]], width: int) -> list[str]:
    examples = [""] * width
    for cells in rows:
        for number, cell in enumerate(cells[:width]):
            if cell.strip() and not examples[number]:
                examples[number] = " ".join(cell.split())[:80]
    return examples


def head_of(part: Part, kind: str = "person", *, has_header: bool | None = None) -> Head | None:
    """The head of a table whose columns are to be given a meaning.

    None for a file of another kind and for our own tables, which say it themselves. Raises
    `UserError`.
    """
    if not is_table(part.path):
        return None
    from itertools import islice

    from app.exchange.tables.contacts import own_table

    table = _open(part, kind, has_header)
    if own_table(table.header):
        return None
    cells = [row for _, row in islice(table.rows, 50)]
    rows = (table.header, *cells) if table.has_header else tuple(cells)
    examples = _examples(cells, len(table.header))
    return Head(list(table.header), examples, part.name, table.has_header, rows)


def heads_job(
    store: object,
    progress: Progress,
    cancelled: Cancelled,
    *,
    paths: Sequence[Path],
    kind: str = "person",
) -> dict[str, Head]:
    """The heads of the tables among some files, by the keys of their parts, for `app.jobs`.

    Of several sheets those without a known column are passed over: the report names them.
    """
    from app.exchange.tables.headers import is_known

    found: dict[str, Head] = {}
    for number, path in enumerate(paths):
        progress(number, len(paths))
        if cancelled():
            raise UserError(CANCELLED)
        heads = {part.key: head_of(part, kind) for part in parts_of(path)}
        known = {
            key: head
            for key, head in heads.items()
            if head is None or is_known(proposed(head, kind).values())
        }
        found |= {key: head for key, head in (known or heads).items() if head}
    return found


def count_of(path: Path) -> int:
    """About how many cards a file has: for the progress only."""
    suffix = path.suffix.lower()
    try:
        if suffix in CARDS:
            return _count(path, b"BEGIN:VCARD") or 1
        if suffix in DIRECTORIES:
            return _count(path, b"\ndn:") + 1
        if suffix in TEXTS:
            return _count(path, b"\n") or 1
        if suffix in TABLES:
            return max(1, path.stat().st_size // 60)
    except OSError:
        pass
    return 1


def _count(path: Path, mark: bytes) -> int:
    found, rest = 0, b""
    with path.open("rb") as stream:
        while data := stream.read(1 << 20):
            whole = rest + data
            found += whole.upper().count(mark.upper())
            rest = whole[-(len(mark) - 1) :] if len(mark) > 1 else b""
    return found


def cards_of(
    path: Path | Part,
    mapping: Mapping[int, str] | None,
    kind: str = "person",
    *,
    has_header: bool | None = None,
) -> Iterator[object]:
    """The cards of a file, `Mailed` ones for mails, faults and notices (line, reason, values).

    `mapping` says what the columns of a table mean, by their numbers; without it they are
    guessed from the header, or from what they hold: `has_header` says whether a table has one, None
    that it is to be recognised. `kind` says what a table without more is about: people or
    organisations. Raises `UserError` when nothing can be read.
    """
    part = path if isinstance(path, Part) else Part(path)
    path = part.path
    suffix = path.suffix.lower()
    check_source(path)
    try:
        if suffix in CARDS:
            from app.exchange.vcard.reader import read

            with path.open("rb") as stream:
                yield from read(stream)
        elif suffix in DIRECTORIES:
            from app.exchange.address_books.ldif import read as read_ldif

            with path.open("rb") as stream:
                yield from read_ldif(stream)
        elif suffix in OBJECTS:
            from app.exchange.address_books.json_contacts import read as read_json

            yield from read_json(path, kind)
        elif suffix in MAILS:
            yield from _mail(path)
        else:
            yield from _table(part, mapping, kind, has_header)
    except OSError as error:
        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error


def _mail(path: Path) -> Iterator[object]:
    """The mail in a file, after the cards that are attached to it; or an Outlook contact."""
    from app.exchange.cards.names import split_name, take_gender
    from app.exchange.cards.records import labelled
    from app.exchange.mails.reader import kind_of, local_minute, read_mail, read_msg_contact
    from app.exchange.vcard.reader import read
    from app.rules.people.titles import split_titles

    if kind_of(path) == "contact":
        yield read_msg_contact(path)
        return
    mail = read_mail(path)
    before = 1  # the line of the mail itself
    for data in mail.cards:  # first: the sender may be among them
        for found in read(io.BytesIO(data)):
            yield replace(found, line=before + found.line)
        before += data.count(b"\n") + 1
    # A mail that was never sent has no time of its own: that of its file is the best there is.
    sent_at = mail.sent_at or local_minute(file_moment(path))
    card = Card(line=1)
    card.title_before, bare, card.title_after = split_titles(mail.sender_name)
    if "@" not in bare:
        card.given_name, card.family_name = split_name(bare)
        card.formatted_name = mail.sender_name
    take_gender(card)
    if mail.sender_address:
        card.emails.append(Detail(mail.sender_address, "email", "", True))
    told = [labelled(label, text) for label, text in mail.said]
    if len(mail.subject) > MAX_SUBJECT:
        told.insert(0, mail.subject)
    if len(mail.text) > MAX_TEXT:
        card.warned.append((TEXT_CUT, {"count": MAX_TEXT}))
    text = "\n\n".join(filter(None, (mail.text[:MAX_TEXT], "\n".join(told))))
    yield Mailed(card, mail.subject[:MAX_SUBJECT], sent_at, text)


def _open(part: Part, kind: str, has_header: bool | None) -> Table:
    from app.exchange.tables.contacts import own_table
    from app.exchange.tables.headers import guess, is_known
    from app.exchange.tables.reader import open_table

    def knows(row: Sequence[str]) -> bool:
        return is_known(guess(row, kind).values()) or own_table(row) is not None

    return open_table(part.path, part.sheet, knows, has_header=has_header)


def _table(
    part: Part, mapping: Mapping[int, str] | None, kind: str, has_header: bool | None
) -> Iterator[object]:
    from app.exchange.record_files import bare
    from app.exchange.tables.contacts import own_table
    from app.exchange.tables.headers import card, is_known
    from app.exchange.tables.layout import Layout

    path = part.path
    table = _open(part, kind, has_header)
    yield from _about(table)
    if own := own_table(table.header):
        # What neutralises a formula is there in text files only.
        as_text = path.suffix.lower() in TEXTS
        for line, row in table.rows:
            if found := own.card([bare(cell) for cell in row] if as_text else row, line):
                found.fingerprint = _fingerprint(table.header, row)
                yield found
        return
    if mapping is not None:
        columns = dict(mapping)
    else:
        head = Head(table.header, [], has_header=table.has_header, rows=table.first)
        columns = proposed(head, kind)
    if not is_known(columns.values()):
        if part.is_one_of_several:
            yield Fault(table.header_line, NO_NAMES, {"count": sum(1 for _ in table.rows) + 1})
            return
        raise UserError(NO_COLUMNS, file=path.name)
    external = _external(table.header)
    layout = Layout(table.header, columns)
    for line, row, more in _different(table.rows):
        if more:
            yield Fault(line, REPEATED, {"count": more})
            continue
        values = layout.values(row)
        if not values:
            continue
        if fault := _too_long(values, line):
            yield fault
            continue
        found = card(values, line, kind=kind)
        found.fingerprint = _fingerprint(table.header, row)
        found.extra |= {name: row[number] for name, number in external.items() if row[number]}
        layout.told(values)
        if beyond := layout.beyond(row):
            yield Notice(line, BEYOND, {"cells": _named(beyond)})
        yield found
    silent = [f"{heading}: {text}" for heading, text in layout.silent]
    for reason, name, listed in (
        (NOTED, "columns", layout.noted),
        (LEFT_OUT, "columns", layout.left_out),
        (SILENT, "cells", silent),
    ):
        if listed:
            yield Notice(table.header_line, reason, {name: _named(listed)})


def _fingerprint(header: Sequence[str], row: Sequence[str]) -> str:
    """All that a row says: what makes it the same one, whatever its columns are taken for."""
    return repr([(name, cell) for name, cell in zip_longest(header, row) if cell])


def _about(table: Table) -> Iterator[Notice]:
    """What is to be known of a table before its rows."""
    from app.exchange.tables.encodings import NAMES, NOT_SAID

    for line, text in table.above:
        yield Notice(line, ABOVE, {"text": text[:200]})
    if not table.has_header:
        yield Notice(table.header_line, HEADERLESS)
    if table.encoding and not table.encoding.startswith("utf"):
        name = NAMES.get(table.encoding, table.encoding)
        yield Notice(table.header_line, NOT_SAID, {"encoding": name})


def _named(texts: Iterable[str]) -> str:
    """Texts as a list in a sentence."""
    listed = list(texts)
    return ", ".join(listed[:_LISTED]) + (" …" if len(listed) > _LISTED else "")


def _different(
    rows: Iterator[tuple[int, list[str]]],
) -> Iterator[tuple[int, list[str], int]]:
    """The rows with 0; a row that repeats the last one more than `_SAME` times comes once more,
    with how many times it was left out: a sheet of a kilobyte can say a million times the same.
    """
    last: list[str] = []
    same = left_out = at = 0
    for line, row in rows:
        if row != last:
            if left_out:
                yield at, last, left_out
            last, same, left_out = row, 0, 0
        same += 1
        if same > _SAME:
            at, left_out = at if left_out else line, left_out + 1
        else:
            yield line, row, 0
    if left_out:
        yield at, last, left_out


def _too_long(values: Values, line: int) -> Fault | None:
    for target in values.targets:
        if target in ("note", NOTE):
            continue
        long = next((cell.text for cell in values.look(target) if len(cell.text) > MAX_NAME), "")
        if long:
            told = {"count": len(long), "beginning": long[:40], "most": MAX_NAME}
            return Fault(line, NAME_TOO_LONG, told)
    return None


_EXTERNAL = ("external_source", "external_id")


def _external(header: Sequence[str]) -> dict[str, int]:
    """Where a table says what another source calls its records."""
    return {n: header.index(n) for n in _EXTERNAL} if set(_EXTERNAL) <= set(header) else {}
