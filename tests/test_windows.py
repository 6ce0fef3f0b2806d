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

# What of a file, a preview, a backup, a start or a job differs on Windows. Pure reckoning, and what
# a window looks like, are tested once, on any system; drawing the whole demo takes an hour in Wine.
FOLDERS = (
    # the database as a file: its place, locks, copies, processes that were killed
    "tests/app/db/test_connection.py",
    "tests/app/db/test_migrate.py",
    "tests/app/db/test_opening.py",
    "tests/app/db/test_place*.py",
    "tests/app/db/test_sets.py",
    "tests/app/db/test_store.py",
    "tests/app/db/test_turns.py",
    "tests/app/db/test_upgrades.py",
    # backup, restore, check
    "tests/app/services/care/test_auto_backup.py",
    "tests/app/services/care/test_backup.py",
    "tests/app/services/care/test_checking.py",
    "tests/app/services/care/test_difference.py",
    "tests/app/services/care/test_opening_kills.py",
    "tests/app/services/care/test_restoring.py",
    "tests/app/services/records/test_batch*.py",
    # stored documents and pictures
    "tests/app/services/documents/test_*.py",
    "tests/app/exchange/documents/test_*.py",
    # files that are read
    "tests/app/exchange/address_books/test_files.py",
    "tests/app/exchange/address_books/test_importing.py",
    "tests/app/exchange/address_books/test_json_contacts.py",
    "tests/app/exchange/address_books/test_ldif.py",
    "tests/app/exchange/datasets/test_*.py",
    "tests/app/exchange/mails/test_*.py",
    "tests/app/exchange/tables/test_reader.py",
    "tests/app/exchange/tables/test_workbook_limits.py",
    "tests/app/exchange/test_demo.py",
    "tests/app/exchange/test_import_of_broken_files.py",
    "tests/app/exchange/vcard/test_reader.py",
    # files that are written
    "tests/app/exchange/address_books/test_exporting.py",
    "tests/app/exchange/ical/test_writer.py",
    "tests/app/exchange/letters/test_merge.py",
    "tests/app/exchange/test_letter_templates.py",
    "tests/app/exchange/test_record_files.py",
    "tests/app/exchange/vcard/test_writer.py",
    "tests/app/reports/agreements/test_contract_draft.py",
    "tests/app/reports/agreements/test_council_paper.py",
    "tests/app/reports/people/test_labels.py",
    "tests/app/reports/test_printing.py",
    "tests/app/reports/test_trip_folder.py",
    # jobs, the system, files, settings, the command line
    "tests/app/test_cli*.py",
    "tests/app/test_cloud_folders.py",
    "tests/app/test_file_names.py",
    "tests/app/test_files.py",
    "tests/app/test_jobs.py",
    "tests/app/test_settings*.py",
    "tests/app/test_system*.py",
    # starts, previews, dialogs that read or write files
    "tests/ui/test_main.py",
    "tests/ui/test_single_instance.py",
    "tests/ui/test_text_reading.py",
    "tests/ui/test_unknown_errors.py",
    "tests/ui/test_window.py",
    "tests/ui/widgets/test_pdf.py",
    "tests/ui/dialogs/common/test_pr*.py",
    "tests/ui/dialogs/contacts/test_contacts_*_dialog.py",
    "tests/ui/dialogs/contacts/test_labels_dialog.py",
    "tests/ui/dialogs/contacts/test_letters_dialog.py",
    "tests/ui/dialogs/delegations/test_calendar_file.py",
    "tests/ui/dialogs/program/test_check.py",
    "tests/ui/dialogs/program/test_first_run.py",
    "tests/ui/dialogs/program/test_import_dialog.py",
    "tests/ui/dialogs/program/test_recovery_dialog.py",
    "tests/ui/dialogs/program/test_settings_dialog.py",
    "tests/ui/dialogs/test_document_dialogs.py",
    "tests/e2e/test_ways_of_an_official.py",
)


def files() -> list[str]:
    found = {path.relative_to(ROOT).as_posix() for name in FOLDERS for path in ROOT.glob(name)}
    return sorted(found)


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
