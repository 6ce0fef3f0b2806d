"""A task in one line: what was understood stands below it before anything is saved."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.rules.days.partial_dates import format_day, format_moment
from app.rules.quick_entry import reading
from app.services.tasks import quick
from app.services.tasks.quick import Link, Quick
from ui.context import Context
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, Combo, Form, Label

_PAUSE = 120  # milliseconds after the last key
_TASK = ENTITIES["task"]


class QuickTaskDialog(QDialog):
    """A line to type, and what it means: what, when, how often, about what, for whom.

    Where a word may mean several records, and a day or an hour several moments, the person
    chooses. `saved` are the ids of the tasks that were saved.
    """

    def __init__(self, context: Context, parent: QWidget | None, text: str = "") -> None:
        super().__init__(parent)
        self._context = context
        self._found: Quick | None = None
        self._due: str | None = None
        self._links: dict[str, Link | None] = {}
        self.saved: list[str] = []
        # The words of the languages are made ready while the first ones are typed.
        threading.Thread(target=reading.read, args=(" ", datetime(2000, 1, 1)), daemon=True).start()
        tr = context.tr_
        self.setWindowTitle(tr("New task in one line"))
        self.setMinimumSize(660, 420)  # the lines below come and go
        self.line = QLineEdit()
        self.line.setAccessibleName(tr("What is to be done, and when"))
        self.line.setPlaceholderText(tr("e.g. call the consulate on Friday at 2 pm #Saxony"))
        self.line.setClearButtonEnabled(True)
        explained = Label(
            tr(
                "Days, hours and “every Friday” are understood. #word finds a record, @initials a "
                "colleague, ! means high priority."
            )
        )
        explained.setProperty("role", "muted")
        explained.setWordWrap(True)
        self._meaning = QWidget()
        self._form: QFormLayout = Form()
        self._form.setContentsMargins(0, 4, 0, 4)
        self._meaning.setLayout(self._form)
        buttons = QDialogButtonBox()
        self._save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setProperty("primary", True)
        self._save.setDefault(True)
        self._another = buttons.addButton(
            tr("Save and write another"), QDialogButtonBox.ButtonRole.ApplyRole
        )
        self._another.setShortcut("Ctrl+Return")
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        self._another.clicked.connect(lambda _on=False: self.save_and_another())
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(explained)
        layout.addWidget(self._meaning)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.understand)
        self.line.textChanged.connect(self._typed)
        self.line.setText(text)
        self.understand()

    def _typed(self, _text: str) -> None:
        self._due = None
        self._timer.start()

    def understand(self) -> None:
        """Show what the line means now."""
        self._timer.stop()
        text = self.line.text()
        self._found = None
        if text.strip():
            now = datetime.now()
            now = datetime.combine(self._context.today, now.time())
            with self._context.store.reading() as connection:
                self._found = quick.understand(connection, text, now, self._context.language)
        self._show()

    @property
    def meaning(self) -> Quick | None:
        """What is going to be saved, with what the person has chosen."""
        found = self._found
        if found is None:
            return None
        values = dict(found.values)
        if self._due is not None:
            values["due"] = self._due
        links = [
            chosen
            for word, item in zip(self._words(found), found.links, strict=False)
            if (chosen := self._links.get(word, item)) is not None
        ]
        return replace(found, values=values, links=tuple(dict.fromkeys(links)))

    @staticmethod
    def _words(found: Quick) -> list[str]:
        return [word for word in found.entry.links if word in found.offered]

    def _show(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        tr, found = self._context.tr_, self.meaning
        self._save.setEnabled(found is not None)
        self._another.setEnabled(found is not None)
        if found is None:
            return
        values = found.values
        self._row(tr.message(_TASK.by_name["title"].label), str(values["title"]))
        if due := values.get("due"):
            self._row(tr.message(_TASK.by_name["due"].label), self._day(str(due)))
        if moments := [item for item in found.entry.alternatives if item != values.get("due")]:
            self._alternatives(moments)
        for name in ("recurrence", "priority"):
            if value := values.get(name):
                field = _TASK.by_name[name]
                self._row(tr.message(field.label), field.kind.format(value, tr))
        if "relative_to_id" in values:
            days = int(values["relative_days"])
            said = (
                tr.plural("{count} day before its start", "{count} days before its start", days)
                if days >= 0
                else tr.plural("{count} day after its start", "{count} days after its start", -days)
            )
            self._row(tr("Moves with the visit"), said)
        if assignee := values.get("assignee_id"):
            self._row(tr.message(_TASK.by_name["assignee_id"].label), self._user(str(assignee)))
        self._about()
        for text in found.remark_texts(tr):
            remark = Label(text)
            remark.setProperty("role", "warn")
            remark.setWordWrap(True)
            self._form.addRow("", remark)

    def _row(self, label: str, text: str) -> None:
        shown = Label(text)
        shown.setWordWrap(True)
        shown.setAccessibleName(f"{label}: {text}")
        self._form.addRow(label, shown)

    def _day(self, due: str) -> str:
        tr = self._context.tr_
        day = format_day(datetime.fromisoformat(due).date(), tr, weekday=True)
        return f"{day} {format_moment(due, tr).rsplit(' ', 1)[1]}" if "T" in due else day

    def _alternatives(self, moments: list[str]) -> None:
        tr = self._context.tr_
        row = FlowLayout()
        for moment in moments[:3]:
            button = Button(self._day(moment))
            button.setProperty("flat", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, moment=moment: self._choose(moment))
            row.addWidget(button)
        self._form.addRow(tr("Or"), row)

    def _choose(self, moment: str) -> None:
        self._due = moment
        self._show()
        self.line.setFocus()

    def _about(self) -> None:
        """What the task is about; where a word finds several records, which of them."""
        found, tr = self._found, self._context.tr_
        assert found is not None
        for word, item in zip(self._words(found), found.links, strict=False):
            offered: list[Link | None] = [item, *found.offered[word], None]
            box = Combo()
            box.setAccessibleName(tr("About"))
            box.addItems([self._said(link) if link else tr("none of these") for link in offered])
            box.setCurrentIndex(offered.index(self._links.get(word, item)))
            box.activated.connect(
                lambda index, word=word, offered=offered: self._links.update({word: offered[index]})
            )
            self._form.addRow(tr("About"), box)

    def _said(self, link: Link) -> str:
        return f"{link.title} ({self._context.tr_.message(ENTITIES[link.entity].label)})"

    def _user(self, user_id: str) -> str:
        from app.services.records.query import captions

        with self._context.store.reading() as connection:
            found = captions(connection, ENTITIES["user"], [user_id], self._context.language)
        return found.get(user_id, "")

    def _store(self) -> bool:
        if self._timer.isActive():
            self.understand()
        meaning = self.meaning
        if meaning is None:
            return False
        with self._context.known_errors(self):
            task_id, changes = quick.add(self._context.store, meaning)
            self.saved.append(task_id)
            self._context.changed(changes)
            return True
        return False

    def save(self) -> None:
        """Save the task and close."""
        if self._store():
            self.accept()

    def save_and_another(self) -> None:
        """Save the task; the line is empty for the next one."""
        if self._store():
            self._links.clear()
            self.line.clear()
            self.understand()
            self.line.setFocus()
