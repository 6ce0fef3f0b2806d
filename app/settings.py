"""What one computer remembers for its user: language, appearance, where the window was.

A small JSON file; a damaged or missing one means defaults, never an error.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from app.files import write_text
from app.paths import config_dir, default_database


@dataclass(slots=True)
class Settings:
    """The remembered choices. `scheme` is ``system``, ``light``, ``dark`` or ``contrast``.

    `text_size` is in per cent; `text_only` shows high contrast without icons. The languages of
    papers are empty for that of the window and for none beside it. `printing` holds what was
    last chosen in the print dialog beside the printer. `recent` are records shown last
    (``person:id``). `label_place` is what labels were printed
    on last, `label_offsets` how far each print is moved (mm right, down). `widths` are those of the
    columns of lists. `of_the_work` is what an earlier version kept here and what belongs into the
    database (see `app.services.preferences`); it stays until it has been taken over there.
    """

    language: str = ""
    scheme: str = "system"
    sidebar_collapsed: bool = False
    geometry: str = ""
    splitter: dict[str, str] = field(default_factory=dict)
    screen: str = "home"
    printer: str = ""
    printing: dict[str, str] = field(default_factory=dict)
    record: str = ""
    recent: list[str] = field(default_factory=list)
    database: str = ""
    text_size: int = 100
    text_only: bool = False
    reminders_open: bool = True
    finished_shown: bool = False
    paper_language: str = ""
    paper_second: str = ""
    backup_folder: str = ""
    backup_rhythm: str = "daily"
    widths: dict[str, dict[str, Any]] = field(default_factory=dict)
    label_place: str = ""
    label_offsets: dict[str, list[float]] = field(default_factory=dict)
    of_the_work: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the settings; defaults where the file has none."""
        try:
            stored = json.loads((path or default_file()).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return cls()
        if not isinstance(stored, dict):
            return cls()
        defaults = cls()
        known = {
            item.name: stored[item.name]
            for item in fields(cls)
            if _fits(stored.get(item.name), getattr(defaults, item.name), _INNER.get(item.name))
        }
        known["of_the_work"] = {
            name: stored[name] for name in _OF_THE_WORK if isinstance(stored.get(name), dict)
        }
        if "widths" not in stored:
            columns = known["of_the_work"].get("columns", {}).items()
            widths = {name: found.get("widths") for name, found in columns if _is_dict(found)}
            known["widths"] = {name: found for name, found in widths.items() if _is_dict(found)}
        return cls(**known)

    @property
    def database_file(self) -> Path:
        """The database that opens when no other is named."""
        return Path(self.database) if self.database else default_database()

    def save(self, path: Path | None = None) -> None:
        """Write the settings beside their place and rename them into it.

        Raises `UserError` when they cannot be written.
        """
        # A file name that is no UTF-8 is written as escapes and read back the same.
        target = Path(os.path.realpath(path or default_file()))  # some people keep it elsewhere
        kept = asdict(self)
        kept |= kept.pop("of_the_work")
        write_text(target, json.dumps(kept, ensure_ascii=True, indent=2))


def default_file() -> Path:
    """The user's settings file."""
    return config_dir() / "settings.json"


_INNER: dict[str, type] = {
    "splitter": str,
    "printing": str,
    "widths": dict,
    "label_offsets": list,
}
"""What the values of a stored mapping must be."""


_OF_THE_WORK = ("columns", "filters", "saved_filters", "mappings")


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def _fits(value: object, default: object, inner: type | None) -> bool:
    """Whether a stored value has the type of its default, a mapping's values included."""
    if type(value) is not type(default):
        return False
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return inner is None or all(
        isinstance(item, inner)
        for item in value.values()  # type: ignore[attr-defined]
    )
