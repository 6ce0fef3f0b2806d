"""The full summary: everything about one agreement, in one language or two side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.entities import choices
from app.i18n import Language, Translator, translator
from app.progress import Progress
from app.reports.agreements import parts
from app.reports.agreements.collect import there_on, told_of_earlier
from app.reports.agreements.collect_file import agreement_file
from app.reports.agreements.commitment_table import commitments
from app.reports.agreements.data import AgreementFile, DocumentLine, SummaryPaper, texts_of
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.content import Localised, MissingTranslation, choose, in_czech, missing_of
from app.reports.engine.frame import compose
from app.reports.engine.page import Band, Sheet
from app.reports.engine.sheets import print_sheets
from app.reports.engine.tagging import Element
from app.services.agreements.record import requirement_text, source_text


def full_summary(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    note: str = "without",
) -> list[str]:
    """Write everything about agreements into one PDF, each beginning on a new page; the internal
    note and the source of the record only where `note` is ``with``. A paper of the catalogue.
    """
    there = there_on(connection, ids, on)
    files = [agreement_file(connection, key, on, with_note=note == "with") for key in there]
    tr = translator(languages[0])
    title = tr("Full summary: {title}", title=named(files, tr))
    print_sheets(
        files,
        lambda file, root: sheet(file, languages, root, on),
        title,
        files[0].summary.office,
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
    """What the papers about agreements print in another language."""
    found: dict[MissingTranslation, None] = {}
    for key in ids:
        file = agreement_file(connection, key, on, with_note=False)
        # What is missing is worded in every language.
        content = (replace(file, missing={}), *texts_of(file.summary), *_czech(file))
        found |= dict.fromkeys(missing_of(file.summary.title, content, languages))
    return list(found)


def _czech(file: AgreementFile) -> Iterator[Localised]:
    """What a file prints that the office writes in Czech only."""
    yield from map(in_czech, (file.bodies, file.duties, file.settlement, file.notice_clause))
    yield from map(in_czech, (file.register_reason, file.depositary))
    yield from (in_czech(item.text) for item in file.evaluations)
    yield from (in_czech(item.title) for item in file.documents)


def named(files: Sequence[AgreementFile], tr: Translator) -> str:
    """The title of the agreement, or how many there are."""
    if len(files) == 1:
        return choose(files[0].summary.title, tr.language)[0]
    return tr.plural("{count} agreement", "{count} agreements", len(files))


def sheet(file: AgreementFile, languages: Sequence[Language], root: Element, on: date) -> Sheet:
    """The paper of one agreement, within the tree of elements."""

    def history(column: Column, file: AgreementFile) -> list[Row]:
        heading = column.tr("Development of the co-operation")
        return parts.steps(column, file.history, None, heading)

    def planned(column: Column, file: AgreementFile) -> list[Row]:
        heading = column.tr("Planned visits")
        return parts.steps(column, file.planned, None, heading, to_come=True)

    def notes(file: AgreementFile, columns: Sequence[Column], whole: Element) -> list[Band]:
        return parts.notes(file.summary, columns, whole)

    sections: tuple[Callable[[Column, AgreementFile], list[Row]], ...] = (
        _head,
        of_summary(parts.parties),
        _content,
        of_summary(parts.term),
        _notice,
        of_summary(parts.approvals),
        _chain,
        _commitments,
        _evaluations,
        history,
        planned,
        of_summary(parts.tasks),
        documents,
        _register,
        _missing,
    )
    return compose(
        file,
        sections,
        file.summary.office,
        languages,
        root,
        title=lambda column: choose(file.summary.title, column.language)[0],
        on=on,
        across=notes,
    )


def of_summary(
    section: Callable[[Column, SummaryPaper], list[Row]],
) -> Callable[[Column, AgreementFile], list[Row]]:
    """A section of the summary as one of the whole file."""
    return lambda column, file: section(column, file.summary)


def _head(column: Column, file: AgreementFile) -> list[Row]:
    title = parts.title(column, file.summary.title, column.tr("Full summary of the agreement"))
    return [*title, *parts.facts(column, file.summary)]


def _content(column: Column, file: AgreementFile) -> list[Row]:
    tr = column.tr
    rows: list[tuple[str, Lines]] = []
    if any(file.subject.values()):
        rows.append((tr("Subject"), [column.said(file.subject)]))
    if file.summary.areas:
        rows.append((tr("Areas of co-operation"), [parts.listed(column, file.summary.areas)]))
    for label, text in (
        (tr("Bodies and how they are set up"), file.bodies),
        (tr("Rights and duties of the parties"), file.duties),
        (tr("Withdrawal and settlement"), file.settlement),
    ):
        if text.strip():
            rows.append((label, parts.czech(column, text)))
    if not rows:
        return []
    heading = column.heading(tr("What it is about"))
    return [heading, *column.pairs(column.section(), rows)]


def _notice(column: Column, file: AgreementFile) -> list[Row]:
    if not file.notice_clause.strip():
        return []
    heading = column.heading(column.tr("Notice clause, word for word"))
    return [heading, *map(column.paragraph, parts.czech(column, file.notice_clause))]


def _chain(column: Column, file: AgreementFile) -> list[Row]:
    if len(file.chain) < 2:
        return []
    tr = column.tr
    heading = column.heading(tr("Amendments and successors"))
    days = [column.day(link.signed_on) if link.signed_on else "" for link in file.chain]
    kinds = {
        "first": tr.context("chain of agreements", "first agreement"),
        "amendment": tr.context("chain of agreements", "amendment"),
        "successor": tr.context("chain of agreements", "follows the one before"),
    }
    rows: list[list[Lines]] = []
    for link, day in zip(file.chain, days, strict=True):
        about = kinds[link.relation]
        if link.here:
            about = tr("{relation}, described here", relation=about)
        style = column.strong if link.here else column.body
        lines = [column.said(link.title, style), column.say(about, column.soft)]
        rows.append([[column.say(day)] if day else [], lines])
    width = column.fitting_width(days, tr("Signed"))
    return [heading, *column.table([tr("Signed"), tr("Agreement")], rows, [width, 1 - width])]


def _commitments(column: Column, file: AgreementFile) -> list[Row]:
    return commitments(column, file.commitments, column.tr("Commitments"))


def _evaluations(column: Column, file: AgreementFile) -> list[Row]:
    if not file.evaluations:
        return []
    tr = column.tr
    heading = column.heading(tr("Evaluations"))
    days = [column.day(item.day) if item.day else "" for item in file.evaluations]
    rows: list[list[Lines]] = []
    for item, day in zip(file.evaluations, days, strict=True):
        benefit = choices.BENEFIT.format(item.benefit, tr)
        lines = [column.say(benefit, column.strong), *parts.czech(column, item.text)]
        if item.author:
            lines.append(column.say(item.author, column.soft))
        rows.append([[column.say(day)] if day else [], lines])
    width = column.fitting_width(days, tr("Date"))
    return [heading, *column.table([tr("Date"), tr("Benefit")], rows, [width, 1 - width])]


def documents(column: Column, file: AgreementFile) -> list[Row]:
    """What is stored with the agreement."""
    if not file.documents:
        return []
    heading = column.heading(column.tr("Documents"))
    return [heading, *document_table(column, file.documents)]


def document_table(column: Column, found: Sequence[DocumentLine]) -> list[Row]:
    """Documents with their days, kinds, reference numbers and files."""
    tr = column.tr
    days = [column.day(item.day) if item.day else "" for item in found]
    rows: list[list[Lines]] = []
    for item, day in zip(found, days, strict=True):
        kind = choices.DOCUMENT_KIND.format(item.kind, tr)
        lines = [*parts.czech(column, item.title)]
        lines.append(column.say(" · ".join(filter(None, (kind, item.reference_no))), column.soft))
        if item.files:
            lines.append(column.say(", ".join(item.files), column.soft))
        rows.append([[column.say(day)] if day else [], lines])
    width = column.fitting_width(days, tr("Date"))
    return column.table([tr("Date"), tr("Document")], rows, [width, 1 - width])


def _register(column: Column, file: AgreementFile) -> list[Row]:
    tr = column.tr
    rows: list[tuple[str, Lines]] = []
    if file.register_subject:
        said = choices.YES_NO.format(file.register_subject, tr)
        rows.append((tr("To be published"), [column.say(said)]))
    if file.register_reason:
        rows.append((tr("Why not"), parts.czech(column, file.register_reason)))
    if file.published_on:
        rows.append((tr("Published on"), [column.say(column.day(file.published_on))]))
    if file.register_id:
        rows.append((tr("Number in the register"), [column.say(file.register_id)]))
    if file.ministry_consent_on:
        day = column.day(file.ministry_consent_on)
        rows.append((tr("Consent of the ministry given on"), [column.say(day)]))
    if file.depositary:
        rows.append((tr("Depositary"), parts.czech(column, file.depositary)))
    if not rows:
        return []
    heading = column.heading(tr("Register and depositing"))
    return [heading, *column.pairs(column.section(), rows)]


def _missing(column: Column, file: AgreementFile) -> list[Row]:
    """What the record lacks, and what a person has to check: with the provision it follows from."""
    tr = column.tr
    points = file.missing.get(column.language, ())
    listed = [item for wanted in ("missing", "check") for item in points if item.status == wanted]
    if not listed:
        return []
    heading = column.heading(tr("What is missing"))
    marks = {"missing": tr("missing"), "check": tr("to be checked")}
    rows: list[list[Lines]] = []
    for item in listed:
        lines = [column.say(requirement_text(item, tr))]
        if item.source:
            lines.append(column.say(source_text(item.source, tr), column.soft))
        rows.append([[column.say(marks[item.status])], lines])
    width = column.fitting_width(marks.values(), "")
    headers = [tr("State"), tr("What the record says")]
    return [heading, *column.table(headers, rows, [width, 1 - width])]
