from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.documents.text import extract
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.printing import print_paper
from app.services.records.query import ListQuery
from tests.app.reports.papers_support import assert_conforms, flat_text_of
from tests.factories import make

ON = date(2026, 11, 29)


@pytest.fixture
def filled(store: Store) -> Store:
    region = make(store, "organisation", name_cs="Liberecký kraj", name_de="Region Reichenberg")
    person = make(store, "person", family_name="Nováková", given_name="Jana", title_before="Ing.")
    make(
        store,
        "position",
        person_id=person,
        organisation_id=region,
        title_cs="vedoucí odboru",
        title_de="Abteilungsleiterin",
    )
    make(store, "contact_point", person_id=person, kind="phone", value="+420485226301")
    make(store, "contact_point", person_id=person, kind="email", value="jana@example.cz")
    make(store, "person", family_name="Žák")
    make(store, "task", title="Poslat pozvánky", due="2026-11-20", status="open")
    make(store, "task", title="Objednat sál", due="2026-12-20", status="done")
    return store


def printed(store: Store, entity: str, key: str, target: Path, language: Language) -> Path:
    query = ListQuery(ENTITIES[entity], language)
    with store.reading() as connection:
        print_paper(connection, paper_of(entity, key), query, [language], target, ON)
    return target


def test_people_stand_with_what_one_calls_and_writes_to(filled: Store, tmp_path: Path) -> None:
    made = printed(filled, "person", "people", tmp_path / "a.pdf", Language.DE)
    assert_conforms(made)
    text = flat_text_of(made)
    for said in ("Ing. Jana Nováková", "Abteilungsleiterin", "+420 485 226 301", "jana@example.cz"):
        assert said in text.replace("\u00a0", " ")
    assert text.index("Nováková") < text.index("Žák")


def test_tasks_say_what_is_overdue(filled: Store, tmp_path: Path) -> None:
    made = printed(filled, "task", "tasks", tmp_path / "a.pdf", Language.CS)
    assert_conforms(made)
    text = flat_text_of(made).replace("\u00a0", " ")
    assert "Poslat pozvánky Otevřený po termínu" in text
    assert text.count("po termínu") == 1


def test_lists_are_workbooks_too(filled: Store, tmp_path: Path) -> None:
    made = printed(filled, "person", "people", tmp_path / "a.xlsx", Language.CS)
    said = extract(made.read_bytes(), "a.xlsx").text.splitlines()
    assert said[:4] == ["Osoba", "Funkce a organizace", "Telefon a e-mail", "Ing. Jana Nováková"]
    assert "jana@example.cz" in said
