from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.commitment_report import (
    missing_of_agreements,
    missing_of_partners,
    of_agreements,
    of_partners,
)
from app.services.records.query import ListQuery
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    bookmarks,
    flat_text_of,
)
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)


@pytest.fixture
def saxony(store: Store) -> str:
    return make(store, "organisation", name_cs="Sasko", name_de="Sachsen")


@pytest.fixture
def agreements(store: Store, saxony: str) -> list[str]:
    """Two agreements, one with Saxony, with commitments of every kind."""
    first = make(store, "agreement", title_cs="Dohoda se Saskem", partner_id=saxony)
    second = make(store, "agreement", title_cs="Jiná dohoda")
    user = make(store, "user", name="Jana Odpovědná", initials="JO")
    for text, due, values in (
        ("Prošlý", "2026-05-31", {"assignee_id": user, "organisation_id": saxony}),
        ("Brzký", "2026-08", {}),
        ("Pozdní", "2028", {"assignee_id": user}),
        ("Bez dne", None, {}),
        ("Splněný", "2020", {"status": "fulfilled", "fulfilled_on": "2019-12"}),
    ):
        row: dict[str, Any] = {"status": "open", **values}
        make(store, "commitment", agreement_id=first, text_cs=text, due=due, **row)
    make(
        store,
        "commitment",
        agreement_id=second,
        text_cs="Cizí",
        text_de="Fremd",
        due="2026-07-01",
        status="open",
    )
    return [first, second]


def printed(
    store: Store,
    wanted: Sequence[str] | ListQuery,
    target: Path,
    languages: Sequence[Language] = (CS,),
    **options: str,
) -> Path:
    with store.reading() as connection:
        of_agreements(connection, wanted, languages, target, ON, lambda *_: None, **options)
    return target


def sections(file: Path) -> list[str]:
    return [title for depth, title, _ in bookmarks(file) if depth]


def test_open_ones_by_deadline(store: Store, agreements: list[str], tmp_path: Path) -> None:
    file = printed(store, agreements, tmp_path / "commitments.pdf")
    assert sections(file) == ["Po termínu", "Do tří měsíců", "Později", "Bez určení dne"]
    text = flat_text_of(file)
    assert "Otevřené závazky" in text
    assert "5 závazků" in text
    assert "Z toho po termínu 1" in text
    assert "Splněný" not in text
    order = [text.index(part) for part in ("Prošlý", "Cizí", "Brzký", "Pozdní", "Bez dne")]
    assert order == sorted(order)
    assert "Dohoda se Saskem" in text


def test_all_of_one_agreement(store: Store, agreements: list[str], tmp_path: Path) -> None:
    file = printed(store, agreements[:1], tmp_path / "commitments.pdf", which="all")
    assert sections(file)[-1] == "Vyřízené"
    text = flat_text_of(file)
    assert "prosinec 2019" in text
    assert "Cizí" not in text
    assert bookmarks(file)[0][1] == "Dohoda se Saskem"


def test_by_owner_and_by_agreement(store: Store, agreements: list[str], tmp_path: Path) -> None:
    file = tmp_path / "commitments.pdf"
    assert sections(printed(store, agreements, file, by="owner")) == [
        "Jana Odpovědná",
        "Bez odpovědné osoby",
    ]
    assert sections(printed(store, agreements, file, by="agreement")) == [
        "Dohoda se Saskem",
        "Jiná dohoda",
    ]


def test_a_list_and_a_partner(
    store: Store, agreements: list[str], saxony: str, tmp_path: Path
) -> None:
    every = ListQuery(ENTITIES["agreement"], CS)
    assert "5 závazků" in flat_text_of(printed(store, every, tmp_path / "all.pdf"))
    target = tmp_path / "partner.pdf"
    with store.reading() as connection:
        of_partners(connection, [saxony], (DE,), target, ON, lambda *_: None)
        assert missing_of_agreements(connection, agreements, (CS,), ON) == []
        texts = {item.text for item in missing_of_partners(connection, [saxony], (DE,), ON)}
        with pytest.raises(UserError):
            of_agreements(connection, [], (CS,), target, ON, lambda *_: None)
    assert "Prošlý" in texts
    assert "Cizí" not in texts
    text = flat_text_of(target)
    assert bookmarks(target)[0][1] == "Sachsen"
    assert "Fremd" not in text
    assert "4 Verpflichtungen" in text
    assert "Zugesagt von: Sachsen" in text


def test_there_may_be_none(store: Store, tmp_path: Path) -> None:
    key = make(store, "agreement")
    file = printed(store, [key], tmp_path / "none.pdf", (EN,))
    assert "0 commitments" in flat_text_of(file)
    assert_conforms(file)


def test_the_file_conforms(store: Store, agreements: list[str], tmp_path: Path) -> None:
    for number in range(40):
        text = f"Závazek č. {number}, o němž je třeba napsat několik slov"
        make(store, "commitment", agreement_id=agreements[0], text_cs=text, status="open")
    file = printed(store, agreements, tmp_path / "commitments.pdf", (CS, DE))
    assert_conforms(file)
    assert_nothing_is_cut(file)
    assert_no_heading_is_alone(file)


def test_the_workbook(store: Store, agreements: list[str], tmp_path: Path) -> None:
    target = printed(store, agreements, tmp_path / "c.xlsx", (CS, DE), which="all")
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert len(rows) == 7
    header = rows[0]
    assert header[:3] == ["Termín / Fällig", "Závazek", "Verpflichtung"]
    found = {row[1]: dict(zip(header, row, strict=True)) for row in rows[1:]}
    assert [row[1] for row in rows[1:]] == [
        "Splněný",
        "Prošlý",
        "Cizí",
        "Brzký",
        "Pozdní",
        "Bez dne",
    ]
    due = found["Prošlý"]["Termín / Fällig"]
    assert due in (date(2026, 5, 31), datetime(2026, 5, 31))
    assert found["Prošlý"]["Po termínu / Überfällig"] == "po termínu"
    assert found["Brzký"]["Termín / Fällig"] == "srpen 2026"
    assert found["Cizí"]["Verpflichtung"] == "Fremd"
    assert found["Brzký"]["Verpflichtung"] == "Brzký"
