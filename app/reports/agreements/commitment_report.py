"""Reports of commitments: of any agreements, or of one partner, by deadline, by who is responsible
or by agreement; as a paper or as a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.entities import choices
from app.i18n import Language, Translator, translator
from app.progress import Progress
from app.reports.agreements import parts
from app.reports.agreements.collect import there_on, told_of_earlier
from app.reports.agreements.collect_commitments import commitment_lines
from app.reports.agreements.collect_steps import agreement_ids
from app.reports.agreements.commitment_table import commitments
from app.reports.agreements.data import CommitmentLine
from app.reports.engine.collect import bodies, chosen_ids, office
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.content import Localised, MissingTranslation, choose, missing_of
from app.reports.engine.frame import compose
from app.reports.engine.page import Sheet
from app.reports.engine.sheets import TableColumn, Value, print_sheets, write_table
from app.reports.engine.tagging import Element
from app.rules.agreements.terms import add_months
from app.rules.days.partial_dates import PartialDate
from app.rules.people.names import sort_key
from app.services.records.query import ListQuery

Wanted = Sequence[str] | ListQuery
_Group = tuple[Callable[[Column], str], list[CommitmentLine]]


def of_agreements(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    which: str = "open",
    by: str = "deadline",
) -> list[str]:
    """Write the commitments of agreements (ids or a list) as PDF or XLSX: only open ones, or all
    (`which`), divided `by` deadline, owner or agreement. A paper of the catalogue.
    """
    chosen = chosen_ids(connection, wanted)
    ids = there_on(connection, chosen, on)
    lines = _wanted(commitment_lines(connection, ids, on), which)
    about = commitments_of(connection, ids)
    _write(connection, lines, about, languages, target, on, tell, which=which, by=by)
    return told_of_earlier(chosen, ids, on, languages[0])


def of_partners(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    which: str = "open",
    by: str = "deadline",
) -> list[str]:
    """The same of all agreements with partners."""
    partners = chosen_ids(connection, wanted)
    chosen = _agreements_of(connection, partners)
    ids = there_on(connection, chosen, on) if chosen else []
    lines = _wanted(commitment_lines(connection, ids, on), which)
    about = bodies(connection, partners)[partners[0]].names if len(partners) == 1 else {}
    _write(connection, lines, about, languages, target, on, tell, which=which, by=by)
    return told_of_earlier(chosen, ids, on, languages[0])


def missing_of_agreements(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    on: date,
    *,
    which: str = "open",
    by: str = "deadline",
) -> list[MissingTranslation]:
    """What the report prints in another language."""
    return _missing(connection, chosen_ids(connection, wanted), languages, on, which)


def missing_of_partners(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    on: date,
    *,
    which: str = "open",
    by: str = "deadline",
) -> list[MissingTranslation]:
    """The same of all agreements with partners."""
    ids = _agreements_of(connection, chosen_ids(connection, wanted))
    return _missing(connection, ids, languages, on, which)


def commitments_of(connection: Connection, ids: Sequence[str]) -> Localised:
    """The title of the agreement, if there is only one."""
    from app.reports.engine.collect import localised
    from app.services.agreements.record import stored

    return localised(stored(connection, ids[0]), "title") if len(ids) == 1 else {}


def _agreements_of(connection: Connection, partners: Sequence[str]) -> list[str]:
    found = (key for partner in partners for key in agreement_ids(connection, partner))
    return list(dict.fromkeys(found))


def _missing(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    on: date,
    which: str,
) -> list[MissingTranslation]:
    found: dict[MissingTranslation, None] = {}
    for line in _wanted(commitment_lines(connection, ids, on), which):
        found |= dict.fromkeys(missing_of(line.agreement, line, languages))
    return list(found)


def _wanted(lines: Sequence[CommitmentLine], which: str) -> list[CommitmentLine]:
    return [line for line in lines if which == "all" or line.status == "open"]


def _write(
    connection: Connection,
    lines: Sequence[CommitmentLine],
    about: Localised,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    which: str,
    by: str,
) -> None:
    own = office(connection)
    tr = translator(languages[0])
    title = _title(tr, which)
    if target.suffix.lower() == ".xlsx":
        rows = _rows(_by_deadline(lines), languages, tell)
        write_table(
            target,
            title,
            _columns(languages),
            rows,
            language=languages[0],
            author=own.native_name,
            on=on,
        )
        return

    def sheet(found: Sequence[CommitmentLine], root: Element) -> Sheet:
        groups = _groups(found, by, on, languages[0])

        def head(column: Column, _: object) -> list[Row]:
            return _head(column, found, about, which, on)

        sections = [head, *(_section(*group, with_agreement=not about) for group in groups)]
        return compose(
            found,
            sections,
            own,
            languages,
            root,
            title=lambda column: _title(column.tr, which),
            on=on,
        )

    print_sheets([lines], sheet, title, own, languages, target, on, tell)


def _title(tr: Translator, which: str) -> str:
    return tr("Commitments") if which == "all" else tr("Open commitments")


def _head(
    column: Column, lines: Sequence[CommitmentLine], about: Localised, which: str, on: date
) -> list[Row]:
    tr = column.tr
    name = about or {column.language: _title(tr, which)}
    over = _title(tr, which) if about else tr("Report")
    rows = parts.title(column, name, over)
    overdue = sum(line.overdue for line in lines)
    facts: list[tuple[str, Lines]] = [
        (tr("As of"), [column.say(column.day(PartialDate.from_date(on)))]),
        (
            tr("Contains"),
            [column.say(tr.plural("{count} commitment", "{count} commitments", len(lines)))],
        ),
    ]
    if overdue:
        facts.append((tr("Of them overdue"), [column.say(str(overdue), column.strong)]))
    made = column.pairs(column.parent, facts)
    made[0].above = 5
    return [*rows, *made]


def _section(
    label: Callable[[Column], str], lines: list[CommitmentLine], *, with_agreement: bool
) -> Callable[[Column, object], list[Row]]:
    return lambda column, _: commitments(
        column, lines, label(column), with_agreement=with_agreement
    )


def _by_deadline(lines: Sequence[CommitmentLine]) -> list[CommitmentLine]:
    """In the order of their days; those without a day come last."""
    return sorted(lines, key=lambda line: (line.due is None, line.due or PartialDate(1)))


def _groups(lines: Sequence[CommitmentLine], by: str, on: date, language: Language) -> list[_Group]:
    """The parts of the report, in their order; none is empty."""
    ordered = _by_deadline(lines)
    if by == "owner":
        return _named(
            ordered,
            lambda line: {Language.CS: line.assignee},
            lambda tr: tr("Nobody responsible"),
            language,
        )
    if by == "agreement":
        about = (lambda line: line.agreement, lambda tr: tr("No agreement"))
        return _named(ordered, *about, language)
    quarter = add_months(on, 3)
    found: dict[str, list[CommitmentLine]] = {}
    for line in ordered:
        found.setdefault(_time(line, on, quarter), []).append(line)
    labels: dict[str, Callable[[Column], str]] = {
        "overdue": lambda column: column.tr("Overdue"),
        "soon": lambda column: column.tr("Within three months"),
        "later": lambda column: column.tr("Later"),
        "undated": lambda column: column.tr("Without a day"),
        "done": lambda column: column.tr("Settled"),
    }
    return [(label, found[key]) for key, label in labels.items() if key in found]


def _time(line: CommitmentLine, on: date, quarter: date) -> str:
    if line.status != "open":
        return "done"
    if line.overdue:
        return "overdue"
    first = line.due.first_day if line.due else None
    if first is None:
        return "undated"
    return "soon" if first <= quarter else "later"


def _named(
    lines: Sequence[CommitmentLine],
    key: Callable[[CommitmentLine], Localised],
    without: Callable[[Translator], str],
    language: Language,
) -> list[_Group]:
    """The groups by their names, in the order of the language that the report begins with."""
    found: dict[str, list[CommitmentLine]] = {}
    names: dict[str, Localised] = {}
    for line in lines:
        name = choose(key(line), Language.CS)[0]
        found.setdefault(name, []).append(line)
        names[name] = key(line)

    def label(name: str) -> Callable[[Column], str]:
        if not name:
            return lambda column: without(column.tr)
        return lambda column: choose(names[name], column.language)[0]

    def place(name: str) -> tuple[bool, bytes]:
        said = choose(names[name], language)[0]
        return name == "", sort_key(said, czech=language is Language.CS)

    return [(label(name), found[name]) for name in sorted(found, key=place)]


def _columns(languages: Sequence[Language]) -> list[TableColumn]:
    translators = [translator(language) for language in languages]

    def every(label: Callable[[Translator], str], width: float) -> list[TableColumn]:
        return [TableColumn(label(tr), width) for tr in translators]

    def once(label: Callable[[Translator], str], width: float) -> TableColumn:
        return TableColumn(" / ".join(dict.fromkeys(label(tr) for tr in translators)), width)

    return [
        once(lambda tr: tr("Due"), 14),
        *every(lambda tr: tr("Commitment"), 60),
        *every(lambda tr: tr("Agreement"), 44),
        *every(lambda tr: tr("Who promised it"), 30),
        once(lambda tr: tr("Responsible in the department"), 26),
        *every(lambda tr: tr("State"), 18),
        once(lambda tr: tr("Overdue"), 10),
        once(lambda tr: tr("Fulfilled on"), 14),
        once(lambda tr: tr("Note"), 40),
    ]


def _rows(
    lines: Sequence[CommitmentLine], languages: Sequence[Language], tell: Progress
) -> Iterator[Sequence[Value]]:
    translators = [translator(language) for language in languages]
    for number, line in enumerate(lines, 1):
        tell(number, len(lines))
        overdue = translators[0].context("commitment", "overdue") if line.overdue else ""
        yield [
            line.due,
            *(choose(line.text, language)[0] for language in languages),
            *(choose(line.agreement, language)[0] for language in languages),
            *(choose(line.promised_by, language)[0] for language in languages),
            line.assignee,
            *(choices.COMMITMENT_STATUS.format(line.status, tr) for tr in translators),
            overdue,
            line.fulfilled_on,
            line.note,
        ]
