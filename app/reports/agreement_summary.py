"""The agreement summary: one agreement on a page or two, in one language or two side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path

from babel.languages import get_official_languages

from app.entities import choices
from app.i18n import Language, Translator, translator
from app.kinds import Choice
from app.reports.columns import Column, Lines, Row, locale, side_by_side
from app.reports.data import (
    SummaryDelegation,
    SummaryPaper,
    SummaryParty,
    choose,
)
from app.reports.fonts import SEMIBOLD, covers
from app.reports.page import (
    ACCENT,
    GUTTER,
    WIDTH,
    Band,
    Cell,
    Footer,
    Rule,
    Sheet,
    letterhead,
    publish,
)
from app.reports.tagging import Element, Metadata
from app.reports.text import GREY, NBSP, Run, Style, Text, typeset
from app.rules import partial_dates
from app.rules.agreement_terms import STATE_LABELS
from app.rules.partial_dates import PartialDate
from app.services.agreement_record import worded

Languages = tuple[Language] | tuple[Language, Language]


def render(
    papers: Sequence[SummaryPaper],
    languages: Languages,
    target: Path,
    *,
    printed_on: date,
    with_note: bool = True,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Write the summaries of `papers` (at least one), each beginning on a new page, to `target`,
    which is replaced in one step. Two languages stand side by side. `printed_on` is printed and
    is the file's creation date, so that equal input gives an equal file. Without `with_note` the
    internal note is left out. `step` is called thrice for each: when it is composed, laid out and
    drawn. Raises OSError if `target` cannot be written.
    """
    root = Element("Document", language=languages[0])
    sheets = []
    for paper in papers:
        sheets.append(_sheet(paper, languages, root, printed_on=printed_on, with_note=with_note))
        step()
    tr = translator(languages[0])
    if len(papers) == 1:
        name = choose(papers[0].title, languages[0])[0]
    else:
        name = tr.plural("{count} agreement", "{count} agreements", len(papers))
    about = Metadata(
        title=tr("Agreement summary: {title}", title=name),
        author=papers[0].office.native_name,
        languages=tuple(languages),
        created=datetime.combine(printed_on, time(), UTC),
    )
    publish(sheets, root, about, target, step)


def _sheet(
    paper: SummaryPaper,
    languages: Languages,
    root: Element,
    *,
    printed_on: date,
    with_note: bool,
) -> Sheet:
    whole = root.add("Art")
    labels = dict.fromkeys(translator(language)("Data box") for language in languages)
    head = letterhead(paper.office, languages, " / ".join(labels), whole.add("Sect"))
    wide = len(languages) == 1
    width = WIDTH if wide else (WIDTH - GUTTER) / 2
    columns = [
        Column(language, index * (width + GUTTER), width, whole, wide)
        for index, language in enumerate(languages)
    ]
    bands = [head]
    for section in _SECTIONS:
        parts = []
        for column in columns:
            # Each language is a section of its own: read aloud, it is not mixed line by line.
            column.parent = whole.add("Sect", language=column.language)
            parts.append(section(column, paper))
            if not column.parent.children:
                whole.children.remove(column.parent)
        bands += side_by_side(parts, columns)
    bands += _whole_width(paper, columns, whole, with_note=with_note)
    bands += _legend(columns, whole)
    footers = [_footer(paper, column, printed_on) for column in columns]
    return Sheet(bands, footers)


def _footer(paper: SummaryPaper, column: Column, printed_on: date) -> Footer:
    tr = column.tr
    day = column.day(PartialDate.from_date(printed_on))

    def right(page: int, pages: int) -> str:
        printed = tr("Printed on {day}", day=day)
        number = tr("Page {page} of {pages}", page=page, pages=pages)
        return f"{printed}   ·   {number}"

    title = choose(paper.title, column.language)[0]
    return Footer(typeset(title, column.language).replace(NBSP, " "), right)


def _title(column: Column, paper: SummaryPaper) -> list[Row]:
    tr = column.tr
    small = Style(SEMIBOLD, 8, 11, GREY)
    big = Style(SEMIBOLD, 17, 22) if column.wide else Style(SEMIBOLD, 13, 17)
    over = Text(column.parent.add("P"), column.say(tr("Agreement summary"), small))
    title = Text(column.parent.add("H1"), column.said(paper.title, big), above=1)
    name = choose(paper.title, column.language)[0]
    place = Cell(column.x, column.width, [over, title])
    return [Row([place], "title", name, 16), *_facts(column, paper)]


def _facts(column: Column, paper: SummaryPaper) -> list[Row]:
    tr = column.tr
    rows: list[tuple[str, Lines]] = []

    def fact(label: str, text: str) -> None:
        if text:
            rows.append((label, [column.say(text)]))

    state = column.say(tr.message(STATE_LABELS[paper.state]), column.strong)
    rows.append((tr("State"), [state]))
    fact(tr("Kind"), _label(choices.AGREEMENT_KIND, paper.kind, tr))
    fact(tr("Type of relation"), _label(choices.RELATION_TYPE, paper.relation_type, tr))
    fact(tr("Initiated by"), _label(choices.INITIATED_BY, paper.initiated_by, tr))
    fact(tr("Reference number"), paper.reference_no)
    fact(tr("File number"), paper.file_no)
    fact(tr("Contract number"), paper.contract_no)
    names = locale(column.language).languages
    fact(
        tr("Authentic languages"),
        ", ".join(names.get(code, code) for code in paper.authentic_languages),
    )
    made = column.pairs(column.parent, rows)
    made[0].above = 5
    made[0].cells[1].texts[0].boxed = True
    return made


