"""Mailing lists: who is on them, how far each recipient is, and filling them by a filter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.entities.choices import MAILING_STATE
from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.services.records.query import Filter, ListQuery, captions
from app.services.records.records import apply, caption_of
from app.services.records.rows import CREATE, GONE, name_header, validate

ADDED = N_("Recipients added: {title}")
STATE_SET = N_("State of recipients changed: {title}")
RULE_SET = N_("Filter of the mailing list changed: {title}")
NO_RULE = N_("This mailing list has no filter. Choose one first; nothing was changed.")
BROKEN_RULE = N_(
    "The filter of this mailing list cannot be read. Nothing was changed. Choose it again."
)
UNKNOWN_STATE = N_("“{state}” is not a state of a recipient. Nothing was changed.")

PROPOSED, LEFT_OUT, SENT = "proposed", "left_out", "sent"
_TO_WRITE = (PROPOSED, "confirmed")
_WRITTEN = (SENT, "accepted")

_LIST, _MEMBER, _PERSON = (ENTITIES[name] for name in ("mailing_list", "mailing_member", "person"))
_SCOPES = ("current", "archive", "all")


def members(connection: Connection, list_id: str, states: Iterable[str] | None = None) -> list[str]:
    """The ids of a list's people in the order of their names, of all states or of these."""
    where, values = "", [list_id]
    if states is not None:
        values += states
        where = f" AND m.state IN ({', '.join('?' * (len(values) - 1))})"
    rows = connection.execute(
        "SELECT p.id FROM mailing_member m JOIN person p ON p.id = m.person_id"
        f" WHERE m.mailing_list_id = ?{where} ORDER BY p.sort_key, p.id",
        values,
    )
    return [key for (key,) in rows.fetchall()]


def to_write(connection: Connection, list_id: str) -> list[str]:
    """The ids of the people of a list who are still to be written to, in the order of names.

    Those proposed and confirmed; where all were written to, everybody who has not declined and
    was not left out (a reminder).
    """
    return members(connection, list_id, _TO_WRITE) or members(connection, list_id, _WRITTEN)


def add_members(store: Store, list_id: str, person_ids: Iterable[str]) -> Changes:
    """Propose people as recipients; who is on the list already stays as they are.

    Raises `UserError` when the list or a person is gone; nothing is changed then.
    """
    with store.writing(ADDED) as writer:
        _add(writer, list_id, person_ids)
    return writer.changes


def set_state(store: Store, list_id: str, ids: Iterable[str], state: str) -> Changes:
    """Set the state of recipients, given by the ids of their rows or of the people.

    Ids that are not on the list are passed over. Raises `UserError` for an unknown state and
    when the list is gone.
    """
    if state not in MAILING_STATE.options:
        raise UserError(UNKNOWN_STATE, state=state)
    wanted = set(ids)
    with store.writing(STATE_SET) as writer:
        name = _name(writer.connection, list_id)
        changed = [
            row_id
            for row_id, person_id, now in _member_rows(writer.connection, list_id)
            if now != state and (row_id in wanted or person_id in wanted)
        ]
        for row_id in changed:
            apply(writer, _MEMBER, row_id, {"state": state})
        name_header(writer, f"{name} ({len(changed)})")
    return writer.changes


def copy_list(store: Store, list_id: str, name: str) -> tuple[str, Changes]:
    """A new list named `name` with the recipients of another one; gives its id.

    Everybody is proposed again; who was left out stays so. The date is not copied.
    Raises `UserError` when the list is gone, `InvalidRecord` without a name.
    """
    with store.writing(CREATE) as writer:
        row = writer.connection.execute(
            "SELECT occasion, rule, note, tags FROM mailing_list WHERE id = ?", (list_id,)
        ).fetchone()
        if row is None:
            raise UserError(GONE)
        values = {"name": name, **dict(zip(("occasion", "rule", "note", "tags"), row, strict=True))}
        validate(_LIST, values, new=True)
        new = apply(writer, _LIST, None, values)
        for person_id, state, note in writer.connection.execute(
            "SELECT person_id, state, note FROM mailing_member WHERE mailing_list_id = ?"
            " AND person_id IS NOT NULL",
            (list_id,),
        ).fetchall():
            kept = LEFT_OUT if state == LEFT_OUT else PROPOSED
            _insert(writer, new, person_id, kept, note)
        name_header(writer, name)
    return new, writer.changes


def set_rule(store: Store, list_id: str, query: ListQuery | None) -> Changes:
    """Make what a list of people shows the filter of a mailing list; None takes it away.

    The list stays as it is until `fill`. Raises `UserError` when it is gone.
    """
    rule = None if query is None else rule_text(query)
    with store.writing(RULE_SET) as writer:
        name = _name(writer.connection, list_id)
        apply(writer, _LIST, list_id, {"rule": rule})
        name_header(writer, name)
    return writer.changes


