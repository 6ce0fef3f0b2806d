from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from ui.main import main

_ROOT = Path(__file__).parent.parent.parent


Run = Callable[..., tuple[int, list[tuple[str, str]]]]


@pytest.fixture
def run(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Start the program without streams, as Windows starts that of the window.

    Gives the exit status and what boxes said.
    """

    def start(*arguments: str) -> tuple[int, list[tuple[str, str]]]:
        shown: list[tuple[str, str]] = []
        with monkeypatch.context() as patched:
            for kind in ("information", "critical"):
                box = staticmethod(lambda *a, kind=kind: shown.append((kind, a[2])))
                patched.setattr(QMessageBox, kind, box)
            patched.setattr(sys, "stdout", None)
            patched.setattr(sys, "stderr", None)
            return main(arguments), shown

    return start


def test_wrong_arguments_are_shown_where_there_is_no_terminal(run: Run) -> None:
    status, ((kind, text),) = run("--nonsense")
    assert status == 2
    assert kind == "critical"
    assert "--nonsense" in text


def test_what_a_command_says_is_shown_where_there_is_no_terminal(run: Run, tmp_path: Path) -> None:
    data = str(tmp_path / "vztahy.db")
    status, ((kind, text),) = run("--data", data, "--lang", "en", "check")
    assert (status, kind) == (0, "information")
    assert "sound" in text
    status, ((kind, text),) = run("--data", data, "--lang", "en", "show", "persons", "nobody")
    assert (status, kind) == (1, "critical")
    assert "nobody" in text


def test_a_failed_demo_is_shown_where_there_is_no_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    arguments = ("--lang", "en", "demo", "--out", str(tmp_path / "file" / "out"))
    status, ((kind, text),) = run(*arguments)
    assert (status, kind) == (1, "critical")
    assert "cannot be written" in text


def test_a_process_without_streams_runs_a_command(tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    script = (
        "import sys; sys.stdout = sys.stderr = None\n"
        "import ui.main; ui.main._show = lambda text, failed: None\n"
        "sys.exit(ui.main.main(sys.argv[1:]))"
    )
    arguments = ["--data", str(tmp_path / "vztahy.db"), "backup", str(target)]
    done = subprocess.run([sys.executable, "-c", script, *arguments], check=False, cwd=_ROOT)
    assert done.returncode == 0
    assert target.exists()


def test_there_is_a_program_for_the_terminal_and_one_for_the_desktop() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"vztahy": "ui.main:main"}
    assert project["gui-scripts"] == {"vztahy-window": "ui.main:main"}
