"""A task from one line: what the quick entry understands, brought together with what is on record.

``#word`` finds a record, ``@initials`` a user. Nothing is saved before the person has seen what
was understood.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from app.db.connection import Connection
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.rules.days.holidays import is_working_day
from app.rules.days.partial_dates import PartialDate
from app.rules.folding import fold
from app.rules.quick_entry.entry import Entry, Relative
from app.rules.quick_entry.moments import later
from app.rules.quick_entry.reading import read
from app.services.records.query import search_targets
from app.services.records.rows import CREATE, check_order, name_header, validate, write
from app.services.records.search import find
from app.services.tasks import visits
from app.services.tasks.tasks import link

NOTHING_SAID = N_("The line is empty. Write what is to be done.")
NOT_FOUND = N_("Nothing on record is called “{word}”; the word stays in the text.")
NOBODY = N_("No colleague is called “{word}”; the word stays in the text.")
WHICH_VISIT = N_("Say with # which visit is meant: until then the task has no day.")
NO_DAY_YET = N_("The visit has no day yet: the task gets its day when the visit has one.")
DOES_NOT_MOVE = N_("The day is reckoned from the visit as it is now; it does not move with it.")
NOT_OF_A_VISIT = N_(
    "A day reckoned from an agreement is not kept yet: the words stay in the text. Write the day."
)

_OFFERED = 5
_UNITS = {"day": 1, "week": 7}


class Link(NamedTuple):
    """A record that a task is about."""

    entity: str
    record_id: str
    title: str


@dataclass(frozen=True)
class Quick:
    """What a line means here.

    `values` are those of the task, `links` what it is about, `offered` what else each ``#word`` may
    mean, `remarks` message ids with their values that the person should read before saving.
    """

    entry: Entry
    values: Mapping[str, Any]
    links: tuple[Link, ...] = ()
    offered: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    remarks: tuple[tuple[str, Mapping[str, object]], ...] = ()

    def remark_texts(self, tr: Translator) -> list[str]:
        """All remarks as sentences, those about days first."""
        texts = [remark.text(tr) for remark in self.entry.remarks]
        return texts + [tr.message(message, **values) for message, values in self.remarks]


def understand(connection: Connection, text: str, now: datetime, language: Language) -> Quick:
    """What a line means at the local moment `now`. Raises `UserError` for an empty one."""
    if not text.strip():
        raise UserError(NOTHING_SAID)
    entry = read(text, now, language)
    remarks: list[tuple[str, Mapping[str, object]]] = []
    title = entry.title
    links: list[Link] = []
    offered: dict[str, list[Link]] = {}
    for word in entry.links:
        hits = _records(connection, word, language, now.date())
        if entry.relative and entry.relative.anchor in ("start", "end"):
            hits = _coming_visit_first(connection, word, hits, language, now.date())
        if hits:
            links.append(hits[0])
            offered[word] = hits[1:]
        else:
            title += f" #{word}"
            remarks.append((NOT_FOUND, {"word": word}))
    assignee = None
    for word in entry.assignees:
        found = _user(connection, word)
        if found is None or assignee:
            title += f" @{word}"
            remarks.append((NOBODY, {"word": word}))
        else:
            assignee = found
    values: dict[str, Any] = {
        "title": title,
        "due": entry.due or None,
        "recurrence": entry.recurrence or None,
        "assignee_id": assignee,
        "priority": entry.priority or None,
    }
    if entry.relative:
        values |= _relative(connection, entry, links, remarks)
    values = {name: value for name, value in values.items() if value is not None}
    return Quick(entry, values, tuple(dict.fromkeys(links)), offered, tuple(remarks))


def add(store: Store, quick: Quick) -> tuple[str, Changes]:
    """Save the task that was understood, as one action."""
    values = {"status": "open", **quick.values}
    validate(ENTITIES["task"], values, new=True)
    check_order(ENTITIES["task"], values)
    with store.writing(CREATE) as writer:
        task_id = write(writer, ENTITIES["task"], None, values)
        visits.follow(writer, ENTITIES["task"], task_id, values)
        for item in quick.links:
            link(writer, task_id, item.entity, item.record_id)
        name_header(writer, str(values["title"]))
    return task_id, writer.changes


def _records(connection: Connection, word: str, language: Language, today: date) -> list[Link]:
    """The records that a word finds; one that is called exactly so comes first."""
    asked = word.replace("_", " ")
    hits = find(connection, asked, translator(language), today, limit=40)
    found = [Link(hit.entity, hit.id, hit.title) for hit in hits if hit.entity not in _NO_SUBJECT]
    exact = fold(asked)
    found.sort(key=lambda item: fold(item.title) != exact)
    return found[: _OFFERED + 1]


def _coming_visit_first(
    connection: Connection, word: str, hits: list[Link], language: Language, today: date
) -> list[Link]:
    """Of what a word finds the next visit to come, where one is: a day is reckoned from it."""
    asked = word.replace("_", " ")
    entity = ENTITIES["delegation"]
    found = search_targets(connection, entity, asked, language, limit=500)
    starts = dict(
        connection.execute(
            "SELECT id, start FROM delegation WHERE id IN (SELECT value FROM json_each(?))"
            " AND start >= ? AND start <> 'unknown' AND status IS NOT 'cancelled'",
            (json.dumps([key for key, _ in found]), today.isoformat()),
        ).fetchall()
    )
    coming = [Link("delegation", key, title) for key, title in found if key in starts]
    coming.sort(key=lambda item: starts[item.record_id])
    return [*coming[:1], *(item for item in hits if item not in coming[:1])]


_NO_SUBJECT = frozenset({"task", "user", "tag", "area", "mailing_list"})


def _user(connection: Connection, word: str) -> str | None:
    """The one user of a name, a part of it, or its initials."""
    wanted = fold(word)
    rows = connection.execute('SELECT id, name FROM "user"').fetchall()
    found = []
    for key, name in rows:
        parts = fold(name or "").split()
        initials = "".join(part[0] for part in parts)
        if wanted in (fold(name or ""), initials, *parts):
            found.append(str(key))
    return found[0] if len(found) == 1 else None


def _relative(
    connection: Connection,
    entry: Entry,
    links: Sequence[Link],
    remarks: list[tuple[str, Mapping[str, object]]],
) -> dict[str, Any]:
    """The fields of a task that is due before or after a visit."""
    said = entry.relative
    assert said is not None
    if said.anchor not in ("start", "end"):
        remarks.append((NOT_OF_A_VISIT, {}))
        return {"title": entry.title}
    visit = next((item for item in links if item.entity == "delegation"), None)
    if visit is None:
        remarks.append((WHICH_VISIT, {}))
        return {}
    row = connection.execute(
        'SELECT start, "end" FROM delegation WHERE id = ?', (visit.record_id,)
    ).fetchone()
    days = _UNITS.get(said.unit, 0) * said.count
    if said.anchor == "start" and days:
        day = _known(row[0])
        if day is None:
            remarks.append((NO_DAY_YET, {}))
        before = days if said.before else -days
        values: dict[str, Any] = {"relative_to_id": visit.record_id, "relative_days": before}
        if said.hour and day:
            values["due"] = f"{day - timedelta(days=before)}T{said.hour}"
        return values
    day = _known(row[1] or row[0]) if said.anchor == "end" else _known(row[0])
    if day is None:
        remarks.append((NO_DAY_YET, {}))
        return {}
    remarks.append((DOES_NOT_MOVE, {}))
    due_day = moved(day, said)
    return {"due": due_day.isoformat() + (f"T{said.hour}" if said.hour else "")}


def _known(text: str | None) -> date | None:
    found = PartialDate.parse_iso(text) if text else None
    return found.last_day if found and found.is_day else None


def moved(day: date, said: Relative) -> date:
    """The day so many units before or after another one. Working days are those of the Czech
    Republic (zákon č. 245/2000 Sb.)."""
    if not said.before:
        return later(day, said.count, said.unit)
    if said.unit == "working":
        for _ in range(said.count):
            day -= timedelta(days=1)
            while not is_working_day(day):
                day -= timedelta(days=1)
        return day
    return later(day, -said.count, said.unit)
