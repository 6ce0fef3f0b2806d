"""Several things in a cell of a table or a field of a card: a line for each, parts between bars.

A star at the end of a line marks the preferred one. Brackets, bars, stars and backslashes of the
texts themselves have a backslash before them, a line feed is ``\\n``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TO_ESCAPE = re.compile(r"([\\\[\]|*])")
_ESCAPED = re.compile(r"\\(.)")
_PART = re.compile(r"(?:\\.|[^\\|])*")
_STAR = re.compile(r"(?<!\\)(?:\\\\)*\*$")


def escape(text: object) -> str:
    """A text as a part of a line."""
    found = str(text).replace("\r", "\n").split("\n")
    return r"\n".join(_TO_ESCAPE.sub(r"\\\1", " ".join(line.split())) for line in found)


def plain(text: str) -> str:
    """The text of a part of a line."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text.strip())


def joined(texts: Iterable[object], *, starred: object = False) -> str:
    """Texts (None for nothing) as the parts of a line."""
    listed = " | ".join("" if text is None else escape(text) for text in texts)
    return f"{listed} *" if starred else listed


def parts(text: str) -> list[str]:
    """The texts between the bars of a line; a star at its end must be gone."""
    found, at = [], 0
    while at <= len(text):
        match = _PART.match(text, at)
        end = match.end() if match else len(text)
        found.append(plain(text[at:end]))
        at = end + 1
    return found


def is_starred(line: str) -> bool:
    """Whether a line ends with a star that is not of its last text."""
    return _STAR.search(line) is not None


def lines(cell: str) -> Iterable[str]:
    """The lines of a cell that say anything."""
    return filter(None, (line.strip() for line in cell.split("\n")))
