"""How alike two people or two organisations are, and why: the rule behind finding duplicates.

Only traits are compared (names, e-mails, phones, numbers, days), each as it is folded here, so
that the spelling does not count. Every point of the score has its reason. Nicknames and names in
another language are different names: Jan is not Johann.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from app.i18n import N_
from app.rules.days.partial_dates import PartialDate
from app.rules.folding import fold
from app.rules.people.spellings import spellings
from app.rules.people.titles import split_titles

Reason = tuple[str, Mapping[str, object]]
"""A message id with the values of its placeholders (a day as a `PartialDate`)."""

SAME_NAME = N_("The names are the same.")
NEAR_NAME = N_("The names differ by a slip of the pen.")
PART_OF_NAME = N_("One name is a part of the other.")
INITIALS = N_("The names agree, one has an initial only.")
OTHER_FORM = N_("The names differ in the legal form only.")
ONE_NAME = N_("One of their names is the same.")
OTHER_NAME = N_("The names are different.")
SAME_EMAIL = N_("The same e-mail: {value}")
SAME_OFFICE_EMAIL = N_("The same e-mail of an office: {value}")
SAME_PHONE = N_("The same phone: {value}")
SAME_BIRTHDAY = N_("The same birthday: {day}")
OTHER_BIRTHDAY = N_("Different birthdays: {first} and {second}")
SAME_ORGANISATION = N_("They belong to the same organisation.")
OTHER_ORGANISATION = N_("They are parts of different organisations.")
SAME_ICO = N_("The same company number (IČO): {value}")
OTHER_ICO = N_("Different company numbers (IČO): {first} and {second}")
SAME_DATA_BOX = N_("The same data box: {value}")
SAME_WEBSITE = N_("The same website: {value}")
OTHER_COUNTRY = N_("Different countries.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of a person or an organisation, folded; made by `person` or `organisation`.

    `names` are folded names without titles and legal forms, in every spelling that is known.
    `birthday` is a stored partial date. `organisations` are the folded names of a person's
    organisations, or of the body that an organisation is a part of. `forms` are the names of an
    organisation with their legal forms.
    """

    is_person: bool
    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    birthday: str = ""
    ico: str = ""
    data_box: str = ""
    website: str = ""
    country: str = ""
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are: 0 (nothing in common) to 100, with the reasons."""

    score: int
    reasons: tuple[Reason, ...] = ()


def person(
    given: str,
    family: str,
    native: str = "",
    *,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    birthday: str = "",
    organisations: Iterable[str] = (),
) -> Traits:
    """The traits of a person, of texts as they are stored.

    Titles within the name are left out, umlauts count also as ae, oe, ue, and a name in
    Cyrillic in the spellings it has in Latin letters. `organisations` are names.
    """
    names: set[str] = set()
    for text in (f"{given} {family}", native):
        titled = "." in text or "," in text
        names |= spellings((split_titles(text)[1] or text) if titled else text)
    return Traits(
        is_person=True,
        names=frozenset(names - {""}),
        emails=_emails(emails),
        phones=_phones(phones),
        birthday=birthday,
        organisations=_folded(organisations),
    )


def organisation(
    names: Iterable[str],
    *,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    ico: str = "",
    data_box: str = "",
    website: str = "",
    country: str = "",
    parent: Iterable[str] = (),
) -> Traits:
    """The traits of an organisation, of texts as they are stored.

    `names` are those in all languages; legal forms at their ends do not count. `parent` are the
    names of the body that it is a part of.
    """
    forms = {spelling for name in names for spelling in spellings(name)} - {""}
    digits = re.sub(r"\D", "", ico)
    return Traits(
        is_person=False,
        names=frozenset(_without_form(name) for name in forms),
        forms=frozenset(forms),
        emails=_emails(emails),
        phones=_phones(phones),
        ico=digits.zfill(8) if digits else "",
        data_box=data_box.strip().lower(),
        website=_host(website),
        country=country,
        organisations=_folded(parent),
    )


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(_fold, texts)))


_fold = lru_cache(maxsize=1 << 14)(fold)


def _emails(values: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, (value.strip().lower() for value in values)))


def _phones(values: Iterable[str]) -> frozenset[str]:
    """Digits in the form of E.164; without a country code they are Czech."""
    found = set()
    for written in values:
        value = written.partition(";ext=")[0]  # an extension is within the office
        digits = re.sub(r"\D", "", value)
        if value.strip().startswith("+"):
            found.add(f"+{digits}")
        elif digits.startswith("00"):
            found.add(f"+{digits[2:]}")
        elif len(digits) == 9:
            found.add(f"+420{digits}")
        elif len(digits) > 9:
            found.add(f"+{digits}")
    return frozenset(number for number in found if len(number) > 7)


def _host(url: str) -> str:
    """The host of a web address, without www."""
    host = re.sub(r"^[a-z]+://", "", url.strip().lower()).partition("/")[0].partition(":")[0]
    return host.removeprefix("www.")


# --- legal forms ----------------------------------------------------------------------------------

_FORMS = sorted(
    (
        "s r o", "spol s r o", "a s", "v o s", "k s", "z s", "z u", "o p s", "p o", "s p", "n p",
        "o s", "gmbh", "gmbh co kg", "ag", "kg", "ohg", "ug", "e v", "ev", "ggmbh", "gbr", "eg",
        "ltd", "limited", "inc", "plc", "llc", "s a", "sa", "sp z o o", "d o o", "kft", "zrt", "se",
        "spol s ro", "sro", "as", "zs", "ops",
    ),
    key=len,
    reverse=True,
)  # fmt: skip


def _without_form(name: str) -> str:
    """A folded name without the legal form at its end."""
    for form in _FORMS:
        if name.endswith(f" {form}"):
            return name.removesuffix(f" {form}")
    return name


# --- office addresses ----------------------------------------------------------------------------

_OFFICE = """
    info podatelna epodatelna posta sekretariat secretariat office kontakt contact kancelar mail
    email urad obec mesto starosta starostka hejtman hejtmanka primator primatorka reditel
    reditelka rektor rektorka rektorat dekanat tajemnik tajemnice recepce reception rezeption
    empfang poststelle vorzimmer buero buro zentrale verwaltung rathaus gemeinde stadt
    stadtverwaltung landratsamt buergermeister burgermeister oberbuergermeister presse press tisk
    media marketing obchod sales vertrieb support helpdesk podpora admin webmaster postmaster
    noreply embassy ambasada ambassade botschaft konsulat consulate protokol protocol protokoll
    uctarna fakturace faktury fakturen invoice rechnung hr personalni jobs service servis team
    dotazy skola schule school muzeum museum knihovna gmina biuro urzad starostwo hivatal titkarsag
    enquiries inquiries hello ahoj events
