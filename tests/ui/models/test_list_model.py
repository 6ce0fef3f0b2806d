from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language, translator
from app.services.records.query import ListQuery, ListRow
from app.services.records.records import apply
from tests.factories import make
from ui.models.list_model import PAGE, ListModel


def model_of(store: Store, entity: str = "organisation") -> ListModel:
    query = ListQuery(ENTITIES[entity], Language.CS, on=date(2026, 11, 23))
    return ListModel(store, query, translator(Language.CS))


@pytest.fixture
def many(store: Store) -> Store:
    with store.writing("Tests") as writer:
        for number in range(PAGE * 7 + 3):
            values = {"name_cs": f"Obec {number:05d}", "kind": "municipality", "country": "CZ"}
            apply(writer, ENTITIES["organisation"], None, values)
    return store


def test_it_keeps_to_the_rules_of_qt_models(qtbot: QtBot, loaded: Store) -> None:
    model = model_of(loaded)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.refresh()


def test_only_the_pages_that_are_looked_at_are_fetched(
    qtbot: QtBot, many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[int] = []
    real = ListQuery.page

    def page(self: ListQuery, *args: object, **options: object) -> list[ListRow]:
        rows = real(self, *args, **options)  # type: ignore[arg-type]
        fetched.append(len(rows))
        return rows

    monkeypatch.setattr(ListQuery, "page", page)
    model = model_of(many)
    model.count_now()
    assert model.rowCount() == PAGE * 7 + 3
    assert fetched == []
    assert model.index(0, 0).data() == "Obec 00000"
    assert fetched == [PAGE]
    assert model.index(PAGE * 7 + 2, 0).data() == f"Obec {PAGE * 7 + 2:05d}"
    assert fetched == [PAGE, 3]
    assert model.index(PAGE * 3 + 50, 0).data() == f"Obec {PAGE * 3 + 50:05d}"
    assert sum(fetched) < PAGE * 3


def test_every_row_is_shown_once_wherever_one_starts_to_scroll(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    model.count_now()
    for start in (PAGE * 5 + 7, 3, PAGE * 2, PAGE * 7):
        assert model.index(start, 0).data() == f"Obec {start:05d}"
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == sorted(set(names))


def test_a_new_record_appears_after_a_refresh(qtbot: QtBot, loaded: Store) -> None:
    model = model_of(loaded)
    before = model.rowCount()
    made = make(loaded, "organisation", name_cs="Aaa")
    model.refresh()
    assert model.rowCount() == before + 1
    assert model.place_of(made) == 0
    assert model.record_id(0) == made


def test_states_have_a_tone_and_a_text(qtbot: QtBot, loaded: Store) -> None:
    from ui.widgets.record_table import BADGE_ROLE

    model = model_of(loaded, "agreement")
    state = model.columnCount() - 1
    seen = {
        (model.index(row, state).data(), model.index(row, state).data(BADGE_ROLE))
        for row in range(model.rowCount())
    }
    assert seen == {("V platnosti", "ok"), ("Dobíhá", "warn")}


def test_a_long_list_counts_its_rest_a_moment_later(
    qtbot: QtBot, many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.models.list_model._COUNTED_AT_ONCE", 120)
    model = model_of(many)
    assert model.rowCount() == 120
    assert model.is_counting
    with qtbot.waitSignal(model.counted, timeout=2000):
        pass
    assert model.rowCount() == PAGE * 7 + 3
    assert not model.is_counting
    assert model.index(PAGE * 7 + 2, 0).data() == f"Obec {PAGE * 7 + 2:05d}"


def test_rows_far_down_are_the_right_ones_once_their_anchors_are_known(
    qtbot: QtBot, many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.models.list_model._STRIDE", 2)
    monkeypatch.setattr("ui.models.list_model._COUNTED_AT_ONCE", 100)
    model = model_of(many)
    model.count_now()
    qtbot.waitUntil(lambda: not model._ahead.is_active, timeout=3000)
    assert set(model._anchors) >= {0, 2, 4, 6}
    for row in (PAGE * 6 + 1, PAGE * 4, PAGE * 5 - 1, PAGE * 2, 0, PAGE * 7 + 2):
        assert model.index(row, 0).data() == f"Obec {row:05d}"


@pytest.mark.parametrize("scope", ["current", "all"])
def test_a_long_search_jumps_to_the_right_rows_too(
    qtbot: QtBot, many: Store, monkeypatch: pytest.MonkeyPatch, scope: str
) -> None:
    from dataclasses import replace

    monkeypatch.setattr("ui.models.list_model._STRIDE", 2)
    monkeypatch.setattr("ui.models.list_model._COUNTED_AT_ONCE", 100)
    model = model_of(many)
    model.set_query(replace(model.query, text="obec", scope=scope))
    assert model.index(0, 0).data() == "Obec 00000"
    model.count_now()
    qtbot.waitUntil(lambda: not model._ahead.is_active, timeout=3000)
    assert len(model._anchors) > 3
    for row in (PAGE * 6 + 1, PAGE * 4, PAGE * 5 - 1, 0, PAGE * 7 + 2):
        assert model.index(row, 0).data() == f"Obec {row:05d}"


@pytest.mark.parametrize("scope", ["current", "all"])
@pytest.mark.parametrize("descending", [False, True])
def test_a_jump_over_many_rows_gives_the_same_page(
    many: Store, monkeypatch: pytest.MonkeyPatch, scope: str, descending: bool
) -> None:
    from typing import Any

    options: dict[str, Any] = {"scope": scope, "descending": descending}
    for text in ("", "obec"):
        query = ListQuery(
            ENTITIES["organisation"], Language.CS, on=date(2026, 11, 23), text=text, **options
        )
        with many.reading() as connection:
            slow = query.page(connection, 20, offset=310)
            first = query.page(connection, 10)[-1].key
            after = query.page(connection, 20, after=first, offset=200)
            monkeypatch.setattr("app.services.records.query._JUMP", 50)
            assert query.page(connection, 20, offset=310) == slow
            assert query.page(connection, 20, after=first, offset=200) == after
            assert query.page(connection, 20, offset=5_000) == []
            monkeypatch.undo()
