"""What a line of the quick entry says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.i18n import C_, N_, Translator
from app.rules.days.partial_dates import format_day

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
