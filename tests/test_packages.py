"""What the program imports is what it declares, no more and no less."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from app.problem_report import LIBRARIES

_ROOT = Path(__file__).parent.parent
_OURS = {"app", "ui", "tests", "translations"}
_NOT_IMPORTED = {
    "cryptography",  # pypdf takes it for what is encrypted with AES
    "rl-accel",  # reportlab takes it if it is there
    "tzdata",  # the time zones of zoneinfo on Windows
}


@cache
def _project() -> dict[str, dict[str, list[str]]]:
    found = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {"run": found["project"], "dev": found["dependency-groups"]}


def _names(lines: Iterable[str]) -> set[str]:
    return {_normal(re.split(r"[^\w.-]", line)[0]) for line in lines}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(*folders: str) -> dict[str, str]:
    """The packages that are imported, with a file that does."""
    found: dict[str, str] = {}
    known = packages_distributions()
    for folder in folders:
        for path in sorted((_ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                    names = [node.module]
                for name in names:
                    top = name.partition(".")[0]
                    if top not in _OURS and top not in sys.stdlib_module_names:
                        for package in known.get(top, [top]):
                            found.setdefault(_normal(package), path.name)
    return found


def test_what_the_program_imports_is_declared() -> None:
    declared = _names(_project()["run"]["dependencies"])
    imported = _imported("app", "ui")
    assert {name: file for name, file in imported.items() if name not in declared} == {}


def test_what_is_declared_is_imported() -> None:
    declared = _names(_project()["run"]["dependencies"])
    assert declared - set(_imported("app", "ui")) == _NOT_IMPORTED


def test_what_the_tests_import_is_declared() -> None:
    declared = _names(_project()["run"]["dependencies"]) | _names(_project()["dev"]["dev"])
    imported = _imported("tests")
    imported.pop("gi", None)  # of the system's Python, in a script of its own
    assert {name: file for name, file in imported.items() if name not in declared} == {}


def test_the_program_names_all_that_it_is_made_of() -> None:
    assert set(LIBRARIES) == _names(_project()["run"]["dependencies"])
