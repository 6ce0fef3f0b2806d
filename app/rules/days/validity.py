"""How a version of a document stands among all of its document on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Validity(NamedTuple):
    """What decides about a version: its number, its languages, its days (ISO 8601) or empty."""

    number: int
    language: str
    valid_from: str
    valid_until: str


def standing(version: Validity, listed: Iterable[Validity], on: date) -> str:
    """In force (empty), or else ``coming`` (not valid yet), ``passed`` (its validity is over), or
    ``replaced``: a later version in the same language is valid. `listed` are all of the document.
    """
    day = on.isoformat()
    if version.valid_from and day < version.valid_from:
        return "coming"
    if version.valid_until and version.valid_until < day:
        return "passed"
    for other in listed:
        is_begun = not other.valid_from or other.valid_from <= day
        is_over = bool(other.valid_until) and other.valid_until < day
        alike = not version.language or other.language in ("", version.language)
        if other.number > version.number and is_begun and not is_over and alike:
            return "replaced"
    return ""
