"""What helps with the form of a new person: a pasted signature, a gender that a name shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.entities.new_person import NEW_PERSON
from app.rules.people.salutation import guess_gender
from app.services.contacts.new_person import from_signature
from ui.context import Context
from ui.forms import RecordForm
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Form, Label, set_tip, set_title


class NewPersonBar(QWidget):
    """Stands above the form of a new person. The gender that a family name shows is proposed."""

    def __init__(self, context: Context, form: RecordForm) -> None:
        super().__init__()
        self._context = context
        self._form = form
        self.paste = Button()
        self.paste.clicked.connect(lambda _on=False: SignatureDialog(context, form).exec())
        keys = QShortcut(QKeySequence("Ctrl+Shift+V"), form)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.paste.click)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.paste)
        layout.addStretch(1)
        form.edited.connect(self._propose)
        context.language_changed.connect(self.retranslate)
        self.retranslate()

    def _propose(self) -> None:
        typed = self._form.draft()
        if "gender" in typed and not self._form.is_proposed("gender"):
            return  # the person said so
        guess = guess_gender(typed.get("given_name") or "", typed.get("family_name") or "")
        self._form.keep({"gender": None if guess == "unknown" else guess})

    def retranslate(self) -> None:
        """Show the button in the current language."""
        tr = self._context.tr_
        self.paste.setText(tr("Paste a signature…"))
        set_tip(self.paste, tr("Split a signature or business card into the fields (Ctrl+Shift+V)"))


class SignatureDialog(QDialog):
    """The text, and below it what is understood of it, changed with every key."""

    def __init__(self, context: Context, form: RecordForm) -> None:
        super().__init__(form.window())
        tr = context.tr_
        self._context = context
        self._form = form
        self._said: dict[str, str] = {}
        set_title(self, tr("Paste a signature or business card"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("Text of the signature"))
        self.text.setPlaceholderText(
            tr("Copy the signature from an e-mail and paste it here (Ctrl+V).")
        )
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._understand)
        self._found = Form()
        self._found.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(self._found)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        buttons = QDialogButtonBox()
        self.fill = buttons.addButton(tr("Fill in"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.fill.setProperty("primary", True)
        self.fill.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 2)
        layout.addWidget(Label(tr("What is understood")))
        layout.addWidget(scroll, 3)
        layout.addWidget(buttons)
        copied = QApplication.clipboard().text()
        if "\n" in copied.strip():  # a single line is hardly a signature
            self.text.setPlainText(copied)
        self._understand()
        fit(self, 560, 560)

    def _understand(self) -> None:
        tr = self._context.tr_
        self._said = from_signature(self.text.toPlainText(), self._context.language)
        while self._found.rowCount():
            self._found.removeRow(0)
        for name, said in self._said.items():
            field = NEW_PERSON.by_name[name]
            shown = field.kind.format(said, tr) if name == "gender" else said
            value = Label(shown)
            value.setWordWrap(True)
            value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self._found.addRow(Label(tr.message(field.label)), value)
        if not self._said:
            self._found.addRow(Label(tr("Nothing yet.")))
        self.fill.setEnabled(bool(self._said))

    def accept(self) -> None:
        """Fill the form; what was typed into it before stays where the text says nothing."""
        self._form.take(self._said)
        super().accept()
