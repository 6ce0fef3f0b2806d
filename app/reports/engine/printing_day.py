"""The day on which a paper is printed, which is not always the day that it speaks about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

_PRINTED: ContextVar[date | None] = ContextVar("printed", default=None)


@contextmanager
def printing(day: date | None) -> Iterator[None]:
    """A block in which papers are printed on `day`; without one, on the day they speak about."""
    before = _PRINTED.set(day)
    try:
        yield
    finally:
        _PRINTED.reset(before)


def day_of_printing(on: date) -> date:
    """When a paper that speaks about the day `on` is printed."""
    return _PRINTED.get() or on
