"""Shows how far long work is, while it runs in a process of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from app.jobs import Job
from ui.context import Context
from ui.dialogs.common.staying_dialog import show_what_stays
from ui.widgets.plain import ProgressBox, set_title

_LOOK = 40  # milliseconds
_STEPS = 1000  # of the bar: the bytes of a large file are more than it can count


def run_job(context: Context, parent: QWidget, text: str, name: str, **arguments: Any) -> Any:
    """Run a job of `app.jobs` behind a progress bar that can cancel it; gives its result.

    What it has written is taken back before this ends, also where its process died; the bar says
    how far that is, and cannot be cancelled then. Raises the `UserError` that the job raised; what
    stays of a batch is listed first.
    """
    tr = context.tr_
    dialog = _box(context, parent, text, tr("Cancel"))
    job = Job(context.store, name, arguments)
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(_LOOK)
    is_stopping = False

    def look() -> None:
        nonlocal dialog, is_stopping
        if not is_stopping and (dialog.wasCanceled() or job.is_taking_back):
            is_stopping = True
            if dialog.wasCanceled():
                job.cancel()
            dialog.deleteLater()
            dialog = _box(context, parent, tr("Stopping; what was written is taken back…"), "")
        if job.total and (job.is_taking_back or not is_stopping):
            dialog.setMaximum(_STEPS)
            dialog.setValue(min(job.done * _STEPS // job.total, _STEPS))
        if job.poll():
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    dialog.is_over = True
    dialog.close()
    dialog.deleteLater()
    try:
        return job.result()
    finally:
        show_what_stays(context, parent)


class _Box(ProgressBox):
    """Without a button it stays until the work is over, whatever key is pressed."""

    is_over = False
    may_be_left = True

    def reject(self) -> None:
        if self.may_be_left or self.is_over:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.may_be_left or self.is_over:
            super().closeEvent(event)
        else:
            event.ignore()


def _box(context: Context, parent: QWidget, text: str, button: str) -> _Box:
    box = _Box(text, button, 0, 0, parent)
    set_title(box, context.tr_("Vztahy"))
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setMinimumDuration(300)
    box.setAutoClose(False)
    box.setAutoReset(False)
    if not button:
        box.may_be_left = False
        box.setCancelButton(None)
    return box
