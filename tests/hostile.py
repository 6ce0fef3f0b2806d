"""Texts made in bad faith, and a look at whether they make anybody open a file."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db.store import Store
from app.entities import ENTITIES
from app.kinds import MULTILINE, TEXT, URL

COMPANY = "Müller & Söhne"
MARKS = "\u202e\u2066\u200f\u00ad\u200b"
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u00ad\u200b")

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf"
    "c0500f000485018050d5c8d20000000049454e44ae426082"
)


def picture(folder: Path) -> Path:
    """A picture that nobody has a reason to open."""
    path = folder / "hlidka.png"
    path.write_bytes(_PNG)
    return path


def texts(bait: Path) -> tuple[str, ...]:
    """Texts that would open `bait`, make a link to it, or turn the line, if they were not shown."""
    return (
        f'<img src="{bait}">{COMPANY}{MARKS}abc',
        f'x"><a href="file://{bait}">odkaz</a><img src="{bait.as_uri()}"/>',
        f"<b style=\"background-image:url('{bait}')\">{COMPANY}</b>{MARKS}",
        f"<table background='{bait}'><tr><td>=cmd|'/c calc'!A1</td></tr></table>{{{{ 7*7 }}}}",
    )


def spoil(store: Store, bait: Path, length: int = 10_000) -> None:
    """Put a hostile text into every text of every record; notes are of a `length`."""
    hostile = texts(bait)
    with store.writing("Texts made in bad faith") as writer:
        for name, entity in ENTITIES.items():
            if name == "user":
                continue
            rows = writer.connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            linked = {row[3] for row in rows} | {"record_id", "rule"}
            for number, field in enumerate(entity.fields):
                if field.kind not in (TEXT, MULTILINE, URL) or field.name in linked:
                    continue
                text = hostile[number % len(hostile)]
                if field.kind is URL:
                    text = f'https://x.cz/"><a href="file://{bait}">a</a><img src="{bait}">'
                elif field.kind is MULTILINE:
                    text = (text + " ") * (length // len(text) + 1) + "x" * 300
                writer.connection.execute(
                    f'UPDATE "{name}" SET "{field.name}" = ? WHERE "{field.name}" IS NOT NULL',
                    (text,),
                )


class Opened:
    """The names of the files of a folder that were opened: of any process, in any language."""

    def __init__(self, folder: Path) -> None:
        self._number = -1
        self.can_see = sys.platform == "linux"
        if self.can_see:
            self._libc = ctypes.CDLL(None, use_errno=True)
            self._number = self._libc.inotify_init1(os.O_NONBLOCK)
            opened = 0x20  # IN_OPEN of sys/inotify.h
            self._libc.inotify_add_watch(self._number, os.fsencode(folder), opened)

    def names(self) -> set[str]:
        """What was opened since the last look (struct inotify_event)."""
        found: set[str] = set()
        while self.can_see:
            try:
                data = os.read(self._number, 2**16)
            except BlockingIOError:
                break
            at = 0
            while at < len(data):
                size = int.from_bytes(data[at + 12 : at + 16], sys.byteorder)
                found.add(os.fsdecode(data[at + 16 : at + 16 + size].rstrip(b"\0")))
                at += 16 + size
        return found

    def close(self) -> None:
        """End the look."""
        if self.can_see:
            os.close(self._number)


@contextmanager
def watched(folder: Path) -> Iterator[Opened]:
    """Watch what is opened in a folder; the test looks at `names`."""
    found = Opened(folder)
    try:
        yield found
    finally:
        found.close()
