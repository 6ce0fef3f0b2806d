"""The folder that goes along on a trip."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from app.cli.base import ID_HELP, find, languages, open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.i18n import Language, Translator

PASSWORD = "VZTAHY_ZIP_PASSWORD"  # noqa: S105  the name of a variable
"""The variable that holds the password of a ZIP file, so that it stands in no list of processes."""


def _trip_folder(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.reports.trip_folder import preview, trip_folder

    chosen, today = languages(arguments, language), date.today()
    is_zip = arguments.to.suffix.lower() == ".zip"
    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        held = preview(connection, visit, chosen[0], today)
        say(tr("Personal data in it:"))
        for text in held.personal:
            say(f"  {text}")
        if arguments.preview:
            say(tr("Files in it:"))
            for name in held.files:
                say(f"  {name}")
            return 0
        password = _password(tr) if is_zip else ""
        names = trip_folder(connection, visit, chosen, arguments.to, today, password=password)
    say(
        tr.plural(
            "{count} file written to {file}", "{count} files written to {file}", len(names),
            file=arguments.to,
        )
    )  # fmt: skip
    return 0


def _password(tr: Translator) -> str:
    """The password of the variable, else the one that is typed or piped."""
    if found := os.environ.get(PASSWORD):
        return found
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(tr("Password of the ZIP file: "))
    return sys.stdin.readline().rstrip("\n")


def add(commands: Commands) -> None:
    """`trip-folder`."""
    tr = commands.tr
    text = tr("write the papers, contacts and calendar of a visit into a folder")
    item = commands.add("trip-folder", text, _trip_folder, papers=True)
    item.add_argument("id", metavar=tr("ID"), help=tr.message(ID_HELP))
    item.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar=f"{tr('FOLDER')}|{tr('FILE')}.zip",
        help=tr(
            "a folder, or a ZIP file encrypted with the password in VZTAHY_ZIP_PASSWORD (else it "
            "is asked for)"
        ),
    )
    item.add_argument(
        "--preview", action="store_true", help=tr("only say what it would hold, write nothing")
    )
