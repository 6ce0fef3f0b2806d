"""What a user does. The rooms are put together here: who follows whose changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.services.records import consequences

if TYPE_CHECKING:
    from app.db.store import Writer
    from app.fields import Entity


def _fill() -> None:
    # Who only looks needs none of these rooms: the first change asks for them.
    from app.services.agreements import checks
    from app.services.protocol import costs, gifts, programme, travel
    from app.services.records.consequences import Consequence, register
    from app.services.tasks import (
        advances,
        commitments,
        minutes,
        series,
        trip_reports,
        visits,
        what_follows,
    )

    def repeat(writer: Writer, _entity: Entity, task_id: str, _values: Mapping[str, Any]) -> None:
        series.repeat(writer, task_id)

    register("agreement", Consequence(checks.refuse))
    register(
        "delegation",
        Consequence(visits.follow),
        Consequence(what_follows.tell),
        Consequence(trip_reports.follow, when=trip_reports.comes_back),
    )
    register("meeting", Consequence(visits.follow))
    register("programme_item", Consequence(programme.check))
    register("travel_time", Consequence(travel.check))
    register("cost", Consequence(costs.check), Consequence(advances.follow))
    register("gift", Consequence(gifts.check))
    register("agreed_point", Consequence(minutes.follow))
    register("stock_entry", Consequence(gifts.check_stock))
    register(
        "task",
        Consequence(visits.follow),
        Consequence(commitments.follow),
        Consequence(repeat, when=series.finishes),
    )
    register("commitment", Consequence(commitments.follow))


consequences.fill_with(_fill)