def _parties(column: Column, paper: SummaryPaper) -> list[Row]:
    if not paper.parties:
        return []
    tr = column.tr
    heading = column.heading(tr("Parties"))
    rows: list[list[Lines]] = []
    for party in paper.parties:
        who = _organisation(column, party)
        signatory = [column.say(party.signatory)] if party.signatory else []
        if party.signatory_post:
            signatory.append(column.say(party.signatory_post, column.soft))
        signed = [column.say(column.day(party.signed_on))] if party.signed_on else []
        if party.signed_at:
            signed.append(column.say(party.signed_at, column.soft))
        rows.append([who, signatory, signed] if column.wide else [who, [*signatory, *signed]])
    if not any(any(row[1:]) for row in rows):
        headers, widths, rows = [tr("Organisation")], [1.0], [row[:1] for row in rows]
    elif column.wide:
        headers = [tr("Organisation"), tr("Signatory"), tr("Signed")]
        widths = [0.46, 0.32, 0.22]
    else:
        headers, widths = [tr("Organisation"), tr("Signature")], [0.56, 0.44]
    return [heading, *column.table(headers, rows, widths)]


def _organisation(column: Column, party: SummaryParty) -> Lines:
    lines = [column.said(party.names, column.strong)]
    name = choose(party.names, column.language)[0]
    native = party.native_name
    if native and native != name and covers(native):
        language = party.native_language or _spoken(party.country)
        lines.append(column.say(native, column.soft, language))
    if party.country:
        country = locale(column.language).territories.get(party.country, party.country)
        lines.append(column.say(country, column.soft))
    return lines


def _term(column: Column, paper: SummaryPaper) -> list[Row]:
    tr = column.tr
    rows: list[tuple[str, Lines]] = []

    def fact(label: str, *texts: str) -> None:
        texts = tuple(text for text in texts if text)
        if texts:
            rows.append((label, [column.say(", ".join(texts))]))

    def day(label: str, value: PartialDate | None, *more: str) -> None:
        fact(label, column.day(value) if value else "", *more)

    def months(label: str, count: int | None) -> None:
        if count:
            fact(label, tr.plural("{count} month", "{count} months", count).replace(" ", NBSP))

    day(tr("Signed on"), paper.signed_on, paper.signed_at)
    day(tr("Entry into force"), paper.entry_into_force)
    fact(tr("Term"), _label(choices.TERM, paper.term, tr))
    day(tr("Expires on"), paper.expires_on)
    months(tr("Tacit renewal by"), paper.renewal_months)
    months(tr("Notice period"), paper.notice_months)
    day(tr("Notice given on"), paper.notice_given_on)
    day(tr("Termination decided on"), paper.termination_approved_on)
    day(tr("Ended on"), paper.ended_on, paper.end_reason)
    if not rows and not paper.explanation:
        return []
    heading = column.heading(tr("Dates and term"))
    made = [heading, *column.pairs(column.section(), rows)]
    for position, (message, values) in enumerate(paper.explanation):
        text = tr.message(message, **worded(values, tr))
        made.append(column.paragraph(column.say(text), above=2 if position else 6))
    return made


def _approvals(column: Column, paper: SummaryPaper) -> list[Row]:
    if not paper.approvals:
        return []
    tr = column.tr
    heading = column.heading(tr("Approvals"))
    days = [column.day(item.decided_on) if item.decided_on else "" for item in paper.approvals]
    first = column.fitting_width(days, tr("Date"))
    numbered = any(item.number for item in paper.approvals)
    rows: list[list[Lines]] = []
    for item, day in zip(paper.approvals, days, strict=True):
        row: list[Lines] = [[column.say(day)] if day else [], [column.say(item.body)]]
        if numbered:
            row.append([column.say(item.number)] if item.number else [])
        rows.append(row)
    if not numbered:
        return [heading, *column.table([tr("Date"), tr("Decided by")], rows, [first, 1 - first])]
    headers = [tr("Date"), tr("Decided by"), tr("Resolution")]
    last = column.fitting_width([item.number for item in paper.approvals], headers[2])
    return [heading, *column.table(headers, rows, [first, 1 - first - last, last])]


def _areas(column: Column, paper: SummaryPaper) -> list[Row]:
    if not paper.areas:
        return []
    heading = column.heading(column.tr("Areas of co-operation"))
    runs: list[Run] = []
    chosen = [choose(area, column.language) for area in paper.areas]
    for language, group in groupby(chosen, key=lambda item: item[1]):
        if runs:
            runs[-1] = runs[-1]._replace(text=runs[-1].text + ", ")
        runs += column.said({language: ", ".join(text for text, _ in group)})
    return [heading, column.paragraph(runs)]


