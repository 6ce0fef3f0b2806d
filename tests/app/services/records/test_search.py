from __future__ import annotations

from datetime import date

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language, translator
from app.services.records.records import archive
from app.services.records.search import Hit, find
from tests.factories import make

TODAY = date(2026, 11, 23)


def search(store: Store, text: str, language: Language = Language.CS, limit: int = 40) -> list[Hit]:
    with store.reading() as connection:
        return find(connection, text, translator(language), TODAY, limit)


def test_names_come_before_other_hits_and_those_have_a_reason(store: Store) -> None:
    partner = make(store, "organisation", name_cs="Ostrožská Lhota")
    person = make(store, "person", family_name="Veselý", given_name="Jan")
    make(store, "position", person_id=person, organisation_id=partner, title_cs="starosta")
    found = search(store, "ostroz")
    assert [hit.id for hit in found] == [partner, person]
    assert found[0].reason == ("", "")
    assert found[1].reason[1].startswith("Ostrožská Lhota")
    assert "starosta" in found[1].detail


def test_names_that_begin_as_typed_come_first(store: Store) -> None:
    second = make(store, "organisation", name_cs="Město Novina")
    first = make(store, "organisation", name_cs="Novina")
    assert [hit.id for hit in search(store, "nov")] == [first, second]


def test_titles_are_in_the_language_that_is_spoken(store: Store) -> None:
    make(store, "organisation", name_cs="Zakarpatská oblast", name_de="Oblast Transkarpatien")
    for typed in ("zakarp", "transk"):
        assert [hit.title for hit in search(store, typed)] == ["Zakarpatská oblast"]
        assert [hit.title for hit in search(store, typed, Language.DE)] == ["Oblast Transkarpatien"]


def test_people_are_found_by_their_contact_details(store: Store) -> None:
    person = make(store, "person", family_name="Veselý", given_name="Jan")
    make(store, "contact_point", person_id=person, kind="email", value="jan@example.cz")
    (hit,) = search(store, "jan@exam")
    assert hit.id == person
    assert hit.reason[1] == "jan@example.cz"


def test_archived_records_are_found_last_and_say_so(store: Store) -> None:
    old = make(store, "task", title="Alfa")
    new = make(store, "task", title="Alfa druhá")
    archive(store, ENTITIES["task"], [old], on=TODAY)
    assert [(hit.id, hit.archived) for hit in search(store, "alfa")] == [(new, False), (old, True)]


def test_no_word_finds_nothing(store: Store) -> None:
    make(store, "task", title="Alfa")
    assert search(store, " -- ") == []


def test_no_more_than_asked_for(loaded: Store) -> None:
    assert len(search(loaded, "u", limit=7)) == 7
