"""What is to be thought of in time."""

from __future__ import annotations

import argparse
import json
from datetime import date

from app.cli.base import external_id, open_store, say
from app.cli.grammar import Commands
from app.i18n import Language, Translator
from app.rules.days.partial_dates import format_day


def _reminders(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.entities import ENTITIES
    from app.services.tasks.reminders import KIND_LABELS, reminders

    on = arguments.on or date.today()
    with open_store(arguments).reading() as connection:
        found = reminders(connection, on, arguments.within, language)
        if arguments.json:
            listed = [
                {
                    "kind": item.kind,
                    "entity": ENTITIES[item.entity].plural,
                    "id": item.record_id,
                    "external_id": external_id(connection, item.entity, item.record_id),
                    "title": item.title,
                    "due": item.due.isoformat(),
                    "days_left": item.days_left,
                    "text": item.text(tr),
                }
                for item in found
            ]
            say(json.dumps(listed, ensure_ascii=False, indent=2))
            return 0
    for item in found:
        kind = tr.message(KIND_LABELS[item.kind])
        say("\t".join((format_day(item.due, tr), kind, item.title, item.text(tr))))
    if not found:
        say(tr("There is nothing to be reminded of."))
    return 0


def add(commands: Commands) -> None:
    """`reminders`."""
    tr = commands.tr
    text = tr("list ends, notice days, evaluations, commitments")
    item = commands.add("reminders", text, _reminders)
    item.add_argument(
        "--on",
        type=commands.day,
        default=None,
        metavar=tr("DATE"),
        help=tr("the day (YYYY-MM-DD) to look from; today if not given"),
    )
    item.add_argument(
        "--within",
        type=commands.days,
        default=None,
        metavar=tr("DAYS"),
        help=tr("look so many days ahead instead of the office’s lead times"),
    )
    commands.json(item)
