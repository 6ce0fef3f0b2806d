from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app import files
from app.errors import UserError
from app.exchange.tables.writer import write_xlsx
from app.i18n import Language
from app.reports.engine.sheets import TableColumn, write_table

ROWS = [[f"{number * 7919:x}" * 40 for number in range(start, start + 5)] for start in range(800)]


def table(target: Path) -> int:
    columns = [TableColumn(str(number), 20) for number in range(5)]
    on = date(2026, 11, 29)
    return write_table(target, "T", columns, ROWS, language=Language.CS, author="x", on=on)


def contacts(target: Path) -> int:
    return write_xlsx(target, list("abcde"), ROWS, dates=[], sheet="T")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("write", [table, contacts])
@pytest.mark.parametrize("limit", [0, 1_000, 100_000])
def test_a_workbook_without_room_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], int], limit: int
) -> None:
    import resource
    import tempfile

    temporary, out = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    (out / "a.xlsx").write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(UserError) as caught:
            write(out / "a.xlsx")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.message == files.NO_ROOM
    assert caught.value.values == {"file": "a.xlsx"}
    assert [item.name for item in out.iterdir()] == ["a.xlsx"]
    assert (out / "a.xlsx").read_bytes() == b"old"
    assert list(temporary.iterdir()) == []
    assert write(out / "a.xlsx") == len(ROWS)
