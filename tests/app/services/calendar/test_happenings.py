from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language
from app.services.calendar.happenings import Happening, happenings, undated
from tests.factories import make


def found(store: Store, first: str, last: str, **more: object) -> list[Happening]:
    with store.reading() as connection:
        return happenings(
            connection,
            date.fromisoformat(first),
            date.fromisoformat(last),
            Language.CS,
            **more,  # type: ignore[arg-type]
        )


def told(items: list[Happening]) -> list[tuple[str, str, str, str]]:
    return [(item.kind, item.first.isoformat(), item.time, item.title) for item in items]


def test_a_day_has_all_that_happens_whole_days_first(store: Store) -> None:
    make(store, "task", title="Zavolat", due="2027-05-10T08:00")
    make(store, "task", title="Zrušený", due="2027-05-10", status="cancelled")
    make(store, "meeting", title="Rada", body="council", held_on="2027-05-10T09:00",
         submit_by="2027-05-03")  # fmt: skip
    visit = make(store, "delegation", start="2027-05-09", end="2027-05-11", places="Drážďany")
    items = found(store, "2027-05-10", "2027-05-10")
    assert told(items) == [
        ("visit", "2027-05-09", "", "Zkušební cesta"),
        ("task", "2027-05-10", "08:00", "Zavolat"),
        ("meeting", "2027-05-10", "09:00", "Rada"),
    ]
    assert (items[0].last, items[0].record_id, items[0].place) == (
        date(2027, 5, 11),
        visit,
        "Drážďany",
    )
    assert told(found(store, "2027-05-03", "2027-05-03")) == [("papers", "2027-05-03", "", "Rada")]


def test_visits_that_are_not_known_to_the_day_are_told_apart(store: Store) -> None:
    visit = make(store, "delegation", start="2027-05")
    make(store, "delegation", start="2028")
    assert found(store, "2027-05-01", "2027-05-31", kinds=["visit"]) == []
    with store.reading() as connection:
        vague = undated(connection, date(2027, 5, 31), date(2027, 6, 30), Language.CS)
    assert vague == [(visit, "Zkušební cesta", "2027-05")]


def test_birthdays_come_every_year_and_in_common_years_on_the_28th(store: Store) -> None:
    make(store, "person", given_name="Eva", family_name="Malá", birthday="1980-02-29")
    make(store, "person", given_name="Jan", family_name="Rok", birthday="1980")
    items = found(store, "2027-02-01", "2028-03-01", kinds=["birthday"])
    assert [(item.first, item.years, item.title) for item in items] == [
        (date(2027, 2, 28), 47, "Eva Malá"),
        (date(2028, 2, 29), 48, "Eva Malá"),
    ]


def test_each_term_of_a_renewing_agreement_has_its_days(store: Store) -> None:
    make(
        store,
        "agreement",
        signed_on="2020-01-01",
        term="fixed",
        expires_on="2026-12-31",
        renewal_months=12,
        notice_months=3,
    )
    items = found(store, "2026-01-01", "2028-01-31", kinds=["term", "notice"])
    assert [(item.kind, item.first) for item in items if item.kind == "term"] == [
        ("term", date(2026, 12, 31)),
        ("term", date(2027, 12, 31)),
    ]
    assert len([item for item in items if item.kind == "notice"]) == 2


def test_every_fifth_anniversary_of_a_signing(store: Store) -> None:
    make(store, "agreement", signed_on="2017-06-29")
    items = found(store, "2026-01-01", "2028-12-31", kinds=["anniversary"])
    assert [(item.first, item.years) for item in items] == [(date(2027, 6, 29), 10)]


def test_holidays_of_several_countries_in_the_language(store: Store) -> None:
    items = found(store, "2026-11-17", "2026-11-18", countries=["CZ", "DE-SN"])
    assert [item.title for item in items] == [
        "Den boje za svobodu a demokracii a Mezinárodní den studentstva",
        "Den pokání a modliteb (DE-SN)",
    ]


@pytest.mark.parametrize(
    ("first", "last"), [("2027-01-02", "2027-01-01"), ("2000-01-01", "2030-01-01")]
)
def test_days_in_the_wrong_order_or_too_many_are_refused(
    store: Store, first: str, last: str
) -> None:
    with pytest.raises(UserError):
        found(store, first, last)


def test_what_is_archived_is_left_out(store: Store) -> None:
    make(store, "task", due="2027-05-10", archived_on="2026-01-01")
    make(store, "delegation", start="2027-05-10", archived_on="2026-01-01")
    assert found(store, "2027-05-10", "2027-05-10") == []
