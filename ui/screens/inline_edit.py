"""A value that is changed where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.errors import FieldError, UserError
from app.fields import Field
from ui.context import Context
from ui.editors import TagsEditor, editor_for
from ui.widgets.one_stop import bring_into_view
from ui.widgets.plain import Label


class InlineEdit(QWidget):
    """The input of one field, with its error below.

    `finished` asks to store what stands there: after Enter (0), Tab (1), Shift+Tab (-1), or None
    where the focus went somewhere else. `given_up` follows Escape, `edited` each change.
    """

    finished = Signal(object)
    given_up = Signal()
    edited = Signal()

    def __init__(self, context: Context, field: Field, stored: Any) -> None:
        super().__init__()
        self._context = context
        self.field = field
        self._stored = stored
        self._is_over = False
        self.editor = editor_for(field, context)
        self.editor.set_value(stored, context.tr_)
        label = context.tr_.message(field.label)
        self.editor.inner.setAccessibleName(label)
        self._error = Label()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.editor)
        column.addWidget(self._error)
        self.editor.edited.connect(self._was_edited)
        self.editor.chosen.connect(lambda: self._finish(0))
        inner = self.editor.inner
        line = inner.lineEdit() if isinstance(inner, QComboBox) else None
        self._keys = [inner, *([line] if line else [])]
        for place in self._keys:
            place.installEventFilter(self)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._focus_changed)

    def begin(self) -> None:
        """Take the focus; what stands there is marked, so that typing replaces it."""
        inner = self.editor.inner
        inner.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self._keys[-1]
        if isinstance(line, QLineEdit):
            line.selectAll()
        bring_into_view(self)
        if isinstance(inner, QComboBox) and not inner.isEditable():
            inner.showPopup()

    def end(self) -> None:
        """It is over: whatever the focus does now means nothing."""
        self._is_over = True

    @property
    def is_dirty(self) -> bool:
        """Whether something else stands there than what is stored."""
        try:
            return bool(self.editor.value(self._context.tr_) != self._stored)
        except UserError:
            return True

    def changed_values(self) -> dict[str, Any] | None:
        """The value by its field, empty if it is as stored; None when it is refused."""
        self.editor.leave()
        try:
            value = self.editor.value(self._context.tr_)
        except UserError as error:
            self.show_errors([FieldError(self.field.name, error.message, **error.values)])
            return None
        return {self.field.name: value} if value != self._stored else {}

    def show_errors(self, errors: Sequence[FieldError]) -> None:
        """Say below the value why it was refused; the cursor stays in it."""
        text = " ".join(error.text(self._context.tr_) for error in errors)
        self._show_error(text)
        self.editor.inner.setFocus()
        bring_into_view(self)

    def _show_error(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.editor.mark(wrong=bool(text))
        self.editor.inner.setAccessibleDescription(text)

    def _was_edited(self) -> None:
        self._show_error("")
        self.edited.emit()

    def _finish(self, step: int | None) -> None:
        if not self._is_over:
            self.finished.emit(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.KeyPress or self._is_over:
            return False
        pressed = cast(QKeyEvent, event)
        key, control = pressed.key(), pressed.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._finish(1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (control or self._enter_ends()):
            self._finish(0)
        else:
            return False
        return True

    def _enter_ends(self) -> bool:
        if isinstance(self.editor, TagsEditor):
            return not cast(QLineEdit, self.editor.inner).text().strip()
        return not self.field.kind.multiline

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # A list of choices, a calendar or a dialog is a window of its own and no other place.
        if self._is_over or now is None or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now):
            self._finish(None)
