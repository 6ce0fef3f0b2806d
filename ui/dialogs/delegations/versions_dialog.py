"""Versions of a programme: one is marked as sent, and what is new since one of them is told."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import Language
from app.kinds import DATE
from app.services.protocol.participants import members
from app.services.protocol.versions import news, send, versions
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import CheckBox, Combo, Form, Label, Page, set_title


class SendDialog(QDialog):
    """Asks when and to whom the programme was sent, and keeps it as it stands."""

    def __init__(self, context: Context, visit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = visit
        tr = context.tr_
        set_title(self, tr("Mark as sent"))
        with context.store.reading() as connection:
            known = versions(connection, visit)
        number = max((version.number for version in known), default=0) + 1
        text = Label(
            tr(
                "The programme is kept as version {number}, as it stands now. Later you can see "
                "what is new since then.",
                number=number,
            )
        )
        text.setWordWrap(True)
        self.day = QLineEdit(DATE.format(context.today.isoformat(), tr))
        self.day.setAccessibleName(tr("Sent on"))
        self.addressees = QLineEdit(known[-1].addressees if known else "")
        self.addressees.setAccessibleName(tr("Sent to"))
        self._error = Label()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        form = Form()
        form.addRow(tr("Sent on"), self.day)
        form.addRow(tr("Sent to"), self.addressees)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Mark as sent"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(text)
        layout.addLayout(form)
        layout.addWidget(self._error)
        layout.addStretch(1)
        layout.addWidget(buttons)
        fit(self, 480, 260)
        self.addressees.setFocus()

    def save(self) -> None:
        """Keep the version and close; a day that is none is refused beside the fields."""
        from datetime import date

        try:
            day = DATE.parse(self.day.text(), self._context.language)
        except UserError as error:
            self._refuse(error)
            return
        on = date.fromisoformat(str(day)) if day else self._context.today
        to = self.addressees.text()
        if self._context.change(self, lambda store: send(store, self._visit, on, to)):
            self.accept()

    def _refuse(self, error: UserError) -> None:
        self._error.setText(error.text(self._context.tr_))
        self._error.show()
        self.day.setFocus()


class NewsDialog(QDialog):
    """What is new since a version: for everybody or one person, in the language of the print."""

    def __init__(self, context: Context, visit: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = visit
        tr = context.tr_
        set_title(self, tr("What is new in the programme"))
        with context.store.reading() as connection:
            known = versions(connection, visit)
            people = members(connection, visit, context.language)
        self.version = Combo()
        for version in reversed(known):
            day = DATE.format(version.sent_on, tr)
            said = tr("Version {number}", number=version.number)
            parts = filter(None, (said, day, version.addressees))
            self.version.addItem(" · ".join(parts), version.number)
        self.version.setCurrentIndex(max(0, self.version.findData(number)))
        self.who = Combo()
        self.who.addItem(tr("Everybody"), None)
        for key, name in people:
            self.who.addItem(name, key)
        self.language = Combo()
        for code in Language:
            self.language.addItem(code.own_name, code.value)
        wanted = context.settings.paper_language or context.language.value
        self.language.setCurrentIndex(max(0, self.language.findData(wanted)))
        self.internal = CheckBox(tr("Also what is for the office only"))
        self.lines = Page()
        self.lines.setAccessibleName(tr("What is new in the programme"))
        form = Form()
        for text, box in (
            (tr("Since"), self.version),
            (tr("For"), self.who),
            (tr("Language"), self.language),
        ):
            box.setAccessibleName(text)
            form.addRow(text, box)
            box.currentIndexChanged.connect(lambda _index: self._show())
        form.addRow("", self.internal)
        self.internal.toggled.connect(lambda _on: self._show())
        buttons = QDialogButtonBox()
        copied = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copied.clicked.connect(lambda _on=False: self._copy())
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.lines, 1)
        layout.addWidget(buttons)
        fit(self, 680, 520)
        self._show()

    def found(self) -> list[str]:
        """What is new, as the dialog asks for it."""
        with self._context.known_errors(self), self._context.store.reading() as connection:
            return news(
                connection,
                self._visit,
                int(self.version.currentData()),
                Language(self.language.currentData()),
                member_id=self.who.currentData(),
                internal=self.internal.isChecked(),
            )
        return []

    def _show(self) -> None:
        tr = self._context.tr_
        found = self.found()
        self.lines.setPlainText("\n\n".join(found) or tr("Nothing is new since then."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.found()))
