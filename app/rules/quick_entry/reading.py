"""The quick entry: a task from one line, in Czech, German, English, or a mixture of them.

``zavolat na generální konzulát v pátek 14:00 #Sasko`` is a title, a due moment and a record. What
is not understood stays in the title: nothing that was typed is dropped. The rules are those of the
design: abbreviated weekdays count only before a date, a time or a full stop; an hour from 1 to 6
without am or pm is the afternoon; “next” with a weekday is that day of the following week; a date
without a year is the next one to come.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.i18n import C_, N_, Language, Translator
from app.rules.days.holidays import is_holiday, is_working_day
from app.rules.days.partial_dates import format_day
from app.rules.days.recurrence import Rule, next_day
from app.rules.quick_entry import czech, english, german
from app.rules.quick_entry.words import Grammar, Phrase, fold

GRAMMARS: Mapping[Language, Grammar] = {
    Language.CS: czech.GRAMMAR,
    Language.DE: german.GRAMMAR,
    Language.EN: english.GRAMMAR,
}

IS_A = N_("{day} is a {weekday}.")
HOLIDAY = N_("{day} is a public holiday.")
PAST = N_("{day} is past.")
WEEKDAYS = (
    C_("weekday", "Monday"),
    C_("weekday", "Tuesday"),
    C_("weekday", "Wednesday"),
    C_("weekday", "Thursday"),
    C_("weekday", "Friday"),
    C_("weekday", "Saturday"),
    C_("weekday", "Sunday"),
)

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKING = "MO,TU,WE,TH,FR"
_FAR = 200 * 366  # days: what lies further ahead was not meant


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a day that the person may not have thought of."""

    message: str
    day: date

    def text(self, tr: Translator) -> str:
        """The remark as a sentence."""
        return tr.message(
            self.message,
            day=format_day(self.day, tr),
            weekday=tr.message(WEEKDAYS[self.day.weekday()]),
        )


