"""Papers of visits before they are printed: for whom, of which size, what is told before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.services.protocol.printings import printed, record
from tests.app.reports.papers_support import flat_text_of
from tests.factories import count, make
from ui.context import Context
from ui.dialogs.common import preview as module
from ui.dialogs.common import print_pages
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.delegations.trip_folder_dialog import TripFolderDialog
from ui.main_window import MainWindow
from ui.screens.detail_cards import missing_of_visit


@pytest.fixture
def visit(context: Context) -> str:
    return made(context.store)


def made(store: Store) -> str:
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


def test_what_is_saved_or_printed_is_recorded_and_what_is_only_shown_is_not(
    context: Context,
    qtbot: QtBot,
    visit: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = context.store
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    found = dialog(context, qtbot, visit, "programme")
    choose(found, "member", 1)
    assert count(store, "printing") == 0
    target = tmp_path / "a.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    found.save_paper()
    monkeypatch.setattr(print_pages, "print_document", lambda *_: False)
    found.print_paper()
    assert count(store, "printing") == 0, "both were cancelled"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    found.save_paper()
    target = tmp_path / "a.docx"
    found.save_paper()
    assert count(store, "printing") == 2
    monkeypatch.setattr(print_pages, "print_document", lambda *_: True)
    choose(found, "member", 0)
    found.print_paper()
    with store.reading() as connection:
        known = printed(connection, visit)
    assert {(one.languages, bool(one.member_id)) for one in known} == {
        ((Language.CS,), True),
        ((Language.CS,), False),
    }
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    other = make(store, "delegation", title_cs="Jiná")
    both = PreviewDialog(context, [visit, other], None, paper_of("delegation", "participants"))
    qtbot.addWidget(both, before_close_func=lambda shown: shown.done(0))
    both.save_each(".pdf")
    with store.reading() as connection:
        assert [one.paper for one in printed(connection, other)] == ["participants"]
        assert len(printed(connection, visit)) == 3


def test_papers_of_a_list_and_of_agreements_are_no_printings_of_a_visit(
    context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    target = str(tmp_path / "a.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    agreement = make(context.store, "agreement")
    found = PreviewDialog(context, [agreement], None, paper_of("agreement", "summary"))
    qtbot.addWidget(found, before_close_func=lambda shown: shown.done(0))
    found.save_paper()
    assert Path(target).exists()
    assert count(context.store, "printing") == 0


def test_a_line_of_what_is_missing_opens_the_paper_as_it_was_printed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = window.context
    visit = made(context.store)
    with context.store.reading() as connection:
        (member,) = connection.execute("SELECT min(id) FROM delegation_member").fetchone()
    both = [Language.DE, Language.CS]
    record(context.store, "programme", [visit], both, {"member": member, "item": ""})
    values = {"title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    make(context.store, "programme_item", delegation_id=visit, **values)
    context.record_wanted.emit("delegation", visit)
    screen = window.screen_shown
    assert screen
    assert screen.detail.record
    (line,) = [
        one
        for one in missing_of_visit(context, screen.detail.record)
        if one.place.startswith("print:")
    ]
    opened: list[tuple[list[Language], str]] = []

    def shown(preview: PreviewDialog) -> int:
        opened.append((preview.languages, preview.options["member"]))
        preview.done(0)
        return 0

    monkeypatch.setattr(PreviewDialog, "exec", shown)
    screen.detail.rows.go(line.place)
    assert opened == [(both, member)]
