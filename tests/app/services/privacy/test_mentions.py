from __future__ import annotations

import pytest

from app.db.store import Store
from app.services.privacy.mentions import traces
from tests.factories import make

FORMS = [
    ("Jan", "Novák", "Jana Nováka, Janu Novákovi, o Janu Novákovi, s Janem Novákem"),
    ("Jana", "Nováková", "Jany Novákové, Janě Novákové, Janu Novákovou, s Janou Novákovou"),
    ("Pavel", "Hejtmánek", "Pavla Hejtmánka, Pavlovi Hejtmánkovi, s Pavlem Hejtmánkem"),
    ("Radka", "Černá", "Radky Černé, Radce Černé, Radku Černou, s Radkou Černou"),
    ("Jiří", "Malý", "Jiřího Malého, Jiřímu Malému, o Jiřím Malém, s Jiřím Malým"),
    ("Petra", "Dolejší", "Petry Dolejší, Petře Dolejší, Petru Dolejší"),
    ("Ondřej", "Svoboda", "Ondřeje Svobody, Ondřeji Svobodovi, s Ondřejem Svobodou"),
    ("Marie", "Němcová", "Marie Němcové, Marii Němcové, s Marií Němcovou"),
    ("Jürgen", "Müller", "Jürgen Müllers, Müller, Jürgen"),
]
OTHERS = [
    ("Jan", "Novák", ("Jana Nováková", "Jan Nováček", "Jan Novotný")),
    ("Jana", "Nováková", ("Jan Novák", "Jana Nováčková", "Jan Novákovič")),
    ("Jiří", "Malý", ("Jiřina Malá", "Jiří Malík")),
    ("Ondřej", "Svoboda", ("Ondřejka Svobodová",)),
]


@pytest.mark.parametrize(("given", "family", "texts"), FORMS)
def test_a_name_is_found_in_every_case(store: Store, given: str, family: str, texts: str) -> None:
    person = make(store, "person", given_name=given, family_name=family)
    with store.reading() as connection:
        known = traces(connection, person)
    listed = [texts] if given == "Jürgen" else texts.split(", ")
    for text in (f"{given} {family}", f"{family} {given}", *listed):
        assert "[…]" in known.without(f"Dnes {text}."), text
        assert family[:-2] not in known.without(f"Dnes {text}."), text


@pytest.mark.parametrize(("given", "family", "others"), OTHERS)
def test_nobody_else_is_taken_for_the_person(
    store: Store, given: str, family: str, others: tuple[str, ...]
) -> None:
    person = make(store, "person", given_name=given, family_name=family)
    with store.reading() as connection:
        known = traces(connection, person)
    for other in others:
        assert known.without(f"Dnes {other}.", loosely=True) == f"Dnes {other}."


def test_of_two_with_the_same_name_neither_is_certain(store: Store) -> None:
    person = make(store, "person")
    make(store, "contact_point", person_id=person, kind="email", value="jana@priklad.example")
    make(store, "person")
    with store.reading() as connection:
        known = traces(connection, person)
    text = "Jana Nováková, jana@priklad.example"
    assert known.without(text) == "Jana Nováková, […]"
    assert known.without(text, loosely=True) == "[…], […]"


@pytest.mark.parametrize(
    "text", ["+420 602 123 987", "602123987", "00420602123987", "tel. 602-123-987", "602/123 987"]
)
def test_a_number_is_found_however_it_is_grouped(store: Store, text: str) -> None:
    person = make(store, "person")
    make(store, "contact_point", person_id=person, kind="mobile", value="+420602123987")
    with store.reading() as connection:
        known = traces(connection, person)
    assert "987" not in known.without(text)
    assert known.without("602123988 a 1602123987000") == "602123988 a 1602123987000"
