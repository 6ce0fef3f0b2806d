"""Which days of a record cannot lie before which: one table for every entity.

Two days are compared only where both are certain: a month may still hold the day that is meant,
a day without its hour any hour, and nothing is said of a day that is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Pair(NamedTuple):
    """Two fields of an entity, of which `last` may not lie before `first`."""

    first: str
    last: str


ORDER: Mapping[str, tuple[Pair, ...]] = {
    "person": (
        Pair("birthday", "consent_on"),
        Pair("birthday", "retain_until"),
        Pair("consent_on", "retain_until"),
    ),
    "position": (Pair("since", "until"),),
    "person_relation": (Pair("since", "until"),),
    "organisation_relation": (Pair("since", "until"),),
    # An agreement may take force before it is signed, and may end before its term or after it.
    "agreement": (
        Pair("signed_on", "notice_given_on"),
        Pair("signed_on", "termination_approved_on"),
        Pair("signed_on", "register_published_on"),
        Pair("entry_into_force", "expires_on"),
        Pair("entry_into_force", "ended_on"),
        Pair("notice_given_on", "ended_on"),
    ),
    "delegation": (Pair("start", "end"),),
    "programme_item": (Pair("starts", "ends"),),
    "task": (Pair("start", "due"),),
    "document_version": (Pair("valid_from", "valid_until"),),
}
"""By entity. Pairs of two records (a party's signing and its agreement's) are no faults of one."""


def wrong_pairs(entity: str, values: Mapping[str, object]) -> Iterator[Pair]:
    """The pairs whose `last` surely lies before their `first`, of stored values by field name."""
    if values.get("starts_zone") != (values.get("ends_zone") or values.get("starts_zone")):
        return  # hours of two zones are compared as instants (`services.protocol.programme`)
    for pair in ORDER.get(entity, ()):
        if lies_before(values.get(pair.last), values.get(pair.first)):
            yield pair
    # Without a stated entry into force the day of signing counts.
    if entity == "agreement" and values.get("entry_into_force") in (None, "", "unknown"):
        for last in ("expires_on", "ended_on"):
            if lies_before(values.get(last), values.get("signed_on")):
                yield Pair("signed_on", last)


def lies_before(last: object, first: object) -> bool:
    """Whether one stored date or moment surely lies before another.

    Both are ISO 8601, as precise as they are known, so the part that both have decides.
    """
    if not last or not first or "unknown" in (last, first):
        return False
    common = min(len(str(last)), len(str(first)))
    return str(last)[:common] < str(first)[:common]
