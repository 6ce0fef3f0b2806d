"""The translations of one language, looked up in its file as they are asked for.

The standard library makes a table of all messages when it opens a file: a megabyte, and a
twentieth of a start, of which a window shows some two hundred. The file holds its messages sorted
(https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html), so each is found by halving.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

_MAGIC = 0x950412DE  # of a file whose numbers begin with their last byte, as Babel writes it
_HEADER = struct.Struct("<7I")
_PLACE = struct.Struct("<2I")  # length and offset of a text


class Catalogue:
    """Texts by message ids; without a file every message stands for itself."""

    def __init__(self, path: Path) -> None:
        """Read `path`. Raises `ValueError` where it is no file of translations."""
        try:
            self._data = path.read_bytes()
        except FileNotFoundError:
            self._data = _HEADER.pack(_MAGIC, 0, 0, 0, 0, 0, 0)
        magic, _, self._count, self._ids, self._texts, *_ = _HEADER.unpack_from(self._data)
        if magic != _MAGIC:
            raise ValueError(path.name)
        self._known: dict[str, list[str] | None] = {}

    def gettext(self, message: str) -> str:
        """The text of a message (of one with plurals, that for 1)."""
        forms = self._forms(message)
        if not forms:
            return message
        return forms[0] if len(forms) == 1 else forms[self._plural(1)]

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The text of a message for `count`."""
        forms = self._forms(singular)
        if forms:
            number = self._plural(count)
            if number < len(forms):
                return forms[number]
        return singular if count == 1 else plural

    def _forms(self, message: str) -> list[str] | None:
        if message not in self._known:
            self._known[message] = self._find(message.encode())
        return self._known[message]

    def _find(self, wanted: bytes) -> list[str] | None:
        number = bisect_left(range(self._count), wanted, key=self._id)
        if number == self._count or self._id(number).partition(b"\0")[0] != wanted:
            return None
        return self._text(self._texts, number).decode().split("\0")

    def _id(self, number: int) -> bytes:
        """A message id; with plurals, its plural follows behind a NUL."""
        return self._text(self._ids, number)

    def _text(self, table: int, number: int) -> bytes:
        length, start = _PLACE.unpack_from(self._data, table + 8 * number)
        return self._data[start : start + length]

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        """Which form belongs to a count, as the header of the file says."""
        from gettext import c2py

        (header,) = self._find(b"") or [""]
        for line in header.splitlines():
            name, _, value = line.partition(":")
            if name.lower() == "plural-forms":
                return c2py(value.partition("plural=")[2].strip().rstrip(";"))
        return lambda count: int(count != 1)
