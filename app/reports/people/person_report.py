"""The complete report on one person (GDPR, Art. 15): as a paper, or as JSON for another program."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.entities import ENTITIES
from app.fields import Field
from app.files import write_text
from app.i18n import N_, Language
from app.progress import Progress
from app.reports.engine.collect import office
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.content import OwnOffice
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.frame import compose
from app.reports.engine.page import Cell, metadata, publish
from app.reports.engine.sheets import check_languages
from app.reports.engine.tagging import Element
from app.reports.engine.text import GREY, Style, Text
from app.rules.days.partial_dates import PartialDate, format_moment
from app.services.documents.pictures import picture
from app.services.privacy.person_data import PersonData, person_data
from app.services.records.history import Entry, label_text
from app.services.records.query import captions

TITLE = N_("Report on personal data")

_RIGHTS = (
    N_(
        "The data are processed for the external relations of the office, on the legal basis that "
        "is stated above. Papers, and files outside this database, are not part of the report."
    ),
    N_(
        "You may ask for the data to be corrected, completed or erased, for their processing to "
        "be restricted, and object to it (GDPR Art. 16 to 18 and 21). Where they are processed by "
        "consent, you may withdraw it at any time."
    ),
    N_(
        "You may lodge a complaint with the supervisory authority, in the Czech Republic the "
        "Office for Personal Data Protection (Úřad pro ochranu osobních údajů), "
        "Pplk. Sochora 27, 170 00 Praha 7."
    ),
)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is printed: the data in the words of each language."""

    data: Mapping[Language, PersonData]
    office: OwnOffice
    on: date
    connection: Connection