def _milestones(column: Column, paper: SummaryPaper) -> list[Row]:
    if not paper.milestones:
        return []
    tr = column.tr
    heading = column.heading(tr("Milestones"))
    days = [column.day(item.happened_on) if item.happened_on else "" for item in paper.milestones]
    rows: list[list[Lines]] = [
        [[column.say(day)] if day else [], [column.said(item.text)]]
        for item, day in zip(paper.milestones, days, strict=True)
    ]
    first = column.fitting_width(days, tr("Date"))
    return [heading, *column.table([tr("Date"), tr("What happened")], rows, [first, 1 - first])]


def _delegations(column: Column, paper: SummaryPaper) -> list[Row]:
    if not paper.delegations:
        return []
    tr = column.tr
    heading = column.heading(tr("Delegations"))
    days = [_days(column, item) for item in paper.delegations]
    rows: list[list[Lines]] = []
    for item, day in zip(paper.delegations, days, strict=True):
        where = " · ".join(
            part
            for part in (_label(choices.TRAVEL_DIRECTION, item.direction, tr), item.place)
            if part
        )
        lines = [column.said(item.title)]
        if where:
            lines.append(column.say(where, column.soft))
        rows.append([[column.say(day)] if day else [], lines])
    parts = [part for day in days for part in (day.split(" ") if len(day) > 20 else [day])]
    first = column.fitting_width(parts, tr("Date"))
    return [heading, *column.table([tr("Date"), tr("Delegation")], rows, [first, 1 - first])]


def _tasks(column: Column, paper: SummaryPaper) -> list[Row]:
    if not paper.tasks:
        return []
    tr = column.tr
    heading = column.heading(tr("Open tasks"))
    days = [partial_dates.format_moment(item.due, tr) if item.due else "" for item in paper.tasks]
    rows: list[list[Lines]] = []
    for item, day in zip(paper.tasks, days, strict=True):
        lines = [column.say(item.title)]
        if item.assignee:
            lines.append(column.say(item.assignee, column.soft))
        rows.append([[column.say(day)] if day else [], lines])
    first = column.fitting_width(days, tr("Due"))
    return [heading, *column.table([tr("Due"), tr("Task")], rows, [first, 1 - first])]


_SECTIONS: tuple[Callable[[Column, SummaryPaper], list[Row]], ...] = (
    _title,
    _parties,
    _term,
    _approvals,
    _areas,
    _milestones,
    _delegations,
    _tasks,
)


def _whole_width(
    paper: SummaryPaper, columns: Sequence[Column], whole: Element, *, with_note: bool
) -> list[Band]:
    """Note and source: they exist once, so they are printed once, under both headings."""
    bands: list[Band] = []
    for title, text in (
        ("Internal note", paper.note if with_note else ""),
        ("Source", paper.source),
    ):
        if not text.strip():
            continue
        parts: list[list[Row]] = []
        for column in columns:
            column.parent = whole.add("Sect", language=column.language)
            parts.append([column.heading(_NOTES[title](column.tr))])
        (heading,) = side_by_side(parts, columns)
        heading.rules = [Rule(0, WIDTH, ACCENT, 0.6)]
        bands.append(heading)
        body = columns[0].body
        # The office's own notes are Czech whatever the print's language.
        language = Language.CS if title == "Internal note" else ""
        section = whole.add("Sect", language=language)
        for index, paragraph in enumerate(text.strip().splitlines()):
            if paragraph.strip():
                runs = [Run(typeset(paragraph, language), body)]
                cell = Cell(0, WIDTH, [Text(section.add("P"), runs)])
                bands.append(Band([cell], above=2 if index else 5))
    return bands


_NOTES: Mapping[str, Callable[[Translator], str]] = {
    "Internal note": lambda tr: tr("Internal note"),
    "Source": lambda tr: tr("Source"),
}


def _legend(columns: Sequence[Column], whole: Element) -> list[Band]:
    cells = []
    for column in columns:
        texts = []
        for language in sorted(column.marked):
            name = locale(column.language).languages[language]
            said = column.tr(
                "({code}): not translated, printed in the original language ({language}).",
                code=language,
                language=name,
            )
            element = whole.add("P", language=column.language)
            texts.append(Text(element, column.say(said, column.soft)))
        if texts:
            cells.append(Cell(column.x, column.width, texts))
    return [Band(cells, above=10)] if cells else []


def _label(choice: Choice, code: str, tr: Translator) -> str:
    return tr.message(choice.label(code)) if code else ""


def _days(column: Column, delegation: SummaryDelegation) -> str:
    """A range, which may break after its dash only."""
    if not delegation.start_on:
        return ""
    return partial_dates.format_range(delegation.start_on, delegation.end_on, column.tr)


def _spoken(country: str) -> str:
    """The first official language of a country, or "und" (undetermined, ISO 639-2)."""
    languages = get_official_languages(country) if country else ()
    return languages[0].partition("_")[0] if languages else "und"
