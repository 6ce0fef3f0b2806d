"""The parts that papers about an agreement share: each gives the rows of one section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from babel.languages import get_official_languages

from app.entities import choices
from app.i18n import Language, Translator
from app.kinds import Choice
from app.reports.agreements.data import PartnerStep, SummaryPaper, SummaryParty
from app.reports.engine.columns import Column, Lines, Row, locale, side_by_side
from app.reports.engine.content import Localised, choose, in_czech
from app.reports.engine.fonts import SEMIBOLD, covers
from app.reports.engine.page import ACCENT, WIDTH, Band, Cell, Rule
from app.reports.engine.tagging import Element
from app.reports.engine.text import GREY, Run, Style, Text, typeset
from app.rules.agreements.terms import STATE_LABELS, Months
from app.rules.binding import NBSP
from app.rules.days import partial_dates
from app.rules.days.partial_dates import PartialDate
from app.services.agreements.record import until_text, worded


def title(column: Column, name: Localised, over: str) -> list[Row]:
    """What the paper is called, under the words that say what kind of paper it is."""
    small = Style(SEMIBOLD, 8, 11, GREY)
    big = _title_style(len(choose(name, column.language)[0]), column)
    above = Text(column.parent.add("P"), column.say(over, small))
    below = Text(column.parent.add("H1"), column.said(name, big), above=1)
    bookmark = choose(name, column.language)[0]
    return [Row([Cell(column.x, column.width, [above, below])], "title", bookmark, 16)]


def _title_style(length: int, column: Column) -> Style:
    """The longer a title, the smaller: one of two hundred words must leave room for the rest."""
    sizes = (17, 13, 10.5) if column.wide else (13, 10.5, 7.2 if column.tight else 9)
    size = sizes[(length > 160) + (length > 450)]
    return Style(SEMIBOLD, size, round(size * 1.3, 1))


def facts(column: Column, paper: SummaryPaper, *, numbers: bool = True) -> list[Row]:
    """State, kind, and the numbers under which it is filed."""
    tr = column.tr
    rows: list[tuple[str, Lines]] = []

    def fact(label: str, text: str) -> None:
        if text:
            rows.append((label, [column.say(text)]))

    state = column.say(tr.message(STATE_LABELS[paper.state]), column.strong)
    rows.append((tr("State"), [state]))
    if paper.as_of:
        fact(tr("As of"), column.day(paper.as_of))
    fact(tr("Kind"), label_of(choices.AGREEMENT_KIND, paper.kind, tr))
    fact(tr("Type of relation"), label_of(choices.RELATION_TYPE, paper.relation_type, tr))
    if paper.initiated_by != "unknown":
        fact(tr("Initiated by"), label_of(choices.INITIATED_BY, paper.initiated_by, tr))
    if numbers:
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


def parties(column: Column, paper: SummaryPaper) -> list[Row]:
    """Who concluded it, and who signed."""
    if not paper.parties and not paper.left_out.get("parties"):
        return []
    tr = column.tr
    heading = column.heading(tr("Parties"))
    rows: list[list[Lines]] = []
    for party in paper.parties:
        who = _organisation(column, party)
        signatory = [column.say(party.signatory)] if party.signatory else []
        if party.signatory_post:
            signatory.append(column.said(party.signatory_post, column.soft))
        signed = [column.say(column.day(party.signed_on))] if party.signed_on else []
        if party.signed_at:
            signed.append(column.said(in_czech(party.signed_at), column.soft))
        rows.append([who, signatory, signed] if column.wide else [who, [*signatory, *signed]])
    if not any(any(row[1:]) for row in rows):
        headers, widths, rows = [tr("Organisation")], [1.0], [row[:1] for row in rows]
    elif column.wide and not any(row[2] for row in rows):
        headers, widths = [tr("Organisation"), tr("Signatory")], [0.6, 0.4]
        rows = [row[:2] for row in rows]
    elif column.wide:
        headers = [tr("Organisation"), tr("Signatory"), tr("Signed")]
        widths = [0.46, 0.32, 0.22]
    else:
        headers, widths = [tr("Organisation"), tr("Signature")], [0.56, 0.44]
    return [
        heading,
        *_table(column, headers, rows, widths),
        *left_out(column, "parties", paper.left_out.get("parties")),
    ]


def _organisation(column: Column, party: SummaryParty) -> Lines:
    lines: list[list[Run]] = [column.said(party.names, column.strong)]
    name = choose(party.names, column.language)[0]
    native = party.native_name
    country = locale(column.language).territories.get(party.country, party.country)
    if native and native != name and covers(native):
        language = party.native_language or spoken(party.country)
        lines.append(column.say(native, column.soft, language))
        if country and column.tight:
            lines[-1] += [Run(f"{NBSP}· {country}", column.soft)]
            country = ""
    if country:
        lines.append(column.say(country, column.soft))
    return lines


def subject(column: Column, paper: SummaryPaper) -> list[Row]:
    """What it is about, in the words of the record."""
    cut = paper.left_out.get("subject")
    if not any(paper.subject.values()) and not cut:
        return []
    heading = column.heading(column.tr("Subject"))
    text, language = choose(paper.subject, column.language)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [column.paragraph(column.said({language: line})) for line in lines]
    return [heading, *rows, *left_out(column, "subject", cut)]


def term(column: Column, paper: SummaryPaper) -> list[Row]:
    """Dates, term, and what follows from them."""
    tr = column.tr
    rows: list[tuple[str, Lines]] = []

    def fact(label: str, *texts: str) -> None:
        texts = tuple(text for text in texts if text)
        if texts:
            rows.append((label, [column.say(", ".join(texts))]))

    def day(label: str, value: PartialDate | None, more: str = "") -> None:
        runs = column.say(column.day(value)) if value else []
        if more:  # a place, a reason: in Czech
            runs += [Run(", ", column.body)] if runs else []
            runs += column.said(in_czech(more))
        if runs:
            rows.append((label, [runs]))

    def months(label: str, count: int | None) -> None:
        if count:
            fact(label, Months(count).text(tr).replace(" ", NBSP))

    day(tr("Signed on"), paper.signed_on, paper.signed_at)
    day(tr("Entry into force"), paper.entry_into_force)
    fact(tr("Term"), label_of(choices.TERM, paper.term, tr))
    now = paper.standing
    if now is not None:
        then = tr("renews itself") if now.renews else ""
        fact(tr("In force until"), until_text(now, tr) if now.end else "", then)
    if now is None or paper.expires_on != now.end:
        renewed = now is not None and now.renews and now.end is not None and now.end.is_day
        first = tr("End of the first term") if renewed else tr("Expires on")
        day(first, paper.expires_on)
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
    return [*made, *left_out(column, "explanation", paper.left_out.get("explanation"))]


def approvals(column: Column, paper: SummaryPaper) -> list[Row]:
    """Who decided about it."""
    if not paper.approvals and not paper.left_out.get("approvals"):
        return []
    tr = column.tr
    heading = column.heading(tr("Approvals"))
    days = [column.day(item.decided_on) if item.decided_on else "" for item in paper.approvals]
    first = column.fitting_width(days, tr("Date"))
    numbered = any(item.number for item in paper.approvals)
    rows: list[list[Lines]] = []
    for item, day in zip(paper.approvals, days, strict=True):
        row: list[Lines] = [[column.say(day)] if day else [], [column.said(item.body)]]
        if numbered:
            row.append([column.say(item.number)] if item.number else [])
        rows.append(row)
    if not numbered:
        table = _table(column, [tr("Date"), tr("Decided by")], rows, [first, 1 - first])
        return [heading, *table, *left_out(column, "approvals", paper.left_out.get("approvals"))]
    headers = [tr("Date"), tr("Decided by"), tr("Resolution")]
    last = column.fitting_width([item.number for item in paper.approvals], headers[2])
    table = _table(column, headers, rows, [first, 1 - first - last, last])
    return [heading, *table, *left_out(column, "approvals", paper.left_out.get("approvals"))]


def areas(column: Column, paper: SummaryPaper) -> list[Row]:
    """What it is about."""
    if not paper.areas:
        return []
    heading = column.heading(column.tr("Areas of co-operation"))
    return [heading, column.paragraph(listed(column, paper.areas))]


def listed(column: Column, texts: Sequence[Localised]) -> list[Run]:
    """Short texts with commas; of several in another language only the last is marked."""
    runs: list[Run] = []
    chosen = [choose(text, column.language) for text in texts]
    for language, group in groupby(chosen, key=lambda item: item[1]):
        if runs:
            runs[-1] = runs[-1]._replace(text=runs[-1].text + ", ")
        runs += column.said({language: ", ".join(text for text, _ in group)})
    return runs


def czech(column: Column, text: str) -> list[list[Run]]:
    """The paragraphs of a text that the office writes in Czech only, marked elsewhere."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [column.said({Language.CS: line}) for line in lines]


