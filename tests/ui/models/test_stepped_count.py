from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.records.query import ListQuery
from tests.factories import make
from ui.models.stepped_count import SteppedCount

QUERY = ListQuery(ENTITIES["organisation"], Language.CS, on=date(2026, 11, 25))


@pytest.mark.parametrize("step", [1, 3, 7, 20])
@pytest.mark.parametrize("text", ["", "obec"])
@pytest.mark.parametrize("descending", [False, True])
def test_steps_count_what_one_look_counts(
    qtbot: QtBot, store: Store, step: int, text: str, descending: bool
) -> None:
    for number in range(7):
        make(store, "organisation", name_cs=f"Obec {number}")
    query = replace(QUERY, text=text, descending=descending)
    parent = QObject()
    counter = SteppedCount(store, parent)
    passed: list[int] = []
    counter.passed.connect(lambda rows, _key: passed.append(rows))
    with qtbot.waitSignal(counter.counted, timeout=2000) as done:
        counter.start(query, step)
    with store.reading() as connection:
        whole = query.count(connection)
    assert done.args == [whole]
    assert passed == list(range(step, whole + 1, step))
    assert not counter.is_active


def test_a_count_that_was_given_up_says_nothing(qtbot: QtBot, store: Store) -> None:
    make(store, "organisation", name_cs="Obec")
    parent = QObject()
    counter = SteppedCount(store, parent)
    counter.start(QUERY, 1)
    counter.stop()
    with qtbot.assertNotEmitted(counter.counted, wait=50):
        pass
