"""Which encoding of one byte for a letter a text is in that does not say so and is no UTF-8.

Czech and German offices write Windows-1250, rarely ISO 8859-2; partners in other countries write
Cyrillic and Greek. No such guess is sure, so an import says what it took (`NOT_SAID`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import BinaryIO

from app.i18n import N_

NOT_SAID = N_(
    "The file does not say how its letters are written; they were read as {encoding}. If any look "
    "wrong, save the file as UTF-8 and import it again."
)
NAMES = {
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO 8859-2",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "iso8859-5": "ISO 8859-5",
    "cp866": "IBM 866",
    "cp1253": "Windows-1253",
    "cp1252": "Windows-1252",
}
"""What people call the encodings."""

_SAMPLE = 2**16
_CZECH_2 = frozenset(b"\xa9\xab\xae\xb9\xbb\xbe")  # Š Ť Ž š ť ž of ISO 8859-2
_UNDEFINED = frozenset(b"\x81\x83\x88\x90\x98")  # what Windows-1250 does not know
_RUN = re.compile(rb"[\x80-\xff]{4,}")
_OTHER_SCRIPTS = ("cp1251", "koi8-r", "iso8859-5", "cp866", "cp1253")
_FREQUENT = frozenset("оеаинтсрвлкмд" + "αοιετνσρκπυηάέίό")


def guess(stream: BinaryIO) -> str:
    """The name of the encoding for Python, from a stream that is read to its end.

    Empty where no encoding fits.
    """
    found: set[int] = set()
    sample = b""
    while chunk := stream.read(2**20):
        found.update(chunk)
        if len(sample) < _SAMPLE:
            sample += b"\n".join(line for line in chunk.splitlines() if not line.isascii())
    sample = sample[:_SAMPLE]
    if _is_other_script(sample):
        return max(_OTHER_SCRIPTS, key=lambda name: _score(sample, name))
    if not found & _UNDEFINED:
        # Only Windows has letters between 80 and 9F, Czech š and ž among them.
        windows = any(0x80 <= item < 0xA0 for item in found)
        return "cp1250" if windows or not found & _CZECH_2 else "iso8859-2"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    name = best.encoding if best else ""
    with suppress(LookupError, UnicodeError):
        sample.decode(name)
        return name
    return ""


def _is_other_script(sample: bytes) -> bool:
    """Whether whole words are no ASCII; in Czech and German two such letters meet at most."""
    high = sum(byte >= 0x80 for byte in sample)
    return high > 0 and sum(len(run) for run in _RUN.findall(sample)) * 2 > high


def _score(sample: bytes, name: str) -> float:
    """How many of the letters are frequent ones in small letters, as in words of that script."""
    text = sample.decode(name, "replace")
    high = [char for char in text if char > "\x7f"]
    return sum(char in _FREQUENT for char in high) / max(1, len(high))
