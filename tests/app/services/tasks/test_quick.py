from __future__ import annotations

from datetime import datetime

import pytest

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language, translator
from app.services.tasks import quick
from tests.factories import count, make, value

NOW = datetime(2026, 11, 23, 9, 0)


def understand(store: Store, text: str) -> quick.Quick:
    with store.reading() as connection:
        return quick.understand(connection, text, NOW, Language.CS)


def test_a_line_becomes_a_task_about_a_record(store: Store) -> None:
    saxony = make(store, "organisation", name_cs="Sasko")
    make(store, "organisation", name_cs="Sasko-Anhaltsko")
    found = understand(store, "zavolat na generální konzulát v pátek 14:00 #Sasko")
    assert [(item.entity, item.record_id) for item in found.links] == [("organisation", saxony)]
    assert [item.title for item in found.offered["Sasko"]] == ["Sasko-Anhaltsko"]
    task, _ = quick.add(store, found)
    assert value(store, "task", task, "title") == "zavolat na generální konzulát"
    assert value(store, "task", task, "due") == "2026-11-27T14:00"
    with store.reading() as connection:
        rows = connection.execute("SELECT task_id, entity, record_id FROM task_link").fetchall()
    assert rows == [(task, "organisation", saxony)]


def test_what_is_not_found_stays_in_the_text_and_is_said(store: Store) -> None:
    found = understand(store, "zavolat zítra #Atlantida @nikdo")
    assert found.values["title"] == "zavolat #Atlantida @nikdo"
    assert found.remark_texts(translator(Language.CS)) == [
        "V evidenci není nic, co by se jmenovalo „Atlantida“; slovo zůstává v textu.",
        "Žádný kolega se nejmenuje „nikdo“; slovo zůstává v textu.",
    ]


def test_a_colleague_is_found_by_initials(store: Store) -> None:
    with store.writing("test") as writer:
        writer.connection.execute(
            'INSERT INTO "user" (id, name, role) VALUES (?, ?, ?)', ("u1", "Eva Malá", "member")
        )
    assert understand(store, "zavolat @em").values["assignee_id"] == "u1"
    assert understand(store, "zavolat @Eva").values["assignee_id"] == "u1"


def test_a_deadline_before_a_visit_moves_with_it(store: Store) -> None:
    past = {"title_cs": "Cesta do Drážďan", "start": "2020-05-10"}
    make(store, "delegation", **past)
    make(store, "delegation", title_cs="Cesta do Drážďan později", start="2027-09-10")
    visit = make(store, "delegation", title_cs="Cesta do Drážďan", start="2027-05-10")
    found = understand(store, "3 dny před návštěvou v 10 hodin koupit dary #Drážďan")
    task, _ = quick.add(store, found)
    assert value(store, "task", task, "relative_to_id") == visit
    assert value(store, "task", task, "due") == "2027-05-07T10:00"


def test_without_a_visit_the_deadline_is_asked_for(store: Store) -> None:
    found = understand(store, "3 dny před návštěvou koupit dary")
    assert "due" not in found.values
    assert found.remarks == ((quick.WHICH_VISIT, {}),)


def test_days_after_a_visit_are_reckoned_from_its_end(store: Store) -> None:
    make(store, "delegation", title_cs="Cesta do Lipska", start="2027-05-10", end="2027-05-12")
    found = understand(store, "do 10 pracovních dnů po návratu zpráva #Lipsk")
    assert found.values["due"] == "2027-05-26"
    assert (quick.DOES_NOT_MOVE, {}) in found.remarks


def test_an_empty_line_is_refused(store: Store) -> None:
    with pytest.raises(UserError):
        understand(store, "  ")
    assert count(store, "task") == 0
