"""Hostile texts in every record and on every screen: no file is opened, no link made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.db.migrate import copy_database
from app.db.store import Store
from app.entities import ENTITIES
from app.services.documents import documents
from app.services.office import open_store
from tests.hostile import TURNING, Opened, picture, spoil, texts, watched
from tests.ui.conftest import MakeContext, drawn, leave_forms
from ui.main_window import PLACES, MainWindow
from ui.screens.records import RecordsScreen
from ui.widgets.plain import opens


@pytest.fixture
def bait(tmp_path: Path) -> Path:
    folder = tmp_path / "hlidka"
    folder.mkdir()
    return picture(folder)


@pytest.fixture
def opened(bait: Path) -> Iterator[Opened]:
    with watched(bait.parent) as found:
        yield found


@pytest.fixture
def spoiled(demo_file: Path, tmp_path: Path, bait: Path) -> Iterator[Store]:
    copy_database(demo_file, tmp_path / "demo.db", None)
    store = open_store(tmp_path / "demo.db")
    path = tmp_path / "<img src=x> & \u202efdp.txt"
    path.write_text("text", encoding="utf-8")
    documents.add(store, path)
    spoil(store, bait)
    yield store
    store.close()


@pytest.fixture
def window(
    spoiled: Store, make_context: MakeContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    def refuse(url: object) -> bool:
        pytest.fail(f"opened: {url}")

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(refuse))
    made = MainWindow(make_context(spoiled))
    qtbot.addWidget(made, before_close_func=leave_forms)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def links_and_pictures(text: str) -> list[str]:
    """What a text would show or open if Qt took it for HTML."""
    document = QTextDocument()
    document.setHtml(text)
    found: list[str] = []
    block = document.begin()
    while block.isValid():
        for part in block:
            form = part.fragment().charFormat()
            if form.isImageFormat():
                found.append("a picture")
            if form.isAnchor() and not opens(form.anchorHref()):
                found.append(form.anchorHref())
        block = block.next()
    return found


def said_by(widget: QWidget) -> Iterator[str]:
    """The texts that a widget shows as they stand."""
    yield widget.windowTitle()
    if isinstance(widget, QLabel):
        yield widget.text().replace("\u200b", "")  # where a long word may break
    elif isinstance(widget, QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for row in range(min(model.rowCount(), 30)):
            for column in range(columns):
                yield str(model.index(row, column).data() or "")
                yield from (str(model.index(row, column).data(3) or ""),)  # its tooltip


def faults_of(top: QWidget) -> list[str]:
    found: list[str] = []
    for widget in (top, *top.findChildren(QWidget)):
        where = f"{type(widget).__name__} in {type(top).__name__}"
        if isinstance(widget, QLabel) and widget.textFormat() != GuiQt.TextFormat.PlainText:
            found += [f"{where}: {item}" for item in links_and_pictures(widget.text())]
        if isinstance(widget, QTextBrowser):
            found += [f"{where}: {item}" for item in links_and_pictures(widget.toHtml())]
        if GuiQt.mightBeRichText(widget.toolTip()):
            found += [f"tip of {where}: {item}" for item in links_and_pictures(widget.toolTip())]
        for text in said_by(widget):
            if marks := set(text) & TURNING:
                found.append(f"{where} turns: {marks} {text[:60]!r}")
        if type(widget).paintEvent is QAbstractButton.paintEvent and "&" in QAbstractButton.text(
            widget  # type: ignore[arg-type]
        ).replace("&&", ""):
            found.append(f"{where} loses an ampersand")
    return found


def test_the_look_sees_a_picture_that_is_opened(qtbot: QtBot, bait: Path, opened: Opened) -> None:
    """That nothing is found below means something."""
    label = QLabel(texts(bait)[0])
    qtbot.addWidget(label)
    label.grab()
    assert faults_of(label)
    if opened.can_see:
        assert opened.names() == {bait.name}


def test_every_screen_shows_hostile_texts_as_they_are(
    window: MainWindow, qtbot: QtBot, opened: Opened
) -> None:
    found: list[str] = []
    for place in PLACES:
        window.show_screen(place.key)
        screen = window.screens.get(place.key)
        if not isinstance(screen, RecordsScreen):
            qtbot.waitUntil(lambda: window.screen_shown.is_drawn)
            window.grab()
            found += faults_of(window)
            continue
        if screen.detail.record is None:
            screen.table.selectRow(0)
        drawn(qtbot, screen.detail)
        window.grab()
        found += faults_of(window)
        assert any("<" in text for part in window.findChildren(QWidget) for text in said_by(part))
        screen.edit()
        QApplication.processEvents()
        window.grab()
        found += faults_of(window)
        leave_forms(window)
        assert window.width() == 1366, f"{place.key} makes the window wider"
    assert found == []
    assert opened.names() == set()


def _dialogs(window: MainWindow, ids: dict[str, str]) -> Iterator[QDialog]:
    from app.services.privacy.erasure import plan
    from ui.dialogs.agreements.partner_page_dialog import PartnerPageDialog
    from ui.dialogs.common.link_dialog import RecordDialog
    from ui.dialogs.contacts.duplicates_dialog import Comparison
    from ui.dialogs.contacts.erase_dialog import EraseDialog
    from ui.dialogs.contacts.labels_dialog import LabelsDialog
    from ui.dialogs.contacts.move_dialog import MoveDialog
    from ui.dialogs.contacts.retention_dialog import RetentionDialog
    from ui.dialogs.documents.document_dialog import DocumentDialog
    from ui.dialogs.program.palette import Palette

    context = window.context
    palette = Palette(context, [], window)
    palette.line.setText("img")
    palette.refresh()
    yield palette
    with context.store.reading() as connection:
        found = plan(connection, ids["person"], context.language)
    yield EraseDialog(context, found, window)
    link = RecordDialog(context, ("organisation", "person"), window)
    link.line.setText("img")
    yield link
    yield MoveDialog(context, ids["person"], None, window)
    yield PartnerPageDialog(context, ids["organisation"], window)
    yield RetentionDialog(context, window)
    yield DocumentDialog(context, ids["document"], window)
    yield LabelsDialog(context, [ids["person"]], window)
    entity = ENTITIES["person"]
    comparison = QDialog(window)
    QVBoxLayout(comparison).addWidget(
        Comparison(context, entity, ids["person"], ids["other person"], differ=True)
    )
    yield comparison


def test_dialogs_show_hostile_texts_as_they_are(
    window: MainWindow, spoiled: Store, qtbot: QtBot, opened: Opened
) -> None:
    with spoiled.reading() as connection:
        ids = {
            name: connection.execute(f'SELECT id FROM "{name}" ORDER BY id LIMIT 1').fetchone()[0]
            for name in ("person", "organisation", "document", "agreement")
        }
        (ids["other person"],) = connection.execute(
            "SELECT id FROM person ORDER BY id DESC LIMIT 1"
        ).fetchone()
    found: list[str] = []
    for dialog in _dialogs(window, ids):
        dialog.show()
        QApplication.processEvents()
        dialog.grab()
        found += faults_of(dialog)
        dialog.done(0)
    assert found == []
    assert opened.names() == set()


@pytest.mark.parametrize("make", ["error", "undo"])
def test_errors_and_what_was_done_show_hostile_texts_as_they_are(
    make: str,
    window: MainWindow,
    bait: Path,
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtWidgets import QMessageBox

    from ui.context import show_error

    found: list[str] = []

    def look(box: QMessageBox) -> int:
        box.show()
        box.grab()
        found.extend(faults_of(box))
        box.hide()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    for text in texts(bait):
        if make == "error":
            show_error(window, text, window.context.tr_)
        else:
            window.undo_bar.offer(text)
            window.grab()
            found += faults_of(window)
    assert found == []
    assert opened.names() == set()
