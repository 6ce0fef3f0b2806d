from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.services.contacts.new_person import create
from app.services.records.records import save
from tests.factories import make, value

POINT = ENTITIES["contact_point"]


def typed(store: Store, number: str, **owner: str) -> str:
    key, _ = save(store, POINT, None, 0, {"kind": "phone", "value": number, **owner})
    return str(value(store, "contact_point", key, "value"))


def test_a_national_number_is_one_of_the_address_then_of_the_organisation(store: Store) -> None:
    person = make(store, "person", nationality="CZ")
    office = make(store, "organisation", name_cs="Landratsamt", country="DE")
    assert typed(store, "475 657 111", person_id=person) == "+420475657111"
    make(store, "position", person_id=person, organisation_id=office, title_cs="x")
    assert typed(store, "0351 / 564 1234", person_id=person) == "+493515641234"
    assert typed(store, "0351 / 564 1235", organisation_id=office) == "+493515641235"
    make(store, "address", person_id=person, kind="work", street="Rue 1", country="FR")
    assert typed(store, "06 03 11 12 22", person_id=person) == "+33603111222"


def test_a_number_that_may_be_of_another_country_is_refused(store: Store) -> None:
    person = make(store, "person", nationality="DE")
    assert typed(store, "0171 1234567", person_id=person) == "+491711234567"
    for number in ("602 123 456", "06 03 11 12 22 33 44 55 66 77"):
        with pytest.raises(InvalidRecord):
            typed(store, number, person_id=person)


def test_a_new_person_is_called_in_the_country_of_the_organisation(store: Store) -> None:
    office = make(store, "organisation", name_cs="Landratsamt", country="DE")
    key, _ = create(
        store,
        {"family_name": "Meyer", "organisation_id": office, "post_title": "Landrat",
         "phone": "03501 515-0"},
    )  # fmt: skip
    with store.reading() as connection:
        sql = "SELECT value FROM contact_point WHERE person_id = ?"
        assert connection.execute(sql, (key,)).fetchall() == [("+4935015150",)]
