"""What is to be thought of in time: ends, notice days, evaluations, commitments, persons' data.

Reminders are computed, never stored; stored are only the lead times and what was put off. No
day is guessed: what is not known to the day gives no reminder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, get_args

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import C_, N_, Language, Translator, translator
from app.rules.agreements.terms import AgreementState, Standing, add_months, standing, state
from app.services import office_settings
from app.services.agreements.record import worded
from app.services.records.ids import free_id
from app.services.records.query import facts_columns, facts_of, title_expression
from app.services.records.rows import CREATE, name_header, write
from app.services.tasks import tasks
from app.services.tasks.commitments import OPEN_TASK, make_task_within

ReminderKind = Literal["notice", "term_end", "commitment", "evaluation", "person"]

KIND_LABELS: dict[str, str] = {
    "notice": C_("reminder", "Last day for notice"),
    "term_end": C_("reminder", "End of the term"),
    "commitment": C_("reminder", "Commitment"),
    "evaluation": C_("reminder", "Evaluation"),
    "person": C_("reminder", "Review of personal data"),
}
"""The labels (message ids) by kind, in the order of urgency."""

SET_LEAD_TIMES = N_("Lead times of reminders changed")
PUT_OFF = N_("Reminder put off: {title}")
NOT_A_LEAD_TIME = N_("A lead time is between 0 and {most} days. Nothing was changed.")

_FOR_GOOD = "9999-12-31"
_MOST = 3650  # days


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How many days before its day a reminder begins; None for never.

    Of the last day for notice it is reminded again at each of its lead times, whatever was put
    off before. An evaluation is due `evaluation_months` after the last one or the signing, and
    reminded of from that day on. `person` counts to the day until which data are kept.
    `trip_report` counts the working days after a trip in which its report is written.
    """

    notice: tuple[int, ...] = (90, 30)
    term_end: int | None = 90
    commitment: int | None = 30
    evaluation_months: int | None = 12
    person: int | None = None
    trip_report: int | None = 10


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to think of.

    `entity` and `record_id` name the record that opens; `row_id` the row behind it (that of a
    commitment). `title` is the caption of the record. `days_left` counts from the day for which
    the reminders were asked, negative once `due` has passed. `message` is a message id whose
    placeholders `values` fill. `key` is what `snooze` puts off: it changes with the day and the
    lead time, so the next term is reminded of again.
    """

    kind: ReminderKind
    entity: str
    record_id: str
    title: str
    due: date
    days_left: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    row_id: str = ""

    def text(self, tr: Translator) -> str:
        """The sentence, in the language of `tr`."""
        return tr.message(self.message, **worded(self.values, tr))


# --- the office's choices -----------------------------------------------------------------------


def lead_times(connection: Connection) -> LeadTimes:
    """The office's lead times; defaults where nothing (or nothing sensible) is stored."""
    stored = office_settings.values(connection, office_settings.LEAD_TIMES)
    notice = set(LeadTimes().notice)
    known: dict[str, Any] = {}
    for part, text in stored.items():
        name, _, days = part.partition(":")
        value = _number(days or text)
        if name == _NOTICE and days:
            if value is not None and _is_days(value):
                (notice.add if text == "1" else notice.discard)(value)
        elif name in _SCALARS and (value is not None or not text) and _is_sensible(name, value):
            known[name] = value
    return LeadTimes(notice=tuple(sorted(notice, reverse=True)), **known)


def set_lead_times(store: Store, times: LeadTimes) -> Changes:
    """Store the office's lead times. Raises `UserError` for one that makes no sense."""
    if not all(_is_sensible(name, value) for name, value in asdict(times).items()):
        raise UserError(NOT_A_LEAD_TIME, most=_MOST)
    with store.writing(SET_LEAD_TIMES) as writer:
        now = lead_times(writer.connection)
        known = {*now.notice, *times.notice}
        office_settings.put_parts(
            writer, office_settings.LEAD_TIMES, _parts(now, known), _parts(times, known)
        )
    return writer.changes


_NOTICE = "notice"
_SCALARS = ("term_end", "commitment", "evaluation_months", "person", "trip_report")


def _parts(times: LeadTimes, known: Iterable[int]) -> dict[str, str]:
    """The lead times as rows; `known` are the days before notice that are said to hold or not."""
    found = {f"{_NOTICE}:{days}": "1" if days in times.notice else "0" for days in known}
    for name in _SCALARS:
        value = getattr(times, name)
        found[name] = "" if value is None else str(value)
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONG else None


_LONG = 6  # digits


def _is_sensible(name: str, value: object) -> bool:
    if name == "notice":
        return isinstance(value, tuple) and all(_is_days(item) for item in value)
    if name == "evaluation_months":
        return value is None or (_is_days(value) and value != 0)
    return value is None or _is_days(value)


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST


