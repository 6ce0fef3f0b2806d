"""Why a measurement misses its target: said beside it, so that nobody takes it for chance."""

from __future__ import annotations

REASONS = {
    "start : bare window": "of what ours takes longer, Qt's constants, which Python makes one by "
    "one, "
    "are 45 ms, our modules 60, the window with its style sheet, fonts and sidebar 50, the "
    "encrypted "
    "database with its first page 15; the bare window has none of these",
    "memory : bare window": "code: SQLCipher 4 MB, the window's modules 7 MB, embedded fonts 4 MB, "
    "widgets 9 MB; no rows",
    "a late page : the first": "the same plan at both places; rows further down lie on more pages "
    "of the file, which are decrypted again when the cache does not hold them",
    "keystroke : repaint": "the search and its page take some 3 ms, the rest is Qt laying out "
    "rows that are new, which a repaint of known rows does not",
    "save : bare UPDATE": "where the disk's flush costs nothing the floor is 0.03 ms: one page. "
    "Ours "
    "takes 1.4 ms: 0.8 of it is the commit of twelve encrypted pages (record, two places in the "
    "order, log with three indexes, header, search index), the rest reads the record, checks "
    "references and version, and writes digests: 40 statements",
    "longest gap searching": "a first page that lies on a cold disk",
    "longest gap scrolling": "a jump reads a page that nobody has read before, from a cold disk",
    "import 100,000 vCards : raw loop": "of ours a third is the history, which the raw loop does "
    "not "
    "write: three fifths of the bytes in the file; a fifth is the comparison with what is there, a "
    "tenth the order and the folded texts; a fifth of all is spent in writing pages",
}


def reason(name: str) -> str:
    """What is known about a measurement that missed its target; empty if nothing is."""
    return REASONS.get(name, "")