"""
_OFFICE_WORDS = frozenset(_OFFICE.split())


@lru_cache(maxsize=1 << 14)
def is_office_address(email: str) -> bool:
    """Whether an e-mail belongs to an office and not to one person (info@, sekretariat.x@)."""
    words = fold(email.partition("@")[0]).split()
    if not words:
        return True
    joined = re.sub(r"\d+$", "", "".join(words))
    return joined in _OFFICE_WORDS or re.sub(r"\d+$", "", words[0]) in _OFFICE_WORDS


# --- names ---------------------------------------------------------------------------------------


def _slips(a: str, b: str) -> int:
    """How many slips of the pen make one word of the other; 0 where they are two words.

    A slip is a letter left out, added, changed, or two that changed places (Damerau and
    Levenshtein). Short words, numbers, another first letter (Hana, Jana) and the ``a`` of a
    woman's name (Petr, Petra) are no slips.
    """
    short, long = sorted((a, b), key=len)
    most = 2 if len(short) >= 9 else 1
    if len(short) < 4 or len(long) < 5 or len(long) - len(short) > most:
        return 0
    if short[0] != long[0] and short[:2] != long[1::-1]:
        return 0
    if long == f"{short}a" or not (short.isalpha() and long.isalpha()):
        return 0
    if _one_slip(short, long):
        return 1
    return 2 if most == 2 and distance(short, long) == 2 else 0


def _one_slip(short: str, long: str) -> bool:
    """Whether two different words, of equal length or one letter apart, are one slip apart."""
    at = 0
    while at < len(short) and short[at] == long[at]:
        at += 1
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    if short[at + 1 :] == long[at + 1 :]:
        return True
    swapped = short[:at] + short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return swapped == long


def distance(a: str, b: str) -> int:
    """The Damerau-Levenshtein distance in which no letter is moved twice."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == b[j - 2] and other == a[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


