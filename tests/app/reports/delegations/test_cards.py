from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.errors import UserError
from app.i18n import translator
from app.reports.catalogue import paper_of
from app.reports.delegations.cards import (
    BADGES,
    PLACE_CARDS,
    READABLE,
    Card,
    laid_out,
    name_lines,
    size_of,
    small_names,
)
from app.reports.engine.page import MM
from app.reports.printing import before
from tests.app.reports.delegations.support import CS, DE, ON, member, printed, text, visit
from tests.app.reports.papers_support import assert_conforms, text_of

LONG = "doc. PhDr. Maria-Magdalena von Schwarzenberg-Liechtenstein, Ph.D., LL.M."


def said(lines: object) -> str:
    return " ".join("".join(run.text for run in line.runs) for line in lines)  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", [*BADGES, *PLACE_CARDS])
def test_a_long_name_is_whole_and_readable_or_listed(code: str) -> None:
    """Small input 9 of the specification, on every size."""
    size = size_of(code)
    card = Card(LONG, ["náměstkyně hejtmana pro regionální rozvoj"], above="Návštěva")
    laid = laid_out(card, size)
    assert said(laid.name) == LONG
    points = laid.name[0].runs[0].style.size
    listed = small_names([card], size, translator(CS))
    assert bool(listed) is (points < READABLE)
    for line in (*laid.above, *laid.name, *laid.below, *laid.foot):
        assert line.width() <= size.width * MM
    height = sum(line.height for line in (*laid.above, *laid.name, *laid.below, *laid.foot))
    assert height <= size.height * MM


def test_the_name_of_the_specification_on_80_by_50(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    member(
        store, own, "von Schwarzenberg-Liechtenstein", "Maria-Magdalena",
        title_before="doc. PhDr.", title_after="Ph.D., LL.M.",
    )  # fmt: skip
    found = text(store, "badges", own, tmp_path / "a.pdf", size="80x50")
    for word in LONG.split():
        assert word in found
    with store.reading() as connection:
        paper = paper_of("delegation", "badges")
        told = before(connection, paper, [own], [CS], ON, {"size": "80x50"})
        small = before(connection, paper, [own], [CS], ON, {"size": "20x20"})
    points = laid_out(Card(LONG, []), size_of("80x50")).name[0].runs[0].style.size
    assert bool(told) is (points < READABLE)
    assert "Schwarzenberg" in small[0]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text("abcčdeřžABWM-.", min_size=1, max_size=25), min_size=1, max_size=9),
    st.sampled_from(["90x54", "80x50", "tent-105x70", "30x20"]),
)
def test_no_name_is_cut_or_wider_than_its_card(words: list[str], code: str) -> None:
    size = size_of(code)
    width = (size.width - 8) * MM
    lines = name_lines(" ".join(words), width, size.height * MM, 30)
    assert said(lines).replace(" ", "") == "".join(words)
    assert all(line.width() <= width + 0.01 for line in lines)


def test_a_short_name_is_as_large_as_is_allowed_and_on_one_line() -> None:
    lines = name_lines("Jan Novák", 80 * MM, 30 * MM, 30)
    assert len(lines) == 1
    assert lines[0].runs[0].style.size == 30


@pytest.mark.parametrize("code", [*BADGES, *PLACE_CARDS, "70x40+4"])
def test_cards_lie_on_the_sheet_and_not_on_one_another(code: str) -> None:
    size = size_of(code)
    boxes = [size.box(position) for position in range(size.columns * size.rows)]
    for box in boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= 210.001
        assert box.top + box.height <= 297.001
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            beside = abs(one.left - other.left) >= size.width - 0.001
            below = abs(one.top - other.top) >= size.whole + size.gap - 0.001
            assert beside or below


@pytest.mark.parametrize("code", ["90", "x", "9x9", "90x54+", "tent-90", "<90x54>"])
def test_what_is_no_size_is_refused(code: str) -> None:
    with pytest.raises(UserError, match="no size"):
        size_of(code)
    with pytest.raises(UserError, match="does not fit"):
        size_of("300x100")


def test_place_cards_have_the_pronunciation_on_the_back(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    member(store, own, "李", "小明", pronunciation="li siao-ming", side="guest")
    member(store, own, "Коваль", "Олександр", pronunciation="kovaľ", side="guest")
    for languages in ([CS], [CS, DE]):
        for code in ("tent-210x74", "tent-105x70", "85x54"):
            file = printed(store, "place-cards", own, tmp_path / "a.pdf", languages, size=code)
            assert_conforms(file)
            found = " ".join(text_of(file).split())
            assert "li siao-ming" in found
            assert "小明" in found
            with pikepdf.open(file) as pdf:
                assert len(pdf.pages) == (1 if code.startswith("tent") else 2)


def test_sixty_badges_and_nobody_left_out(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    for number in range(12):
        member(store, own, f"Účastníková{number}", side="guest")
    member(store, own, "Nejede", invitation="declined")
    file = printed(store, "badges", own, tmp_path / "a.pdf", [CS, DE], size="105x148")
    assert_conforms(file)
    found = text_of(file)
    words = found.split()
    assert [number for number in range(12) if f"Účastníková{number}" not in words] == []
    assert "Nejede" not in found
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 3


def test_a_visit_without_members_has_no_badges(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no members"):
        printed(store, "badges", visit(store), tmp_path / "a.pdf")
