"""The cover of an agreement's file: numbers, parties, dates, where it lies, what is inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from app.db.connection import Connection
from app.i18n import Language, translator
from app.progress import Progress
from app.reports.agreements import parts
from app.reports.agreements.collect import there_on, told_of_earlier
from app.reports.agreements.collect_file import agreement_file
from app.reports.agreements.data import AgreementFile
from app.reports.agreements.full import document_table, named, of_summary
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.content import MissingTranslation, choose, missing_of
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.frame import compose
from app.reports.engine.page import Sheet, page_count
from app.reports.engine.sheets import print_sheets
from app.reports.engine.shortening import dealt, most_room
from app.reports.engine.tagging import Element
from app.reports.engine.text import Style

_LINES = 6  # for documents that are added by hand
_FEW_LINES = 3
_SHEET = 2  # pages: both sides of one


def file_cover(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """Write the covers of the files of agreements, each beginning on a new page. What is not on
    record is a line to be filled in by hand. A paper of the catalogue.
    """
    there = there_on(connection, ids, on)
    files = [agreement_file(connection, key, on, with_note=False) for key in there]
    tr = translator(languages[0])
    title = tr("File cover: {title}", title=named(files, tr))
    office = files[0].summary.office
    print_sheets(
        files,
        lambda file, root: _fitting(file, languages, root, on),
        title,
        office,
        languages,
        target,
        on,
        tell,
    )
    return told_of_earlier(ids, there, on, languages[0])


def missing(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    on: date,
    **options: str,
) -> list[MissingTranslation]:
    """What the covers print in another language."""
    found: dict[MissingTranslation, None] = {}
    for key in ids:
        file = agreement_file(connection, key, on, with_note=False)
        paper = file.summary
        content = (paper.title, paper.parties, paper.areas)
        found |= dict.fromkeys(missing_of(paper.title, content, languages))
    return list(found)


def _fitting(file: AgreementFile, languages: Sequence[Language], root: Element, on: date) -> Sheet:
    """On one page if it can be set so, else on both sides of one sheet: then as many documents
    and parties as there is room for, and it is said how many more there are.
    """
    # What follows from the dates is no part of a cover where there is no room for it.
    brief = replace(file, summary=replace(file.summary, explanation=()))
    ways = (
        (file, _LINES, False),
        (file, _LINES, True),
        (file, _FEW_LINES, True),
        (brief, _FEW_LINES, True),
    )
    for pages in (1, _SHEET):
        for shown, lines, tight in ways:
            sheet = _sheet(_Shown(shown, lines), languages, root, on, tight=tight)
            if page_count(sheet) <= pages:
                return sheet
            root.children.pop()
    wanted = {"documents": len(file.documents), "parties": len(file.summary.parties)}

    def shortened(room: int) -> _Shown:
        given = dealt(wanted, room, {name: min(most, 1) for name, most in wanted.items()})
        parties = replace(
            brief.summary,
            parties=file.summary.parties[: given["parties"]],
            left_out={"parties": wanted["parties"] - given["parties"]},
        )
        shown = replace(brief, summary=parties, documents=file.documents[: given["documents"]])
        return _Shown(shown, _FEW_LINES, wanted["documents"] - given["documents"])

    def fits(room: int) -> bool:
        tried = _sheet(shortened(room), languages, Element("Document"), on, tight=True)
        return page_count(tried) <= _SHEET

    room = most_room(sum(wanted.values()), fits)
    return _sheet(shortened(room), languages, root, on, tight=True)


class _Shown(NamedTuple):
    """A file with as much of its lists as is printed: lines for documents that are added by hand,
    and how many documents are left out.
    """

    file: AgreementFile
    lines: int
    more: int = 0


def _sheet(
    shown: _Shown,
    languages: Sequence[Language],
    root: Element,
    on: date,
    *,
    tight: bool,
) -> Sheet:
    file = shown.file

    def documents(column: Column, file: AgreementFile) -> list[Row]:
        return _documents(column, file, shown.lines, shown.more)

    return compose(
        file,
        (
            _head,
            of_summary(parts.parties),
            of_summary(parts.term),
            of_summary(parts.areas),
            _place,
            _closing,
            documents,
        ),
        file.summary.office,
        languages,
        root,
        title=lambda column: choose(file.summary.title, column.language)[0],
        on=on,
        tight=tight,
    )


def _head(column: Column, file: AgreementFile) -> list[Row]:
    tr, paper = column.tr, file.summary
    rows = parts.title(column, paper.title, column.tr("File cover"))
    large = Style(SEMIBOLD, column.body.size + 3, column.body.leading + 4)
    numbers = [
        (tr("File number"), paper.file_no),
        (tr("Reference number"), paper.reference_no),
    ]
    filled: list[tuple[str, Lines]] = [
        (label, [column.say(text, large)]) for label, text in numbers if text
    ]
    told = column.pairs(column.parent, filled)
    if told:
        told[0].above = 6
    rows += told
    rows += column.blanks(column.parent, [label for label, text in numbers if not text])
    rows += column.blanks(column.parent, [tr("Retention mark and period")])
    return [*rows, *parts.facts(column, paper, numbers=False)]


def _place(column: Column, file: AgreementFile) -> list[Row]:
    tr = column.tr
    heading = column.heading(tr("Where it is kept"))
    section = column.section()
    rows: list[tuple[str, Lines]] = []
    if file.depositary.strip():
        rows.append((tr("Depositary"), parts.czech(column, file.depositary)))
    if file.register_id:
        rows.append((tr("Number in the register of contracts"), [column.say(file.register_id)]))
    blanks = [] if file.depositary.strip() else [tr("Depositary")]
    made = column.pairs(section, rows)
    return [heading, *made, *column.blanks(section, [*blanks, tr("Shelf, box, folder")])]


def _documents(column: Column, file: AgreementFile, by_hand: int, more: int) -> list[Row]:
    tr = column.tr
    heading = column.heading(tr("Documents in the file"))
    if file.documents:
        rows = document_table(column, file.documents)
        if more:
            said = tr.plural("and {count} more", "and {count} more", more)
            rows.append(column.paragraph(column.say(said, column.soft), above=3))
    else:
        said = tr("No document is stored with the record.")
        rows = [column.paragraph(column.say(said, column.soft))]
    lines: Sequence[Sequence[Lines]] = [[[], []]] * by_hand
    header = [tr("Date"), tr("Added by hand")]
    width = column.fitting_width([], tr("Date"))
    width = max(width, 0.18)
    return [heading, *rows, *column.form(header, lines, [width, 1 - width])]


def _closing(column: Column, file: AgreementFile) -> list[Row]:
    tr = column.tr
    heading = column.heading(tr("Closing of the file"))
    labels = (
        tr("Opened on, by whom"),
        tr("Closed on, by whom"),
        tr("Number of documents and sheets"),
        tr("Handed over to the registry on"),
    )
    return [heading, *column.blanks(column.section(), labels)]
