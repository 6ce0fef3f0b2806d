"""The register of agreements as a book with contents, page numbers and bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from app.db.connection import Connection
from app.entities import choices
from app.i18n import Language, Translator, translator
from app.progress import Cancelled, Progress, watched
from app.reports.agreements.collect import later_text
from app.reports.agreements.collect_papers import register_content
from app.reports.agreements.data import RegisterContent, RegisterEntry
from app.reports.agreements.grouping import GROUP_BY
from app.reports.engine.collect import CANCELLED, chosen_ids
from app.reports.engine.columns import Column, Lines, Row, locale, side_by_side
from app.reports.engine.content import Localised, choose
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.frame import columns_of, footer_of, legend, with_legend
from app.reports.engine.page import (
    RULE,
    Anchor,
    Band,
    Cell,
    PageNumber,
    Rule,
    Sheet,
    head_of,
    metadata,
    publish,
)
from app.reports.engine.sheets import check_languages
from app.reports.engine.tagging import Element
from app.reports.engine.text import GREY, Run, Style, Text
from app.rules.agreements.terms import STATE_LABELS
from app.rules.binding import NBSP
from app.rules.days.partial_dates import PartialDate, format_when
from app.rules.people.names import sort_key
from app.services.agreements.record import end_phrase, until_text
from app.services.records.linked_filters import linked_fields
from app.services.records.query import Filter, ListQuery

GroupBy = Literal["state", "partner", "country", "area"]

GROUPINGS = dict(GROUP_BY.values)
"""What a register can be divided by (empty for nothing), and the message ids of that."""

_LISTED = 100  # agreements: a longer list of contents names their groups only
_PART = 100  # agreements of a part where nothing else divides the list
_STATES = ("in_force", "ending", "signed", "in_approval", "draft", "expired", "terminated")
_NUMBER = 34  # points for the number of a page
_MAY_SPLIT = 400  # a lower entry stands on one page as a whole


@dataclass(slots=True)
class _Group:
    """A part of the register. `label` gives its name in a column's language; `anchor` and
    `anchors` lead to its heading and to its entries.
    """

    label: Callable[[Column], list[Run]]
    entries: list[RegisterEntry] = field(default_factory=list)
    anchor: Anchor = field(default_factory=Anchor)
    anchors: list[Anchor] = field(default_factory=list)


def register(
    connection: Connection,
    wanted: Sequence[str] | ListQuery,
    languages: Sequence[Language],
    group_by: GroupBy | None,
    target: Path,
    on: date,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write the register of agreements into a PDF and give the number of its pages.

    Agreements that were signed only after the day `on` are left out, which is said on the front.
    `wanted` are ids in their order, or a list as it is filtered and sorted; one or two different
    `languages`. An agreement with several partners, countries or areas stands under each of
    them, with the same number. States are those of the day `on`: equal input on one
    day of printing gives an equal file. `target` is replaced in one step. Raises
    `UserError` when there is nothing to print, when `cancelled` says so, or when the file cannot
    be written; nothing is written then.
    """
    check_languages(languages)
    ids = chosen_ids(connection, wanted)
    content = register_content(connection, ids, on)
    root = Element("Document", language=languages[0])
    selection = wanted if isinstance(wanted, ListQuery) else None
    facts = list(_selection_lines(connection, selection, languages))
    book = _Book(content, languages, group_by, on, facts, watched(progress, cancelled, CANCELLED))
    title = translator(languages[0])("Register of agreements")
    about = metadata(title, content.office, languages, on)
    pages = publish(book.sheets(root), root, about, target, go_on=book.go_on)
    book.tell(book.total, book.total)
    return pages


