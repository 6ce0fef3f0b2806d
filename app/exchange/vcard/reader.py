"""Reading vCard 2.1, 3.0 and 4.0 as programs really write them, one card at a time.

Sources: versit vCard 2.1 (1996); RFC 2425, 2426 and 4770 (3.0); RFC 6350, 6868 and 8605 (4.0).
Nothing is trusted and nothing is refused that can be understood: whatever the bytes are, the
reader neither raises nor hangs, and it never holds more than one card and one block of the file.

It is quick because cards are found in the bytes, each is decoded and split once, and most lines
need no more than a look into a dictionary of what each name with its parameters means.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import repeat
from typing import BinaryIO

from app.exchange.cards.card import (
    LEFT_OUT,
    Card,
    CardAddress,
    Detail,
    DetailKind,
    Fault,
    full_name,
    too_long,
)
from app.exchange.vcard.naming import (
    forget_repeated,
    pair,
    person_of,
    split_whole_name,
    tell_other_names,
)
from app.exchange.vcard.properties import (
    BINARY,
    QUOTED,
    RELATIONS,
    Heads,
    Noted,
    Special,
    ignore,
    meaning_of,
    note,
    take_binary,
)
from app.exchange.vcard.values import decoded, from_base64, is_guessed
from app.i18n import N_

EMPTY = N_("The card holds neither a name nor an organisation nor a contact detail.")
LINE_TOO_LONG = N_("A line of the card is longer than {megabytes} MB.")
CARD_TOO_BIG = N_("The card is larger than {megabytes} MB or has too many lines.")
TOO_DEEP = N_("Too many cards are nested in the card.")
OUTSIDE = N_("This is outside a card (BEGIN:VCARD to END:VCARD) and is left out: “{text}”")
LONG_OUTSIDE = N_(
    "This is outside a card (BEGIN:VCARD to END:VCARD) and is left out, {kilobytes} kB in all. It "
    "begins: “{text}”"
)
GUESSED = N_(
    "The file does not say its encoding; the card was read as Windows (Central European). "
    "Check its accented letters."
)

MAX_LINE = 20 * 2**20
MAX_CARD = 50 * 2**20
_MAX_LINES = 500_000
_MAX_DEPTH = 20
_CHUNK = 2**20
_RAW = 200
_MOST_OUTSIDE = 20_000

_EDGE = re.compile(
    rb"\n[BbEe][EeNn][GgDd](?:[Ii][Nn])?"
    rb"[ \t]*:[ \t]*[Vv][Cc][Aa][Rr][Dd][ \t]*(?=\n)"
)
_AGENT = re.compile(rb"(?:[^:;\n]*\.)?AGENT[ \t]*(?:;[^:\n]*)?:[ \t]*", re.IGNORECASE)
_CHARSET = re.compile(rb"[^:]*;CHARSET=\"?([A-Za-z0-9_-]+)", re.IGNORECASE)
_QUOTED_HEAD = re.compile(r'((?:[^":]|"[^"]*")*):')
_B = frozenset(b"Bb")
_partition = str.partition
_COLONS = repeat(":")
Rows = Iterator[tuple[str, str, str]]


# --- The file ---------------------------------------------------------------------------------


def read(stream: BinaryIO) -> Iterator[Card | Fault]:
    """The cards of a file, in its order, and what in it is no usable card.

    A card of a company that also names a person comes as two. Text outside of cards is a fault.
    Never raises but for what `stream.read` raises.
    """
    source = _Source(stream)
    heads = Heads()
    buffer, line = b"\n", 0  # each line begins after a line feed; `line` were before the buffer
    outside = _Outside()
    is_of_card = False  # whether the text before the next card is of one that was too big
    while True:
        data = source.read(max(_CHUNK, len(buffer)))
        buffer += data or b"\n"
        start = begin = number = -1
        counted = depth = deepest = last = 0
        for edge in _EDGE.finditer(buffer):
            at, end = edge.span()
            opens = buffer[at + 1] in _B
            if start >= 0 and opens and _in_agent(buffer, at):
                depth += 1
                deepest = max(depth, deepest)
            elif start >= 0 and depth and not opens:
                depth -= 1
            else:
                if start >= 0:
                    yield from _entry(buffer[start:at], number, heads, deepest)
                    start, last = -1, end
                if opens:
                    line += buffer.count(b"\n", counted, at)
                    if not is_of_card and last < at:
                        outside.add(buffer[last:at], line)
                    yield from outside.told()
                    counted, number, begin = at, line + 1, at
                    start, depth, deepest = end, 0, 0
                    is_of_card = False
        if not data:
            if start >= 0:
                yield from _entry(buffer[start:], number, heads, deepest)
            elif not is_of_card:
                line += buffer.count(b"\n", counted)
                outside.add(buffer[last:], line)
            yield from outside.told()
            return
        if start >= 0 and len(buffer) - begin > MAX_CARD:
            yield _fault(buffer[start : start + _RAW], number, CARD_TOO_BIG, MAX_CARD)
            start, is_of_card, last = -1, True, len(buffer)
        # Between cards the beginning of the last line says whether a card begins there.
        keep = begin if start >= 0 else buffer.rfind(b"\n")
        if start < 0 and len(buffer) - keep > _CHUNK:
            keep = len(buffer)  # a line that long begins no card
        line += buffer.count(b"\n", counted, keep)
        if start < 0 and not is_of_card and last < keep:
            outside.add(buffer[last:keep], line)
        buffer = buffer[keep:]


class _Outside:
    """The text between two cards, gathered until it is told: whole unless it is very long."""

    def __init__(self) -> None:
        self._text = b""
        self._size = self._line = 0

    def add(self, text: bytes, line: int) -> None:
        """More of the text; `line` is the one in which it ends."""
        bare = _END.sub(b"\n", text).strip(_BLANK)
        if not bare:
            return
        if not self._size:
            blank = _BEFORE.match(text)
            self._line = line - text.count(b"\n", blank.end() if blank else 0)
        self._size += len(bare)
        if len(self._text) < _MOST_OUTSIDE:
            self._text += (b"\n" if self._text else b"") + bare[:_MOST_OUTSIDE]

    def told(self) -> Iterator[Fault]:
        """A fault if the text says anything; then it is forgotten."""
        if not self._size:
            return
        shown = decoded(self._text[:_MOST_OUTSIDE]).strip()
        values: dict[str, object] = {"text": " / ".join(shown.split("\n"))}
        reason = OUTSIDE
        if self._size > _MOST_OUTSIDE:
            reason = LONG_OUTSIDE
            values["kilobytes"] = self._size // 1000
        yield Fault(self._line, reason, values, shown[:_RAW])
        self._text, self._size = b"", 0


_END = re.compile(rb"\n[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*(?=\n|$)", re.IGNORECASE)
_BEFORE = re.compile(rb"(?:[\s\0\x1a]|(?<=\n)END[ \t]*:[ \t]*VCARD[ \t]*(?=\n|$))+", re.IGNORECASE)
_BLANK = b" \t\r\n\0\x0b\x0c\x1a"


class _Source:
    """The bytes of a file as UTF-8 (or an encoding of eight bits), its lines ended by LF."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        first = b""
        while len(first) < 4 and (more := stream.read(4 - len(first))):
            first += more
        self._first = first.removeprefix(codecs.BOM_UTF8)
        self._held = b""  # a CR whose LF may be to come
        self._decoder = _wide_decoder(first)

    def read(self, size: int) -> bytes:
        """About `size` bytes; none at the end only."""
        while True:
            raw = self._first or self._stream.read(size) or b""
            self._first = b""
            data = raw
            if self._decoder is not None:
                data = self._decoder.decode(raw, final=not raw).encode("utf-8", "replace")
            data = self._held + data
            self._held = b"\r" if raw and data.endswith(b"\r") else b""
            data = data.removesuffix(self._held).replace(b"\r\n", b"\n")
            if data.find(b"\r") >= 0:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            if data.find(b"\n\xef\xbb\xbf") >= 0:  # several files in one
                data = data.replace(b"\n\xef\xbb\xbf", b"\n")
            if data or not raw:
                return data


