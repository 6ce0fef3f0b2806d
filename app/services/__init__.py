"""What a user does. The rooms are put together here: who follows whose changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.store import Writer
from app.fields import Entity
from app.services.records.consequences import Consequence, register
from app.services.tasks import commitments, tasks


def _repeat(writer: Writer, _entity: Entity, task_id: str, _values: Mapping[str, Any]) -> None:
    tasks.repeat(writer, task_id)


register("delegation", Consequence(tasks.follow))
register(
    "task",
    Consequence(tasks.follow),
    Consequence(commitments.follow),
    Consequence(_repeat, when=tasks.finishes),
)
register("commitment", Consequence(commitments.follow))
