"""The members of a visit on both sides: dragged from the list of people, or typed in one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.entities.choices import INVITATION, PART
from app.errors import UserError
from app.services.protocol.members import Member, add, members, put_on_side
from app.services.records import records
from app.services.records.query import search_targets
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog
from ui.editors import editor_for
from ui.icons import icon
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, ListItem, set_tip, set_title
from ui.widgets.search_box import SearchBox
from ui.widgets.styled import ListBox

_MEMBER = ENTITIES["delegation_member"]
_KEY = Qt.ItemDataRole.UserRole
_PERSON = "application/x-vztahy-person"
_ROW = "application/x-vztahy-member"
_SHOWN = 100
SIDES = ("guest", "host")


class _List(ListBox):
    """People or members; what is dragged carries the ids of the chosen lines.

    `dropped` tells the kind of what was dropped and its ids, `run` a line that is to be opened or
    taken, `removed` that the chosen lines are to go.
    """

    dropped = Signal(str, object)
    run = Signal(str)
    removed = Signal(object)

    def __init__(self, kind: str, *, takes: bool) -> None:
        super().__init__()
        self._kind = kind
        self._takes = takes
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setAcceptDrops(takes)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.DragDrop
            if takes
            else QAbstractItemView.DragDropMode.DragOnly
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.itemActivated.connect(lambda item: self.run.emit(item.data(_KEY)))

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]  # noqa: N802
        data = QMimeData()
        data.setData(self._kind, "\n".join(item.data(_KEY) for item in items).encode())
        return data

    def chosen(self) -> list[str]:
        """The ids of the chosen lines, from the top."""
        found = sorted((self.row(item), item.data(_KEY)) for item in self.selectedItems())
        return [key for _, key in found]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._takes and self._kind_of(event.mimeData()) and event.source() is not self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        if self._takes and event.source() is not self:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        kind = self._kind_of(event.mimeData())
        if kind and event.source() is not self:
            self.take(event.mimeData())
            # The line stays where it was dragged from; what follows is shown anew.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def take(self, data: QMimeData) -> None:
        """Tell what was dropped here."""
        kind = self._kind_of(data)
        text = bytes(data.data(kind).data()).decode()
        self.dropped.emit(kind, text.split("\n"))

    @staticmethod
    def _kind_of(data: QMimeData) -> str:
        return next((kind for kind in (_PERSON, _ROW) if data.hasFormat(kind)), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Delete and self._takes:
            self.removed.emit(self.chosen())
        else:
            super().keyPressEvent(event)


class MembersDialog(QDialog):
    """People at the left, the guests and the hosts of a visit at the right."""

    def __init__(self, context: Context, visit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = visit
        tr = context.tr_
        set_title(self, tr("Members of the visit"))
        self.search = SearchBox(context.theme)
        self.search.setPlaceholderText(tr("Search people"))
        self.search.set_name(tr("Search people"))
        self.search.changed.connect(lambda _text: self._fill_people())
        self.people = _List(_PERSON, takes=False)
        self.people.setAccessibleName(tr("People"))
        self.people.run.connect(lambda key: self.add([key], "guest"))
        self.search.left_downwards.connect(self.people.setFocus)
        self.sides: dict[str, _List] = {}
        self._heads: dict[str, Label] = {}
        self.name = editor_for(_MEMBER.by_name["person_id"], context)
        self.name.inner.setAccessibleName(tr("Name of a new member"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(self._typed_line())
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(self._people_column(), 1)
        for side, text in (("guest", tr("Guests")), ("host", tr("Hosts"))):
            columns.addLayout(self._side_column(side, text), 1)
        layout.addLayout(columns, 1)
        hint = Label(
            tr(
                "Drag people to a side, or choose them and press Enter for the guests. Enter on a "
                "member opens it, Delete removes it."
            )
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        layout.addWidget(hint)
        buttons = QDialogButtonBox()
        post = buttons.addButton(
            tr("A post not yet filled…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        post.clicked.connect(lambda _on=False: self._add_post())
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        post.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        fit(self, 980, 620)
        self._fill_people()
        self.fill()
        self.name.inner.setFocus()

    def _typed_line(self) -> QHBoxLayout:
        tr = self._context.tr_
        line = QHBoxLayout()
        line.setSpacing(8)
        label = Label(tr("Type a name"))
        label.setBuddy(self.name.inner)
        line.addWidget(label)
        line.addWidget(self.name, 1)
        for side, text in (("guest", tr("Add to the guests")), ("host", tr("Add to the hosts"))):
            button = Button(text)
            button.setIcon(icon("plus", self._context.theme.tokens.text, 16))
            button.setAutoDefault(side == "guest")
            button.setDefault(side == "guest")
            button.clicked.connect(lambda _on=False, side=side: self.add_typed(side))
            line.addWidget(button)
        return line

    def _people_column(self) -> QVBoxLayout:
        tr = self._context.tr_
        column = QVBoxLayout()
        column.setSpacing(6)
        head = Label(tr("People"))
        head.setProperty("role", "section")
        column.addWidget(head)
        column.addWidget(self.search)
        column.addWidget(self.people, 1)
        line = QHBoxLayout()
        for side, text in (("guest", tr("To the guests")), ("host", tr("To the hosts"))):
            button = Button(text)
            button.setAutoDefault(False)
            button.clicked.connect(
                lambda _on=False, side=side: self.add(self.people.chosen(), side)
            )
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        return column

    def _side_column(self, side: str, text: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        head = Label(text)
        head.setProperty("role", "section")
        listed = _List(_ROW, takes=True)
        listed.setAccessibleName(text)
        listed.dropped.connect(lambda kind, ids, side=side: self._dropped(kind, ids, side))
        listed.run.connect(self._open)
        listed.removed.connect(self.remove)
        self._heads[side] = head
        self.sides[side] = listed
        column.addWidget(head)
        column.addWidget(listed, 1)
        return column

    # What is shown

    def _fill_people(self) -> None:
        with self._context.store.reading() as connection:
            found = search_targets(
                connection,
                ENTITIES["person"],
                self.search.text(),
                self._context.language,
                limit=_SHOWN,
            )
        self.people.clear()
        for key, name in found:
            item = ListItem(name)
            item.setData(_KEY, key)
            self.people.addItem(item)
        if found:
            self.people.setCurrentRow(0)

    def fill(self) -> None:
        """Show the members as they are stored."""
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            found = members(connection, self._visit, self._context.language)
        for side, text in (("guest", tr("Guests")), ("host", tr("Hosts"))):
            listed = self.sides[side]
            before = listed.currentRow()
            listed.clear()
            here = [one for one in found if one.side == side]
            for one in here:
                item = ListItem(self._said(one))
                item.setData(_KEY, one.id)
                set_tip(item, self._said(one))
                listed.addItem(item)
            listed.setCurrentRow(min(max(before, 0), len(here) - 1))
            self._heads[side].setText(f"{text} ({len(here)})")

    def _said(self, member: Member) -> str:
        tr = self._context.tr_
        part = PART.format(member.part, tr) if member.part not in ("", "member") else ""
        answer = INVITATION.format(member.invitation, tr) if member.invitation else ""
        return " · ".join(filter(None, (member.name, part, answer)))

    # What is done

    def add_typed(self, side: str) -> None:
        """Make whoever is typed a member; a name that is not on record makes a person."""
        self.name.leave()
        try:
            person = self.name.value(self._context.tr_)
        except UserError as error:
            from ui.context import show_error

            show_error(self, error.text(self._context.tr_), self._context.tr_)
            return
        if not person:
            self.name.setFocus()
            return
        if self._change(lambda store: add(store, self._visit, person, side)):
            self.name.set_value(None, self._context.tr_)
            self.name.setFocus()
            self._fill_people()

    def add(self, people: list[str], side: str) -> None:
        """Make people members of a side, each as a step of its own."""
        for key in people:
            if not self._change(partial(add, delegation_id=self._visit, person=key, side=side)):
                return

    def _dropped(self, kind: str, ids: list[str], side: str) -> None:
        if kind == _PERSON:
            self.add(ids, side)
            return
        for key in ids:
            self._change(partial(put_on_side, member_id=key, side=side))

    def remove(self, ids: list[str]) -> None:
        """Take members out of the visit; undo brings them back."""
        if ids:
            self._change(lambda store: records.delete(store, _MEMBER, ids))

    def _open(self, key: str) -> None:
        with self._context.store.reading() as connection:
            row = records.read(connection, _MEMBER, key)
        if row is not None:
            RowDialog(self._context, _MEMBER, row, {}, None, self).exec()
            self.fill()

    def _add_post(self) -> None:
        preset = {"delegation_id": self._visit, "side": "guest"}
        RowDialog(self._context, _MEMBER, None, preset, None, self).exec()
        self.fill()

    def _change(self, act: Callable[[Store], Changes | tuple[object, Changes]]) -> bool:
        done = self._context.change(self, act)
        self.fill()
        return done
