"""Tables of tasks and what they are about."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.db.tables.base import AnyRecord, Base, Int, Record, Req, Str, reference


class Task(Record, Base):
    """Something somebody must do."""

    __tablename__ = "task"
    title: Mapped[Req]
    description: Mapped[Str]
    due: Mapped[Str]
    start: Mapped[Str]
    status: Mapped[Req]
    priority: Mapped[Str]
    assignee_id: Mapped[str | None] = reference("user")
    origin: Mapped[Str]
    reminder: Mapped[Str]
    recurrence: Mapped[Str]
    relative_to_id: Mapped[str | None] = reference("delegation")
    relative_days: Mapped[Int]
    series: Mapped[Str]
    series_start: Mapped[Str]
    series_day: Mapped[Str]
    held: Mapped[Str]
    note: Mapped[Str]


class TaskLink(AnyRecord, Base):
    """A link of a task to any record; its id follows from the task and the record."""

    __tablename__ = "task_link"
    task_id: Mapped[str | None] = reference("task")
