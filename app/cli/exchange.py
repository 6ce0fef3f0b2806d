"""Files in and out, and records that are one."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.base import ID_HELP, WORDS, entity_of, find, open_store, say
from app.cli.grammar import Commands
from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.datasets.importing import ImportReport, refusal_text
from app.i18n import N_, Language, Translator

MEMBER_OF_CALENDAR = N_(
    "Only the calendar file (.ics) of delegations can be that of one member. Nothing was written."
)

REQUESTS_OF_ONE = N_(
    "Requests are those of one visit: give “delegations”, one --id, and a folder with "
    "--to. Nothing was written."
)

_MERGED = {"persons": "person", "organisations": "organisation"}


def _import(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.address_books.files import is_contact_file, without_header
    from app.exchange.address_books.importing import import_contacts, preview, why_nothing
    from app.exchange.datasets.importing import import_dataset, is_dataset, probe

    contacts = [p for p in arguments.paths if is_contact_file(p) and not is_dataset(p)]
    others = [path for path in arguments.paths if path not in contacts]
    for path in others:
        probe(path)  # all or none: the last one must not fail after the first was imported
    store = open_store(arguments)
    headers = without_header(contacts) if arguments.no_header else {}
    if others and contacts and not arguments.dry_run:
        preview(
            store, contacts, headers=headers
        )  # that none can be read is known before anything is imported
    for path in others:
        _say_report(import_dataset(store, path, dry_run=arguments.dry_run), language, tr)
    if contacts:
        if arguments.dry_run:
            report = preview(store, contacts, headers=headers)
        else:
            report = import_contacts(
                store, contacts, headers=headers, takes_all=arguments.take_file
            )
        _say_report(report, language, tr)
        if nothing := why_nothing(report):
            say(tr("Nothing is imported."))
            for reason in nothing:
                say("  " + reason.text(tr))
        for item in report.likely:
            reasons = " ".join(tr.message(text, **values) for text, values in item.reasons)
            say(
                "  "
                + tr(
                    "{file}:{line}: {name} may be {other} ({id}), {score} %:",
                    file=item.file,
                    line=item.line,
                    name=item.title,
                    other=item.record_title,
                    id=item.record_id,
                    score=item.score,
                )
                + f" {reasons}"
            )
        if report.likely_count > len(report.likely):
            say("  " + tr("… and more: see “vztahy duplicates”."))
        # A file that could not be read while the others arrived: no line of it is meant.
        return 1 if any(refusal.line == 0 for refusal in report.refused) else 0
    return 0


def _say_report(report: ImportReport, language: Language, tr: Translator) -> None:
    if report.dry_run:
        say(tr("Dry run of “{source}”, nothing is changed:", source=report.source))
    else:
        say(tr("Import of “{source}”:", source=report.source))
    for item in report.files:
        say(
            tr(
                "  {file}: {added} added, {changed} changed, {unchanged} unchanged,"
                " {refused} refused",
                file=item.file,
                added=item.added,
                changed=item.changed,
                unchanged=item.unchanged,
                refused=len({refusal.line for refusal in item.refused}),
            )
        )
    for refusal in report.refused:
        say("  " + refusal_text(refusal, language))
    for refusal in report.warnings:
        say("  " + tr("Warning: {text}", text=refusal_text(refusal, language)))


def _duplicates(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.contacts.duplicates import find_all
    from app.services.records.query import captions

    found = []
    with open_store(arguments).reading() as connection:
        for name in _MERGED.values():
            pairs = find_all(connection, name, limit=sys.maxsize)
            ids = [key for pair in pairs for key in (pair.a_id, pair.b_id)]
            names = captions(connection, ENTITIES[name], ids, language)
            for pair in pairs:
                keys = [pair.a_id, pair.b_id]
                titles = [names.get(key, "") for key in keys]
                reasons = [tr.message(text, **values) for text, values in pair.reasons]
                found.append((ENTITIES[name].plural, keys, titles, pair.score, reasons))
    if arguments.json:
        names_of = ("entity", "ids", "titles", "score", "reasons")
        items = [dict(zip(names_of, item, strict=True)) for item in found]
        say(json.dumps(items, ensure_ascii=False, indent=2))
        return 0
    for plural, keys, titles, score, reasons in found:
        say("\t".join((f"{score} %", plural, *titles, " ".join(reasons))))
        say("\t" + "\t".join(keys))
    return 0


def _merge(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.db.statements import row
    from app.services.contacts.merge import joined_texts, merge, not_taken

    entity = WORDS[arguments.entity]
    store = open_store(arguments)
    with store.reading() as connection:
        survivor = find(connection, entity, arguments.survivor)
        merged = find(connection, entity, arguments.merged)
        rows = [row(connection, entity.name, key) or {} for key in (survivor, merged)]
    merge(store, entity, survivor, merged, joined_texts(*rows))
    say(survivor)
    for name, value in not_taken(entity, *rows):
        field = entity.by_name[name]
        if not field.target:
            label, text = tr.message(field.label), field.kind.format(value, tr)
            note = tr("Not taken over from the merged record: {field} “{value}”.",
                      field=label, value=text)  # fmt: skip
            print(note, file=sys.stderr)
    return 0


def _unmerge(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.contacts.merge import unmerge

    entity = WORDS[arguments.entity]
    store = open_store(arguments)
    with store.reading() as connection:
        try:
            record_id = find(connection, entity, arguments.id)
        except UserError:
            record_id = arguments.id  # the one that was merged away is known to the merge only
    unmerge(store, entity, record_id)
    return 0


def _export(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.address_books.exporting import CONTACTS, export_contacts
    from app.exchange.record_files import export

    entity, target = WORDS[arguments.entity], arguments.to
    with open_store(arguments).reading() as connection:
        ids = None
        if arguments.ids:
            found = (find(connection, entity, item) for item in arguments.ids)
            ids = list(dict.fromkeys(found))
        is_calendar = target.suffix.lower() == ".ics" or arguments.requests
        if arguments.member and (entity.name != "delegation" or not is_calendar):
            raise UserError(MEMBER_OF_CALENDAR)
        if arguments.requests:
            if entity.name != "delegation" or len(ids or ()) != 1:
                raise UserError(REQUESTS_OF_ONE)
            return _requests(connection, target, (ids or [""])[0], arguments, language, tr)
        if entity.name == "delegation" and target.suffix.lower() == ".ics":
            return _calendar(connection, target, ids, arguments, language, tr)
        if entity.name in CONTACTS and target.suffix.lower() != ".json":
            count = export_contacts(
                connection,
                entity,
                target,
                ids=ids,
                version=arguments.vcard,
                dialect=arguments.csv,
            )
        else:
            count = export(connection, entity, target, language, date.today(), ids)
    say(
        tr.plural(
            "{count} record written to {file}", "{count} records written to {file}", count,
            file=target,
        )
    )  # fmt: skip
    return 0


def _requests(
    connection: Connection,
    folder: Path,
    visit_id: str,
    arguments: argparse.Namespace,
    language: Language,
    tr: Translator,
) -> int:
    """Write a request for each point of a visit's programme into a folder."""
    from app.exchange.ical.writer import write_requests

    member = None
    if arguments.member:
        member = find(connection, ENTITIES["delegation_member"], arguments.member)
    names = write_requests(connection, visit_id, language, folder, member)
    count = len(names)
    said = tr.plural(
        "{count} request written to {file}", "{count} requests written to {file}", count,
        file=folder,
    )  # fmt: skip
    say(said)
    return 0