def steps(
    column: Column,
    taken: Sequence[PartnerStep],
    on: date | None,
    heading: str,
    earlier: int = 0,
    *,
    to_come: bool = False,
) -> list[Row]:
    """Milestones and visits with their days; what is still to come on the day `on` is marked as
    planned, or all of them are `to_come`. `earlier` tells how many are left out. Nothing where
    there are none.
    """
    if not taken and not earlier:
        return []
    tr = column.tr
    first_row = column.heading(heading)
    days = [_days(column, step) for step in taken]
    rows: list[list[Lines]] = []
    for step, day in zip(taken, days, strict=True):
        first_day = step.day.first_day if step.day else None
        planned = tr.context("visit", "planned") if on and first_day and first_day > on else ""
        direction = label_of(choices.TRAVEL_DIRECTION, step.direction, tr)
        about: list[Run] = []
        for runs in (
            column.say(direction, column.soft) if direction else [],
            column.said(step.place, column.soft) if step.place else [],
            column.say(planned, column.soft) if planned else [],
        ):
            about += [Run(" · ", column.soft), *runs] if about and runs else runs
        lines = [column.said(step.text)]
        if about and column.tight:  # on the same line
            lines[0].append(Run("  ", column.soft))
            lines[0] += about
        elif about:
            lines.append(about)
        rows.append([[column.say(day)] if day else [], lines])
    parts = [part for day in days for part in (day.split(" ") if len(day) > 20 else [day])]
    width = column.fitting_width(parts, tr("Date"))
    what = tr("What is planned") if to_come else tr("What happened")
    table = _table(column, [tr("Date"), what], rows, [width, 1 - width])
    return [first_row, *table, *left_out(column, "development", earlier)]


