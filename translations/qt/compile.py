"""Compile what Qt's own catalogues lack: each vztahy_qt_*.ts into the .qm beside it.

    uv run python translations/qt/compile.py        after a .ts file was changed

The .ts files hold only what the catalogues in PySide6 leave in English or word badly.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import PySide6

HERE = Path(__file__).resolve().parent


def compile_to(folder: Path) -> list[Path]:
    """Write a .qm file into `folder` for each .ts file here; returns what was written."""
    written = []
    for source in sorted(HERE.glob("vztahy_qt_*.ts")):
        target = folder / source.with_suffix(".qm").name
        release = Path(PySide6.__path__[0]) / "lrelease"
        subprocess.run([str(release), "-silent", str(source), "-qm", str(target)], check=True)
        written.append(target)
    return written


if __name__ == "__main__":
    for file in compile_to(HERE):
        print(file.name)
