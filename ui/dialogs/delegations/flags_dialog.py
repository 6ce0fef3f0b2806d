"""The flags of a visit: those of states by law, the others by the custom of the office."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.protocol.ceremony import CUSTOM
from app.services.protocol.flags import LABELS, by_custom, flags, set_by_custom
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.ordered_rows import OrderedRows
from ui.widgets.plain import Button, CheckBox, Label, set_title


class FlagsDialog(QDialog):
    """Shows the row from the left; which flags follow those of states is stored at once."""

    def __init__(self, context: Context, delegation_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = delegation_id
        tr = context.tr_
        set_title(self, tr("Flags"))
        self.row = OrderedRows([tr("From the left"), tr("Flag")], tr("Flags"))
        self.row.set_movable(movable=False)
        self.notes = Label()
        self.notes.setWordWrap(True)
        law = Label(
            tr(
                "State flags hang in the order of Act No. 352/2001 Coll., § 8. The others follow "
                "by custom, in the order that the office says:"
            )
        )
        law.setWordWrap(True)
        self.custom = OrderedRows([tr("By custom")], tr("Flags by custom"))
        self.custom.setMaximumHeight(130)
        self.custom.moved.connect(self._moved)
        self.boxes: dict[str, CheckBox] = {}
        shown = QHBoxLayout()
        for kind in CUSTOM:
            box = CheckBox(tr.message(LABELS[kind]))
            box.clicked.connect(lambda on, kind=kind: self._switch(kind, on=on))
            self.boxes[kind] = box
            shown.addWidget(box)
        shown.addStretch(1)
        moves = QHBoxLayout()
        for text, by in ((tr("Up"), -1), (tr("Down"), 1)):
            button = Button(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, by=by: self.custom.move_chosen(by))
            moves.addWidget(button)
        moves.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.row, 1)
        layout.addWidget(self.notes)
        layout.addWidget(law)
        layout.addLayout(shown)
        layout.addWidget(self.custom)
        layout.addLayout(moves)
        layout.addWidget(buttons)
        fit(self, 620, 620)
        self._read()

    def _read(self, chosen: str = "") -> None:
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            found = flags(connection, self._visit, self._context.language)
            self.kinds = list(by_custom(connection))
        self.row.show_rows(
            [(str(n), (str(n), hung.name)) for n, hung in enumerate(found.row, 1)], "1"
        )
        self.notes.setText("\n".join(found.notes))
        self.custom.show_rows([(kind, (tr.message(LABELS[kind]),)) for kind in self.kinds], chosen)
        for kind, box in self.boxes.items():
            box.setChecked(kind in self.kinds)

    def _store(self, kinds: list[str], chosen: str) -> None:
        self._context.change(self, lambda store: set_by_custom(store, kinds))
        self._read(chosen)

    def _moved(self, kind: str, place: int) -> None:
        rest = [other for other in self.kinds if other != kind]
        rest.insert(place, kind)
        self._store(rest, kind)

    def _switch(self, kind: str, *, on: bool) -> None:
        rest = [other for other in self.kinds if other != kind]
        self._store([*rest, kind] if on else rest, kind)