def development(paper: SummaryPaper) -> list[PartnerStep]:
    """The milestones of the partnership and the visits under the agreement, as they followed."""
    found = [PartnerStep(item.happened_on, item.text) for item in paper.milestones]
    found += [
        PartnerStep(item.start_on, item.title, item.end_on, item.direction, item.place)
        for item in paper.delegations
    ]
    return sorted(found, key=lambda step: (step.day is not None, step.day or PartialDate(1)))


def tasks(column: Column, paper: SummaryPaper) -> list[Row]:
    """What is still to be done."""
    if not paper.tasks and not paper.left_out.get("tasks"):
        return []
    tr = column.tr
    heading = column.heading(tr("Open tasks"))
    days = [partial_dates.format_moment(item.due, tr) if item.due else "" for item in paper.tasks]
    rows: list[list[Lines]] = []
    for item, day in zip(paper.tasks, days, strict=True):
        lines = [column.said(in_czech(item.title))]
        if item.assignee:
            lines.append(column.say(item.assignee, column.soft))
        rows.append([[column.say(day)] if day else [], lines])
    first = column.fitting_width(days, tr("Due"))
    return [
        heading,
        *_table(column, [tr("Due"), tr("Task")], rows, [first, 1 - first]),
        *left_out(column, "tasks", paper.left_out.get("tasks")),
    ]