def report(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """The paper of the catalogue; see `person_report`."""
    person_report(connection, ids[0], languages, target, on)
    return []


def person_report(
    connection: Connection,
    person_id: str,
    languages: Sequence[Language],
    target: Path,
    on: date,
) -> None:
    """Write everything that is known of a person into a .pdf, or into a .json in one language.

    `on` is the day of printing. `target` is replaced in one step. Raises `UserError` if there is
    no such person or the file cannot be written.
    """
    check_languages(languages)
    data = {language: person_data(connection, person_id, language) for language in languages}
    if target.suffix.lower() == ".json":
        items = _as_json(connection, data[languages[0]], languages[0], on)
        write_text(target, json.dumps(items, ensure_ascii=False, indent=2) + "\n")
        return
    paper = _Paper(data, office(connection), on, connection)
    root = Element("Document", language=languages[0])
    sheet = compose(
        paper,
        (_title, _own, _origins, _parts, _mentions, _history, _rights),
        paper.office,
        languages,
        root,
        title=lambda column: f"{column.tr(TITLE)}: {data[column.language].title}",
        on=on,
    )
    first = data[languages[0]]
    name = f"{Column(languages[0], 0, 0, root, True).tr(TITLE)}: {first.title}"
    publish([sheet], root, metadata(name, paper.office, languages, on), target)


# --- as JSON -------------------------------------------------------------------------------------


def _as_json(
    connection: Connection, data: PersonData, language: Language, on: date
) -> dict[str, Any]:
    """The report with field names as in the entities and values as stored."""
    own = {item.name: item.stored for item in data.own}
    photo = picture(connection, data.photo)
    return {
        "report": "personal data",
        "made_on": on.isoformat(),
        "controller": office(connection).native_name,
        "id": data.person_id,
        "name": data.title,
        "merged_records": list(data.merged),
        "legal_basis": own.get("legal_basis"),
        "consent_on": own.get("consent_on"),
        "retain_until": own.get("retain_until"),
        "person": own,
        "photo": base64.b64encode(photo).decode() if photo else None,
        "sources": [
            {
                "source": item.source,
                "value": item.value if item.at is None else None,
                "written_at": item.at.isoformat(timespec="seconds") if item.at else None,
            }
            for item in data.origins
        ],
        "records": [
            {
                "table": part.table,
                "id": row.row_id,
                "record": row.title,
                "values": _stored(row.values),
            }
            for part in data.parts
            for row in part.rows
        ],
        "mentions": [
            {
                "table": item.table,
                "id": item.row_id,
                "record": item.title,
                "fields": list(item.fields),
                "text": item.text,
                "certain": item.exact,
            }
            for item in data.mentions
        ],
        "settings": [_english(text) for text in data.remembered],
        "history": [
            {
                "at": entry.at.isoformat(timespec="seconds"),
                "author": entry.author,
                "action": label_text(entry.label, _translator(language)),
                "undone": entry.undone,
                "changes": [
                    {
                        "table": change.table,
                        "id": change.row_id,
                        "kind": change.kind,
                        "values": {
                            name: {"old": old, "new": new}
                            for name, (old, new) in change.values.items()
                        },
                    }
                    for change in entry.changes
                ],
            }
            for entry in data.history
        ],
    }


def _stored(values: Sequence[Any]) -> dict[str, Any]:
    """Values by their names; references with what they are called; several of a name as a list."""
    found: dict[str, Any] = {}
    for item in values:
        value: Any = item.stored
        if item.name.endswith("_id"):
            value = {"id": item.stored, "title": item.text}
        if item.name in found:
            known = found[item.name]
            found[item.name] = [*known, value] if isinstance(known, list) else [known, value]
        else:
            found[item.name] = value
    return found


def _translator(language: Language) -> Any:
    from app.i18n import translator

    return translator(language)


def _english(text: str) -> str:
    return str(_translator(Language.EN).message(text))


# --- as a paper ----------------------------------------------------------------------------------


def _title(column: Column, paper: _Paper) -> list[Row]:
    tr = column.tr
    small = Style(SEMIBOLD, 8, 11, GREY)
    big = Style(SEMIBOLD, 17, 22) if column.wide else Style(SEMIBOLD, 13, 17)
    name = paper.data[column.language].title
    over = Text(column.parent.add("P"), column.say(tr(TITLE), small))
    title = Text(column.parent.add("H1"), column.say(name, big), above=1)
    about = tr(
        "Everything that the database of the office ({office}) knows of this person on {day}, "
        "by Art. 15 of the General Data Protection Regulation (EU) 2016/679.",
        office=paper.office.native_name or tr("without a name"),
        day=column.day(PartialDate.from_date(paper.on)),
    )
    text = Text(column.parent.add("P"), column.say(about, column.soft), above=6)
    return [Row([Cell(column.x, column.width, [over, title, text])], "title", name, 16)]


def _own(column: Column, paper: _Paper) -> list[Row]:
    tr = column.tr
    data = paper.data[column.language]
    rows: list[tuple[str, Lines]] = [
        (tr.message(item.label), _lines(column, item.text)) for item in data.own
    ]
    for name, label in (
        ("legal_basis", N_("Legal basis")),
        ("retain_until", N_("Keep until")),
    ):
        if name not in {item.name for item in data.own}:
            rows.append((tr.message(label), _lines(column, tr("not recorded"))))
    for key in data.merged:
        rows.append((tr("Merged record"), _lines(column, key)))
    for text in data.remembered:
        rows.append((tr("Remembered"), _lines(column, tr.message(text))))
    return [column.heading(tr("The person")), *column.pairs(column.section(), rows)]


def _origins(column: Column, paper: _Paper) -> list[Row]:
    tr = column.tr
    made = [column.heading(tr("Where the data came from"))]
    rows: list[tuple[str, Lines]] = []
    for item in paper.data[column.language].origins:
        if item.at is None:
            rows.append((item.source, _lines(column, item.value)))
        else:
            said = label_text(item.value, tr)
            when = format_moment(item.at.strftime("%Y-%m-%dT%H:%M"), tr)
            rows.append((when, _lines(column, f"{said} ({item.source})")))
    if not rows:
        return [*made, column.paragraph(column.say(tr("The history does not say.")))]
    return [*made, *column.pairs(column.section(), rows)]


def _parts(column: Column, paper: _Paper) -> list[Row]:
    made: list[Row] = []
    for part in paper.data[column.language].parts:
        made.append(column.heading(column.tr.message(part.label)))
        for row in part.rows:
            if row.title:
                made.append(column.paragraph(column.say(row.title, column.strong), above=6))
            pairs = [
                (column.tr.message(item.label), _lines(column, item.text)) for item in row.values
            ]
            lines = column.pairs(column.section(), pairs)
            if lines and not row.title:
                lines[0].above = 5  # parts it from the row before
            made += lines
    return made


def _mentions(column: Column, paper: _Paper) -> list[Row]:
    tr = column.tr
    found = paper.data[column.language].mentions
    if not found:
        return []
    made = [
        column.heading(tr("Mentioned in texts")),
        column.paragraph(
            column.say(
                tr(
                    "Found by name, number and address. Where only the family name was found, or "
                    "where others have the same name, somebody else may be meant."
                ),
                column.soft,
            )
        ),
    ]
    pairs = []
    only = tr("somebody else may be meant")
    for item in found:
        label = tr.message(ENTITIES[item.entity].label) + f": {item.title}"
        text = item.text if item.exact else f"{item.text} ({only})"
        pairs.append((label, _lines(column, text)))
    return [*made, *column.pairs(column.section(), pairs)]


def _history(column: Column, paper: _Paper) -> list[Row]:
    tr = column.tr
    made = [column.heading(tr("History of changes"))]
    rows = []
    for entry in paper.data[column.language].history:
        when = format_moment(entry.at.strftime("%Y-%m-%dT%H:%M"), tr)
        said = label_text(entry.label, tr)
        rows.append(
            (
                f"{when}, {entry.author}" if entry.author else when,
                [column.say(said), *_changes(column, paper.connection, entry)],
            )
        )
    return [*made, *column.pairs(column.section(), rows)]


def _changes(column: Column, connection: Connection, entry: Entry) -> Lines:
    """One paragraph for each row that was changed."""
    tr = column.tr
    lines = []
    for change in entry.changes:
        entity = ENTITIES.get(change.table)
        if entity is None:
            continue
        parts = []
        for name, pair in change.values.items():
            if name in entity.by_name:
                field = entity.by_name[name]
                old, new = (_shown(column, connection, field, value) for value in pair)
                said = new if pair[0] in (None, "") else f"{old} → {new}"
                parts.append(f"{tr.message(field.label)}: {said}")
        if parts:
            lines.append(
                column.say(f"{tr.message(entity.label)} – {'; '.join(parts)}", column.soft)
            )
    return lines


def _shown(column: Column, connection: Connection, field: Field, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if field.target:
        names = captions(connection, ENTITIES[field.target], [value], column.language)
        return names.get(value, "") or str(value)
    return " ".join(field.kind.format(value, column.tr).split())


def _rights(column: Column, paper: _Paper) -> list[Row]:
    rows = [column.heading(column.tr("Your rights"))]
    rows += [column.paragraph(column.say(column.tr.message(text))) for text in _RIGHTS]
    rows[-2].keep = True  # the last sentence of the report does not stand alone on a page
    return rows


def _lines(column: Column, text: str) -> Lines:
    """A value in as many paragraphs as it has lines."""
    return [column.say(line) for line in text.splitlines() if line.strip()] or [column.say("–")]
