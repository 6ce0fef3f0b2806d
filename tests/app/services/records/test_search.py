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


def test_the_end_of_a_number_comes_before_the_same_digits_in_the_middle(store: Store) -> None:
    middle = make(store, "person", family_name="Adam")
    make(store, "contact_point", person_id=middle, kind="mobile", value="+420630112233")
    end = make(store, "person", family_name="Zeman")
    make(store, "contact_point", person_id=end, kind="phone", value="+420485226301")
    assert [hit.id for hit in search(store, "301")] == [end, middle]
    for typed in ("485 226 301", "485226301", "+420 485226301", "226 301"):
        (hit,) = search(store, typed)
        assert hit.id == end
        assert hit.reason[1] == "485\u00a0226\u00a0301"


def test_organisations_are_found_by_their_numbers_and_addresses(store: Store) -> None:
    region = make(
        store,
        "organisation",
        name_cs="Liberecký kraj",
        ico="70891508",
        dic="CZ70891508",
        data_box="c5kbvkw",
    )
    make(
        store,
        "address",
        organisation_id=region,
        kind="seat",
        street="U Jezu 642/2a",
        postal_code="461 80",
        city="Liberec 2",
    )
    for typed, value in (
        ("708 91 508", "70891508"),
        ("CZ 708 91 508", "CZ70891508"),
        ("C5KBVKW", "c5kbvkw"),
        ("u jezu 642", "U Jezu 642/2a"),
        ("46180", "461 80"),
        ("461 80", "461 80"),
    ):
        (hit,) = search(store, typed)
        assert (hit.id, hit.reason[1]) == (region, value)


def test_agreements_are_found_by_the_day_of_signing(store: Store) -> None:
    agreement = make(store, "agreement", title_cs="Dohoda", signed_on="2017-06-29")
    make(store, "agreement", title_cs="Jiná dohoda", signed_on="2017-06-28")
    for typed in ("29. 6. 2017", "29.06.2017", "2017-06-29", "29. června 2017"):
        (hit,) = search(store, typed)
        assert hit.id == agreement
        assert hit.reason == ("Signed on", "29.\u00a06.\u00a02017")
    assert len(search(store, "červen 2017")) == 2


def test_names_are_found_in_other_spellings_and_come_first(store: Store) -> None:
    muller = make(store, "person", family_name="Müller")
    mueller = make(store, "person", family_name="Mueller")
    other = make(store, "person", family_name="Đoković", name_native="Новак Ђоковић")
    for typed in ("mueller", "Müller", "muller"):
        assert {hit.id for hit in search(store, typed)} == {muller, mueller}
        assert all(hit.reason == ("", "") for hit in search(store, typed))
    for typed in ("djokovic", "dokovic", "novak dokovic", "Ђоковић"):
        assert [hit.id for hit in search(store, typed)] == [other]


def test_invisible_characters_hide_nothing(store: Store) -> None:
    name = "Nov\u200báko\u00advá"
    person = make(store, "person", family_name=name, given_name="\u202aJana\u202c")
    assert [hit.id for hit in search(store, "jana novakova")] == [person]
    assert [hit.id for hit in search(store, "Nová\u00adková")] == [person]