def snooze(store: Store, key: str, until: date | None, title: str = "") -> Changes:
    """Put the reminder of a key off until a day, for good if that is None. It can be undone.

    `title` is what the history calls it.
    """
    with store.writing(PUT_OFF) as writer:
        _put_off(writer, key, until)
        name_header(writer, title)
    return writer.changes


def _put_off(writer: Writer, key: str, until: date | None) -> None:
    office_settings.put(
        writer, office_settings.PUT_OFF + key, until.isoformat() if until else _FOR_GOOD
    )


def task_title(reminder: Reminder, tr: Translator) -> str:
    """What is to be done, in the language of `tr`: the title that its task would have."""
    if reminder.kind == "commitment":
        return str(reminder.values["text"])
    return tr.message(_TASKS[reminder.kind], title=reminder.title)


_TASKS = {
    "notice": N_("Decide on notice: {title}"),
    "term_end": N_("The term ends: {title}"),
    "evaluation": N_("Evaluate the agreement: {title}"),
    "person": N_("Review the personal data: {title}"),
}


def as_task(
    store: Store, reminder: Reminder, language: Language = Language.CS
) -> tuple[str, Changes]:
    """Make a real task of a reminder, which is then put off for good; one undo takes both back.

    A commitment becomes its own task. The texts of others are written in `language` (a task is
    data of the office); a day that has passed is no deadline any more. Raises `UserError` as
    `commitments.make_task` does.
    """
    tr = translator(language)
    with store.writing(CREATE) as writer:
        if reminder.kind == "commitment":
            task_id = make_task_within(writer, reminder.row_id)
        else:
            values = {
                "title": task_title(reminder, tr),
                "description": reminder.text(tr),
                "due": reminder.due.isoformat() if reminder.days_left >= 0 else None,
                "status": "open",
            }
            fixed = free_id(
                writer.connection, "task", "reminder", reminder.key, reminder.due.isoformat()
            )
            task_id = write(writer, ENTITIES["task"], None, values, fixed=fixed)
            tasks.link(writer, task_id, reminder.entity, reminder.record_id)
            name_header(writer, str(values["title"]))
        _put_off(writer, reminder.key, None)
    return task_id, writer.changes


# --- the reminders ------------------------------------------------------------------------------


def reminders(
    connection: Connection,
    on: date,
    within: int | None = None,
    language: Language = Language.CS,
) -> list[Reminder]:
    """What is to be thought of on the day `on`, titles in `language`.

    `within` looks so many days ahead instead of the lead times (what they switch off stays off).
    Agreements count while they are in force, those that are ending too, unless archived. What
    has a deadline comes first, then evaluations and reviews, each by its day.
    """
    times = lead_times(connection)
    if within is not None:
        times = replace(
            times,
            notice=(within,) if times.notice else (),
            term_end=None if times.term_end is None else within,
            commitment=None if times.commitment is None else within,
            person=None if times.person is None else within,
        )
    ahead = within or 0
    found = [
        *_of_agreements(connection, on, times, ahead, language),
        *_of_persons(connection, on, times),
    ]
    put_off, today = office_settings.values(connection, office_settings.PUT_OFF), on.isoformat()
    found = [item for item in found if put_off.get(item.key, "") <= today]
    later = ("evaluation", "person")
    kinds = get_args(ReminderKind)
    found.sort(
        key=lambda item: (
            item.kind in later,
            item.due,
            kinds.index(item.kind),
            item.title,
            item.key,
        )
    )
    return found


def _of_agreements(
    connection: Connection, on: date, times: LeadTimes, ahead: int, language: Language
) -> Iterator[Reminder]:
    title = title_expression(ENTITIES["agreement"], "a", language)
    commitments = _commitments(connection, on, times, language)
    evaluated: dict[str, str] = dict(
        connection.execute(
            "SELECT agreement_id, max(date) FROM evaluation WHERE date <> 'unknown'"
            " GROUP BY agreement_id"
        ).fetchall()
    )
    rows = rows_as_dicts(
        connection,
        f"SELECT a.id, {title} AS title, {facts_columns('a')} FROM agreement a"
        " WHERE a.archived_on IS NULL"
        " AND (a.signed_on IS NOT NULL OR coalesce(a.status, '') NOT IN ('draft', 'in_approval'))"
        # What ended, or lapsed without renewal, before this year cannot be in force.
        " AND (a.ended_on IS NULL OR a.ended_on >= ?1)"
        " AND (a.expires_on IS NULL OR a.renewal_months <> 0 OR a.expires_on >= ?1"
        " OR a.id IN (SELECT amends_id FROM agreement))",
        (f"{on.year:04d}",),
    )
    for row in rows:
        evaluation = _evaluation(row, evaluated.get(row["id"]), on, times, ahead)
        dated = any(row[n] for n in ("expires_on", "ended_on", "notice_given_on", "amendments"))
        if not (evaluation or dated or row["id"] in commitments):
            continue
        recorded = facts_of(row)
        if state(recorded, on) not in _RUNNING:
            continue
        if dated:
            now = standing(recorded, on)
            yield from _notice(row, now, on, times)
            yield from _end(row, now, on, times)
        yield from commitments.get(row["id"], ())
        if evaluation:
            yield evaluation


