"""Records as plain JSON and CSV, with the field names of the domain."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.db import sets
from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import UserError
from app.fields import Entity
from app.files import write_text
from app.i18n import N_, Language, translator
from app.services.records.query import ListQuery, captions
from app.services.records.records import Record, read

UNKNOWN_FORMAT = N_("“{file}”: only .csv and .json can be written. Nothing was written.")

_OWNED_AS = {
    "agreement_party": "parties",
    "resolution": "approvals",
    "delegation_member": "members",
    "programme_item": "programme",
    "programme_part": "participants",
    "programme_version": "programme_versions",
    "cost": "costs",
    "seating_plan": "seating_plans",
    "seating_seat": "seats",
    "seating_wish": "seating_wishes",
    "paper_step": "approval_of_papers",
    "printing": "printings",
    "contact_point": "contact_points",
    "address": "addresses",
    "position": "positions",
    "milestone": "milestones",
    "task_link": "links",
    "person_relation": "relations",
    "organisation_relation": "relations",
    "contact_area": "areas_of_interest",
    "interaction": "interactions",
    "interaction_person": "people",
    "agreed_point": "agreed",
    "rank": "ranks",
    "stock_entry": "changes",
    "checklist_step": "steps",
    "commitment": "commitments",
    "evaluation": "evaluations",
    "document_version": "versions",
    "document_link": "links",
    "mailing_member": "recipients",
}


def all_ids(connection: Connection, entity: Entity) -> Iterator[str]:
    """The ids of all records, archived ones included, in their stored order."""
    return ids_of(connection, ListQuery(entity, Language.CS, scope="all", on=date.today()))


def ids_of(connection: Connection, query: ListQuery) -> Iterator[str]:
    """The ids of all records that a list shows, in its order."""
    # All at once: whoever goes through them may write meanwhile.
    return iter([record_id for _, record_id in query.keys(connection)])


def as_json(connection: Connection, record: Record, language: Language, on: date) -> dict[str, Any]:
    """One record: its fields as stored, references and owned rows as objects.

    Partial dates are ISO 8601 as they are stored (`2017-04`), `unknown` where something
    happened on a day that is not known. State, days, explanation
    and what is missing of an agreement are those of the day `on`.
    """
    entity = record.entity
    found: dict[str, Any] = {"id": record.id, "external_id": None, "external_source": None}
    if record.external:
        found["external_source"], found["external_id"] = record.external[0]
    found |= _fields(connection, entity, record, language)
    if entity.name == "agreement":
        found |= _standing(connection, record, language, on)
    for child, rows in record.owned.items():
        if child in sets.TABLES:
            continue  # they stand in the fields of the record
        if child == "agreement_area":
            ids = [row.values["area_id"] for row in rows]
            names = captions(connection, ENTITIES["area"], ids, language)
            found["areas"] = sorted(names.values())
        else:
            found[_OWNED_AS[child]] = [
                {"id": row.id, **_fields(connection, row.entity, row, language, entity.name)}
                for row in rows
            ]
        if child == "interaction":
            for item in found[_OWNED_AS[child]]:
                item.update(_minutes(connection, item["id"], language))
        if child == "programme_item":
            for item in found[_OWNED_AS[child]]:
                item["participants"] = _participants(connection, item["id"], language)
    return found


def _participants(
    connection: Connection, item_id: str, language: Language
) -> list[dict[str, str | None]]:
    """Who takes part in a point of a programme: the member, the name, the role."""
    from app.services.protocol.participants import participants

    return [
        {"member": person.member_id, "name": person.name, "part": person.part}
        for person in participants(connection, item_id, language)
        if person.part
    ]


def _minutes(
    connection: Connection, interaction_id: str, language: Language
) -> dict[str, list[dict[str, Any]]]:
    """Who was there, and what was agreed, of something that happened."""
    record = read(connection, ENTITIES["interaction"], interaction_id)
    owned = record.owned if record else {}
    return {
        _OWNED_AS[name]: [
            {"id": row.id, **_fields(connection, row.entity, row, language, "interaction")}
            for row in owned.get(name, ())
        ]
        for name in ("interaction_person", "agreed_point")
    }


def _standing(
    connection: Connection, record: Record, language: Language, on: date
) -> dict[str, Any]:
    """State, days, explanation and what is missing, in `language`, of an agreement on a day."""
    from app.services.agreements.record import (
        explanation_text,
        requirement_text,
        requirements,
        standing_of,
    )

    tr = translator(language)
    now = standing_of(connection, record.id, on)
    found: dict[str, Any] = {
        "state": now.state.value,
        "in_force_until": str(now.end) if now.end else None,
        "renews": now.renews,
        "indefinite": now.indefinite,
    }
    for name in ("current_term_end", "notice_deadline", "deliver_by", "lapses_on"):
        day = getattr(now, name)
        found[name] = day.isoformat() if day else None
    found["explanation"] = explanation_text(now, tr)
    wanted = requirements(connection, record.id, on, language)
    for name, status in (("missing", "missing"), ("to_check", "check")):
        found[name] = [
            {
                "code": item.code,
                "group": item.group,
                "source": item.source or None,
                "text": requirement_text(item, tr),
            }
            for item in wanted
            if item.status == status
        ]
    return found


def _fields(
    connection: Connection, entity: Entity, record: Record, language: Language, owner: str = ""
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in entity.fields:
        value = record.values[field.name]
        if not field.target:
            found[field.name] = bool(value) if field.kind.name == "boolean" else value
        elif field.target != owner or value is None or field.name not in entity.owner:
            found[field.name.removesuffix("_id")] = reference(
                connection, ENTITIES[field.target], value, language
            )
    return found


def reference(
    connection: Connection, entity: Entity, record_id: str | None, language: Language
) -> dict[str, Any] | None:
    """A short object for a record that another one refers to."""
    if record_id is None:
        return None
    external = connection.execute(
        "SELECT value FROM external_id WHERE entity = ? AND record_id = ? ORDER BY source, value",
        (entity.name, record_id),
    ).fetchone()
    title = captions(connection, entity, [record_id], language).get(record_id)
    return {"id": record_id, "external_id": external[0] if external else None, "title": title}


def export(
    connection: Connection,
    entity: Entity,
    target: Path,
    language: Language,
    on: date,
    ids: Iterable[str] | None = None,
) -> int:
    """Write records of an entity (all, or those of `ids`) to a .csv or .json file.

    Gives how many were written. What the office is reminded of on the day `on` follows all its
    tasks: rows without an id, whose `reminder_kind` says what they are.

    CSV is UTF-8 with a byte order mark and semicolons, as Czech and German Excel opens it.
    """
    records: Iterator[dict[str, Any]] = (
        as_json(connection, record, language, on)
        for key in (all_ids(connection, entity) if ids is None else ids)
        if (record := read(connection, entity, key))
    )
    if entity.name == "task":
        wanted = _reminders(connection, language, on) if ids is None else ()
        records = itertools.chain((item | {"reminder_kind": None} for item in records), wanted)
    suffix = target.suffix.lower()
    if suffix == ".json":
        items = list(records)
        write_text(target, json.dumps(items, ensure_ascii=False, indent=2) + "\n")
        return len(items)
    if suffix == ".csv":
        return _write_csv(target, entity, records)
    raise UserError(UNKNOWN_FORMAT, file=target.name)


def _reminders(connection: Connection, language: Language, on: date) -> Iterator[dict[str, Any]]:
    """What the office is reminded of, as tasks that nobody has made."""
    from app.services.tasks.reminders import reminders, task_title

    tr = translator(language)
    entity = ENTITIES["task"]
    empty: dict[str, Any] = {"id": None, "external_id": None, "external_source": None}
    empty |= {field.name.removesuffix("_id"): None for field in entity.fields}
    for item in reminders(connection, on, language=language):
        yield empty | {
            "title": task_title(item, tr),
            "description": item.text(tr),
            "due": item.due.isoformat(),
            "status": "open",
            "origin": item.title,
            "links": [{"id": None, "entity": item.entity, "record_id": item.record_id}],
            "reminder_kind": item.kind,
        }


def _write_csv(target: Path, entity: Entity, records: Iterable[dict[str, Any]]) -> int:
    import io

    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    count = 0
    for item in records:
        if count == 0:
            writer.writerow(item)
        writer.writerow([_cell(value) for value in item.values()])
        count += 1
    if count == 0:
        writer.writerow(["id", "external_id", *(field.name for field in entity.fields)])
    write_text(target, "\ufeff" + stream.getvalue())
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict):
        return neutral(str(value.get("external_id") or value.get("title") or value["id"]))
    if isinstance(value, list):
        return neutral("; ".join(_line(item) for item in value))
    return neutral(str(value))


def _line(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    texts = []
    for name, value in item.items():
        if name == "id" or value in (None, "", False):
            continue
        texts.append(str(value["title"]) if isinstance(value, dict) else str(value))
    return ", ".join(texts)


def neutral(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; phone numbers (+420 …) stay as they are.

    `bare` gives the text back.
    """
    if text[:1] == "'" and text[1:2] in _MARKS:
        return "'" + text
    if text[:1] in ("=", "@", "\t", "\r"):
        return "'" + text
    if text[:1] in ("+", "-") and not text[1:].replace(" ", "").replace("\u00a0", "").isdigit():
        return "'" + text
    return text


_MARKS = tuple("'=@+-\t\r")


def bare(text: str) -> str:
    """The text of a cell that `neutral` wrote."""
    return text[1:] if text[:1] == "'" and text[1:2] in _MARKS else text
