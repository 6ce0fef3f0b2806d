"""Minutes of a visit or a point of its programme: several people, and points that were agreed.

An agreed point is a task with an owner and a day; a promise under an agreement is a commitment of
it, too, with that task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.connection import Connection
from app.db.statements import delete as delete_row
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.fields import Entity
from app.i18n import Language
from app.services.records.ids import free_id
from app.services.records.query import captions
from app.services.records.records import SAVE, apply, caption_of, delete_one
from app.services.records.rows import CREATE, GONE, name_header, validate, write
from app.services.tasks import commitments, tasks

_INTERACTION = ENTITIES["interaction"]
_PERSON = ENTITIES["interaction_person"]
_POINT = ENTITIES["agreed_point"]
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there: a person by id (with the name), or a name alone."""

    person_id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Point:
    """An agreed point: `id` is None for a new one; `task_id` is the task that it became."""

    id: str | None
    text: str
    assignee_id: str | None = None
    due: str | None = None
    agreement_id: str | None = None
    organisation_id: str | None = None
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes as they are stored: the interaction's values, who was there, what was agreed."""

    values: Mapping[str, Any]
    present: tuple[Present, ...] = ()
    points: tuple[Point, ...] = ()


def read(connection: Connection, interaction_id: str, language: Language) -> Minutes | None:
    """The minutes of an id, None if there are none."""
    stored = row(connection, "interaction", interaction_id)
    if stored is None:
        return None
    people = rows_as_dicts(
        connection,
        "SELECT * FROM interaction_person WHERE interaction_id = ? ORDER BY id",
        (interaction_id,),
    )
    names = captions(
        connection,
        ENTITIES["person"],
        [one["person_id"] for one in people if one["person_id"]],
        language,
    )
    points = rows_as_dicts(
        connection,
        "SELECT * FROM agreed_point WHERE interaction_id = ? ORDER BY id",
        (interaction_id,),
    )
    return Minutes(
        stored,
        tuple(
            Present(one["person_id"], names.get(one["person_id"] or "", "") or one["name"] or "")
            for one in people
        ),
        tuple(
            Point(
                one["id"],
                one["text"],
                one["assignee_id"],
                one["due"],
                one["agreement_id"],
                one["organisation_id"],
                one["task_id"],
            )
            for one in points
        ),
    )


def who_could_be(
    connection: Connection, delegation_id: str, item_id: str | None, language: Language
) -> list[tuple[Present, bool]]:
    """The members of a visit who are people, and whether they are likely to have been there.

    At a point of the programme those who take part in it; nobody who declined or was absent.
    """
    part = {
        key
        for (key,) in connection.execute(
            "SELECT member_id FROM programme_part WHERE programme_item_id = ?"
            " AND member_id IS NOT NULL",
            (item_id,),
        ).fetchall()
    }
    members = rows_as_dicts(
        connection,
        "SELECT * FROM delegation_member WHERE delegation_id = ? AND person_id IS NOT NULL"
        " ORDER BY side, sort_key, id",
        (delegation_id,),
    )
    names = captions(
        connection, ENTITIES["person"], [one["person_id"] for one in members], language
    )
    found: dict[str, tuple[Present, bool]] = {}
    for one in members:
        likely = one["invitation"] not in ("declined", "excused", "absent") and (
            not part or one["id"] in part
        )
        person = Present(one["person_id"], names.get(one["person_id"], ""))
        found.setdefault(one["person_id"], (person, likely))
    return list(found.values())


def agreements_of(
    connection: Connection, delegation_id: str, language: Language
) -> list[tuple[str, str]]:
    """The agreements (id, title) under which a visit may bring promises: its own, the partner's."""
    visit = row(connection, "delegation", delegation_id) or {}
    keys = [visit["agreement_id"]] if visit.get("agreement_id") else []
    keys += [
        key
        for (key,) in connection.execute(
            "SELECT id FROM agreement WHERE partner_id = ? ORDER BY sort_key, id",
            (visit.get("partner_id"),),
        ).fetchall()
        if key not in keys
    ]
    names = captions(connection, ENTITIES["agreement"], keys, language)
    return [(key, names.get(key, "")) for key in keys]


