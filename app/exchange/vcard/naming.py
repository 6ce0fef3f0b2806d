"""Who a card is of: its names, its posts, and the person in the card of a company."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from itertools import pairwise

from app.exchange.cards.card import Card, Post, full_name
from app.exchange.cards.names import split_name, take_gender
from app.exchange.vcard.properties import note, words
from app.i18n import N_
from app.rules.people.titles import split_titles

FEWER_POSTS = N_(
    "The card names several organisations and fewer posts. Check which post belongs to which."
)


def pair(card: Card) -> None:
    """Give each organisation of a card its post and role, from `Card.told`.

    Those of one group belong together; else the first to the first where there are as many, or
    what follows an organisation to it.
    """
    organisations = [number for number, said in enumerate(card.told) if said[0] == "ORG"]
    if len(organisations) < 2:
        return
    posts = [Post(card.told[number][2], card.told[number][3]) for number in organisations]
    extra: list[Post] = []
    for name, field in (("TITLE", "post"), ("ROLE", "role")):
        said = [number for number, told in enumerate(card.told) if told[0] == name]
        free: list[int] = []
        for number in said:
            group = card.told[number][1]
            own = [n for n, at in enumerate(organisations) if group and card.told[at][1] == group]
            if own and not getattr(posts[own[0]], field):
                setattr(posts[own[0]], field, card.told[number][2])
            else:
                free.append(number)
        is_even = len(free) == len(organisations)
        for place, number in enumerate(free):
            text = card.told[number][2]
            before = [n for n, at in enumerate(organisations) if at < number]
            at = place if is_even else _place(posts, before, field)
            if not getattr(posts[at], field):
                setattr(posts[at], field, text)
            else:
                extra.append(replace(Post(posts[at].organisation), **{field: text}))
        if free and not is_even and len(said) < len(organisations) and not _follows(card):
            card.warned.append((FEWER_POSTS, {}))
    first, *others = posts
    card.organisation, card.department = first.organisation, first.department
    card.post, card.role = first.post, first.role
    kept: list[Post] = []
    for post in (*others, *extra):
        if post not in (*kept, first):
            kept.append(post)
    card.others += kept


def _place(posts: list[Post], before: list[int], field: str) -> int:
    """The organisation of a post that says nothing of it: the first of those before without."""
    empty = [n for n in before if not getattr(posts[n], field)]
    if len(empty) > 1:
        return empty[0]
    return empty[0] if empty else (before[-1] if before else 0)


def _follows(card: Card) -> bool:
    """Whether organisations and posts take turns, so that each post has its place."""
    names = [said[0] for said in card.told]
    return not any(one == other == "ORG" for one, other in pairwise(names))


def split_whole_name(card: Card) -> None:
    """Fill the parts of a person's name from the whole one, titles and particles known."""
    before, bare, after = split_titles(card.formatted_name)
    given, family = split_name(bare)
    if not family:
        before, after, family = "", "", card.formatted_name
    card.given_name, card.family_name = given, family
    card.title_before = " ".join(filter(None, (card.title_before, before)))
    card.title_after = ", ".join(filter(None, (card.title_after, after)))
    take_gender(card)


def tell_other_names(card: Card) -> None:
    """Keep a whole name that says more than the parts, or in another script."""
    whole = card.formatted_name
    if whole in (
        f"{card.given_name} {card.family_name}",
        full_name(replace(card, formatted_name="")),
    ):
        return
    there = _names(card)
    if words(whole) <= there:
        return
    is_other = not (words(whole) & there) and _NOT_LATIN.search(whole) is not None
    if is_other and not card.name_native:
        card.name_native = whole
        return
    note(card, N_("Full name"), whole)


_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\uffff]")


def _names(card: Card) -> set[str]:
    return words(" ".join((
        card.given_name, card.additional_names, card.family_name, card.title_before,
        card.title_after, card.nickname, card.organisation, card.name_native,
    )))  # fmt: skip


def forget_repeated(card: Card, named: Set[str] = frozenset()) -> None:
    """Leave out of the note what the fields say already: printed addresses, sorting names.

    `named` are the e-mail addresses whose label is the name that stood before them.
    """
    names = _names(card) | words(card.formatted_name)
    places = words(" ".join(
        f"{p.street} {p.postal_code} {p.city} {p.region} {p.country}" for p in card.addresses
    ))  # fmt: skip
    for email in card.emails:
        if email.value in named and words(email.label) <= names:
            email.label = ""
    addresses = words(" ".join(email.value for email in card.emails))
    known = {"SORT-STRING": names, "FN": names, "LABEL": places, "EMAIL": names | addresses}
    card.more = [
        (label, text)
        for label, text in card.more
        if label.upper() not in known or not words(text) <= known[label.upper()]
    ]


def person_of(card: Card) -> Card | None:
    """The person whom the card of a company names; what only people have goes along."""
    own = words(f"{card.given_name} {card.family_name}")
    if not own or own <= words(f"{card.organisation} {card.formatted_name}") - _person_words(card):
        _put_back(card)
        return None
    person = Card(
        uid=f"{card.uid}#person" if card.uid else "",
        title_before=card.title_before,
        given_name=card.given_name,
        additional_names=card.additional_names,
        family_name=card.family_name,
        title_after=card.title_after,
        name_native=card.name_native,
        pronunciation=card.pronunciation,
        nickname=card.nickname,
        organisation=card.organisation,
        department=card.department,
        post=card.post,
        role=card.role,
        birthday=card.birthday,
        gender=card.gender,
        language=card.language,
        other_languages=card.other_languages,
        line=card.line,
        others=card.others,
    )
    person.formatted_name = full_name(person)
    if words(card.formatted_name) <= _names(person) - words(card.organisation):
        card.formatted_name = card.organisation
    card.name_native = card.pronunciation = card.nickname = ""
    card.department = card.post = card.role = ""
    card.birthday = card.gender = card.language = None
    card.other_languages, card.others = [], []
    _forget_names(card)
    return person


def _person_words(card: Card) -> set[str]:
    """The words of the whole name where that is the person's, not the company's."""
    whole = words(card.formatted_name)
    own = words(f"{card.given_name} {card.family_name}")
    return whole if own <= whole and not whole <= words(card.organisation) else set()


def _put_back(card: Card) -> None:
    """What stands beside a company's name in the fields of a person's name stays with it."""
    titles = " ".join(filter(None, (card.title_before, card.title_after, card.additional_names)))
    if not words(titles) <= words(card.organisation):
        note(card, "N", titles)
    _forget_names(card)


def _forget_names(card: Card) -> None:
    card.given_name = card.family_name = card.additional_names = ""
    card.title_before = card.title_after = ""
