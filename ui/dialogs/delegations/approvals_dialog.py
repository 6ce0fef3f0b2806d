"""The papers of a visit or an agreement on their way to the head of the department and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from app.reports.catalogue import PAPERS
from app.rules.days.partial_dates import format_moment
from app.services.protocol.approvals import (
    APPROVED,
    RETURNED,
    STATES,
    SUBMITTED,
    State,
    is_head,
    state,
    take,
)
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Form, Label, TreeItem, set_title

_PAPER = Qt.ItemDataRole.UserRole


class ApprovalsDialog(QDialog):
    """Every step is stored at once; *Undo* takes it back."""

    def __init__(
        self, context: Context, entity: str, record_id: str, parent: QWidget, chosen: str = ""
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._record = record_id
        self._states: dict[str, State] = {}
        tr = context.tr_
        set_title(self, tr("Approval of papers"))
        self.papers = QTreeWidget()
        self.papers.setAccessibleName(tr("Papers"))
        self.papers.setHeaderLabels([tr("Paper"), tr("State"), tr("Who"), tr("When"), tr("Remark")])
        self.papers.setRootIsDecorated(False)
        self.papers.setWordWrap(True)
        self.papers.currentItemChanged.connect(lambda _now, _before: self._mark())
        self.remark = QLineEdit()
        self.remark.textEdited.connect(lambda _text: self._mark())
        form = Form()
        form.addRow(tr("Remark"), self.remark)
        self.submit, self.approve, self.send_back = (
            Button(tr("Submit for approval")),
            Button(tr("Approve")),
            Button(tr("Return with the remark")),
        )
        row = QHBoxLayout()
        for button, step in (
            (self.submit, SUBMITTED),
            (self.approve, APPROVED),
            (self.send_back, RETURNED),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, step=step: self.take(step))
            row.addWidget(button)
        row.addStretch(1)
        self._note = Label()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.papers, 1)
        layout.addWidget(self._note)
        layout.addLayout(form)
        layout.addLayout(row)
        layout.addWidget(buttons)
        fit(self, 900, 560)
        self._read(chosen)

    def _read(self, chosen: str = "") -> None:
        tr = self._context.tr_
        chosen = chosen or self.paper
        self.papers.clear()
        with self._context.store.reading() as connection:
            self._may_approve = is_head(connection, self._context.store.user_id)
            found = [
                (paper, state(connection, self._entity, self._record, paper.key))
                for paper in PAPERS
                if paper.entity == self._entity and not paper.of_list
            ]
        for paper, now in found:
            self._states[paper.key] = now
            said = tr.message(STATES[now.step])
            if now.is_changed:
                said = tr("{state}, changed since", state=said)
            when = format_moment(now.at, tr) if now.at else ""
            item = TreeItem([tr.message(paper.label), said, now.who, when, now.remark])
            item.setData(0, _PAPER, paper.key)
            self.papers.addTopLevelItem(item)
            if paper.key == chosen or self.papers.topLevelItemCount() == 1:
                self.papers.setCurrentItem(item)
        for column in range(4):
            self.papers.resizeColumnToContents(column)
        self._mark()

    @property
    def paper(self) -> str:
        """The paper that is marked; empty without one."""
        item = self.papers.currentItem()
        return str(item.data(0, _PAPER)) if item else ""

    def _mark(self) -> None:
        now = self._states.get(self.paper)
        waits = now is not None and now.step == SUBMITTED
        self.submit.setEnabled(now is not None and not waits)
        self.approve.setEnabled(waits and self._may_approve)
        self.send_back.setEnabled(waits and self._may_approve and bool(self.remark.text().strip()))
        self._note.setText(now.text(self._context.tr_) if now else "")

    def take(self, step: str) -> None:
        """Take a step with the paper that is marked."""
        paper, remark = self.paper, self.remark.text()
        done = self._context.change(
            self, lambda store: take(store, self._entity, self._record, paper, step, remark)
        )
        if done:
            self.remark.clear()
            self._read()
