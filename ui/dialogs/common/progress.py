"""Shows how far long work is, while it runs in a process of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.jobs import Job
from ui.context import Context
from ui.widgets.plain import ProgressBox

_LOOK = 40  # milliseconds


def run_job(context: Context, parent: QWidget, text: str, name: str, **arguments: Any) -> Any:
    """Run a job of `app.jobs` behind a progress bar that can cancel it; gives its result.

    Raises the `UserError` that the job raised.
    """
    tr = context.tr_
    dialog = ProgressBox(text, tr("Cancel"), 0, 0, parent)
    dialog.setWindowTitle(tr("Vztahy"))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(300)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    job = Job(context.store, name, arguments)
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(_LOOK)

    def look() -> None:
        if dialog.wasCanceled():
            job.cancel()
        elif job.total:
            dialog.setMaximum(job.total)
            dialog.setValue(min(job.done, job.total))
        if job.poll():
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    dialog.close()
    dialog.deleteLater()
    return job.result()
