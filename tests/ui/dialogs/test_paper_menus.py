"""Papers from the window: the menu of a record, of marked records, of the list, the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.i18n import Language
from app.reports.catalogue import PAPERS, paper_of, papers_of
from app.services.records.query import Filter, ListQuery
from ui.dialogs.common import preview as preview_module
from ui.dialogs.common.preview import PreviewDialog
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen

Shown = list[tuple[str, object]]
from PySide6.QtPdf import QPdfDocument, QPdfSelection


def texts_of(file: Path, page: int) -> QPdfSelection:
    """What stands on a page of a PDF, and where."""
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(str(file))
    found = document.getAllText(page)
    document.close()
    return found


@pytest.fixture
def screen(window: MainWindow) -> RecordsScreen:
    window.show_screen("agreement")
    found = window.screen_shown
    assert found
    found._select_first()
    return found


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The papers that were asked for: key, and ids or a list."""
    found: Shown = []

    def note(_context: object, _parent: object, paper: object, wanted: object) -> None:
        found.append((paper.key, wanted))  # type: ignore[attr-defined]

    monkeypatch.setattr(preview_module, "show_paper", note)
    return found


def dialog(window: MainWindow, qtbot: QtBot, key: str, wanted: list[str]) -> PreviewDialog:
    made = PreviewDialog(window.context, wanted, window, paper_of("agreement", key))
    qtbot.addWidget(made, before_close_func=lambda item: item.done(0))
    return made


def test_the_menu_of_a_record_offers_all_its_papers(screen: RecordsScreen, shown: Shown) -> None:
    assert screen.detail.record
    (button,) = [
        item for item in screen.detail.findChildren(QPushButton) if item.text().strip() == "Tisk"
    ]
    actions = button.menu().actions()
    papers = papers_of("agreement", of_list=False)
    tr = screen._context.tr_
    assert [action.text().split("…")[0] for action in actions] == [
        tr.message(paper.label) for paper in papers
    ]
    for action in actions:
        action.trigger()
    assert shown == [(paper.key, [screen.detail.record.id]) for paper in papers]


