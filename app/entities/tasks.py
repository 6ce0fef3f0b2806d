"""What somebody must do."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, TAGS_FIELD
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import DATE, INTEGER, MOMENT, MULTILINE, REFERENCE, TEXT

_TIMING = N_("Timing")

TASK = Entity(
    "task",
    "tasks",
    N_("Task"),
    N_("Tasks"),
    (
        Field("title", N_("What is to be done"), TEXT, BASICS, True, True, required=True),
        Field("description", N_("Description"), MULTILINE, BASICS, searchable=True),
        Field("due", N_("Due"), MOMENT, BASICS, in_table=True),
        Field("start", N_("Start"), MOMENT, BASICS),
        Field(
            "status",
            N_("State"),
            choices.TASK_STATUS,
            BASICS,
            in_table=True,
            required=True,
            default="open",
        ),
        Field(
            "priority", N_("Priority"), choices.PRIORITY, BASICS, in_table=True, default="normal"
        ),
        Field("assignee_id", N_("Assigned to"), REFERENCE, BASICS, in_table=True, target="user"),
        Field("origin", N_("Origin"), TEXT, BASICS),
        Field("reminder", N_("Reminder"), MOMENT, _TIMING),
        Field("recurrence", N_("Repeats"), choices.RECURRENCE, _TIMING),
        Field(
            "relative_to_id",
            N_("Due relative to the delegation"),
            REFERENCE,
            _TIMING,
            target="delegation",
        ),
        Field(
            "meeting_id", N_("Due relative to the meeting"), REFERENCE, _TIMING, target="meeting"
        ),
        Field("relative_days", N_("Days before its start"), INTEGER, _TIMING),
        Field("series", N_("Series"), TEXT, _TIMING, kept=True),
        Field("series_start", N_("First day of the series"), DATE, _TIMING, kept=True),
        Field("series_day", N_("Day in the series"), DATE, _TIMING, kept=True),
        Field("held", N_("Days it had before it waited"), TEXT, _TIMING, kept=True),
        NOTE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="title",
    order=("due", "title"),
    title_label=N_("What is to be done"),
)
"""What comes again is of a `series`, which has the id of its first task; `series_day` is its place.

`held` keeps due day, start and reminder of a task that waits until the visit it is tied to has a
day again (``due=2027-04-26T10:00;reminder=2027-04-25``).
"""

TASK_LINK = Entity(
    "task_link",
    "task-links",
    N_("Related record"),
    N_("Related records"),
    (
        Field("task_id", N_("Task"), REFERENCE, BASICS, target="task"),
        Field("entity", N_("Kind of record"), TEXT, BASICS, required=True),
        Field("record_id", N_("Record"), REFERENCE, BASICS, required=True),
    ),
    title="entity",
    order=("entity",),
    owner="task_id",
)
