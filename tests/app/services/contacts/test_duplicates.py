from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.rules.people import likeness
from app.rules.people.likeness import compare
from app.services.contacts import duplicates
from app.services.contacts.duplicates import (
    LEAST,
    NOT_DUPLICATES,
    Matcher,
    Pair,
    find_all,
    find_like,
    not_duplicates,
    traits_of,
)
from app.services.records.rows import write
from app.services.records.undo import undo
from tests.factories import make


def person(store: Store, given: str, family: str, *emails: str, **values: Any) -> str:
    key = make(store, "person", given_name=given, family_name=family, **values)
    for email in emails:
        make(store, "contact_point", person_id=key, kind="email", value=email)
    return key


def pairs(store: Store, entity: str = "person", **arguments: Any) -> list[Pair]:
    with store.reading() as connection:
        return find_all(connection, entity, **arguments)


def like(store: Store, entity: str, values: dict[str, Any], **arguments: Any) -> list[str]:
    """What is found while typing; a matcher that was built now finds the same."""
    with store.reading() as connection:
        found = find_like(connection, entity, values, **arguments)
        if not arguments:
            assert Matcher(connection, entity).match(traits_of(entity, values)) == found
    return [candidate.id for candidate in found]


def test_pairs_come_with_the_likeliest_first_and_their_reasons(store: Store) -> None:
    a = person(store, "Jan", "Novák", "jan.novak@kraj.cz")
    b = person(store, "Novák", "Jan", "JAN.NOVAK@kraj.cz")
    c = person(store, "Zdeněk", "Kratochvíl")
    d = person(store, "Zdenek", "Kratochvil")
    person(store, "Petr", "Jiný")
    person(store, "Johann", "Novák")
    first, second = pairs(store)
    assert (first.entity, first.a_id, first.b_id, first.score) == ("person", a, b, 100)
    assert first.reasons == (
        (likeness.SAME_NAME, {}),
        (likeness.SAME_EMAIL, {"value": "jan.novak@kraj.cz"}),
    )
    assert (second.a_id, second.b_id, second.score) == (c, d, 60)
    assert pairs(store, limit=1) == [first]
    assert pairs(store, limit=0) == []


def test_posts_phones_and_birthdays_are_read(store: Store) -> None:
    office = make(store, "organisation", name_cs="Krajský úřad")
    one, other = (person(store, "Jan", "Novák", birthday="1970-05-01") for _ in range(2))
    for key, phone in ((one, "+420 475 657 111"), (other, "+420475657111")):
        make(store, "contact_point", person_id=key, kind="mobile", value=phone)
        make(store, "contact_point", person_id=key, kind="fax", value="+420475657999")
        make(store, "position", person_id=key, organisation_id=office, title_cs="rada")
    (found,) = pairs(store)
    assert [message for message, _ in found.reasons] == [
        likeness.SAME_NAME,
        likeness.SAME_PHONE,
        likeness.SAME_BIRTHDAY,
        likeness.SAME_ORGANISATION,
    ]
    assert found.reasons[1][1] == {"value": "+420475657111"}


def test_organisations_by_number_name_and_parent(store: Store) -> None:
    top = make(store, "organisation", name_cs="Ústecký kraj", ico="70892156", country="CZ")
    same = make(store, "organisation", name_cs="Krajský úřad", ico="70892156", country="CZ")
    other = make(store, "organisation", name_cs="Liberecký kraj", country="CZ")
    culture = make(store, "organisation", name_cs="Odbor kultury", parent_id=top, country="CZ")
    make(store, "organisation", name_cs="Odbor kultury", parent_id=other, country="CZ")
    twin = make(store, "organisation", name_cs="Odbor kultury", parent_id=top, country="CZ")
    found = pairs(store, "organisation")
    assert [(pair.a_id, pair.b_id, pair.score) for pair in found] == [
        (top, same, 95),
        (culture, twin, 70),
    ]


def test_a_name_that_very_many_bear_says_nothing(store: Store) -> None:
    with store.writing("many") as writer:
        for _ in range(31):
            write(writer, ENTITIES["person"], None, {"given_name": "Jan", "family_name": "Novák"})
    assert pairs(store) == []
    one, other = (person(store, "Jan", "Novák", "jan@novak.cz") for _ in range(2))
    assert [(pair.a_id, pair.b_id) for pair in pairs(store)] == [(one, other)]


