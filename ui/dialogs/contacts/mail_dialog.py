"""An e-mail to several people: by the mail program, or with the addresses in the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.i18n import N_
from app.services.contacts.mail_addresses import addressed, links
from ui.context import Context, show_error
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.fitting import fit
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import CheckBox, Label, open_address

NO_PROGRAM = N_(
    "No e-mail program could be opened. Copy the addresses and put them into an e-mail yourself."
)


class MailDialog(QDialog):
    """Shows whom an e-mail would reach and who has no address; Enter opens the mail program.

    A long list opens several e-mails, one after the other. `reached` are the ids of those who
    have an address.
    """

    def __init__(self, context: Context, person_ids: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        with context.store.reading() as connection:
            self._found = addressed(connection, person_ids, context.today)
        self.reached = self._found.ids
        addresses = self._found.addresses
        self.setWindowTitle(tr("Write an e-mail"))
        said = tr.plural("{count} e-mail address", "{count} e-mail addresses", len(addresses))
        count = Label(said)
        count.setProperty("role", "section")
        self._list = QPlainTextEdit(self._found.text)
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.setAccessibleName(tr("Addresses"))
        self.hidden = CheckBox(tr("Recipients do not see each other (blind copy)"))
        self.hidden.setChecked(len(addresses) > 1)
        if len(addresses) < 2:
            self.hidden.hide()
        self.hidden.toggled.connect(lambda _on: self._say_parts())
        self._parts = Label()
        self._parts.setWordWrap(True)
        self._parts.setProperty("role", "muted")
        buttons = QDialogButtonBox()
        self.write = buttons.addButton(
            tr("Open the e-mail"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.write.setProperty("primary", True)
        self.write.setDefault(True)
        self.write.setEnabled(bool(addresses))
        self.copy = buttons.addButton(
            tr("Copy the addresses"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.setIcon(icon("copy", context.theme.tokens.text, 16))
        self.copy.setEnabled(bool(addresses))
        set_label(self.write, tr("Open the e-mail"))
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.write.clicked.connect(lambda _on=False: self.open_mails())
        self.copy.clicked.connect(lambda _on=False: self.copy_addresses())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(count)
        layout.addWidget(self._list, 1)
        if self._found.without:
            text = tr.plural(
                "{count} person has no e-mail address and is not reached: {names}",
                "{count} people have no e-mail address and are not reached: {names}",
                len(self._found.without),
                names=", ".join(self._found.without),
            )
            layout.addWidget(NoticeBar(context.theme, "warn", text))
        layout.addWidget(self.hidden)
        layout.addWidget(self._parts)
        layout.addWidget(buttons)
        fit(self, 560, 420)
        self._say_parts()
        self.write.setFocus()

    def _links(self) -> list[str]:
        return links(self._found.addresses, "bcc" if self.hidden.isChecked() else "to")

    def _say_parts(self) -> None:
        tr = self._context.tr_
        parts = len(self._links())
        self._parts.setVisible(parts > 1)
        self._parts.setText(
            tr.plural(
                "{count} e-mail opens.",
                "{count} e-mails open: an e-mail program takes only so many addresses at once.",
                parts,
            )
        )

    def open_mails(self) -> None:
        """Open an e-mail, or several for a long list, in the mail program."""
        with self._context.known_errors(self):
            opened = [open_address(link) for link in self._links()]
            if all(opened):
                self.accept()
            else:
                tr = self._context.tr_
                show_error(self, tr.message(NO_PROGRAM), tr)

    def copy_addresses(self) -> None:
        """Put the addresses into the clipboard."""
        QGuiApplication.clipboard().setText(self._found.text)
        self.accept()
