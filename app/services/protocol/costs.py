"""What a visit costs, and who pays it, as requests for information ask (zákon č. 106/1999 Sb.)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Writer
from app.errors import FieldError, InvalidRecord
from app.fields import Entity
from app.i18n import N_

NO_AMOUNT = N_("Write what it is planned to cost, or what it did cost.")

HOME = "CZK"
_CENT = Decimal("0.01")


@dataclass(slots=True)
class Sum:
    """Planned and actual amounts in CZK; `unknown` counts costs whose rate is not recorded.

    What was planned and has no actual amount yet is in `planned` alone.
    """

    planned: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The costs of a visit: all of them, by category, by payer (stored codes).

    `currencies` sums planned and actual amounts in the currencies themselves.
    """

    whole: Sum = field(default_factory=Sum)
    categories: dict[str, Sum] = field(default_factory=dict)
    payers: dict[str, Sum] = field(default_factory=dict)
    currencies: dict[str, Sum] = field(default_factory=dict)


def check(writer: Writer, _entity: Entity, cost_id: str, _values: Mapping[str, Any]) -> None:
    """Raise `InvalidRecord` for a cost without any amount that was just written."""
    cost = row(writer.connection, "cost", cost_id)
    if cost and cost["planned"] is None and cost["actual"] is None:
        raise InvalidRecord([FieldError("planned", NO_AMOUNT)])


def in_czk(cost: Mapping[str, Any], name: str) -> Decimal | None:
    """An amount (`planned` or `actual`) of a stored cost in CZK, rounded to hundredths.

    The recorded amount in CZK counts for what was paid (for what is planned where nothing was
    paid yet), else the rate. None where there is no such amount, or no rate.
    """
    if cost[name] is None:
        return None
    paid = "actual" if cost["actual"] is not None else "planned"
    if cost["czk"] is not None and name == paid:
        return Decimal(cost["czk"])
    amount = Decimal(cost[name])
    if (cost["currency"] or HOME) == HOME:
        return amount
    if cost["rate"] is None:
        return None
    return (amount * Decimal(cost["rate"])).quantize(_CENT, ROUND_HALF_UP)


def totals(connection: Connection, delegation_id: str) -> Totals:
    """What a visit costs in all; empty where nothing is recorded."""
    found = Totals()
    for cost in rows_as_dicts(
        connection,
        "SELECT * FROM cost WHERE delegation_id = ? ORDER BY sort_key, id",
        (delegation_id,),
    ):
        sums = (
            found.whole,
            found.categories.setdefault(cost["category"], Sum()),
            found.payers.setdefault(cost["paid_by"] or "own", Sum()),
        )
        own = found.currencies.setdefault(cost["currency"] or HOME, Sum())
        own.planned += Decimal(cost["planned"] or 0)
        own.actual += Decimal(cost["actual"] or 0)
        for name in ("planned", "actual"):
            amount = in_czk(cost, name)
            for item in sums:
                if amount is not None:
                    setattr(item, name, getattr(item, name) + amount)
                elif cost[name] is not None:
                    item.unknown += 1
    return found
