"""Preparing a visit: a copy of an earlier one, and checklists that become tasks."""

from __future__ import annotations

import argparse
import json
from datetime import date

from app.cli.base import ID_HELP, find, open_store, say
from app.cli.grammar import Commands
from app.db.store import Changes
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator

NO_LIST = N_("There is no checklist “{value}”. There are: {names}.")


def _copy(arguments: argparse.Namespace, _language: Language, tr: Translator) -> int:
    from app.services.protocol.copying import Parts, copy_visit

    store = open_store(arguments)
    with store.reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
    left_out = set(arguments.without or ())
    parts = Parts(*(name not in left_out for name in _PARTS))
    titles = {"title_cs": arguments.title}
    new, changes = copy_visit(store, visit, arguments.start, titles, parts)
    say(new)
    _tell(changes, tr)
    return 0


_PARTS = ("members", "programme", "tasks", "costs")


def _checklist(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.rules.folding import fold
    from app.services.protocol.checklists import add_to, checklists

    store = open_store(arguments)
    with store.reading() as connection:
        known = checklists(connection, language)
        visit = find(connection, ENTITIES["delegation"], arguments.id) if arguments.id else None
    if visit is None:
        listed = [
            {
                "id": one.id,
                "name": one.name,
                "direction": one.direction,
                "steps": [{"title": step.title, "days": step.days} for step in one.steps],
            }
            for one in known
        ]
        if arguments.json:
            say(json.dumps(listed, ensure_ascii=False, indent=2))
            return 0
        for one in known:
            say(one.name)
            for step in one.steps:
                say(f"    {step.days}\t{step.title}")
        return 0
    wanted = arguments.list or known[0].id
    found = next((one for one in known if wanted == one.id), None) or next(
        (one for one in known if fold(wanted) == fold(one.name)), None
    )
    if found is None:
        names = ", ".join(one.name for one in known)
        raise UserError(NO_LIST, value=arguments.list, names=names)
    changes = add_to(store, visit, found, {step.id for step in found.steps}, date.today())
    count = len(changes.ids("task"))
    say(tr.plural("{count} task added.", "{count} tasks added.", count))
    _tell(changes, tr)
    return 0


def _tell(changes: Changes, tr: Translator) -> None:
    for message, values in changes.remarks:
        say(tr.message(message, **values))


def add(commands: Commands) -> None:
    """`copy-visit` and `checklist`."""
    tr = commands.tr
    item = commands.add("copy-visit", tr("make a new visit of an earlier one"), _copy)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    item.add_argument(
        "--start",
        type=commands.day,
        required=True,
        metavar=tr("DATE"),
        help=tr("the first day of the new visit"),
    )
    item.add_argument("--title", metavar=tr("TEXT"), help=tr("its title in Czech"))
    item.add_argument("--without", action="append", choices=_PARTS, help=tr("what is not copied"))
    text = tr("list the checklists, or add the steps of one to a visit as tasks")
    item = commands.add("checklist", text, _checklist)
    item.add_argument("id", metavar="ID", nargs="?", help=tr.message(ID_HELP))
    item.add_argument("--list", metavar=tr("NAME"), help=tr("the first list if none is given"))
    commands.json(item)
