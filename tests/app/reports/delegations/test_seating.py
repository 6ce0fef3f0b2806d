from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.printing import before, print_paper
from app.services.protocol.seating import Shape, keep, propose
from tests.app.reports.delegations.support import (
    CS,
    DE,
    ON,
    item,
    member,
    office,
    printed,
    text,
    visit,
)
from tests.app.reports.papers_support import assert_conforms, assert_nothing_is_cut, flat_text_of
from tests.factories import make


@pytest.mark.parametrize("shape", ["round", "rectangle", "two-sides", "u", "comb", "rows"])
def test_a_kept_plan_is_drawn_and_told(store: Store, shape: str, tmp_path: Path) -> None:
    own = visit(store)
    for number in range(7):
        member(store, own, f"Sedící{number}", side="guest" if number % 2 else "host")
    dinner = item(store, own, "2026-10-17T18:00", "Večeře", kind="meal")
    with store.reading() as connection:
        plan = propose(connection, own, Language.CS, Shape(shape), dinner)
    keep(store, dinner, "Plán", plan)
    file = printed(store, "seating", own, tmp_path / "a.pdf", [CS, DE])
    assert_conforms(file)
    assert_nothing_is_cut(file)
    found = text(store, "seating", own, tmp_path / "a.pdf")
    for number in range(7):
        assert f"Sedící{number}" in found
    with store.reading() as connection:
        before(connection, paper_of("delegation", "seating"), [own], [CS], ON)


def test_without_a_plan_it_says_so_and_for_an_item_one_is_proposed(
    store: Store, tmp_path: Path
) -> None:
    own = visit(store)
    assert "Zasedací pořádek zatím není." in text(store, "seating", own, tmp_path / "a.pdf")
    member(store, own, "Sedící", side="guest")
    member(store, own, "Hostitelka", side="host")
    dinner = item(store, own, "2026-10-17T18:00", "Večeře", kind="meal")
    assert "Sedící" in text(store, "seating", own, tmp_path / "a.pdf", item=dinner)


def test_the_kitchen_counts_table_by_table(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    for number in range(12):
        member(store, own, f"Sedící{number}", side="guest", diet="bez lepku" if number % 3 else "")
    dinner = item(store, own, "2026-10-17T18:00", "Večeře", kind="meal")
    with store.reading() as connection:
        plan = propose(connection, own, Language.CS, Shape("tables", tables=2), dinner)
    keep(store, dinner, "Plán", plan)
    found = text(store, "kitchen", own, tmp_path / "a.pdf")
    assert "Stůl" in found
    assert "Sedící" not in found
    assert found.count("bez lepku") >= 4


def test_the_gifts_of_a_visit_and_of_a_list(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    body = make(store, "organisation", name_cs="Vojvodina")
    gift = make(
        store, "gift", title="Váza z křišťálu", way="given", day="2026-10-17", delegation_id=own,
        recipient_organisation_id=body, value="1500", currency="CZK",
    )  # fmt: skip
    other = make(store, "gift", title="Kniha", way="received", state="refused")
    found = text(store, "gift-list", own, tmp_path / "a.pdf")
    assert "Váza z křišťálu" in found
    assert "Vojvodina" in found
    assert "Kniha" not in found
    with store.reading() as connection:
        paper = paper_of("gift", "gift-list")
        print_paper(connection, paper, [gift, other], [CS, DE], tmp_path / "b.pdf", ON)
    assert_conforms(tmp_path / "b.pdf")
    found = flat_text_of(tmp_path / "b.pdf")
    assert "Váza" in found
    assert "Kniha" in found
    empty = visit(store)
    assert "Žádné dary" in text(store, "gift-list", empty, tmp_path / "a.pdf")


@pytest.mark.parametrize("languages", [(CS,), (CS, DE)], ids="-".join)
def test_flags_are_drawn_and_listed_from_the_left(
    store: Store, languages: tuple[Language, ...], tmp_path: Path
) -> None:
    office(store)
    guest = make(store, "organisation", name_cs="Vojvodina", country="RS")
    own = visit(store, guest_id=guest, partner_id=guest)
    file = printed(store, "flags", own, tmp_path / "a.pdf", languages)
    assert_conforms(file)
    found = flat_text_of(file)
    assert found.index("Česko") < found.index("Srbsko"), "of two the Czech flag is the left one"
    assert "§ 9" not in found.partition("Jak se věší")[0]
