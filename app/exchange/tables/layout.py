"""The columns of a table that is read: from a row of it to the cells by what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.exchange.tables import header_words as words
from app.exchange.tables.row_values import NOTE, Cell, Values
from app.rules.folding import fold

_LABELLED = {
    "email_label": ("email",),
    "phone_label": ("phone", "mobile", "fax"),
    "web_label": ("web",),
}


class Layout:
    """The columns of a table with their meanings (targets by number; others are left out).

    `noted` and `left_out` gather the headings of filled columns that have no field: those that
    stand in the notes, and those that were not to be imported; `silent` are cells that say nothing.
    """

    def __init__(self, header: Sequence[str], mapping: Mapping[int, str]) -> None:
        self._headings = [name or column_letters(number) for number, name in enumerate(header)]
        self._targets = [mapping.get(number, "") for number in range(len(header))]
        self._labels = dict(self._label_columns())  # value column: label column
        self._beyond: set[str] = set()
        self.noted: dict[str, None] = {}
        self.left_out: dict[str, None] = {}
        self.silent: dict[tuple[str, str], None] = {}

    def values(self, row: Sequence[str]) -> Values:
        """The cells of a row; those beyond the header are for the note under their letters."""
        return Values(self._cells(row))

    def beyond(self, row: Sequence[str]) -> list[str]:
        """The filled cells of a row that stand beyond the header."""
        return [cell.strip() for cell in row[len(self._targets) :] if cell.strip()]

    def _cells(self, row: Sequence[str]) -> Iterator[tuple[str, Cell]]:
        used = {
            label
            for value, label in self._labels.items()
            if value < len(row) and row[value].strip()
        }
        for number, text in enumerate(row):
            if not text.strip():
                continue
            if number >= len(self._targets):
                self._beyond.add(column_letters(number))
                yield NOTE, Cell(text, column_letters(number))
                continue
            if number in used:
                continue
            target, heading = self._targets[number], self._headings[number]
            if not target:
                self.left_out[heading] = None
                continue
            beside = self._labels.get(number)
            label = row[beside].strip() if beside is not None and beside < len(row) else ""
            if target in _LABELLED or (target == NOTE and number in self._labels.values()):
                # What a value would be that is not there.
                yield NOTE, Cell(text.strip("* "), heading)
            elif target == NOTE:
                yield NOTE, Cell(text, label.strip("* ") or heading)
            else:
                yield target, Cell(text, heading, label)

    def told(self, values: Values) -> None:
        """Take in what was left of a row when its card was made."""
        for heading in values.noted:
            if heading not in self._beyond:
                self.noted.setdefault(heading)
        for heading, text in values.silent:
            self.silent.setdefault((heading, text))

    def _label_columns(self) -> Iterator[tuple[int, int]]:
        """The columns that say what the one beside them is: its number, then theirs."""
        taken: set[int] = set()
        for number, target in enumerate(self._targets):
            wanted = _LABELLED.get(target, ())
            for beside in (number + 1, number - 1):
                if not 0 <= beside < len(self._targets) or beside in taken:
                    continue
                other = self._targets[beside].partition(":")[0]
                if other in wanted or self._is_noted_pair(number, beside):
                    taken.add(beside)
                    yield beside, number
                    break

    def _is_noted_pair(self, label: int, value: int) -> bool:
        """Whether two columns for the note are Google's ``Event 1 - Type``, ``Event 1 - Value``."""
        if self._targets[label] != NOTE or self._targets[value] != NOTE:
            return False
        said = set(fold(self._headings[label]).split())
        meant = set(fold(self._headings[value]).split())
        return bool(
            said & words.LABELS
            and meant & words.VALUES
            and said - words.LABELS == meant - words.VALUES
        )


def column_letters(number: int) -> str:
    """What a spreadsheet calls a column, by its number from 0: ``A``, ``AB``."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
