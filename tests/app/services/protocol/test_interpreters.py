from __future__ import annotations

from app.db.store import Store
from app.i18n import Language
from app.services.protocol.interpreters import uncovered
from tests.factories import make


def test_a_pair_of_languages_that_nobody_interprets_is_said(store: Store) -> None:
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "title_cs": "Jednání", "starts": "2027-05-10T09:00"}
    item = make(store, "programme_item", **values)
    flight = make(store, "programme_item", kind="flight", **values)

    def member(language: str, side: str, **given: object) -> str:
        person = make(store, "person", language=language)
        whole = {"delegation_id": visit, "person_id": person, "side": side, **given}
        return make(store, "delegation_member", **whole)

    for there in (member("cs", "host"), member("uk", "guest")):
        for where in (item, flight):
            make(store, "programme_part", programme_item_id=where, member_id=there)
    with store.reading() as connection:
        (found,) = uncovered(connection, visit, Language.CS)
    assert found.items == (item,)
    assert "čeština, ukrajinština" in found.text
    interpreter = member("cs", "host", part="interpreter", languages="cs;uk")
    part = {"programme_item_id": item, "member_id": interpreter, "part": "interprets"}
    make(store, "programme_part", **part)
    with store.reading() as connection:
        assert uncovered(connection, visit, Language.CS) == []
