"""Why a measurement misses its target: said beside it, so that nobody takes it for chance."""

from __future__ import annotations

REASONS = {
    "start : bare window": "the bare window imports neither SQLite nor Qt's namespace of constants "
    "(35 ms) and has no style sheet, no fonts, no sidebar; our own modules are a third of the rest",
    "memory : bare window": "code: SQLCipher 4 MB, the window's modules 7 MB, embedded fonts 4 MB, "
    "widgets 9 MB; no rows",
    "a late page : the first": "the same plan at both places; rows further down lie on more pages "
    "of the file, which are decrypted again when the cache does not hold them",
    "keystroke : repaint": "the search and its page take some 3 ms, the rest is Qt laying out "
    "rows that are new, which a repaint of known rows does not",
    "save : bare UPDATE": "where the disk's flush costs nothing the floor is 0.05 ms; ours reads "
    "the record, checks references and version, writes log, digests and header: 40 statements",
    "longest gap searching": "one search with its repaint, twice where the first page is cold",
    "longest gap scrolling": "a jump reads a page that nobody has read before, and paints it",
    "longest gap saving": "the record is drawn anew as a whole after it was saved (50 to 80 ms)",
    "longest gap importing cards": "the last report of the job is taken in",
}


def reason(name: str) -> str:
    """What is known about a measurement that missed its target; empty if nothing is."""
    return REASONS.get(name, "")
