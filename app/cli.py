"""The same services from a terminal.

Exit status: 0 done (also when single rows of an import were refused), 1 a known error (one
line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.errors import UserError
from app.exchange.dataset import ImportReport, refusal_text
from app.fields import Entity
from app.i18n import N_, Language, Translator, translator
from app.settings import Settings

UNKNOWN_ID = N_("There is no record “{value}” among {entity}.")
SEVERAL = N_("“{value}” is the id of several records; write it as one of: {choices}")
NO_SORT = N_("{entity} cannot be sorted by “{field}”. Fields: {fields}")

WORDS = {entity.plural: entity for entity in RECORDS}
_MERGED = {"persons": "person", "organisations": "organisation"}


def main(argv: Sequence[str]) -> int:
    """Run one command; gives the exit status."""
    _utf8_output()
    arguments = parser().parse_args(argv)
    language = Language(arguments.lang or "cs")
    tr = translator(language)
    arguments.opened = []
    if arguments.command == "summary" and not arguments.paper_languages:
        arguments.paper_languages = [language]
    try:
        return int(COMMANDS[arguments.command](arguments, language, tr) or 0)
    except UserError as error:
        sys.stderr.write(f"vztahy: {' '.join(error.text(tr).split())}\n")
        return 1
    except BrokenPipeError:
        return 1
    finally:
        for store in arguments.opened:
            store.close()


def _utf8_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line; `--data` and `--lang` stand before or after the command."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, metavar="FILE", default=argparse.SUPPRESS)
    common.add_argument(
        "--lang", choices=[code.value for code in Language], default=argparse.SUPPRESS
    )
    data_only = argparse.ArgumentParser(add_help=False)
    data_only.add_argument("--data", type=Path, metavar="FILE", default=argparse.SUPPRESS)
    top = argparse.ArgumentParser(
        prog="vztahy",
        description="Contacts, delegations, agreements and tasks of a regional office. "
        "Without a command the window opens.",
    )
    top.add_argument("--data", type=Path, metavar="FILE", default=None, help="the database")
    top.add_argument("--lang", choices=[code.value for code in Language], default=None)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(
        name: str, text: str, parent: argparse.ArgumentParser = common
    ) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[parent])

    item = command("import", "import data sets, address books, mails")
    item.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    item.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    item = command("list", "list records")
    item.add_argument("entity", choices=sorted(WORDS), metavar="ENTITY")
    item.add_argument("--search", default="", metavar="TEXT")
    item.add_argument("--sort", default="", metavar="FIELD")
    item.add_argument("--limit", type=_positive, default=None, metavar="N")
    item.add_argument("--json", action="store_true")
    item = command("search", "find records of any kind")
    item.add_argument("text", metavar="TEXT")
    item.add_argument("--json", action="store_true")
    for name, text in (("show", "show one record"), ("history", "show a record's history")):
        item = command(name, text)
        item.add_argument("entity", choices=sorted(WORDS), metavar="ENTITY")
        item.add_argument("id", metavar="ID")
        item.add_argument("--json", action="store_true")
    command("undo", "take back the last action")
    item = command("summary", "print agreement summaries", data_only)
    item.add_argument("ids", nargs="+", metavar="ID")
    item.add_argument(
        "--lang",
        dest="paper_languages",
        action="append",
        type=Language,
        choices=list(Language),
        metavar="{cs,de,en}",
        help="the language; give it twice for two languages side by side",
    )
    item.add_argument("--to", type=Path, required=True, metavar="FILE.pdf")
    item = command("export", "export all records of an entity")
    item.add_argument("entity", choices=sorted(WORDS), metavar="ENTITY")
    item.add_argument("--to", type=Path, required=True, metavar="FILE.csv|.json")
    item = command("duplicates", "list records that may be one")
    item.add_argument("--json", action="store_true")
    item = command("merge", "make one record of two; the first one stays")
    item.add_argument("entity", choices=sorted(_MERGED), metavar="ENTITY")
    item.add_argument("survivor", metavar="ID")
    item.add_argument("merged", metavar="ID")
    item = command("unmerge", "take the last merge of a record apart")
    item.add_argument("entity", choices=sorted(_MERGED), metavar="ENTITY")
    item.add_argument("id", metavar="ID")
    command("check", "check the database against its history")
    for name, text in (("backup", "write a backup"), ("restore", "restore a backup")):
        item = command(name, text)
        item.add_argument("file", type=Path, metavar="FILE")
    item = command("demo", "show the program with sample data")
    item.add_argument("--out", type=Path, default=None, metavar="DIR")
    return top


def _positive(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("a number of at least 0")
    return number


def _store(arguments: argparse.Namespace) -> Store:
    from app.services.office import open_store

    store = open_store(_database(arguments))
    arguments.opened.append(store)
    return store


def _database(arguments: argparse.Namespace) -> Path:
    return arguments.data or Settings.load().database_file


def _import(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.contact_files import is_contact_file
    from app.exchange.contacts_import import import_contacts, preview, probe_contacts
    from app.exchange.dataset import import_dataset, is_dataset, probe

    contacts = [p for p in arguments.paths if is_contact_file(p) and not is_dataset(p)]
    others = [path for path in arguments.paths if path not in contacts]
    for path in others:
        probe(path)  # all or none: the last one must not fail after the first was imported
    for path in contacts:
        probe_contacts(path)
    store = _store(arguments)
    for path in others:
        _say_report(import_dataset(store, path, dry_run=arguments.dry_run), language, tr)
    if contacts:
        run = preview if arguments.dry_run else import_contacts
        report = run(store, contacts)
        _say_report(report, language, tr)
        for refusal in report.warnings:
            _say(f"  {tr('Warning')}: {refusal_text(refusal, language)}")
        for item in report.likely:
            reasons = " ".join(tr.message(text, **values) for text, values in item.reasons)
            _say(
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
            _say("  " + tr("… and more: see “vztahy duplicates”."))
    return 0


def _say_report(report: ImportReport, language: Language, tr: Translator) -> None:
    if report.dry_run:
        _say(tr("Dry run of “{source}”, nothing is changed:", source=report.source))
    else:
        _say(tr("Import of “{source}”:", source=report.source))
    for item in report.files:
        _say(
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
        _say("  " + refusal_text(refusal, language))


def _list(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.plain import as_json
    from app.services.query import ListQuery
    from app.services.records import read

    entity = WORDS[arguments.entity]
    store = _store(arguments)
    sort = arguments.sort.removeprefix("-")
    known = {field.name for field in (*entity.fields, *entity.computed)} | {entity.title}
    if sort == "title" and entity.localised_title:
        sort = entity.title
    if sort and f"{sort}_id" in known:
        sort = f"{sort}_id"
    if sort and sort not in known:
        raise UserError(
            NO_SORT,
            entity=tr.message(entity.label_plural),
            field=sort,
            fields=", ".join(sorted(known)),
        )
    query = ListQuery(
        entity,
        language,
        text=arguments.search,
        scope="all",
        sort=sort,
        descending=arguments.sort.startswith("-"),
        on=date.today(),
    )
    with store.reading() as connection:
        limit = query.count(connection) if arguments.limit is None else arguments.limit
        rows = query.page(connection, limit)
        if arguments.json:
            found = [
                as_json(connection, record, language, date.today())
                for row in rows
                if (record := read(connection, entity, row.id))
            ]
            _say(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
        for row in rows:
            values = zip(query.columns(), row.values, strict=True)
            _say("\t".join(" ".join(c.kind.format(v, tr).split()) for c, v in values))
    return 0


def _search(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.search import find as search

    with _store(arguments).reading() as connection:
        hits = search(connection, arguments.text, tr, date.today(), limit=200)
        if arguments.json:
            found = [
                {
                    "entity": ENTITIES[hit.entity].plural,
                    "id": hit.id,
                    "external_id": _external_id(connection, hit.entity, hit.id),
                    "title": hit.title,
                    "detail": hit.detail,
                    "archived": hit.archived,
                    "reason": {"field": tr.message(hit.reason[0]), "value": hit.reason[1]}
                    if hit.reason[0]
                    else None,
                }
                for hit in hits
            ]
            _say(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
    for hit in hits:
        parts = [tr.message(ENTITIES[hit.entity].label), hit.title, hit.detail]
        if hit.reason[0]:
            parts.append(f"{tr.message(hit.reason[0])}: {' '.join(hit.reason[1].split())}")
        _say("\t".join(parts))
    return 0


def _external_id(connection: Connection, entity: str, record_id: str) -> str | None:
    row = connection.execute(
        "SELECT value FROM external_id WHERE entity = ? AND record_id = ? ORDER BY source LIMIT 1",
        (entity, record_id),
    ).fetchone()
    return row[0] if row else None


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


def _show(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.plain import as_json
    from app.services.records import read

    entity = WORDS[arguments.entity]
    with _store(arguments).reading() as connection:
        record = read(connection, entity, find(connection, entity, arguments.id))
        assert record is not None
        found = as_json(connection, record, language, date.today())
        if arguments.json:
            _say(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
        _say(entity.caption({**record.values}, language))
        for field in (*entity.fields, *entity.computed):
            if field.target:
                target = found.get(field.name.removesuffix("_id"))
                text = target["title"] if target else ""
            else:
                text = field.kind.format(found.get(field.name), tr)
            if text:
                _say(f"{tr.message(field.label)}: {text}")
        from app.services.related import sections

        for section in sections(connection, entity.name, record.id, language):
            if section.items:
                _say(f"\n{tr.message(section.label)}")
                for item in section.items:
                    dates = "–".join(day for day in (item.since, item.until) if day)
                    parts = (dates, item.title, item.detail)
                    _say("  " + " · ".join(part for part in parts if part))
    return 0


def _history(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.history import history

    entity = WORDS[arguments.entity]
    with _store(arguments).reading() as connection:
        record_id = find(connection, entity, arguments.id)
        entries = history(connection, record_id)
    if arguments.json:
        found = [
            {
                "at": entry.at.isoformat(timespec="seconds"),
                "author": entry.author,
                "action": entry.summary(tr),
                "undone": entry.undone,
                "changes": [
                    {
                        "entity": change.table,
                        "id": change.row_id,
                        "kind": change.kind,
                        "values": {k: {"old": o, "new": n} for k, (o, n) in change.values.items()},
                    }
                    for change in entry.changes
                ],
            }
            for entry in entries
        ]
        _say(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        _say(f"{entry.at:%Y-%m-%d %H:%M}\t{entry.author}\t{entry.summary(tr)}")
        for change in entry.changes:
            known = ENTITIES.get(change.table)
            for name, (old, new) in change.values.items():
                field = known.by_name.get(name) if known else None
                label = tr.message(field.label) if field else name
                _say(f"    {label}: {_shown(old)} → {_shown(new)}")
    return 0


def _shown(value: object) -> str:
    return "—" if value is None else " ".join(str(value).split())


def _undo(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.history import label_text
    from app.services.undo import undo

    label, _ = undo(_store(arguments))
    _say(tr("Taken back: {action}", action=label_text(label, tr)))
    return 0


def _summary(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.reports.collect import summaries

    entity = ENTITIES["agreement"]
    store = _store(arguments)
    with store.reading() as connection:
        ids = [find(connection, entity, text) for text in arguments.ids]
        summaries(connection, ids, arguments.paper_languages, arguments.to, date.today())
    _say(tr("Written: {file}", file=arguments.to))
    return 0


def _duplicates(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.duplicates import find_all
    from app.services.query import captions

    found = []
    with _store(arguments).reading() as connection:
        for name in _MERGED.values():
            pairs = find_all(connection, name)
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
        _say(json.dumps(items, ensure_ascii=False, indent=2))
        return 0
    for plural, keys, titles, score, reasons in found:
        _say("\t".join((f"{score} %", plural, *titles, " ".join(reasons))))
        _say("\t" + "\t".join(keys))
    return 0


def _merge(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.merge import merge

    entity = WORDS[arguments.entity]
    store = _store(arguments)
    with store.reading() as connection:
        survivor = find(connection, entity, arguments.survivor)
        merged = find(connection, entity, arguments.merged)
    merge(store, entity, survivor, merged)
    _say(survivor)
    return 0


def _unmerge(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.merge import unmerge

    entity = WORDS[arguments.entity]
    store = _store(arguments)
    with store.reading() as connection:
        try:
            record_id = find(connection, entity, arguments.id)
        except UserError:
            record_id = arguments.id  # the one that was merged away is known to the merge only
    unmerge(store, entity, record_id)
    return 0


def _export(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.plain import export

    with _store(arguments).reading() as connection:
        count = export(connection, WORDS[arguments.entity], arguments.to, language, date.today())
    _say(
        tr.plural(
            "{count} record written to {file}",
            "{count} records written to {file}",
            count,
            file=arguments.to,
        )
    )
    return 0


def _check(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.backup import check

    findings = check(_store(arguments))
    for finding in findings:
        sys.stderr.write(f"vztahy: {tr.message(finding.message, **finding.values)}\n")
    if not findings:
        _say(tr("The database is sound: its tables are what its history says."))
    return 1 if findings else 0


def _backup(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.backup import backup

    backup(_store(arguments), arguments.file)
    _say(tr("Backup written: {file}", file=arguments.file))
    return 0


def _restore(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.backup import restore

    kept = restore(arguments.file, _database(arguments))
    _store(arguments)  # opens it: an older version is brought up to date, and it works
    _say(tr("Restored from {file}.", file=arguments.file))
    if kept:
        _say(tr("The replaced database is kept as {file}.", file=kept))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


COMMANDS: dict[str, Callable[[argparse.Namespace, Language, Translator], int]] = {
    "import": _import,
    "list": _list,
    "search": _search,
    "show": _show,
    "history": _history,
    "undo": _undo,
    "summary": _summary,
    "duplicates": _duplicates,
    "merge": _merge,
    "unmerge": _unmerge,
    "export": _export,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}
