from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from app.db.store import Store
from tests.app.reports.delegations.support import (
    CS,
    DE,
    EN,
    item,
    member,
    office,
    printed,
    text,
    visit,
)
from tests.app.reports.papers_support import assert_conforms, assert_nothing_is_cut
from tests.factories import make


def trip(store: Store) -> tuple[str, str, str]:
    """A trip with a governor and an employee, talks, a lunch, costs of two payers."""
    office(store)
    own = visit(
        store, title_cs="Cesta do Vojvodiny", direction="outgoing", places="Novi Sad",
        purpose_cs="Vyhodnocení memoranda", purpose_de="Auswertung", purpose_en="Review",
        follow_up="Poslat návrh projektu", learned="Jak řídí fondy",
    )  # fmt: skip
    body = make(store, "organisation", name_cs="Krajský úřad")
    governor = member(
        store, own, "Vrbenská", "Helena", side="guest", part="head", title_cs="hejtmanka",
        organisation_id=body,
    )  # fmt: skip
    clerk = member(
        store, own, "Jizerková", "Barbora", side="guest", title_cs="referentka odboru",
        organisation_id=body, transport="služební vůz",
    )  # fmt: skip
    member(store, own, "Mirović", "Igor", side="host", title_cs="předseda", organisation_id=body)
    item(store, own, "2026-10-17T10:00", "Jednání s vládou", kind="talks")
    item(store, own, "2026-10-17T12:30", "Pracovní oběd", kind="meal")
    make(
        store, "cost", delegation_id=own, category="travel", planned="12000", actual="11500.50",
        currency="CZK", paid_by="own",
    )  # fmt: skip
    make(
        store, "cost", delegation_id=own, category="accommodation", planned="300",
        currency="EUR", paid_by="host",
    )  # fmt: skip
    return own, governor, clerk


def test_a_trip_report_has_every_part_that_offices_ask_for(store: Store, tmp_path: Path) -> None:
    own, _, _ = trip(store)
    file = printed(store, "trip-report", own, tmp_path / "a.pdf")
    assert_conforms(file)
    found = text(store, "trip-report", own, tmp_path / "a.pdf")
    parts = (
        *("Účel", "Vyhodnocení memoranda", "Účastníci", "Helena Vrbenská", "hejtmanka"),
        *("Dny, místa, dopravní prostředky", "Novi Sad", "služební vůz", "S kým jsme jednali"),
        *("Igor Mirović", "předseda", "O čem se jednalo", "Jednání s vládou"),
        *("Co jsme se naučili", "Jak řídí fondy", "Přínos", "[doplnit: přínos pro kraj]"),
        *("Návrhy, každý s tím, kdo a do kdy", "Poslat návrh projektu"),
        *("Přivezené dokumenty a kde jsou uloženy", "Náklady podle plátce", "Podpis"),
    )
    at = 0
    for part in parts:
        if part == "Co jsme se naučili":
            continue
        assert found.find(part, at) >= 0, part
        at = found.find(part, at)
    assert "Náš úřad 12 000 CZK 11 500,50 CZK" in found
    assert "Hostitel 300 EUR" in found
    assert "Pracovní oběd" not in found, "a meal is no talk"


def test_a_trip_report_for_word_lists_what_is_left(store: Store, tmp_path: Path) -> None:
    own, _, _ = trip(store)
    printed(store, "trip-report", own, tmp_path / "a.docx", [CS])
    document = Document(str(tmp_path / "a.docx"))
    gaps = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.style is not None and run.style.name == "To be filled in"
    ]
    assert "[doplnit: přínos pro kraj]" in gaps


