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
from collections.abc import Iterator
from itertools import repeat
from typing import BinaryIO

from app.exchange.cards.card import (
    Card,
    CardAddress,
    Detail,
    DetailKind,
    Fault,
    full_name,
    split_name,
    too_long,
)
from app.exchange.vcard.properties import QUOTED, Handler, Heads, Special, ignore, meaning_of, photo
from app.exchange.vcard.values import decoded, from_base64, picture
from app.i18n import N_

EMPTY = N_("The card holds neither a name nor an organisation nor a contact detail.")
LINE_TOO_LONG = N_("A line of the card is longer than {megabytes} MB.")
CARD_TOO_BIG = N_("The card is larger than {megabytes} MB or has too many lines.")
TOO_DEEP = N_("Too many cards are nested in the card.")

MAX_LINE = 20 * 2**20
MAX_CARD = 50 * 2**20
_MAX_LINES = 500_000
_MAX_DEPTH = 20
_CHUNK = 2**20
_RAW = 200

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

    Text outside of cards is passed over. Never raises but for what `stream.read` raises.
    """
    source = _Source(stream)
    heads = Heads()
    buffer, line = b"\n", 0  # each line begins after a line feed; `line` were before the buffer
    while True:
        data = source.read(max(_CHUNK, len(buffer)))
        buffer += data or b"\n"
        start = begin = number = -1
        counted = depth = deepest = 0
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
                    yield _entry(buffer[start:at], number, heads, deepest)
                    start = -1
                if opens:
                    line += buffer.count(b"\n", counted, at)
                    counted, number, begin = at, line + 1, at
                    start, depth, deepest = end, 0, 0
        if not data:
            if start >= 0:
                yield _entry(buffer[start:], number, heads, deepest)
            return
        if start >= 0 and len(buffer) - begin > MAX_CARD:
            yield _fault(buffer[start : start + _RAW], number, CARD_TOO_BIG, MAX_CARD)
            start = -1
        keep = begin if start >= 0 else buffer.rfind(b"\n")
        line += buffer.count(b"\n", counted, keep)
        # Between cards the beginning of the last line says whether a card begins there.
        buffer = buffer[keep:] if start >= 0 else buffer[keep : keep + _RAW]


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


def _entry(raw: bytes, line: int, heads: Heads, depth: int) -> Card | Fault:
    if depth > _MAX_DEPTH:
        return _fault(raw, line, TOO_DEEP)
    if len(raw) > MAX_CARD:
        return _fault(raw, line, CARD_TOO_BIG, MAX_CARD)
    if len(raw) > _MAX_LINES:  # else there is no need to look
        if raw.count(b"\n") > _MAX_LINES:
            return _fault(raw, line, CARD_TOO_BIG, MAX_CARD)
        if max(map(len, raw.split(b"\n"))) > MAX_LINE:
            return _fault(raw, line, LINE_TOO_LONG, MAX_LINE)
    return _card(raw, line, heads)


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
        elif rest is not None:
            rest.stray(head)
    if rest is not None:
        rest.finish()
    if fault := too_long(card, line, raw[:_RAW].decode("utf-8", "replace").strip()):
        return fault
    if card.kind != "person" or not (card.family_name or card.given_name):
        return _named(card, raw)
    if not card.formatted_name:
        card.formatted_name = full_name(card)
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


def _named(card: Card, raw: bytes) -> Card | Fault:
    """The card whose name is only in FN or ORG, or that is none of a person."""
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
        split_name(card)
    else:
        card.formatted_name = full_name(card)
    if not (card.formatted_name or card.organisation or details or card.addresses):
        return _fault(raw, card.line, EMPTY)
    return card


class _Rest:
    """What a card needs beyond its simple lines: groups, encodings, cards within the card."""

    def __init__(self, card: Card, heads: Heads) -> None:
        self._card, self._heads = card, heads
        self._groups: dict[str, list[Detail | CardAddress]] = {}
        self._labels: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        self._base64: list[str] | None = None
        self._base64_handle: Handler = ignore

    def take(self, head: str, value: str, rows: Rows) -> None:
        """Understand a line, and those after it that belong to it."""
        meaning = self._heads.learn(head)
        if isinstance(meaning, Special) and meaning.name == QUOTED:
            line = f"{head}:{value}"
            found = _QUOTED_HEAD.match(line)
            if found is None:
                return
            meaning, value = meaning_of(found[1]), line[found.end() :]
        if not isinstance(meaning, Special):
            meaning(self._card, value)
        elif meaning.name == "BEGIN":
            _skip_card(value, rows)
        elif meaning.encoding == "B":
            self._close_base64()
            self._base64, self._base64_handle = [value], meaning.handle
        else:
            self._take_special(meaning, value, rows)

    def _take_special(self, meaning: Special, value: str, rows: Rows) -> None:
        if meaning.encoding == "Q":
            text = decoded(_unquoted(value, rows), meaning.charset)
            value = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
        made = meaning.handle(self._card, value)
        if not meaning.group:
            return
        if isinstance(made, (Detail, CardAddress)):
            self._groups.setdefault(meaning.group, []).append(made)
        elif isinstance(made, str):
            found = self._labels if meaning.name == "X-ABLABEL" else self._countries
            found[meaning.group] = made

    def stray(self, line: str) -> None:
        """A line without a colon: more of a base64 value, or its end when it is empty."""
        if self._base64 is None:
            return
        if line.strip():
            self._base64.append(line)
        else:
            self._close_base64()

    def _close_base64(self) -> None:
        if self._base64 is None:
            return
        coded, self._base64 = "".join(self._base64), None
        if self._base64_handle is photo:
            self._card.photo = self._card.photo or picture(coded)
        elif self._base64_handle is not ignore:
            self._base64_handle(self._card, decoded(from_base64(coded)))

    def finish(self) -> None:
        """Give the entries of each group their label and country."""
        self._close_base64()
        for group, label in self._labels.items():
            for item in self._groups.get(group, ()):
                _label(item, label)
        for group, country in self._countries.items():
            for item in self._groups.get(group, ()):
                if isinstance(item, CardAddress):
                    item.country = item.country or country


def _skip_card(value: str, rows: Rows) -> None:
    """Pass over a card within the card."""
    depth = 1 if value.strip().upper() == "VCARD" else 0
    while depth and (row := next(rows, None)):
        if row[2].strip().upper() == "VCARD":
            depth += {"BEGIN": 1, "END": -1}.get(row[0].strip().upper(), 0)


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
        item.label = text
        return
    name = text[4:-4].lower()
    kind, label = _APPLE_LABELS.get(name, (None, name))
    if isinstance(item, CardAddress):
        if label in ("work", "home"):
            item.kind, label = ("work" if label == "work" else "home"), ""
    elif kind is not None and item.kind in ("phone", "mobile", "fax"):
        item.kind = kind
    item.label = label
