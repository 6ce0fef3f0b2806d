from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.rules.agreements.requirements import RecordFacts, missing
from app.rules.days.partial_dates import PartialDate
from app.services.agreements.office_list import (
    FIELDS,
    OFFICE_POINTS,
    OfficeList,
    office_list,
    set_office_list,
)
from app.services.agreements.record import requirement_text, requirements
from app.services.office_settings import OFFICE_LIST, put, values
from app.services.records.undo import undo
from tests.factories import make

ON = date(2026, 11, 25)


def codes(store: Store, agreement: str, status: str) -> set[str]:
    with store.reading() as connection:
        found = requirements(connection, agreement, ON)
    return {item.code for item in found if item.group == "office" and item.status == status}


def stored(store: Store) -> OfficeList:
    with store.reading() as connection:
        return office_list(connection)


def test_every_point_of_the_rules_can_be_switched_off() -> None:
    signed = PartialDate(2020, 1, 1)
    found = missing(RecordFacts(signed_on=signed), ON)
    known = {item.code for item in found if item.group == "office"}
    assert known <= set(OFFICE_POINTS)
    assert set(FIELDS) <= set(ENTITIES["agreement"].by_name)


def test_a_point_that_the_office_does_not_want_is_gone(store: Store) -> None:
    agreement = make(store, "agreement")
    assert "office.reference_no" in codes(store, agreement, "missing")
    changes = set_office_list(store, OfficeList(without=frozenset({"office.reference_no"})))
    assert changes
    assert "office.reference_no" not in codes(store, agreement, "missing")
    undo(store)
    assert stored(store) == OfficeList()
    assert "office.reference_no" in codes(store, agreement, "missing")


def test_a_field_that_the_office_wants_is_missing_until_it_is_filled_in(store: Store) -> None:
    set_office_list(store, OfficeList(fields=("file_no", "subject_cs", "signed_at")))
    bare = make(store, "agreement")
    full = make(store, "agreement", file_no="KUUK/1", subject_de="Kultur", signed_at="Praha")
    draft = make(store, "agreement", status="draft", signed_on=None)
    asked = {"office.field.file_no", "office.field.subject_cs", "office.field.signed_at"}
    assert asked <= codes(store, bare, "missing")
    assert asked <= codes(store, full, "fulfilled")
    assert codes(store, draft, "missing") & asked == asked - {"office.field.signed_at"}
    with store.reading() as connection:
        found = requirements(connection, bare, ON)
    (item,) = [item for item in found if item.code == "office.field.file_no"]
    texts = [requirement_text(item, translator(code)) for code in Language]
    assert texts == [
        "Není zapsáno: Spisová značka.",
        "Nicht erfasst: Aktenzeichen.",
        "Not recorded: File number.",
    ]


@pytest.mark.parametrize(
    "chosen",
    [OfficeList(without=frozenset({"28.seats"})), OfficeList(fields=("note",))],
    ids=["the law", "another field"],
)
def test_what_is_no_point_of_the_list_is_refused(store: Store, chosen: OfficeList) -> None:
    with pytest.raises(UserError):
        set_office_list(store, chosen)
    assert stored(store) == OfficeList()


@pytest.mark.parametrize("text", ["", "[]", "yes"])
def test_what_says_neither_yes_nor_no_decides_nothing(store: Store, text: str) -> None:
    with store.writing("test") as writer:
        for name in (*OFFICE_POINTS, *FIELDS, "office.unknown", ""):
            put(writer, OFFICE_LIST + name, text)
    assert stored(store) == OfficeList()


def test_each_point_is_decided_by_itself(store: Store) -> None:
    """Two computers that decide different points do not meet in a conflict."""
    set_office_list(store, OfficeList(frozenset({"office.term"}), ("file_no",)))
    with store.reading() as connection:
        assert values(connection, OFFICE_LIST) == {"office.term": "0", "file_no": "1"}
