"""The parts of the suite that touch files, previews, backups, starts and jobs, under Windows.

They run where the folder of a Windows Python is named by the variable `VZTAHY_WINDOWS_PYTHON`
(docs/windows.md): its program `run` takes the arguments of ``python``. Nightly.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VARIABLE = "VZTAHY_WINDOWS_PYTHON"
PATIENCE = 1800  # seconds that one file of tests may take before it counts as stuck

FOLDERS = (
    "tests/app/test_*.py",
    "tests/app/db/test_*.py",
    "tests/app/services/care/test_*.py",
    "tests/app/services/documents/test_*.py",
    "tests/app/services/records/test_batch*.py",
    "tests/app/exchange/address_books/test_*.py",
    "tests/app/exchange/datasets/test_*.py",
    "tests/app/exchange/documents/test_*.py",
    "tests/app/exchange/letters/test_merge.py",
    "tests/app/exchange/mails/test_*.py",
    "tests/app/exchange/tables/test_*.py",
    "tests/app/exchange/vcard/test_[rw]*.py",
    "tests/app/exchange/test_demo.py",
    "tests/app/exchange/test_record_files.py",
    "tests/app/exchange/test_import_of_broken_files.py",
    "tests/app/exchange/test_letter_templates.py",
    "tests/app/reports/test_printing.py",
    "tests/app/reports/people/test_labels.py",
    "tests/app/reports/agreements/test_contract_draft.py",
    "tests/ui/test_demo.py",
    "tests/ui/test_main.py",
    "tests/ui/test_single_instance.py",
    "tests/ui/test_unknown_errors.py",
    "tests/ui/test_window.py",
    "tests/ui/widgets/test_pdf.py",
    "tests/ui/dialogs/common/test_pr*.py",
    "tests/ui/dialogs/contacts/test_*_dialog.py",
    "tests/ui/dialogs/program/test_*.py",
    "tests/ui/dialogs/test_document_dialogs.py",
    "tests/e2e/test_*.py",
)
NOT_THERE = {
    "tests/app/test_bench.py": "measures nothing of Windows",
}


def files() -> list[str]:
    found = {path.relative_to(ROOT).as_posix() for name in FOLDERS for path in ROOT.glob(name)}
    return sorted(found - set(NOT_THERE))


def test_every_place_named_here_is_there() -> None:
    assert [name for name in FOLDERS if not list(ROOT.glob(name))] == []


@pytest.mark.nightly
@pytest.mark.parametrize("file", files())
def test_under_windows(file: str) -> None:
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"no Windows Python: {VARIABLE} does not name its folder")
    done = subprocess.run(
        [Path(folder) / "run", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", file],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    # A process that was ended from within may say that all is well: the last line must, too.
    last = done.stdout.strip().rpartition("\n")[2]
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in last or " skipped" in last, done.stdout[-4000:]