@dataclass(frozen=True, slots=True)
class Relative:
    """A deadline reckoned from something else: so many units before or after its anchor.

    `anchor` is ``start`` or ``end`` (of a visit), ``term`` (the end of an agreement's term),
    ``notice`` (its notice day) or ``signing``; `unit` is ``day``, ``working``, ``week``, ``month``,
    ``year``, ``hour`` or ``minute``; `hour` is the time of the day (``14:00``), if one was said.
    """

    anchor: str
    count: int
    unit: str
    before: bool
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the line that was understood: from `start` up to `end`, as `kind`.

    Kinds are ``day``, ``time``, ``recurrence``, ``relative``, ``link``, ``assignee``, ``priority``.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says.

    `due` is a local moment (``2026-11-27T14:00``), a day alone where no hour was said, or empty.
    `links` and `assignees` are the words after ``#`` and ``@``. `recurrence` is a rule of RFC 5545
    (section 3.3.10). `alternatives` are other moments that the line may mean.
    """

    title: str
    due: str = ""
    links: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    priority: str = ""
    recurrence: str = ""
    relative: Relative | None = None
    understood: tuple[Span, ...] = ()
    remarks: tuple[Remark, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    other: int | None = None  # the hour that may be meant as well


@dataclass(frozen=True)
class _Found:
    """A possible reading of a stretch of the line."""

    start: int
    end: int
    kind: str
    day: date | None = None
    others: tuple[date, ...] = ()
    clock: _Clock | None = None
    moment: datetime | None = None
    rule: str = ""
    relative: Relative | None = None
    weekday: int | None = None
    said_year: bool = False
    rank: int = 0  # of several days, that with the highest is the due day
    needs_end: bool = False
    language: Language | None = None
    stays: bool = False  # the words stay in the title, too

    @property
    def length(self) -> int:
        return self.end - self.start


def read(text: str, now: datetime, language: Language = Language.CS) -> Entry:
    """What a line says at the (local) moment `now`.

    `language`, that of the person, decides where words are ambiguous.
    """
    return _Reader(text, now, language).entry()


def recurrence_of(text: str, language: Language = Language.CS) -> str:
    """The rule that a text says, if it says nothing else; else an empty text."""
    entry = read(text, datetime(2026, 1, 1), language)
    whole = len(entry.understood) == 1 and not re.search(
        r"\w", text[: entry.understood[0].start] + text[entry.understood[0].end :]
    )
    return entry.recurrence if whole else ""


_DATE_PREFIX = (
    r"(?:(?:(?:nejpozdeji |az |spatestens |no later than )?"
    r"(?:do dne|ke dni|do|k|ke|od|dne|na|v|ve|bis zum|bis|am|zum|ab|vom|den|by|on|until|till|from|"
    r"for)) )?(?:den |dne |the )?"
)
_DEADLINE = re.compile(
    r"(?:nejpozdeji|do|k|ke|spatestens|bis|by|until|till|no later than|binnen|within|behem)\b"
)
_PLACED = re.compile(r"(?:v|ve|na|dne|od|am|zum|ab|on|at|for|from|den|the)\b")

_SHARED = [
    (
        "iso",
        rf"{_DATE_PREFIX}(?P<y>\d{{4}})-(?P<mo>\d\d)-(?P<d>\d\d)(?:[t ](?P<h>\d\d):(?P<m>\d\d))?",
    ),
    (
        "range",
        r"(?P<d>\d{1,2})\.? ?- ?\d{1,2}\. ?(?P<mo>\d{1,2})\.(?: ?(?P<y>\d{4}))?",
    ),
    (
        "numeric",
        rf"(?P<prefix>{_DATE_PREFIX})(?P<d>\d{{1,2}})\. ?(?P<mo>\d{{1,2}})\.(?: ?(?P<y>\d{{4}}))?"
        r"(?![.]?\d)",
    ),
    (
        "numeric_bare",
        rf"(?P<prefix>{_DATE_PREFIX})(?P<d>\d{{1,2}})\.(?P<mo>\d{{1,2}})"
        r"(?![.:]?\d|[.]| ?(?:%|mil|mld|mio|mrd|kc|eur|km|m\b|h\b|hod|uhr))",
    ),
    (
        "slash",
        rf"(?P<prefix>{_DATE_PREFIX})(?P<d>\d{{1,2}})/(?P<mo>\d{{1,2}})(?:/(?P<y>\d{{4}}))?(?![/\d])",
    ),
    (
        "time_range",
        r"(?:(?:od|von|from|v|ve|um|at|zwischen|mezi|between) )?(?P<h>\d{1,2})(?::(?P<m>\d\d))? ?"
        r"(?:-|az|bis|do|to|und|a|and|until) ?\d{1,2}(?::\d\d)? ?(?:hodin|hod\.|hod|h|uhr|o'clock)",
    ),
    (
        "time_range",
        r"(?:(?:od|von|from|v|ve|um|at) )?(?P<h>\d{1,2}):(?P<m>\d\d) ?(?:-|az|bis|do|to|until) ?"
        r"\d{1,2}:\d\d",
    ),
    ("hhmm", r"(?P<h>\d{1,2}):(?P<m>\d\d)(?![:\d])"),
]


def _spaced(pattern: str) -> str:
    """A pattern in which a space stands for any space, and one with ``?`` for none as well."""
    return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")


_COMPILED = [
    (meaning, re.compile(rf"(?<![\w#@./:-])(?:{_spaced(pattern)})(?!\w)"))
    for meaning, pattern in _SHARED
]
_MARKS = re.compile(
    r"(?<!\S)(?:(?P<link>#(?:\"[^\"]+\"|„[^“]+“|[^\s#@,;:!?]+))"
    r"|(?P<who>@[^\s#@,;:!?]+)|(?P<bang>!{1,3}))(?=[\s,;:!?]|$)"
)
_ALONE = re.compile(r"[\s,;:.()–-]*")


class _Reader:
    def __init__(self, text: str, now: datetime, language: Language) -> None:
        self.text = text
        self.folded = fold(text)
        self.now = now
        self.today = now.date()
        self.languages = [language, *(other for other in Language if other != language)]

    # --- the whole line ---------------------------------------------------------------------------

    def entry(self) -> Entry:
        """The line, read."""
        marks = list(_MARKS.finditer(self.text))
        blocked = [match.span() for match in marks]
        found = [item for item in self._candidates() if not _overlaps(item, blocked)]
        chosen = self._chosen(found)
        days = self._days(chosen)
        clock = next((item for item in chosen if item.clock), None)
        moment = next((item for item in chosen if item.moment), None)
        rule = next((item for item in chosen if item.rule), None)
        relative = next((item for item in chosen if item.relative), None)
        used = [item for item in (clock, moment, rule, relative) if item]
        day = days[0] if days else None
        named: _Found | None = None
        if day and day.weekday is None:
            named = self._weekday_beside(day, chosen)
        if relative:
            day = named = None
        used += [item for item in (day, named) if item]
        remarks: list[Remark] = []
        alternatives: list[str] = []
        due = self._due(day, clock, moment, rule, named, remarks, alternatives)
        if relative and relative.relative:
            due, alternatives = "", []
            said = relative.relative
            if clock and clock.clock:
                hour = time(clock.clock.hour, clock.clock.minute).isoformat("minutes")
                said = replace(said, hour=hour)
            relative = replace(relative, relative=said)
        else:
            alternatives += [item.day.isoformat() for item in days[1:] if item.day]
        spans = [Span(item.start, item.end, item.kind) for item in used]
        spans += [Span(*match.span(), _KINDS[match.lastgroup or ""]) for match in marks]
        spans.sort(key=lambda span: span.start)
        leaves = [(item.start, item.end) for item in used if not item.stays]
        leaves += [match.span() for match in marks]
        return Entry(
            title=self._title(leaves)
            or self._title([match.span() for match in marks])
            or " ".join(self.text.split()),
            due=due,
            links=tuple(_word(match["link"]) for match in marks if match["link"]),
            assignees=tuple(_word(match["who"]) for match in marks if match["who"]),
            priority="high" if any(match["bang"] for match in marks) else "",
            recurrence=rule.rule if rule else "",
            relative=relative.relative if relative else None,
            understood=tuple(spans),
            remarks=tuple(remarks),
            alternatives=tuple(dict.fromkeys(item for item in alternatives if item != due)),
        )

    def _candidates(self) -> list[_Found]:
        found = [
            item
            for meaning, pattern in _COMPILED
            for match in pattern.finditer(self.folded)
            if (item := self._shared(meaning, match))
        ]
        for language in self.languages:
            grammar = GRAMMARS[language]
            for phrase, pattern in grammar.compiled:
                for match in pattern.finditer(self.folded):
                    reading = _Reading(self, grammar, phrase, match)
                    if item := reading.found():
                        found.append(replace(item, language=language))
        return found + list(self._short_weekdays(found))

    def _chosen(self, found: list[_Found]) -> list[_Found]:
        """Readings that do not overlap: the longer ones, then those in one's own language."""
        rank = {language: number for number, language in enumerate(self.languages)}
        ordered = sorted(
            found, key=lambda item: (-item.length, rank.get(item.language or self.languages[0], 0))
        )
        chosen: list[_Found] = []
        for item in sorted(ordered, key=lambda item: item.needs_end):
            if _overlaps(item, [(other.start, other.end) for other in chosen]):
                continue
            if item.needs_end and not (self._ends(item, ordered) or self._follows(item, chosen)):
                continue
            chosen.append(item)
        return sorted(chosen, key=lambda item: item.start)

    def _ends(self, item: _Found, others: Sequence[_Found]) -> bool:
        """Whether what follows is nothing, a sign, something understood, or a verb."""
        rest = self.text[item.end :]
        if not rest.strip() or re.match(r"\s*[,;:!?)–-]|\.(?:\s|$)|\s+[#@!]", rest):
            return True
        start = item.end + len(rest) - len(rest.lstrip())
        if any(other.start == start and not other.needs_end for other in others):
            return True
        word = re.match(r"[\w'-]+", self.text[start:])
        if word is None or item.language is None:
            return False
        said = word[0] if item.language is Language.DE else fold(word[0])
        return bool(_VERBS[item.language].fullmatch(said))

    def _follows(self, item: _Found, chosen: Sequence[_Found]) -> bool:
        """Whether an hour stands beside a day: “on Friday at 10”; not „v pátek v 5 krajích“."""
        if re.match(r"\s+[a-z]+(?:ich|ech|ach)\b", self.folded[item.end :]):
            return False
        before = self.folded[: item.start].rstrip(" ,")
        return any(len(before) == other.end for other in chosen if other.day or other.rule)

    def _days(self, chosen: Sequence[_Found]) -> list[_Found]:
        """The days of the line, the due day first; a weekday beside a date belongs to it."""
        days = [item for item in chosen if item.day and not item.moment]
        beside = {
            id(named)
            for item in days
            if item.weekday is None and (named := self._weekday_beside(item, chosen))
        }
        days = [item for item in days if id(item) not in beside]
        return sorted(days, key=lambda item: -item.rank)

    def _weekday_beside(self, day: _Found, chosen: Sequence[_Found]) -> _Found | None:
        for item in chosen:
            if item.weekday is None or item is day:
                continue
            if item.start > day.start and item.rank:
                continue  # “12. 12. by Friday”
            between = (
                self.folded[item.end : day.start]
                if item.end <= day.start
                else self.folded[day.end : item.start]
            )
            if re.fullmatch(r"[\s,.(]*(?:den|dne|the|je)?[\s,(]*", between):
                return item
        return None

    def _due(
        self,
        day: _Found | None,
        clock: _Found | None,
        moment: _Found | None,
        rule: _Found | None,
        named: _Found | None,
        remarks: list[Remark],
        alternatives: list[str],
    ) -> str:
        if moment and moment.moment and not day:
            return moment.moment.isoformat(timespec="minutes")
        at = clock.clock if clock else None
        first: date | None = day.day if day else None
        if first is None and rule:
            first = self._first_of(rule.rule, at)
        if first is None and at:
            passed = time(at.hour, at.minute) <= self.now.time()
            first = self.today + timedelta(days=1) if passed else self.today
        if first is None:
            return ""
        due = first.isoformat() + (f"T{at.hour:02}:{at.minute:02}" if at else "")
        if at and at.other is not None:
            alternatives.append(f"{first.isoformat()}T{at.other:02}:{at.minute:02}")
        if day:
            tail = due[10:]
            alternatives += [other.isoformat() + tail for other in day.others]
            if named and named.weekday not in (None, first.weekday()):
                remarks.append(Remark(IS_A, first))
                alternatives += [
                    near.isoformat() + tail for near in _nearest(first, named.weekday or 0)
                ]
        is_said = bool(named) or (day is not None and day.weekday is not None) or bool(rule)
        if is_holiday(first):
            remarks.append(Remark(HOLIDAY, first))
        elif first.weekday() > 4 and not is_said:
            remarks.append(Remark(IS_A, first))
        if first < self.today or (
            at and first == self.today and time(at.hour, at.minute) < self.now.time()
        ):
            remarks.append(Remark(PAST, first))
        return due

    def _first_of(self, text: str, at: _Clock | None) -> date:
        """The first day of a rule from now on."""
        rule = Rule.parse(text)
        passed = at is not None and time(at.hour, at.minute) < self.now.time()
        if not rule.weekdays and not rule.month_day:
            return self.today + timedelta(days=1) if passed else self.today
        after = self.today if passed else self.today - timedelta(days=1)
        return next_day(rule, self.today, after) or self.today

    def _title(self, leaves: Sequence[tuple[int, int]]) -> str:
        """What is left of the line without some stretches of it."""
        kept, place = "", 0
        for start, end in sorted(leaves):
            kept += self.text[place:start] + "\x00"
            place = end
        kept += self.text[place:]
        kept = re.sub(r"\s*\x00(?:\s*\x00)*", "\x00", kept)
        # A sign that only set apart what is gone goes with it.
        kept = re.sub(r"^[\s,;:.–-]*\x00[\s,;:.–-]*", "", kept)
        kept = re.sub(r"[\s,;:–(-]*\x00[\s,;:.)–-]*$", "", kept)
        kept = re.sub(r"\x00\s*(?=[,;.!?:)])", "", kept).replace("\x00", " ")
        return " ".join(kept.split())

    # --- numbers, in any language -----------------------------------------------------------------

    def _shared(self, meaning: str, match: re.Match[str]) -> _Found | None:
        groups = match.groupdict()
        whole = match.group(0)
        if self._after_number_word(match.start()) and not (groups.get("prefix") or "").strip():
            return None
        rank = _rank(whole)
        if meaning in ("hhmm", "time_range"):
            clock = _clock(int(groups["h"]), int(groups["m"] or 0), "", groups["h"])
            return self._found(match, clock=clock) if clock else None
        if meaning == "slash":
            return self._slashed(match, rank)
        year = groups.get("y")
        if meaning == "numeric_bare" and not (groups["prefix"] or "").strip():
            return None
        day = self._date(int(groups["d"]), int(groups["mo"]), int(year) if year else None)
        if day is None:
            return None
        if meaning == "iso" and groups["h"]:
            clock = _clock(int(groups["h"]), int(groups["m"]), "24", groups["h"])
            if clock is None:
                return None
            return self._found(match, day=day, clock=clock, rank=rank, said_year=True)
        return self._found(
            match, day=day, rank=rank, said_year=bool(year), stays=meaning == "range"
        )

    def _slashed(self, match: re.Match[str], rank: int) -> _Found | None:
        """Day and month; with both below 13 the other way round is an alternative."""
        prefix, year = match["prefix"].strip(), match["y"]
        if not year and not prefix:
            return None  # a fraction, a number of a law, 24/7
        one, two = int(match["d"]), int(match["mo"])
        said = int(year) if year else None
        day, other = self._date(one, two, said), self._date(two, one, said)
        if day is None:
            day, other = other, None
        if day is None:
            return None
        others = (other,) if other and other != day else ()
        return self._found(match, day=day, others=others, rank=rank, said_year=bool(year))

    def _found(self, match: re.Match[str], **values: object) -> _Found:
        kind = "time" if values.get("clock") and not values.get("day") else "day"
        return _Found(match.start(), match.end(), kind, **values)  # type: ignore[arg-type]

    def _date(self, day: int, month: int, year: int | None) -> date | None:
        """A date; without a year the next one to come, today included."""
        years = [year] if year else range(self.today.year, min(self.today.year + 9, 9999))
        for number in years:
            try:
                found = date(number, month, day)
            except ValueError:
                continue
            if year or found >= self.today:
                return found
        return None

    def word_before(self, place: int) -> str:
        """The folded word that stands before a place."""
        found = re.search(r"(\S+)\s*$", self.folded[:place])
        return found[1].strip("(„\"'") if found else ""

    def _after_number_word(self, place: int) -> bool:
        word = self.word_before(place)
        return any(word in grammar.numbers_before for grammar in GRAMMARS.values())

    def _short_weekdays(self, found: Sequence[_Found]) -> Iterator[_Found]:
        """Abbreviated weekdays: only before a date, a time or a full stop."""
        starts = {item.start for item in found if item.day or item.clock}
        for number, language in enumerate(self.languages):
            for match in GRAMMARS[language].short_pattern.finditer(self.folded):
                word = match["short"]
                after = match.end()
                ends_so = self.folded[match.end("short") :].startswith(".")
                gap = re.match(r"[\s,]*", self.folded[after:])
                follows = after + (gap.end() if gap else 0) in starts
                capital = self.text[match.start("short")].isupper()
                if not (ends_so or follows) or (number and not capital):
                    continue
                if language is Language.CS and word == "do":
                    continue
                # „do 5. 12.“ is no Thursday, whatever the capital at the beginning of a line.
                if word == "do" and not ends_so and (number or match.start("short") == 0):
                    continue
                weekday = GRAMMARS[language].short_weekdays[word]
                yield _Found(
                    match.start(), match.end(), "day", weekday=weekday, language=language,
                    day=self.coming(weekday), rank=_rank(match.group(0)),
                )  # fmt: skip

    def coming(self, weekday: int) -> date:
        """The next such weekday after today."""
        return self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1)


