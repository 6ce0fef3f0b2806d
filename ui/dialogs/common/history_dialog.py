"""One change of a record in full: every field with its old and new value."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.entities import ENTITIES
from app.services.records.history import Entry
from app.services.records.query import captions
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Page, set_title


class HistoryDialog(QDialog):
    """Shows an entry of the history as a table that can be copied."""

    def __init__(self, context: Context, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, entry.summary(tr))
        fit(self, 640, 420)
        text = Page()
        text.setHtml(self._page(entry))
        text.setAccessibleName(entry.summary(tr))
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)

    def _page(self, entry: Entry) -> str:
        tr = self._context.tr_
        parts = []
        for change in entry.changes:
            entity = ENTITIES.get(change.table)
            if entity is None:
                continue
            head = tr.message(entity.label)
            rows = [
                f"<tr><td>{html.escape(tr.message(entity.by_name[name].label))}</td>"
                f"<td>{self._value(change.table, name, old)}</td>"
                f"<td>{self._value(change.table, name, new)}</td></tr>"
                for name, (old, new) in change.values.items()
                if name in entity.by_name
            ]
            if rows:
                columns = "".join(
                    f"<th align='left'>{html.escape(text)}</th>"
                    for text in (tr("Field"), tr("Before"), tr("After"))
                )
                parts.append(
                    f"<h4>{html.escape(head)}</h4><table cellpadding='4' width='100%'>"
                    f"<tr>{columns}</tr>{''.join(rows)}</table>"
                )
        return "".join(parts)

    def _value(self, table: str, name: str, value: Any) -> str:
        if value is None:
            return "—"
        field = ENTITIES[table].by_name[name]
        if field.target:
            with self._context.store.reading() as connection:
                found = captions(
                    connection, ENTITIES[field.target], [value], self._context.language
                )
            return html.escape(found.get(value, str(value)))
        return html.escape(field.kind.format(value, self._context.tr_))
