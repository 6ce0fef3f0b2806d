"""What this program is: version, licence, and what it is made of."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QVBoxLayout, QWidget

from app.problem_report import LIBRARIES, licence, report, version
from ui.context import Context
from ui.dialogs.common.folders import documents
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, Page


class AboutDialog(QDialog):
    """Name, version and licences; saves a problem report."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        self.setWindowTitle(tr("About Vztahy"))
        fit(self, 560, 460)
        title = Label(f"Vztahy {version()}")
        title.setProperty("role", "title")
        what = Label(
            tr(
                "Contacts, delegations, agreements and tasks of an external relations department. "
                "Free software under the EUPL 1.2."
            )
        )
        what.setWordWrap(True)
        made_of = Page()
        made_of.setAccessibleName(tr("What the program is made of"))
        made_of.setHtml(self._libraries())
        buttons = QDialogButtonBox()
        save = buttons.addButton(
            tr("Save a problem report…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        save.clicked.connect(self.save_report)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (title, what, made_of, buttons):
            layout.addWidget(widget)

    def _libraries(self) -> str:
        rows = [(name, version(name), licence(name)) for name in LIBRARIES]
        rows += [("Lucide", "", "ISC"), ("Noto Sans", "", "OFL-1.1")]
        cells = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(number)}</td>"
            f"<td>{html.escape(terms)}</td></tr>"
            for name, number, terms in rows
        )
        return f"<table cellpadding='3'>{cells}</table>"

    def save_report(self) -> None:
        """Ask for a file and write the report; it holds no personal data."""
        from app.files import write_bytes

        tr = self._context.tr_
        name = f"vztahy-report-{self._context.today.isoformat()}.txt"
        target, _ = QFileDialog.getSaveFileName(
            self, tr("Save a problem report"), str(documents() / name), tr("Texts (*.txt)")
        )
        if target:
            with self._context.known_errors(self):
                text = report(self._context.store, self._context.settings)
                write_bytes(Path(target), text.encode())
