from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.services.records import records
from app.services.records.rows import Conflict
from tests.factories import count, make, value

PERSON = ENTITIES["person"]
ORGANISATION = ENTITIES["organisation"]


def read(store: Store, entity: str, record_id: str) -> records.Record:
    with store.reading() as connection:
        found = records.read(connection, ENTITIES[entity], record_id)
    assert found is not None
    return found


def test_a_saved_record_is_read_back_with_what_it_owns(store: Store) -> None:
    organisation = make(store, "organisation", name_cs="Ústecký kraj")
    make(store, "contact_point", organisation_id=organisation, kind="email", value="a@b.cz")
    found = read(store, "organisation", organisation)
    assert found.values["name_cs"] == "Ústecký kraj"
    assert [row.values["value"] for row in found.owned["contact_point"]] == ["a@b.cz"]


def test_required_fields_are_demanded_together(store: Store) -> None:
    with pytest.raises(InvalidRecord) as caught:
        records.save(store, ENTITIES["delegation"], None, 0, {"title_de": "Reise"})
    assert {error.field for error in caught.value.errors} == {
        "title_cs",
        "direction",
        "relation_type",
        "initiated_by",
        "start",
    }
    assert count(store, "delegation") == 0


def test_a_reference_to_nothing_is_refused(store: Store) -> None:
    with pytest.raises(InvalidRecord):
        make(store, "agreement", partner_id="nowhere")


def test_different_fields_merge_and_the_same_field_asks(store: Store) -> None:
    person = make(store, "person")
    version = read(store, "person", person).version
    records.save(store, PERSON, person, version, {"note": "moje"})
    records.save(store, PERSON, person, version, {"diet": "bez masa"})
    with pytest.raises(Conflict) as caught:
        records.save(store, PERSON, person, version, {"note": "jiná", "diet": "bez masa"})
    assert caught.value.theirs == {"note": "moje"}
    assert value(store, "person", person, "note") == "moje"
    records.save(store, PERSON, person, caught.value.version, {"note": "jiná"})
    assert value(store, "person", person, "note") == "jiná"


def test_saving_a_deleted_record_says_so(store: Store) -> None:
    person = make(store, "person")
    records.delete(store, PERSON, [person])
    with pytest.raises(UserError, match="deleted meanwhile"):
        records.save(store, PERSON, person, 1, {"note": "x"})


def test_deleting_takes_the_owned_rows_along(store: Store) -> None:
    person = make(store, "person")
    organisation = make(store, "organisation")
    make(store, "position", person_id=person, organisation_id=organisation, title_cs="starosta")
    changes = records.delete(store, PERSON, [person])
    assert count(store, "position") == 0
    assert changes.ids("person") == {person}


def test_a_record_in_use_is_not_deleted(store: Store) -> None:
    organisation = make(store, "organisation")
    make(store, "agreement", partner_id=organisation)
    with pytest.raises(UserError, match="other records refer to it"):
        records.delete(store, ORGANISATION, [organisation])
    assert count(store, "organisation") == 1


def test_archiving_is_not_deleting(store: Store) -> None:
    person = make(store, "person")
    records.archive(store, PERSON, [person], on=date(2026, 1, 2))
    assert value(store, "person", person, "archived_on") == "2026-01-02"
    records.archive(store, PERSON, [person], on=None)
    assert value(store, "person", person, "archived_on") is None


def test_links_have_the_same_id_on_every_computer(store: Store) -> None:
    agreement, area = make(store, "agreement"), make(store, "area")
    first = make(store, "agreement_area", agreement_id=agreement, area_id=area)
    second = make(store, "agreement_area", agreement_id=agreement, area_id=area)
    assert first == second
    assert count(store, "agreement_area") == 1


def test_the_texts_of_a_row_stand_with_its_record_alone(store: Store) -> None:
    person = make(store, "person", family_name="Bílková", given_name="Hana")
    point = make(store, "contact_point", person_id=person, kind="phone", value="+420 475 111 222")
    assert value(store, "contact_point", point, "search_text") is None
    name, _, rest = value(store, "person", person, "search_text").partition("\n")
    assert name == "hana bilkova"
    assert {"420475111222", "475111222", "222"} <= set(rest.split())


def test_saving_a_note_writes_no_other_derived_column(store: Store) -> None:
    person = make(store, "person", family_name="Bílková")
    said: list[str] = []
    connection = store._connection()
    connection.set_trace_callback(said.append)  # type: ignore[attr-defined]
    records.save(store, PERSON, person, 10_000, {"note": "Výbor"})
    connection.set_trace_callback(None)  # type: ignore[attr-defined]
    # An index is written anew when its column is named, though it stays what it was.
    written = [sql for sql in said if sql.startswith("UPDATE") and '"person"' in sql]
    assert any("search_text" in sql for sql in written)
    assert not any("sort_key" in sql for sql in written)
    assert "vybor" in value(store, "person", person, "search_text")


def test_a_record_is_found_by_the_names_of_what_it_refers_to(store: Store) -> None:
    organisation = make(store, "organisation", name_cs="Srbsko", native_name="Војводина")
    agreement = make(store, "agreement", partner_id=organisation)
    assert "војводина" in value(store, "agreement", agreement, "search_text")
    records.save(store, ORGANISATION, organisation, 10_000, {"name_cs": "Banát"})
    assert "banat" in value(store, "agreement", agreement, "search_text")
    assert "srbsko" not in value(store, "agreement", agreement, "search_text")


