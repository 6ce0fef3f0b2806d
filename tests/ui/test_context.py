"""A change from the window: told to everybody, a known error shown, and whether it was done."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.services.records import records
from tests.factories import count, held
from ui.context import Context
from ui.main_window import MainWindow


def test_a_change_is_told_to_every_view_once(context: Context) -> None:
    told: list[Changes] = []
    context.records_changed.connect(told.append)

    def add(store: Store) -> tuple[str, Changes]:
        return records.save(store, ENTITIES["area"], None, 0, {"name_cs": "Věda"})

    assert context.change(None, add)
    (changes,) = told
    (area,) = changes.ids("area")
    assert context.change(None, lambda store: records.delete(store, ENTITIES["area"], [area]))
    assert len(told) == 2


def test_a_known_error_is_shown_and_nothing_told(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    told: list[Changes] = []
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: shown.append(text))
    context.records_changed.connect(told.append)

    def fail(_store: Store) -> Changes:
        raise UserError("Nothing was saved.")

    assert not context.change(None, fail)
    assert len(shown) == 1
    assert told == []


def test_an_unknown_error_is_not_hidden(context: Context) -> None:
    def fail(_store: Store) -> Changes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        context.change(None, fail)


def test_a_change_waits_for_other_work_with_a_word_and_is_not_lost(
    window: MainWindow,
) -> None:
    context = window.context
    before = count(context.store, "area")
    seen: list[tuple[bool, str, bool]] = []
    context.waiting.connect(
        lambda is_waiting: seen.append(
            (is_waiting, window._saved.text(), QApplication.overrideCursor() is not None)
        )
    )
    with held(context.store.path, 1.0):
        changed = context.change(
            window,
            lambda store: records.save(store, ENTITIES["area"], None, 0, {"name_cs": "Xenologie"}),
        )
    assert changed
    assert count(context.store, "area") == before + 1
    word = context.tr_("Waiting until other large work has written its next part…")
    assert seen == [(True, word, True), (False, context.tr_("Everything is saved"), False)]
