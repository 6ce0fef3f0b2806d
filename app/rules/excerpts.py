"""Where words stand in a long text, whatever their case and diacritics.

Folding a text of millions of characters takes a second; a pattern of what each letter may look like
finds a word in it in a few hundredths.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from app.rules.folding import fold

_LETTERS = (*range(0x80, 0x530), *range(0x1E00, 0x1F00))  # Latin, Greek, Cyrillic
_MARKS = "[\u0300-\u036f]*"  # an accent may stand by itself behind its letter
_SHORT, _BEFORE, _WIDTH = (
    80,
    20,
    160,
)  # characters; what was found must be seen in a narrow list, too


def excerpt(text: str, words: Sequence[str]) -> str:
    """The stretch of a text in which most of some folded words begin a word, the first of several.

    Up to 160 characters in one line, with “…” where it was cut; empty if no word is found.
    """
    return _excerpt(text, words, is_broken=False) or _excerpt(text, words, is_broken=True)


def _excerpt(text: str, words: Sequence[str], *, is_broken: bool) -> str:
    best, place = 0, None
    patterns = [_pattern(word, is_broken) for word in dict.fromkeys(words)]
    for pattern in patterns:
        found = pattern.search(text)
        if found is None:
            continue
        start, end = _stretch(text, found.start())
        count = sum(bool(other.search(text, start, end)) for other in patterns)
        if count > best:
            best, place = count, (start, end)
    if place is None:
        return ""
    start, end = place
    part = text[start:end]
    shown = " ".join((_HYPHEN.sub(r"\1\2", part) if is_broken else part).split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _stretch(text: str, at: int) -> tuple[int, int]:
    """Around a place, begun and ended between words where there are any."""
    if len(text) <= _SHORT:
        return 0, len(text)
    start = max(0, at - _BEFORE)
    if start:
        blank = re.compile(r"\s").search(text, start, at)
        start = blank.end() if blank else start
    end = min(len(text), start + _WIDTH)
    if end < len(text):
        blank_at = max(text.rfind(blank, at + 1, end) for blank in (" ", "\n"))
        end = blank_at if blank_at > at else end
    return start, end


_HYPHEN = re.compile(r"([^\W\d_])[-\u2010] ?\n\s*([^\W\d_])")
_GAP = r"(?:[-\u2010\u00ad]?[ \u00a0]?\n\s*|[ \u00a0]{1,3}|[./-] ?)?"
_DIGIT_GAP = r"[ \u00a0./-]{0,2}"


@lru_cache(maxsize=256)
def _pattern(word: str, is_broken: bool) -> re.Pattern[str]:
    """What a folded word looks like where it begins a word; in a broken text it has gaps."""
    gap = _GAP if is_broken else _DIGIT_GAP if word.isdigit() else ""
    one, several = _looks()
    parts = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        letters = [
            f"[{one.get(letter, '')}{letter}{letter.upper()[:1]}]{_MARKS}" for letter in pair
        ]
        if len(pair) == 2 and pair in several:
            parts.append(f"(?:{''.join(letters)}|[{several[pair]}])")
            at += 2
        else:
            parts.append(letters[0])
            at += 1
    # That no letter stands before it is asked second: most places fail by their letter already.
    return re.compile(f"(?={gap.join(parts)})(?<![^\\W_])")


@cache
def _looks() -> tuple[dict[str, str], dict[str, str]]:
    """The letters that fold to one plain letter, and those that fold to two."""
    one: dict[str, str] = defaultdict(str)
    several: dict[str, str] = defaultdict(str)
    for code in _LETTERS:
        letter = chr(code)
        plain = fold(letter)
        if not plain.isalnum() or plain == letter:
            continue
        if len(plain) == 1:
            one[plain] += letter
        elif len(plain) == 2:
            several[plain] += letter
    return dict(one), dict(several)