def test_two_that_are_different_are_not_shown_again(store: Store) -> None:
    a, b, c = (person(store, "Jan", "Novák") for _ in range(3))
    with store.writing(NOT_DUPLICATES) as writer:
        not_duplicates(writer, b, a)
        not_duplicates(writer, a, b)
    assert [(pair.a_id, pair.b_id) for pair in pairs(store)] == [(a, c), (b, c)]
    with store.reading() as connection:
        rows = connection.execute("SELECT id, value FROM setting").fetchall()
        names = {"given_name": "Jan", "family_name": "Novák"}
        assert [found.id for found in find_like(connection, "person", names, but=a)] == [c]
        assert [found.id for found in find_like(connection, "person", names)] == [a, b, c]
    assert rows == [(f"not_duplicate:{a}:{b}", "1")]
    undo(store)
    assert len(pairs(store)) == 3


def test_progress_is_told_and_the_search_can_be_cancelled(store: Store) -> None:
    for _ in range(3):
        person(store, "Jan", "Novák")
    told: list[tuple[int, int]] = []
    pairs(store, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 6)
    assert told[-1] == (6, 6)
    assert told == sorted(told)
    with pytest.raises(UserError, match="cancelled"):
        pairs(store, cancelled=lambda: True)


def test_records_are_read_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_AT_ONCE", 2)
    keys = [person(store, "Jan", f"Novák{n}", f"x{n // 5}@novak.cz") for n in range(10)]
    found = {(pair.a_id, pair.b_id) for pair in pairs(store)}
    assert found == {
        (a, b) for n, a in enumerate(keys) for b in keys[n + 1 :] if keys.index(b) // 5 == n // 5
    }


def test_nothing_is_found_where_nobody_is(store: Store) -> None:
    assert pairs(store) == pairs(store, "organisation") == []
    assert like(store, "person", {}) == like(store, "organisation", {"name_cs": "-"}) == []


# --- while typing, and on import -----------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"given_name": "Jürgen", "family_name": "Müller"},
        {"given_name": "Muller", "family_name": "jurgen"},
        {"given_name": "Juergen", "family_name": "Mueller", "emails": ["JM@x.de"]},
        {"given_name": "Dr. Jürgen", "family_name": "Müller"},
        {"given_name": "Jürgen", "family_name": "Müllers", "birthday": "1970-05-01"},
        {"given_name": "Jürgen", "family_name": "Müllre", "organisations": ["landratsamt pirna"]},
        {"given_name": "Jürgen Karl", "family_name": "Müller"},
        {"family_name": "Neu", "emails": ["jm@x.de"]},
        {"given_name": "J.", "family_name": "Müller", "phones": ["0049 3501 515 0"]},
    ],
)
def test_a_person_is_found_while_typing(store: Store, values: dict[str, Any]) -> None:
    office = make(store, "organisation", name_cs="Úřad v Pirně", name_de="Landratsamt Pirna")
    key = person(store, "Jürgen", "Müller", "jm@x.de", birthday="1970-05-01")
    make(store, "contact_point", person_id=key, kind="phone", value="+4935015150")
    make(store, "position", person_id=key, organisation_id=office, title_cs="rada")
    person(store, "Jürgen", "Schmidt")
    person(store, "Sabine", "Müller")
    assert like(store, "person", values) == [key]
    assert like(store, "person", values, but=key) == []


def test_a_czech_phone_is_found_however_it_was_written(store: Store) -> None:
    keys = []
    for phone in ("+420475657111", "+420 475 657 111"):
        keys.append(person(store, "Jan", "Novák"))
        make(store, "contact_point", person_id=keys[-1], kind="phone", value=phone)
    values = {"given_name": "J.", "family_name": "Novák", "phones": ["475 657 111"]}
    assert like(store, "person", values) == keys


