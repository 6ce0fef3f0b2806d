"""Names of people and places: stored order, full names, the genitive."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def sort_key(text: str, *, czech: bool = True) -> bytes:
    """The stored place of `text` in Czech order, with German letters where a German expects them.

    In a list that is not read in Czech, CH is no letter of its own: *China* before *Georgia*.
    Byte strings compare as the texts are ordered; equal on every computer. Case and accents
    that Czech does not count decide only between otherwise equal texts.
    """
    import czech_sort

    if not czech:
        text = _CH.sub(_APART, text)
    if text.isascii():
        return _key_bytes(czech_sort.key(text))
    import unicodedata

    spelt = unicodedata.normalize("NFC", text).translate(_SPELT)
    alphabet, *rest = czech_sort.key(spelt)
    if not _CYRILLIC_PLACES.keys().isdisjoint(spelt.lower()):
        alphabet = tuple(
            (1, _CYRILLIC_PLACES.get(part[1], part[1])) if part[0] == 1 else part
            for part in alphabet
        )
    key = _key_bytes((alphabet, *rest))
    # Straße and Strasse are two names: the text itself decides, after everything else.
    return key if spelt == text else key + text.encode()


_CH = re.compile("(?<=[cC])(?=[hH])")
_APART = "\u034f"  # the combining grapheme joiner: what it parts is not one letter (UAX 15)
_SPELT = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "æ": "ae", "Æ": "Ae",
        "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ı": "i",
        "ї": "ꙇ", "Ї": "Ꙇ",  # it would fall apart into і and two dots
    }
)  # fmt: skip
_CYRILLIC_PLACES = {
    "ґ": "гx", "ђ": "дx", "є": "еx", "ѕ": "зx", "і": "иx", "ꙇ": "иy", "ј": "иz", "љ": "лx",
    "њ": "нx", "ћ": "тx", "џ": "чx",
}  # fmt: skip
"""Letters that Ukrainian, Serbian and Macedonian have in the middle of the alphabet and Unicode
behind its end: each stands behind the letter that it begins with here."""


def _key_bytes(key: tuple[tuple[object, ...] | str, ...]) -> bytes:
    """What `czech_sort.bytes_key` makes of a key; what stands for one letter is made only once."""
    levels = [
        level.encode().replace(b"\0", b"\0\x01") + b"\0\0"
        if isinstance(level, str)
        else b"".join(map(_part_bytes, level)) + b"\0"
        for level in key
    ]
    return b"".join(levels) + b"\0"


@lru_cache(maxsize=1 << 12)
def _part_bytes(part: object) -> bytes:
    import czech_sort.impl

    return bytes(czech_sort.impl.key_to_bytes(part))


def person_name(title_before: str, given: str, family: str, title_after: str) -> str:
    """The full name with titles: ``Ing. Jana Nováková, Ph.D.``."""
    name = " ".join(part for part in (title_before, given, family) if part)
    return f"{name}, {title_after}" if title_after else name


def genitive(region: str) -> str | None:
    """The genitive of a Czech region's name (*Ústecký kraj*, *Kraj Vysočina*); None of another."""
    if region.endswith("ý kraj"):
        return f"{region.removesuffix('ý kraj')}ého kraje"
    if region.startswith("Kraj "):
        return f"Kraje {region.removeprefix('Kraj ')}"
    return None
