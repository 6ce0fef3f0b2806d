from __future__ import annotations

from pathlib import Path

import pytest

from app.db.migrate import copy_database
from tests.app.test_cli import Terminal


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], demo_file: Path, tmp_path: Path) -> Terminal:
    copy_database(demo_file, tmp_path / "kraj.db", None)
    return Terminal(capsys, tmp_path / "kraj.db")


@pytest.mark.parametrize("entity", ["agreements", "organisations"])
def test_a_paper_about_a_list_needs_no_record(run: Terminal, tmp_path: Path, entity: str) -> None:
    for suffix in (".pdf", ".xlsx"):
        target = tmp_path / f"all{suffix}"
        run("print", entity, "commitments", "--which", "all", "--lang", "de", "--to", target)
        assert target.stat().st_size > 1000
    run("print", "agreements", "register", "--to", tmp_path / "register.pdf")
    assert (tmp_path / "register.pdf").read_bytes().startswith(b"%PDF-")
