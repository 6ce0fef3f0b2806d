"""The parts of a person's whole name, and words among its titles that say the gender."""

from __future__ import annotations

from typing import Literal

from app.exchange.cards.card import Card
from app.rules.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("von van de der den zu zum zur da di du la le ten ter dos vom af")
_FEMALE = _words("f z w female zena weiblich frau pani slecna mrs ms miss madam zensky")
_MALE = _words("m male muz mannlich herr herrn pan mr sir muzsky")
_ADDRESSED = {word for word in _FEMALE | _MALE if len(word) > 1}


def take_gender(found: Card) -> None:
    """Words like *Frau* or *Mr.* among the titles are none; they say the gender."""
    titles = found.title_before.split()
    kept = [word for word in titles if fold(word) not in _ADDRESSED]
    if found.gender is None:
        found.gender = gender(" ".join(word for word in titles if word not in kept))
    found.title_before = " ".join(kept)


def without_gender(text: str) -> str:
    """What an address as *Frau Dr.* says besides the gender."""
    kept = (word for word in text.split() if fold(word) not in _ADDRESSED | _FEMALE | _MALE)
    return " ".join(kept)


def split_name(bare: str, *, family_first: bool = False) -> tuple[str, str]:
    """Given and family name of a whole name without titles.

    The last word is the family name with the particles before it (*van Beethoven*); with a comma
    it comes first, as it does where `family_first` says so.
    """
    if "," in bare:
        family, _, given = bare.partition(",")
        return given.replace(",", " ").strip(), family.strip()
    words = bare.split()
    if len(words) < 2:
        return "", bare
    if family_first:
        end = 1
        while end < len(words) - 1 and words[end - 1].lower() in _PARTICLES:
            end += 1
        return " ".join(words[end:]), " ".join(words[:end])
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def gender(text: str) -> Literal["female", "male"] | None:
    """The gender that a word or a salutation says (``Frau``, ``Vážený pane`` does not)."""
    words = set(fold(text).split())
    if words & _FEMALE:
        return None if words & _MALE else "female"
    return "male" if words & _MALE else None