def fill(store: Store, list_id: str, *, on: date | None = None) -> Changes:
    """Propose everybody whom the list's filter finds and who is not on it; removes nobody.

    `on` (today) is the day whose posts count. Raises `UserError` when the list is gone, has no
    filter, or one that cannot be read; nothing is changed then.
    """
    with store.writing(ADDED) as writer:
        _name(writer.connection, list_id)
        (rule,) = writer.connection.execute(
            "SELECT rule FROM mailing_list WHERE id = ?", (list_id,)
        ).fetchone()
        if not rule:
            raise UserError(NO_RULE)
        _add(writer, list_id, found(writer.connection, rule_query(rule, on or date.today())))
    return writer.changes


def found(connection: Connection, query: ListQuery) -> list[str]:
    """The ids of all records of a list, in its order."""
    return [record_id for _, record_id in query.keys(connection)]


def rule_text(query: ListQuery) -> str:
    """What is stored of a list's search text, scope and filters, as JSON.

    The language is stored too: computed columns are compared as they are shown in it.
    """
    return json.dumps(
        {
            "text": query.text,
            "scope": query.scope,
            "filters": [list(item) for item in query.filters],
            "language": query.language.value,
        },
        ensure_ascii=False,
    )


def rule_query(rule: str, on: date) -> ListQuery:
    """The list of people that a stored filter stands for. Raises `UserError` for a broken one."""
    try:
        data = json.loads(rule)
        text, scope = data.get("text", ""), data.get("scope", "current")
        filters = tuple(Filter(name, value) for name, value in data.get("filters", ()))
        language = Language(data.get("language", "cs"))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(BROKEN_RULE) from error
    known = {*_PERSON.by_name, *(field.name for field in _PERSON.computed)}
    texts: Sequence[Any] = [text, scope, *(part for item in filters for part in item)]
    if not all(isinstance(item, str) for item in texts) or scope not in _SCOPES:
        raise UserError(BROKEN_RULE)
    if not {item.name for item in filters} <= known:
        raise UserError(BROKEN_RULE)
    return ListQuery(_PERSON, language, text=text, scope=scope, on=on, filters=filters)


def rule_in_words(connection: Connection, rule: str, tr: Translator) -> str:
    """A stored filter as a person reads it: *Nationality: Germany · “mayor”*.

    Raises `UserError` for a broken one.
    """
    query = rule_query(rule, date.today())
    labels = {item.name: item.label for item in (*_PERSON.fields, *_PERSON.computed)}
    parts = [
        f"{tr.message(labels[item.name])}: {query.filter_text(connection, item, tr)}"
        for item in query.filters
    ]
    if query.text.strip():
        parts.append(tr("with the words “{text}”", text=query.text.strip()))
    scopes = {"archive": tr("In the archive"), "all": tr("The archive too")}
    if query.scope in scopes:
        parts.append(scopes[query.scope])
    return " · ".join(parts) or tr("Everybody")


def _add(writer: Writer, list_id: str, person_ids: Iterable[str]) -> None:
    name = _name(writer.connection, list_id)
    there = {person_id for _, person_id, _ in _member_rows(writer.connection, list_id)}
    new = [key for key in dict.fromkeys(person_ids) if key not in there]
    for person_id in new:
        _insert(writer, list_id, person_id, PROPOSED, None)
    people = captions(writer.connection, _PERSON, new[:3], Language.CS).values()
    more = ", …" if len(new) > 3 else ""
    name_header(writer, f"{name} ({', '.join(people)}{more})")


def _insert(writer: Writer, list_id: str, person_id: str, state: str, note: str | None) -> None:
    values = {"mailing_list_id": list_id, "person_id": person_id, "state": state, "note": note}
    apply(writer, _MEMBER, None, values)


def _member_rows(connection: Connection, list_id: str) -> list[tuple[str, str, str]]:
    """The list's rows: id, person, state."""
    rows = connection.execute(
        "SELECT id, person_id, state FROM mailing_member WHERE mailing_list_id = ?", (list_id,)
    )
    return [(row_id, person_id, state) for row_id, person_id, state in rows.fetchall()]


def _name(connection: Connection, list_id: str) -> str:
    """The list's name. Raises `UserError` when it is gone."""
    if not connection.execute("SELECT 1 FROM mailing_list WHERE id = ?", (list_id,)).fetchone():
        raise UserError(GONE)
    return caption_of(connection, _LIST, list_id)
