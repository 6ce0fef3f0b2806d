"""The partner page: everything about one partner on one sheet, in one language or two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from app.db.connection import Connection
from app.i18n import Language, translator
from app.progress import Progress
from app.reports.agreements import parts
from app.reports.agreements.collect import told_of_earlier
from app.reports.agreements.data import PartnerPaper
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.content import MissingTranslation, choose, in_czech, missing_of
from app.reports.engine.fonts import covers
from app.reports.engine.frame import compose
from app.reports.engine.page import Band, Sheet, page_count
from app.reports.engine.sheets import print_sheets
from app.reports.engine.shortening import dealt, most_room, sentences
from app.reports.engine.tagging import Element
from app.reports.engine.text import Run
from app.reports.partners import parts as words
from app.reports.partners.collect import partner
from app.rules.binding import NBSP
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_partial

_SHEET = 2  # pages: both sides of one

_Section = Callable[[Column, PartnerPaper], list[Row]]


def partner_page(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    version: str = "internal",
) -> list[str]:
    """Write the pages of partners, each beginning on a new sheet. The ``public`` version holds
    nothing that is not for everybody, and a web page (HTML) is always public. A paper of the
    catalogue.
    """
    web = target.suffix.lower() == ".html"
    public = web or version == "public"
    papers = [partner(connection, key, on, public=public) for key in ids]
    if web:
        from app.reports.partners.html import write_page

        write_page(papers[0], languages, target, on)
        return []
    tr = translator(languages[0])
    if len(papers) == 1:
        name = choose(papers[0].body.names, languages[0])[0]
    else:
        name = tr.plural("{count} organisation", "{count} organisations", len(papers))
    print_sheets(
        papers,
        lambda paper, root: _one_sheet(paper, languages, root, on),
        tr("Partner page: {title}", title=name),
        papers[0].office,
        languages,
        target,
        on,
        tell,
    )
    return told_of_earlier((), (), on, languages[0])


def missing(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    on: date,
    *,
    version: str = "internal",
) -> list[MissingTranslation]:
    """What the pages print in another language."""
    found: dict[MissingTranslation, None] = {}
    for key in ids:
        paper = partner(connection, key, on, public=version == "public")
        content = (paper, in_czech(paper.note))
        found |= dict.fromkeys(missing_of(paper.body.names, content, languages))
    return list(found)


def _one_sheet(
    paper: PartnerPaper, languages: Sequence[Language], root: Element, on: date
) -> Sheet:
    """On one page if that is possible, else on both sides of a sheet, with as many lines of its
    lists as there is room for: the newest steps, and what is due next.
    """
    whole = _Shown(paper)
    for pages in (1, _SHEET):
        for tight in (False, True):
            sheet = _sheet(whole, languages, root, on, tight=tight)
            if page_count(sheet) <= pages:
                return sheet
            root.children.pop()

    def fits(room: int) -> bool:
        tried = _sheet(_shortened(paper, room), languages, Element("Document"), on, tight=True)
        return page_count(tried) <= _SHEET

    room = most_room(sum(_lengths(paper).values()), fits)
    return _sheet(_shortened(paper, room), languages, root, on, tight=True)


class _Shown(NamedTuple):
    """A paper with as much of its lists as is printed, and how much of each is left out."""

    paper: PartnerPaper
    left_out: Mapping[str, int] = MappingProxyType({})


def _lengths(paper: PartnerPaper) -> dict[str, int]:
    """How long each of the lists is that can be shortened, the most important first."""
    return {
        "agreements": len(paper.agreements),
        "next_steps": len(paper.next_steps),
        "people": len(paper.people),
        "steps": len(paper.steps),
        "gifts": len(paper.gifts),
        "note": len(sentences(paper.note)),
    }


def _shortened(paper: PartnerPaper, room: int) -> _Shown:
    wanted = _lengths(paper)
    given = dealt(wanted, room, {name: min(most, 1) for name, most in wanted.items()})
    note = paper.note
    if given["note"] < wanted["note"]:
        note = " ".join([*sentences(note)[: given["note"]], "…"])
    shown = replace(
        paper,
        agreements=paper.agreements[: given["agreements"]],
        next_steps=paper.next_steps[: given["next_steps"]],
        people=paper.people[: given["people"]],
        steps=paper.steps[: given["steps"]],
        gifts=paper.gifts[: given["gifts"]],
        note=note,
    )
    return _Shown(shown, {name: most - given[name] for name, most in wanted.items()})


def _sheet(
    shown: _Shown, languages: Sequence[Language], root: Element, on: date, *, tight: bool
) -> Sheet:
    paper = shown.paper

    def head(column: Column, paper: PartnerPaper) -> list[Row]:
        return _head(column, paper, languages, on)

    def part(name: str, section: _Section) -> _Section:
        def with_rest(column: Column, paper: PartnerPaper) -> list[Row]:
            return [*section(column, paper), *_rest(column, name, shown.left_out.get(name, 0))]

        return with_rest

    sections: tuple[_Section, ...] = (
        head,
        part("agreements", _agreements),
        _areas,
        part("people", _people),
        part("next_steps", _next_steps),
        part("steps", _steps),
        part("gifts", _gifts),
    )
    return compose(
        paper,
        sections,
        paper.office,
        languages,
        root,
        title=lambda column: choose(paper.body.names, column.language)[0],
        on=on,
        across=_note,
        tight=tight,
    )


def _head(
    column: Column, paper: PartnerPaper, languages: Sequence[Language], on: date
) -> list[Row]:
    tr = column.tr
    over = tr("Partner page") if paper.public else tr("Partner page – internal")
    rows = parts.title(column, paper.body.names, over)
    told: list[tuple[str, Lines]] = []
    native = paper.body.native_name
    names = {choose(paper.body.names, language)[0] for language in languages}
    # In both languages or in none, so that the lines stay beside each other.
    if native and names != {native} and covers(native):
        language = parts.spoken(paper.body.country)
        told.append((tr("Native name"), [column.say(native, language=language)]))
    if about := words.kind(paper, tr):
        told.append((tr("Kind"), [column.say(about)]))
    if paper.address:
        told.append((tr("Address"), [column.say(", ".join(paper.address))]))
    contacts = [*paper.contacts, *filter(None, [words.website(paper)])]
    if contacts:
        told.append((tr("Contact details"), [column.say(" · ".join(contacts))]))
    told.append((tr("As of"), [column.say(column.day(PartialDate.from_date(on)))]))
    made = column.pairs(column.parent, told)
    made[0].above = 5
    return [*rows, *made]


def _agreements(column: Column, paper: PartnerPaper) -> list[Row]:
    tr = column.tr
    heading = column.heading(words.headings(tr)["agreements"])
    if not paper.agreements:
        return [heading, column.paragraph(column.say(tr("There is no agreement."), column.soft))]
    rows: list[list[Lines]] = []
    for item in paper.agreements:
        lines = [column.said(item.title, column.strong), column.say(words.about(item, tr))]
        if not paper.public and (why := words.explanation(item, tr)):
            lines.append(column.say(why, column.soft))
        rows.append([lines, [column.say(words.state(item, tr), column.strong)]])
    return [heading, *column.table([tr("Agreement"), tr("State")], rows, [0.76, 0.24])]


def _areas(column: Column, paper: PartnerPaper) -> list[Row]:
    if not paper.areas:
        return []
    heading = column.heading(words.headings(column.tr)["areas"])
    return [heading, column.paragraph(parts.listed(column, paper.areas))]


def _people(column: Column, paper: PartnerPaper) -> list[Row]:
    if not paper.people:
        return []
    tr = column.tr
    heading = column.heading(words.headings(tr)["people"])
    reached = any(person.contacts for person in paper.people)
    rows: list[list[Lines]] = []
    for person in paper.people:
        name = column.say(person.name, column.strong)
        if person.native_name and covers(person.native_name):
            language = parts.spoken(paper.body.country)
            name.append(Run(NBSP * 2, column.soft))
            name += column.say(person.native_name, column.soft, language)
        lines = [name]
        if any(person.post.values()):
            lines.append(column.said(person.post, column.soft))
        contacts = [column.say(text) for text in person.contacts]
        if not column.wide:
            rows.append([[*lines, *contacts]])
        else:
            rows.append([lines, contacts] if reached else [lines])
    headers = [tr("Name and post"), tr("Contact details")]
    if column.wide and reached:
        return [heading, *column.table(headers, rows, [0.62, 0.38])]
    return [heading, *column.table(headers[:1], rows, [1.0])]


def _next_steps(column: Column, paper: PartnerPaper) -> list[Row]:
    if not paper.next_steps:
        return []
    tr = column.tr
    heading = column.heading(words.headings(tr)["next_steps"])
    days = [words.step_days(step, tr) for step in paper.next_steps]
    rows: list[list[Lines]] = []
    for step, day in zip(paper.next_steps, days, strict=True):
        about = column.say(words.step_kind(step, tr), column.soft)
        if step.place:
            about += [Run(" · ", column.soft), *column.said(step.place, column.soft)]
        lines = [column.said(step.text), about]
        rows.append([[column.say(day)] if day else [], lines])
    width = column.fitting_width(_broken(days), tr("Date"))
    return [heading, *column.table([tr("Date"), tr("Step")], rows, [width, 1 - width])]


def _steps(column: Column, paper: PartnerPaper) -> list[Row]:
    if not paper.steps:
        return []
    tr = column.tr
    heading = column.heading(words.headings(tr)["steps"])
    days = [words.days(step, tr) for step in paper.steps]
    rows: list[list[Lines]] = []
    for step, day in zip(paper.steps, days, strict=True):
        line = column.said(step.text)
        if where := words.where(step, tr):
            line.append(Run(NBSP * 2, column.soft))
            line += [*column.say(where, column.soft)]
            line[-1] = line[-1]._replace(text=where)  # with the blank before the place
            line += column.said(step.place, column.soft) if step.place else []
        rows.append([[column.say(day)] if day else [], [line]])
    width = column.fitting_width(_broken(days), tr("Date"))
    headers = [tr("Date"), tr("What happened")]
    return [heading, *column.table(headers, rows, [width, 1 - width])]


def _gifts(column: Column, paper: PartnerPaper) -> list[Row]:
    if not paper.gifts:
        return []
    tr = column.tr
    heading = column.heading(words.headings(tr)["gifts"])
    days = [format_partial(gift.day, tr) if gift.day else "" for gift in paper.gifts]
    rows: list[list[Lines]] = []
    for gift, day in zip(paper.gifts, days, strict=True):
        about = [*column.said(gift.title), Run(" · ", column.soft)]
        about += column.say(words.gift_about(gift, tr), column.soft)
        rows.append([[column.say(day)] if day else [], [about]])
    width = column.fitting_width(_broken(days), tr("Date"))
    return [heading, *column.table([tr("Date"), tr("Gift")], rows, [width, 1 - width])]


def _rest(column: Column, name: str, count: int) -> list[Row]:
    """Says how much of a list is left out, within its section."""
    if not count:
        return []
    tr = column.tr
    if name == "steps":
        text = tr.plural("and {count} earlier step", "and {count} earlier steps", count)
    else:
        text = tr.plural("and {count} more", "and {count} more", count)
    return [column.paragraph(column.say(text, column.soft), above=3)]


def _broken(days: Sequence[str]) -> list[str]:
    """Long ranges of days break after their dash."""
    return [part for day in days for part in (day.split(" ") if len(day) > 20 else [day])]


def _note(paper: PartnerPaper, columns: Sequence[Column], whole: Element) -> list[Band]:
    return parts.note(paper.note, columns, whole)
