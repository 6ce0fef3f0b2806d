"""Filling an organisation from ARES: what it says otherwise, and what is to be taken over."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.registers import ares
from app.services.records.records import values_of
from ui.context import Context, show_error
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, MessageBox, TableItem, inform


def fill_from_ares(context: Context, parent: QWidget, organisation_id: str) -> None:
    """Ask ARES about an organisation and take over what the person chooses."""
    tr = context.tr_
    with context.store.reading() as connection:
        row = values_of(connection, ENTITIES["organisation"], organisation_id)
    number = row["ico"] if row else None
    subject: ares.Subject | None = None
    problem = UserError(ares.NO_NUMBER)
    if number:
        try:
            subject = _fetch(number)
        except UserError as error:
            if error.message not in ares.UNREACHED:
                show_error(parent, error.text(tr), tr)
                return
            problem = error
            ares.wait(context.store, organisation_id)
    if subject is None:
        subject = _from_file(context, parent, problem)
    if subject is None:
        return
    with context.known_errors(parent):
        found = ares.differences(context.store, organisation_id, subject)
        if not found:
            ares.leave(context.store, organisation_id)
            inform(parent, tr("Fill from ARES"), tr("The record says the same as ARES."))
            return
        dialog = AresDialog(context, found, parent)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            context.changed(ares.fill(context.store, organisation_id, subject, dialog.chosen))


def _fetch(number: str) -> ares.Subject:
    """Ask the service in a thread, as it only waits; the window stays alive."""
    answer: list[Any] = []

    def work() -> None:
        try:
            answer.append(ares.fetch(number))
        except Exception as error:  # raised again where it was asked for
            answer.append(error)

    thread = threading.Thread(target=work, daemon=True)
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(40)
    timer.timeout.connect(lambda: None if thread.is_alive() else loop.quit())
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        thread.start()
        timer.start()
        loop.exec()
    finally:
        QApplication.restoreOverrideCursor()
    if not answer:
        raise UserError(ares.OFFLINE)
    if isinstance(answer[0], Exception):
        raise answer[0]
    subject = answer[0]
    assert isinstance(subject, ares.Subject)
    return subject


def _from_file(context: Context, parent: QWidget, problem: UserError) -> ares.Subject | None:
    tr = context.tr_
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Information)
    box.setWindowTitle(tr("Fill from ARES"))
    box.setText(problem.text(tr))
    choose = box.addButton(tr("Choose a saved answer…"), MessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Close"), MessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is not choose:
        return None
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Choose a saved answer of ARES"), "", tr("JSON (*.json)")
    )
    if not name:
        return None
    try:
        return ares.read_file(Path(name))
    except UserError as error:
        show_error(parent, error.text(tr), tr)
        return None


class AresDialog(QDialog):
    """A line per field that differs, with what is recorded now and what ARES says."""

    def __init__(
        self, context: Context, found: dict[str, tuple[Any, Any]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self.setWindowTitle(tr("Fill from ARES"))
        fit(self, 720, 360)
        self._names = list(found)
        columns = (tr("Field"), tr("Recorded now"), tr("In ARES"))
        self.table = QTableWidget(len(found), len(columns))
        self.table.setHorizontalHeaderLabels(columns)
        self.table.verticalHeader().setVisible(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(tr("Fill from ARES"))
        entity = ENTITIES["organisation"]
        for row, (name, (now, then)) in enumerate(found.items()):
            field = entity.by_name.get(name)
            label = tr.message(field.label) if field else tr("Seat")
            first = TableItem(label)
            first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            # What is empty is filled; what somebody wrote stays unless they say otherwise.
            first.setCheckState(
                Qt.CheckState.Checked if now in (None, "") else Qt.CheckState.Unchecked
            )
            self.table.setItem(row, 0, first)
            for column, value in ((1, now), (2, then)):
                text = field.kind.format(value, tr) if field else str(value or "")
                self.table.setItem(row, column, TableItem(text))
        self.table.setColumnWidth(0, 190)
        self.table.setColumnWidth(1, 230)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setWordWrap(True)
        self.table.resizeRowsToContents()
        intro = Label(tr("Tick what is to be taken over."))
        buttons = QDialogButtonBox()
        accept = buttons.addButton(tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (intro, self.table, buttons):
            layout.addWidget(widget)

    @property
    def chosen(self) -> set[str]:
        """The names of the ticked fields."""
        found = set()
        for row, name in enumerate(self._names):
            item = self.table.item(row, 0)
            if item and item.checkState() == Qt.CheckState.Checked:
                found.add(name)
        return found
