"""What a check of a database finds."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong: a message id and its values.

    `can_be_made_anew`: it follows from the data, which are whole (`derived_check.repair`).
    """

    message: str
    values: dict[str, object]
    can_be_made_anew: bool = False
