"""What every screen needs, passed on from where the program starts: no globals."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.db.store import Changes, Store
from app.errors import UserError
from app.i18n import Language, Translator, translator
from app.settings import Settings
from ui.qt_translations import QtTranslations
from ui.theme import Theme
from ui.widgets.plain import MessageBox

if TYPE_CHECKING:
    from app.services.tasks.reminders import Reminder

log = logging.getLogger("vztahy")

_LONG = 0.3  # seconds of waiting of which a person is told


class Context(QObject):
    """The open database, the language, the look, and the bus of what changed.

    `filters` are those that the lists have just now (field and value, by entity).
    `records_changed` carries the `Changes` of a committed transaction (without a header: what
    follows from the data was made anew, which cannot be taken back), `record_wanted` an entity
    and an id that somebody asked to see, `restore_wanted` the path of a backup, `another_wanted`
    that of a database to be opened instead. `waiting` tells whether a change has to wait until
    another process has written.
    """

    records_changed = Signal(object)
    record_wanted = Signal(str, str)
    letters_wanted = Signal(object)
    language_changed = Signal()
    restore_wanted = Signal(object)
    waiting = Signal(bool)
    another_wanted = Signal(object)

    def __init__(
        self,
        app: QApplication,
        store: Store,
        settings: Settings,
        theme: Theme,
        *,
        remembered: bool = True,
    ) -> None:
        super().__init__()
        self.remembered = remembered
        self.app = app
        self.store = store
        self.settings = settings
        self.theme = theme
        self.tr_: Translator = translator(Language(settings.language or system_language()))
        self._qt = QtTranslations(app)
        self._qt.switch(self.tr_.language)
        self._set_locale()
        self.filters: dict[str, list[list[str]]] = {}
        self._take_over()
        self._reminders: tuple[tuple[date, Language], list[Reminder]] | None = None
        self._is_waiting = False
        store.waiting = self._waits

    def _waits(self, seconds: float) -> None:
        """Told by the store. What waits in another thread keeps nobody from working."""
        is_long = seconds > _LONG
        if is_long == self._is_waiting or threading.current_thread() is not threading.main_thread():
            return
        self._is_waiting = is_long
        if is_long:
            self.app.setOverrideCursor(Qt.CursorShape.WaitCursor)
        else:
            self.app.restoreOverrideCursor()
        self.waiting.emit(is_long)

    @property
    def language(self) -> Language:
        """The language of the window."""
        return self.tr_.language

    @property
    def today(self) -> date:
        """The day for which states are computed."""
        return date.today()

    def switch_language(self, language: Language) -> None:
        """Show the whole window in another language, Qt's own dialogs included."""
        from PySide6.QtCore import QEvent

        self.settings.language = language.value
        self.tr_ = translator(language)
        self._qt.switch(language)
        self._set_locale()
        self.language_changed.emit()
        # An empty translator sends nothing, so widgets are told explicitly.
        for widget in self.app.topLevelWidgets():
            if isValid(widget):  # a window that was told before may have replaced its menus
                QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))

    def close(self) -> None:
        """Take back what the context changed in the application: Qt's translators."""
        self.store.waiting = None
        self._qt.switch(Language.EN)

    def _take_over(self) -> None:
        """Read what is remembered in the database; what an older settings file holds goes there."""
        from app.services import preferences

        old = self.settings.of_the_work
        if old and self.remembered:
            try:
                preferences.adopt(self.store, old)
                old.clear()
                self.settings.save()
            except UserError:  # it stays in the file until the next start
                log.warning("the settings could not be taken over")
        self.filters = preferences.filters_of(self.store)

    def _set_locale(self) -> None:
        from PySide6.QtCore import QLocale

        QLocale.setDefault(QLocale(self.language.locale))

    def remember(self) -> None:
        """Store the filters of the lists, and the settings of this computer but for a demo."""
        from app.services import preferences

        try:
            preferences.keep_filters(self.store, self.filters)
            if self.remembered:
                self.settings.save()
        except UserError:
            log.warning("the settings could not be saved")

    def reminders(self) -> list[Reminder]:
        """What is to be thought of today; worked out again after anything changed."""
        from app.services.tasks.reminders import reminders

        key = (self.today, self.language)
        if self._reminders is None or self._reminders[0] != key:
            with self.store.reading() as connection:
                self._reminders = (key, reminders(connection, key[0], language=key[1]))
        return self._reminders[1]

    def changed(self, changes: Changes) -> None:
        """Tell every view what a committed transaction changed; once each."""
        if changes:
            self._reminders = None
            self.records_changed.emit(changes)

    def change(
        self,
        parent: QWidget | None,
        act: Callable[[Store], Changes | tuple[object, Changes]],
    ) -> bool:
        """Change something from the window: every view is told what `act` gives, a known error
        is shown; whether it was done. The one way of a change that needs no more than that.
        """
        with self.known_errors(parent):
            done = act(self.store)
            self.changed(done if isinstance(done, Changes) else done[1])
            return True
        return False

    @contextlib.contextmanager
    def known_errors(self, parent: QWidget | None) -> Iterator[None]:
        """Show known errors of the block in a dialog; the block ends, nothing typed is lost."""
        try:
            yield
        except UserError as error:
            show_error(parent, error.text(self.tr_), self.tr_)


def system_language() -> str:
    """The language of the desktop where we speak it, else Czech."""
    from PySide6.QtCore import QLocale

    code = QLocale.system().name()[:2]
    return code if code in {item.value for item in Language} else "cs"


def show_error(parent: QWidget | None, text: str, tr: Translator) -> None:
    """A dialog with a known error."""
    box = MessageBox(
        MessageBox.Icon.Warning, tr("Vztahy"), text, MessageBox.StandardButton.Ok, parent
    )
    box.exec()
