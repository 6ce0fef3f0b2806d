"""E-mail to people: their addresses, in parts that a mail program takes, and who has none.

`mailto:` is RFC 6068. Outlook and Windows cut a link at some 2,000 characters, so a long list goes
in several; all addresses together are for the clipboard. Recipients stand in `bcc` unless asked
otherwise: they need not know of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

from app.db.connection import Connection
from app.services.contacts.recipients import recipients

LONGEST = 1_800
"""Characters of a link that every mail program takes."""

Field = Literal["bcc", "to"]


@dataclass(frozen=True, slots=True)
class Addressed:
    """People with their addresses, in order; `without` are the names of those who have none."""

    people: tuple[tuple[str, str, str], ...]
    without: tuple[str, ...]

    @property
    def ids(self) -> list[str]:
        """Who is reached."""
        return [key for key, _, _ in self.people]

    @property
    def addresses(self) -> list[str]:
        """Each address once, whatever its case."""
        found = {address.casefold(): address for _, _, address in reversed(self.people)}
        return list(reversed(found.values()))

    @property
    def text(self) -> str:
        """All addresses with names as mail programs take them, one in a line."""
        lines: dict[str, str] = {}
        for _, name, address in self.people:
            said = name.replace('"', "'").replace("\\", "")
            lines.setdefault(address.casefold(), f'"{said}" <{address}>' if said else address)
        return ";\n".join(lines.values())


def addressed(connection: Connection, person_ids: Iterable[str], on: date) -> Addressed:
    """The preferred e-mail addresses of people on a day; each person once."""
    found = recipients(connection, person_ids, on=on)
    return Addressed(
        tuple((item.person_id, item.name, item.email) for item in found if item.email),
        tuple(item.name for item in found if not item.email),
    )


def links(addresses: Sequence[str], field: Field = "bcc", longest: int = LONGEST) -> list[str]:
    """The `mailto:` links that reach all addresses, as few as their length allows."""
    begin = "mailto:?bcc=" if field == "bcc" else "mailto:"
    found: list[str] = []
    current = ""
    for address in addresses:
        part = quote(address.strip(), safe="@")
        if current and len(begin) + len(current) + 1 + len(part) > longest:
            found.append(begin + current)
            current = ""
        current = f"{current},{part}" if current else part
    return [*found, begin + current] if current else found