def _wide_decoder(first: bytes) -> codecs.IncrementalDecoder | None:
    name = ""
    if first in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        name = "utf-32"
    elif first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif first.upper() == b"B\0E\0":
        name = "utf-16-le"
    elif first.upper() == b"\0B\0E":
        name = "utf-16-be"
    return codecs.getincrementaldecoder(name)("replace") if name else None


def _in_agent(buffer: bytes, at: int) -> bool:
    """Whether the line before position `at` announces a card within the card (vCard 2.1)."""
    return _AGENT.fullmatch(buffer, buffer.rfind(b"\n", 0, at) + 1, at) is not None


def _entry(raw: bytes, line: int, heads: Heads, depth: int) -> Iterator[Card | Fault]:
    if depth > _MAX_DEPTH:
        yield _fault(raw, line, TOO_DEEP)
    elif len(raw) > MAX_CARD or (len(raw) > _MAX_LINES and raw.count(b"\n") > _MAX_LINES):
        yield _fault(raw, line, CARD_TOO_BIG, MAX_CARD)
    elif len(raw) > _MAX_LINES and max(map(len, raw.split(b"\n"))) > MAX_LINE:
        yield _fault(raw, line, LINE_TOO_LONG, MAX_LINE)
    else:
        found = _card(raw, line, heads)
        is_company = isinstance(found, Card) and found.kind == "organisation"
        person = person_of(found) if isinstance(found, Card) and is_company else None
        yield found
        if person:
            yield person