@dataclass(frozen=True, slots=True)
class _Names:
    """How two names compare: `kind` is a message id; `share` is 1 for the same, 0 for others.

    `sure` says that the names alone can be reason enough: one slip, or one word more.
    """

    kind: str
    share: float
    sure: bool = True


_SAME = _Names(SAME_NAME, 1)
_ORDER = (OTHER_NAME, ONE_NAME, INITIALS, PART_OF_NAME, NEAR_NAME, SAME_NAME)


def _compare_names(a: str, b: str) -> _Names:
    """Compare two folded names word by word, in any order."""
    left, right = a.split(), b.split()
    words = max(len(left), len(right))
    same = _take(left, right, str.__eq__)
    if not left and not right:
        return _SAME
    wrong = list(left), list(right)
    near = _take(left, right, _are_near)
    if not left and not right:
        slips = distance(" ".join(sorted(wrong[0])), " ".join(sorted(wrong[1])))
        return _Names(NEAR_NAME, 1 - slips / (max(len(a), len(b)) - words + 1), slips == 1)
    if a.replace(" ", "") == b.replace(" ", ""):
        return _SAME
    initials = _take(left, right, _is_initial) if same + near else 0
    if not left and not right:
        return _Names(INITIALS, 0)
    if (left and right) or same + near + initials < 2:
        return _Names(ONE_NAME if same else OTHER_NAME, 0)
    more = len(left) + len(right)
    return _Names(PART_OF_NAME, (same + near) / words, more == 1 and not near + initials)


def _take(left: list[str], right: list[str], alike: Callable[[str, str], bool]) -> int:
    """Take out the pairs of words that are alike; gives their number."""
    count = 0
    for word in tuple(left):
        for other in right:
            if alike(word, other):
                left.remove(word)
                right.remove(other)
                count += 1
                break
    return count


def _are_near(a: str, b: str) -> bool:
    return _slips(a, b) > 0


def _is_initial(a: str, b: str) -> bool:
    return min(len(a), len(b)) == 1 and a[0] == b[0]


def _best_names(a: Traits, b: Traits) -> _Names | None:
    """The best agreement among all spellings; None where a name is missing."""
    if not a.names or not b.names:
        return None
    if not a.names.isdisjoint(b.names):
        return _SAME
    best = _Names(OTHER_NAME, 0)
    for one in a.names:
        for other in b.names:
            found = _compare_names(one, other) if one < other else _compare_names(other, one)
            best = max(best, found, key=_rank)
    return best


def _rank(names: _Names) -> tuple[int, int, float]:
    return _name_points(names), _ORDER.index(names.kind), names.share


# --- the score -----------------------------------------------------------------------------------


_TWO = 30
"""The highest score of two organisations with different numbers: they are two."""

_UNSURE = 40
"""The most points of names that differ by more than a slip or a word: something else must agree."""


class _Score:
    """Adds up points with their reasons."""

    def __init__(self) -> None:
        self.points = 0
        self.most = 100
        self.reasons: list[Reason] = []

    def add(self, points: int, message: str, **values: object) -> None:
        self.points += points
        self.reasons.append((message, values))

    def result(self) -> Likeness:
        return Likeness(max(0, min(self.most, self.points)), tuple(self.reasons))


