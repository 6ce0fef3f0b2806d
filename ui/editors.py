"""Input widgets, one per kind of value; all speak in the texts that kinds parse."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QKeyEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from app.db.sets import joined, parts
from app.entities import ENTITIES
from app.errors import UserError
from app.fields import Field
from app.i18n import Language, Translator
from app.kinds import (
    BOOLEAN,
    COUNTRY,
    DATE,
    LANGUAGE_CODE,
    MOMENT,
    PARTIAL_DATE,
    PICTURE,
    TAGS,
    Choice,
    Repeats,
)
from app.rules.days.partial_dates import PartialDate
from app.rules.days.spoken import spoken_day
from app.rules.folding import fold
from app.services.documents import pictures
from app.services.records.query import captions, search_targets
from app.services.records.rows import CREATABLE, NewRecord
from app.services.records.tags import known_tags
from ui.context import Context
from ui.icons import icon
from ui.widgets.day_picker import DayPicker
from ui.widgets.plain import Action, Button, CheckBox, Combo, Label, set_tip
from ui.widgets.tag_line import TagLine


class Editor(QWidget):
    """A value being edited. `edited` is emitted whenever a person changes it, `chosen` after it
    where the value was chosen as a whole: in a list, in a calendar, by a tick.
    """

    edited = Signal()
    chosen = Signal()

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner)
        self.inner = inner
        self.setFocusProxy(inner)

    def set_value(self, value: Any, tr: Translator) -> None:
        """Show a stored value."""
        raise NotImplementedError

    def value(self, tr: Translator) -> Any:
        """The stored form of what stands in the widget. Raises `UserError`."""
        raise NotImplementedError

    def take(self, text: str) -> None:
        """Show a text as if it had been typed and the field left."""
        self.restore(text)

    def settle(self) -> None:
        """Take what is meant where there is no doubt; asked before what is typed is stored."""

    def leave(self) -> None:
        """As `settle`, where the person has said that this is all: Enter, or the next field."""
        self.settle()

    def draft(self) -> Any:
        """What stands in the widget, right or wrong, as JSON can hold it."""
        raise NotImplementedError

    def restore(self, draft: Any) -> None:
        """Show what `draft` gave."""
        raise NotImplementedError

    def mark(self, *, wrong: bool) -> None:
        """Show or clear that the value was refused."""
        self.inner.setProperty("wrong", wrong)
        self.inner.style().unpolish(self.inner)
        self.inner.style().polish(self.inner)

    def retranslate(self, tr: Translator) -> None:
        """Show texts of the widget's own in another language."""


