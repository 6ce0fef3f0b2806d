"""Where things lie: the program's own files and the user's data."""

from __future__ import annotations

from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
TRANSLATIONS = ROOT / "translations"
DEMO_DATA = RESOURCES / "demo" / "ustecky"


def data_dir() -> Path:
    """The folder of the user's database (not created here)."""
    return Path(platformdirs.user_data_dir("Vztahy", appauthor=False))


def config_dir() -> Path:
    """The folder of the window's settings (not created here)."""
    return Path(platformdirs.user_config_dir("Vztahy", appauthor=False))


def log_dir() -> Path:
    """The folder of the program's log files (not created here)."""
    return Path(platformdirs.user_log_dir("Vztahy", appauthor=False))


def default_database() -> Path:
    """The database that opens when no file is named."""
    return data_dir() / "vztahy.db"
