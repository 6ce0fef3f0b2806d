from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.rules.days.partial_dates import UNKNOWN, PartialDate
from app.services.agreements.record import signatory_of
from app.services.records.records import read, save
from app.services.related.sections import Item, sections
from app.services.tasks.commitments import make_task
from tests.factories import make


def items(store: Store, agreement: str, key: str, language: Language = Language.EN) -> list[Item]:
    with store.reading() as connection:
        found = {item.key: item for item in sections(connection, "agreement", agreement, language)}
    return list(found[key].items)


def test_a_party_stands_with_who_signed_in_which_post_when_and_where(store: Store) -> None:
    agreement = make(store, "agreement")
    region = make(store, "organisation", name_cs="Kraj")
    district = make(store, "organisation", name_cs="Okres")
    person = make(store, "person", given_name="Jan", family_name="Novák")
    make(
        store,
        "agreement_party",
        agreement_id=agreement,
        organisation_id=region,
        position_no=1,
        signatory="Ing. Jana Nová",
        signatory_post="hejtmanka",
        signed_on="2020-05-04",
        signed_at="Most",
    )
    make(
        store,
        "agreement_party",
        agreement_id=agreement,
        organisation_id=district,
        position_no=2,
        signatory_id=person,
        signed_at="Brno",
    )
    make(store, "agreement_party", agreement_id=agreement, organisation_id=person_less(store))
    first, second, third = items(store, agreement, "parties")
    assert (first.title, first.detail, first.since) == (
        "Kraj",
        "Ing. Jana Nová, hejtmanka, Most",
        "2020-05-04",
    )
    assert (second.title, second.detail) == ("Okres", "Jan Novák, Brno")
    assert (third.title, third.detail) == ("Obec", "")


def person_less(store: Store) -> str:
    return make(store, "organisation", name_cs="Obec")


def test_the_whole_chain_is_shown_from_each_of_its_agreements(store: Store) -> None:
    old = make(store, "agreement", title_cs="Stará", signed_on="2005")
    main = make(store, "agreement", title_cs="Hlavní", signed_on="2010", succeeds_id=old)
    amendment = make(store, "agreement", title_cs="Dodatek", signed_on="2012", amends_id=main)
    make(store, "agreement", title_cs="Dodatek dodatku", signed_on="2013", amends_id=amendment)
    make(store, "agreement", title_cs="Cizí")
    expected = ["Stará", "Hlavní", "↳ Dodatek", "↳ Dodatek dodatku"]
    for key in (old, main, amendment):
        found = items(store, key, "chain")
        assert [item.title for item in found] == expected
        assert [item.id for item in found if item.detail == "this agreement"] == [key]
    assert [item.detail for item in items(store, old, "chain")] == [
        "this agreement",
        "Follows: Stará",
        "Amends: Hlavní",
        "Amends: Dodatek",
    ]
    alone = make(store, "agreement")
    assert items(store, alone, "chain") == []


def test_a_commitment_says_whose_it_is_and_how_far_its_task_is(store: Store) -> None:
    agreement = make(store, "agreement")
    partner = make(store, "organisation", name_cs="Okres")
    user = make(store, "user", name="Eva Malá")
    commitment = make(
        store,
        "commitment",
        agreement_id=agreement,
        text_cs="Vyslat\nučitele",
        organisation_id=partner,
        assignee_id=user,
        due="2027-03",
    )
    (item,) = items(store, agreement, "commitments")
    assert (item.title, item.since) == ("Vyslat učitele", "2027-03")
    assert item.detail == "Okres · Responsible: Eva Malá"
    assert item.code == ("commitment", "status", "open")
    assert (item.wants_task, item.task) == (True, None)
    task, _ = make_task(store, commitment)
    (item,) = items(store, agreement, "commitments")
    assert item.detail == "Okres · Responsible: Eva Malá · Task: Open"
    assert (item.wants_task, item.task) == (False, task)
    with store.reading() as connection:
        row = read(connection, ENTITIES["task"], task)
    assert row
    save(store, ENTITIES["task"], task, row.version, {"status": "done"})
    (item,) = items(store, agreement, "commitments")
    assert item.code == ("commitment", "status", "fulfilled")
    assert (item.wants_task, item.task) == (False, task)


@pytest.fixture
def official(store: Store) -> tuple[str, str]:
    """A person who was a deputy until 2016 and the governor from then on; and the region."""
    region = make(store, "organisation", name_cs="Kraj")
    person = make(store, "person", given_name="Jan", family_name="Novák", title_before="Ing.")
    club = make(store, "organisation", name_cs="Spolek")
    held: list[dict[str, object]] = [
        {"title_cs": "náměstek", "since": "2012-11", "until": "2016-10"},
        {"title_cs": "hejtman", "since": "2016-11-01", "is_primary": 1},
        {"title_cs": "předseda spolku", "since": "2000", "organisation_id": club},
    ]
    for post in held:
        make(store, "position", **{"person_id": person, "organisation_id": region} | post)
    return person, region


@pytest.mark.parametrize(
    ("day", "post"),
    [
        (PartialDate(2014, 5, 1), "náměstek"),
        (PartialDate(2016, 10), "náměstek"),
        (PartialDate(2016, 11, 1), "hejtman"),
        (PartialDate(2020), "hejtman"),
        (PartialDate(2005), "předseda spolku"),
        (PartialDate(1999, 12, 31), ""),
        (UNKNOWN, "hejtman"),
        (None, "hejtman"),
    ],
    ids=str,
)
def test_the_post_is_the_one_that_was_held_on_the_day_of_signing(
    store: Store, official: tuple[str, str], day: PartialDate | None, post: str
) -> None:
    with store.reading() as connection:
        assert signatory_of(connection, *official, day) == ("Ing. Jan Novák", post)


def test_a_person_who_is_gone_is_said_to_be(store: Store) -> None:
    with store.reading() as connection, pytest.raises(UserError):
        signatory_of(connection, "nobody", None, None)
