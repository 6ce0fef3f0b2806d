"""Papers go to the head of the department, come back with a remark, or are approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import C_, N_, Language, Translator
from app.rules.days.partial_dates import format_moment
from app.services.records.query import captions
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header

SUBMITTED, RETURNED, APPROVED, DRAFT = "submitted", "returned", "approved", "draft"

DONE = {
    SUBMITTED: N_("Paper submitted for approval: {title}"),
    RETURNED: N_("Paper returned with a remark: {title}"),
    APPROVED: N_("Paper approved: {title}"),
}
NOT_SUBMITTED = N_("This paper was not submitted for approval. Nothing was changed.")
NO_REMARK = N_("Write what is to be changed in the paper. Nothing was changed.")
NOT_HEAD = N_("Only the head of the department approves and returns papers. Nothing was changed.")
WAITS = N_("This paper waits for approval already. Nothing was changed.")

NOT_APPROVED = {
    DRAFT: N_("This paper is a draft: it was not submitted for approval."),
    SUBMITTED: N_("This paper is not approved yet: it was submitted by {who} on {when}."),
    RETURNED: N_("This paper is not approved: {who} returned it on {when} with a remark: {remark}"),
}
CHANGED_SINCE = N_("This paper was approved by {who} on {when}; the record was changed since.")
STATES = {
    DRAFT: C_("approval of a paper", "Draft"),
    SUBMITTED: C_("approval of a paper", "Submitted for approval"),
    RETURNED: C_("approval of a paper", "Returned with a remark"),
    APPROVED: C_("approval of a paper", "Approved"),
}

ASKED = {
    "delegation": frozenset(
        ("programme-guest", "invitation", "thank-you", "council-paper", "trip-report", "briefing")
    ),
    "agreement": frozenset(("council-paper",)),
}
"""The papers that leave the department or go to the head: a draft of them is said to be one.

