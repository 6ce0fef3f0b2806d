"""Tasks from the command line: added by one line, listed by their day, done."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime
from typing import Any

from app.cli.base import ID_HELP, find, open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.kinds import MOMENT
from app.rules.days.partial_dates import format_moment

NO_MOMENT = N_("“{value}” is not a moment (YYYY-MM-DDTHH:MM)")


def _add(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.tasks import quick

    store = open_store(arguments)
    now = _moment(arguments.now) if arguments.now else datetime.now()
    with store.reading() as connection:
        found = quick.understand(connection, arguments.text, now, language)
    task_id = None if arguments.dry_run else quick.add(store, found)[0]
    due = found.values.get("due")
    if task_id:
        with store.reading() as connection:
            (due,) = connection.execute("SELECT due FROM task WHERE id = ?", (task_id,)).fetchone()
    if arguments.json:
        say(json.dumps(_as_json(found, task_id, due, arguments.text, tr), ensure_ascii=False,
                       indent=2))  # fmt: skip
        return 0
    say(str(found.values["title"]) + (f"\t{format_moment(due, tr)}" if due else ""))
    for item in found.links:
        say(f"\t{tr.message(ENTITIES[item.entity].label)}: {item.title}")
    if rule := found.values.get("recurrence"):
        say("\t" + ENTITIES["task"].by_name["recurrence"].kind.format(rule, tr))
    for text in found.remark_texts(tr):
        say("\t" + text)
    if task_id:
        say("\t" + task_id)
    return 0


def _as_json(
    found: Any, task_id: str | None, due: str | None, text: str, tr: Translator
) -> dict[str, Any]:
    relative = found.entry.relative
    return {
        "id": task_id,
        "title": found.values["title"],
        "due": due,
        "links": [
            {"entity": ENTITIES[item.entity].plural, "id": item.record_id, "title": item.title}
            for item in found.links
        ],
        "recurrence": found.values.get("recurrence"),
        "relative": relative
        and {
            "anchor": relative.anchor,
            "count": relative.count,
            "unit": relative.unit,
            "before": relative.before,
            "hour": relative.hour or None,
        },
        "remarks": found.remark_texts(tr),
        "understood": [
            {
                "start": span.start,
                "end": span.end,
                "kind": span.kind,
                "text": text[span.start : span.end],
            }
            for span in found.entry.understood
        ],
        "alternatives": list(found.entry.alternatives),
    }


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UserError(NO_MOMENT, value=text) from None


def _done(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.tasks.tasks import tick

    store = open_store(arguments)
    with store.reading() as connection:
        task_id = find(connection, ENTITIES["task"], arguments.id)
    changes = tick(store, task_id, done=True)
    for message, values in changes.remarks:
        say(tr.message(message, **values))
    say(task_id)
    return 0


def _due(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.tasks.overview import due_until

    on = arguments.on or date.today()
    with open_store(arguments).reading() as connection:
        rows = due_until(connection, on)
    if arguments.json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        shown = (MOMENT.format(row["due"], tr), row["title"] or "", row["id"] or "")
        say("\t".join(shown))
    if not rows:
        say(tr("No task is due."))
    return 0


def add(commands: Commands) -> None:
    """`task add`, `task done`, `tasks due`."""
    tr = commands.tr
    actions = commands.group("task", tr("add a task by one line, or say that one is done"))
    new = actions.add_parser(
        "add",
        help=tr("add a task by one line"),
        description=tr(
            "Add a task by one line, in Czech, German or English: “call the consulate on Friday "
            "at 2 pm #Saxony”."
        ),
        parents=commands.common,
    )
    new.set_defaults(run=_add)
    new.add_argument("text", metavar=tr("TEXT"), help=tr("what is to be done, and when"))
    new.add_argument(
        "--now",
        metavar=tr("MOMENT"),
        help=tr("the moment (YYYY-MM-DDTHH:MM) from which days are reckoned"),
    )
    new.add_argument(
        "--dry-run", action="store_true", help=tr("show what is understood, change nothing")
    )
    commands.json(new)
    text = tr("say that a task is done")
    done = actions.add_parser("done", help=text, description=text, parents=commands.common)
    done.set_defaults(run=_done)
    done.add_argument("id", metavar=tr("ID"), help=tr.message(ID_HELP))
    actions = commands.group("tasks", tr("lists of tasks"))
    text = tr("list the tasks that are due")
    due = actions.add_parser("due", help=text, description=text, parents=commands.common)
    due.set_defaults(run=_due)
    due.add_argument(
        "--on",
        type=commands.day,
        default=None,
        metavar=tr("DATE"),
        help=tr("the day (YYYY-MM-DD) to look from; today if not given"),
    )
    commands.json(due)