class _Reading:
    """One phrase of a language found in the line; `found` says what it means."""

    def __init__(
        self, reader: _Reader, grammar: Grammar, phrase: Phrase, match: re.Match[str]
    ) -> None:
        self.reader = reader
        self.today = reader.today
        self.grammar = grammar
        self.phrase = phrase
        self.match = match
        self.groups = match.groupdict()
        self.typed = reader.text[match.start() : match.end()]
        self.meaning, _, self.constant = phrase.meaning.partition(":")

    def found(self) -> _Found | None:
        """The reading, or None where the words mean something else here."""
        if not self._holds():
            return None
        method: Callable[[], _Found | None] = getattr(self, f"_{self.meaning}")
        try:
            return method()
        except (OverflowError, ValueError):
            return None  # a day that the calendar has not

    def _holds(self) -> bool:
        needs = self.phrase.needs
        for need in needs - {"end"}:
            if need == "small":
                if self.typed.split()[-1][:1].isupper() and self.match.start() > 0:
                    return False
            elif need == "capital":
                if not self._group_typed("month")[:1].isupper():
                    return False
            elif need not in self.typed.lower():
                return False
        if self.groups.get("weekday") or self.groups.get("weekdays"):
            return self._is_weekday()
        if self.match.group(0)[:1].isdigit():
            return not self.reader._after_number_word(self.match.start())
        return True

    def _is_weekday(self) -> bool:
        """Not the name of a person or a feast."""
        name = "weekday" if self.groups.get("weekday") else "weekdays"
        if self.match.start(name) != self.match.start():
            return True
        if self.reader.word_before(self.match.start()) in self.grammar.names_before:
            return False
        if self.grammar.code == "cs":
            return self.match.start() == 0 or not self.typed[:1].isupper()
        return True

    def _group_typed(self, name: str) -> str:
        start, end = self.match.span(name)
        return self.reader.text[start:end] if start >= 0 else ""

    def _make(self, kind: str, **values: object) -> _Found:
        needs_end = "end" in self.phrase.needs
        return _Found(self.match.start(), self.match.end(), kind, needs_end=needs_end, **values)  # type: ignore[arg-type]

    def _day(self, day: date | None, **values: object) -> _Found | None:
        if day is None or abs((day - self.today).days) > _FAR:
            return None
        return self._make("day", day=day, rank=_rank(self.match.group(0)), **values)

    # the parts

    @property
    def _number(self) -> int:
        text = self.groups.get("number")
        if text is None:
            return 1
        return int(text) if text.isdigit() else self.grammar.numbers[text]

    @property
    def _unit(self) -> str:
        if self.groups.get("working"):
            return "working"
        return self.grammar.units[self.groups["unit"]]

    @property
    def _weekday_number(self) -> int:
        word = self.groups["weekday"]
        found = self.grammar.weekdays.get(word)
        return self.grammar.more_weekdays[word] if found is None else found

    @property
    def _year(self) -> int | None:
        return int(self.groups["year"]) if self.groups.get("year") else None

    @property
    def _month_number(self) -> int:
        return self.grammar.months[self.groups["month"]]

    @property
    def _month_to_come(self) -> tuple[int, int]:
        """Year and month of a month that is named: this one, or the next to come."""
        month = self._month_number
        year = self._year or self.today.year + (month < self.today.month)
        return year, month

    @property
    def _nth(self) -> int:
        text = self.groups["ordinal"]
        return (
            int(text[:-1])
            if text[:1].isdigit() and text.endswith(".")
            else (self.grammar.ordinals[text])
        )

    # days

    def _in_days(self) -> _Found | None:
        return self._day(self.today + timedelta(days=int(self.constant)))

    def _in_units(self) -> _Found | None:
        count, unit = self._number, self.constant or self._unit
        if self.constant == "fortnight":
            count = 1
        if unit in ("hour", "minute"):
            moment = self.reader.now + timedelta(**{f"{unit}s": count})
            return self._make("day", moment=moment.replace(second=0, microsecond=0))
        return self._day(later(self.today, count, unit))

    def _in_half_hour(self) -> _Found | None:
        moment = self.reader.now + timedelta(minutes=30)
        return self._make("day", moment=moment.replace(second=0, microsecond=0))

    def _in_half_year(self) -> _Found | None:
        return self._day(later(self.today, 6, "month"))

    def _weekday(self) -> _Found | None:
        number = self._weekday_number
        return self._day(self.reader.coming(number), weekday=number)

    def _day_before_weekday(self) -> _Found | None:
        number = self._weekday_number
        return self._day(self.reader.coming(number) - timedelta(days=1), weekday=(number - 1) % 7)

    def _weekday_next(self, weeks: int = 1) -> _Found | None:
        number = self._weekday_number
        monday = self.today - timedelta(days=self.today.weekday())
        return self._day(monday + timedelta(days=7 * weeks + number), weekday=number)

    def _weekday_after_next(self) -> _Found | None:
        return self._weekday_next(2)

    def _weekday_week(self) -> _Found | None:
        number = self._weekday_number
        return self._day(self.reader.coming(number) + timedelta(days=7), weekday=number)

    def _next(self) -> _Found | None:
        match self.constant:
            case "week":
                monday = self.today - timedelta(days=self.today.weekday())
                return self._day(monday + timedelta(days=7))
            case "month":
                return self._day(later(self.today.replace(day=1), 1, "month"))
        return self._day(date(self.today.year + 1, 1, 1))

    def _day_month(self) -> _Found | None:
        if self._is_street():
            return None
        is_word = self.groups["month"] in ("may", "march", "mar") and self.grammar.code == "en"
        is_first = self.match.start("month") == self.match.start()
        if is_word and is_first and not self.typed[:1].isupper():
            return None  # “they may 5 times”
        day = self._nth if self.groups.get("ordinal") else int(self.groups["day"])
        found = self.reader._date(day, self._month_number, self._year)
        return self._day(found, said_year=bool(self._year))

    def _is_street(self) -> bool:
        """„náměstí 28. října“, „17. listopadu 15“"""
        before = self.reader.word_before(self.match.start())
        if any(before in grammar.numbers_before for grammar in GRAMMARS.values()):
            return True
        rest = self.reader.folded[self.match.end() :]
        house = re.match(r"\s+\d{1,4}(?![\d:.]|\s?(?:h|hod|uhr|am|pm|a\.m|p\.m)\b)", rest)
        return bool(house) and not self.groups.get("year") and self.grammar.code == "cs"

    def _day_of_month(self) -> _Found | None:
        day = int(self.groups["day"])
        year, month = self.today.year, self.today.month
        for _ in range(13):
            if day <= calendar.monthrange(year, month)[1]:
                found = date(year, month, day)
                if found >= self.today:
                    return self._day(found)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return None

    def _end_of(self) -> _Found | None:
        if self.groups.get("month"):
            year, month = self._month_to_come
            return self._day(date(year, month, calendar.monthrange(year, month)[1]))
        return self._day(_end(self.today, self._unit, self._year))

    def _end_of_next(self) -> _Found | None:
        unit = self._unit
        end = _end(self.today, unit, None)
        return self._day(_end(end + timedelta(days=1), unit, None) if end else None)

    def _begin_of(self) -> _Found | None:
        year, month = self._month_to_come
        first = date(year, month, 1)
        if first < self.today and not self._year:
            first = date(year + 1, month, 1)
        return self._day(first)

    def _middle_of(self) -> _Found | None:
        year, month = self._month_to_come
        middle = date(year, month, 15)
        if middle < self.today and not self._year:
            middle = date(year + 1, month, 15)
        return self._day(middle)

    def _in_month(self) -> _Found | None:
        if self._is_street():
            return None
        year, month = self._month_to_come
        last = date(year, month, calendar.monthrange(year, month)[1])
        first = date(year, month, 1)
        return self._day(last, others=(first,) if first >= self.today else ())

    def _week(self) -> _Found | None:
        number = self._number
        year = self._year or self.today.isocalendar().year
        found = date.fromisocalendar(year, number, 5)
        if found < self.today and not self._year:
            found = date.fromisocalendar(year + 1, number, 5)
        return self._day(found)

    # times

    def _clock(self) -> _Found | None:
        part = self.groups.get("part") or ""
        said = self.groups.get("h")
        hour = int(said) if said else self.grammar.hours[self.groups["hour"]]
        clock = _clock(hour, int(self.groups.get("m") or 0), part, said or "")
        return self._make("time", clock=clock) if clock else None

    def _at(self, hour: int, minute: int) -> _Found | None:
        if minute < 0:
            hour, minute = (hour - 1) or 12, minute + 60
        clock = _clock(hour, minute, self.groups.get("part") or "", "")
        return self._make("time", clock=clock) if clock else None

    def _half(self) -> _Found | None:
        return self._at(HALVES[self.groups["half"]], -30)

    def _half_to(self) -> _Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], -30)

    def _half_past(self) -> _Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], 30)

    def _quarter_past(self) -> _Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], 15)

    def _quarter_to(self) -> _Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], -15)

    def _quarter_to_hour(self) -> _Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], int(self.constant) - 60)

    def _noon(self) -> _Found | None:
        return self._make("time", clock=_Clock(12, 0))

    def _midnight(self) -> _Found | None:
        return self._make("time", clock=_Clock(23, 59))

    # again and again

    def _rule(self, rule: str) -> _Found:
        return self._make("recurrence", rule=rule)

    def _every(self) -> _Found | None:
        return self._rule(
            {
                "day": "FREQ=DAILY",
                "week": "FREQ=WEEKLY",
                "month": "FREQ=MONTHLY",
                "quarter": "FREQ=MONTHLY;INTERVAL=3",
                "half": "FREQ=MONTHLY;INTERVAL=6",
                "year": "FREQ=YEARLY",
            }[self.constant]
        )

    def _every_units(self) -> _Found | None:
        fixed, _, unit = self.constant.partition(" ")
        count = int(fixed) if fixed else self._number
        unit = unit or self._unit
        frequency, times = {
            "day": ("DAILY", 1),
            "week": ("WEEKLY", 1),
            "fortnight": ("WEEKLY", 2),
            "month": ("MONTHLY", 1),
            "quarter": ("MONTHLY", 3),
            "half": ("MONTHLY", 6),
            "year": ("YEARLY", 1),
        }.get(unit, ("", 0))
        if not frequency or not count:
            return None
        interval = f";INTERVAL={count * times}" if count * times > 1 else ""
        return self._rule(f"FREQ={frequency}{interval}")

    def _every_weekdays(self) -> _Found | None:
        words = re.findall(r"[a-z]+", self.groups["weekdays"])
        numbers = sorted(
            {number for word in words if (number := self._weekday_of(word)) is not None}
        )
        return self._rule("FREQ=WEEKLY;BYDAY=" + ",".join(_CODES[number] for number in numbers))

    def _weekday_of(self, word: str) -> int | None:
        found = self.grammar.weekdays.get(word)
        return found if found is not None else self.grammar.weekdays.get(word.rstrip("s"))

    def _every_other_weekday(self) -> _Found | None:
        return self._rule(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_CODES[self._weekday_number]}")

    def _monthly(self, **values: Any) -> _Found:
        return self._rule(Rule("MONTHLY", self._number, **values).text())

    def _every_nth_weekday(self) -> _Found | None:
        nth = self._nth
        return self._monthly(weekdays=((nth, self._weekday_number),)) if -1 <= nth <= 5 else None

    def _every_last_working_day(self) -> _Found | None:
        return self._monthly(weekdays=tuple((0, day) for day in range(5)), position=-1)

    def _every_last_day(self) -> _Found | None:
        return self._monthly(month_day=-1)

    def _every_day_of_month(self) -> _Found | None:
        return self._monthly(month_day=int(self.groups["day"]))

    def _every_working_day(self) -> _Found | None:
        return self._rule(f"FREQ=WEEKLY;BYDAY={_WORKING}")

    def _after_done(self) -> _Found | None:
        unit = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}[self._unit]
        rule = Rule(unit, self._number, from_done=True)
        return self._rule(rule.text())

    def _every_other_weekdays(self) -> _Found | None:
        found = self._every_weekdays()
        rule = Rule.parse(found.rule) if found else None
        return self._rule(replace(rule, interval=self._number).text()) if rule else None

    # before and after something

    def _relative(self) -> _Found | None:
        anchor = self.grammar.anchors["_".join(self.groups["anchor"].split())]
        before = self.groups["way"] in ("pred", "vor", "before")
        if anchor == "visit":
            anchor = "start" if before else "end"
        return self._make("relative", relative=Relative(anchor, self._number, self._unit, before))