_RUNNING = (AgreementState.IN_FORCE, AgreementState.ENDING)


def _about(
    row: Mapping[str, Any],
    kind: ReminderKind,
    due: date,
    on: date,
    message: str,
    lead: int = 0,
    **more: object,
) -> Reminder:
    key = f"{kind}:{row['id']}:{due}" + (f":{lead}" if lead else "")
    left = (due - on).days
    values = {"day": due, **more}
    return Reminder(
        kind, "agreement", row["id"], row["title"] or "", due, left, message, values, key
    )


def _notice(
    row: Mapping[str, Any], now: Standing, on: date, times: LeadTimes
) -> Iterator[Reminder]:
    due, last = now.deliver_by, now.notice_deadline
    if due is None or last is None or last < on:
        return
    reached = [lead for lead in times.notice if (due - on).days <= lead]
    if reached:
        message = N_("Notice must be delivered by {day}, or the agreement renews itself.")
        yield _about(row, "notice", due, on, message, min(reached))


def _end(row: Mapping[str, Any], now: Standing, on: date, times: LeadTimes) -> Iterator[Reminder]:
    """The last day in force; of a renewal only where nobody knows the last day for notice."""
    renews = now.renews
    due = now.end.first_day if now.end is not None and now.end.is_day else None
    if due is None or due < on or times.term_end is None or (due - on).days > times.term_end:
        return
    if not renews:
        yield _about(row, "term_end", due, on, N_("The agreement ends on {day}."))
    elif now.notice_deadline is None:
        message = N_(
            "The current term ends on {day} and renews itself; the notice period is not recorded."
        )
        yield _about(row, "term_end", due, on, message)


def _evaluation(
    row: Mapping[str, Any], last: str | None, on: date, times: LeadTimes, ahead: int
) -> Reminder | None:
    since = last or row["signed_on"]
    if times.evaluation_months is None or not since or len(since) != 10:
        return None
    day = date.fromisoformat(since)
    if day.year + times.evaluation_months // 12 >= date.max.year:
        return None
    due = add_months(day, times.evaluation_months)
    if (due - on).days > ahead:
        return None
    if last:
        message = N_("The agreement is to be evaluated by {day}; last evaluated on {last}.")
    else:
        message = N_("The agreement is to be evaluated by {day}; it was signed on {last}.")
    return _about(row, "evaluation", due, on, message, last=day)


def _commitments(
    connection: Connection, on: date, times: LeadTimes, language: Language
) -> dict[str, list[Reminder]]:
    """The open commitments that are due and have no unfinished task, by agreement."""
    if times.commitment is None:
        return {}
    text = title_expression(ENTITIES["commitment"], "c", language)
    title = title_expression(ENTITIES["agreement"], "a", language)
    unfinished = ", ".join(f"'{status}'" for status in OPEN_TASK)
    rows = rows_as_dicts(
        connection,
        f"SELECT c.id AS row_id, c.agreement_id AS id, {title} AS title, {text} AS text, c.due"
        " FROM commitment c JOIN agreement a ON a.id = c.agreement_id"
        " LEFT JOIN task t ON t.id = c.task_id"
        " WHERE coalesce(c.status, 'open') = 'open' AND length(c.due) = 10 AND c.due <= ?"
        f" AND a.archived_on IS NULL AND coalesce(t.status, '') NOT IN ({unfinished})",
        ((on + timedelta(days=times.commitment)).isoformat(),),
    )
    found: dict[str, list[Reminder]] = {}
    for row in rows:
        due = date.fromisoformat(row["due"])
        message = N_("To be fulfilled by {day}: {text}")
        item = replace(
            _about(row, "commitment", due, on, message),
            values={"day": due, "text": " ".join(row["text"].split())},
            key=f"commitment:{row['row_id']}:{due}",
            row_id=row["row_id"],
        )
        found.setdefault(row["id"], []).append(item)
    return found


def _of_persons(connection: Connection, on: date, times: LeadTimes) -> Iterator[Reminder]:
    """Whose data are to be reviewed: in the archive too, for that keeps them just the same."""
    if times.person is None:
        return
    for key, name, until in connection.execute(
        "SELECT id, full_name, retain_until FROM person WHERE retain_until <= ?",
        ((on + timedelta(days=times.person)).isoformat(),),
    ).fetchall():
        due = date.fromisoformat(until)
        message = N_("The data of this person are kept until {day}; review or erase them.")
        left = (due - on).days
        values = {"day": due}
        place = f"person:{key}:{due}"
        yield Reminder("person", "person", key, name or "", due, left, message, values, place)
