"""The quick entry: a task from one line, in Czech, German, English, or a mixture of them.

``zavolat na generální konzulát v pátek 14:00 #Sasko`` is a title, a due moment and a record. What
is not understood stays in the title: nothing that was typed is dropped. The rules are those of the
design: abbreviated weekdays count only before a date, a time or a full stop; an hour from 1 to 6
without am or pm is the afternoon; “next” with a weekday is that day of the following week; a date
without a year is the next one to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.i18n import Language
from app.rules.days.holidays import is_holiday
from app.rules.days.recurrence import Rule, next_day
from app.rules.quick_entry.entry import HOLIDAY, IS_A, PAST, Entry, Remark, Span
from app.rules.quick_entry.moments import Clock, clock_of, nearest
from app.rules.quick_entry.phrases import GRAMMARS, Found, Reading, rank_of
from app.rules.quick_entry.words import fold


def read(text: str, now: datetime, language: Language = Language.CS) -> Entry:
    """What a line says at the (local) moment `now`.

    `language`, that of the person, decides where words are ambiguous.
    """
    return Reader(text, now, language).entry()


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


class Reader:
    """One line at a moment, for a person who speaks `language` first."""

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
        named: Found | None = None
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

    def _candidates(self) -> list[Found]:
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
                    reading = Reading(self, grammar, phrase, match)
                    if item := reading.found():
                        found.append(replace(item, language=language))
        return found + list(self._short_weekdays(found))

    def _chosen(self, found: list[Found]) -> list[Found]:
        """Readings that do not overlap: the longer ones, then those in one's own language."""
        rank = {language: number for number, language in enumerate(self.languages)}
        ordered = sorted(
            found, key=lambda item: (-item.length, rank.get(item.language or self.languages[0], 0))
        )
        chosen: list[Found] = []
        for item in sorted(ordered, key=lambda item: item.needs_end):
            if _overlaps(item, [(other.start, other.end) for other in chosen]):
                continue
            if item.needs_end and not (self._ends(item, ordered) or self._follows(item, chosen)):
                continue
            chosen.append(item)
        return sorted(chosen, key=lambda item: item.start)

    def _ends(self, item: Found, others: Sequence[Found]) -> bool:
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

    def _follows(self, item: Found, chosen: Sequence[Found]) -> bool:
        """Whether an hour stands beside a day: “on Friday at 10”; not „v pátek v 5 krajích“."""
        if re.match(r"\s+[a-z]+(?:ich|ech|ach)\b", self.folded[item.end :]):
            return False
        before = self.folded[: item.start].rstrip(" ,")
        return any(len(before) == other.end for other in chosen if other.day or other.rule)

    def _days(self, chosen: Sequence[Found]) -> list[Found]:
        """The days of the line, the due day first; a weekday beside a date belongs to it."""
        days = [item for item in chosen if item.day and not item.moment]
        beside = {
            id(named)
            for item in days
            if item.weekday is None and (named := self._weekday_beside(item, chosen))
        }
        days = [item for item in days if id(item) not in beside]
        return sorted(days, key=lambda item: -item.rank)

    def _weekday_beside(self, day: Found, chosen: Sequence[Found]) -> Found | None:
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
        day: Found | None,
        clock: Found | None,
        moment: Found | None,
        rule: Found | None,
        named: Found | None,
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
                    near.isoformat() + tail for near in nearest(first, named.weekday or 0)
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

    def _first_of(self, text: str, at: Clock | None) -> date:
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

    def _shared(self, meaning: str, match: re.Match[str]) -> Found | None:
        groups = match.groupdict()
        whole = match.group(0)
        if self.follows_number_word(match.start()) and not (groups.get("prefix") or "").strip():
            return None
        rank = rank_of(whole)
        if meaning in ("hhmm", "time_range"):
            clock = clock_of(int(groups["h"]), int(groups["m"] or 0), "", groups["h"])
            return self._found(match, clock=clock) if clock else None
        if meaning == "slash":
            return self._slashed(match, rank)
        year = groups.get("y")
        if meaning == "numeric_bare" and not (groups["prefix"] or "").strip():
            return None
        day = self.day_of(int(groups["d"]), int(groups["mo"]), int(year) if year else None)
        if day is None:
            return None
        if meaning == "iso" and groups["h"]:
            clock = clock_of(int(groups["h"]), int(groups["m"]), "24", groups["h"])
            if clock is None:
                return None
            return self._found(match, day=day, clock=clock, rank=rank, said_year=True)
        return self._found(
            match, day=day, rank=rank, said_year=bool(year), stays=meaning == "range"
        )

    def _slashed(self, match: re.Match[str], rank: int) -> Found | None:
        """Day and month; with both below 13 the other way round is an alternative."""
        prefix, year = match["prefix"].strip(), match["y"]
        if not year and not prefix:
            return None  # a fraction, a number of a law, 24/7
        one, two = int(match["d"]), int(match["mo"])
        said = int(year) if year else None
        day, other = self.day_of(one, two, said), self.day_of(two, one, said)
        if day is None:
            day, other = other, None
        if day is None:
            return None
        others = (other,) if other and other != day else ()
        return self._found(match, day=day, others=others, rank=rank, said_year=bool(year))

    def _found(self, match: re.Match[str], **values: object) -> Found:
        kind = "time" if values.get("clock") and not values.get("day") else "day"
        return Found(match.start(), match.end(), kind, **values)  # type: ignore[arg-type]

    def day_of(self, day: int, month: int, year: int | None) -> date | None:
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

    def follows_number_word(self, place: int) -> bool:
        word = self.word_before(place)
        return any(word in grammar.numbers_before for grammar in GRAMMARS.values())

    def _short_weekdays(self, found: Sequence[Found]) -> Iterator[Found]:
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
                yield Found(
                    match.start(), match.end(), "day", weekday=weekday, language=language,
                    day=self.coming(weekday), rank=rank_of(match.group(0)),
                )  # fmt: skip

    def coming(self, weekday: int) -> date:
        """The next such weekday after today."""
        return self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1)


_VERBS = {
    Language.CS: re.compile(r"\w+(?:at|et|it|yt|ut|ot|ct|st|ci|ovat|nout)(?: se| si)?"),
    Language.DE: re.compile(r"[a-zäöüß].*"),  # nouns have a capital
    Language.EN: re.compile(
        r"(?:call|meet|write|send|with|to|for|in|on|about|and|ask|see|visit|print|prepare|remind)"
    ),
}
_KINDS = {"link": "link", "who": "assignee", "bang": "priority"}


def _word(mark: str) -> str:
    return mark[1:].strip('"„“').rstrip(".")


def _overlaps(item: Found, taken: Sequence[tuple[int, int]]) -> bool:
    return any(item.start < end and start < item.end for start, end in taken)
