"""What is offered when the database does not open: a backup, another file, or another try."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, Translator, translator
from app.rules.days.partial_dates import format_moment
from app.services.care import backup, recovery
from ui.theme import Theme
from ui.widgets.background import run_in_thread
from ui.widgets.fitting import fit
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import Button, Label, TableItem, inform, set_tip, set_title

_MADE, _CHANGED, _HOLDS, _STATE = range(4)


class RecoveryDialog(QDialog):
    """Says why a database does not open; accepted when `path` is to be opened (again).

    Each backup is read in the background and offered when it is sound. What cannot be opened is
    kept under another name when a backup takes its place. Of a database that is not there
    (`recovery.ABSENT`) a new one can be begun: `path` is then still not there.
    """

    looked = Signal(int, object)

    def __init__(
        self,
        theme: Theme,
        language: Language,
        path: Path,
        error: UserError,
        folder: Path,
        key: bytes | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._key = key
        self._tr = tr = translator(language)
        self._folder = folder
        set_title(self, tr("The database cannot be opened"))
        title = Label(tr("The database cannot be opened"))
        title.setProperty("role", "title")
        self.notice = NoticeBar(theme, "error", error.text(tr))
        place = Label(str(path))
        place.setProperty("role", "muted")
        place.setWordWrap(True)
        self.helped = recovery.is_helped(error)
        self.absent = error.message == recovery.ABSENT
        self._files: list[Path] = []
        self._sound: set[int] = set()
        self.table = self._table()
        self.about = Label()
        self.about.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        for widget in (title, self.notice, place, self.about):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._buttons())
        if not self.helped:
            layout.addStretch(1)
        fit(self, 860, 520 if self.helped else 260)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.looked.connect(self._show_contents)
        if self.helped:
            for item in recovery.offered(path, folder):
                self._offer(item.path, item.at)
        self._say_what_can_be_done()
        self._look(range(len(self._files)))
        first = self.table if self._files else self.other if self.helped else self.again
        first.setFocus()

    def _table(self) -> QTableWidget:
        tr = self._tr
        table = QTableWidget(0, 4)
        table.setAccessibleName(tr("Backups"))
        table.setHorizontalHeaderLabels(
            [tr("Made"), tr("Last change in it"), tr("What it holds"), tr("State")]
        )
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(True)
        rows = table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_HOLDS, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda *_: self._follow())
        table.setVisible(self.helped)
        return table

    def _buttons(self) -> FlowLayout:
        tr = self._tr
        self.elsewhere = Button(tr("A backup from elsewhere…"))
        self.elsewhere.clicked.connect(self.choose_backup)
        self.elsewhere.setVisible(self.helped)
        self.other = Button(tr("Open another file…"))
        self.other.clicked.connect(self.choose_other)
        self.again = Button(tr("New database…") if self.absent else tr("Try again"))
        self.again.clicked.connect(self.accept)
        self.leave = Button(tr("Quit"))
        self.leave.clicked.connect(self.reject)
        self.restore = Button(tr("Restore this backup"))
        self.restore.setProperty("primary", True)
        self.restore.setEnabled(False)
        self.restore.clicked.connect(self.put_back)
        self.restore.setVisible(self.helped)
        (self.restore if self.helped else self.again).setDefault(True)
        row = FlowLayout()  # all beside each other are wider than a small screen
        for button in (self.elsewhere, self.other, self.leave, self.again, self.restore):
            row.addWidget(button)
        return row

    def _say_what_can_be_done(self) -> None:
        tr = self._tr
        if not self.helped:
            self.about.hide()
        elif self._files and self.absent:
            self.about.setText(
                tr(
                    "A backup can take its place. What was changed after the backup was made is "
                    "missing in it."
                )
            )
        elif self._files:
            self.about.setText(
                tr(
                    "A backup can take its place. The file that cannot be opened is not thrown "
                    "away: it stays beside it under another name. What was changed after the "
                    "backup was made is missing in it."
                )
            )
        else:
            self.about.setText(
                tr(
                    "No backups were found in “{folder}”. If you have one elsewhere, choose it.",
                    folder=self._folder,
                )
            )

    def _offer(self, path: Path, at: datetime) -> int:
        tr = self._tr
        row = self.table.rowCount()
        self._files.append(path)
        self.table.insertRow(row)
        for column, text in (
            (_MADE, _moment(at, tr)),
            (_CHANGED, ""),
            (_HOLDS, ""),
            (_STATE, tr("Being read…")),
        ):
            item = TableItem(text)
            set_tip(item, str(path))
            self.table.setItem(row, column, item)
        return row

    def _look(self, rows: range) -> None:
        """Read backups in the background, one after the other."""
        wanted = [(row, self._files[row]) for row in rows]
        before = self._thread

        def work() -> None:
            if before:
                before.join()
            for row, path in wanted:
                if self._stop.is_set():
                    return
                try:
                    found: object = recovery.contents(path, self._key)
                except UserError as error:
                    found = error
                self.looked.emit(row, found)

        if wanted:
            self._thread = threading.Thread(target=work, daemon=True)
            self._thread.start()

    def _show_contents(self, row: int, found: object) -> None:
        tr = self._tr
        state = self._cell(row, _STATE)
        if isinstance(found, recovery.Contents):
            self._sound.add(row)
            if found.last_change:
                self._cell(row, _CHANGED).setText(_moment(found.last_change, tr))
            parts = [
                f"{tr.message(ENTITIES[name].label_plural)}: {count}"
                for name, count in found.counts.items()
            ]
            holds = self._cell(row, _HOLDS)
            holds.setText(" · ".join(parts) or tr("No records"))
            set_tip(holds, "\n".join(parts))
            state.setText(tr("Sound"))
            if self._sound == {row} and self.table.currentRow() not in self._sound:
                self.table.setCurrentCell(row, 0)
        elif isinstance(found, UserError):
            state.setText(tr("Cannot be used"))
            set_tip(state, found.text(tr))
            self._cell(row, _HOLDS).setText(found.text(tr))
        self._follow()

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        found = self.table.item(row, column)
        assert found is not None
        return found

    def _follow(self) -> None:
        self.restore.setEnabled(self.table.currentRow() in self._sound)

    def choose_backup(self) -> None:
        """Ask for a file that is a backup, and read it."""
        tr = self._tr
        found, _ = QFileDialog.getOpenFileName(
            self,
            tr("A backup from elsewhere…"),
            str(self.path.parent),
            tr("Vztahy database (*.db)") + ";;" + tr("All files (*)"),
        )
        if not found:
            return
        path = Path(found)
        try:
            at = datetime.fromtimestamp(path.stat().st_mtime)
        except (OSError, OverflowError, ValueError):
            at = datetime.now()
        row = self._offer(path, at)
        self._say_what_can_be_done()
        self.table.setCurrentCell(row, 0)
        self._look(range(row, row + 1))

    def choose_other(self) -> None:
        """Ask for another database, to be opened instead."""
        tr = self._tr
        found, _ = QFileDialog.getOpenFileName(
            self,
            tr("Open another file…"),
            str(self.path.parent),
            tr("Vztahy database (*.db)") + ";;" + tr("All files (*)"),
        )
        if found:
            self.path = Path(found)
            self.accept()

    def put_back(self) -> None:
        """Put the chosen backup in the place of the database, and open it."""
        row, tr = self.table.currentRow(), self._tr
        if row not in self._sound:
            return
        chosen = self._files[row]
        copies = [path for number, path in enumerate(self._files) if number in self._sound]
        try:
            done = run_in_thread(
                self,
                (tr("Vztahy"), tr("Restoring the backup…"), tr("Cancel")),
                lambda _told, _stop: backup.put_back(chosen, self.path, self._key, copies),
            )
        except UserError as error:
            self.notice.set_text(error.text(tr))
            return
        said = [tr("Restored from {file}.", file=chosen)]
        if done.kept:
            said.append(tr("The replaced database is kept as {file}.", file=done.kept))
        if not done.erased_known:
            said.append(tr.message(backup.ERASED_UNKNOWN))
        inform(self, tr("Vztahy"), "\n\n".join(said))
        self.accept()

    def done(self, result: int) -> None:
        """Close once nothing is being read any more."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        super().done(result)


def _moment(at: datetime, tr: Translator) -> str:
    return format_moment(at.strftime("%Y-%m-%dT%H:%M"), tr)
