"""The list of gifts of a year as a table or as JSON, for the office's own records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.errors import UserError
from app.exchange.record_files import UNKNOWN_FORMAT
from app.exchange.tables.writer import write_csv, write_xlsx
from app.files import write_text
from app.i18n import Language, translator
from app.services.protocol.gifts import COLUMNS, GiftLine, YearList, row_texts


def as_json(line: GiftLine) -> dict[str, Any]:
    """A gift of the list, its values as they are stored."""
    return {
        "id": line.id,
        "day": line.day,
        "way": line.way,
        "title": line.title,
        "pieces": line.pieces,
        "ours": list(line.ours),
        "theirs": list(line.theirs),
        "occasion": line.occasion or None,
        "value": line.value,
        "currency": line.currency if line.value is not None else None,
        "estimated": line.values["estimated"],
        "state": line.state,
        "fate": line.values["fate"],
        "inventory_no": line.values["inventory_no"],
        "reported_on": line.values["reported_on"],
    }


def write(target: Path, found: YearList, language: Language) -> int:
    """Write the list to a .csv, .xlsx or .json file; gives how many gifts.

    Gifts whose day is not known follow at the end. Raises `UserError` for another ending, and when
    it cannot be written.
    """
    tr = translator(language)
    gifts = [*found.gifts, *found.undated]
    suffix = target.suffix.lower()
    if suffix == ".json":
        import json

        text = json.dumps([as_json(line) for line in gifts], ensure_ascii=False, indent=2)
        write_text(target, text + "\n")
        return len(gifts)
    rows = [row_texts(line, tr) for line in gifts]
    header = [tr.message(label) for label in COLUMNS]
    cells = [list(row.values()) for row in rows]
    if suffix == ".csv":
        return write_csv(target, header, cells, "excel")
    if suffix == ".xlsx":
        return write_xlsx(target, header, cells, dates=(), sheet=tr("Gifts") + f" {found.year}")
    raise UserError(UNKNOWN_FORMAT, file=target.name)
