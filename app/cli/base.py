"""What the commands share: their grammar, the database, finding a record, saying something."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.cli.grammar import Commands
from app.db.connection import Connection
from app.db.store import Store
from app.entities import RECORDS
from app.errors import Label, UserError
from app.fields import Entity
from app.i18n import N_, Language, translator
from app.settings import Settings
from app.system import raise_closed_pipe

UNKNOWN_ID = N_("There is no record “{value}” among {entity}. Find its id with “vztahy search”.")
SEVERAL = N_("“{value}” is the id of several records; write it as one of: {choices}")

NOT_TEXT = N_("“{value}” is not text: it contains bytes that are not UTF-8. Nothing was changed.")

NO_FOLDER = N_(
    "“{file}” was not written: there is no folder “{folder}”. Make it, or name another one."
)
ID_HELP = N_("the id of a record, or the id it has in the source that it was imported from")

WORDS = {entity.plural: entity for entity in RECORDS}


def languages(arguments: argparse.Namespace, language: Language) -> list[Language]:
    """The languages of a paper: those given to the command, else the one of the program."""
    return arguments.paper_languages or [language]


def entity_of(commands: Commands, item: argparse.ArgumentParser) -> None:
    """Add the argument ENTITY: a kind of record, by its English word."""
    words = (f"{word} ({commands.tr.message(WORDS[word].label_plural)})" for word in sorted(WORDS))
    item.add_argument(
        "entity", choices=sorted(WORDS), metavar=commands.tr("ENTITY"), help=", ".join(words)
    )


def entity_and_id(commands: Commands, item: argparse.ArgumentParser) -> None:
    """Add the arguments ENTITY and ID."""
    entity_of(commands, item)
    item.add_argument("id", metavar=commands.tr("ID"), help=commands.tr.message(ID_HELP))


def open_store(arguments: argparse.Namespace) -> Store:
    """The database that the command works on; it is closed after the command."""
    from app.services import office

    store = office.open_store(database_of(arguments))
    arguments.opened.append(store)
    if problem := office.copied_by(store):
        tr = translator(arguments.answered_in)
        sys.stderr.write(f"vztahy: {' '.join(problem.text(tr).split())}\n")
    return store


def database_of(arguments: argparse.Namespace) -> Path:
    """The file of the database: `--data`, else that of the settings."""
    return arguments.data or Settings.load().database_file


def find(connection: Connection, entity: Entity, text: str) -> str:
    """The record's id for a UUID, an external id, or ``source:external id``.

    Raises `UserError` when there is none, or several data sets use the same id.
    """
    if connection.execute(f'SELECT 1 FROM "{entity.name}" WHERE id = ?', (text,)).fetchone():
        return text
    rows = connection.execute(
        "SELECT DISTINCT record_id, source || ':' || value FROM external_id"
        " WHERE entity = ? AND (value = ? OR source || ':' || value = ?)",
        (entity.name, text, text),
    ).fetchall()
    if not rows:
        raise UserError(UNKNOWN_ID, value=text, entity=Label(entity.label_plural))
    if len({row[0] for row in rows}) > 1:
        raise UserError(SEVERAL, value=text, choices=", ".join(row[1] for row in rows))
    return str(rows[0][0])


def find_named(connection: Connection, entity: Entity, text: str) -> str:
    """As `find`; or the id of the one record that has this name in some language.

    Raises `UserError` when there is none or several have it.
    """
    from app.db.statements import rows_as_dicts
    from app.rules.folding import fold

    names = entity.title_columns(Language.CS)
    columns = (*names, "given_name", "family_name") if entity.name == "person" else names
    rows = rows_as_dicts(connection, f'SELECT id, {", ".join(columns)} FROM "{entity.name}"')
    wanted = fold(text)
    found = [
        row["id"]
        for row in rows
        if wanted in [fold(row[name] or "") for name in names]
        or (entity.name == "person" and wanted in _spoken(row))
    ]
    if len(found) > 1:
        raise UserError(SEVERAL, value=text, choices=", ".join(found))
    return str(found[0]) if found and wanted else find(connection, entity, text)


def _spoken(person: Mapping[str, Any]) -> list[str]:
    """The names of a person without titles, as people say them, folded."""
    from app.rules.folding import fold

    given, family = (person[name] or "" for name in ("given_name", "family_name"))
    return [fold(f"{given} {family}"), fold(f"{family} {given}")] if given and family else []


def check_texts(arguments: argparse.Namespace) -> None:
    """Raise `UserError` for a text that is none: bytes that are no UTF-8 reach us as surrogates.

    Paths are what the system says they are and stay.
    """
    for value in vars(arguments).values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                try:
                    text.encode()
                except UnicodeEncodeError:
                    shown = text.encode("utf-8", "replace").decode()
                    raise UserError(NOT_TEXT, value=shown) from None


def check_folder(arguments: argparse.Namespace) -> None:
    """Raise `UserError` where a file is to be written into a folder that does not exist: a slip
    of the pen must not make folders.
    """
    target = arguments.file if arguments.command == "backup" else getattr(arguments, "to", None)
    if isinstance(target, Path) and not target.absolute().parent.is_dir():
        raise UserError(NO_FOLDER, file=target.name, folder=target.absolute().parent)


def say(text: str) -> None:
    """Write a line to the standard output. Raises `BrokenPipeError` where nobody reads it."""
    try:
        sys.stdout.write(text + "\n")
    except OSError as error:
        raise_closed_pipe(error)
        raise


def external_id(connection: Connection, entity: str, record_id: str) -> str | None:
    """The first external id of a record, by the name of its source."""
    row = connection.execute(
        "SELECT value FROM external_id WHERE entity = ? AND record_id = ? ORDER BY source LIMIT 1",
        (entity, record_id),
    ).fetchone()
    return row[0] if row else None
