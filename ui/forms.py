"""The form of any entity, made from its field list."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.errors import FieldError, UserError
from app.fields import Entity, Field
from app.i18n import Language
from app.services.records.siblings import offered
from ui.context import Context
from ui.editors import Editor, SiblingEditor, editor_for
from ui.widgets.card import Card
from ui.widgets.one_stop import bring_into_view
from ui.widgets.plain import Label

_LABEL_WIDTH, _POINTS = 150, 10  # pixels in texts of that size; larger texts need more


class RecordForm(QWidget):
    """Edits the fields of one record; collects only what changed.

    `hidden` names fields that are preset and not shown. Errors stand below their field. If it is
    `wide`, what is said in three languages stands side by side.
    Ctrl+Page Down goes to the first field of the next card, Ctrl+Page Up to that of the one before.
    """

    edited = Signal()

    def __init__(
        self,
        context: Context,
        entity: Entity,
        hidden: frozenset[str] = frozenset(),
        *,
        wide: bool = False,
    ) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        self._stored: dict[str, Any] = {}
        self._proposed: dict[str, Any] = {}
        self._editors: dict[str, Editor] = {}
        self._labels: dict[str, Label] = {}
        self._beside: list[str] = []  # fields whose label stands beside them
        self._errors: dict[str, Label] = {}
        self._cards: list[tuple[Card, str]] = []
        self._touched: set[str] = set()
        self.preset: Mapping[str, Any] = {}
        """What a new record will have besides what the form shows: whom it belongs to."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        groups: dict[str, list[Field]] = {}
        for field in entity.fields:
            if field.name not in hidden and not field.kept:
                groups.setdefault(field.group, []).append(field)
        for group, fields in groups.items():
            card = Card(context.tr_.message(group))
            self._cards.append((card, group))
            grid = QGridLayout()  # gives each row what it needs; a QFormLayout cuts wrapped texts
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(8)
            grid.setColumnStretch(1, 1)
            row: QHBoxLayout | None = None
            for field in fields:
                stem, _, language = field.name.rpartition("_")
                if not wide or not _is_localised(entity, stem, language):
                    self._add(grid, field)
                    continue
                if row is None or language == Language.CS:
                    row = QHBoxLayout()
                    row.setSpacing(12)
                    grid.addLayout(row, grid.rowCount(), 0, 1, 2)
                self._add_beside(row, field)
            card.body.addLayout(grid)
            layout.addWidget(card)
        layout.addStretch(1)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._go_to_card(step))
        self.retranslate()
        self._align()

    def _align(self) -> None:
        """Put every label, of one line or two, beside the first line of what it names."""
        width = round(_LABEL_WIDTH * self.font().pointSizeF() / _POINTS)
        height = QLineEdit().sizeHint().height()
        for name in self._beside:
            self._labels[name].setFixedWidth(width)
            self._labels[name].setMinimumHeight(height)
            self._editors[name].setMinimumHeight(height)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_beside"):
            self._align()

    def _go_to_card(self, step: int) -> None:
        """Put the cursor into the first field of the card so many further; at the ends it stays."""
        cards = [card for card, _ in self._cards]
        here = next((n for n, card in enumerate(cards) if _holds_focus(card)), None)
        place = 0 if here is None else here + step
        if not 0 <= place < len(cards):
            return
        first = next(item for item in self._editors.values() if cards[place].isAncestorOf(item))
        if offered := QApplication.activePopupWidget():
            offered.close()  # what a field offers has the keys as long as it is open
        first.inner.setFocus(Qt.FocusReason.TabFocusReason)  # what stands there is marked
        bring_into_view(cards[place])
        bring_into_view(first)  # of a card that is taller than the window

    def _add(self, grid: QGridLayout, field: Field) -> None:
        label, box = self._made(field)
        self._beside.append(field.name)
        row = grid.rowCount()
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignTop)

    def _add_beside(self, row: QHBoxLayout, field: Field) -> None:
        """One of the languages of a text, its label above it."""
        label, box = self._made(field)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label)
        column.addWidget(box)
        column.addStretch(1)
        row.addLayout(column, 1)

    def _made(self, field: Field) -> tuple[Label, QWidget]:
        """The label of a field, and its input with the place for an error below it."""
        editor = editor_for(field, self._context)
        editor.edited.connect(lambda name=field.name: self._was_edited(name))
        if isinstance(editor, SiblingEditor):
            editor.ask = lambda: self._offered(field)
        label = Label()
        label.setWordWrap(True)
        label.setBuddy(editor.inner)
        error = Label()
        error.setProperty("role", "error")
        error.setWordWrap(True)
        error.setVisible(False)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(editor)
        column.addWidget(error)
        self._editors[field.name] = editor
        self._labels[field.name] = label
        self._errors[field.name] = error
        return label, box

    def _offered(self, field: Field) -> list[tuple[str, str]]:
        """What a reference to a row of the same record may name, as the form stands now."""
        values = {**self.preset, **self._stored}
        if field.within in self._editors:
            with contextlib.suppress(UserError):
                values[field.within] = self._editors[field.within].value(self._context.tr_)
        with self._context.store.reading() as connection:
            return offered(connection, self._entity, field, values, self._context.language)

    def _was_edited(self, name: str) -> None:
        self._touched.add(name)
        self._show_error(name, "")
        self.edited.emit()

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show a record as stored (or the presets of a new one); nothing counts as edited."""
        self._stored = dict(values)
        self._proposed.clear()
        self._touched.clear()
        for name, editor in self._editors.items():
            editor.set_value(values.get(name), self._context.tr_)
            self._show_error(name, "")

    def keep(self, values: Mapping[str, Any]) -> None:
        """Propose values: they are saved with the rest, but are nothing that could be lost."""
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].set_value(value, self._context.tr_)
                self._touched.add(name)
                self._proposed[name] = value

    def draft(self) -> dict[str, Any]:
        """What a person typed so far, by field, right or wrong; see `restore`."""
        return {name: self._editors[name].draft() for name in self._touched}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show what `draft` gave, as typed by the person."""
        for name, typed in draft.items():
            if name in self._editors:
                self._editors[name].restore(typed)
                self._touched.add(name)

    def take(self, said: Mapping[str, str]) -> None:
        """Fill in texts as if a person had typed them, by field; a note goes on where it ends."""
        for name, text in said.items():
            editor = self._editors[name]
            before = editor.draft()
            added = self._entity.by_name[name].kind.multiline and before
            editor.take(f"{before}\n{text}" if added else text)
            self._was_edited(name)

    def is_proposed(self, name: str) -> bool:
        """Whether a field holds still what was proposed with `keep`."""
        if name not in self._proposed:
            return False
        with contextlib.suppress(UserError):
            return bool(self._editors[name].value(self._context.tr_) == self._proposed[name])
        return False

    @property
    def is_dirty(self) -> bool:
        """Whether a person changed something that is not saved."""
        changed, errors = self._changes()
        return bool(errors) or any(
            name not in self._proposed or value != self._proposed[name]
            for name, value in changed.items()
        )

    def _changes(self) -> tuple[dict[str, Any], list[FieldError]]:
        changed: dict[str, Any] = {}
        errors = []
        for name in self._touched:
            try:
                value = self._editors[name].value(self._context.tr_)
            except UserError as error:
                errors.append(FieldError(name, error.message, **error.values))
                continue
            if value != self._stored.get(name):
                changed[name] = value
        return changed, errors

    def changed_values(self) -> dict[str, Any] | None:
        """What changed, as stored; None when a value is refused (its error is shown)."""
        for name in self._touched:
            self._editors[name].settle()
        changed, errors = self._changes()
        if errors:
            self.show_errors(errors)
            return None
        return changed

    def show_errors(self, errors: list[FieldError]) -> None:
        """Show each error below its field and go to the first one."""
        first: Editor | None = None
        for error in errors:
            if error.field in self._editors:
                self._show_error(error.field, error.text(self._context.tr_))
                first = first or self._editors[error.field]
        if first:
            first.setFocus()

    def _show_error(self, name: str, text: str) -> None:
        label = self._errors[name]
        label.setText(text)
        label.setVisible(bool(text))
        self._editors[name].mark(wrong=bool(text))
        description = text or self._labels[name].text()
        self._editors[name].inner.setAccessibleDescription(description)

    @property
    def names(self) -> frozenset[str]:
        """The fields that the form shows."""
        return frozenset(self._editors)

    def editor(self, name: str) -> Editor:
        """The input widget of a field."""
        return self._editors[name]

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self._editors.values())).setFocus()

    def retranslate(self) -> None:
        """Show labels and choices in the current language; what was typed stays."""
        tr = self._context.tr_
        for card, group in self._cards:
            card.set_title(tr.message(group))
        for name, label in self._labels.items():
            field = self._entity.by_name[name]
            text = tr.message(field.label)
            label.setText(f"{text} *" if field.required else text)
            editor = self._editors[name]
            editor.inner.setAccessibleName(text)
            editor.retranslate(tr)
            if name not in self._touched:
                editor.set_value(self._stored.get(name), tr)


def _holds_focus(widget: QWidget) -> bool:
    focused = widget.window().focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


def _is_localised(entity: Entity, stem: str, language: str) -> bool:
    """Whether a field is one of three that say the same in Czech, German and English."""
    codes = [code.value for code in Language]
    return language in codes and all(f"{stem}_{code}" in entity.by_name for code in codes)