HALVES = {
    "jedne": 1, "druhe": 2, "treti": 3, "ctvrte": 4, "pate": 5, "seste": 6, "sedme": 7,
    "osme": 8, "devate": 9, "desate": 10, "jedenacte": 11, "dvanacte": 12,
}  # fmt: skip

_VERBS = {
    Language.CS: re.compile(r"\w+(?:at|et|it|yt|ut|ot|ct|st|ci|ovat|nout)(?: se| si)?"),
    Language.DE: re.compile(r"[a-zäöüß].*"),  # nouns have a capital
    Language.EN: re.compile(
        r"(?:call|meet|write|send|with|to|for|in|on|about|and|ask|see|visit|print|prepare|remind)"
    ),
}
_KINDS = {"link": "link", "who": "assignee", "bang": "priority"}
_MORNING = frozenset(["rano", "dopoledne", "fruh", "morgens", "vormittags", "am", "vormittag"]) | {
    "am morgen",
    "am vormittag",
    "in der fruh",
    "in the morning",
    "this morning",
    "am",
    "a.m.",
}
_EVENING = frozenset(["odpoledne", "vecer", "nachmittags", "abends", "pm", "p.m."]) | {
    "am nachmittag", "am abend", "in the afternoon", "in the evening", "this afternoon",
    "this evening",
}  # fmt: skip


