from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document

from app.db.store import Store
from app.reports.catalogue import paper_of
from app.reports.printing import before
from tests.app.reports.delegations.support import CS, DE, ON, item, member, printed, text, visit
from tests.app.reports.papers_support import assert_conforms, assert_nothing_is_cut
from tests.factories import make


def test_participants_stand_by_side_with_their_posts_and_own_script(
    store: Store, tmp_path: Path
) -> None:
    own = visit(store)
    head = member(
        store, own, "Koval", "Oleksandr", side="guest", part="head",
        title_cs="předseda", name_native="Олександр Коваль",
    )  # fmt: skip
    member(store, own, "Druhá", side="guest", stands_in_for_id=head)
    member(store, own, "Hostitelová", side="host")
    member(store, own, "Omluvená", side="guest", invitation="excused")
    member(store, own, "Odmítla", side="guest", invitation="declined")
    make(store, "delegation_member", delegation_id=own, post="zástupce ministerstva", side="guest")
    file = printed(store, "participants", own, tmp_path / "a.pdf")
    assert_conforms(file)
    found = text(store, "participants", own, tmp_path / "a.pdf")
    assert "Олександр Коваль" in found
    assert "Zastupuje: Oleksandr Koval" in found
    assert found.index("Hosté") < found.index("předseda") < found.index("Hostitelé")
    assert "Omluveni Jana Omluvená" in found
    assert "Odmítla" not in found
    with store.reading() as connection:
        told = before(connection, paper_of("delegation", "participants"), [own], [CS], ON)
    assert any("Odmítla" in line for line in told)
    assert any("zástupce ministerstva" in line for line in told)
    printed(store, "participants", own, tmp_path / "b.docx", [CS, DE])
    table = Document(str(tmp_path / "b.docx")).tables[0]
    cells = " ".join(cell.text for row in table.rows for cell in row.cells)
    assert "Олександр Коваль" in cells


def test_the_kitchen_gets_counts_and_no_names(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    lunch = item(store, own, "2026-10-17T12:30", "Oběd", kind="meal")
    item(store, own, "2026-10-17T10:00", "Jednání", kind="talks")
    keys = [
        member(store, own, "Tajná", side="guest", diet=diet)
        for diet in ("vegetariánská", "vegetariánská", "bez lepku", None, None)
    ]
    for key in keys[:4]:
        make(store, "programme_part", programme_item_id=lunch, member_id=key, part="takes_part")
    make(store, "programme_part", programme_item_id=lunch, name="řidič autobusu", part="takes_part")
    found = text(store, "kitchen", own, tmp_path / "a.pdf")
    assert "Tajná" not in found
    assert "Jana" not in found
    first, _, whole = found.partition("Celá návštěva")
    assert "Osoby 5" in first
    assert "vegetariánská 2" in first
    assert "bez lepku 1" in first
    assert "Bez uvedené diety 2" in first
    assert "Osoby 5" in whole
    only = text(store, "kitchen", own, tmp_path / "a.pdf", item=lunch)
    assert "Celá návštěva" not in only


def test_rooms_and_transport_say_what_is_missing(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    member(
        store, own, "Druhá", side="guest", accommodation="Hotel Clarion", room="214",
        arrival="2026-10-17T14:05", arrival_place="Praha hl. n.", arrival_by="EC 178",
    )  # fmt: skip
    member(
        store, own, "První", side="guest", accommodation="Hotel Clarion", room="101",
        arrival="2026-10-17T09:00", arrival_by="LH 1392",
    )  # fmt: skip
    member(store, own, "Bez", side="guest")
    rooms = text(store, "rooms", own, tmp_path / "a.pdf")
    assert rooms.index("101") < rooms.index("214")
    assert re.search(r"Zatím bez pokoje Jana Bez", rooms)
    transport = text(store, "transport", own, tmp_path / "a.pdf")
    assert transport.index("LH 1392") < transport.index("EC 178")
    assert "Zatím není známo: Jana Bez" in transport


@pytest.mark.parametrize(
    "key",
    ["participants", "attendance", "transport", "rooms", "kitchen", "briefing", "running-order"],
)
def test_an_empty_visit_prints(store: Store, key: str, tmp_path: Path) -> None:
    own = visit(store, start="2026", end=None)
    file = printed(store, key, own, tmp_path / "a.pdf", [CS, DE])
    assert_conforms(file)
    assert_nothing_is_cut(file)


def test_the_attendance_of_one_item_has_those_who_take_part(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    one, _ = (member(store, own, name, side="guest") for name in ("Jdoucí", "Jinde"))
    talks = item(store, own, "2026-10-17T10:00", "Jednání o dopravě")
    make(store, "programme_part", programme_item_id=talks, member_id=one, part="takes_part")
    found = text(store, "attendance", own, tmp_path / "a.pdf", item=talks)
    assert "Jednání o dopravě" in found
    assert "Jdoucí" in found
    assert "Jinde" not in found