def _calendar(
    connection: Connection,
    target: Path,
    ids: list[str] | None,
    arguments: argparse.Namespace,
    language: Language,
    tr: Translator,
) -> int:
    """Write the calendar file of visits, and list those that are not known to the day."""
    from app.exchange.ical import writer
    from app.services.calendar.events import calendar

    member = None
    if arguments.member:
        member = find(connection, ENTITIES["delegation_member"], arguments.member)
    found = calendar(connection, language, ids, member)
    writer.write(target, found.events, name=tr("Delegations"))
    say(
        tr.plural(
            "{count} event written to {file}", "{count} events written to {file}",
            len(found.events), file=target,
        )
    )  # fmt: skip
    if found.undated:
        say(tr("Not in the file, because their days are not known:"))
        for key, title in found.undated:
            say(f"{key}\t{title}")
    return 0


def add(commands: Commands) -> None:
    """`import`, `export`, `duplicates`, `merge`, `unmerge`."""
    tr = commands.tr
    known, file = tr.message(ID_HELP), tr("FILE")
    item = commands.add("import", tr("import data sets, address books, e-mails"), _import)
    item.add_argument("paths", nargs="+", type=Path, metavar=file)
    item.add_argument("--dry-run", action="store_true", help=tr("report only, change nothing"))
    item.add_argument(
        "--no-header",
        action="store_true",
        help=tr("the first row of tables is a contact, it does not name the columns"),
    )
    item.add_argument(
        "--take-file",
        action="store_true",
        help=tr("take what the file says where a record was changed since, too"),
    )
    item = commands.add("export", tr("export the records of a kind"), _export)
    entity_of(commands, item)
    item.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar=file,
        help=tr(
            "FILE.csv or .json; people and organisations also as one file of vCards (.vcf), "
            "a vCard file for each (.zip), or a workbook (.xlsx); delegations also as a calendar "
            "file (.ics)"
        ),
    )
    item.add_argument(
        "--id",
        dest="ids",
        action="append",
        metavar=tr("ID"),
        help=tr("only this record; may be given several times"),
    )
    item.add_argument(
        "--member",
        metavar=tr("ID"),
        help=tr("in a calendar file only what this member of the delegation takes part in"),
    )
    item.add_argument(
        "--requests",
        action="store_true",
        help=tr(
            "of one visit: a file for each point of the programme into the folder --to, which asks "
            "those who take part to come (METHOD:REQUEST)"
        ),
    )
    item.add_argument(
        "--vcard", choices=["3.0", "4.0"], default="3.0", help=tr("version of vCards")
    )
    item.add_argument(
        "--csv",
        choices=["excel", "rfc4180"],
        default="excel",
        help=tr(
            "how CSV of people and organisations is written: semicolons and a byte order mark "
            "for Excel, or as RFC 4180 has it"
        ),
    )
    item = commands.add("duplicates", tr("list records that may be one"), _duplicates)
    commands.json(item)
    item = commands.add("merge", tr("make one record of two; the first one stays"), _merge)
    kind: dict[str, Any] = {
        "choices": sorted(_MERGED),
        "metavar": tr("ENTITY"),
        "help": ", ".join(_MERGED),
    }
    item.add_argument("entity", **kind)
    item.add_argument("survivor", metavar=tr("ID"), help=known)
    item.add_argument("merged", metavar=tr("ID"), help=known)
    item = commands.add("unmerge", tr("undo the last merge of a record"), _unmerge)
    item.add_argument("entity", **kind)
    item.add_argument("id", metavar=tr("ID"), help=known)