def test_a_task_moves_with_the_delegation_it_prepares(store: Store) -> None:
    delegation = make(store, "delegation", start="2027-05-20")
    task = make(store, "task", relative_to_id=delegation, relative_days=14)
    assert value(store, "task", task, "due") == "2027-05-06"
    records.save(store, ENTITIES["delegation"], delegation, 10_000, {"start": "2027-06-20"})
    assert value(store, "task", task, "due") == "2027-06-06"
    records.save(store, ENTITIES["delegation"], delegation, 10_000, {"start": "2027-08"})
    assert value(store, "task", task, "due") is None, "no day is guessed, and none is left wrong"


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("phone", "475 657 111", "+420475657111"),
        ("mobile", "00420 602 123 456", "+420602123456"),
        ("email", " Jana@Kraj.cz", "Jana@kraj.cz"),
        ("web", "www.kraj.cz", "https://www.kraj.cz"),
        ("data_box", "T9ZBSVA", "t9zbsva"),
        ("other", "Signal: jana", "Signal: jana"),
    ],
)
def test_contact_details_are_stored_in_one_form(
    store: Store, kind: str, typed: str, stored: str
) -> None:
    person = make(store, "person")
    point = make(store, "contact_point", person_id=person, kind=kind, value=typed)
    assert value(store, "contact_point", point, "value") == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("phone", "12"), ("email", "jana.kraj.cz"), ("web", "kraj"), ("data_box", "123")],
)
def test_a_wrong_contact_detail_is_refused_beside_its_field(
    store: Store, kind: str, typed: str
) -> None:
    point = ENTITIES["contact_point"]
    values = {"person_id": make(store, "person"), "kind": kind, "value": typed}
    with pytest.raises(InvalidRecord) as caught:
        records.save(store, point, None, 0, values)
    assert [(error.field, error.values) for error in caught.value.errors] == [
        ("value", {"text": typed})
    ]
    assert count(store, "contact_point") == 0


def test_a_wrong_detail_that_was_imported_can_still_be_preferred(store: Store) -> None:
    person = make(store, "person")
    with store.writing("import") as writer:
        values = {"person_id": person, "kind": "phone", "value": "linka 12"}
        key = records.apply(writer, ENTITIES["contact_point"], None, values)
    found = read(store, "contact_point", key)
    records.save(store, found.entity, key, found.version, {"is_primary": 1})
    assert value(store, "contact_point", key, "is_primary") == 1
    with pytest.raises(InvalidRecord):
        records.save(store, found.entity, key, found.version + 10, {"kind": "mobile"})


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("email", "475 657 111", ("phone", "+420475657111")),
        ("email", "602 123 456 kl. 12", ("mobile", "+420602123456;ext=12")),
        ("phone", "jana@kraj.cz", ("email", "jana@kraj.cz")),
    ],
)
def test_a_detail_typed_under_the_kind_that_was_proposed_is_what_it_is(
    store: Store, kind: str, typed: str, stored: tuple[str, str]
) -> None:
    person = make(store, "person")
    key = make(store, "contact_point", person_id=person, kind=kind, value=typed)
    found = tuple(value(store, "contact_point", key, name) for name in ("kind", "value"))
    assert found == stored


def test_a_relation_is_named_in_words_in_the_history(store: Store) -> None:
    one, other = make(store, "person"), make(store, "person")
    make(store, "person_relation", person_id=one, kind="assistant_of", other_id=other)
    with store.reading() as connection:
        (label,) = connection.execute(
            "SELECT label FROM log_header ORDER BY clock DESC LIMIT 1"
        ).fetchone()
    assert "assistant_of" not in label


def header_of(store: Store) -> str:
    with store.reading() as connection:
        (label,) = connection.execute(
            "SELECT label FROM log_header ORDER BY clock DESC LIMIT 1"
        ).fetchone()
    return str(label)


def test_the_history_calls_a_record_by_what_it_is_called_now(store: Store) -> None:
    person, organisation = ENTITIES["person"], ENTITIES["organisation"]
    values = {"given_name": "Jana", "family_name": "Nováková"}
    key, _ = records.save(store, person, None, 0, values)
    assert "Jana Nováková" in header_of(store)
    with store.reading() as connection:
        version = records.read(connection, person, key).version  # type: ignore[union-attr]
    records.save(store, person, key, version, {"family_name": "Malá"})
    assert "Jana Malá" in header_of(store)
    key = make(store, "organisation", name_cs="Liberecký kraj")
    with store.reading() as connection:
        version = records.read(connection, organisation, key).version  # type: ignore[union-attr]
    records.save(store, organisation, key, version, {"name_en": "Liberec Region"})
    assert "Liberecký kraj" in header_of(store)


def test_a_row_without_a_name_is_called_by_its_kind(store: Store) -> None:
    office = make(store, "organisation", name_cs="Úřad")
    values = {"organisation_id": office, "kind": "seat"}
    records.save(store, ENTITIES["address"], None, 0, values)
    assert "Adresa" in header_of(store)
