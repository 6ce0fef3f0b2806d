"""One change of a record in full: every field with its old and new value."""

from __future__ import annotations

import html

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.entities import ENTITIES
from app.services.records.history import Entry, in_words
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
            with self._context.store.reading() as connection:
                values = in_words(connection, change, tr)
            rows = [
                f"<tr><td>{html.escape(label)}</td><td>{html.escape(old or '—')}</td>"
                f"<td>{html.escape(new or '—')}</td></tr>"
                for label, old, new in values
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