class _Book:
    """The register while it is laid out."""

    def __init__(
        self,
        content: RegisterContent,
        languages: Sequence[Language],
        group_by: GroupBy | None,
        on: date,
        selection: Sequence[Sequence[tuple[str, str]]],
        tell: Progress,
    ) -> None:
        self.content = content
        self.languages = languages
        self.group_by = group_by
        self.on = on
        self.selection = selection
        self.tell = tell
        self.groups = _groups(content, group_by, languages[0])
        self.numbers: dict[str, int] = {}
        for group in self.groups:
            for entry in group.entries:
                self.numbers.setdefault(entry.id, len(self.numbers) + 1)
        self.rows = sum(len(group.entries) for group in self.groups)
        if self.rows <= _LISTED:
            for group in self.groups:
                group.anchors = [Anchor() for _ in group.entries]
        self.told = 0
        self.total = 2 * self.rows + self.rows // 2 + 1  # laid out, drawn, and written

    def sheets(self, root: Element) -> list[Sheet]:
        """The front with the contents, and the agreements."""
        front = root.add("Sect")
        columns = columns_of(self.languages, front)
        footers = [
            footer_of(column, column.tr("Register of agreements"), self.on) for column in columns
        ]
        return [
            Sheet(self._front(columns, front), footers),
            Sheet(_Body(self, root.add("Sect")), footers, follows=True),
        ]

    def step(self) -> None:
        """Tell that one more row is done."""
        self.told += 1
        if self.told % 20 == 0:
            self.tell(self.told, self.total)

    def go_on(self) -> None:
        """Tell where it is, so that it can be stopped while nothing can be counted."""
        self.tell(self.told, self.total)

    # --- the front ---

    def _front(self, columns: Sequence[Column], whole: Element) -> list[Band]:
        bands = [head_of(self.content.office, self.languages, whole)]
        parts = []
        for column in columns:
            column.parent = whole.add("Sect", language=column.language)
            parts.append(self._title(column))
        bands += side_by_side(parts, columns)
        parts = []
        for column in columns:
            column.parent = whole.add("Sect", language=column.language)
            parts.append([column.heading(column.tr("Contents"))])
        bands += side_by_side(parts, columns)
        lists = [column.section().add("TOC") for column in columns]
        for group in self.groups:
            labels = [self._group_line(column, group) for column in columns]
            bands.append(self._contents_line(columns, lists, labels, group.anchor))
            if not group.anchors:
                continue
            bands[-1].keep = True
            inner = [place.add("TOC") for place in lists]
            for entry, anchor in zip(group.entries, group.anchors, strict=True):
                labels = [self._entry_line(column, entry) for column in columns]
                bands.append(self._contents_line(columns, inner, labels, anchor, indent=14))
        with_legend(bands, legend(columns, whole))
        return bands

    def _title(self, column: Column) -> list[Row]:
        tr = column.tr
        small = Style(SEMIBOLD, 8, 11, GREY)
        big = Style(SEMIBOLD, 20, 26) if column.wide else Style(SEMIBOLD, 15, 20)
        name = tr("Register of agreements")
        over = Text(
            column.parent.add("P"), column.say(tr.message(GROUPINGS[self.group_by or ""]), small)
        )
        title = Text(column.parent.add("H1"), column.say(name, big), above=1)
        rows = [Row([Cell(column.x, column.width, [over, title])], "title", name, 18)]
        day = column.day(PartialDate.from_date(self.on))
        count = len(self.content.entries)
        facts = [
            (tr("As of"), day),
            (tr("Contains"), tr.plural("{count} agreement", "{count} agreements", count)),
            *self.selection[self.languages.index(column.language)],
        ]
        rows += column.pairs(column.parent, [(label, [column.say(text)]) for label, text in facts])
        if later := later_text(self.content.later, tr):
            text = Text(column.parent.add("P"), column.say(later, column.soft))
            rows.append(Row([Cell(column.x, column.width, [text])], above=6))
        if count < self.rows:
            said = tr(
                "An agreement that belongs to several groups is listed in each of them, with "
                "the same number."
            )
            text = Text(column.parent.add("P"), column.say(said, column.soft))
            rows.append(Row([Cell(column.x, column.width, [text])], above=6))
        return rows

    def _group_line(self, column: Column, group: _Group) -> list[Run]:
        strong = column.strong
        runs = [run._replace(style=strong) for run in group.label(column)]
        return [*runs, Run(f"  ({len(group.entries)})", column.soft)]

    def _entry_line(self, column: Column, entry: RegisterEntry) -> list[Run]:
        body = column.body
        number = Run(f"{self.numbers[entry.id]}  ", Style(body.font, body.size, body.leading, GREY))
        return [number, *column.said(entry.title)]

    @staticmethod
    def _contents_line(
        columns: Sequence[Column],
        lists: Sequence[Element],
        labels: Sequence[list[Run]],
        leads_to: Anchor,
        indent: float = 0,
    ) -> Band:
        cells = []
        for column, place, runs in zip(columns, lists, labels, strict=True):
            item = place.add("TOCI")
            text = Text(item.add("P"), runs, above=2.5)
            number = PageNumber(item.add("P"), leads_to, column.body, above=2.5)
            room = column.width - _NUMBER - indent
            cells.append(Cell(column.x + indent, room, [text]))
            cells.append(Cell(column.x + column.width - _NUMBER, _NUMBER, [number]))
        rules = [Rule(column.x, column.width, RULE, 0.4) for column in columns]
        return Band(cells, padding=2.5, rules=rules)


