"""The rank table that comes with the program: a Czech region's, by custom.

No official order for regions was found, and none is claimed: an order made by hand always wins.
Posts are recognised by their titles in Czech, German and English (`app.rules.people.salutation`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from app.i18n import N_
from app.rules.folding import fold
from app.rules.people.salutation import office_of
from app.rules.protocol.precedence import Rank


class Step(NamedTuple):
    """A rank: what it is called (a message id), its offices, and how equals are ordered.

    `elected` says how its holders come to office in the Czech Republic; None where both is usual.
    """

    name: str
    offices: str
    elected: bool | None
    tie: str = "seniority"


CZECH_REGION: tuple[Step, ...] = (
    Step(N_("heads of state"), "president federal_president king", True),
    Step(N_("heads of parliaments"), "speaker senate_president union_president", True),
    Step(N_("heads of governments"), "prime_minister federal_chancellor chancellor", False),
    Step(
        N_("deputies of heads of government and of parliament"),
        "deputy_prime_minister vice_chancellor vice_speaker vice_president commissioner",
        None,
    ),
    Step(
        N_("heads of regions and federal states"),
        "governor minister_president landeshauptmann marshal voivode gouverneur zupan gespan"
        " governing_mayor prefect",
        True,
    ),
    Step(N_("ministers"), "minister state_minister secretary_of_state", False, "list"),
    Step(N_("heads of mission"), "nuncio ambassador", False, "credentials"),
    Step(N_("senators and members of parliament"), "senator mp", True, "alphabet"),
    Step(N_("mayors of statutory cities"), "lord_mayor stadtprasident", True),
    Step(
        N_("deputies of heads of regions"),
        "deputy_governor deputy_minister_president deputy_landeshauptmann deputy_gouverneur"
        " vice_marshal vice_voivode vice_zupan",
        True,
    ),
    Step(
        N_("deputies of ministers"), "deputy_minister state_secretary deputy landesrat", False
    ),
    Step(
        N_("heads of districts"),
        "landrat starost bezirkshauptmann regierungsprasident gemeindeprasident",
        True,
    ),
    Step(N_("chargés d’affaires and consuls general"), "charge_daffaires consul_general", False,
         "credentials"),
    Step(N_("mayors"), "mayor", True),
    Step(N_("members of the council"), "councillor", True, "alphabet"),
    Step(N_("members of the assembly"), "assembly_member", True, "alphabet"),
    Step(
        N_("deputies of mayors and of heads of districts"),
        "deputy_lord_mayor vice_lord_mayor vice_mayor deputy_mayor deputy_landrat deputy_starost",
        True,
    ),
    Step(N_("dignitaries of churches"),
         "cardinal archbishop bishop vicar_general abbot provost rabbi parish_priest", None),
    Step(N_("rectors and presidents of courts"), "rector court_president", None),
    Step(N_("generals and heads of services"), "general police_president colonel", False),
    Step(N_("consuls"), "consul vice_consul", False, "credentials"),
    Step(N_("heads of offices"),
         "director_general chief_director director secretary_general", False),
    Step(N_("chairpersons, deans and their deputies"),
         "chair vice_chair dean vice_rector vice_dean secretary", None),
)  # fmt: skip


@cache
def _by_office() -> Mapping[str, int]:
    return {
        office: place
        for place, step in enumerate(CZECH_REGION, 1)
        for office in step.offices.split()
    }


def _member_of(title: str) -> str:
    """The office of a title that names a body instead of an office."""
    folded = fold(title)
    return next((office for words, office in _BODIES if re.match(words, folded)), "")


_BODIES = (
    (r"clen(?:ka)? rady\b", "councillor"),
    (r"clen(?:ka)? zastupitelstva\b", "assembly_member"),
    (r"clen(?:ka)? vlady\b", "minister"),
)


def rank_of(*titles: str) -> tuple[Rank, bool | None] | None:
    """The rank of a post by its titles (in any of the languages), and whether it is elected.

    None for a post that is not in the table.
    """
    for title in filter(None, titles):
        place = _by_office().get(office_of(title) or _member_of(title))
        if place:
            step = CZECH_REGION[place - 1]
            return Rank(place, step.name, step.tie), step.elected
    return None
