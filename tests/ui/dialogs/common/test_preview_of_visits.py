"""Papers of visits before they are printed: for whom, of which size, what is told before."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.reports.catalogue import paper_of
from tests.app.reports.papers_support import flat_text_of
from tests.factories import make
from ui.context import Context
from ui.dialogs.common import preview as module
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.delegations.trip_folder_dialog import TripFolderDialog


@pytest.fixture
def visit(context: Context) -> str:
    store = context.store
    own = make(store, "delegation", direction="incoming", start="2027-05-10")
    for name in ("Anić", "Bílá"):
        person = make(store, "person", given_name="Ana", family_name=name)
        make(store, "delegation_member", delegation_id=own, person_id=person, side="guest")
    make(
        store, "programme_item", delegation_id=own, title_cs="Porada", starts="2027-05-10T09:00",
        kind="internal",
    )  # fmt: skip
    make(store, "programme_item", delegation_id=own, title_cs="Jednání", starts="2027-05-10T10:00")
    return own


def dialog(context: Context, qtbot: QtBot, visit: str, key: str) -> PreviewDialog:
    found = PreviewDialog(context, [visit], None, paper_of("delegation", key))
    qtbot.addWidget(found, before_close_func=lambda shown: shown.done(0))
    assert found.ready
    return found


def choose(found: PreviewDialog, name: str, index: int) -> None:
    box = found._options[name]
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_one_member_can_be_chosen(context: Context, qtbot: QtBot, visit: str) -> None:
    found = dialog(context, qtbot, visit, "programme-personal")
    box = found._options["member"]
    assert [box.itemText(index) for index in range(1, box.count())] == ["Ana Anić", "Ana Bílá"]
    assert "Ana Bílá" in flat_text_of(found.file)
    choose(found, "member", 1)
    text = flat_text_of(found.file)
    assert "Ana Anić" in text
    assert "Ana Bílá" not in text


def test_what_guests_do_not_read_is_told_before(context: Context, qtbot: QtBot, visit: str) -> None:
    found = dialog(context, qtbot, visit, "programme-guest")
    assert "Porada" not in flat_text_of(found.file)
    assert "Porada" in found.missing_text()
    assert found._missing.isVisibleTo(found)
    assert not dialog(context, qtbot, visit, "attendance")._missing.isVisibleTo(found)


def test_a_size_of_ones_own_can_be_typed(
    context: Context, qtbot: QtBot, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = dialog(context, qtbot, visit, "badges")
    box = found._options["size"]
    monkeypatch.setattr(module, "ask_text", lambda *_args, **_named: ("100x60+5", True))
    choose(found, "size", box.count() - 1)
    assert found.options["size"] == "100x60+5"
    said: list[str] = []
    monkeypatch.setattr(module, "show_error", lambda _parent, text, _tr: said.append(text))
    monkeypatch.setattr(module, "ask_text", lambda *_args, **_named: ("kartička", True))
    choose(found, "size", box.count() - 1)
    assert "kartička" in said[0]
    assert found.options["size"] == "100x60+5", "the choice is taken back"
    monkeypatch.setattr(module, "ask_text", lambda *_args, **_named: ("", False))
    choose(found, "size", box.count() - 1)
    assert found.options["size"] == "100x60+5"


def test_the_trip_folder_says_what_it_holds(context: Context, qtbot: QtBot, visit: str) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    found = TripFolderDialog(context, parent, visit)
    text = found.view.toPlainText()
    assert ": 2" in text
    assert ".pdf" in text
    assert ".vcf" in text
