"""Where a line must not break: one rule for the papers, the documents and the window.

Sources: ČSN 01 6910 (one-letter words, numbers with units and marks, dates, initials and titles
with the name, a dash stays on the line above), DIN 5008 (the same of §, Nr., Abs. and z. B.).
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.i18n import Language

NBSP = "\u00a0"

_MARKS = (
    r"§§?|odst\.|písm\.|č\.|čl\.|sv\.|str\.|ust\.|příl\.|Abs\.|Satz|Nr\.|Art\.|Art|Buchst\.|Bd\.|No\.|"
    r"Nos\.|para\.|point|pp?\.|vol\."
)
_TITLES = (
    r"Ing\. arch\.|Mgr\. art\.|Ing\.|Mgr\.|MgA\.|Bc\.|BcA\.|JUDr\.|MUDr\.|MVDr\.|MDDr\.|PhDr\.|"
    r"RNDr\.|"
    r"PaedDr\.|PharmDr\.|ThDr\.|ThLic\.|doc\.|[Pp]rof\.|Dr\.|Mag\.|Dipl\.-Ing\.|Mons\.|Mr|Ms|Mrs|Dr|"
    r"Professor|Herrn?|Frau|pan|pane|paní|pí"
)
_UNITS = (
    r"%|‰|°C?|€|Kč|EUR|CZK|USD|PLN|B|kB|KB|MB|GB|TB|px|mm|cm|m|km|g|kg|t|m²|km²|h|min|hod\.|ks|"
    r"Sb\.|Slg\.|Coll\."
)
_UPPER = "A-ZÁÄČĎÉĚÍŇÓÖŘŠŤÚŮÜÝŽ"
_CZECH_WORD = re.compile(r"(?<![^\s(„“\"])([KkSsVvZzOoUuAaIi]) (?=\S)")
_DAY = re.compile(
    r"(?<!\d)(\d{1,2}\.) (?=\d{1,2}\.|[^\W\d]{3,10} (?:1[89]|20)\d\d|(?:1[89]|20)\d\d)"
)
_ENGLISH_DAY = re.compile(r"(?<!\d)(\d{1,2}) (?=[A-Z][a-z]{2,8} (?:1[89]|20)\d\d)")
_MONTH = re.compile(r"\b([^\W\d_]{3,10}) (?=(?:1[89]|20)\d\d(?!\d))")
_MARK = re.compile(rf"(?<!\w)({_MARKS}) (?=[\d(]|[IVX]+\b|[a-z]\))")
_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w²]))")
_DIGITS = re.compile(r"(?<![\d.,])(\d{1,3}(?: \d{3})+)(?![\d])")
_INITIAL = re.compile(rf"(?<![\w.])([{_UPPER}]\.) (?=[{_UPPER}])")
_ABBREVIATION = re.compile(r"(?<![\w.])([^\W\d_]\.) (?=[^\W\d_]\.)")
_TITLE = re.compile(rf"(?<!\w)({_TITLES}) (?=[{_UPPER}])")
_DASH = re.compile(r"(?<=\S) (?=[–—·] )")


@lru_cache(maxsize=1 << 12)
def bound(text: str, language: str = "") -> str:
    """`text` with no-break spaces where its line must not break.

    `language` is that of the text. Where it is not known (the window shows data of any language)
    the rules of all languages hold: no other one minds that a line does not end in *a* or *I*.
    """
    if " " not in text:
        return text
    if language in (Language.CS, ""):
        # Twice: of two one-letter words in a row the second begins where the first has ended.
        text = _CZECH_WORD.sub(rf"\1{NBSP}", _CZECH_WORD.sub(rf"\1{NBSP}", text))
    text = _DAY.sub(rf"\1{NBSP}", text)
    if language in (Language.EN, ""):
        text = _ENGLISH_DAY.sub(rf"\1{NBSP}", text)
    text = _MONTH.sub(rf"\1{NBSP}", text)
    text = _MARK.sub(rf"\1{NBSP}", text)
    text = _UNIT.sub(NBSP, text)
    text = _DIGITS.sub(lambda found: found[0].replace(" ", NBSP), text)
    text = _INITIAL.sub(rf"\1{NBSP}", text)
    text = _ABBREVIATION.sub(rf"\1{NBSP}", text)
    text = _TITLE.sub(rf"\1{NBSP}", text)
    return _DASH.sub(NBSP, text)
