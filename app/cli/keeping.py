"""The database itself: checked, backed up, restored."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli.base import Commands, database_of, open_store, say
from app.i18n import Language, Translator


def _check(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.checking import check

    findings = check(open_store(arguments))
    for finding in findings:
        sys.stderr.write(f"vztahy: {tr.message(finding.message, **finding.values)}\n")
    if not findings:
        say(tr("The database is sound: its tables are what its history says."))
    return 1 if findings else 0


def _backup(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.backup import backup

    backup(open_store(arguments), arguments.file)
    say(tr("Backup written: {file}", file=arguments.file))
    return 0


def _restore(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.backup import restore

    kept = restore(arguments.file, database_of(arguments))
    open_store(arguments)  # opens it: an older version is brought up to date, and it works
    say(tr("Restored from {file}.", file=arguments.file))
    if kept:
        say(tr("The replaced database is kept as {file}.", file=kept))
    return 0


def add(commands: Commands) -> None:
    """`check`, `backup`, `restore`."""
    commands.add("check", "check the database against its history", _check)
    for name, text, run in (
        ("backup", "write a backup", _backup),
        ("restore", "restore a backup", _restore),
    ):
        item = commands.add(name, text, run)
        item.add_argument("file", type=Path, metavar="FILE")
