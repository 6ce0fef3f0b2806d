"""Several phone numbers in one text, as people write them into one field."""

from __future__ import annotations

import re

_LIST = re.compile(r"\s*(?:::::?|[;,\n|])\s*")
_SLASH = re.compile(r"\s+/\s+|(?<=[0-9])/(?=\+)")
_DIGIT = re.compile(r"[0-9]")
_LEAST, _WHOLE = 6, 9  # digits of a number at least, and of one with its area code


def separate(text: str) -> list[str]:
    """The numbers in a text; one that only looks like two is left whole.

    A slash stands between numbers, and within one: ``+49 351 / 564 1234``. So does a comma:
    ``475 111 222, linka 5``.
    """
    parts = [part for part in _LIST.split(text.strip()) if part]
    if not parts or min(map(_digits, parts)) < _LEAST:
        return _between_slashes(text.strip()) if text.strip() else []
    return [number for part in parts for number in _between_slashes(part)]


def _between_slashes(text: str) -> list[str]:
    parts = [part for part in _SLASH.split(text) if part.strip()]
    if len(parts) > 1 and all(_digits(part) >= _WHOLE for part in parts):
        return [part.strip() for part in parts]
    return [text.strip()]


def _digits(text: str) -> int:
    return len(_DIGIT.findall(text))
