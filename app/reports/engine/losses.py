"""What a paper cannot print: texts with signs that no font has, collected while it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOST: ContextVar[dict[str, None] | None] = ContextVar("lost", default=None)


@contextmanager
def losses() -> Iterator[dict[str, None]]:
    """A block in which the texts are collected that lose signs on paper, each once."""
    found: dict[str, None] = {}
    before = _LOST.set(found)
    try:
        yield found
    finally:
        _LOST.reset(before)


def tell(text: str) -> None:
    """Say that a text loses signs."""
    lost = _LOST.get()
    if lost is not None:
        lost[" ".join(text.split())] = None
