"""What can be done with a mailing list: fill, write to its people, note how far they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.entities.choices import MAILING_STATE
from app.i18n import N_
from app.services.contacts import mailing
from app.services.records.query import captions
from app.services.records.records import caption_of
from ui.context import Context, show_error
from ui.dialogs.contacts.people_actions import print_labels, write_letters, write_mails
from ui.widgets.fitting import fit
from ui.widgets.labelled import labelled
from ui.widgets.plain import Button, Combo, Label, ListItem, MessageBox, ask_text
from ui.widgets.styled import ListBox

NOBODY = N_(
    "There is nobody to write to: all recipients declined or were left out, or there are none."
)

_MEMBER = Qt.ItemDataRole.UserRole


def fill_list(context: Context, parent: QWidget, list_id: str) -> None:
    """Add everybody whom the filter of a mailing list finds."""
    context.change(parent, lambda store: mailing.fill(store, list_id, on=context.today))


def forget_filter(context: Context, parent: QWidget, list_id: str) -> None:
    """Make a list static again; its recipients stay."""
    context.change(parent, lambda store: mailing.set_rule(store, list_id, None))


def letters_to_list(context: Context, parent: QWidget, list_id: str) -> None:
    """Letters to all who are still to be written to."""
    _write_to(context, parent, list_id, write_letters)


def mail_to_list(context: Context, parent: QWidget, list_id: str) -> None:
    """An e-mail to all who are still to be written to."""
    _write_to(context, parent, list_id, write_mails)


def labels_of_list(context: Context, parent: QWidget, list_id: str) -> None:
    """Labels or envelopes for all who are still to be written to."""
    _write_to(context, parent, list_id, print_labels)


def export_recipients(context: Context, parent: QWidget, list_id: str) -> None:
    """Write the recipients to a file: all but those who were left out."""
    from ui.dialogs.contacts.contacts_export_dialog import export_contacts

    kept = [state for state in MAILING_STATE.options if state != mailing.LEFT_OUT]
    with context.store.reading() as connection:
        ids = mailing.members(connection, list_id, kept)
    if not ids:
        show_error(parent, context.tr_.message(NOBODY), context.tr_)
        return
    export_contacts(context, parent, ENTITIES["person"], ids)


def _write_to(
    context: Context,
    parent: QWidget,
    list_id: str,
    write: Callable[[Context, QWidget, Sequence[str]], list[str]],
) -> None:
    tr = context.tr_
    with context.store.reading() as connection:
        ids = mailing.to_write(connection, list_id)
        fresh = set(mailing.members(connection, list_id, ("proposed", "confirmed")))
    if not ids:
        show_error(parent, tr.message(NOBODY), tr)
        return
    written = [key for key in write(context, parent, ids) if key in fresh]
    if not written:
        return
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Question)
    box.setWindowTitle(tr("Mailing list"))
    box.setText(
        tr.plural(
            "Mark {count} recipient as sent?",
            "Mark {count} recipients as sent?",
            len(written),
        )
    )
    accept = box.addButton(tr("Mark as sent"), MessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Not now"), MessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is accept:
        context.change(
            parent, lambda store: mailing.set_state(store, list_id, written, mailing.SENT)
        )


def copy_list(context: Context, parent: QWidget, list_id: str) -> None:
    """Make a new list with the same people, for the next occasion."""
    tr = context.tr_
    with context.store.reading() as connection:
        old = caption_of(connection, ENTITIES["mailing_list"], list_id)
    text, done = ask_text(
        parent, tr("Copy the mailing list"), tr("Name of the new list:"), text=old
    )
    name = " ".join(text.split())
    if done and name:
        with context.known_errors(parent):
            new, changes = mailing.copy_list(context.store, list_id, name)
            context.changed(changes)
            context.record_wanted.emit("mailing_list", new)


def set_states(context: Context, parent: QWidget, list_id: str) -> None:
    """Note for several recipients at once how far they are."""
    StatesDialog(context, list_id, parent).exec()


class StatesDialog(QDialog):
    """The recipients of a list with their states; the ticked ones get another state."""

    def __init__(self, context: Context, list_id: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._context = context
        self._list_id = list_id
        self.setWindowTitle(tr("State of the recipients"))
        fit(self, 520, 520)
        self.shown = Combo()
        self.shown.addItem(tr("All"), "")
        self.state = Combo()
        for code, label in MAILING_STATE.options.items():
            self.shown.addItem(tr.message(label), code)
            self.state.addItem(tr.message(label), code)
        self.state.setCurrentIndex(self.state.findData(mailing.SENT))
        self.people = ListBox()
        self.people.setAccessibleName(tr("Recipients"))
        self._count = Label()
        self._count.setProperty("role", "muted")
        self.tick_all = Button(tr("Tick all"))
        self.tick_all.setAutoDefault(False)
        buttons = QDialogButtonBox()
        self.apply = buttons.addButton(tr("Set the state"), QDialogButtonBox.ButtonRole.ApplyRole)
        self.apply.setProperty("primary", True)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        head = QHBoxLayout()
        head.addLayout(labelled(tr("Show"), self.shown))
        head.addStretch(1)
        head.addWidget(self.tick_all)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addLayout(labelled(tr("New state"), self.state))
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.people, 1)
        layout.addLayout(foot)
        layout.addWidget(buttons)
        self.shown.activated.connect(lambda _index: self._fill())
        self.people.itemChanged.connect(lambda _item: self._say_count())
        self.tick_all.clicked.connect(lambda _on=False: self._tick())
        self.apply.clicked.connect(lambda _on=False: self._apply())
        buttons.rejected.connect(self.reject)
        self._fill()

    def _fill(self) -> None:
        tr = self._context.tr_
        wanted = self.shown.currentData()
        with self._context.store.reading() as connection:
            rows = {
                state: mailing.members(connection, self._list_id, (state,))
                for state in MAILING_STATE.options
                if wanted in ("", state)
            }
            order = mailing.members(connection, self._list_id)
            names = captions(connection, ENTITIES["person"], order, self._context.language)
        states = {key: state for state, keys in rows.items() for key in keys}
        self.people.blockSignals(True)
        self.people.clear()
        for key in order:
            if key in states:
                state = tr.message(MAILING_STATE.label(states[key]))
                item = ListItem(f"{names.get(key, '')} – {state}")
                item.setData(_MEMBER, key)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.people.addItem(item)
        self.people.blockSignals(False)
        self._say_count()

    @property
    def ticked(self) -> list[str]:
        """The ids of the ticked people."""
        items = [self.people.item(row) for row in range(self.people.count())]
        return [item.data(_MEMBER) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _tick(self) -> None:
        whole = len(self.ticked) == self.people.count()
        state = Qt.CheckState.Unchecked if whole else Qt.CheckState.Checked
        for row in range(self.people.count()):
            self.people.item(row).setCheckState(state)

    def _say_count(self) -> None:
        count = len(self.ticked)
        tr = self._context.tr_
        self._count.setText(tr.plural("{count} ticked", "{count} ticked", count))
        self.apply.setEnabled(bool(count))

    def _apply(self) -> None:
        with self._context.known_errors(self):
            state = self.state.currentData()
            changes = mailing.set_state(self._context.store, self._list_id, self.ticked, state)
            self._context.changed(changes)
            self._fill()
