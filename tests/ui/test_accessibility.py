from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Language
from tests.ui.conftest import drawn
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.program.first_run import FirstRun
from ui.dialogs.program.palette import Palette
from ui.main_window import PLACES, MainWindow
from ui.screens.records import RecordsScreen
from ui.theme import Theme

CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.PushButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Table,
    QAccessible.Role.List,
    QAccessible.Role.Tree,
    QAccessible.Role.ButtonMenu,
}


def interfaces(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Everything that assistive technology sees in a window."""
    root = QAccessible.queryAccessibleInterface(widget)
    todo = [root] if root else []
    while todo:
        found = todo.pop()
        yield found
        if found.role() not in (QAccessible.Role.Table, QAccessible.Role.List):
            todo += [
                child for number in range(found.childCount()) if (child := found.child(number))
            ]


def nameless(widget: QWidget) -> list[str]:
    """Visible controls without a name."""
    missing = []
    for found in interfaces(widget):
        inner = found.object()
        if not isinstance(inner, QWidget) or not inner.isVisible():
            continue
        if isinstance(inner.parentWidget(), QComboBox) or "qt_" in inner.objectName():
            continue  # parts of a control that has a name
        if found.role() in CONTROLS and not found.text(QAccessible.Text.Name).strip():
            missing.append(f"{type(inner).__name__} in {type(inner.parentWidget()).__name__}")
    return missing


def unreachable(widget: QWidget) -> list[str]:
    """Visible, enabled controls that the keyboard does not reach."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    return [
        f"{type(inner).__name__} {inner.accessibleName()}"
        for inner in widget.findChildren(QWidget)
        if isinstance(inner, kinds)
        and inner.isVisible()
        and inner.isEnabled()
        and not isinstance(inner.parentWidget(), (QComboBox, QLineEdit))
        and inner.focusPolicy() == Qt.FocusPolicy.NoFocus
        and inner.focusProxy() is None
        and "qt_" not in inner.objectName()
        and type(inner).__name__ != "QTableCornerButton"
        and inner.metaObject().className() != "QTableCornerButton"
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("place", [place.key for place in PLACES])
def test_every_control_of_a_screen_has_a_name_and_is_reached_by_the_keyboard(
    window: MainWindow, place: str, language: Language
) -> None:
    window.switch_language(language)
    window.show_screen(place)
    if isinstance(screen := window.screen_shown, RecordsScreen):
        screen._select_first()
    assert nameless(window) == []
    assert unreachable(window) == []


@pytest.mark.parametrize(
    "place", [p.key for p in PLACES[1:] if p.key not in ("document", "calendar")]
)
def test_every_control_of_a_form_has_a_name_and_is_reached_by_the_keyboard(
    window: MainWindow, place: str
) -> None:
    window.show_screen(place)
    screen = window.screen_shown
    assert screen
    screen.start_new()
    assert nameless(window) == []
    assert unreachable(window) == []


def test_dialogs_too(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    with window.context.store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
    preview = PreviewDialog(window.context, [key], window)
    dialogs: list[QWidget] = [
        preview,
        Palette(window.context, window.commands(), window),
        FirstRun(theme, Language.DE, window.context.store.path.parent),
    ]
    for dialog in dialogs:
        dialog.show()
        assert nameless(dialog) == []
        assert unreachable(dialog) == []
        dialog.hide()
    preview.done(0)
    for dialog in dialogs:
        dialog.deleteLater()


def test_tab_goes_round_through_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.show_screen("agreement")
    screen = window.screen_shown
    assert screen
    screen._select_first()
    drawn(qtbot, screen.detail)
    with qtbot.waitActive(window):
        window.activateWindow()
    screen.search.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        focus = window.focusWidget()
        assert focus
        if focus in seen:
            break
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert screen.table in seen
    assert len(seen) > 12
