from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.single_instance import SingleInstance


def test_a_second_start_on_the_same_database_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "a.db"), SingleInstance(tmp_path / "a.db")
    assert first.claim()
    first.listen()
    with qtbot.waitSignal(first.wanted, timeout=2000):
        assert not second.claim()
    first.release()


def test_another_database_has_a_window_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "a.db"), SingleInstance(tmp_path / "b.db")
    assert first.claim()
    assert second.claim()
    first.release()
    second.release()


def test_after_it_ended_the_next_start_is_the_first_again(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path / "a.db")
    assert first.claim()
    first.release()
    second = SingleInstance(tmp_path / "a.db")
    assert second.claim()
    second.release()


def test_a_start_while_the_first_window_still_opens_is_no_second_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.single_instance._PATIENCE", 1)
    first, second = SingleInstance(tmp_path / "a.db"), SingleInstance(tmp_path / "a.db")
    assert first.claim()
    assert not second.claim()
    first.release()