def compare(a: Traits, b: Traits) -> Likeness:
    """How alike two records of one kind are, with the reasons; the same in either order.

    For people: name 60 (40 if it is one word or differs by more than a slip), a personal e-mail
    70, an office's e-mail 10, a phone 20 (offices share them; 60 if the birthday and one name are
    the same, too), birthday 25, organisation 20; different names up to -20, birthdays -40.
    For organisations an equal IČO decides (95), a different one too (at most 30); name 70,
    data box 60, e-mail 30, website 25, phone 20; another country -25, another parent -35.
    A person and an organisation have nothing in common.
    """
    if a.is_person != b.is_person:
        return Likeness(0)
    score = _Score()
    if a.is_person:
        _compare_people(a, b, score)
    else:
        _compare_organisations(a, b, score)
    return score.result()


def _compare_people(a: Traits, b: Traits, score: _Score) -> None:
    names = _best_names(a, b)
    if names:
        points = _name_points(names)
        if names is _SAME and any(" " not in min(side.names, key=_words) for side in (a, b)):
            points -= 20
        score.add(points, names.kind)
    if not a.emails.isdisjoint(b.emails):
        value = min(a.emails & b.emails, key=lambda value: (is_office_address(value), value))
        if is_office_address(value):
            score.add(10, SAME_OFFICE_EMAIL, value=value)
        else:
            score.add(70, SAME_EMAIL, value=value)
    if not a.phones.isdisjoint(b.phones):
        # Who marries keeps one name, the number and the day of birth.
        is_renamed = names and names.kind == ONE_NAME and a.birthday == b.birthday
        points = 60 if is_renamed and len(a.birthday) == len("2026-11-29") else 20
        score.add(points, SAME_PHONE, value=min(a.phones & b.phones))
    if a.birthday and b.birthday:
        _compare_birthdays(a, b, score)
    if not a.organisations.isdisjoint(b.organisations):
        score.add(20, SAME_ORGANISATION)


def _words(name: str) -> int:
    return -name.count(" ")


def _name_points(names: _Names) -> int:
    if names.kind == NEAR_NAME:
        points = round(60 * names.share**2) - 5
        return points if names.sure else min(points, _UNSURE)
    if names.kind == PART_OF_NAME and not names.sure:
        return _UNSURE
    return {SAME_NAME: 60, PART_OF_NAME: 50, INITIALS: 40, ONE_NAME: -10}.get(names.kind, -20)


def _compare_birthdays(a: Traits, b: Traits, score: _Score) -> None:
    first, second = _day(a.birthday), _day(b.birthday)
    if not first or not second:
        return
    if first == second:
        score.add(25 if first.is_day else 10, SAME_BIRTHDAY, day=first)
    elif not (a.birthday.startswith(b.birthday) or b.birthday.startswith(a.birthday)):
        first, second = sorted((first, second))
        score.add(-40, OTHER_BIRTHDAY, first=first, second=second)


def _day(text: str) -> PartialDate | None:
    try:
        found = PartialDate.parse_iso(text)
    except ValueError:
        return None
    return found if found.year else None


def _compare_organisations(a: Traits, b: Traits, score: _Score) -> None:
    if a.ico and a.ico == b.ico:
        score.add(95, SAME_ICO, value=a.ico)
    elif a.ico and b.ico:
        first, second = sorted((a.ico, b.ico))
        score.add(0, OTHER_ICO, first=first, second=second)
        score.most = _TWO
    names = _best_names(a, b)
    if names and names.kind == SAME_NAME:
        same_form = bool(a.forms & b.forms) or a.forms == a.names or b.forms == b.names
        score.add(70 if same_form else 55, SAME_NAME if same_form else OTHER_FORM)
    elif names and names.kind == NEAR_NAME:
        points = round(70 * names.share**2) - 5
        score.add(points if names.sure else min(points, _UNSURE), NEAR_NAME)
    elif names and names.kind == PART_OF_NAME and names.share >= 0.6:
        score.add(35, PART_OF_NAME)
    if a.data_box and a.data_box == b.data_box:
        score.add(60, SAME_DATA_BOX, value=a.data_box)
    if not a.emails.isdisjoint(b.emails):
        score.add(30, SAME_EMAIL, value=min(a.emails & b.emails))
    if a.website and a.website == b.website:
        score.add(25, SAME_WEBSITE, value=a.website)
    if not a.phones.isdisjoint(b.phones):
        score.add(20, SAME_PHONE, value=min(a.phones & b.phones))
    if a.country and b.country and a.country != b.country:
        score.add(-25, OTHER_COUNTRY)
    if a.organisations and b.organisations and a.organisations.isdisjoint(b.organisations):
        score.add(-35, OTHER_ORGANISATION)


