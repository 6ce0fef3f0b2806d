"""The papers about agreements as the catalogue calls them (`app.reports.engine.paper`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.i18n import Language, translator
from app.progress import Progress
from app.reports.agreements.data import missing_translations
from app.reports.engine.content import MissingTranslation
from app.services.records.query import ListQuery

Wanted = Sequence[str] | ListQuery


def summary(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """The summaries of agreements, each beginning a page."""
    from app.reports.agreements.collect import summaries, there_on, told_of_earlier

    there = there_on(connection, ids, on)
    summaries(connection, there, languages, target, on, tell=tell)
    return told_of_earlier(ids, there, on, languages[0])


def summary_missing(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    on: date,
    **options: str,
) -> list[MissingTranslation]:
    """What summaries print in another language."""
    from app.reports.agreements.collect import summary as collected

    return missing_translations([collected(connection, key, on) for key in ids], languages)


def paper_for_council(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    step: Any,
    body: Any,
) -> list[str]:
    """The paper for council or assembly; what is left are its placeholders."""
    from app.reports.agreements.council_paper import council_paper

    return council_paper(connection, ids[0], languages, target, on, step, body)


def draft_for_register(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """The draft for the register of contracts, whose language is Czech whatever is asked for."""
    from app.reports.agreements.contract_draft import contract_draft

    return contract_draft(connection, ids[0], target)


def register_of_agreements(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
    *,
    group_by: Any,
) -> list[str]:
    """The register as a book or, into XLSX, as a table, which is not divided."""
    from app.reports.agreements.collect import later_text
    from app.reports.agreements.collect_papers import register_content
    from app.reports.agreements.register import register
    from app.reports.agreements.register_table import register_xlsx
    from app.reports.engine.collect import chosen_ids
    from app.reports.engine.printing_day import day_of_printing

    if target.suffix.lower() == ".xlsx":
        register_xlsx(connection, wanted, languages, target, on, tell)
    else:
        register(connection, wanted, languages, group_by or None, target, on, tell)
    if day_of_printing(on) == on:
        return []
    content = register_content(connection, chosen_ids(connection, wanted), on)
    later = later_text(content.later, translator(languages[0]))
    return [later] if later else []


def register_missing(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    on: date,
    **options: str,
) -> list[MissingTranslation]:
    """What the register prints in another language."""
    from app.reports.agreements.register_table import missing_in_register

    return missing_in_register(connection, ids, languages, on)
