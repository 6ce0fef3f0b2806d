"""Papers."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from app.cli.base import Commands, find, languages, open_store, say
from app.entities import ENTITIES
from app.i18n import Language, Translator


def _summary(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.reports.collect import summaries

    entity = ENTITIES["agreement"]
    store = open_store(arguments)
    with store.reading() as connection:
        ids = [find(connection, entity, text) for text in arguments.ids]
        summaries(connection, ids, languages(arguments, language), arguments.to, date.today())
    say(tr("Written: {file}", file=arguments.to))
    return 0


def add(commands: Commands) -> None:
    """`summary`."""
    item = commands.add("summary", "print agreement summaries", _summary, papers=True)
    item.add_argument("ids", nargs="+", metavar="ID")
    item.add_argument("--to", type=Path, required=True, metavar="FILE.pdf")
