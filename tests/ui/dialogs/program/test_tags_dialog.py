from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import ui.dialogs.program.tags_dialog as module
from app.services.records.query import Filter
from app.services.records.undo import undo
from tests.factories import make, value
from ui.context import Context
from ui.dialogs.program.tags_dialog import TagsDialog
from ui.main_window import MainWindow


@pytest.fixture
def people(context: Context) -> list[str]:
    return [make(context.store, "person", tags=tags) for tags in ("host;vip", "vip", None)]


@pytest.fixture
def dialog(context: Context, people: list[str], qtbot: QtBot) -> Iterator[TagsDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    found = TagsDialog(context, parent)
    found.show()
    yield found
    found.reject()


def lines(dialog: TagsDialog) -> list[tuple[str, str]]:
    table = dialog.table
    cells = [[table.item(row, column) for column in (0, 1)] for row in range(table.rowCount())]
    return [(a.text(), b.text()) for a, b in cells if a and b]


def test_the_tags_stand_with_the_number_of_their_records(dialog: TagsDialog) -> None:
    assert lines(dialog) == [("host", "1"), ("vip", "2")]
    assert not dialog.renaming.isEnabled()
    dialog.choose("vip")
    assert dialog.renaming.isEnabled()


def test_a_tag_gets_another_name(
    dialog: TagsDialog, context: Context, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ask_text", lambda *_: ("čestný host", True))
    dialog.choose("vip")
    dialog.rename()
    assert lines(dialog) == [("čestný host", "2"), ("host", "1")]
    assert dialog.chosen
    assert dialog.chosen.name == "čestný host", "it stays marked where it stands now"
    assert value(context.store, "person", people[1], "tags") == "čestný host"


def test_two_tags_become_one_and_one_is_deleted(
    dialog: TagsDialog, context: Context, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ask_item", lambda *_args, **_more: ("host", True))
    dialog.choose("vip")
    dialog.join()
    assert lines(dialog) == [("host", "2")]
    assert not dialog.joining.isEnabled(), "there is no other tag"
    dialog.delete()
    assert lines(dialog) == []
    assert not dialog.table.isVisible()
    undo(context.store)
    assert value(context.store, "person", people[0], "tags") == "host"


def test_a_name_that_is_taken_is_said(dialog: TagsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _parent, text, _tr: told.append(text))
    monkeypatch.setattr(module, "ask_text", lambda *_: ("HOST", True))
    dialog.choose("vip")
    dialog.rename()
    assert len(told) == 1
    assert lines(dialog) == [("host", "1"), ("vip", "2")]


def test_the_filter_of_a_list_follows_the_tag(window: MainWindow) -> None:
    from app.services.records import tags

    store = window.context.store
    person = make(store, "person", tags="vip")
    window.show_screen("person")
    screen = window.screen_shown
    assert screen
    with store.reading() as connection:
        (tag,) = [tag for tag in tags.all_tags(connection) if tag.name == "vip"]
    screen.tools.toggle_filter(Filter("tags", tag.id))
    window.context.changed(tags.rename(store, tag.id, "host"))
    assert [chip.text() for chip in screen.tools.chips._chips] == ["Štítky: host"]
    assert screen.model.rowCount() == 1
    assert screen.model.record_id(0) == person
    window.context.changed(tags.delete(store, tag.id))
    assert screen.tools.chips._chips == []
