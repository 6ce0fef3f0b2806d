"""Records: listed, found, shown."""

from __future__ import annotations

import argparse
import json
from datetime import date

from app.cli.base import (
    WORDS,
    entity_and_id,
    entity_of,
    external_id,
    find,
    open_store,
    say,
)
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.errors import Label, UserError
from app.i18n import N_, Language, Translator

NO_SORT = N_("{entity} cannot be sorted by “{field}”. Fields: {fields}")


def _list(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.record_files import as_json
    from app.services.records.query import ListQuery
    from app.services.records.records import read

    entity = WORDS[arguments.entity]
    store = open_store(arguments)
    sort = arguments.sort.removeprefix("-")
    known = {field.name for field in (*entity.fields, *entity.computed)} | {entity.title}
    if sort == "title" and entity.localised_title:
        sort = entity.title
    if sort and f"{sort}_id" in known:
        sort = f"{sort}_id"
    if sort and sort not in known:
        raise UserError(
            NO_SORT,
            entity=Label(entity.label_plural),
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
            say(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
        for row in rows:
            values = zip(query.columns(), row.values, strict=True)
            say("\t".join(" ".join(c.kind.format(v, tr).split()) for c, v in values))
    return 0


def _search(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.records.search import find as search

    with open_store(arguments).reading() as connection:
        hits = search(connection, arguments.text, tr, date.today(), limit=200)
        if arguments.json:
            found = [
                {
                    "entity": ENTITIES[hit.entity].plural,
                    "id": hit.id,
                    "external_id": external_id(connection, hit.entity, hit.id),
                    "title": hit.title,
                    "detail": hit.detail,
                    "archived": hit.archived,
                    "reason": {"field": tr.message(hit.reason[0]), "value": hit.reason[1]}
                    if hit.reason[0]
                    else None,
                }
                for hit in hits
            ]
            say(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
    for hit in hits:
        parts = [tr.message(ENTITIES[hit.entity].label), hit.title, hit.detail]
        if hit.reason[0]:
            parts.append(f"{tr.message(hit.reason[0])}: {' '.join(hit.reason[1].split())}")
        say("\t".join(parts))
    return 0


def _show(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.record_files import as_json
    from app.services.records.records import read

    entity = WORDS[arguments.entity]
    with open_store(arguments).reading() as connection:
        record = read(connection, entity, find(connection, entity, arguments.id))
        assert record is not None
        on = arguments.on or date.today()
        found = as_json(connection, record, language, on)
        if arguments.json:
            say(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
        say(entity.caption({**record.values}, language))
        for field in (*entity.fields, *entity.computed):
            if field.kept and field.name != "archived_on":
                continue
            if field.target:
                target = found.get(field.name.removesuffix("_id"))
                text = target["title"] if target else ""
            else:
                text = field.kind.format(found.get(field.name), tr)
            if text:
                say(f"{tr.message(field.label)}: {text}")
        if found.get("explanation"):
            say(found["explanation"])
        if found.get("missing"):
            say("\n" + tr("What is missing"))
            for item in found["missing"]:
                say("  " + item["text"])
        from app.services.related.items import when
        from app.services.related.sections import sections

        for section in sections(connection, entity.name, record.id, language):
            if section.items:
                say(f"\n{tr.message(section.label)}")
                for item in section.items:
                    parts = (when(item, tr), item.title, item.detail)
                    say("  " + " · ".join(part for part in parts if part))
    return 0


def _history(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.records.history import history, in_words

    entity = WORDS[arguments.entity]
    with open_store(arguments).reading() as connection:
        record_id = find(connection, entity, arguments.id)
        entries = history(connection, record_id)
        if not arguments.json:
            for entry in entries:
                say(f"{entry.at:%Y-%m-%d %H:%M}\t{entry.author}\t{entry.summary(tr)}")
                for change in entry.changes:
                    for label, old, new in in_words(connection, change, tr):
                        say(f"    {label}: {_shown(old)} → {_shown(new)}")
            return 0
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
    say(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _shown(text: str) -> str:
    return " ".join(text.split()) or "—"


def _undo(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.records.history import label_text
    from app.services.records.undo import undo

    label = undo(open_store(arguments)).label
    say(tr("Taken back: {action}", action=label_text(label, tr)))
    return 0


def add(commands: Commands) -> None:
    """`list`, `search`, `show`, `history`, `undo`."""
    tr = commands.tr
    item = commands.add("list", tr("list records"), _list)
    entity_of(commands, item)
    item.add_argument(
        "--search", default="", metavar=tr("TEXT"), help=tr("only those with these words")
    )
    item.add_argument(
        "--sort",
        default="",
        metavar=tr("FIELD"),
        help=tr("the field to sort by, as JSON names it; with a minus before it downwards"),
    )
    item.add_argument(
        "--limit", type=commands.number, default=None, metavar="N", help=tr("at most so many")
    )
    commands.json(item)
    item = commands.add("search", tr("find records of any kind"), _search)
    item.add_argument("text", metavar=tr("TEXT"), help=tr("beginnings of words, or a number"))
    commands.json(item)
    item = commands.add("show", tr("show one record"), _show)
    entity_and_id(commands, item)
    item.add_argument(
        "--on",
        type=commands.day,
        default=None,
        metavar=tr("DATE"),
        help=tr("the day (YYYY-MM-DD) for which state and days are computed; today if not given"),
    )
    commands.json(item)
    item = commands.add("history", tr("show a record’s history"), _history)
    entity_and_id(commands, item)
    commands.json(item)
    commands.add("undo", tr("take back the last action"), _undo)
