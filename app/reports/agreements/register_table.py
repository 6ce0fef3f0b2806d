"""The register of agreements as a workbook; and what either form of it prints untranslated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.entities import choices
from app.i18n import Language, Translator, translator
from app.progress import Cancelled, Progress, watched
from app.reports.agreements.collect_papers import register_content
from app.reports.agreements.data import RegisterContent, RegisterEntry
from app.reports.agreements.register import country
from app.reports.engine.collect import CANCELLED, chosen_ids
from app.reports.engine.content import Localised, MissingTranslation, choose, missing_of
from app.reports.engine.sheets import TableColumn, Value, check_languages, write_table
from app.rules.agreements.terms import STATE_LABELS
from app.services.records.query import ListQuery


def missing_in_register(
    connection: Connection, ids: Sequence[str], languages: Sequence[Language], on: date
) -> list[MissingTranslation]:
    """What the register of agreements prints in another language, agreement by agreement: titles,
    and the names of partners and areas.
    """
    content = register_content(connection, ids, on)
    found: dict[MissingTranslation, None] = {}
    for entry in content.entries:
        names = [content.bodies[key].names for key in entry.partners]
        areas = [content.areas[key] for key in entry.areas]
        texts = (entry.title, names, areas)
        found |= dict.fromkeys(missing_of(entry.title, texts, languages))
    return list(found)


def register_xlsx(
    connection: Connection,
    wanted: Sequence[str] | ListQuery,
    languages: Sequence[Language],
    target: Path,
    on: date,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write the register into a workbook, an agreement a row, and give the number of rows.

    What differs from language to language has a column for each of them. Otherwise as
    `register`.
    """
    check_languages(languages)
    content = register_content(connection, chosen_ids(connection, wanted), on)
    tell = watched(progress, cancelled, CANCELLED)
    translators = [translator(language) for language in languages]

    def every(label: Callable[[Translator], str], width: float) -> list[TableColumn]:
        return [TableColumn(label(tr), width) for tr in translators]

    def once(label: Callable[[Translator], str], width: float) -> TableColumn:
        return TableColumn(" / ".join(dict.fromkeys(label(tr) for tr in translators)), width)

    columns = [
        once(lambda tr: tr.context("number", "No."), 6),
        *every(lambda tr: tr("Agreement"), 48),
        *every(lambda tr: tr("Partner"), 34),
        *every(lambda tr: tr("Country"), 18),
        *every(lambda tr: tr("Kind"), 22),
        *every(lambda tr: tr("State"), 18),
        once(lambda tr: tr("Reference number"), 20),
        once(lambda tr: tr("Signed on"), 16),
        once(lambda tr: tr("Place of signing"), 20),
        once(lambda tr: tr("Entry into force"), 16),
        once(lambda tr: tr("Expires on"), 16),
        once(lambda tr: tr("End of the current term"), 16),
        once(lambda tr: tr("Notice to be delivered by"), 16),
        once(lambda tr: tr("In force until"), 16),
        *every(lambda tr: tr("What follows then"), 24),
        *every(lambda tr: tr("Areas of co-operation"), 36),
    ]

    def rows() -> Iterator[Sequence[Value]]:
        for number, entry in enumerate(content.entries, 1):
            tell(number, len(content.entries))
            yield _table_row(number, entry, content, translators)

    return write_table(
        target,
        translators[0]("Register of agreements"),
        columns,
        rows(),
        language=languages[0],
        author=content.office.native_name,
        on=on,
    )


def _table_row(
    number: int,
    entry: RegisterEntry,
    content: RegisterContent,
    translators: Sequence[Translator],
) -> list[Value]:
    def every(text: Callable[[Translator], str]) -> list[Value]:
        return [text(tr) for tr in translators]

    def names(texts: Iterable[Localised], tr: Translator) -> str:
        return "; ".join(choose(text, tr.language)[0] for text in texts)

    partners = [content.bodies[key].names for key in entry.partners]
    areas = [content.areas[key] for key in entry.areas]
    kind = choices.AGREEMENT_KIND.label(entry.kind)
    return [
        number,
        *every(lambda tr: choose(entry.title, tr.language)[0]),
        *every(lambda tr: names(partners, tr)),
        *every(lambda tr: "; ".join(country(code, tr.language) for code in entry.countries)),
        *every(lambda tr: tr.message(kind)),
        *every(lambda tr: tr.message(STATE_LABELS[entry.standing.state])),
        entry.reference_no,
        entry.signed_on,
        entry.signed_at,
        entry.in_force_from,
        entry.expires_on,
        entry.standing.current_term_end,
        entry.standing.deliver_by,
        entry.standing.end,
        *every(lambda tr: _then(entry, tr)),
        *every(lambda tr: names(areas, tr)),
    ]


def _then(entry: RegisterEntry, tr: Translator) -> str:
    """What follows on the end of the term."""
    if entry.standing.renews:
        return tr("renews itself")
    return tr("indefinitely") if entry.standing.indefinite else ""
