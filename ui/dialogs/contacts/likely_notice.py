"""While a new contact is typed: the records that it may be already, each a click away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.fields import Entity
from app.services.contacts.duplicates import Candidate, find_like
from app.services.records.query import captions
from ui.context import Context
from ui.forms import RecordForm
from ui.icons import icon
from ui.widgets.asking import Asker
from ui.widgets.buttons import set_label
from ui.widgets.plain import Button, Label, set_tip

DUPLICATED = {
    "person": ("given_name", "family_name", "name_native", "birthday"),
    "organisation": (
        "name_cs", "name_de", "name_en", "native_name", "ico", "data_box", "website", "country",
    ),
}  # fmt: skip
"""The fields by which a contact is compared with those there are, by entity."""

_Likely = list[tuple[Candidate, str]]  # with their titles

_PAUSE = 350  # milliseconds after the last key
_SHOWN = 3


class LikelyNotice(QFrame):
    """Stands above the form of a new person or organisation, hidden while nobody is like it."""

    def __init__(self, context: Context, entity: Entity, form: RecordForm) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        self._form = form
        self._buttons: list[Button] = []
        self._text = Label()
        self._text.setWordWrap(True)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(12, 8, 12, 8)
        self._lines.setSpacing(4)
        self._lines.addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        self._asker = asker = Asker(context.store)
        asker.answered.connect(self._show)
        self.destroyed.connect(lambda: asker.finish())  # noqa: PLW0108  it must live until then
        form.edited.connect(self._timer.start)
        context.theme.changed.connect(self._recolour)
        context.language_changed.connect(self.look)
        self._recolour()
        self.hide()

    @property
    def offered(self) -> list[Button]:
        """The buttons that open the records, the likeliest first."""
        return self._buttons

    def look(self) -> None:
        """Look for records like what stands in the form now; they are shown once they are found.

        Among a hundred thousand people that takes up to a fifth of a second.
        """
        from app.errors import UserError

        tr = self._context.tr_
        values: dict[str, Any] = {}
        for name in DUPLICATED[self._entity.name]:
            editor = self._form.editor(name)
            try:
                values[name] = editor.value(tr)
            except UserError:  # half a number is like nothing yet
                values[name] = None
        store, entity, language = self._context.store, self._entity, self._context.language

        def likely() -> _Likely:
            with store.reading() as connection:
                found = find_like(connection, entity.name, values, _SHOWN)
                names = captions(connection, entity, [item.id for item in found], language)
            return [(item, names.get(item.id, "")) for item in found]

        self._asker.ask(likely)

    def _show(self, found: _Likely) -> None:
        tr = self._context.tr_
        for button in self._buttons:
            self._lines.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for item, title in found:
            reasons = " ".join(tr.message(text, **values) for text, values in item.reasons)
            button = Button()
            set_label(button, tr("Open {title}", title=title))
            set_tip(button, f"{item.score} % · {reasons}")
            button.setAccessibleDescription(reasons)
            button.setProperty("flat", True)
            button.setIcon(icon("users", self._context.theme.tokens.text, 16))
            button.clicked.connect(
                lambda _on=False, key=item.id: self._context.record_wanted.emit(
                    self._entity.name, key
                )
            )
            self._lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._buttons.append(button)
        text = tr("This contact may be recorded already.")
        if found:
            first, _ = found[0]
            reasons = " ".join(tr.message(text, **values) for text, values in first.reasons)
            text = f"{text} {reasons}"
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(found))

    def _recolour(self) -> None:
        theme = self._context.theme
        colour, back = theme.tokens.tone("warn")
        edge = colour if theme.scheme == "contrast" else back
        self.setStyleSheet(
            f"LikelyNotice {{ background: {back}; border: 1px solid {edge}; border-radius: 8px; }}"
            f" QLabel {{ color: {colour}; background: transparent; }}"
        )
