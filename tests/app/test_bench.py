from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.care.checking import check
from app.services.records.query import ListQuery
from tests.bench import generator
from tests.bench.measure import Ratio, of, verdict
from tests.factories import count


def test_a_generated_database_is_sound_encrypted_and_searchable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bench.db"
    generator.fill(path, size=200, entries=900, seed=3)
    assert b"SQLite format" not in path.read_bytes()[:16]
    store = Store(path, generator.KEY)
    assert count(store, "person") == 160
    assert count(store, "organisation") == 40
    assert count(store, "log_operation") >= 900
    assert check(store) == []
    query = ListQuery(ENTITIES["person"], Language.CS, text="nov", scope="all")
    with store.reading() as connection:
        names = [row.values[0] for row in query.page(connection, 50)]
    assert names
    assert any("Nov" in name for name in names)
    store.close()


def test_the_same_seed_gives_the_same_people(tmp_path: Path) -> None:
    found = []
    for name in ("a.db", "b.db"):
        generator.fill(tmp_path / name, size=50, entries=200, seed=9)
        store = Store(tmp_path / name, generator.KEY)
        with store.reading() as connection:
            found.append(connection.execute("SELECT full_name FROM person ORDER BY id").fetchall())
        store.close()
    assert found[0] == found[1]


def test_the_median_lies_within_its_interval() -> None:
    ratio = of([0.9, 1.0, 1.1, 1.2, 5.0] * 10)
    assert ratio.low <= ratio.median <= ratio.high
    assert ratio.median == 1.1


@pytest.mark.parametrize(
    ("ratio", "control", "said"),
    [
        (Ratio(1.4, 1.3, 1.6), None, "ok"),
        (Ratio(1.6, 1.45, 1.7), None, "ok"),
        (Ratio(1.8, 1.6, 1.9), None, "missed"),
        (Ratio(1.4, 1.3, 1.6), Ratio(1.2, 1.1, 1.3), "inconclusive"),
    ],
)
def test_a_target_is_missed_only_if_the_lower_bound_is(
    ratio: Ratio, control: Ratio | None, said: str
) -> None:
    assert verdict(ratio, 1.5, control) == said
