from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.services.office import open_store
from tests.factories import make, value
from tests.ui.conftest import MakeContext, leave_forms
from tests.ui.test_main_window import show, type_into
from ui.drafts import RECORD_DRAFT
from ui.main_window import MainWindow


def restarted(store: Store, make_context: MakeContext, qtbot: QtBot) -> MainWindow:
    """The window as it opens after the program was killed."""
    store.close()
    again = MainWindow(make_context(open_store(store.path)))
    qtbot.addWidget(again, before_close_func=leave_forms)
    again.show()
    return again


def test_what_was_typed_survives_a_crash(
    window: MainWindow, make_context: MakeContext, qtbot: QtBot
) -> None:
    store = window.context.store
    screen = show(window, "organisation")
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    type_into(screen, "founded_on", "31. 2. 20")  # not even right yet
    screen.detail._draft_timer.timeout.emit()
    again = restarted(store, make_context, qtbot)
    detail = again.screens["organisation"].detail
    assert detail.is_editing
    assert detail.record
    assert detail.record.id == key
    assert detail._form
    assert detail._form.editor("founded_on").draft() == "31. 2. 20"
    type_into(again.screens["organisation"], "founded_on", "2020")
    assert detail.save()
    assert value(again.context.store, "organisation", key, "abbreviation") == "ZK-1"
    assert not again.context.store.meta(RECORD_DRAFT)


def test_a_new_record_that_was_being_typed_survives_too(
    window: MainWindow, make_context: MakeContext, qtbot: QtBot
) -> None:
    screen = show(window, "task")
    screen.start_new()
    type_into(screen, "title", "Zavolat")
    screen.detail._draft_timer.timeout.emit()
    again = restarted(window.context.store, make_context, qtbot)
    detail = again.screens["task"].detail
    assert detail.record is None
    assert detail.save()
    assert detail.record
    assert detail.record.values["title"] == "Zavolat"
    assert detail.record.values["status"] == "open"


@pytest.mark.parametrize("leave", ["save", "discard"])
def test_after_saving_or_leaving_nothing_is_restored(
    window: MainWindow,
    make_context: MakeContext,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    leave: str,
) -> None:
    screen = show(window, "organisation")
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    screen.detail._draft_timer.timeout.emit()
    assert window.context.store.meta(RECORD_DRAFT)
    if leave == "save":
        assert screen.detail.save()
    else:
        screen.detail.show_record(None)
    assert not window.context.store.meta(RECORD_DRAFT)


def test_what_somebody_changed_after_the_crash_is_not_overwritten(
    window: MainWindow,
    make_context: MakeContext,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.entities import ENTITIES
    from app.services.records import records

    store = window.context.store
    screen = show(window, "organisation")
    record = screen.detail.record
    assert record
    screen.detail.edit()
    type_into(screen, "abbreviation", "moje")
    screen.detail._draft_timer.timeout.emit()
    records.save(
        store, ENTITIES["organisation"], record.id, record.version, {"abbreviation": "jejich"}
    )
    again = restarted(store, make_context, qtbot)
    asked: list[object] = []
    monkeypatch.setattr(
        "ui.dialogs.common.questions.ask_conflict", lambda *args: asked.append(args)
    )
    assert not again.screens["organisation"].detail.save()
    assert len(asked) == 1
    assert value(again.context.store, "organisation", record.id, "abbreviation") == "jejich"


def test_a_draft_of_a_record_that_is_gone_is_dropped(
    store: Store, make_context: MakeContext, qtbot: QtBot
) -> None:
    make(store, "organisation")
    store.set_meta(
        RECORD_DRAFT,
        '{"entity": "organisation", "id": "gone", "version": 1, "about": null, "typed": {}}',
    )
    again = restarted(store, make_context, qtbot)
    assert not again.screens["organisation"].detail.is_editing
    assert not again.context.store.meta(RECORD_DRAFT)
