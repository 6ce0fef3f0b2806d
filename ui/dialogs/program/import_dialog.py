"""Import of a data set: first what it would do, then the import itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.exchange.datasets.importing import ImportReport, refusal_text
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, TableItem, set_title


def import_data(context: Context, parent: QWidget, path: Path | None = None) -> None:
    """Ask for the folder of a data set (unless given), show a dry run, and import it if wanted."""
    tr = context.tr_
    folder = str(path or "") or QFileDialog.getExistingDirectory(
        parent, tr("Choose the folder of the data set")
    )
    if not folder:
        return
    with context.known_errors(parent):
        report = _run(context, parent, Path(folder), dry_run=True)
        if ReportDialog(context, report, parent).exec() != QDialog.DialogCode.Accepted:
            return
        report = _run(context, parent, Path(folder), dry_run=False)
        if report.changes:
            context.changed(report.changes)
        ReportDialog(context, report, parent).exec()


def _run(context: Context, parent: QWidget, folder: Path, *, dry_run: bool) -> ImportReport:
    tr = context.tr_
    text = tr("Reading the data set…") if dry_run else tr("Importing the data set…")
    report = run_job(
        context,
        parent,
        text,
        "import_dataset",
        path=folder,
        dry_run=dry_run,
        today=context.today,
    )
    assert isinstance(report, ImportReport)
    return report


class ReportDialog(QDialog):
    """What an import did or would do, file by file, and every refused row with its reason."""

    def __init__(self, context: Context, report: ImportReport, parent: QWidget) -> None:
        super().__init__(parent)
        tr = context.tr_
        set_title(self, tr("Import: {source}", source=report.source))
        fit(self, 680, 460)
        layout = QVBoxLayout(self)
        intro = Label(
            tr("This is what the import would do. Nothing is changed yet.")
            if report.dry_run
            else tr("The import is done. Undo takes it back as a whole.")
        )
        intro.setWordWrap(True)
        layout.addWidget(intro)
        columns = (tr("File"), tr("Added"), tr("Changed"), tr("Unchanged"), tr("Refused"))
        table = QTableWidget(len(report.files), len(columns))
        table.setHorizontalHeaderLabels(columns)
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName(intro.text())
        for row, item in enumerate(report.files):
            refused = len({refusal.line for refusal in item.refused})
            cells = (item.file, item.added, item.changed, item.unchanged, refused)
            for column, value in enumerate(cells):
                cell = TableItem(str(value))
                if column:
                    cell.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, column, cell)
        table.horizontalHeader().setStretchLastSection(True)
        table.setColumnWidth(0, 200)
        layout.addWidget(table)
        left_out = tr.plural(
            "{count} problem; the row was left out, the rest arrives:",
            "{count} problems; these rows were left out, the rest arrives:",
            len(report.refused),
        )
        kept = tr.plural(
            "{count} value is wrong, and is kept:",
            "{count} values are wrong, and are kept:",
            len(report.warnings),
        )
        for items, text, name in (
            (report.refused, left_out, tr("Refused rows")),
            (report.warnings, kept, tr("Wrong values that are kept")),
        ):
            if items:
                layout.addWidget(Label(text))
                lines = QPlainTextEdit(
                    "\n".join(refusal_text(one, context.language) for one in items)
                )
                lines.setReadOnly(True)
                lines.setAccessibleName(name)
                layout.addWidget(lines)
        buttons = QDialogButtonBox()
        if report.dry_run:
            accept = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
            accept.setProperty("primary", True)
            accept.setEnabled(bool(report.total("added") or report.total("changed")))
            buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        else:
            buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
