"""Ctrl+K: finds records, screens and commands, and runs them from the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.rules.folding import fold
from app.services.records.search import Hit, find, hits_of
from ui.context import Context
from ui.dialogs.common.command import Command
from ui.icons import icon
from ui.records.faces import FACES
from ui.theme import SMALL, Theme
from ui.widgets.buttons import keys_text
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, ListItem, one_line
from ui.widgets.styled import ListBox

_PAUSE = 60  # milliseconds after the last key
_ENTRY = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Entry:
    icon: str
    text: str
    detail: str
    aside: str
    run: Callable[[], object]


class _Delegate(QStyledItemDelegate):
    """A line: icon, title with its detail below, what it is at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        entry: _Entry = index.data(_ENTRY)
        lines = 2 if entry.detail else 1
        return QSize(100, lines * option.fontMetrics.lineSpacing() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        entry: _Entry = index.data(_ENTRY)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(tokens.selection))
        colour = tokens.selection_text if chosen else tokens.text
        muted = tokens.selection_text if chosen else tokens.muted
        box = option.rect.adjusted(12, 6, -12, -6)
        icon(entry.icon, muted, 16).paint(painter, box.left(), box.top() + 1, 16, 16)
        small = painter.font()
        small.setPointSize(SMALL)
        metrics = option.fontMetrics
        line = metrics.lineSpacing()
        painter.setFont(small)
        aside = painter.fontMetrics().horizontalAdvance(entry.aside)
        painter.setPen(QColor(muted))
        painter.drawText(
            box.adjusted(0, 0, 0, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
            entry.aside,
        )  # fmt: skip
        texts = box.adjusted(28, 0, -aside - 16, 0)
        elide = Qt.TextElideMode.ElideRight
        if entry.detail:
            shown = painter.fontMetrics().elidedText(entry.detail, elide, texts.width())
            painter.drawText(texts.adjusted(0, line, 0, 0), Qt.AlignmentFlag.AlignTop, shown)
        painter.setFont(option.font)
        painter.setPen(QColor(colour))
        shown = metrics.elidedText(entry.text, elide, texts.width())
        painter.drawText(texts, Qt.AlignmentFlag.AlignTop, shown)
        painter.restore()


class Palette(QDialog):
    """A box to type into and what it finds; Enter runs the marked line, Esc leaves.

    Before anything is typed it shows the records (entity, id) that were shown last. The last line
    makes a task of what is typed, by `new_task`.
    """

    def __init__(
        self,
        context: Context,
        commands: Sequence[Command],
        parent: QWidget,
        recent: Sequence[tuple[str, str]] = (),
        new_task: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._context = context
        self._commands = list(commands)
        self._recent = list(recent)
        self._new_task = new_task
        self._chosen: Callable[[], object] | None = None
        tr = context.tr_
        self.setWindowTitle(tr("Search"))
        self.setProperty("role", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Find a person, a record, a screen or a command…"))
        self.line.setAccessibleName(tr("Search"))
        self.line.setClearButtonEnabled(True)
        self.list = ListBox()
        self.list.setProperty("role", "palette")
        self.list.setItemDelegate(_Delegate(context.theme))
        self.list.setAccessibleName(tr("Results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._run)
        self._nothing = Label(tr("Nothing was found. Try the beginning of another word."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.line)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.refresh)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.line.returnPressed.connect(self._enter)
        fit(self, 640, 460)
        self.refresh()

    @property
    def chosen(self) -> Callable[[], object] | None:
        """What to run after the palette is closed."""
        return self._chosen

    def refresh(self) -> None:
        """Show what the text finds now."""
        self._timer.stop()
        text = self.line.text()
        entries = self._entries(text)
        self.list.clear()
        for entry in entries:
            item = ListItem()
            item.setData(_ENTRY, entry)
            said = " · ".join(part for part in (entry.text, entry.detail, entry.aside) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(entries))
        self._nothing.setVisible(not entries)

    def _entries(self, text: str) -> list[_Entry]:
        words = fold(text).split()
        commands = [
            _Entry(item.icon, item.text, "", keys_text(item.keys), item.run)
            for item in self._commands
            if _matches(words, item.text)
        ]
        if not words:
            return [*self._recent_entries(), *commands]
        context = self._context
        with context.store.reading() as connection:
            hits = find(connection, text, context.tr_, context.today)
        names = [self._record(hit) for hit in hits if not hit.reason[0]]
        others = [self._record(hit) for hit in hits if hit.reason[0]]
        return [*names[:_FIRST], *commands, *names[_FIRST:], *others, *self._task_entry(text)]

    def _task_entry(self, text: str) -> list[_Entry]:
        """A task of what is typed: what was understood is shown before it is saved."""
        new_task, tr = self._new_task, self._context.tr_
        if new_task is None or not text.strip():
            return []
        said = tr("New task: {text}", text=one_line(text.strip()))
        return [_Entry("list-checks", said, "", tr("Task"), lambda: new_task(text))]

    def _recent_entries(self) -> list[_Entry]:
        """The records that were shown last; who opens the box goes back with Enter."""
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            hits = hits_of(connection, self._recent, tr, self._context.today)
        before = tr("shown before")
        entries = [self._record(hit) for hit in hits]
        return [replace(entry, aside=f"{entry.aside} · {before}") for entry in entries]

    def _record(self, hit: Hit) -> _Entry:
        tr = self._context.tr_
        kind = tr.message(ENTITIES[hit.entity].label)
        if hit.archived:
            kind += " · " + tr("archived")
        detail = hit.detail
        if hit.reason[0]:
            value = " ".join(hit.reason[1].split())
            detail = f"{tr.message(hit.reason[0])}: {value}"
        return _Entry(
            FACES[hit.entity].icon,
            one_line(hit.title),
            one_line(detail),
            kind,
            lambda: self._context.record_wanted.emit(hit.entity, hit.id),
        )

    def _enter(self) -> None:
        if self._timer.isActive():
            self.refresh()  # Enter pressed before the pause was over means the text as it is now
        if item := self.list.currentItem():
            self._run(item)

    def _run(self, item: QListWidgetItem) -> None:
        self._chosen = item.data(_ENTRY).run
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        if event.key() in moves:
            row = self.list.currentRow() + moves[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        else:
            super().keyPressEvent(event)


_FIRST = 12  # names before the commands; further names stand below them


def _matches(words: Sequence[str], text: str) -> bool:
    known = fold(text).split()
    return all(any(part.startswith(word) for part in known) for word in words)
