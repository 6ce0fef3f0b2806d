from __future__ import annotations

from app.entities import ENTITIES
from app.services.records.records import read
from tests.factories import make
from ui.context import Context
from ui.screens.detail_cards import visit_notice


def said(context: Context, visit: str) -> tuple[str, str] | None:
    with context.store.reading() as connection:
        record = read(connection, ENTITIES["delegation"], visit)
    assert record
    return visit_notice(context, record)


def test_a_visit_to_come_says_what_does_not_fit_in_its_programme(context: Context) -> None:
    store = context.store
    day = context.today.replace(year=context.today.year + 1, day=10).isoformat()
    visit = make(store, "delegation", start=day)
    values = {
        "delegation_id": visit,
        "title_cs": "Jednání",
        "starts": f"{day}T10:00",
        "ends": f"{day}T11:00",
        "place": "Sál",
    }
    make(store, "programme_item", interpreter=1, **values)
    assert said(context, visit) is None, "an interpreter is missing: the card says it"
    make(store, "programme_item", **{**values, "title_cs": "Oběd"})
    tone, text = said(context, visit) or ("", "")
    assert tone == "warn"
    assert "Jednání" in text
    assert "Oběd" in text


def test_what_is_over_or_cancelled_says_nothing(context: Context) -> None:
    store = context.store
    day = context.today.replace(year=context.today.year + 1, day=10).isoformat()
    for start, status in (("2020-05-10", "completed"), (day, "cancelled")):
        visit = make(store, "delegation", start=start, status=status)
        for title in ("Jednání", "Oběd"):
            values = {"delegation_id": visit, "title_cs": title, "place": "Sál"}
            times = {"starts": f"{start}T10:00", "ends": f"{start}T11:00"}
            make(store, "programme_item", **values, **times)
        assert said(context, visit) is None
