"""The list of gifts: of a visit, or as the list of gifts is filtered (the yearly one)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.entities import choices
from app.i18n import Language, Translator, translator
from app.progress import Progress
from app.reports.agreements.parts import label_of
from app.reports.delegations import pdf
from app.reports.delegations.data import Visit
from app.reports.delegations.programme import head
from app.reports.delegations.script import Choice, Line, Row, Script, lines_of
from app.reports.engine.collect import by_ids, chosen_ids, office
from app.reports.engine.content import MissingTranslation, in_czech
from app.reports.engine.page import metadata, publish
from app.reports.engine.paper import Functions
from app.reports.engine.tagging import Element
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_date
from app.services.protocol.gifts import GiftLine, lines, money
from app.services.records.query import ListQuery

Wanted = Sequence[str] | ListQuery


def of_visit(script: Script, visit: Visit, choice: Choice) -> None:
    """The gifts of a visit."""
    tr = script.tr
    head(script, visit, tr("List of gifts"))
    if not visit.gifts:
        script.say(tr("No gifts are recorded."))
        return
    told(script, visit.gifts.get(script.language, ()))


def told(script: Script, gifts: Sequence[GiftLine]) -> None:
    """Given ones and received ones under headings; refused ones are listed, too."""
    tr = script.tr
    for way, label in (("given", tr("Gifts given")), ("received", tr("Gifts received"))):
        found = [gift for gift in gifts if gift.way == way]
        if not found:
            continue
        script.heading(label)
        rows: list[Row] = [
            (
                lines_of(_day(gift, tr)),
                [
                    Line(in_czech(_named(gift)), "strong"),
                    *lines_of(in_czech(gift.occasion), "soft"),
                ],
                [Line(name) for name in gift.theirs],
                [Line(name) for name in gift.ours],
                [
                    *lines_of(money(gift.value, gift.currency, tr) if gift.value else ""),
                    *lines_of(in_czech(gift.values["estimated"] or ""), "soft"),
                ],
                _fate(gift, tr),
            )
            for gift in found
        ]
        headers = (
            tr("Day"),
            tr("What it is"),
            tr("Other side"),
            tr("Our side"),
            tr("Value"),
            tr("State"),
        )
        script.grid(headers, rows, (0.12, 0.24, 0.2, 0.16, 0.13, 0.15))


def _named(gift: GiftLine) -> str:
    return f"{gift.title} ({gift.pieces}×)" if gift.pieces > 1 else gift.title


def _day(gift: GiftLine, tr: Translator) -> str:
    return format_date(PartialDate.parse_iso(gift.day), tr) if gift.day else "–"


def _fate(gift: GiftLine, tr: Translator) -> list[Line]:
    values = gift.values
    found = [Line(label_of(choices.GIFT_STATE, gift.state, tr))]
    if values["fate"]:
        found.append(Line(label_of(choices.GIFT_FATE, values["fate"], tr), "soft"))
    found += lines_of(values["inventory_no"] or "", "soft", tr("Inventory number"))
    return found


def functions() -> Functions:
    """What prints a list of gifts."""

    def scripts(
        connection: Connection, wanted: Wanted, languages: Sequence[Language]
    ) -> list[Script]:
        ids = chosen_ids(connection, wanted)
        rows: dict[str, dict[str, Any]] = {
            row["id"]: row
            for row in by_ids(connection, "SELECT * FROM gift WHERE id IN ({marks})", ids)
        }
        made = []
        for language in languages:
            script = Script(language)
            name = script.tr("List of gifts")
            script.title({language: name}, script.tr("Gifts"))
            told(script, lines(connection, [rows[key] for key in ids if key in rows], language))
            made.append(script)
        return made

    def write(
        connection: Connection,
        wanted: Wanted,
        languages: Sequence[Language],
        target: Path,
        on: date,
        tell: Progress,
    ) -> list[str]:
        own = office(connection)
        made = scripts(connection, wanted, languages)
        title = {script.language: script.tr("List of gifts") for script in made}
        root = Element("Document", language=languages[0])
        sheet = pdf.sheet(made, title, own, root, on)
        name = translator(languages[0])("List of gifts")
        publish([sheet], root, metadata(name, own, languages, on), target, lambda: tell(1, 1))
        return []

    def missing(
        connection: Connection,
        wanted: Wanted,
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[MissingTranslation]:
        found: dict[MissingTranslation, None] = {}
        for script in scripts(connection, wanted, languages):
            name = {script.language: script.tr("List of gifts")}
            found |= dict.fromkeys(script.missing(name))
        return list(found)

    return Functions(write, missing)
