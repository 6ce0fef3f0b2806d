"""What a check of a database finds."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong: a message id and its values."""

    message: str
    values: dict[str, object]