def _fault(raw: bytes, line: int, reason: str, limit: int = 0) -> Fault:
    values: dict[str, object] = {"megabytes": limit // 2**20} if limit else {}
    return Fault(line, reason, values, raw[:_RAW].decode("utf-8", "replace").strip())


# --- A card -----------------------------------------------------------------------------------


def _card(raw: bytes, line: int, heads: Heads) -> Card | Fault:
    card = Card()
    card.line = line
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = _eight_bit(raw)
        if is_guessed(raw):
            card.warned.append((GUESSED, {}))
    if "\n " in text or "\n\t" in text:
        text = _unfolded(text)
    known = heads.plain.get
    rest: _Rest | None = None
    rows = map(_partition, text.split("\n"), _COLONS)
    for head, colon, value in rows:
        handle = known(head)
        if handle is not None:
            handle(card, value)
        elif colon:
            rest = rest or _Rest(card, heads)
            rest.take(head, value, rows)
        elif head and (rest is not None or head.strip()):
            rest = rest or _Rest(card, heads)
            rest.stray(head)
        elif rest is not None:
            rest.stray("")
    if rest is not None:
        rest.finish()
    named = {said[2] for said in card.told if said[0] == "EMAIL"} if card.told else set()
    if len(card.told) > 1:
        pair(card)
    card.told.clear()
    if fault := too_long(card, line, raw[:_RAW].decode("utf-8", "replace").strip()):
        return fault
    if card.kind != "person" or not (card.family_name or card.given_name):
        return _named(card, raw, named)
    if not card.formatted_name:
        card.formatted_name = full_name(card)
    else:
        tell_other_names(card)
    if card.more or named:
        forget_repeated(card, named)
    return card


def _eight_bit(raw: bytes) -> str:
    """The text of a card that is not UTF-8 as a whole, each line as far as it can be read."""
    lines = raw.replace(b"\n ", b"").split(b"\n")  # some programs break lines within a letter
    stated = (_CHARSET.match(line[:_RAW]) for line in lines)
    return "\n".join(
        decoded(line, found[1].decode().lower() if found else "")
        for line, found in zip(lines, stated, strict=True)
    )


def _unfolded(text: str) -> str:
    """The lines in one piece. In 2.1 they are broken before a space, later within a word."""
    kept = "\nVERSION:2.1" in text
    for blank in " \t":
        text = text.replace(f"\n{blank}", blank if kept else "")
    return text


def _named(card: Card, raw: bytes, named: Set[str]) -> Card | Fault:
    """The card whose name is only in FN or ORG, or that is none of a person.

    `named` are the e-mail addresses with a name before them.
    """
    name = card.formatted_name
    details = card.emails or card.phones or card.urls
    if name and any(name == detail.value for detail in (*card.emails, *card.phones)):
        name = card.formatted_name = ""
    if card.kind == "person" and card.organisation and name in ("", card.organisation):
        card.kind = "organisation"
    if card.kind != "person":
        card.formatted_name = name or full_name(card)
        if card.kind == "organisation":
            card.organisation = card.organisation or card.formatted_name
    elif name:
        split_whole_name(card)
    else:
        card.formatted_name = full_name(card)
    forget_repeated(card, named)
    if not (card.formatted_name or card.organisation or details or card.addresses):
        if not _says_anything(card):
            return _fault(raw, card.line, EMPTY)
        card.kind = "person"  # which names nobody: the report says what it says
    return card


def _says_anything(card: Card) -> bool:
    """Whether a card that names nobody says anything else, which the report then repeats."""
    empty = Card(kind=card.kind, formatted_name=card.formatted_name)
    left_out = any(reason == LEFT_OUT for reason, _ in card.warned)
    others = card.photo or card.logo or card.technical or left_out
    return replace(card, warned=[], photo=None, logo=None) != empty or bool(others)


class _Rest:
    """What a card needs beyond its simple lines: groups, encodings, cards within the card."""

    def __init__(self, card: Card, heads: Heads) -> None:
        self._card, self._heads = card, heads
        self._groups: dict[str, list[Detail | CardAddress | Noted]] = {}
        self._labels: dict[str, list[str]] = {}
        self._countries: dict[str, str] = {}
        self._binary: list[str] | None = None
        self._meaning = Special("", ignore)

    def take(self, head: str, value: str, rows: Rows) -> None:
        """Understand a line, and those after it that belong to it."""
        meaning = self._heads.learn(head)
        if isinstance(meaning, Special) and meaning.name == QUOTED:
            line = f"{head}:{value}"
            found = _QUOTED_HEAD.match(line)
            if found is None:
                note(self._card, "", line)
                return
            meaning, value = meaning_of(found[1]), line[found.end() :]
        if not isinstance(meaning, Special):
            meaning(self._card, value)
        elif meaning.name == "BEGIN":
            note(self._card, "AGENT", _inner_card(value, rows))
        elif meaning.encoding == "B" or meaning.name in BINARY:
            self._close_binary()
            meaning.handle(self._card, "")  # what the parameters say
            self._binary, self._meaning = [value], meaning
        else:
            self._take_special(meaning, value, rows)

    def _take_special(self, meaning: Special, value: str, rows: Rows) -> None:
        if meaning.encoding == "Q":
            text = decoded(_unquoted(value, rows), meaning.charset)
            value = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
        before = len(self._card.told)
        made = meaning.handle(self._card, value)
        group = meaning.group
        if not group:
            return
        if isinstance(made, (Detail, CardAddress, Noted)):
            self._groups.setdefault(group, []).append(made)
        elif len(self._card.told) > before:
            name, _, *said = self._card.told[-1]
            self._card.told[-1] = (name, group, *said)  # type: ignore[assignment]
        elif isinstance(made, str) and meaning.name == "X-ABADR":
            self._countries[group] = made
        elif isinstance(made, str):
            self._labels.setdefault(group, []).append(made)

    def stray(self, line: str) -> None:
        """A line without a colon: more of a base64 value, its end when it is empty, or a text."""
        text = line.strip()
        if self._binary is not None and (not text or _MORE_BASE64.fullmatch(text)):
            if text:
                self._binary.append(text)
            else:
                self._close_binary()
        elif text:
            note(self._card, "", text)

    def _close_binary(self) -> None:
        if self._binary is None:
            return
        coded, self._binary = "".join(self._binary), None
        name, is_coded = self._meaning.name, self._meaning.encoding == "B"
        if name in BINARY:
            take_binary(self._card, name, coded, is_coded=is_coded)
            return
        data = from_base64(coded)
        if b"\0" in data or (b"\xff" in data[:4]):
            take_binary(self._card, name, coded, is_coded=True)
        else:
            self._meaning.handle(self._card, decoded(data))

    def finish(self) -> None:
        """Give the entries of each group their label and country."""
        self._close_binary()
        for group, labels in self._labels.items():
            items = self._groups.get(group, ())
            for label in labels:
                for item in items:
                    if isinstance(item, Noted):
                        self._name_better(item, label)
                    else:
                        _label(item, label)
                if not items:
                    note(self._card, "X-ABLabel", label)
        for group, country in self._countries.items():
            for item in self._groups.get(group, ()):
                if isinstance(item, CardAddress) and not item.country:
                    item.country = country
                else:
                    self._card.technical.append(("X-ABADR", country))

    def _name_better(self, item: Noted, label: str) -> None:
        """A label for what has no field: ``_$!<Assistant>!$_`` or the author's own words."""
        name, text = self._card.more[item.number]
        own = label[4:-4] if label.startswith("_$!<") and label.endswith(">!$_") else label
        known = RELATIONS.get(own.lower())
        if known and name.startswith(_APPLE_NAMES):
            self._card.more[item.number] = known, text
        elif name.startswith(_APPLE_NAMES):
            self._card.more[item.number] = own, text
        else:
            self._card.more[item.number] = name, f"{text} ({own})"


_MORE_BASE64 = re.compile(r"[A-Za-z0-9+/=]+")
_APPLE_NAMES = ("Date", "Related person")


def _inner_card(value: str, rows: Rows) -> str:
    """The lines of a card within the card."""
    depth = 1 if value.strip().upper() == "VCARD" else 0
    lines = []
    while depth and (row := next(rows, None)):
        if row[2].strip().upper() == "VCARD":
            depth += {"BEGIN": 1, "END": -1}.get(row[0].strip().upper(), 0)
        elif row[0].strip().upper() != "VERSION":
            lines.append("".join(row).strip())
    return "\n".join(lines)


def _unquoted(value: str, rows: Rows) -> bytes:
    """The bytes of a quoted-printable value with the lines that it goes on in."""
    pieces = [value.rstrip()]
    while pieces[-1].endswith("="):
        pieces[-1] = pieces[-1][:-1]
        row = next(rows, None)
        if row is None:
            break
        pieces.append("".join(row).rstrip())
    whole = "".join(pieces).replace("= ", " ").replace("=\t", "\t")
    return binascii.a2b_qp(whole.encode("utf-8", "replace"))


_APPLE_LABELS: dict[str, tuple[DetailKind | None, str]] = {
    "mobile": ("mobile", ""),
    "iphone": ("mobile", ""),
    "homefax": ("fax", "home"),
    "workfax": ("fax", "work"),
    "otherfax": ("fax", ""),
    "pager": ("other", "pager"),
    "other": (None, ""),
    "homepage": (None, ""),
}


def _label(item: Detail | CardAddress, text: str) -> None:
    """Apply a label of Apple's address book: a text of the author or ``_$!<Work>!$_``."""
    if not (text.startswith("_$!<") and text.endswith(">!$_")):
        places = [part for part in item.label.split(", ") if part and part not in text]
        item.label = ", ".join((text, *places))
        return
    name = text[4:-4].lower()
    kind, label = _APPLE_LABELS.get(name, (None, name))
    if isinstance(item, CardAddress):
        if label in ("work", "home"):
            item.kind, label = ("work" if label == "work" else "home"), ""
    elif kind is not None and item.kind in ("phone", "mobile", "fax"):
        item.kind = kind
    places = [part for part in item.label.split(", ") if part and part not in label.split(", ")]
    item.label = ", ".join(filter(None, (label, *places)))
