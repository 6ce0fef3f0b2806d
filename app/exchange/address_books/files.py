"""Files of contacts, whatever their format: what they are, and the cards in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.exchange.cards.card import MAX_NAME, NAME_TOO_LONG, Card, Detail, Fault
from app.files import Reason, check_source
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.system import file_moment

CARDS = {".vcf", ".vcard"}
TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"}
DIRECTORIES = {".ldif", ".ldi"}
MAILS = {".eml", ".msg"}
ENDINGS = sorted(CARDS | TABLES | DIRECTORIES | MAILS)
"""The endings of files that contacts are read from."""

UNREADABLE = N_("“{file}” cannot be read: {detail}. Nothing was imported.")
NO_COLUMNS = N_(
    "No column of “{file}” is known as a name, an e-mail or a phone. "
    "Say what the columns mean. Nothing was imported."
)

MAX_SUBJECT, MAX_TEXT = 500, 100_000
"""How much of a mail is kept in an interaction; the mail itself can be filed as a document."""

CANCELLED = N_("The import was cancelled. Nothing was imported.")

REPEATED = N_(
    "From here on the same row stands {count} more times; those were left out. If they are meant, "
    "give each a name of its own."
)
_SAME = 100  # times that a row is taken as it is

_NAMING = {"formatted_name", "family_name", "given_name", "organisation", "email"}


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
    """What a person needs to see of a table: its header, and an example for each column."""

    header: list[str]
    examples: list[str]


def head_of(path: Path) -> Head | None:
    """The head of a table whose columns are to be given a meaning.

    None for a file of another kind and for our own tables, which say it themselves. Raises
    `UserError`.
    """
    if path.suffix.lower() not in TABLES:
        return None
    from itertools import islice

    from app.exchange.tables.contacts import own_table
    from app.exchange.tables.reader import open_table

    table = open_table(path)
    if own_table(table.header):
        return None
    width = len(table.header)
    examples = [""] * width
    for _, cells in islice(table.rows, 50):
        for number, cell in enumerate(cells[:width]):
            if cell.strip() and not examples[number]:
                examples[number] = " ".join(cell.split())[:80]
    return Head(list(table.header), examples)


def heads_job(
    store: object,
    progress: Progress,
    cancelled: Cancelled,
    *,
    paths: Sequence[Path],
) -> dict[str, Head]:
    """The heads of the tables among some files, by their paths, as a job of `app.jobs`."""
    found = {}
    for number, path in enumerate(paths):
        progress(number, len(paths))
        if cancelled():
            raise UserError(CANCELLED)
        if head := head_of(path):
            found[str(path)] = head
    return found


def count_of(path: Path) -> int:
    """About how many cards a file has: for the progress only."""
    suffix = path.suffix.lower()
    try:
        if suffix in CARDS:
            return _count(path, b"BEGIN:VCARD") or 1
        if suffix in DIRECTORIES:
            return _count(path, b"\ndn:") + 1
        if suffix in (".csv", ".tsv", ".txt"):
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


def cards_of(path: Path, mapping: Mapping[int, str] | None) -> Iterator[object]:
    """The cards of a file, `Mailed` ones for mails, and faults (with line, reason, values).

    `mapping` says what the columns of a table mean, by their numbers; without it they are
    guessed from the header. Raises `UserError` when nothing can be read.
    """
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
        elif suffix in MAILS:
            yield _mail(path)
        else:
            yield from _table(path, mapping)
    except OSError as error:
        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error


def _mail(path: Path) -> Card | Mailed:
    from app.exchange.cards.names import split_name, take_gender
    from app.exchange.mails.reader import kind_of, local_minute, read_mail, read_msg_contact
    from app.rules.people.titles import split_titles

    if kind_of(path) == "contact":
        return read_msg_contact(path)
    mail = read_mail(path)
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
    return Mailed(card, mail.subject[:MAX_SUBJECT], sent_at, mail.text[:MAX_TEXT])


def _table(path: Path, mapping: Mapping[int, str] | None) -> Iterator[object]:
    from app.exchange.record_files import bare
    from app.exchange.tables.contacts import own_table
    from app.exchange.tables.headers import card, guess
    from app.exchange.tables.reader import open_table

    table = open_table(path)
    if own := own_table(table.header):
        # What neutralises a formula is there in text files only.
        as_text = path.suffix.lower() in (".csv", ".tsv", ".txt")
        for line, row in table.rows:
            if found := own.card([bare(cell) for cell in row] if as_text else row, line):
                yield found
        return
    columns = dict(mapping) if mapping is not None else guess(table.header)
    if not _NAMING & {target.partition(":")[0] for target in columns.values()}:
        raise UserError(NO_COLUMNS, file=path.name)
    external = _external(table.header)
    for line, row, more in _different(table.rows):
        if more:
            yield Fault(line, REPEATED, {"count": more})
            continue
        values: dict[str, list[str]] = {}
        for number, cell in enumerate(row):
            if number in columns and cell.strip():
                values.setdefault(columns[number], []).append(cell)
        if not values:
            continue
        if fault := _too_long(values, line):
            yield fault
            continue
        found = card(values, line)
        found.extra |= {name: row[number] for name, number in external.items() if row[number]}
        yield found


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


def _too_long(values: Mapping[str, list[str]], line: int) -> Fault | None:
    for target, texts in values.items():
        long = next((text for text in texts if len(text) > MAX_NAME), "")
        if long and target != "note":
            told = {"count": len(long), "beginning": long[:40], "most": MAX_NAME}
            return Fault(line, NAME_TOO_LONG, told)
    return None


_EXTERNAL = ("external_source", "external_id")


def _external(header: Sequence[str]) -> dict[str, int]:
    """Where a table says what another source calls its records."""
    return {n: header.index(n) for n in _EXTERNAL} if set(_EXTERNAL) <= set(header) else {}