def test_a_travel_order_names_the_legal_basis_of_each(store: Store, tmp_path: Path) -> None:
    own, governor, clerk = trip(store)
    found = text(store, "travel-order", own, tmp_path / "a.pdf", member=governor)
    assert "Helena Vrbenská" in found
    assert "zákon č. 129/2000 Sb." in found
    assert "zákoníku práce" not in found
    assert "12:30 Pracovní oběd" in found
    found = text(store, "travel-order", own, tmp_path / "a.pdf", member=clerk)
    assert "§ 153 odst. 1 zákoníku práce" in found
    assert "služební vůz" in found
    for label in (
        *("Začátek", "Konec", "Místo výkonu práce", "Ubytování", "Přerušení", "Záloha"),
        *("Bezplatně poskytnutá jídla", "Snídaně"),
    ):
        assert label in found
    both = text(store, "travel-order", own, tmp_path / "a.pdf")
    assert both.count("Cestovní příkaz") == 2
    assert "Mirović" not in both


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("intent", "bere na vědomí záměr cesty „Cesta do Vojvodiny“"),
        ("approval", "schvaluje cestu „Cesta do Vojvodiny“"),
        ("report", "bere na vědomí zprávu o akci „Cesta do Vojvodiny“"),
    ],
)
def test_the_council_paper_of_each_step(store: Store, step: str, said: str, tmp_path: Path) -> None:
    own, _, _ = trip(store)
    found = text(store, "council-paper", own, tmp_path / "a.pdf", step=step)
    assert said in found
    assert "Příloha č. 1: Program" in found
    assert "Příloha č. 2: Odhad nákladů" in found
    assert "12 000 CZK" in found
    if step != "report":
        assert "– Helena Vrbenská, hejtmanka" in found, "a trip is approved person by person"
    assert "Mirović" not in found.partition("Návrh usnesení")[2].partition("Příloha")[0]


def test_letters_go_to_each_of_the_other_side(store: Store, tmp_path: Path) -> None:
    own, _, _ = trip(store)
    found = text(store, "thank-you", own, tmp_path / "a.pdf")
    assert "Igor Mirović" in found
    assert "děkujeme za vřelé přijetí" in found
    assert found.count("S úctou") == 1
    assert "Helena Vrbenská hejtmanka" in found
    here = visit(store, direction="incoming")
    member(store, here, "Koval", "Oleksandr", side="guest")
    member(store, here, "Druhý", "Petr", side="guest")
    both = text(store, "invitation", here, tmp_path / "a.pdf")
    assert both.count("Vážen") == 2
    printed(store, "invitation", here, tmp_path / "a.docx", [CS, DE])
    document = Document(str(tmp_path / "a.docx"))
    assert len(document.tables) == 2, "each begins a page"


@pytest.mark.parametrize("languages", [(CS,), (DE, EN)], ids="-".join)
@pytest.mark.parametrize(
    "key", ["council-paper", "travel-order", "trip-report", "invitation", "thank-you", "briefing"]
)
def test_an_empty_visit_prints_with_its_gaps(
    store: Store, key: str, languages: tuple[str, ...], tmp_path: Path
) -> None:
    own = visit(store, start="2026", end=None, direction="outgoing")
    file = printed(store, key, own, tmp_path / "a.pdf", languages)  # type: ignore[arg-type]
    assert_conforms(file)
    assert_nothing_is_cut(file)


def test_minutes_and_agreed_points_stand_in_the_trip_report(store: Store, tmp_path: Path) -> None:
    own, _, _ = trip(store)
    with store.reading() as connection:
        (talks,) = connection.execute(
            "SELECT id FROM programme_item WHERE title_cs = 'Jednání s vládou'"
        ).fetchone()
    minutes = make(
        store, "interaction", kind="meeting", subject="Doprava", date="2026-10-17T10:00",
        text="Dohodnuta společná linka.", programme_item_id=talks,
    )  # fmt: skip
    user = make(store, "user", name="Lucie Referentová", initials="LR", role="member")
    make(
        store, "agreed_point", interaction_id=minutes, text="Poslat jízdní řád",
        assignee_id=user, due="2026-11-30",
    )  # fmt: skip
    found = text(store, "trip-report", own, tmp_path / "a.pdf")
    assert "Doprava" in found
    assert "Dohodnuta společná linka." in found
    assert "Poslat jízdní řád Lucie Referentová 30. 11. 2026" in found