# --- blocking ------------------------------------------------------------------------------------

_LONGEST = 12  # words of a name that make keys


def keys(traits: Traits) -> frozenset[str]:
    """Keys of which two records with a name share one if they score 45 or more together.

    No other pairs are compared. A name makes keys that survive one slip or one word more. A phone,
    an organisation, a birthday, an office's e-mail make keys only together with a word of the
    name or the first letters of two, so that colleagues are not compared with each other.
    """
    found: set[str] = set()
    for name in traits.names:
        found |= _name_keys(name)
    if not traits.is_person:
        found |= {f"e:{value}" for value in traits.emails}
        found |= {f"{mark}:{value}" for mark, value in _numbers(traits) if value}
        found |= {f"p:{value}" for value in traits.phones}
        return frozenset(found)
    shared = [f"p:{value}" for value in traits.phones]
    shared += [f"o:{value}" for value in traits.organisations]
    if len(traits.birthday) == 10:
        # With a phone or an organisation even people with different names are compared.
        found |= {f"{key}|{traits.birthday}" for key in shared}
        shared.append(f"b:{traits.birthday}")
    for value in traits.emails:
        if is_office_address(value):
            shared.append(f"e:{value}")
        else:
            found.add(f"e:{value}")
    words = {word for name in traits.names for word in name.split()}
    found.update([f"{key}|{word}" for key in shared for word in words])
    if traits.birthday and len(traits.birthday) < 10:
        shared.append(f"b:{traits.birthday}")
    letters = {pair for name in traits.names for pair in first_letters(name)} if shared else ()
    found.update([f"{key}||{pair}" for key in shared for pair in letters])
    return frozenset(found)


def beginnings(word: str) -> set[str]:
    """The letters of which a word shares one with each word that is near it or its initial.

    It is the first letter; where two letters changed places there, the smaller one of both.
    """
    return {word[0], min(word[0], word[1])} if len(word) > 3 else {word[0]}


@lru_cache(maxsize=1 << 14)
def first_letters(name: str) -> frozenset[str]:
    """The first letters of each two words of a name: names with slips and initials share one."""
    letters = [beginnings(word) for word in name.split()[:_LONGEST]]
    if len(letters) == 1:
        return frozenset(letters[0])
    return frozenset(
        "".join(sorted((first, second)))
        for one, other in combinations(letters, 2)
        for first in one
        for second in other
    )


def _numbers(traits: Traits) -> tuple[tuple[str, str], ...]:
    return (("i", traits.ico), ("d", traits.data_box), ("w", traits.website))


@lru_cache(maxsize=1 << 11)
def _name_keys(name: str) -> frozenset[str]:
    words = sorted(name.split())[:_LONGEST]
    found = {"n:" + " ".join(words), "n:" + name.replace(" ", "")}
    for number, word in enumerate(words):
        rest = " ".join(words[:number] + words[number + 1 :])
        if len(words) > 2:
            found.add(f"n:{rest}")
        elif len(word) > 3:  # words that are one slip apart are equal without one letter
            found.add(f"m:{rest}|{word}")
            found |= {f"m:{rest}|{word[:at]}{word[at + 1 :]}" for at in range(len(word))}
    return frozenset(found)
