"""Who comes before whom at an occasion, and by which rule.

No law orders officials of Czech regions and their guests, and Germany's federal protocol has no
official order either: what stands here is custom, each rule with its source, and an order made by
hand always wins. The order is a key, so it is total, and does not depend on the order of the
input. Sources: *Moderní obec*, "Na okraj protokolu" (a governor's protocol: elected before
appointed; the prime minister invited by the region comes after governor and mayor; with a foreign
guest of the prime minister the guest and the host come first, then the mayor in whose town it is,
in the region's own building the governor); the Vienna Convention on Diplomatic Relations, Art. 16
(heads of mission by the day of their credentials).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.i18n import N_


class Rank(NamedTuple):
    """A step of the office's rank table; `place` counts from 1, `tie` is one of `TIES`."""

    place: int
    name: str = ""
    tie: str = "seniority"


TIES = ("seniority", "credentials", "alphabet", "list")
"""How equals of a rank are ordered: by the day they took office, by that of their credentials, by
their names, by their number in a list (of ministries in a law)."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who takes part.

    `name` is the key by which names sort; `rank` is that of the post that counts here, None
    without one. `elected` is None where it is not recorded. Days are ISO 8601, as precise as they
    are known. `manual` is the place given by hand, with its `reason`. `serves` says that somebody
    is there to serve others (interpreter, driver, security, press).
    """

    key: str
    name: str
    rank: Rank | None = None
    foreign: bool = False
    elected: bool | None = None
    in_office_since: str = ""
    credentials_on: str = ""
    listed: int = 0
    guest_of_honour: bool = False
    host: bool = False
    guest_side: bool = False
    master_of_building: bool = False
    master_of_territory: bool = False
    serves: bool = False
    stands_in_for: str = ""
    takes_the_place: bool = False
    manual: int | None = None
    reason: str = ""


class Placed(NamedTuple):
    """A guest in their place, and what put them behind the one before (a message id).

    The first one's `rule` says why nobody comes before. `detail` is the reason given by hand.
    """

    guest: Guest
    rule: str
    detail: str = ""


BY_HAND = N_("placed by hand")
GUEST_OF_HONOUR = N_("the foreign guest of honour comes first")
HOST = N_("the host comes before all but the guest of honour")
SERVES = N_("who is there to serve others comes after those who are served")
NO_RANK = N_("a post in the rank table comes before one that is not in it")
ELECTED = N_("who is elected comes before who is appointed")
BUILDING = N_("the master of the building comes before equals")
TERRITORY = N_("who governs the place comes before equals")
RANK = N_("the higher rank of the table")
GUESTS_FIRST = N_("of equals, guests come before hosts")
SENIORITY = N_("who took office earlier")
CREDENTIALS = N_("whose credentials are earlier")
LISTED = N_("the order of the list")
ALPHABET = N_("by the alphabet")
STANDS_IN = N_("a stand-in comes behind the one they stand in for")
ALONE = N_("the first of all")

Key = Callable[[Guest], Any]


def _tie(guest: Guest) -> tuple[str, Any]:
    """What decides among equals of the same rank: the rule, and the value that is compared."""
    kind = guest.rank.tie if guest.rank else "alphabet"
    if kind == "seniority":
        return SENIORITY, guest.in_office_since or "9999"
    if kind == "credentials":
        return CREDENTIALS, guest.credentials_on or "9999"
    if kind == "list":
        return LISTED, f"{guest.listed or 9999:06}"
    return ALPHABET, ""


_RULES: tuple[tuple[str, Key], ...] = (
    (GUEST_OF_HONOUR, lambda guest: not guest.guest_of_honour),
    (HOST, lambda guest: not guest.host),
    (SERVES, lambda guest: guest.serves),
    (NO_RANK, lambda guest: guest.rank is None),
    (ELECTED, lambda guest: guest.elected is False and not guest.foreign),
    (BUILDING, lambda guest: not guest.master_of_building),
    (TERRITORY, lambda guest: not guest.master_of_territory),
    (RANK, lambda guest: guest.rank.place if guest.rank else 0),
    (GUESTS_FIRST, lambda guest: not guest.guest_side),
    ("", lambda guest: _tie(guest)[1]),
    (ALPHABET, lambda guest: guest.name),
    (ALPHABET, lambda guest: guest.key),
)


def order(guests: Iterable[Guest]) -> list[Placed]:
    """The order of precedence, first to last, each with the rule that put them there.

    A stand-in has their own place, not that of the one they represent, unless `takes_the_place`.
    Who has a place by hand stands in it, as far as there are so many; the others keep their order
    around them. Raises `ValueError` if somebody is named twice.
    """
    listed = list(guests)
    if len({guest.key for guest in listed}) != len(listed):
        raise ValueError("somebody is named twice")
    by_key = {guest.key: guest for guest in listed}
    computed = sorted(listed, key=lambda guest: _key(guest, by_key))
    free = [guest for guest in computed if guest.manual is None]
    fixed = sorted(
        (guest for guest in computed if guest.manual is not None),
        key=lambda guest: (guest.manual or 0, computed.index(guest)),
    )
    found: list[Guest] = []
    while free or fixed:
        due = fixed and ((fixed[0].manual or 0) <= len(found) + 1 or not free)
        found.append(fixed.pop(0) if due else free.pop(0))
    return [
        Placed(guest, *_why(found[n - 1] if n else None, guest, by_key))
        for n, guest in enumerate(found)
    ]


def _standing(guest: Guest, by_key: dict[str, Guest]) -> Guest:
    """Whose place a guest has: their own, or that of the one they stand in for."""
    if guest.takes_the_place and guest.stands_in_for in by_key:
        return by_key[guest.stands_in_for]
    return guest


def _key(guest: Guest, by_key: dict[str, Guest]) -> tuple[Any, ...]:
    standing = _standing(guest, by_key)
    values = tuple(key(standing) for _, key in _RULES)
    # Behind the one they stand in for, if both are there.
    return (*values, guest is not standing, guest.name, guest.key)


def _why(before: Guest | None, guest: Guest, by_key: dict[str, Guest]) -> tuple[str, str]:
    """The rule that put a guest behind the one before them."""
    if guest.manual is not None:
        return BY_HAND, guest.reason
    if before is None:
        first = _standing(guest, by_key)
        if first.guest_of_honour:
            return GUEST_OF_HONOUR, ""
        return (HOST if first.host else ALONE), ""
    if before.manual is not None:
        return BY_HAND, before.reason
    one, other = _standing(before, by_key), _standing(guest, by_key)
    for rule, key in _RULES:
        if key(one) != key(other):
            return rule or _tie(other)[0], ""
    if guest is not other and before is one:
        return STANDS_IN, ""
    return ALPHABET, ""


def welcome(placed: Sequence[Placed]) -> list[Guest]:
    """The order in which people are greeted by name: guests before hosts, each in precedence.

    Custom: the guest of honour is greeted first, the host's own people last; who serves is not
    greeted by name.
    """
    greeted = [item.guest for item in placed if not item.guest.serves]
    return [
        *(guest for guest in greeted if guest.guest_of_honour),
        *(guest for guest in greeted if guest.guest_side and not guest.guest_of_honour),
        *(guest for guest in greeted if not guest.guest_side and not guest.guest_of_honour),
    ]
