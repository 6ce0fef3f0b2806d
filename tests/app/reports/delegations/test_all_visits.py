"""Every paper of every visit of the sample data: some in the ordinary run, all of them by night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from app.db.store import Store
from app.exchange.demo import load_demo
from app.i18n import Language
from app.reports.catalogue import papers_of
from app.services.office import open_store
from tests.app.reports.delegations.support import CS, DE, EN, printed
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    flat_text_of,
)

COMBINATIONS = [(CS,), (DE,), (EN,), (CS, DE), (CS, EN), (DE, EN)]
ON = date(2026, 11, 25)
CARDS = ("badges", "place-cards", "programme-pocket")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = open_store(tmp_path_factory.mktemp("visits") / "demo.db")
    load_demo(found, ON)
    yield found
    found.close()


def visit_of(store: Store, title: str) -> str:
    with store.reading() as connection:
        (key,) = connection.execute(
            "SELECT id FROM delegation WHERE title_cs LIKE ? ORDER BY start", (f"%{title}%",)
        ).fetchone()
    return str(key)


@pytest.mark.parametrize("languages", [(CS,), (DE,), (CS, DE)], ids="-".join)
def test_the_programme_of_october_2022(
    demo: Store, languages: Sequence[Language], tmp_path: Path
) -> None:
    """16 items, none with an end, on a page for each language as it would be handed out."""
    key = visit_of(demo, "prezidenta republiky (říjen 2022)")
    file = printed(demo, "programme", key, tmp_path / "a.pdf", languages)
    assert_conforms(file)
    assert_nothing_is_cut(file)
    found = flat_text_of(file)
    if CS in languages:
        assert "Pondělí 17. 10. 2022" in found
        assert "10:30 Příjezd ke krajskému úřadu" in found
        assert "Podpis do pamětní knihy" in found
    if languages == (DE,):
        assert "Montag, 17.10.2022" in found
        assert "10:30 Ankunft am Regionalamt" in found
    assert "10:30–" not in found, "no item has an end"
    if len(languages) == 1:
        times = [
            *("10:30", "10:35", "11:00", "11:40", "12:00", "13:55", "14:00", "14:30", "15:05"),
            *("10:45", "10:50", "11:20", "12:35", "12:40", "13:10", "13:45"),
        ]
        at = 0
        for time in times:
            assert found.find(time, at) >= 0, time
            at = found.find(time, at)
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) == 1


@pytest.mark.nightly
@pytest.mark.parametrize("languages", COMBINATIONS, ids="-".join)
@pytest.mark.parametrize("paper", papers_of("delegation"), ids=lambda paper: str(paper.key))
def test_every_paper_of_every_visit(
    demo: Store, paper: object, languages: Sequence[Language], tmp_path: Path
) -> None:
    key, kinds = paper.key, paper.kinds  # type: ignore[attr-defined]
    with demo.reading() as connection:
        rows = connection.execute(
            "SELECT d.id, (SELECT count(*) FROM delegation_member m WHERE m.delegation_id = d.id)"
            " FROM delegation d ORDER BY d.start"
        ).fetchall()
    assert len(rows) >= 63
    for visit, members in rows:
        if key in ("badges", "place-cards") and not members:
            continue
        for kind in kinds:
            file = printed(demo, key, visit, tmp_path / f"paper{kind}", languages)
            if kind != ".pdf":
                continue
            assert_conforms(file)
            if key not in CARDS:
                assert_nothing_is_cut(file)
                assert_no_heading_is_alone(file)


def test_a_visit_without_people_has_no_headings_with_nothing_below(
    demo: Store, tmp_path: Path
) -> None:
    key = visit_of(demo, "veletrhu Regiontour v Brně")
    found = flat_text_of(printed(demo, "transport", key, tmp_path / "a.pdf", (CS,)))
    assert "Příjezdy" not in found
    assert "Odjezdy" not in found
    assert "Delegace zatím nemá žádné členy." in found