class _Body:
    """The agreements, group by group. Its bands are made anew each time they are asked for, with
    their elements: only those of the last time stay in the tree.
    """

    def __init__(self, book: _Book, whole: Element) -> None:
        self.book = book
        self.content = book.content
        self.whole = whole
        self.tables: dict[Language, tuple[list[str], list[float]]] = {}

    def __iter__(self) -> Iterator[Band]:
        self.whole.children.clear()
        columns = columns_of(self.book.languages, self.whole)
        places = [self._table(column) for column in columns]
        last: Band | None = None
        for group in self.book.groups:
            for band in self._group(group, columns, places):
                if last is not None:
                    yield last
                last = band
        bands = [last] if last is not None else []
        with_legend(bands, legend(columns, self.whole))
        yield from bands

    def _group(
        self,
        group: _Group,
        columns: Sequence[Column],
        places: Sequence[tuple[list[str], list[float]]],
    ) -> Iterator[Band]:
        parts = []
        tables = []
        for column, (headers, widths) in zip(columns, places, strict=True):
            column.parent = self.whole.add("Sect", language=column.language)
            title = column.heading("")
            (text,) = title.cells[0].texts
            style = text.runs[0].style
            text.runs = [run._replace(style=style) for run in group.label(column)]
            plain = "".join(run.text for run in group.label(column))
            title.bookmark = plain.replace(NBSP, " ").strip()
            parts.append([title, *column.table(headers, [], widths)])
            table = column.section().children[-1]
            assert isinstance(table, Element)
            tables.append(table)
        heading, header = side_by_side(parts, columns)
        heading.anchor = group.anchor
        yield heading
        yield header
        shapes = [part[1].cells for part in parts]
        for index, entry in enumerate(group.entries):
            cells: list[Cell] = []
            for column, table, shape in zip(columns, tables, shapes, strict=True):
                cells += self._row(column, entry, table, shape)
            number = self.book.numbers[entry.id]
            name = choose(entry.title, columns[0].language)[0]
            yield Band(
                cells,
                padding=3.5,
                rules=header.rules,
                # The last line of a table does not stand alone on the next page.
                keep=len(group.entries) - 2 == index,
                header=header,
                bookmark=(f"{number} {name}", 2),
                anchor=group.anchors[index] if group.anchors else None,
                may_split=_MAY_SPLIT,
            )
            self.book.step()

    def _table(self, column: Column) -> tuple[list[str], list[float]]:
        """Headers and widths: no state and no date breaks within a word."""
        tr = column.tr
        if found := self.tables.get(column.language):
            return found
        numbers = [str(len(self.book.numbers))]
        headers = [tr.context("number", "No."), tr("Agreement")]
        number = column.fitting_width(numbers, headers[0])
        # The columns behind the title, as wide as the longest word or date in them.
        headers += (
            [tr("Signed"), tr("In force until"), tr("State")] if column.wide else [tr("State")]
        )
        widest = [0.0] * len(headers)
        for entry in self.content.entries:
            for index, lines in enumerate(self._texts(column, entry)):
                widest[index] = max(widest[index], column.widest_word(lines))
        least = (0.15, 0.18, 0.14) if column.wide else (0.33,)
        behind = [
            max(size, min((width + 9) / column.width, 0.45), self._header(column, header))
            for size, width, header in zip(least, widest[2:], headers[2:], strict=True)
        ]
        found = headers, [number, 1 - number - sum(behind), *behind]
        self.tables[column.language] = found
        return found

    @staticmethod
    def _header(column: Column, text: str) -> float:
        return max(column.fitting_width([], word) for word in text.split())

    def _row(
        self, column: Column, entry: RegisterEntry, table: Element, places: Sequence[Cell]
    ) -> list[Cell]:
        """A row of the table. Only the title is a paragraph of its own, with another one for what
        stands below it: thousands of rows make a large tree of elements.
        """
        line = table.add("TR")
        cells = []
        for index, lines in enumerate(self._texts(column, entry)):
            cell = line.add("TD")
            owners = [cell.add("P"), cell.add("P")] if index == 1 else [cell]
            texts = [
                Text(owners[min(below, len(owners) - 1)], runs, above=0 if below else 2.5)
                for below, runs in enumerate(lines)
            ]
            cells.append(Cell(places[index].x, places[index].width, texts))
        return cells

    def _texts(self, column: Column, entry: RegisterEntry) -> list[Lines]:
        tr = column.tr
        about: list[list[Run]] = [column.said(entry.title, column.strong)]
        if partners := joined(
            column, [self.content.bodies[key].names for key in entry.partners], column.soft
        ):
            named = "".join(run.text for run in partners).replace(NBSP, " ")
            states = (country(code, column.language) for code in entry.countries)
            if countries := ", ".join(state for state in states if state not in named):
                partners.append(Run(f" ({countries})", column.soft))
            about.append(partners)
        kind = tr.message(choices.AGREEMENT_KIND.label(entry.kind))
        about.append(column.say(" · ".join(filter(None, (kind, entry.reference_no))), column.soft))
        signed = column.day(entry.signed_on) if entry.signed_on else ""
        now = entry.standing
        until = until_text(now, tr)
        state = column.say(tr.message(STATE_LABELS[entry.standing.state]))
        number = [column.say(str(self.book.numbers[entry.id]), column.soft)]
        if column.wide:
            days = [column.say(signed)] if signed else []
            if entry.signed_at:
                days.append(column.say(entry.signed_at, column.soft))
            end = [column.say(until)] if until else []
            if now.renews:
                end.append(column.say(tr("renews itself"), column.soft))
            return [number, about, days, end, [state]]
        lines = [state]
        if entry.signed_on and entry.signed_on.first_day is None:
            lines.append(column.say(tr("signed, day not known"), column.soft))
        elif signed:
            day = format_when(entry.signed_on, tr) if entry.signed_on else ""
            lines.append(column.say(tr("signed {when}", when=day), column.soft))
        if ends := end_phrase(now, tr):
            lines.append(column.say(ends, column.soft))
        if now.renews:
            lines.append(column.say(tr("renews itself"), column.soft))
        return [number, about, lines]


