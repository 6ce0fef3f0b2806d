"""The paper family's type: Noto Sans (SIL OFL 1.1, licences beside the files), always embedded.

Names of partners come in other scripts, too: Arabic, Hebrew, Korean with the syllables of
KS X 1001, and Chinese with the signs of GB 2312 and the commoner ones of Big5, which have fonts of
their own (parts of Noto Sans Arabic, Noto Sans Hebrew, Noto Sans KR and Noto Sans SC).
What none of them has is printed as a question mark and told (`app.reports.engine.losses`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.paths import RESOURCES
from app.reports.engine.arabic import in_order, joined
from app.reports.engine.losses import tell
from app.rules.visible import visible

REGULAR = "NotoSans"
SEMIBOLD = "NotoSans-SemiBold"
_ARABIC = "NotoSansArabic"
_HEBREW = "NotoSansHebrew"
_CHINESE = "NotoSansSC"
_KOREAN = "NotoSansKR"
_FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    SEMIBOLD: "NotoSans-SemiBold.ttf",
    _ARABIC: "NotoSansArabic-Regular.ttf",
    _HEBREW: "NotoSansHebrew-Regular.ttf",
    _CHINESE: "NotoSansSC-Regular.ttf",
    _KOREAN: "NotoSansKR-Regular.ttf",
}
_OTHERS = (_ARABIC, _HEBREW, _CHINESE, _KOREAN)
# Where a sign of another font may be: what follows the Latin, Greek and Cyrillic letters.
_FOREIGN = re.compile("[\u0590-\u1fff\u2e80-\ud7ff\uf900-\uffff\U00010000-\U0010ffff]")
_REPLACEMENT = "?"  # Noto Sans has neither U+FFFD nor a box, and .notdef is forbidden in PDF/A
_BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")


@cache
def font(name: str) -> TTFont:
    """The font of one of the names above, read and registered with ReportLab once."""
    loaded = TTFont(name, str(RESOURCES / "fonts" / _FILES[name]))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def _known(name: str = REGULAR) -> frozenset[int]:
    return frozenset(font(name).face.charToGlyph)


def _is_known(char: str) -> bool:
    if ord(char) in _known():
        return True
    return bool(_FOREIGN.match(char)) and any(ord(char) in _known(name) for name in _OTHERS)


def covers(text: str) -> bool:
    """Whether every character of `text` can be printed; what cannot is a loss."""
    found = all(_is_known(c) or c.isspace() for c in unicodedata.normalize("NFC", text))
    if not found:
        tell(text)
    return found


def pieces(text: str, name: str) -> list[tuple[str, str]]:
    """A line in the font `name`, as its signs stand from the left, in parts of one font each."""
    if not _FOREIGN.search(text):
        return [(name, text)]
    found: list[tuple[str, str]] = []
    for char in in_order(joined(text)):
        wanted = name
        if ord(char) not in _known(name):
            wanted = next((item for item in _OTHERS if ord(char) in _known(item)), name)
        if found and found[-1][0] == wanted:
            found[-1] = (wanted, found[-1][1] + char)
        else:
            found.append((wanted, char))
    return found


def width_of(text: str, name: str, size: float) -> float:
    """The width of a line in points."""
    return sum(
        float(font(part_name).stringWidth(part, size)) for part_name, part in pieces(text, name)
    )


def printable(text: str) -> str:
    """`text` as one line of the paper: composed (NFC), breaks and tabs as spaces, invisible
    characters dropped, any other character the font lacks as a question mark. No-break spaces
    stay. A name that is not covered at all is better left out: ask `covers` first.
    """
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", visible(text)))
    known = _known()
    if all(ord(c) in known or _is_known(c) for c in text):
        return text.strip(" ")
    kept = "".join(
        c if _is_known(c) else _REPLACEMENT
        for c in text
        if _is_known(c) or not unicodedata.category(c).startswith("C")
    )
    if _REPLACEMENT in kept.replace("?", "", text.count("?")):
        tell(text)
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", kept)).strip(" ")