Of any other paper it is said only once it was submitted.
"""

_STEP = ENTITIES["paper_step"]


@dataclass(frozen=True, slots=True)
class State:
    """Where a paper stands: `step` is draft, submitted, returned or approved; by whom and when (as
    stored), with which remark; whether the record was changed since it was approved.
    """

    entity: str
    record_id: str
    paper: str
    step: str = DRAFT
    who: str = ""
    user_id: str = ""
    at: str = ""
    remark: str = ""
    is_changed: bool = False

    def text(self, tr: Translator) -> str:
        """What is said when it is printed; empty where it is approved as it stands."""
        when = format_moment(self.at, tr) if self.at else ""
        if self.step == APPROVED:
            return tr.message(CHANGED_SINCE, who=self.who, when=when) if self.is_changed else ""
        message = NOT_APPROVED[self.step]
        return tr.message(message, who=self.who, when=when, remark=self.remark)


def state(connection: Connection, entity: str, record_id: str, paper: str) -> State:
    """Where a paper about a record (a delegation or an agreement) stands."""
    found = connection.execute(
        "SELECT s.id, s.step, s.at, s.remark, s.user_id, coalesce(u.name, '') FROM paper_step s"
        f' LEFT JOIN "user" u ON u.id = s.user_id WHERE s.{entity}_id = ? AND s.paper = ?'
        " ORDER BY s.at DESC, s.id DESC LIMIT 1",
        (record_id, paper),
    ).fetchone()
    if found is None:
        return State(entity, record_id, paper)
    key, step, at, remark, user, name = found
    changed = step == APPROVED and _is_changed(connection, entity, record_id, key)
    return State(
        entity, record_id, paper, step, name, user or "", at, remark or "", is_changed=changed
    )


def _is_changed(connection: Connection, entity: str, record_id: str, step_id: str) -> bool:
    """Whether the record or what belongs to it was changed after a step was written down."""
    return last_change(connection, entity, record_id) > written(connection, step_id)


def written(connection: Connection, row_id: str) -> int:
    """The place in the log at which a row was written down, 0 if the log does not know it."""
    (found,) = connection.execute(
        "SELECT coalesce(min(id), 0) FROM log_operation WHERE row_id = ?", (row_id,)
    ).fetchone()
    return int(found)


def last_change(connection: Connection, entity: str, record_id: str) -> int:
    """The place in the log of the last change of a record (a delegation or an agreement) or of
    what belongs to it, 0 if there is none.

    What was noted about it changes no paper: its approvals and printings, that a programme was
    sent, what was linked to it.
    """
    items = "SELECT id FROM programme_item WHERE delegation_id = ?1"
    plans = f"SELECT id FROM seating_plan WHERE programme_item_id IN ({items})"
    within = f" OR owner_id IN ({items}) OR owner_id IN ({plans})"
    (found,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM log_operation WHERE kind <> 'touch'"
        " AND table_name NOT IN ('paper_step', 'printing', 'programme_version', 'task_link',"
        " 'document_link', 'tag_link')"
        f" AND (owner_id = ?1 OR row_id = ?1{within if entity == 'delegation' else ''})",
        (record_id,),
    ).fetchone()
    return int(found)


def warning(connection: Connection, entity: str, record_id: str, paper: str, tr: Translator) -> str:
    """What is said before a paper is printed that is not approved; empty where nothing is."""
    if entity not in ASKED:
        return ""
    found = state(connection, entity, record_id, paper)
    if found.step == DRAFT and paper not in ASKED[entity]:
        return ""
    return found.text(tr)


def is_head(connection: Connection, user_id: str | None) -> bool:
    """Whether a user approves papers: a head of the department; anybody where none is recorded."""
    heads = {
        key
        for (key,) in connection.execute("SELECT id FROM \"user\" WHERE role = 'head'").fetchall()
    }
    return not heads or user_id in heads


def take(
    store: Store,
    entity: str,
    record_id: str,
    paper: str,
    step: str,
    remark: str = "",
    now: datetime | None = None,
) -> Changes:
    """Submit, return or approve a paper; who does it is the user of the store.

    Raises `UserError` if it waits already, if it was not submitted, if it is returned without a
    remark, if the user is not the head, or if the record is gone.
    """
    with store.writing(DONE[step]) as writer:
        connection = writer.connection
        if row(connection, entity, record_id) is None:
            raise UserError(GONE)
        before = state(connection, entity, record_id, paper)
        if step == SUBMITTED and before.step == SUBMITTED:
            raise UserError(WAITS)
        if step != SUBMITTED:
            if before.step != SUBMITTED:
                raise UserError(NOT_SUBMITTED)
            if not is_head(connection, store.user_id):
                raise UserError(NOT_HEAD)
        if step == RETURNED and not remark.strip():
            raise UserError(NO_REMARK)
        _write(writer, store.user_id, entity, record_id, paper, step, remark, now or datetime.now())
        name_header(writer, caption_of(connection, ENTITIES[entity], record_id))
    return writer.changes


def _write(
    writer: Writer,
    user_id: str | None,
    entity: str,
    record_id: str,
    paper: str,
    step: str,
    remark: str,
    now: datetime,
) -> None:
    values: dict[str, Any] = {
        f"{entity}_id": record_id,
        "paper": paper,
        "step": step,
        "at": now.strftime("%Y-%m-%dT%H:%M"),
        "user_id": user_id,
        "remark": remark.strip() or None,
    }
    last = writer.connection.execute(
        f"SELECT max(at) FROM paper_step WHERE {entity}_id = ? AND paper = ?", (record_id, paper)
    ).fetchone()[0]
    if last and last > values["at"]:  # a clock that went back must not hide the step
        values["at"] = last
    apply(writer, _STEP, None, values)


def history(connection: Connection, entity: str, record_id: str, paper: str) -> list[State]:
    """The steps of a paper, the first one first."""
    return [
        State(
            entity,
            record_id,
            paper,
            found["step"],
            found["name"] or "",
            found["user_id"] or "",
            found["at"],
            found["remark"] or "",
        )
        for found in rows_as_dicts(
            connection,
            'SELECT s.*, u.name FROM paper_step s LEFT JOIN "user" u ON u.id = s.user_id'
            f" WHERE s.{entity}_id = ? AND s.paper = ? ORDER BY s.at, s.id",
            (record_id, paper),
        )
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that somebody waits for: to be approved by a head, or to be mended by its author."""

    state: State
    title: str


def waiting(connection: Connection, user_id: str | None, language: Language) -> list[Waiting]:
    """The papers that wait for a user: for a head those that were submitted, for their author
    those that were returned; the oldest first.
    """
    found: list[State] = []
    head = is_head(connection, user_id)
    for entity in ("delegation", "agreement"):
        pairs = connection.execute(
            f"SELECT DISTINCT {entity}_id, paper FROM paper_step WHERE {entity}_id IS NOT NULL"
            " ORDER BY 1, 2"
        ).fetchall()
        for record_id, paper in pairs:
            now = state(connection, entity, record_id, paper)
            if now.step == SUBMITTED and head:
                found.append(now)
            elif now.step == RETURNED:
                steps = history(connection, entity, record_id, paper)
                authors = [item.user_id for item in steps if item.step == SUBMITTED]
                if authors and authors[-1] == (user_id or ""):
                    found.append(now)
    titles: dict[str, str] = {}
    for entity in ("delegation", "agreement"):
        ids = [item.record_id for item in found if item.entity == entity]
        titles |= captions(connection, ENTITIES[entity], ids, language)
    found.sort(key=lambda item: (item.at, item.record_id, item.paper))
    return [Waiting(item, titles.get(item.record_id, "")) for item in found]