def joined(column: Column, texts: Iterable[Localised], style: Style | None = None) -> list[Run]:
    """Texts one after another on a line, each marked on its own."""
    runs: list[Run] = []
    for text in texts:
        if runs:
            runs[-1] = runs[-1]._replace(text=f"{runs[-1].text}; ")
        runs += column.said(text, style)
    return runs


def _selection_lines(
    connection: Connection, selection: ListQuery | None, languages: Sequence[Language]
) -> Iterator[list[tuple[str, str]]]:
    """What a list was narrowed to: labels and values in each of the languages."""
    for language in languages:
        query = replace(selection, language=language) if selection else None
        yield list(_narrowed(connection, query, translator(language))) if query else []


def _narrowed(
    connection: Connection, query: ListQuery, tr: Translator
) -> Iterator[tuple[str, str]]:
    if query.text.strip():
        yield tr("Search"), tr("“{text}”", text=query.text.strip())
    chosen: dict[str, list[Filter]] = {}
    for item in query.filters:
        chosen.setdefault(item.name, []).append(item)
    entity = query.entity
    known = (*entity.fields, *entity.computed, *linked_fields(entity.name))
    fields = {item.name: item for item in known}
    for name, items in chosen.items():
        texts = (query.filter_text(connection, item, tr) for item in items)
        yield tr.message(fields[name].label), ", ".join(texts)
    if query.scope == "archive":
        yield tr("Selection"), tr("archived records only")
    elif query.scope == "all":
        yield tr("Selection"), tr("archived records included")


