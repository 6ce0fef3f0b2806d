"""Texts as they are searched: without case, accents and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from app.rules.visible import visible

_PLAIN = str.maketrans(
    {
        "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "ø": "o", "œ": "oe",
        "ı": "i", "ħ": "h", "ŋ": "n", "ə": "a",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """`text` for searching: lower case, no diacritics, words separated by single spaces.

    Covers the department's languages: *cerny* finds *Černý*, *strasse* finds *Straße*, *lodz*
    finds *Łódź*; Cyrillic stays Cyrillic. Invisible characters (soft hyphens, direction marks)
    are passed over and part no word.
    """
    if len(text) > 2 * _PIECE:
        # Piece by piece, so that a long text holds up no other thread for long.
        return " ".join(part for part in map(fold, _pieces(text)) if part)
    if not text:
        return ""
    if text.isascii():  # letter by letter, by the C library: addresses, numbers, many names
        return " ".join(text.encode().translate(_ascii()).decode().split())
    return " ".join(text.translate(_FOLDED).split())


_PIECE = 10_000  # characters


_BLANK = re.compile(r"\s")


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces that end at blanks, where it has any."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        blank = _BLANK.search(text, end, end + _PIECE)
        end = blank.start() if blank else end + _PIECE
        yield text[start:end]
        start = end


class _Folded(dict[int, str]):
    """What each letter is folded to, by its code point; worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        import unicodedata

        # Compatibility letters (™, ℌ) show their capitals only once decomposed, hence twice.
        apart = unicodedata.normalize("NFKD", chr(code).casefold())
        apart = unicodedata.normalize("NFKD", apart.casefold())
        if not visible(chr(code)) or unicodedata.category(chr(code)) == "Cf":
            apart = ""
        plain = "".join(char for char in apart if not unicodedata.combining(char))
        plain = "".join(char if char.isalnum() else " " for char in plain.translate(_PLAIN))
        self[code] = plain
        return plain


_FOLDED = _Folded()


@cache
def _ascii() -> bytes:
    """The same for signs of ASCII, each of which is folded to one sign."""
    return "".join(_FOLDED[code] for code in range(128)).encode().ljust(256)
