"""What the readers of a row share: its cells by what they mean, and what a label says.

Each reader marks the cells that it reads. What nobody has read is left for the note, so that a
column cannot be lost by being forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.exchange.tables import header_words
from app.rules.folding import fold

MAX_VALUES = 50
"""The most details of one kind that one row gives."""

NOTE = "note:heading"
"""The target of a column that has no field: its cells go into the note under its heading."""


@dataclass(slots=True)
class Cell:
    """A filled cell: its text, what stands above it, and what a column beside it says it is."""

    text: str
    heading: str = ""
    label: str = ""
    is_read: bool = False

    @property
    def line(self) -> str:
        """The text in one line."""
        return " ".join(self.text.split())


class Values:
    """The filled cells of a row by target, those of one target in the order of the columns.

    `silent` gathers cells that say nothing (the *Normal* of a column *Priority*), as pairs of
    heading and text, `noted` the headings of those that were left for the note.
    """

    def __init__(self, cells: Iterable[tuple[str, Cell]]) -> None:
        self._cells: dict[str, list[Cell]] = {}
        self._rests: list[tuple[Cell, str]] = []
        self.silent: list[tuple[str, str]] = []
        self.noted: list[str] = []
        for target, cell in cells:
            if cell.text.strip():
                self._cells.setdefault(target, []).append(cell)

    @classmethod
    def of(cls, texts: Mapping[str, Sequence[str]]) -> Values:
        """Values of texts by target; labels stand in the list ``…_label`` beside them."""
        return cls(
            (target, Cell(text, target, labels[number] if number < len(labels) else ""))
            for target, listed in texts.items()
            if target not in _LABELS
            for labels in (_labels_of(texts, target),)
            for number, text in enumerate(listed)
        )

    def __bool__(self) -> bool:
        return bool(self._cells)

    def __contains__(self, target: object) -> bool:
        return target in self._cells

    @property
    def targets(self) -> list[str]:
        """What the cells of the row mean."""
        return list(self._cells)

    def look(self, target: str) -> list[Cell]:
        """The cells of a target; they are not marked."""
        return self._cells.get(target, [])

    def one(self, target: str) -> str:
        """The first cell of a target in one line, and read; others of it stay for the note."""
        for cell in self.look(target)[:1]:
            cell.is_read = True
            return cell.line
        return ""

    def all(self, target: str) -> list[Cell]:
        """The cells of a target, all of them read."""
        for cell in self.look(target):
            cell.is_read = True
        return self.look(target)

    def give_back(self, target: str) -> None:
        """The cells of a target were of no use: they are for the note."""
        for cell in self.look(target):
            cell.is_read = False

    def keep_rest(self, cell: Cell, rest: str) -> None:
        """A cell was read but for a part of it: it is for the note, too, if that says anything."""
        if rest.strip():
            self._rests.append((cell, rest))

    def read_words(self) -> set[str]:
        """The words of all cells that were read, without the rests that were not."""
        partly = {id(cell) for cell, _ in self._rests}
        return {
            word
            for cells in self._cells.values()
            for cell in cells
            if cell.is_read and id(cell) not in partly
            for word in fold(cell.text).split()
        }

    def left(self) -> list[Cell]:
        """The cells for the note: those that nobody read and that say something new."""
        found = list(self._left())
        self.noted += [cell.heading for cell in found]
        return found

    def _left(self) -> Iterator[Cell]:
        known: set[str] | None = None
        for target, cells in self._cells.items():
            read = {fold(cell.text) for cell in cells if cell.is_read}
            for cell in cells:
                if cell.is_read or (target != NOTE and fold(cell.text) in read):
                    continue
                heading = " ".join(w for w in fold(cell.heading).split() if not w.isdigit())
                if is_usual(heading, cell.text):
                    self.silent.append((cell.heading, cell.line))
                    continue
                if target.partition(":")[0] in _AGAIN or heading in header_words.AGAIN:
                    known = self.read_words() if known is None else known
                    if _is_said(cell.text, known):
                        continue
                yield cell
        for cell, rest in self._rests:
            known = self.read_words() if known is None else known
            if not _is_said(rest, known):
                yield cell


_AGAIN = frozenset({"formatted_name", "address"})


def is_usual(heading: str, text: str) -> bool:
    """Whether a cell holds what a program writes into each row, such as *Normal* as priority."""
    told = fold(text)
    if heading in header_words.STATES and told in header_words.USUAL:
        return True
    return told in header_words.EVERYBODY


def _is_said(text: str, known: set[str]) -> bool:
    """Whether a text only says again what is known, or is the initials of a name."""
    words = set(fold(text).split())
    if words <= known:
        return True
    initials = {word[0] for word in known if word}
    return all(len(word) == 1 for word in words) and words <= initials


_LABELS = frozenset({"email_label", "phone_label", "web_label"})


def _labels_of(texts: Mapping[str, Sequence[str]], target: str) -> Sequence[str]:
    labels = texts.get(f"{target}_label", ()) if f"{target}_label" in _LABELS else ()
    return labels if len(labels) == len(texts[target]) else ()


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


_HOME = words("home private privat domu domov domaci osobni personal soukrome")
_WORK = words(
    "work business office praci prace zamestnani pracovni geschaftlich dienstlich arbeit"
    " company main hlavni"
)
_NO_LABEL = words("smtp ex other internet jine jina jiny sonstige andere ostatni")
_DEVICES = words("mobile mobil mobilni handy fax cell phone telefon tel cislo number")


def label_of(text: str) -> tuple[str, bool]:
    """``work``, ``home`` or the text itself; and whether Google's star says it is preferred."""
    starred = text.startswith("*")
    text = text.strip("* ")
    words = set(fold(text).split())
    if words <= _NO_LABEL | _DEVICES:
        text = ""
    elif words <= _HOME | _DEVICES:
        text = "home"
    elif words <= _WORK | _DEVICES:
        text = "work"
    return text, starred
