"""Work in a thread behind a progress bar, while the window stays alive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.progress import Cancelled, Progress
from ui.widgets.plain import ProgressBox, set_title

_LOOK = 40  # milliseconds
_PATIENCE = 300  # milliseconds before the bar is shown: short work needs none
_STEPS = 1000  # of the bar; the bytes of a large file are more than it can count

_Result = TypeVar("_Result")


def run_in_thread(
    parent: QWidget | None,
    texts: tuple[str, str, str],
    work: Callable[[Progress, Cancelled], _Result],
) -> _Result:
    """Run `work` and give its result; raises what it raised.

    `work` takes `progress` (done, of how much) and `cancelled`. For work that waits for the disk
    or steps SQL; what computes belongs into a process (`app.jobs`). `texts` are the title of the
    bar, the sentence that says what is done, and the text of its button.
    """
    title, text, cancel = texts
    dialog = ProgressBox(text, cancel, 0, 0, parent)
    set_title(dialog, title)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(_PATIENCE)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    stop = threading.Event()
    far = (0, 0)
    results: list[_Result] = []
    errors: list[BaseException] = []

    def progress(done: int, total: int) -> None:
        nonlocal far
        far = (done, total)

    def run() -> None:
        try:
            results.append(work(progress, stop.is_set))
        except BaseException as error:  # raised again where the work was asked for
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(_LOOK)

    def look() -> None:
        done, total = far
        if dialog.wasCanceled():
            stop.set()
        elif total:
            dialog.setMaximum(_STEPS)
            dialog.setValue(min(done * _STEPS // total, _STEPS))
        if not thread.is_alive():
            loop.quit()

    timer.timeout.connect(look)
    thread.start()
    timer.start()
    loop.exec()
    timer.stop()
    if thread.is_alive():  # the program is being closed
        stop.set()
        thread.join()
    dialog.close()
    dialog.deleteLater()
    if errors:
        raise errors[0]
    return results[0]
