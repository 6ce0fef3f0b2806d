from __future__ import annotations

import io

import pytest

from app.exchange.cards.card import Card, Post
from app.exchange.vcard.reader import read


def cards(*lines: str) -> list[Card]:
    text = "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])
    found = list(read(io.BytesIO(text.encode())))
    assert all(isinstance(item, Card) for item in found)
    return found  # type: ignore[return-value]


def only(*lines: str) -> Card:
    (card,) = cards(*lines)
    return card


A, B = Post("A", "", "ředitel"), Post("B", "", "předseda")


@pytest.mark.parametrize(
    ("lines", "posts"),
    [
        (["ORG:A", "TITLE:ředitel", "ORG:B", "TITLE:předseda"], [A, B]),
        (["ORG:A", "ORG:B", "TITLE:ředitel", "TITLE:předseda"], [A, B]),
        (["TITLE:ředitel", "ORG:A", "TITLE:předseda", "ORG:B"], [A, B]),
        (["i2.ORG:B", "i1.TITLE:ředitel", "i2.TITLE:předseda", "i1.ORG:A"], [B, A]),
        (["ORG:A", "TITLE:ředitel", "ORG:B"], [A, Post("B")]),
        (["ORG:A", "TITLE:ředitel", "TITLE:člen", "ORG:B", "TITLE:předseda"],
         [A, B, Post("A", "", "člen")]),
        (["ORG:A", "TITLE:ředitel", "ROLE:mluvčí"], [Post("A", "", "ředitel", "mluvčí")]),
        (["ORG:A", "TITLE:ředitel", "TITLE:předseda"], [Post("A", "", "ředitel, předseda")]),
        (["ORG:A;Odbor", "TITLE:ředitel", "ORG:A;Odbor", "TITLE:ředitel"],
         [Post("A", "Odbor", "ředitel")]),
    ],
)  # fmt: skip
def test_organisations_have_their_posts(lines: list[str], posts: list[Post]) -> None:
    card = only("N:Dva;Tomáš;;;", *lines)
    assert [
        Post(card.organisation, card.department, card.post, card.role),
        *card.others,
    ] == posts
    assert card.warned == []


def test_fewer_posts_than_organisations_are_told() -> None:
    assert len(only("N:Dva;Tomáš;;;", "ORG:A", "ORG:B", "TITLE:předseda").warned) == 1


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (r"Müllerová\, Hana", ("", "Hana", "Müllerová", "")),
        (r"Ing. Jana Nováková\, Ph.D.", ("Ing.", "Jana", "Nováková", "Ph.D.")),
        ("Ludwig van Beethoven", ("", "Ludwig", "van Beethoven", "")),
        ("Ing.", ("", "", "Ing.", "")),
        ("Karel", ("", "", "Karel", "")),
    ],
)
def test_a_whole_name_is_taken_apart(whole: str, parts: tuple[str, ...]) -> None:
    card = only(f"FN:{whole}")
    assert (card.title_before, card.given_name, card.family_name, card.title_after) == parts


@pytest.mark.parametrize(
    ("whole", "native", "more"),
    [
        ("Ing. Jan Novák, CSc.", "", []),
        ("Novák Jan", "", []),
        ("Ян Новак", "Ян Новак", []),
        ("Honza z Mostu", "", [("Full name", "Honza z Mostu")]),
    ],
)
def test_a_whole_name_that_says_more_is_kept(whole: str, native: str, more: object) -> None:
    card = only("N:Novák;Jan;;Ing.;CSc.", f"FN:{whole}")
    assert (card.name_native, card.more) == (native, more)


def test_the_card_of_a_company_may_name_a_person() -> None:
    company, person = cards(
        "N:Jensen;Jens;;;", "FN:Kunsthalle", "ORG:Kunsthalle;", "TITLE:ředitel", "UID:1",
        "BDAY:1970-02-03", "NICKNAME:Jenda", "TEL:+45 20 30 40 50", "X-ABShowAs:COMPANY",
    )  # fmt: skip
    assert (company.kind, company.organisation, company.uid) == ("organisation", "Kunsthalle", "1")
    assert (company.post, company.birthday, company.nickname) == ("", None, "")
    assert len(company.phones) == 1
    assert (person.kind, person.formatted_name) == ("person", "Jens Jensen")
    assert (person.organisation, person.post) == ("Kunsthalle", "ředitel")
    assert (person.birthday, person.nickname, person.uid) == ("1970-02-03", "Jenda", "1#person")
    company, person = cards("N:Jensen;Jens;;;", "FN:Jens Jensen", "ORG:Halle", "KIND:org")
    assert (company.formatted_name, person.formatted_name) == ("Halle", "Jens Jensen")


@pytest.mark.parametrize("name", ["N:Kunsthalle;;;;", "N:;;;;", "N:Halle;Kunst;;;"])
def test_the_name_of_a_company_is_no_person(name: str) -> None:
    card = only(name, "FN:Kunst Halle Kunsthalle", "ORG:Kunst Halle Kunsthalle", "KIND:org")
    assert card.kind == "organisation"


def test_a_label_that_a_person_gave_stays_though_it_is_the_name() -> None:
    told = only("FN:A. B.", "item1.EMAIL:a@x.cz", "item1.X-ABLabel:A. B.", 'EMAIL:"A. B." <b@x.cz>')
    labels = {item.value: item.label for item in told.emails}
    assert labels == {"a@x.cz": "A. B.", "b@x.cz": ""}