def _clock(hour: int, minute: int, part: str, said: str) -> _Clock | None:
    """A time of the day; `said` is the hour as it was typed, with a nought it is that of 24."""
    part = " ".join(part.split())
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    if part in _MORNING:
        return _Clock(0 if hour == 12 and part in ("am", "a.m.") else hour, minute)
    if part in _EVENING:
        return _Clock(hour + 12 if hour < 12 else hour, minute)
    if part in ("mittags",):
        return _Clock(hour + 12 if hour < 4 else hour, minute)
    if part in ("v noci", "nachts", "at night"):
        return _Clock(hour + 12 if 7 <= hour < 12 else hour, minute)
    if part != "24" and 1 <= hour <= 6 and not (len(said) == 2 and said.startswith("0")):
        return _Clock(hour + 12, minute, other=hour)
    return _Clock(hour, minute)


def later(day: date, count: int, unit: str) -> date:
    """`day` moved by whole units (see `Relative.unit`), clipped to the end of a month."""
    if unit == "working":
        for _ in range(min(count, 5000)):
            day += timedelta(days=1)
            while not is_working_day(day):
                day += timedelta(days=1)
        return day
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    step = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + count * step, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end(today: date, unit: str, year: int | None) -> date | None:
    """The last day of a week, month, quarter, half-year or year."""
    if unit == "week":
        return today + timedelta(days=6 - today.weekday())
    if year:
        today = today.replace(year=year, month=12 if unit == "year" else today.month, day=1)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(unit)
    if months is None:
        return None
    month = (today.month - 1) // months * months + months
    return date(today.year, month, calendar.monthrange(today.year, month)[1])


def _nearest(day: date, weekday: int) -> list[date]:
    """The days of a weekday just before and after a day."""
    back = (day.weekday() - weekday) % 7
    return [day - timedelta(days=back), day + timedelta(days=7 - back)]


def _rank(said: str) -> int:
    """A deadline counts more than a day with another preposition, that more than a bare one."""
    return 2 if _DEADLINE.match(said) else 1 if _PLACED.match(said) else 0


def _word(mark: str) -> str:
    return mark[1:].strip('"„“').rstrip(".")


def _overlaps(item: _Found, taken: Sequence[tuple[int, int]]) -> bool:
    return any(item.start < end and start < item.end for start, end in taken)
