"""The ways to write one name: umlauts in two letters, Cyrillic in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from app.rules.folding import fold

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN, _SERBIAN = frozenset("ґєії"), frozenset("ђјљњћџ")

# Columns: a Czech, an English, a German spelling, the Czech one without its diacritics.
# Sources: Pravidla českého pravopisu (přepis azbuky); BGN/PCGN, for Ukrainian the resolution of
# the Cabinet of Ministers of Ukraine No. 55 of 2010; Duden (Transkription).
_COMMON = {
    "а": ("a",) * 3, "б": ("b",) * 3, "в": ("v", "v", "w"), "г": ("g",) * 3, "д": ("d",) * 3,
    "е": ("e",) * 3, "ё": ("jo", "yo", "jo"), "ж": ("z", "zh", "sch"), "з": ("z", "z", "s"),
    "и": ("i",) * 3, "й": ("j", "y", "i"), "к": ("k",) * 3, "л": ("l",) * 3, "м": ("m",) * 3,
    "н": ("n",) * 3, "о": ("o",) * 3, "п": ("p",) * 3, "р": ("r",) * 3, "с": ("s",) * 3,
    "т": ("t",) * 3, "у": ("u",) * 3, "ф": ("f",) * 3, "х": ("ch", "kh", "ch"),
    "ц": ("c", "ts", "z"), "ч": ("c", "ch", "tsch"), "ш": ("s", "sh", "sch"),
    "щ": ("sc", "shch", "schtsch"), "ъ": ("",) * 3, "ы": ("y",) * 3, "ь": ("",) * 3,
    "э": ("e",) * 3, "ю": ("ju", "yu", "ju"), "я": ("ja", "ya", "ja"), "'": ("",) * 3,
    "’": ("",) * 3, "ʼ": ("",) * 3,
}  # fmt: skip
_UKRAINIAN_LETTERS = _COMMON | {
    "г": ("h",) * 3, "ґ": ("g",) * 3, "є": ("je", "ie", "je"), "и": ("y", "y", "y"),
    "і": ("i",) * 3, "ї": ("ji", "i", "ji"), "й": ("j", "i", "j"), "ю": ("ju", "iu", "ju"),
    "я": ("ja", "ia", "ja"),
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""English spellings at the beginning of a word."""

_SERBIAN_LETTERS = _COMMON | {
    "ђ": ("d",) * 3, "ј": ("j",) * 3, "љ": ("lj",) * 3, "њ": ("nj",) * 3, "ћ": ("c",) * 3,
    "џ": ("dz",) * 3, "ж": ("z",) * 3, "х": ("h",) * 3, "ц": ("c",) * 3, "ч": ("c",) * 3,
    "ш": ("s",) * 3, "в": ("v",) * 3, "з": ("z",) * 3,
}  # fmt: skip


@lru_cache(maxsize=1 << 14)
def spellings(text: str) -> frozenset[str]:
    """The folded ways to write a name; what is in Cyrillic is written in Latin letters too."""
    if _CYRILLIC.search(text):
        return frozenset(map(fold, (text, *_transliterated(text.casefold()))))
    found = fold(text)
    wide = text.translate(_UMLAUTS)
    return frozenset((found, fold(wide))) if wide != text else frozenset((found,))


def _transliterated(text: str) -> set[str]:
    letters = set(text)
    if letters & _UKRAINIAN:
        tables = [_UKRAINIAN_LETTERS]
    elif letters & _SERBIAN:
        tables = [_SERBIAN_LETTERS]
    else:  # nothing tells Russian from Ukrainian and Serbian
        tables = [_COMMON, _UKRAINIAN_LETTERS, _SERBIAN_LETTERS]
    return {
        "".join(_letter(table, column, *pair) for pair in zip(f" {text}", text, strict=False))
        for table in tables
        for column in range(3)
    }


def _letter(table: Mapping[str, tuple[str, ...]], column: int, before: str, char: str) -> str:
    if column == 1 and table is _UKRAINIAN_LETTERS and not before.isalpha():
        return _UKRAINIAN_FIRST.get(char) or table.get(char, (char,) * 3)[column]
    return table.get(char, (char,) * 3)[column]
