"""What the readers of a row share: its values by target, and what a label says."""

from __future__ import annotations

from collections.abc import Mapping

from app.rules.folding import fold

MAX_VALUES = 50
"""The most details of one kind that one row gives."""

Values = Mapping[str, list[str]]


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


_HOME = words("home private privat domu domov domaci osobni personal soukrome")
_WORK = words(
    "work business office praci prace zamestnani pracovni geschaftlich dienstlich arbeit"
    " company main hlavni"
)
_NO_LABEL = frozenset({"smtp", "ex", "other", "internet", "jine", "jina", "sonstige", "andere"})


def one(values: Values, target: str) -> str:
    """The first cell that says anything, in one line."""
    for text in values.get(target, ()):
        if clean := " ".join(text.split()):
            return clean
    return ""


def label_of(text: str) -> tuple[str, bool]:
    """``work``, ``home`` or the text itself; and whether Google's star says it is preferred."""
    starred = text.startswith("*")
    text = text.strip("* ")
    words = set(fold(text).split())
    if words & _NO_LABEL or words <= {"mobile", "mobil", "handy", "fax", "cell"}:
        text = ""
    elif words & _HOME:
        text = "home"
    elif words & _WORK:
        text = "work"
    return text, starred
