"""The day on which a paper is printed, which is not always the day that it speaks about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from app.rules.agreements.terms import Standing
from app.rules.days.partial_dates import PartialDate

_PRINTED: ContextVar[date | None] = ContextVar("printed", default=None)


@contextmanager
def printing(day: date | None) -> Iterator[None]:
    """A block in which papers are printed on `day`; without one, on the day they speak about."""
    before = _PRINTED.set(day)
    try:
        yield
    finally:
        _PRINTED.reset(before)


def came_since(day: PartialDate | None, on: date) -> bool:
    """Whether what is recorded with `day` happened only after the day `on`: a paper that speaks
    about that day does not know it yet. What is still to come when it is printed is none of these:
    it is a plan, and so it was recorded.
    """
    first = day.first_day if day else None
    return first is not None and on < first <= day_of_printing(on)


def came_later(now: Standing, signed_on: PartialDate | None, on: date) -> bool:
    """Whether an agreement with the standing `now` of the day `on` was signed only since: then it
    did not exist on that day. What is still to be signed is none of these.
    """
    return not now.exists and came_since(signed_on, on)


def is_earlier(on: date) -> bool:
    """Whether a paper speaks about a day before that of printing: what is known of today only (open
    tasks, what the record lacks) has no place in it.
    """
    return on < day_of_printing(on)


def day_of_printing(on: date) -> date:
    """When a paper that speaks about the day `on` is printed."""
    return _PRINTED.get() or on
