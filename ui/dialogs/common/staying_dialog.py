"""A list of records that stay as they are, and why: after an undo, a stopped import, a deletion."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.entities import ENTITIES, RECORDS
from app.i18n import N_
from app.services.records import batches
from app.services.records.history import label_text
from app.services.records.inverting import Kept
from app.services.records.query import captions
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, ListItem, set_title
from ui.widgets.styled import ListBox

_SHOWN = 1000

_OWN = N_("It is our organisation.")
_RECORDS = {entity.name for entity in RECORDS}


class StayingDialog(QDialog):
    """Names records and reasons; a double click (or Return) shows a record.

    `offer` is a text and what it does with the records, for a button beside *Close*.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget | None,
        text: str,
        staying: Sequence[Kept],
        offer: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr("What stays"))
        fit(self, 560, 380)
        said = Label(text)
        said.setWordWrap(True)
        self.list = ListBox()
        self.list.setAccessibleName(tr("What stays"))
        self.list.setWordWrap(True)
        for item, line in zip(staying, lines(context, staying[:_SHOWN]), strict=False):
            entry = ListItem(line)
            entry.setData(Qt.ItemDataRole.UserRole, (item.entity, item.record_id))
            self.list.addItem(entry)
        if len(staying) > _SHOWN:
            more = len(staying) - _SHOWN
            self.list.addItem(ListItem(tr.plural("{count} more", "{count} more", more)))
        self.list.itemActivated.connect(self._open)
        buttons = QDialogButtonBox()
        if offer:
            button = buttons.addButton(offer[0], QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _on=False: self._accept_offer(offer[1]))
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)

    def _accept_offer(self, run: Callable[[], object]) -> None:
        self.accept()
        run()

    def _open(self, entry: ListItem) -> None:
        found = entry.data(Qt.ItemDataRole.UserRole)
        if found and found[0] in _RECORDS:
            self.accept()
            self._context.record_wanted.emit(*found)


def lines(context: Context, staying: Sequence[Kept]) -> list[str]:
    """A sentence for each record: what it is, why it stays, and what refers to it."""
    tr = context.tr_
    wanted: dict[str, set[str]] = {}
    for item in staying:
        wanted.setdefault(item.entity, set()).add(item.record_id)
        wanted.setdefault(item.by_entity, set()).add(item.by_id)
    names: dict[tuple[str, str], str] = {}
    with context.store.reading() as connection:
        for name, ids in wanted.items():
            if name in ENTITIES:
                found = captions(connection, ENTITIES[name], ids, context.language)
                names |= {(name, key): title for key, title in found.items()}
    said = []
    for item in staying:
        label = tr.message(ENTITIES[item.entity].label) if item.entity in ENTITIES else item.entity
        title = names.get((item.entity, item.record_id)) or label
        reason = tr.message(_OWN if item.by_entity == "setting" else item.reason)
        by = names.get((item.by_entity, item.by_id))
        said.append(f"{title}: {reason}" + (f" ({by})" if by else ""))
    return said


def show_what_stays(context: Context, parent: QWidget | None) -> None:
    """List once what stays of batches that were stopped or undone, if anything does."""
    outcomes = batches.untold(context.store)
    if not outcomes:
        return
    tr = context.tr_
    named = ", ".join(
        dict.fromkeys(label_text(outcome.label, tr) for outcome in outcomes if outcome.label)
    )
    text = tr(
        "These records were changed or used meanwhile, so they were not taken back: {action}",
        action=named,
    )
    staying = [item for outcome in outcomes for item in outcome.kept]
    dialog = StayingDialog(context, parent, text, staying)
    dialog.exec()
    dialog.deleteLater()
    batches.told(context.store, outcomes)