def save(
    store: Store,
    interaction_id: str | None,
    version: int,
    values: Mapping[str, Any],
    present: Sequence[Present],
    points: Sequence[Point],
) -> tuple[str, Changes]:
    """Store minutes with who was there and what was agreed, as one action; gives their id.

    Points that are left out are removed, their tasks stay. Raises `InvalidRecord` for a value that
    is missing, `Conflict` and `UserError` as `records.save` does.
    """
    validate(_INTERACTION, values, new=interaction_id is None)
    with store.writing(SAVE if interaction_id else CREATE) as writer:
        connection = writer.connection
        key = apply(writer, _INTERACTION, interaction_id, values, version)
        _write_people(writer, key, present)
        kept = set()
        for point in points:
            if not point.text.strip():
                continue
            wanted = {
                "text": point.text.strip(),
                "assignee_id": point.assignee_id,
                "due": point.due,
                "agreement_id": point.agreement_id,
                "organisation_id": point.organisation_id,
            }
            stored = row(connection, "agreed_point", point.id or "")
            if stored is None:
                kept.add(apply(writer, _POINT, None, {**wanted, "interaction_id": key}))
                continue
            kept.add(stored["id"])
            changed = {name: value for name, value in wanted.items() if stored[name] != value}
            if changed:
                apply(writer, _POINT, stored["id"], changed)
        for (point_id,) in connection.execute(
            "SELECT id FROM agreed_point WHERE interaction_id = ?", (key,)
        ).fetchall():
            if point_id not in kept:
                delete_one(writer, _POINT, point_id)
        name_header(writer, caption_of(connection, _INTERACTION, key))
    return key, writer.changes


def _write_people(writer: Writer, interaction_id: str, present: Sequence[Present]) -> None:
    connection = writer.connection
    there = {
        one["person_id"] or f"name:{one['name']}": one["id"]
        for one in rows_as_dicts(
            connection,
            "SELECT * FROM interaction_person WHERE interaction_id = ? ORDER BY id",
            (interaction_id,),
        )
    }
    wanted: dict[str, Present] = {}
    for person in present:
        name = person.name.strip()
        if person.person_id or name:
            wanted.setdefault(person.person_id or f"name:{name}", person)
    for key, person in wanted.items():
        if key not in there:
            values = {"interaction_id": interaction_id, "person_id": person.person_id}
            values["name"] = None if person.person_id else person.name.strip()
            write(writer, _PERSON, None, values)
    for key, row_id in there.items():
        if key not in wanted:
            delete_row(connection, "interaction_person", row_id)


def follow(writer: Writer, _entity: Entity, point_id: str, values: Mapping[str, Any]) -> None:
    """Make a task of an agreed point that was just written, and a commitment of a promise.

    A point that changed changes its unfinished task and its open commitment. Raises `UserError`
    when the minutes are gone.
    """
    connection = writer.connection
    point = row(connection, "agreed_point", point_id)
    if point is None or not {"text", "due", "assignee_id", "agreement_id", "interaction_id"} & set(
        values
    ):
        return
    interaction = row(connection, "interaction", point["interaction_id"] or "")
    if interaction is None:
        raise UserError(GONE)
    kept: dict[str, str] = {}
    if point["agreement_id"] and not point["commitment_id"]:
        kept["commitment_id"] = _commit(writer, point)
    elif point["commitment_id"]:
        _change(writer, "commitment", point["commitment_id"], _of_commitment(point), _OPEN)
    task_id = point["task_id"]
    if not task_id:
        task_id = kept["task_id"] = _make_task(writer, point, interaction)
    else:
        _change(writer, "task", task_id, _of_task(point), commitments.OPEN_TASK)
    if commitment := kept.get("commitment_id"):
        write(writer, ENTITIES["commitment"], commitment, {"task_id": task_id})
        tasks.link(writer, task_id, "agreement", point["agreement_id"])
    if kept:
        write(writer, _POINT, point_id, kept)


_OPEN = ("open",)


def _of_task(point: Mapping[str, Any]) -> dict[str, Any]:
    text = " ".join(point["text"].split())
    cut = text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"
    return {
        "title": cut,
        "description": point["text"] if cut != text else None,
        "due": point["due"],
        "assignee_id": point["assignee_id"],
    }


def _of_commitment(point: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text_cs": point["text"],
        "due": point["due"],
        "assignee_id": point["assignee_id"],
        "organisation_id": point["organisation_id"],
    }


def _commit(writer: Writer, point: Mapping[str, Any]) -> str:
    key = free_id(writer.connection, "commitment", "agreed", point["id"])
    values = {**_of_commitment(point), "agreement_id": point["agreement_id"], "status": "open"}
    return write(writer, ENTITIES["commitment"], None, values, fixed=key)


def _make_task(writer: Writer, point: Mapping[str, Any], interaction: Mapping[str, Any]) -> str:
    key = free_id(writer.connection, "task", "agreed", point["id"])
    values = {**_of_task(point), "status": "open", "origin": interaction["subject"]}
    task_id = write(writer, ENTITIES["task"], None, values, fixed=key)
    for name in ("delegation", "organisation", "person"):
        if interaction[f"{name}_id"]:
            tasks.link(writer, task_id, name, interaction[f"{name}_id"])
    return task_id


def _change(
    writer: Writer, table: str, key: str, wanted: Mapping[str, Any], open_states: Sequence[str]
) -> None:
    stored = row(writer.connection, table, key)
    if stored is None or (stored["status"] or "open") not in open_states:
        return
    changed = {name: value for name, value in wanted.items() if stored[name] != value}
    if changed:
        write(writer, ENTITIES[table], key, changed)