def country(code: str, language: Language) -> str:
    """The name of a country, given by its code."""
    return str(locale(language).territories.get(code, code))


def _groups(content: RegisterContent, group_by: GroupBy | None, language: Language) -> list[_Group]:
    if group_by is None:
        return _parts(content.entries)
    label, keys, order = _GROUPERS[group_by](content, language)
    found: dict[str, _Group] = {}
    for entry in content.entries:
        for key in keys(entry) or ("",):
            group = found.setdefault(key, _Group(label(key)))
            group.entries.append(entry)
    return [found[key] for key in sorted(found, key=lambda key: (key == "", order(key)))]


def _parts(entries: Sequence[RegisterEntry]) -> list[_Group]:
    """The list as it is: in one part, a long one by the hundred."""
    if len(entries) <= _LISTED:
        return [_Group(lambda column: column.say(column.tr("Agreements")), list(entries))]
    groups = []
    for start in range(0, len(entries), _PART):
        part = list(entries[start : start + _PART])
        groups.append(_Group(_numbered(start + 1, start + len(part)), part))
    return groups


def _numbered(first: int, last: int) -> Callable[[Column], list[Run]]:
    return lambda column: column.say(
        column.tr("Agreements {first} to {last}", first=first, last=last)
    )


_Keys = Callable[[RegisterEntry], Sequence[str]]
_Label = Callable[[str], Callable[[Column], list[Run]]]
_Grouper = tuple[_Label, _Keys, Callable[[str], object]]


def _by_state(content: RegisterContent, language: Language) -> _Grouper:
    return (
        lambda key: lambda column: column.say(column.tr.message(STATE_LABELS[key])),
        lambda entry: (entry.standing.state.value,),
        _STATES.index,
    )


def _by_partner(content: RegisterContent, language: Language) -> _Grouper:
    names = {key: body.names for key, body in content.bodies.items()}
    return (
        lambda key: lambda column: _named(column, names.get(key), column.tr("No partner recorded")),
        lambda entry: entry.partners,
        lambda key: _place(names.get(key), language),
    )


def _by_country(content: RegisterContent, language: Language) -> _Grouper:
    return (
        lambda key: (
            lambda column: column.say(
                country(key, column.language) if key else column.tr("No country recorded")
            )
        ),
        lambda entry: entry.countries,
        lambda key: _in_order(country(key, language), language) if key else b"",
    )


def _by_area(content: RegisterContent, language: Language) -> _Grouper:
    names: Mapping[str, Localised] = content.areas
    return (
        lambda key: lambda column: _named(column, names.get(key), column.tr("No area recorded")),
        lambda entry: entry.areas,
        lambda key: _place(names.get(key), language),
    )


_GROUPERS: dict[GroupBy, Callable[[RegisterContent, Language], _Grouper]] = {
    "state": _by_state,
    "partner": _by_partner,
    "country": _by_country,
    "area": _by_area,
}


def _named(column: Column, name: Localised | None, missing: str) -> list[Run]:
    return column.said(name) if name else column.say(missing)


def _place(name: Localised | None, language: Language) -> bytes:
    return _in_order(choose(name, language)[0], language) if name else b""


def _in_order(text: str, language: Language) -> bytes:
    return sort_key(text, czech=language is Language.CS)
