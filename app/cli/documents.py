"""Stored files: added, listed, written out again."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.base import ID_HELP, UNKNOWN_ID, WORDS, find, open_store, say
from app.cli.grammar import Commands
from app.db.connection import Connection
from app.entities import ENTITIES
from app.entities.choices import DOCUMENT_KIND
from app.errors import UserError
from app.file_names import safe_name
from app.i18n import N_, Language, Translator
from app.kinds import DATE, LANGUAGE_CODES, PARTIAL_DATE
from app.services.documents.documents import Version

ENTITY_AND_ID = N_("Name both the kind of record and its id, or neither.")
NO_SUCH_VERSION = N_("The document has no version {number}. It has: {known}")
ONE_VERSION = N_("A version is one file of one document. Nothing was stored.")

_WORDS = {word: entity for word, entity in WORDS.items() if word != "documents"}


def _add(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.documents import store as document_store
    from app.services.documents.documents import NewFile

    languages = LANGUAGE_CODES.parse(";".join(arguments.language or ()), language)
    day = PARTIAL_DATE.parse(arguments.date, language)
    since = _text(DATE.parse(arguments.valid_from, language))
    until = _text(DATE.parse(arguments.valid_until, language))
    if arguments.version_of and (len(arguments.files) > 1 or arguments.to):
        raise UserError(ONE_VERSION)
    store = open_store(arguments)
    if arguments.version_of:
        with store.reading() as connection:
            document_id = find(connection, ENTITIES["document"], arguments.version_of)
        version_id, changes = document_store.add_version(
            store,
            document_id,
            arguments.files[0],
            language=_text(languages),
            valid_from=since,
            valid_until=until,
        )
        say(version_id)
        if not changes:
            _warn(tr("The newest version holds the same file already."))
        return 0
    about = None
    if arguments.to:
        word, record_id = arguments.to
        entity = WORDS.get(word)
        if entity is None or entity.name == "document":
            raise UserError(UNKNOWN_ID, value=record_id, entity=word)
        with store.reading() as connection:
            about = (entity.name, find(connection, entity, record_id))
    files = [
        NewFile(
            path, arguments.title, arguments.kind, _text(languages), _text(day),
            valid_from=since, valid_until=until,
        )
        for path in arguments.files
    ]  # fmt: skip
    added = document_store.add_files(store, files, about)
    for document_id in added.ids:
        say(document_id)
    for document_id in added.known:
        _warn(tr("The file is stored here already, as {id}; nothing was added.", id=document_id))
    for name, problem in added.problems:
        _warn(f"{name}: {tr.message(problem)}")
    for _, error in added.refused:
        _warn(error.text(tr))
    return 1 if added.refused else 0


def _warn(text: str) -> None:
    sys.stderr.write(f"vztahy: {' '.join(text.split())}\n")


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _list(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    if bool(arguments.entity) != bool(arguments.id):
        raise UserError(ENTITY_AND_ID)
    with open_store(arguments).reading() as connection:
        where, values = "", []
        if arguments.entity:
            entity = WORDS[arguments.entity]
            record_id = find(connection, entity, arguments.id)
            where = (
                "WHERE d.id IN (SELECT document_id FROM document_link"
                " WHERE entity = ? AND record_id = ?)"
            )
            values = [entity.name, record_id]
        rows = connection.execute(
            f"SELECT d.id, d.title, d.kind, d.date, d.archived_on FROM document d {where}"
            " ORDER BY d.sort_key, d.id",
            values,
        ).fetchall()
        found = [_described(connection, *row, language=language) for row in rows]
    if arguments.json:
        say(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for item in found:
        versions = item["versions"]
        files = ", ".join(f"{v['number']}. {v['file_name']}" for v in versions)
        kind = DOCUMENT_KIND.format(item["kind"], tr)
        day = PARTIAL_DATE.format(item["date"], tr)
        mark = tr("archived") if item["archived_on"] else ""
        say("\t".join((item["id"], item["title"], kind, day, files, mark)).rstrip("\t"))
    return 0


def _described(
    connection: Connection,
    document_id: str,
    title: str,
    kind: str,
    day: str | None,
    archived_on: str | None,
    *,
    language: Language,
) -> dict[str, Any]:
    from app.services.documents.documents import current_version, versions
    from app.services.records.query import captions

    valid = current_version(connection, document_id, date.today())
    links = connection.execute(
        "SELECT entity, record_id FROM document_link WHERE document_id = ? ORDER BY entity, id",
        (document_id,),
    ).fetchall()
    return {
        "id": document_id,
        "title": title,
        "kind": kind,
        "date": day,
        "archived_on": archived_on,
        "versions": [
            _version(item, valid=bool(valid and valid.id == item.id))
            for item in versions(connection, document_id)
        ],
        "links": [
            {
                "entity": ENTITIES[name].plural,
                "id": key,
                "title": captions(connection, ENTITIES[name], [key], language).get(key, ""),
            }
            for name, key in links
        ],
    }


def _version(item: Version, *, valid: bool) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "file_name": item.file_name,
        "media_type": item.media_type,
        "size": item.size,
        "sha256": item.content,
        "languages": item.language.split(";") if item.language else [],
        "valid_from": item.valid_from or None,
        "valid_until": item.valid_until or None,
        "valid_today": valid,
    }


def _extract(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.documents import documents

    with open_store(arguments).reading() as connection:
        version = _wanted(connection, arguments)
        target: Path = arguments.to
        if target.is_dir():
            target /= safe_name(version.file_name)
        documents.extract_to(connection, version.id, target)
    say(tr("Written: {file}", file=target))
    return 0


def _wanted(connection: Connection, arguments: argparse.Namespace) -> Version:
    """The version that is meant: one by its own id, by its number, or the one valid today."""
    from app.services.documents import documents

    if connection.execute(
        "SELECT 1 FROM document_version WHERE id = ?", (arguments.id,)
    ).fetchone():
        return documents.version(connection, arguments.id)
    document_id = find(connection, ENTITIES["document"], arguments.id)
    known = documents.versions(connection, document_id)
    if not known:
        raise UserError(documents.NO_FILE)
    if arguments.version is None:
        return documents.current_version(connection, document_id, date.today()) or known[0]
    for item in known:
        if item.number == arguments.version:
            return item
    numbers = ", ".join(str(item.number) for item in reversed(known))
    raise UserError(NO_SUCH_VERSION, number=arguments.version, known=numbers)


def _clean(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.documents.stored_contents import clean

    count = clean(open_store(arguments), date.today(), at_once=arguments.now)
    say(
        tr.plural(
            "{count} stored content that nothing refers to was removed.",
            "{count} stored contents that nothing refers to were removed.",
            count,
        )
    )
    return 0


def add(commands: Commands) -> None:
    """`document add`, `document list`, `document extract`, `document clean`."""
    tr = commands.tr
    group = commands.group("document", tr("stored files: add, list, extract, clean"))

    def command(name: str, text: str, run: Any) -> argparse.ArgumentParser:
        item = group.add_parser(name, help=text, description=text, parents=commands.common)
        item.set_defaults(run=run)
        return item

    file, entity, record, day = tr("FILE"), tr("ENTITY"), tr("ID"), tr("DATE")
    known = tr.message(ID_HELP)
    item = command("add", tr("store files, about a record or by themselves"), _add)
    item.add_argument("files", nargs="+", type=Path, metavar=file)
    item.add_argument(
        "--to",
        nargs=2,
        metavar=(entity, record),
        help=tr("the record: {words}", words=", ".join(sorted(_WORDS))),
    )
    item.add_argument("--version-of", metavar=record, help=tr("store one file as the next version"))
    item.add_argument(
        "--title",
        default="",
        metavar=tr("TEXT"),
        help=tr("the title; the name of the file if not given"),
    )
    item.add_argument(
        "--kind",
        choices=sorted(DOCUMENT_KIND.options),
        default="other",
        help=tr("what the document is"),
    )
    item.add_argument(
        "--language",
        action="append",
        metavar=tr("CODE"),
        help=tr("a language; may be given several times"),
    )
    item.add_argument(
        "--date",
        default="",
        metavar=day,
        help=tr("the date of the document, as precise as known"),
    )
    item.add_argument(
        "--valid-from", default="", metavar=day, help=tr("the first day on which it is valid")
    )
    item.add_argument(
        "--valid-until", default="", metavar=day, help=tr("the last day on which it is valid")
    )
    item = command("list", tr("list stored files, of one record or all"), _list)
    item.add_argument(
        "entity",
        nargs="?",
        choices=sorted(_WORDS),
        metavar=entity,
        help=", ".join(sorted(_WORDS)),
    )
    item.add_argument("id", nargs="?", metavar=record, help=known)
    commands.json(item)
    item = command("extract", tr("write a stored file out as it was stored"), _extract)
    item.add_argument("id", metavar=record, help=tr("of the document or of one of its versions"))
    item.add_argument("--to", type=Path, required=True, metavar=file)
    item.add_argument(
        "--version",
        type=commands.number,
        metavar="N",
        help=tr("its number; if not given, the one valid today"),
    )
    text = tr("remove stored contents that nothing has referred to for long")
    item = command("clean", text, _clean)
    item.add_argument(
        "--now", action="store_true", help=tr("also those that undo could still bring back")
    )