def test_ctrl_p_prints_the_summary_of_what_is_marked(
    window: MainWindow, screen: RecordsScreen, shown: Shown, qtbot: QtBot
) -> None:
    assert screen.detail.record
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(screen.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown == [("summary", [screen.detail.record.id])]
    screen.table.selectAll()
    marked = screen.tools.marked
    assert len(marked) == 17
    qtbot.keyClick(screen.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown[1] == ("summary", marked)
    printed = next(
        action.menu() for action in screen.tools.row_menu().actions() if "Tisk" in action.text()
    )
    for action in printed.actions():
        action.trigger()
    assert [key for key, _ in shown[2:]] == [paper.key for paper in papers_of("agreement")]
    assert all(wanted == marked for _, wanted in shown[2:])


def test_the_list_is_printed_as_it_is_filtered(
    window: MainWindow, screen: RecordsScreen, shown: Shown, qtbot: QtBot
) -> None:
    screen.tools.toggle_filter(Filter("country", "DE"))
    with qtbot.waitActive(window):
        window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(screen.table, Qt.Key.Key_P, control)
    screen.tools.printing.menu().actions()[0].trigger()
    assert [key for key, _ in shown] == ["register", "register"]
    for _, wanted in shown:
        assert isinstance(wanted, ListQuery)
        assert wanted.filters == (Filter("country", "DE"),)


def test_no_paper_no_button(window: MainWindow, shown: Shown) -> None:
    window.show_screen("document")
    screen = window.screen_shown
    assert screen
    assert screen.tools.printing.isHidden()
    screen.tools.print_list()
    screen.detail.print_paper()
    assert shown == []


def test_the_palette_prints(window: MainWindow, screen: RecordsScreen, shown: Shown) -> None:
    found = {command.text: command for command in window.commands()}
    found["Tisk: Materiál pro radu nebo zastupitelstvo…"].run()
    window.show_screen("home")
    home = window.screen_shown
    found = {command.text: command for command in window.commands()}
    assert "Tisk: Materiál pro radu nebo zastupitelstvo…" not in found
    found["Tisk: Evidence dohod…"].run()
    assert [key for key, _ in shown] == ["council-paper", "register"]
    assert window.screen_shown is home, "to print a list leads nowhere else"


def test_every_kind_of_file_has_a_name() -> None:
    assert {kind for paper in PAPERS for kind in paper.kinds} <= set(preview_module.FILE_KINDS)


def test_the_register_is_previewed_divided_and_saved_as_a_table(
    window: MainWindow,
    screen: RecordsScreen,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    query = screen.model.query
    made = dialog(window, qtbot, "register", query)  # type: ignore[arg-type]
    box = made._options["group_by"]
    box.setCurrentIndex(box.findData("country"))
    box.activated.emit(box.currentIndex())
    assert "Podle státu" in texts_of(made.file, 0).text()
    target = tmp_path / "evidence"
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        staticmethod(lambda *_: (str(target), "Sešity aplikace Excel (*.xlsx)")),
    )
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda self: said.append(self.text()))
    made.save_paper()
    assert (tmp_path / "evidence.xlsx").read_bytes().startswith(b"PK")
    assert said == ["Uloženo: evidence.xlsx"]


def test_a_council_paper_is_saved_and_says_what_is_left(
    window: MainWindow,
    screen: RecordsScreen,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert screen.detail.record
    made = dialog(window, qtbot, "council-paper", [screen.detail.record.id])
    assert made._view.isHidden()
    assert made.options == {"step": "conclusion", "body": "assembly"}
    assert made.languages == [Language.CS]
    target = tmp_path / "material.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    said: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "exec", lambda self: said.append(self.text() + self.detailedText())
    )
    made.save_paper()
    assert target.read_bytes().startswith(b"PK")
    assert "zbývá doplnit" in said[0]
    assert "material.docx" in said[0]


def test_a_selection_is_saved_each_into_a_folder(
    window: MainWindow,
    screen: RecordsScreen,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen.table.selectAll()
    made = dialog(window, qtbot, "contract-draft", screen.tools.marked[:3])
    assert made._save.isHidden()
    folder = tmp_path / "navrhy"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(folder)))
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda self: said.append(self.text()))
    made._each.click()
    assert len(list(folder.glob("*.xml"))) == 3
    assert said[0].startswith("Do složky navrhy byly uloženy 3 soubory.")


def test_what_is_not_translated_is_listed_before_printing(
    window: MainWindow, screen: RecordsScreen, qtbot: QtBot
) -> None:
    assert screen.detail.record
    made = dialog(window, qtbot, "summary", [screen.detail.record.id])
    assert made._list_missing.isHidden()
    made._first.setCurrentIndex(made._first.findData(Language.EN))
    made._first.activated.emit(made._first.currentIndex())
    if made._absent:
        assert not made._list_missing.isHidden()
        lines = made.missing_text().splitlines()
        assert len(lines) >= 2
        assert all(line.startswith("  Angličtina: ") for line in lines[1:] if line)
    else:
        assert made._list_missing.isHidden()


def test_many_records_are_printed_in_another_process_and_can_be_cancelled(
    window: MainWindow, screen: RecordsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.dialogs.common import progress

    monkeypatch.setattr(preview_module, "_AT_ONCE", 5)
    names: list[str] = []
    real = progress.run_job

    def counted(context: object, parent: object, text: str, name: str, **more: object) -> object:
        names.append(name)
        return real(context, parent, text, name, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(progress, "run_job", counted)
    screen.table.selectAll()
    made = dialog(window, qtbot, "summary", screen.tools.marked)
    assert names == ["print"]
    assert made.ready
    assert made._document.pageCount() >= 17

    def cancelled(*_: object, **__: object) -> object:
        from app.errors import UserError
        from app.reports.engine.collect import CANCELLED

        raise UserError(CANCELLED)

    monkeypatch.setattr(progress, "run_job", cancelled)
    before = made.file
    made._first.setCurrentIndex(made._first.findData(Language.DE))
    made._first.activated.emit(made._first.currentIndex())
    assert made.file == before
    assert made.languages == [Language.CS], "the choice is that of the paper that is shown"
