"""Records that may be one: compared side by side, merged field by field, or said to be two."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from PySide6.QtWidgets import QGridLayout as Grid

from app.db.sets import joined, sets_of
from app.entities import ENTITIES
from app.fields import Entity, Field
from app.kinds import PICTURE, REFERENCE
from app.services.contacts.duplicates import NOT_DUPLICATES, Pair, not_duplicates
from app.services.contacts.merge import merge, unmerge
from app.services.records.query import captions
from app.services.records.records import Record, caption_of, read, values_of
from app.services.records.rows import name_header
from app.services.related.sections import sections
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.editors import ReferenceEditor
from ui.widgets.empty_state import EmptyState
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, ListItem, MessageBox, RadioButton
from ui.widgets.segmented_switch import SegmentedSwitch
from ui.widgets.styled import ListBox

MOST = 5000
"""The most pairs in the list; it says so where there are more."""

_PAIR = Qt.ItemDataRole.UserRole
_OWN = {"source", "invented", "archived_on"}
"""Fields that nobody chooses between: the surviving record keeps its own."""


def review_duplicates(context: Context, parent: QWidget) -> None:
    """Look for records that may be one, and show them."""
    DuplicatesDialog(context, parent).exec()


def merge_with_another(context: Context, parent: QWidget, entity: str, record_id: str) -> None:
    """Choose the record that this one is, too, and merge both after a comparison."""
    tr = context.tr_
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("Merge with another record"))
    dialog.setMinimumWidth(480)
    field = Field("other_id", "Record", REFERENCE, target=entity)
    editor = ReferenceEditor(field, context)
    editor.inner.setAccessibleName(tr("The other record"))
    text = Label(tr("Choose the other record. Both are compared before anything is changed."))
    text.setWordWrap(True)
    buttons = QDialogButtonBox()
    buttons.addButton(tr("Compare"), QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    for widget in (text, editor, buttons):
        layout.addWidget(widget)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    with context.known_errors(parent):
        other = editor.value(context.tr_)
        if other and other != record_id:
            MergeDialog(context, ENTITIES[entity], record_id, str(other), parent).exec()


def take_apart(context: Context, parent: QWidget, entity: str, record_id: str) -> None:
    """Take the newest merge of a record apart, after a question."""
    tr = context.tr_
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Question)
    box.setWindowTitle(tr("Undo a merge"))
    box.setText(
        tr(
            "The record that was merged into this one comes back with what belonged to it. "
            "What was edited since stays as it is."
        )
    )
    accept = box.addButton(tr("Undo the merge"), MessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Cancel"), MessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is accept:
        context.change(parent, lambda store: unmerge(store, ENTITIES[entity], record_id))


class DuplicatesDialog(QDialog):
    """Pairs at the left, the comparison at the right."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._context = context
        self._entity = "person"
        self._are_all = True
        self.setWindowTitle(tr("Possible duplicates"))
        fit(self, 1080, 640)
        self._kinds = SegmentedSwitch()
        self._kinds.set_items([("person", tr("People")), ("organisation", tr("Organisations"))])
        self._kinds.changed.connect(self._switch)
        self._count = Label()
        self._count.setProperty("role", "muted")
        self.pairs = ListBox()
        self.pairs.setWordWrap(True)
        self.pairs.setAccessibleName(tr("Possible duplicates"))
        self.pairs.currentItemChanged.connect(lambda item, _old: self._show(item))
        self._side = QVBoxLayout()
        self._comparison: Comparison | None = None
        right = QWidget()
        right.setLayout(self._side)
        split = QSplitter()
        split.addWidget(self.pairs)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 720])
        self._none = EmptyState(context.theme, "circle-check")
        self._none.set_texts(tr("No possible duplicates were found."))
        self._pages = QStackedWidget()
        self._pages.addWidget(split)
        self._pages.addWidget(self._none)
        top = QHBoxLayout()
        top.addWidget(self._kinds)
        top.addWidget(self._count, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        layout.addWidget(buttons)
        self._find()

    def _switch(self, entity: str) -> None:
        self._entity = entity
        self._find()

    def _find(self) -> None:
        tr = self._context.tr_
        with self._context.known_errors(self):
            found: list[Pair] = run_job(
                self._context,
                self,
                tr("Looking for duplicates…"),
                "find_duplicates",
                entity=self._entity,
                limit=MOST + 1,
            )
            self._are_all = len(found) <= MOST
            found = found[:MOST]
            self.pairs.clear()
            with self._context.store.reading() as connection:
                ids = [key for pair in found for key in (pair.a_id, pair.b_id)]
                entity = ENTITIES[self._entity]
                names = captions(connection, entity, ids, self._context.language)
            for pair in found:
                reasons = " ".join(tr.message(text, **values) for text, values in pair.reasons)
                first, second = names.get(pair.a_id, ""), names.get(pair.b_id, "")
                item = ListItem(f"{first}\n{second}\n{pair.score} % · {reasons}")
                item.setData(_PAIR, pair)
                self.pairs.addItem(item)
            if self.pairs.count():
                self.pairs.setCurrentRow(0)
            else:
                self._show(None)
        self._say_count()

    def _say_count(self) -> None:
        tr = self._context.tr_
        count = self.pairs.count()
        text = tr.plural("{count} pair", "{count} pairs", count) if count else ""
        if count and not self._are_all:
            text += " – " + tr("the likeliest; open this window again for the others.")
        self._count.setText(text)
        self._none.set_texts(
            tr("No possible duplicates were found.")
            if self._are_all
            else tr("These are done. Open this window again for the others.")
        )
        self._pages.setCurrentIndex(0 if count else 1)

    def _show(self, item: ListItem | None) -> None:
        if self._comparison is not None:
            self._side.removeWidget(self._comparison)
            self._comparison.deleteLater()
            self._comparison = None
        if item is None:
            return
        pair = item.data(_PAIR)
        self._comparison = Comparison(
            self._context, ENTITIES[pair.entity], pair.a_id, pair.b_id, differ=True
        )
        self._comparison.done.connect(self._take_out)
        self._side.addWidget(self._comparison)

    def _take_out(self) -> None:
        """The pair that is shown is dealt with."""
        row = self.pairs.currentRow()
        gone = self.pairs.takeItem(row)
        pair = gone.data(_PAIR) if gone else None
        # Pairs of a record that is no more are no longer any.
        with self._context.store.reading() as connection:
            for number in range(self.pairs.count() - 1, -1, -1):
                other = self.pairs.item(number).data(_PAIR)
                shares = pair and {pair.a_id, pair.b_id} & {other.a_id, other.b_id}
                entity = ENTITIES[other.entity]
                if shares and any(
                    values_of(connection, entity, key) is None for key in (other.a_id, other.b_id)
                ):
                    self.pairs.takeItem(number)
        if not self.pairs.count():
            self._show(None)
        self._say_count()


class MergeDialog(QDialog):
    """The comparison of two given records."""

    def __init__(
        self, context: Context, entity: Entity, a_id: str, b_id: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(context.tr_("Merge with another record"))
        fit(self, 760, 600)
        self.comparison = Comparison(context, entity, a_id, b_id, differ=False)
        self.comparison.done.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(self.comparison)


class _Option(QWidget):
    """A radio button with its text beside it: long texts wrap there, and a click chooses them."""

    def __init__(self, button: RadioButton, text: str) -> None:
        super().__init__()
        self._button = button
        label = Label(text)
        label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._button.setChecked(True)
        self._button.setFocus()
        event.accept()


class Comparison(QWidget):
    """Two records side by side; a choice for each field in which they differ.

    `done` is emitted when they were merged or said to be two.
    """

    done = Signal()

    def __init__(
        self, context: Context, entity: Entity, a_id: str, b_id: str, *, differ: bool
    ) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        tr = context.tr_
        with context.store.reading() as connection:
            found = [read(connection, entity, key) for key in (a_id, b_id)]
            belongings = [
                {
                    section.label: len(section.items)
                    for section in sections(connection, entity.name, key, context.language)
                    if section.items and section.key != "timeline"
                }
                for key in (a_id, b_id)
            ]
        self._records = [record for record in found if record]
        self._choices: dict[str, QButtonGroup] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if len(self._records) < 2:
            layout.addWidget(Label(tr("One of the records no longer exists.")))
            return
        grid = Grid()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._keep = QButtonGroup(self)
        for column, record in enumerate(self._records):
            button = RadioButton(tr("Keep this record"))
            button.setChecked(column == 0)
            title = entity.caption(record.values, context.language)
            button.setAccessibleName(tr("Keep this record") + f": {title}")
            self._keep.addButton(button, column)
            grid.addWidget(button, 0, column + 1)
        self._keep.idToggled.connect(self._prefer)
        row = 1
        for field in entity.fields:
            texts = [self._text(field, record) for record in self._records]
            if not any(texts) or field.name in _OWN:
                continue
            label = Label(tr.message(field.label))
            label.setProperty("role", "muted")
            label.setWordWrap(True)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            if field.name in {stored.field for stored in sets_of(entity.name)}:
                # Nobody has to choose: the record that is kept has what either of them had.
                both = field.kind.format(joined(*(r.values[field.name] for r in self._records)), tr)
                texts = [both, both]
            if texts[0] == texts[1]:
                same = Label(texts[0])
                same.setWordWrap(True)
                grid.addWidget(same, row, 1, 1, 2)
            else:
                self._choose(grid, row, field, texts)
            row += 1
        for label_id in dict.fromkeys((*belongings[0], *belongings[1])):
            label = Label(tr.message(label_id))
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            for column, counts in enumerate(belongings):
                grid.addWidget(Label(str(counts.get(label_id, 0))), row, column + 1)
            row += 1
        grid.setRowStretch(row, 1)
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(grid)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        layout.addWidget(scroll, 1)
        note = Label(
            tr(
                "Everything that belongs to either record goes to the one that is kept. The "
                "merge can be undone later."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        layout.addWidget(note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        if differ:
            two = Button(tr("These are not the same record"))
            two.clicked.connect(lambda _on=False: self._say_different())
            buttons.addWidget(two)
        accept = Button(tr("Merge"))
        accept.setProperty("primary", True)
        accept.clicked.connect(lambda _on=False: self.merge())
        buttons.addWidget(accept)
        layout.addLayout(buttons)

    def _text(self, field: Field, record: Record) -> str:
        value = record.values[field.name]
        if value in (None, ""):
            return ""
        if field.kind == PICTURE:
            return str(value)[:8]
        if field.target:
            with self._context.store.reading() as connection:
                names = captions(
                    connection, ENTITIES[field.target], [value], self._context.language
                )
            return names.get(value, "")
        return field.kind.format(value, self._context.tr_)

    def _choose(self, grid: Grid, row: int, field: Field, texts: list[str]) -> None:
        tr = self._context.tr_
        group = QButtonGroup(self)
        self._choices[field.name] = group
        for column, text in enumerate(texts):
            shown = text if field.kind != PICTURE else tr("Picture {number}", number=column + 1)
            shown = shown if text else tr("(empty)")
            button = RadioButton()
            button.setAccessibleName(tr.message(field.label) + ": " + shown)
            # Where the kept record says nothing, the other one's value is proposed.
            button.setChecked(column == (0 if texts[0] else 1))
            group.addButton(button, column)
            grid.addWidget(_Option(button, shown), row, column + 1)

    def _prefer(self, column: int, checked: bool) -> None:
        """Propose the values of the record that is kept."""
        if not checked:
            return
        for name, group in self._choices.items():
            mine = self._records[column].values[name]
            button = group.button(column if mine not in (None, "") else 1 - column)
            if button:
                button.setChecked(True)

    def merge(self) -> None:
        """Make one record of both."""
        kept = self._keep.checkedId()
        survivor, merged = self._records[kept], self._records[1 - kept]
        values: dict[str, Any] = {
            name: self._records[group.checkedId()].values[name]
            for name, group in self._choices.items()
        }
        if self._context.change(
            self, lambda store: merge(store, self._entity, survivor.id, merged.id, values)
        ):
            self.done.emit()

    def _say_different(self) -> None:
        first, second = self._records
        with self._context.known_errors(self):
            with self._context.store.writing(NOT_DUPLICATES) as writer:
                not_duplicates(writer, first.id, second.id)
                names = (caption_of(writer.connection, self._entity, r.id) for r in self._records)
                name_header(writer, ", ".join(names))
            self._context.changed(writer.changes)
            self.done.emit()
