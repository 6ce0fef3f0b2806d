"""What happens when, and figures, from the command line."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from app.cli.base import open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.i18n import Language, Translator
from app.rules.days.partial_dates import PartialDate, format_day, format_range


def _calendar(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.calendar.happenings import LABELS, Happening, happenings, undated

    first, last = arguments.first, arguments.until
    with open_store(arguments).reading() as connection:
        found = happenings(
            connection, first, last, language, countries=arguments.countries or ("CZ",)
        )
        vague = undated(connection, first, last, language)
    if arguments.json:
        listed = [
            {
                "kind": item.kind,
                "first": item.first.isoformat(),
                "last": item.last.isoformat(),
                "time": item.time or None,
                "title": item.title,
                "entity": ENTITIES[item.entity].plural if item.entity else None,
                "id": item.record_id or None,
                "state": item.state or None,
                "place": item.place or None,
                "years": item.years or None,
            }
            for item in found
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0

    def line(item: Happening) -> str:
        when = format_day(item.first, tr)
        if item.last != item.first:
            when = format_range(
                PartialDate.parse_iso(item.first.isoformat()),
                PartialDate.parse_iso(item.last.isoformat()),
                tr,
            )
        years = f" ({item.years})" if item.years else ""
        kind = tr.message(LABELS[item.kind])
        return "\t".join((f"{when} {item.time}".strip(), kind, item.title + years))

    for item in found:
        say(line(item))
    if not found:
        say(tr("Nothing happens in these days."))
    if vague:
        say(tr("Not in the calendar, because their days are not known:"))
        for key, title, _start in vague:
            say(f"{key}\t{title}")
    return 0


def _figures(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.figures.figures import CURRENCY, figures

    with open_store(arguments).reading() as connection:
        found = figures(connection, arguments.year, language, date.today())
    if arguments.json:
        listed: list[dict[str, Any]] = [
            {
                "figure": item.key,
                "label": item.label,
                "entity": ENTITIES[item.entity].plural,
                "total": item.total,
                "amount": None if item.amount is None else str(item.amount),
                "currency": None if item.amount is None else CURRENCY,
                "without_rate": item.unknown,
                "groups": [
                    {
                        "key": group.key,
                        "label": group.label,
                        "count": group.count,
                        "amount": None if group.amount is None else str(group.amount),
                        "ids": group.ids,
                    }
                    for group in item.groups
                ],
            }
            for item in found
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for item in found:
        say(f"{item.label}: {item.total}")
        for group in item.groups:
            amount = "" if group.amount is None else f"\t{group.amount} {CURRENCY}"
            say(f"\t{group.label}\t{group.count}{amount}")
        if item.unknown:
            say(
                "\t"
                + tr.plural(
                    "{count} cost without a rate in CZK is not in the amounts",
                    "{count} costs without a rate in CZK are not in the amounts",
                    item.unknown,
                )
            )
    return 0


def add(commands: Commands) -> None:
    """`calendar`, `figures`."""
    tr = commands.tr
    text = tr("list what happens in some days: visits, tasks, terms, holidays, birthdays")
    item = commands.add("calendar", text, _calendar)
    for name, dest, words in (
        ("--from", "first", tr("the first day (YYYY-MM-DD)")),
        ("--until", "until", tr("the last day (YYYY-MM-DD)")),
    ):
        item.add_argument(
            name, dest=dest, type=commands.day, required=True, metavar=tr("DATE"), help=words
        )
    item.add_argument(
        "--holidays",
        dest="countries",
        action="append",
        metavar=tr("COUNTRY"),
        help=tr(
            "the country whose public holidays are listed (CZ, DE-SN); may be given several times"
        ),
    )
    commands.json(item)
    item = commands.add("figures", tr("figures of visits, agreements, tasks and costs"), _figures)
    item.add_argument(
        "--year",
        type=commands.number,
        default=None,
        metavar=tr("YEAR"),
        help=tr("of this year only"),
    )
    commands.json(item)