class LineEditor(Editor):
    """One line of text: names, identifiers, dates, countries."""

    def __init__(self, field: Field, tr: Translator) -> None:
        self._line = QLineEdit()
        super().__init__(self._line)
        self._field = field
        self._line.textEdited.connect(lambda _text: self.edited.emit())
        self.retranslate(tr)

    def set_value(self, value: Any, tr: Translator) -> None:
        self._line.setText(self._field.kind.edit(value, tr))
        self._line.setCursorPosition(0)

    def value(self, tr: Translator) -> Any:
        return self._field.kind.parse(self._line.text(), tr.language)

    def draft(self) -> Any:
        return self._line.text()

    def restore(self, draft: Any) -> None:
        self._line.setText(str(draft))

    def retranslate(self, tr: Translator) -> None:
        kind = self._field.kind
        if kind == PARTIAL_DATE:
            self._line.setPlaceholderText(tr("e.g. 29 June 2017, 6/2017 or 2017"))
        elif kind == DATE:
            self._line.setPlaceholderText(tr("e.g. 29 June 2017"))
        elif kind == MOMENT:
            self._line.setPlaceholderText(tr("e.g. 29 June 2017 14:30"))
        if kind in (COUNTRY, LANGUAGE_CODE):
            from app.kinds import names_in

            table = "territories" if kind == COUNTRY else "languages"
            names = sorted(names_in(table, tr.language).values())
            completer = QCompleter(QStringListModel(names, self), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._line.setCompleter(completer)


_CLOCK = re.compile(r"(.*?),?\s+([0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?)")


class DateEditor(LineEditor):
    """A day: typed as people say it (“15.1.”, “zítra”), or chosen from a calendar (Alt+Down).

    What was typed stands as a full day once the field is left, so that nobody saves another day
    than the one meant.
    """

    def __init__(self, field: Field, context: Context) -> None:
        self._context = context
        self._open = Action()
        super().__init__(field, context.tr_)
        self._open.setParent(self)
        self._open.setIcon(icon("calendar", context.theme.tokens.muted, 16))
        self._open.triggered.connect(lambda _on=False: self.choose())
        self._line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self._line.editingFinished.connect(self._write_out)
        self._line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt:
                self.choose()
                return True
        return super().eventFilter(watched, event)

    def value(self, tr: Translator) -> Any:
        text = self._line.text()
        try:
            return self._field.kind.parse(text, tr.language)
        except UserError:
            if said := self._said(text):
                return said
            raise

    def _said(self, text: str) -> str | None:
        """What a text says in words, as it is stored; None where it is no day."""
        clock = ""
        if self._field.kind == MOMENT and (found := _CLOCK.fullmatch(text.strip())):
            text, clock = found[1], found[2]
        day = spoken_day(text, self._context.today)
        if day is None:
            return None
        try:
            return str(self._field.kind.parse(f"{day.isoformat()} {clock}", Language.EN))
        except UserError:
            return None

    def _write_out(self) -> None:
        tr = self._context.tr_
        with contextlib.suppress(UserError):
            self._line.setText(self._field.kind.edit(self.value(tr), tr))

    def choose(self) -> None:
        """Open the calendar at the day that stands in the field, or at today."""
        try:
            first = PartialDate.parse_iso(str(self.value(self._context.tr_))[:10]).first_day
        except (UserError, ValueError):
            first = None
        picker = DayPicker(self._line, first or self._context.today)
        picker.picked.connect(self._take)
        picker.open_below(self._line)

    def _take(self, day: date) -> None:
        clock = _CLOCK.fullmatch(self._line.text().strip())
        said = f"{day.isoformat()} {clock[2]}" if clock else day.isoformat()
        tr = self._context.tr_
        self._line.setText(self._field.kind.edit(self._field.kind.parse(said, Language.EN), tr))
        self._line.setFocus()
        self.edited.emit()
        self.chosen.emit()

    def retranslate(self, tr: Translator) -> None:
        super().retranslate(tr)
        self._open.setText(tr("Choose a day"))
        set_tip(self._open, tr("Choose a day (Alt+Down)"))


class TagsEditor(Editor):
    """Tags: typed with proposals, shown as chips."""

    def __init__(self, field: Field, context: Context) -> None:
        self._tags = TagLine(context.theme, self._known, self._split)
        self._context = context
        self._field = field
        super().__init__(self._tags)
        self.inner = self._tags.line
        self.setFocusProxy(self.inner)
        self._tags.edited.connect(self.edited)
        self.retranslate(context.tr_)

    def _known(self) -> list[str]:
        with self._context.store.reading() as connection:
            return known_tags(connection)

    def _split(self, text: str) -> list[str]:
        return parts(self._field.kind.parse(text, self._context.language))

    def set_value(self, value: Any, tr: Translator) -> None:
        self._tags.show_tags(parts(value))

    def value(self, tr: Translator) -> Any:
        return joined(";".join(self._tags.texts()))

    def draft(self) -> Any:
        return "; ".join(self._tags.texts())

    def restore(self, draft: Any) -> None:
        self._tags.show_tags(self._split(str(draft)))

    def retranslate(self, tr: Translator) -> None:
        self._tags.line.setPlaceholderText(tr("Add a tag"))
        self._tags.set_chip_name(lambda tag: tr("Remove the tag “{name}”", name=tag))


class TextEditor(Editor):
    """Several lines of text; Tab moves on."""

    def __init__(self, field: Field) -> None:
        self._text = QPlainTextEdit()
        super().__init__(self._text)
        self._field = field
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(88)
        self._quiet = False
        self._text.textChanged.connect(self._changed)

    def _changed(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def set_value(self, value: Any, tr: Translator) -> None:
        self._quiet = True
        self._text.setPlainText(self._field.kind.edit(value, tr))
        self._quiet = False

    def value(self, tr: Translator) -> Any:
        return self._field.kind.parse(self._text.toPlainText(), tr.language)

    def draft(self) -> Any:
        return self._text.toPlainText()

    def restore(self, draft: Any) -> None:
        self._quiet = True
        self._text.setPlainText(str(draft))
        self._quiet = False


_AROUND = 40  # pixels: the padding of a choice and the scroll bar


class _QuietCombo(Combo):
    """A combo box that the mouse wheel scrolls past instead of changing, and that fits a narrow
    form: what its place cuts is read in its list, which is as wide as the longest choice.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)

    def showPopup(self) -> None:  # noqa: N802
        listed = self.view()
        listed.setMinimumWidth(listed.sizeHintForColumn(0) + _AROUND)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


class ChoiceEditor(Editor):
    """One of a closed list."""

    def __init__(self, field: Field, tr: Translator) -> None:
        self._box = _QuietCombo()
        super().__init__(self._box)
        assert isinstance(field.kind, Choice)
        self._kind = field.kind
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not field.required:
            self._box.addItem("", None)
        for code, label in self._kind.options.items():
            self._box.addItem(tr.message(label), code)
        self._box.setCurrentIndex(-1 if field.required else 0)
        self._box.activated.connect(self._activated)

    def _activated(self, _index: int) -> None:
        self.edited.emit()
        self.chosen.emit()

    def set_value(self, value: Any, tr: Translator) -> None:
        self._box.setCurrentIndex(self._box.findData(value))

    def value(self, tr: Translator) -> Any:
        return self._box.currentData()

    def draft(self) -> Any:
        return self._box.currentData()

    def restore(self, draft: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(draft))

    def retranslate(self, tr: Translator) -> None:
        for index in range(self._box.count()):
            code = self._box.itemData(index)
            if code is not None:
                self._box.setItemText(index, tr.message(self._kind.label(code)))


class RuleEditor(ChoiceEditor):
    """How often something comes again: chosen from the usual rules, or typed as one says it."""

    def __init__(self, field: Field, tr: Translator) -> None:
        super().__init__(field, tr)
        self._tr = tr
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self._box.lineEdit()
        assert line is not None
        line.textEdited.connect(lambda _text: self.edited.emit())
        self.retranslate(tr)

    def set_value(self, value: Any, tr: Translator) -> None:
        index = self._box.findData(value)
        self._box.setCurrentIndex(index)
        if index < 0:
            self._box.setEditText(self._kind.edit(value, tr))

    def value(self, tr: Translator) -> Any:
        return self._kind.parse(self._box.currentText(), tr.language)

    def draft(self) -> Any:
        return self._box.currentText()

    def restore(self, draft: Any) -> None:
        self._box.setEditText(str(draft))

    def retranslate(self, tr: Translator) -> None:
        said = self._box.currentText()
        chosen = self._box.currentData()
        super().retranslate(tr)
        if chosen is None and said:
            with contextlib.suppress(UserError):  # what was typed in the other language
                said = self._kind.edit(self._kind.parse(said, self._tr.language), tr)
            self._box.setEditText(said)
        self._tr = tr
        if line := self._box.lineEdit():
            line.setPlaceholderText(tr("e.g. every Friday, every 2 weeks on Monday"))


class SiblingEditor(Editor):
    """One of the rows of the same record, such as the members of a delegation.

    `ask` gives what may be chosen now (ids and captions); the form sets it.
    """

    def __init__(self, context: Context, target: str) -> None:
        self._box = _QuietCombo()
        super().__init__(self._box)
        self._context = context
        self._target = ENTITIES[target]
        self.ask: Callable[[], list[tuple[str, str]]] = list
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box.activated.connect(lambda _index: self.edited.emit())
        self._box.installEventFilter(self)
        self._fill(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Offer what there is now, whenever somebody comes to choose."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self._fill(self._box.currentData())
        return super().eventFilter(watched, event)

    def _fill(self, chosen: str | None) -> None:
        offered = self.ask()
        if chosen and chosen not in dict(offered):
            with self._context.store.reading() as connection:
                named = captions(connection, self._target, [chosen], self._context.language)
            offered = [(chosen, named.get(chosen, "")), *offered]
        self._box.clear()
        self._box.addItem("", None)
        for key, title in offered:
            self._box.addItem(title, key)
        self._box.setCurrentIndex(max(0, self._box.findData(chosen)))

    def set_value(self, value: Any, tr: Translator) -> None:
        self._fill(value)

    def value(self, tr: Translator) -> Any:
        return self._box.currentData()

    def draft(self) -> Any:
        return self._box.currentData()

    def restore(self, draft: Any) -> None:
        self._fill(draft)


class CheckEditor(Editor):
    """Yes or no."""

    def __init__(self) -> None:
        self._box = CheckBox()
        super().__init__(self._box)
        self._box.clicked.connect(self._clicked)

    def _clicked(self, _on: bool) -> None:
        self.edited.emit()
        self.chosen.emit()

    def set_value(self, value: Any, tr: Translator) -> None:
        self._box.setChecked(bool(value))

    def value(self, tr: Translator) -> Any:
        return 1 if self._box.isChecked() else None

    def draft(self) -> Any:
        return self._box.isChecked()

    def restore(self, draft: Any) -> None:
        self._box.setChecked(bool(draft))


_NEW = "new"
"""The data of the entry that makes a new record."""


def _may_be_new(name: str, offered: list[str]) -> bool:
    """Whether a name may be that of a record still to be made: not while a word is half typed."""
    words = fold(name).split()
    titles = [fold(title) for title in offered]
    if not words or fold(name) in titles:
        return False
    return not titles or any(words[-1] in title.split() for title in titles)


class ReferenceEditor(Editor):
    """Another record, found by typing any part of its name, or made by its name alone.

    Whoever leaves the field takes the only record that is offered. Where none is, a new one is
    made when the form is saved, and the field says so.
    """

    def __init__(self, field: Field, context: Context) -> None:
        self._box = _QuietCombo()
        super().__init__(self._box)
        self._creates = field.target in CREATABLE
        self._is_new = False
        self._new = Label()
        self._new.setProperty("role", "muted")
        self._new.setVisible(False)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(self._new)
        self._line = QLineEdit()
        self._completer = QCompleter()
        self._context = context
        self._target = ENTITIES[field.target]
        self._box.setEditable(True)
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setLineEdit(self._line)
        self._completer.setModel(self._box.model())
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._box.setCompleter(self._completer)
        self._line.textEdited.connect(self._search)
        self._box.activated.connect(self._picked)
        self._line.editingFinished.connect(self.leave)
        self._id: str | None = None
        self._text = ""
        self._typed = ""
        self._fill("")
        self.retranslate(context.tr_)

    def retranslate(self, tr: Translator) -> None:
        self._new.setText(tr("new"))
        set_tip(self._new, tr("It is not on record yet and is made when you save."))

    def _fill(self, text: str) -> None:
        with self._context.store.reading() as connection:
            found = search_targets(connection, self._target, text, self._context.language, limit=30)
        line = self._line
        typed, cursor = line.text(), line.cursorPosition()
        self._box.blockSignals(True)
        self._box.clear()
        for key, title in found:
            self._box.addItem(title, key)
        name = text.strip()
        if self._creates and _may_be_new(name, [title for _, title in found]):
            self._box.addItem(self._context.tr_("Create “{name}”", name=name), _NEW)
        self._box.setCurrentIndex(-1)
        self._box.blockSignals(False)
        line.setText(typed)
        line.setCursorPosition(cursor)

    def _search(self, text: str) -> None:
        self._typed = text
        self._fill(text)
        self._id = None
        self._set_new(is_new=False)
        if not text.strip():
            self._text = ""
        self.edited.emit()
        self._completer.complete()

    def _picked(self, index: int) -> None:
        self._take_entry(index)
        self.chosen.emit()

    def _take_entry(self, index: int) -> None:
        if self._box.itemData(index) == _NEW:
            # What was typed stands in the entry that was chosen.
            self._line.setText(self._typed)
            self._set_new(is_new=True)
        else:
            self._id = self._box.itemData(index)
            self._text = self._box.itemText(index)
            self._set_new(is_new=False)
        self.edited.emit()

    def settle(self) -> None:
        typed = self._line.text().strip()
        if not typed or self._is_new or (self._id and typed == self._text):
            return
        offered = [n for n in range(self._box.count()) if self._box.itemData(n) != _NEW]
        same = [n for n in offered if fold(self._box.itemText(n)) == fold(typed)]
        if len(same or offered) == 1:
            index = (same or offered)[0]
            self._line.setText(self._box.itemText(index))
            self._take_entry(index)

    def leave(self) -> None:
        """The field is left: where nothing is offered, the person sees that a record is made."""
        self.settle()
        typed = self._line.text().strip()
        settled = not typed or self._is_new or (self._id and typed == self._text)
        if not settled and self._creates and self._box.count() == 1:
            self._set_new(is_new=True)
            self.edited.emit()

    def _set_new(self, *, is_new: bool) -> None:
        self._is_new = is_new
        self._new.setVisible(is_new)
        if is_new:
            self._id, self._text = None, ""

    def take(self, text: str) -> None:
        self._line.setText(text)
        self._typed = text
        self._fill(text)
        self._id = None
        self.leave()

    def set_value(self, value: Any, tr: Translator) -> None:
        self._set_new(is_new=False)
        self._id = value
        self._text = ""
        if value:
            with self._context.store.reading() as connection:
                found = captions(connection, self._target, [value], tr.language)
            self._text = found.get(value, "")
        self._line.setText(self._text)
        self._line.setCursorPosition(0)

    def draft(self) -> Any:
        return [self._id, self._text, self._line.text(), self._is_new]

    def restore(self, draft: Any) -> None:
        key, text, shown, is_new = [*draft, False][:4]
        self._set_new(is_new=is_new)
        self._id, self._text = key, text
        self._line.setText(shown)

    def value(self, tr: Translator) -> Any:
        from app.i18n import N_

        typed = self._line.text().strip()
        if not typed:
            return None
        if self._id and typed == self._text:
            return self._id
        if self._is_new:
            return NewRecord(self._target.name, typed)
        index = self._box.findText(typed)
        if index >= 0:
            return self._box.itemData(index)
        raise UserError(
            N_("There is no such record. Choose one of the offered records or create it first.")
        )


class PictureEditor(Editor):
    """A picture: chosen from a file, dropped or pasted; kept in the database at once."""

    def __init__(self, field: Field, context: Context) -> None:
        self._button = Button()
        super().__init__(self._button)
        self._context = context
        self._name: str | None = None
        self._remove = Button()
        self._remove.clicked.connect(lambda _on=False: self._keep(None))
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(self._remove)
        layout.addStretch(1)
        self._button.setIconSize(QSize(96, 64))
        self._button.clicked.connect(lambda _on=False: self._choose())
        self.setAcceptDrops(True)
        self.retranslate(context.tr_)

    def _choose(self) -> None:
        tr = self._context.tr_
        file, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a picture"), "", tr("Pictures") + f" ({pictures.PATTERNS})"
        )
        if file:
            self._take(Path(file))

    def _take(self, path: Path) -> None:
        with self._context.known_errors(self):
            self._keep(pictures.keep(self._context.store, path))

    def _keep(self, name: str | None) -> None:
        self._name = name
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            data = pictures.picture(connection, self._name)
        image = QPixmap()
        if data:
            image.loadFromData(data)
        self._button.setIcon(QIcon(image))
        self._button.setText("" if data else tr("Choose a picture…"))
        self._remove.setVisible(bool(self._name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if urls := event.mimeData().urls():
            self._take(Path(urls[0].toLocalFile()))

    def set_value(self, value: Any, tr: Translator) -> None:
        self._name = value
        self._show()

    def value(self, tr: Translator) -> Any:
        return self._name

    def draft(self) -> Any:
        return self._name

    def restore(self, draft: Any) -> None:
        self._name = draft
        self._show()

    def retranslate(self, tr: Translator) -> None:
        self._remove.setText(tr("Remove"))
        self._remove.setAccessibleName(tr("Remove the picture"))
        self._show()


def editor_for(field: Field, context: Context) -> Editor:
    """The input widget of a field."""
    if field.within:
        return SiblingEditor(context, field.target)
    if field.target:
        return ReferenceEditor(field, context)
    if field.kind == PICTURE:
        return PictureEditor(field, context)
    if field.kind == TAGS:
        return TagsEditor(field, context)
    if isinstance(field.kind, Repeats):
        return RuleEditor(field, context.tr_)
    if isinstance(field.kind, Choice):
        return ChoiceEditor(field, context.tr_)
    if field.kind == BOOLEAN:
        return CheckEditor()
    if field.kind.multiline:
        return TextEditor(field)
    if field.kind in (DATE, PARTIAL_DATE, MOMENT):
        return DateEditor(field, context)
    return LineEditor(field, context.tr_)
