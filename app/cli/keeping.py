"""The database itself: checked, backed up, restored."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli.base import database_of, open_store, say
from app.cli.grammar import Commands
from app.db.store import Store
from app.i18n import Language, Translator
from app.settings import Settings


def _check(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.checking import check, repair

    store = open_store(arguments)
    findings = check(store)
    if arguments.repair and any(finding.can_be_made_anew for finding in findings):
        repair(store)
        say(tr("The order of lists and the search index were made anew from the data."))
        findings = check(store)
    _files_read_before(store, tr, again=arguments.repair)
    for finding in findings:
        sys.stderr.write(f"vztahy: {tr.message(finding.message, **finding.values)}\n")
    if any(finding.can_be_made_anew for finding in findings):
        advice = tr(
            "The order of lists and the search index follow from the data. They can be made anew: "
            "{command}",
            command="vztahy check --repair",
        )
        sys.stderr.write(f"vztahy: {advice}\n")
    if not findings:
        say(tr("The database is sound: its tables are what its history says."))
    return 1 if findings else 0


def _files_read_before(store: Store, tr: Translator, *, again: bool) -> None:
    """Say how many stored files an earlier version of the program read, or read them `again`."""
    from app.exchange.documents.rereading import outdated, reread

    count = outdated(store)
    if not count:
        return
    if not again:
        text = tr.plural(
            "{count} stored file was read by an earlier version of the program. A search finds "
            "more in it when it is read again: {command}",
            "{count} stored files were read by an earlier version of the program. A search finds "
            "more in them when they are read again: {command}",
            count,
            command="vztahy check --repair",
        )
        say(text)
        return

    def told(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done}/{total}" + ("\n" if done == total else ""))

    reread(store, progress=told)
    say(
        tr.plural(
            "{count} stored file was read again.", "{count} stored files were read again.", count
        )
    )


def _backup(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.backup import backup

    written = backup(open_store(arguments), arguments.file)
    say(tr("Backup written: {file}", file=written))
    return 0


def _restore(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.auto_backup import copies_of, folder_for
    from app.services.care.backup import ERASED_UNKNOWN, put_back

    path = database_of(arguments)
    copies = copies_of(path, folder_for(path, Settings.load().backup_folder))
    done = put_back(arguments.file, path, copies=[item.path for item in copies])
    open_store(arguments)  # opens it: it works
    say(tr("Restored from {file}.", file=arguments.file))
    if done.kept:
        say(tr("The replaced database is kept as {file}.", file=done.kept))
    if not done.erased_known:
        say(tr.message(ERASED_UNKNOWN))
    return 0


def add(commands: Commands) -> None:
    """`check`, `backup`, `restore`."""
    tr = commands.tr
    checked = commands.add("check", tr("check the database against its history"), _check)
    checked.add_argument(
        "--repair",
        action="store_true",
        help=tr(
            "make the order of lists and the search index anew where they are wrong, and read"
            " stored files again of which an earlier version read less"
        ),
    )
    for name, text, run in (
        ("backup", tr("write a backup"), _backup),
        ("restore", tr("restore a backup"), _restore),
    ):
        item = commands.add(name, text, run)
        item.add_argument("file", type=Path, metavar=tr("FILE"))
