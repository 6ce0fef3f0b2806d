"""What the commands share: their grammar, the database, finding a record, saying something."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.db.store import Store
from app.entities import RECORDS
from app.errors import UserError
from app.fields import Entity
from app.i18n import N_, Language, Translator, translator
from app.settings import Settings

UNKNOWN_ID = N_("There is no record “{value}” among {entity}.")
SEVERAL = N_("“{value}” is the id of several records; write it as one of: {choices}")

NOT_TEXT = N_("“{value}” is no text: it holds bytes that are no UTF-8. Nothing was changed.")

WORDS = {entity.plural: entity for entity in RECORDS}

Run = Callable[[argparse.Namespace, Language, Translator], int]


class Commands:
    """The commands, as they are added: each with its grammar and the function that runs it."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._data = argparse.ArgumentParser(add_help=False)
        self._data.add_argument("--data", type=Path, metavar="FILE", default=argparse.SUPPRESS)
        self._language = argparse.ArgumentParser(add_help=False)
        self._language.add_argument(
            "--lang", choices=[code.value for code in Language], default=argparse.SUPPRESS
        )
        self._under = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(
        self, name: str, text: str, run: Run | None, *, papers: bool = False
    ) -> argparse.ArgumentParser:
        """A command. With `papers`, ``--lang`` says the languages of a paper (see `languages`)."""
        parents = [self._data] if papers else [self._data, self._language]
        item = self._under.add_parser(name, help=text, description=text, parents=parents)
        item.set_defaults(run=run)
        if papers:
            item.add_argument(
                "--lang",
                dest="paper_languages",
                action="append",
                type=Language,
                choices=list(Language),
                metavar="{cs,de,en}",
                help="the language; give it twice for two languages side by side",
            )
        return item

    def group(self, name: str, text: str) -> argparse._SubParsersAction[argparse.ArgumentParser]:
        """A command with commands of its own (`document add`)."""
        item = self._under.add_parser(name, help=text, description=text)
        return item.add_subparsers(dest="action", metavar="ACTION", required=True)

    @property
    def common(self) -> list[argparse.ArgumentParser]:
        """The parents of a command of a group: `--data` and `--lang`."""
        return [self._data, self._language]


def languages(arguments: argparse.Namespace, language: Language) -> list[Language]:
    """The languages of a paper: those given to the command, else the one of the program."""
    return arguments.paper_languages or [language]


def entity_and_id(item: argparse.ArgumentParser) -> None:
    """Add the arguments ENTITY and ID."""
    item.add_argument("entity", choices=sorted(WORDS), metavar="ENTITY")
    item.add_argument("id", metavar="ID")


def open_store(arguments: argparse.Namespace) -> Store:
    """The database that the command works on; it is closed after the command."""
    from app.services import office

    store = office.open_store(database_of(arguments))
    arguments.opened.append(store)
    if problem := office.copied_by(store):
        tr = translator(Language(arguments.lang or "cs"))
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
        raise UserError(UNKNOWN_ID, value=text, entity=entity.plural)
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


FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)


def day(text: str) -> date:
    """A day that an option names; so far from the ends of the calendar that terms can be counted.

    Raises `argparse.ArgumentTypeError`.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day (YYYY-MM-DD)") from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"a day between {FIRST_DAY} and {LAST_DAY}")
    return found


_MOST = 1_000_000_000


def number(text: str) -> int:
    """How many, as an option names it. Raises `argparse.ArgumentTypeError`."""
    try:
        found = int(text)
    except ValueError:
        found = -1
    if not 0 <= found <= _MOST:
        raise argparse.ArgumentTypeError(f"a number between 0 and {_MOST}")
    return found


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


def say(text: str) -> None:
    """Write a line to the standard output."""
    sys.stdout.write(text + "\n")


def external_id(connection: Connection, entity: str, record_id: str) -> str | None:
    """The first external id of a record, by the name of its source."""
    row = connection.execute(
        "SELECT value FROM external_id WHERE entity = ? AND record_id = ? ORDER BY source LIMIT 1",
        (entity, record_id),
    ).fetchone()
    return row[0] if row else None
