"""Rank tables: which rank a post has, by its titles, and the table that comes with the program.

No official order for Czech regions was found, Germany's federal protocol has none either, and none
is claimed: the supplied table is custom, the office changes it, and an order made by hand always
wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from app.i18n import N_
from app.rules.folding import fold
from app.rules.people.salutation import office_of
from app.rules.protocol.precedence import Rank


class Step(NamedTuple):
    """A rank: what it is called, its posts (semicolons between), and how equals are ordered.

    `elected` says how its holders usually come to office; None where both is usual.
    """

    name: str
    posts: str
    elected: bool | None
    tie: str = "seniority"


@dataclass(frozen=True)
class Table:
    """Ranks, the highest first; a post that several of them name is of the first one."""

    steps: tuple[Step, ...]

    def find(self, *titles: str | None) -> tuple[Rank, bool | None] | None:
        """The rank of a post by its titles (in any language), and whether it is elected.

        A post that the table names with more words than its office (*ředitel krajského úřadu*) is
        meant alone; a plain one (*ředitel*) stands for all of that office, for women and men, in
        Czech, German and English. None for a post that is not in the table.
        """
        for title in filter(None, titles):
            place = self._place(title)
            if place is not None:
                step = self.steps[place]
                return Rank(place + 1, step.name, step.tie), step.elected
        return None

    def _place(self, title: str) -> int | None:
        folded = fold(title)
        for special in (True, False):
            if not special:
                found = self._offices.get(_office(title))
                if found is not None:
                    return found
            for words, place, is_special in self._words:
                if is_special == special and f"{folded} ".startswith(f"{words} "):
                    return place
        return None

    @cached_property
    def _offices(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for words, place, is_special in self._named():
            office = _office(words)
            if office and not is_special:
                found.setdefault(office, place)
        return found

    @cached_property
    def _words(self) -> list[tuple[str, int, bool]]:
        """The posts as they are compared, the longest first: the more words, the more is said."""
        found = [(fold(words), place, special) for words, place, special in self._named()]
        return sorted(found, key=lambda item: (-len(item[0]), item[1]))

    def _named(self) -> Iterator[tuple[str, int, bool]]:
        for place, step in enumerate(self.steps):
            for words in step.posts.replace("\n", ";").split(";"):
                if fold(words):
                    yield words.strip(), place, _is_special(words.strip())


@cache
def _office(words: str) -> str:
    """The office of a title; of those that name a body instead (*člen rady*), that of the body."""
    if found := office_of(words):
        return found
    folded = fold(words)
    return next((office for begin, office in _BODIES if f"{folded} ".startswith(f"{begin} ")), "")


_BODIES = (
    ("clen rady", "councillor"),
    ("clenka rady", "councillor"),
    ("clen zastupitelstva", "assembly_member"),
    ("clenka zastupitelstva", "assembly_member"),
    ("clen vlady", "minister"),
    ("clenka vlady", "minister"),
)


def _is_special(words: str) -> bool:
    """Whether a post says more than its office: without its last word it is still the same."""
    before, _, last = words.rpartition(" ")
    return bool(before and last and _office(words) and _office(before) == _office(words))


CZECH_REGION: tuple[Step, ...] = (
    Step(N_("heads of state"), "prezident; spolkový prezident; král", True),
    Step(N_("heads of parliaments"),
         "předseda Poslanecké sněmovny; předseda Senátu; předseda Evropské komise", True),
    Step(N_("heads of governments"), "předseda vlády; spolkový kancléř; kancléř", False),
    Step(N_("deputies of heads of government and of parliament"),
         "místopředseda vlády; vicekancléř; místopředseda Senátu; viceprezident;"
         " evropský komisař", None),
    Step(N_("heads of regions and federal states"),
         "hejtman; ministerský předseda; zemský hejtman; maršálek; vojvoda; guvernér; župan;"
         " Gespan; Regierender Bürgermeister; prefekt", True),
    Step(N_("ministers"), "ministr; Staatsminister; Secretary of State", False, "list"),
    Step(N_("heads of mission"), "nuncius; velvyslanec", False, "credentials"),
    Step(N_("senators and members of parliament"), "senátor; poslanec", True, "alphabet"),
    Step(N_("mayors of statutory cities"), "primátor; Stadtpräsident", True),
    Step(N_("deputies of heads of regions"),
         "náměstek hejtmana; náměstek ministerského předsedy; náměstek zemského hejtmana;"
         " viceguvernér; místomaršálek; vicevojvoda; vicežupan", True),
    Step(N_("deputies of ministers"), "náměstek ministra; státní tajemník; náměstek; zemský radní",
         False),
    Step(N_("heads of districts"),
         "Landrat; starosta okresu; okresní hejtman; Regierungspräsident; Gemeindepräsident", True),
    Step(N_("chargés d’affaires and consuls general"), "chargé d’affaires; generální konzul", False,
         "credentials"),
    Step(N_("mayors"), "starosta", True),
    Step(N_("members of the council"), "radní; člen rady", True, "alphabet"),
    Step(N_("members of the assembly"), "zastupitel; člen zastupitelstva", True, "alphabet"),
    Step(N_("deputies of mayors and of heads of districts"),
         "náměstek primátora; viceprimátor; Vizebürgermeister; místostarosta;"
         " stellvertretender Landrat; místostarosta okresu", True),
    Step(N_("dignitaries of churches"),
         "kardinál; arcibiskup; biskup; generální vikář; opat; probošt; rabín; farář", None),
    Step(N_("rectors and presidents of courts"), "rektor; předseda soudu", None),
    Step(N_("generals and heads of services"), "generál; policejní prezident; plukovník", False),
    Step(N_("consuls"), "konzul; vicekonzul", False, "credentials"),
    Step(N_("heads of offices"),
         "generální ředitel; vrchní ředitel; ředitel; generální tajemník", False),
    Step(N_("chairpersons, deans and their deputies"),
         "předseda; místopředseda; děkan; prorektor; proděkan; tajemník", None),
)  # fmt: skip

SUPPLIED = Table(CZECH_REGION)
"""The table that comes with the program; its names are message ids."""


def rank_of(*titles: str | None) -> tuple[Rank, bool | None] | None:
    """The rank of a post in the supplied table; see `Table.find`."""
    return SUPPLIED.find(*titles)
