"""Arabic script as it is drawn: joined letters, from the right to the left.

A font draws one sign for each character, so the joined forms are taken from the Arabic
presentation forms of Unicode, whose decompositions also tell which letters join (The Unicode
Standard, 9.2). Numbers and Latin words keep their direction (a part of UAX 9 that names need).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHT_TO_LEFT = {"R", "AL"}
_ISOLATED, _FINAL, _INITIAL, _MEDIAL = "isolated", "final", "initial", "medial"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def is_arabic(text: str) -> bool:
    """Whether some of `text` is written from the right to the left."""
    return _ARABIC.search(text) is not None


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Of each letter, or of a lam with an alef, the forms by what they are."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE80, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        word = "".join(chr(int(letter, 16)) for letter in letters)
        if kind and (len(word) == 1 or word[0] == "\u0644"):
            found.setdefault(word, {}).setdefault(kind.strip("<>"), chr(code))
    return found


def joined(text: str) -> str:
    """`text` with the forms that its letters have beside one another, in the order of reading."""
    if not is_arabic(text):
        return text
    forms = _forms()
    letters: list[str] = []
    for char in text:
        if letters and letters[-1] == "\u0644" and letters[-1] + char in forms:
            letters[-1] += char  # lam and alef are one sign
        else:
            letters.append(char)
    seen = [index for index, letter in enumerate(letters) if not unicodedata.combining(letter[0])]
    shaped = list(letters)
    for place, index in enumerate(seen):
        known = forms.get(letters[index])
        if known is None:
            continue
        before = forms.get(letters[seen[place - 1]], {}) if place else {}
        after = forms.get(letters[seen[place + 1]], {}) if place + 1 < len(seen) else {}
        to_before = _FINAL in known and _INITIAL in before
        to_after = _INITIAL in known and _FINAL in after
        kind = _MEDIAL if to_before and to_after else _FINAL if to_before else _INITIAL
        if not to_before and not to_after:
            kind = _ISOLATED
        shaped[index] = known.get(kind, known.get(_ISOLATED, letters[index]))
    return "".join(shaped)


def in_order(text: str) -> str:
    """A line as its signs stand from the left to the right."""
    if not is_arabic(text):
        return text
    kinds = [unicodedata.bidirectional(char) for char in text]
    strong = [index for index, kind in enumerate(kinds) if kind in _RIGHT_TO_LEFT]
    parts: list[str] = []
    start = 0
    while start < len(text):
        if kinds[start] not in _RIGHT_TO_LEFT:
            end = next((index for index in strong if index > start), len(text))
            parts.append(text[start:end])
            start = end
            continue
        # Up to the last letter of the script before a letter of another one.
        end = last = start
        depth = 0
        while end < len(text) and kinds[end] != "L":
            depth += (text[end] in "([{") - (text[end] in ")]}")
            if depth < 0:  # it closes what was opened before the script
                break
            belongs = kinds[end] in (*_RIGHT_TO_LEFT, "NSM", "AN", "EN") or text[end] in ")]}"
            last = end if belongs else last
            end += 1
        parts.append(_turned(text[start : last + 1]))
        start = last + 1
    return "".join(parts)


def _turned(text: str) -> str:
    """A part in the script, backwards; numbers in it and marks behind their letters stay."""
    pieces = re.findall("[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,/:-][0-9\u0660-\u0669]+)*|.", text)
    clusters: list[str] = []
    for piece in pieces:
        if clusters and unicodedata.combining(piece[0]):
            clusters[-1] += piece
        else:
            clusters.append(piece)
    return "".join(item.translate(_MIRRORED) for item in reversed(clusters))