@pytest.mark.parametrize(
    "values",
    [
        {"name_cs": "Univerzita J. E. Purkyně"},
        {"name_cs": "UJEP", "ico": "44555601"},
        {"name_de": "Universität J. E. Purkyně", "country": "CZ"},
        {"name_en": "Univerzita J. E. Purkině", "emails": ["info@ujep.cz"]},
    ],
)
def test_an_organisation_is_found_while_typing(store: Store, values: dict[str, Any]) -> None:
    key = make(
        store, "organisation", name_cs="Univerzita J. E. Purkyně", country="CZ",
        name_de="Universität J. E. Purkyně", ico="44555601", kind="university",
    )  # fmt: skip
    make(store, "contact_point", organisation_id=key, kind="email", value="info@ujep.cz")
    make(store, "organisation", name_cs="Univerzita Karlova", kind="university")
    assert like(store, "organisation", values) == [key]


def test_at_most_so_many_are_given_the_likeliest_first(store: Store) -> None:
    keys = [person(store, "Jan", "Novák") for _ in range(7)]
    best = person(store, "Jan", "Novák", "jan@novak.cz")
    values = {"given_name": "Jan", "family_name": "Novák", "emails": ["jan@novak.cz"]}
    assert like(store, "person", values) == [best, *keys[:4]]
    assert like(store, "person", values, limit=1) == [best]


def test_a_matcher_knows_what_was_imported_meanwhile(store: Store) -> None:
    old = person(store, "Petr", "Starý")
    with store.reading() as connection:
        matcher = Matcher(connection, "person")
        new = traits_of(
            "person", {"given_name": "Eva", "family_name": "Nová", "emails": ["e@n.cz"]}
        )
        assert matcher.match(new) == []
        matcher.add("new", new)
        ((found, score),) = [(item.id, item.score) for item in matcher.match(new)]
        assert (found, score) == ("new", 100)
        renamed = traits_of("person", {"given_name": "Petr", "family_name": "Jiný"})
        matcher.add(old, renamed)
        assert [item.id for item in matcher.match(renamed)] == [old]
        before = traits_of("person", {"given_name": "Petr", "family_name": "Starý"})
        assert matcher.match(before) == []
        assert matcher.match(new, 0) == []


# --- against all pairs ---------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["Novotný", "Novotna", "Nowotny", "Jaroslav", "Jaroslva", "Marie", "", "J."]
)
CARDS = st.fixed_dictionaries(
    {
        "given_name": WORDS,
        "family_name": WORDS.filter(bool),
        "birthday": st.sampled_from([None, "1970-05-01", "1971"]),
        "emails": st.lists(st.sampled_from(["a@x.cz", "info@x.cz"]), max_size=1),
        "phones": st.lists(st.sampled_from(["+420475657111", "+420475657112"]), max_size=1),
    }
)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    from app.services.office import open_store

    found = open_store(tmp_path_factory.mktemp("crowd") / "crowd.db")
    yield found
    found.close()


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CARDS, min_size=2, max_size=7), CARDS)
def test_no_pair_is_missed_by_comparing_only_some(
    crowd: Store, cards: list[dict[str, Any]], typed: dict[str, Any]
) -> None:
    with crowd.writing("crowd") as writer:
        for table in ("contact_point", "person"):
            writer.connection.execute(f"DELETE FROM {table}")
        keys = []
        for card in cards:
            row = {name: card[name] for name in ("given_name", "family_name", "birthday")}
            keys.append(write(writer, ENTITIES["person"], None, row))
            for kind in ("email", "phone"):
                for text in card[f"{kind}s"]:
                    point = {"person_id": keys[-1], "kind": kind, "value": text}
                    write(writer, ENTITIES["contact_point"], None, point)
    traits = [traits_of("person", card) for card in cards]
    expected = {
        (*sorted((keys[i], keys[j])), compare(traits[i], traits[j]).score)
        for i in range(len(keys))
        for j in range(i)
    }
    found = {(pair.a_id, pair.b_id, pair.score) for pair in pairs(crowd)}
    assert found == {pair for pair in expected if pair[2] >= LEAST}
    scores = {key: compare(traits_of("person", typed), known).score
              for key, known in zip(keys, traits, strict=True)}  # fmt: skip
    assert set(like(crowd, "person", typed)) == {
        key for key in sorted(scores, key=lambda key: (-scores[key], key))[:5]
        if scores[key] >= LEAST
    }  # fmt: skip
