"""Makes the automatic backups in the background while the window is open."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.db.connection import translated
from app.errors import UserError
from app.services.care import auto_backup
from app.services.documents import stored_contents
from ui.context import Context

log = logging.getLogger("vztahy")

_FIRST = 4_000  # milliseconds after the start: the window comes first
_AGAIN = 60 * 60 * 1000


class AutoBackup(QObject):
    """Looks at the start and every hour whether a backup is due.

    `made` carries the name of the new file, `failed` the sentence that says why there is none.
    """

    made = Signal(str)
    failed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(lambda: self.look(at_start=False))

    def start(self) -> None:
        """Begin to look; to be called when the window is shown."""
        self._timer.start()
        QTimer.singleShot(_FIRST, lambda: self.look(at_start=True))

    def look(self, *, at_start: bool) -> None:
        """Make a backup in the background if one is due."""
        settings = self._context.settings
        store = self._context.store
        rhythm = settings.backup_rhythm
        folder = auto_backup.folder_for(store.path, settings.backup_folder)
        now = datetime.now()
        running = self._thread is not None and self._thread.is_alive()
        due = auto_backup.is_due(folder, rhythm, now) and (at_start or rhythm != "start")
        if running or not (due or at_start):
            return

        def work() -> None:
            # Copying steps through SQL and waits for the disk: a thread is enough.
            try:
                if due:
                    self.made.emit(auto_backup.run(store, folder, now).name)
                stored_contents.clean(store, now.date())
            except UserError as error:
                self.failed.emit(error.text(self._context.tr_))
            except Exception as error:  # nobody sees what a thread raises
                known = translated(error, store.path)
                tr = self._context.tr_
                log.error("the automatic backup failed: %s", type(error).__name__)
                self.failed.emit(
                    known.text(tr)
                    if known
                    else tr(
                        "The automatic backup failed ({kind}). The database was not changed. Make "
                        "a backup by hand, and choose another folder in the settings.",
                        kind=type(error).__name__,
                    )
                )
            finally:
                store.close()

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait until a backup that is being made is complete."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
