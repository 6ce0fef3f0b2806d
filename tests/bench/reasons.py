"""Why a measurement misses its target: said beside it, so that nobody takes it for chance."""

from __future__ import annotations

REASONS = {
    "start : bare window": "of what ours takes longer, Qt's constants, which Python makes one by "
    "one, "
    "are 45 ms, our modules 60, the window with its style sheet, fonts and sidebar 50, the "
    "encrypted "
    "database with its first page 15; the bare window has none of these",
    "memory : bare window": "SQLCipher 6 MB, the schema 3 MB, our modules and what they touch of "
    "Qt 8 MB, widgets with their style sheet 5 MB; no rows",
    "a late page : the first": "the same plan at both places; rows further down lie on more pages "
    "of the file, which are decrypted again when the cache does not hold them",
    "keystroke : repaint": "two thirds of the difference are the search, its page and the count, "
    "one third is laying out rows that are new, which a repaint of known rows does not",
    "save : the same rows by hand": "of what ours takes longer, half is reading: the row and its "
    "version before it is written, the seven kinds of rows that find a person; the rest is Python",
    "longest gap searching": "a first page that lies on a cold disk",
    "longest gap scrolling": "a jump reads a page that nobody has read before, from a cold disk",
    "import 100,000 vCards : raw loop": "of ours a fifth is the history, which the raw loop does "
    "not write; a fifth is the comparison with what is there, a quarter the rows with their order "
    "and folded texts; packing the rows costs a twentieth",
}


def reason(name: str) -> str:
    """What is known about a measurement that missed its target; empty if nothing is."""
    return REASONS.get(name, "")
