"""Salutations of one person: what is suggested in each language, and what is typed instead."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.i18n import Language
from app.services.contacts.recipients import recipients
from app.services.records import records
from app.services.records.rows import row_version
from ui.context import Context
from ui.widgets.plain import Form, Label


class SalutationDialog(QDialog):
    """A line per language; an empty one takes the suggestion, which stands in it in grey."""

    def __init__(self, context: Context, person_id: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._context = context
        self._person_id = person_id
        entity = ENTITIES["person"]
        self.setWindowTitle(tr("How to address this person"))
        self.setMinimumWidth(560)
        self.lines: dict[Language, QLineEdit] = {}
        form = Form()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        with context.store.reading() as connection:
            self._version = row_version(connection, person_id)
            record = records.read(connection, entity, person_id)
            for language in Language:
                name = f"salutation_{language}"
                label = tr.message(entity.by_name[name].label)
                (found,) = recipients(
                    connection, [person_id], language=language, on=context.today, suggested=True
                )
                line = QLineEdit(str((record.values[name] if record else None) or ""))
                line.setPlaceholderText(found.salutation)
                line.setAccessibleName(label)
                line.setAccessibleDescription(found.salutation)
                form.addRow(label, line)
                for doubt in found.doubts:
                    advice = Label(tr.message(doubt))
                    advice.setProperty("role", "muted")
                    advice.setWordWrap(True)
                    form.addRow("", advice)
                self.lines[language] = line
        explained = Label(
            tr("An empty line takes the suggestion in grey. What you write is used in all letters.")
        )
        explained.setWordWrap(True)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(explained)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def save(self) -> None:
        """Store what was typed and close."""
        context = self._context
        values = {
            f"salutation_{language}": " ".join(line.text().split()) or None
            for language, line in self.lines.items()
        }
        with context.known_errors(self):
            _, changes = records.save(
                context.store, ENTITIES["person"], self._person_id, self._version, values
            )
            super().accept()
            context.changed(changes)