def _table(
    column: Column, headers: Sequence[str], rows: Sequence[Sequence[Lines]], widths: Sequence[float]
) -> list[Row]:
    """A table; none where no row is left."""
    return column.table(headers, rows, widths) if rows else []


def left_out(column: Column, name: str, count: int | None) -> list[Row]:
    """Says how much of a list does not stand in its section, and where it does."""
    if not count:
        return []
    tr = column.tr
    if name == "note":
        text = tr("The note goes on: see the full summary.")
    elif name == "explanation":
        text = tr("More on the term: see the full summary.")
    elif name == "subject":
        text = tr("The subject goes on: see the full summary.")
    elif name in ("parties", "tasks"):
        text = tr.plural(
            "and {count} more: see the full summary",
            "and {count} more: see the full summary",
            count,
        )
    else:
        text = tr.plural(
            "and {count} earlier: see the full summary",
            "and {count} earlier: see the full summary",
            count,
        )
    return [column.paragraph(column.say(text, column.soft), above=3)]


def notes(paper: SummaryPaper, columns: Sequence[Column], whole: Element) -> list[Band]:
    """Note and source: they exist once, so they are printed once, under both headings."""
    bands = note(paper.note, columns, whole)
    if cut := paper.left_out.get("note"):
        bands = bands or _once_headed(lambda tr: tr("Internal note"), columns, whole)
        bands += side_by_side([left_out(column, "note", cut) for column in columns], columns)
    return bands + _once(lambda tr: tr("Source"), paper.source, "", columns, whole)


def note(text: str, columns: Sequence[Column], whole: Element) -> list[Band]:
    """An internal note. The office's own notes are Czech whatever the print's language."""
    return _once(lambda tr: tr("Internal note"), text, Language.CS, columns, whole)


def _once(
    title: Callable[[Translator], str],
    text: str,
    language: str,
    columns: Sequence[Column],
    whole: Element,
) -> list[Band]:
    """A text over the whole width under a heading in each language; nothing without text."""
    if not text.strip():
        return []
    bands = _once_headed(title, columns, whole)
    section = whole.add("Sect", language=language)
    for paragraph in text.strip().splitlines():
        if paragraph.strip():
            runs = [Run(typeset(paragraph, language), columns[0].body)]
            if language == Language.CS and all(item.language != language for item in columns):
                runs = columns[0].said(in_czech(paragraph))
            cell = Cell(0, WIDTH, [Text(section.add("P"), runs)])
            bands.append(Band([cell], above=5 if len(bands) == 1 else 2))
    return bands


def _once_headed(
    title: Callable[[Translator], str], columns: Sequence[Column], whole: Element
) -> list[Band]:
    headings: list[list[Row]] = []
    for column in columns:
        column.parent = whole.add("Sect", language=column.language)
        headings.append([column.heading(title(column.tr))])
    (heading,) = side_by_side(headings, columns)
    heading.rules = [Rule(0, WIDTH, ACCENT, 0.6)]
    return [heading]


def label_of(choice: Choice, code: str, tr: Translator) -> str:
    """What a code is called; nothing for none."""
    return tr.message(choice.label(code)) if code else ""


def _days(column: Column, step: PartnerStep) -> str:
    """A day or a range, which may break after its dash only."""
    return partial_dates.format_range(step.day, step.end, column.tr) if step.day else ""


def spoken(country: str) -> str:
    """The first official language of a country, or "und" (undetermined, ISO 639-2)."""
    languages = get_official_languages(country) if country else ()
    return languages[0].partition("_")[0] if languages else "und"
