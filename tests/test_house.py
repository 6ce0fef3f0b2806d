"""Rules of the house that no other tool checks, read from the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path.relative_to(ROOT) for folder in ("app", "ui") for path in (ROOT / folder).rglob("*.py")
)
OURS = re.compile(r"(app|ui)(\.|$)")
PRIVATE = re.compile(r"_(?!_)")
SQL = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|PRAGMA)\s")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """The modules of ours and the names that a file imports from them."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, item.name) for item in node.names)


def taken(path: Path) -> Iterator[str]:
    """The private names of other modules that a file uses."""
    found = [(module, name) for module, name in imported(path) if OURS.match(module)]
    yield from (f"{module}.{name}" for module, name in found if PRIVATE.match(name))
    modules = {name for module, name in found if is_module(f"{module}.{name}")}
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
            and PRIVATE.match(node.attr)
        ):
            yield f"{node.value.id}.{node.attr}"


def is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def sentences(path: Path) -> Iterator[str]:
    """The texts in a file that are statements of SQL."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.value


def without_encoding(path: Path) -> Iterator[int]:
    """The lines that read or write the text of a file in the code page of the computer."""
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("read_text", "write_text")
            and len(node.args) < (2 if node.func.attr == "write_text" else 1)
            and not any(item.arg == "encoding" for item in node.keywords)
        ):
            yield node.lineno


def test_nobody_takes_what_another_module_keeps_for_itself() -> None:
    """A name that begins with a line belongs to its module."""
    assert {str(path): names for path in FILES if (names := [*taken(path)])} == {}


def test_the_window_speaks_no_sql() -> None:
    windows = [path for path in FILES if path.parts[0] == "ui"]
    assert {str(path): said for path in windows if (said := [*sentences(path)])} == {}


def test_texts_are_not_in_the_code_page_of_the_computer() -> None:
    """On Windows a text that names no encoding is written in one that has no “ů”."""
    tests = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py")]
    assert {str(path): at for path in (*FILES, *tests) if (at := [*without_encoding(path)])} == {}


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(
        "from app.kinds import _folded\n"
        "from app.db import derived\n"
        "derived._write, derived.refresh\n"
        "sql = f'SELECT {column} FROM person'\n"
        "title = 'SELECTED PEOPLE'\n"
        "path.read_text()\n"
        "path.write_text(title, encoding='utf-8')\n",
        encoding="utf-8",
    )
    assert [*taken(path)] == ["app.kinds._folded", "derived._write"]
    assert [*sentences(path)] == ["SELECT "]
    assert [*without_encoding(path)] == [6]
