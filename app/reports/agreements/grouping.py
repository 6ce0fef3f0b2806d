"""How the register of agreements can be divided; imports nothing heavy."""

from __future__ import annotations

from app.i18n import N_
from app.reports.engine.paper import Option

GROUP_BY = Option(
    "group_by",
    N_("Grouped by"),
    (
        ("", N_("In the order of the list")),
        ("state", N_("By state")),
        ("partner", N_("By partner")),
        ("country", N_("By country")),
        ("area", N_("By area of co-operation")),
    ),
)
