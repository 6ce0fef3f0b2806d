"""What a language contributes to the quick entry: its words, and the phrases made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way of saying something. `pattern` is a regular expression over folded text, in which
    ``<weekday>``, ``<month>``, ``<number>``… stand for the words of the grammar. A space in it
    stands for any space. `meaning` names what `reading.Reader` makes of it, after a colon with a
    constant (``in_days:1``). `needs` is what must hold besides: ``end``, that nothing follows but
    what is understood, a sign, or a verb; a letter, that it stands in what was typed.
    """

    meaning: str
    pattern: str
    needs: frozenset[str] = frozenset()


def says(meaning: str, *patterns: str, needs: str = "") -> list[Phrase]:
    """Phrases of one meaning."""
    return [Phrase(meaning, pattern, frozenset(needs.split())) for pattern in patterns]


def forms(**numbered: str) -> dict[str, int]:
    """Forms of words by what they count: ``_3="tri tremi"``."""
    return {word: int(name[1:]) for name, words in numbered.items() for word in words.split()}


def units(**named: str) -> dict[str, str]:
    """Forms of units by their English name."""
    return {word: name for name, words in named.items() for word in words.split()}


def words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(" ".join(lines).split())


@dataclass(frozen=True)
class Grammar:
    """The words of a language, all folded (`fold`), and its phrases."""

    code: str
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    hours: Mapping[str, int]
    anchors: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    names_before: frozenset[str] = frozenset()
    """Words after which a weekday is a name, a feast, or what is already past."""
    numbers_before: frozenset[str] = frozenset()
    """Words after which numbers are no day and no time: ``version``, ``§``, ``street``."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Further placeholders of the phrases."""
    more_weekdays: Mapping[str, int] = field(default_factory=dict)
    """Forms of weekdays that count only in phrases which ask for them."""

    @cached_property
    def short_pattern(self) -> re.Pattern[str]:
        """An abbreviated weekday with its preposition and its full stop."""
        before = self.more.get("to", "").replace(" ?", r"\s*").replace(" ", r"\s+")
        return re.compile(
            rf"(?<![\w#@.])(?:{before})"
            rf"{_named('short', self.short_weekdays)}(?:\.|(?=[\s,]))"
        )

    @cached_property
    def compiled(self) -> tuple[tuple[Phrase, re.Pattern[str]], ...]:
        """The phrases as regular expressions; each begins and ends at the edge of a word."""
        table = {
            "weekday": _named("weekday", self.weekdays),
            "weekdays": _several("weekdays", self.weekdays, self.more["and"], self.more["on"]),
            "short": _named("short", self.short_weekdays),
            "month": _named("month", self.months),
            "number": rf"(?P<number>\d{{1,3}}|{_any(self.numbers)})",
            "ordinal": rf"(?P<ordinal>\d{{1,2}}\.|{_any(self.ordinals)})",
            "unit": _named("unit", self.units),
            "hour": _named("hour", self.hours),
            "anchor": _named("anchor", {word.replace("_", " "): 0 for word in self.anchors}),
            "day": r"(?P<day>0?[1-9]|[12]\d|3[01])",
            "year": r"(?P<year>(?:19|20|21)\d\d)",
            **self.more,
        }
        return tuple(
            (phrase, re.compile(rf"(?<![\w#@-]){_filled(phrase.pattern, table)}(?![\w]|[-.]\w)"))
            for phrase in self.phrases
        )


def _filled(pattern: str, table: Mapping[str, str]) -> str:
    """A pattern with its placeholders filled, those of what fills them as well."""
    parts = re.split(r"(?<!\?P)<(\w+)>", pattern)
    if len(parts) == 1:
        return f"(?:{pattern.replace(' ?', chr(92) + 's*').replace(' ', chr(92) + 's+')})"
    filled = (table[part] if number % 2 else part for number, part in enumerate(parts))
    return _filled("".join(filled), table)


def _any(words: Mapping[str, object]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in ordered)


def _named(name: str, words: Mapping[str, object]) -> str:
    return f"(?P<{name}>{_any(words)})"


def _several(name: str, words: Mapping[str, object], conjunction: str, before: str) -> str:
    one = _any(words)
    apart = rf"\s*(?:,|{conjunction})\s*(?:(?:{before})\s+)?"
    return rf"(?P<{name}>(?:{one})(?:{apart}(?:{one}))*)"


_OTHER = {"ß": "s", "ł": "l", "đ": "d", "ø": "o", "’": "'", "–": "-", "—": "-", "\u00a0": " "}


def fold(text: str) -> str:
    """Lower case without diacritics, each sign in its place: the length stays."""
    return "".join(chain.from_iterable(_sign(sign) for sign in text))


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if sign in _OTHER:
        return _OTHER[sign]
    base = unicodedata.normalize("NFKD", sign)[0].lower()
    return base if len(base) == 1 else sign
