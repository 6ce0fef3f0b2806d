"""The paper family's type: Noto Sans (SIL OFL 1.1, licence beside the files), always embedded."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.paths import RESOURCES
from app.rules.visible import visible

REGULAR = "NotoSans"
SEMIBOLD = "NotoSans-SemiBold"
_FILES = {REGULAR: "NotoSans-Regular.ttf", SEMIBOLD: "NotoSans-SemiBold.ttf"}
_REPLACEMENT = "?"  # Noto Sans has neither U+FFFD nor a box, and .notdef is forbidden in PDF/A
_BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")


@cache
def font(name: str) -> TTFont:
    """The font of one of the names above, read and registered with ReportLab once."""
    loaded = TTFont(name, str(RESOURCES / "fonts" / _FILES[name]))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def _known() -> frozenset[int]:
    return frozenset(font(REGULAR).face.charToGlyph)


def covers(text: str) -> bool:
    """Whether every character of `text` can be printed (Latin, Greek and Cyrillic can)."""
    known = _known()
    return all(ord(c) in known or c.isspace() for c in unicodedata.normalize("NFC", text))


def printable(text: str) -> str:
    """`text` as one line of the paper: composed (NFC), breaks and tabs as spaces, invisible
    characters dropped, any other character the font lacks as a question mark. No-break spaces
    stay. A name that is not covered at all is better left out: ask `covers` first.
    """
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", visible(text)))
    known = _known()
    if all(ord(c) in known for c in text):
        return text.strip(" ")
    kept = "".join(
        c if ord(c) in known else _REPLACEMENT
        for c in text
        if ord(c) in known or not unicodedata.category(c).startswith("C")
    )
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", kept)).strip(" ")
