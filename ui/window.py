"""Opens the window: the composition root of the program with a screen."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication

from app.db.store import Store
from app.errors import UserError, where
from app.i18n import N_, Language, translator
from app.paths import log_dir
from app.services.office import copied_by, make_own_organisation, open_store
from app.settings import Settings
from app.system import program_command
from ui.context import Context, system_language
from ui.icons import icon
from ui.main_window import MainWindow
from ui.quick import collect_garbage
from ui.single_instance import SingleInstance
from ui.theme import Theme
from ui.unknown_errors import UnknownErrors
from ui.widgets.first_paint import FirstPaint
from ui.widgets.plain import MessageBox, alarm, inform

if TYPE_CHECKING:
    from ui.ares_queue import AresQueue
    from ui.auto_backup import AutoBackup
    from ui.dialogs.program.first_run import FirstAnswers
    from ui.taking_back import TakingBack
    from ui.text_reading import TextReading

log = logging.getLogger("vztahy")

_ROOMY = QSize(1440, 900)
_LONGEST_LOG = 500_000  # bytes; what is longer at a start is put aside, and the one before goes


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The one application object."""
    app = QApplication.instance() or QApplication(arguments or ["vztahy"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Vztahy")
    app.setApplicationDisplayName("Vztahy")
    app.setDesktopFileName("vztahy")
    return app


def run_window(data: Path | None, language: str | None) -> int:
    """Open the database in the window; gives the exit status."""
    settings = Settings.load()
    if language:
        settings.language = language
    return open_window(data or settings.database_file, settings, ask_first=data is None)


def open_window(
    path: Path,
    settings: Settings,
    *,
    remembered: bool = True,
    ask_first: bool = False,
    key: bytes | None = None,
) -> int:
    """Show the window on a database until it is closed; gives the exit status.

    `key` is the raw key of an encrypted database. `ask_first` welcomes a new user when the
    database does not exist yet. A second start on the same database raises the window of the first.
    """
    app = make_application()
    _log_to_file()
    theme = Theme(app, settings.scheme, text_size=settings.text_size, text_only=settings.text_only)
    app.setWindowIcon(icon("handshake", theme.tokens.accent, 64))
    answers = None
    if ask_first and not path.exists():
        found = _find(theme, settings, path)
        if found is None:
            return 1
        path = found
    if ask_first and not path.exists():
        answers = _welcome(app, theme, settings, path)
        if answers is None:
            return 0
        path = answers.folder / path.name
    opened = _open(theme, settings, path, key, answers)
    if isinstance(opened, int):
        return opened
    store, instance = opened
    context = Context(app, store, settings, theme, remembered=remembered)
    if ask_first and str(store.path) != os.path.realpath(settings.database_file):
        settings.database = str(store.path)  # another one was chosen, since this did not open
        context.remember()
    if answers:
        context.remember()
    window = MainWindow(context)
    _catch_unknown_errors(window, context)
    instance.wanted.connect(window.come_forward)
    background: list[AutoBackup | AresQueue | TakingBack | TextReading] = []
    context.restore_wanted.connect(
        lambda backup: _restore(app, window, context, instance, Path(backup), background)
    )
    context.another_wanted.connect(lambda path: _open_another(app, window, context, Path(path)))

    def begin() -> None:
        collect_garbage()
        instance.listen()
        background.extend(_background(window, context))
        if remembered and (problem := copied_by(store)):
            inform(window, "Vztahy", problem.text(context.tr_))

    _show(window, first_time=not settings.geometry)
    FirstPaint(window, begin)
    if answers:
        _first_step(window, answers)
    status = app.exec()
    for work in background:
        work.finish()
    instance.release()
    store.close()
    return int(status)


def _find(theme: Theme, settings: Settings, path: Path) -> Path | None:
    """What to open where a database is not there that there was once; None to open nothing.

    Somebody who is new here is not asked: then there is neither a chosen place nor a backup.
    """
    from app.services.care.auto_backup import folder_for
    from app.services.care.recovery import ABSENT, offered

    folder = folder_for(path, settings.backup_folder)
    if not settings.database and not offered(path, folder):
        return path
    from ui.dialogs.program.recovery_dialog import RecoveryDialog

    language = Language(settings.language or system_language())
    dialog = RecoveryDialog(theme, language, path, UserError(ABSENT, file=path.name), folder)
    return dialog.path if dialog.exec() == RecoveryDialog.DialogCode.Accepted else None


UNEXPECTED = N_(
    "The database “{file}” cannot be opened, and nobody foresaw why ({kind}). Nothing was changed. "
    "The log says where it happened. Try again, or open another file."
)


def _open(
    theme: Theme,
    settings: Settings,
    path: Path,
    key: bytes | None,
    answers: FirstAnswers | None,
) -> tuple[Store, SingleInstance] | int:
    """Open a database for a window of its own; gives the exit status when there is to be none.

    While it does not open, backups, another file or another try are offered.
    """
    language = Language(settings.language or system_language())
    while True:
        instance = SingleInstance(path)
        if not instance.claim():
            return 0
        try:
            store = open_store(path, key, answers.name if answers else "", take_back=False)
            break
        except Exception as error:  # whatever it is, the person is told, and has a way on
            known = _explained(error, path, key)
        instance.release()
        from app.services.care.auto_backup import folder_for
        from ui.dialogs.program.recovery_dialog import RecoveryDialog

        folder = folder_for(path, settings.backup_folder)
        dialog = RecoveryDialog(theme, language, path, known, folder, key)
        if dialog.exec() != RecoveryDialog.DialogCode.Accepted:
            return 1
        path = dialog.path
    if answers and answers.organisation:
        try:
            make_own_organisation(store, answers.organisation, answers.logo)
        except UserError as error:
            alarm(None, "Vztahy", error.text(translator(language)))
    return store, instance


def _explained(error: Exception, path: Path, key: bytes | None) -> UserError:
    from app.services.care.recovery import explained

    if known := explained(error, path, key):
        return known
    _log_error(error)
    return UserError(UNEXPECTED, file=path.name, kind=type(error).__name__)


def _background(
    window: MainWindow, context: Context
) -> tuple[AutoBackup | AresQueue | TakingBack | TextReading, ...]:
    """What goes on beside the work in the window; begun when it has been painted."""
    from ui.ares_queue import AresQueue
    from ui.auto_backup import AutoBackup
    from ui.taking_back import TakingBack
    from ui.text_reading import TextReading

    backups, queue, taking_back = AutoBackup(context), AresQueue(context), TakingBack(context)
    reading = TextReading(context)
    backups.made.connect(window.backup_made)
    backups.failed.connect(window.backup_failed)
    queue.failed.connect(window.say)
    reading.told.connect(window.say)
    if context.remembered:
        backups.start()
        queue.start()
        reading.start()
    taking_back.told.connect(window.say)
    taking_back.ended.connect(window.cut_off_ended)
    taking_back.start()
    return backups, queue, taking_back, reading


def _restore(
    app: QApplication,
    window: MainWindow,
    context: Context,
    instance: SingleInstance,
    backup: Path,
    background: Sequence[AutoBackup | AresQueue | TakingBack | TextReading] = (),
) -> None:
    """Put a backup in the place of the database and start the program anew on it."""
    from app.services.care.auto_backup import folder_for
    from app.services.care.backup import ERASED_UNKNOWN, put_back
    from app.services.care.recovery import offered

    store, tr = context.store, context.tr_
    for work in background:
        work.finish()  # what they read and write with is closed then
    store.close()
    copies = offered(store.path, folder_for(store.path, context.settings.backup_folder))
    try:
        done = put_back(backup, store.path, store.key, [item.path for item in copies])
    except UserError as error:
        alarm(window, "Vztahy", error.text(tr))
        for work in background:
            work.start()
        return
    if not done.erased_known:
        inform(window, "Vztahy", tr.message(ERASED_UNKNOWN))
    window.close()
    instance.release()
    start_again("--data", str(store.path))
    app.quit()


def _open_another(app: QApplication, window: MainWindow, context: Context, path: Path) -> None:
    """Open another database in a process of its own, and from then on; this window goes."""
    if context.remembered:
        context.settings.database = str(path)
    if window.close():  # which remembers the settings
        start_again("--data", str(path))
        app.quit()


def start_again(*arguments: str) -> None:
    """Start the program once more, in a process of its own."""
    command = program_command()
    from PySide6.QtCore import QProcess

    QProcess.startDetached(command[0], [*command[1:], *arguments])


def _welcome(
    app: QApplication, theme: Theme, settings: Settings, path: Path
) -> FirstAnswers | None:
    """Ask a new user; None if they leave. The answers are put into the settings."""
    language = Language(settings.language or system_language())
    from ui.dialogs.program.first_run import FirstRun

    dialog = FirstRun(theme, language, path.parent)
    if dialog.exec() != FirstRun.DialogCode.Accepted:
        return None
    answers = dialog.answers
    settings.language = answers.language.value
    if answers.folder != path.parent:
        settings.database = str(answers.folder / path.name)
    return answers


def _first_step(window: MainWindow, answers: FirstAnswers) -> None:
    """What a new user wants to begin with."""
    from ui.dialogs.program.first_run import Begin

    if answers.begin is Begin.IMPORT:
        QTimer.singleShot(0, window.do.import_data)
    elif answers.begin is Begin.CONTACTS:
        QTimer.singleShot(0, window.do.import_contacts)
    elif answers.begin is Begin.DEMO:
        show_demo(answers.language)


def show_demo(language: Language) -> None:
    """Open the sample data in a window of its own."""
    start_again("--lang", language.value, "demo")


def _show(window: MainWindow, *, first_time: bool) -> None:
    """Show the window; for the first time over the whole screen where that is small."""
    room = window.screen().availableSize()
    if first_time and (room.width() < _ROOMY.width() or room.height() < _ROOMY.height()):
        window.showMaximized()
    else:
        window.show()


def _log_to_file() -> None:
    try:
        log_dir().mkdir(parents=True, exist_ok=True)
        file = log_dir() / "vztahy.log"
        if file.exists() and file.stat().st_size > _LONGEST_LOG:
            file.replace(file.with_suffix(".old.log"))
        handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


def _log_error(error: BaseException) -> None:
    """The message of an exception may quote a record; where it happened does not."""
    log.error("%s at %s", type(error).__name__, where(error.__traceback__))


def _offer_backups(window: MainWindow, error: UserError) -> None:
    """Say that the open database is damaged, and lead to its backups."""
    tr = window.context.tr_
    box = MessageBox(
        MessageBox.Icon.Critical,
        "Vztahy",
        error.text(tr),
        MessageBox.StandardButton.NoButton,
        window,
    )
    restore = box.addButton(tr("Restore a backup…"), MessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Close"), MessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is restore:
        window.do.restore_backup()


def _catch_unknown_errors(window: MainWindow, context: Context) -> None:
    """Unknown errors reach the log without values of records, and a dialog; the window stays."""
    UnknownErrors(window, context, partial(_offer_backups, window)).install()
