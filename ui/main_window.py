"""The one window: sidebar, the screen that is shown, undo bar, status bar."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language
from ui.context import Context, show_error
from ui.dialogs.common.command import Command, fill_menu
from ui.drafts import RECORD_DRAFT, ROW_DRAFT
from ui.icons import icon
from ui.records.faces import FACES
from ui.screens.records import RecordsScreen
from ui.screens.screen import Screen
from ui.theme import SCHEME_LABELS
from ui.trail import Spot, Trail
from ui.widgets.buttons import set_label
from ui.widgets.drop_area import DropArea
from ui.widgets.first_paint import FirstPaint
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, Menu, one_line, set_tip, set_title
from ui.widgets.sidebar import Place, Sidebar
from ui.widgets.undo_bar import UndoBar
from ui.window_commands import WindowCommands
from ui.window_papers import WindowPapers

if TYPE_CHECKING:
    from ui.dialogs.program.help import HelpWindow

HOME = "home"
PROGRAMME = Place("programme", "calendar", N_("Programme"))
"""The timetable of a visit: no place of the sidebar, the visit leads to it."""
CALENDAR = Place("calendar", "calendar", N_("Calendar"))
PLACES = (
    Place(HOME, "layout-dashboard", N_("Home")),
    *(Place(face.entity, face.icon, face.label) for face in FACES.values()),
    CALENDAR,
)
WITH_KEY = 9
"""How many places Ctrl with a digit opens."""


_Answer = TypeVar("_Answer")


class MainWindow(QMainWindow):
    """Shows one screen at a time; screens are made when they are first wanted."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.screens: dict[str, Screen] = {}
        self._trail = Trail(_told(context.settings.recent))
        self._is_going = False
        self._menu: Menu | None = None
        self._help: HelpWindow | None = None
        self.do = WindowCommands(
            context,
            self,
            self._shown(lambda screen: screen.may_leave()),
            self._shown(lambda screen: screen.query),
            self._shown(lambda screen: screen.record),
        )
        self.papers = WindowPapers(context, self, lambda: self.screen_shown, self.screens)
        self.sidebar = Sidebar(context.theme, PLACES)
        self.sidebar.selected.connect(self.show_screen)
        self.sidebar.search_requested.connect(self.search_everything)
        self.sidebar.went.connect(self.go)
        self._stack = QStackedWidget()
        self.undo_bar = UndoBar(context.theme, context.tr_)
        self.undo_bar.undo_requested.connect(self.undo)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.undo_bar)
        column.addWidget(self._status_bar())
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(content, 1)
        drop = DropArea(context.theme, whole, self.do.drop_text, self.do.take_dropped, folders=True)
        self.setCentralWidget(drop)
        self.setMinimumSize(720, 420)
        self._add_menu()
        self._add_shortcuts()
        context.records_changed.connect(self._records_changed)
        context.record_wanted.connect(self.open_record)
        context.letters_wanted.connect(self.do_letters)
        context.waiting.connect(self._say_waiting)
        context.theme.changed.connect(self._recolour)
        self._current = HOME
        self._is_counting = False
        FirstPaint(self, self._begin)
        self._recolour()
        self.retranslate()
        self._restore()

    # Frame

    def _status_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "status")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 4, 8, 4)
        self._saved_icon = Label()
        self._saved = Label()
        self._saved.setProperty("role", "small")
        self._language = Button()
        self._language.setProperty("flat", True)
        self._languages = Menu(self)
        self._languages.aboutToShow.connect(self._fill_languages)
        self._language.setMenu(self._languages)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved, 1)
        row.addWidget(self._language)
        return bar

    def _add_menu(self) -> None:
        self._menu_button = Button()
        self._menu_button.setProperty("nav", True)
        self._menu_button.setIconSize(QSize(18, 18))
        self._menu_button.clicked.connect(self._open_menu)
        self._collapse = Button()
        self._collapse.setProperty("nav", True)
        self._collapse.setIconSize(QSize(18, 18))
        self._collapse.clicked.connect(self._toggle_sidebar)
        self.sidebar.foot.addWidget(self._menu_button)
        self.sidebar.foot.addWidget(self._collapse)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self.menu()
        # Above its button; a button with a menu of its own would set its icon differently.
        corner = self._menu_button.mapToGlobal(self._menu_button.rect().topLeft())
        self._menu.popup(corner - QPoint(0, self._menu.sizeHint().height()))

    def do_letters(self, people: list[str]) -> None:
        """Write letters to people."""
        from ui.dialogs.contacts.people_actions import write_letters

        write_letters(self.context, self, people)

    def _menu_commands(self) -> list[Command | None]:
        """The commands of the menu; None stands for a line between groups."""
        tr = self.context.tr_
        return [
            Command("upload", tr("Import contacts…"), self.do.import_contacts),
            Command("upload", tr("Import a data set…"), self.do.import_data),
            Command("download", tr("Export this list…"), self.do.export_list),
            Command("copy", tr("Find duplicates…"), self.do.review_duplicates),
            Command("tag", tr("Tags…"), self.do.edit_tags),
            Command("list-ordered", tr("Rank tables…"), self.do.edit_rank_tables),
            Command("list-checks", tr("Checklists…"), self.do.edit_checklists),
            Command("gift", tr("Gifts of a year…"), self.do.show_gifts),
            Command("gift", tr("Limits of gifts…"), self.do.edit_gift_limits),
            Command("landmark", tr("Budget of a year…"), self.do.show_budget),
            Command("bell", tr("Reminders"), self.show_reminders),
            Command("list-checks", tr("Review personal data…"), self.do.review_personal_data),
            Command(
                "list-checks", tr("Sensitive data of past visits…"), self.do.remove_sensitive_data
            ),
            None,
            Command("building", tr("Our organisation…"), self.do.choose_own_organisation),
            Command("database-backup", tr("Back up…"), self.do.back_up),
            Command("archive-restore", tr("Restore a backup…"), self.do.restore_backup),
            Command("shield-check", tr("Check the database"), self.do.check_database),
            Command("folder-open", tr("Open another database…"), self.do.open_another),
            None,
            Command("undo-2", tr("Undo"), self.undo, "Ctrl+Z"),
            Command("redo-2", tr("Redo"), self.redo, "Ctrl+Y"),
            None,
            Command("settings", tr("Settings…"), self.open_settings, "Ctrl+,"),
            Command("circle-question-mark", tr("Manual"), self.show_help, "F1"),
            Command("info", tr("About Vztahy"), self.do.show_about),
            None,
            Command("x", tr("Quit"), self.close, "Ctrl+Q"),
        ]

    def commands(self) -> list[Command]:
        """Everything that can be run from the palette: screens, new records, the menu."""
        from ui.dialogs.program.settings_dialog import PAGES

        tr = self.context.tr_
        screens = [
            Command(
                place.icon,
                tr.message(place.label),
                partial(self.show_screen, place.key),
                f"Ctrl+{number}" if number <= WITH_KEY else "",
            )
            for number, place in enumerate(PLACES, start=1)
        ]
        new = [
            Command("plus", tr.message(face.new), partial(self.create_record, face.entity))
            for face in FACES.values()
        ]
        pages = [
            Command("settings", tr.message(label), partial(self.open_settings, number))
            for number, label in enumerate(PAGES)
        ]
        shown = self.screen_shown.commands()
        note = Command(
            "message-square-plus", tr("Note a contact"), self.do.note_contact, "Ctrl+Shift+N"
        )
        return [
            *screens,
            *shown,
            note,
            Command("list-checks", tr("New task in one line…"), self.do.quick_task, "Ctrl+T"),
            *new,
            *self.papers.commands(),
            *(command for command in self._menu_commands() if command),
            *(command.under(tr("Settings")) for command in pages),
            *(command.under(tr("Appearance")) for command in (*self._looks(), self._texts_only())),
            *(command.under(tr("Language")) for command in self._language_commands()),
        ]

    def _texts_only(self) -> Command:
        return Command(
            "sun-moon",
            self.context.tr_("Texts only, in high contrast, without icons"),
            self._show_texts_only,
            chosen=self.context.settings.text_only,
        )

    def _show_texts_only(self) -> None:
        """Show texts only, in high contrast and without icons, or icons again."""
        settings = self.context.settings
        settings.text_only = not settings.text_only
        self.context.theme.set_text(settings.text_size, only=settings.text_only)

    def _looks(self) -> list[Command]:
        return [
            Command(
                "sun-moon",
                self.context.tr_.message(label),
                partial(self._set_scheme, key),
                chosen=self.context.theme.scheme == key,
            )
            for key, label in SCHEME_LABELS
        ]

    def _language_commands(self) -> list[Command]:
        return [
            Command(
                "languages",
                code.own_name,
                partial(self.switch_language, code),
                chosen=self.context.language == code,
            )
            for code in Language
        ]

    def search_everything(self) -> None:
        """Open the palette and run what is chosen in it."""
        from ui.dialogs.program.palette import Palette

        recent = [(spot.screen, spot.record) for spot in self._trail.recent]
        palette = Palette(self.context, self.commands(), self, recent, self.do.quick_task)
        palette.move(
            self.mapToGlobal(self.rect().center()) - palette.rect().center() - QPoint(0, 60)
        )
        if palette.exec() == QDialog.DialogCode.Accepted and palette.chosen:
            palette.chosen()

    def menu(self) -> Menu:
        """The menu of the window, made when it is wanted."""
        colour = self.context.theme.tokens.text
        menu = Menu(self)
        fill_menu(menu, self._menu_commands(), colour)
        menu.addSeparator()
        looks = menu.addMenu(icon("sun-moon", colour, 16), self.context.tr_("Appearance"))
        fill_menu(looks, self._looks(), colour)
        looks.addSeparator()
        fill_menu(looks, [self._texts_only()], colour)
        menu.addMenu(self._recent_menu(menu))
        return menu

    def _recent_menu(self, parent: Menu) -> Menu:
        """The records that were shown last."""
        from app.services.records.search import hits_of

        tr = self.context.tr_
        menu = Menu(tr("Recent records"), parent)
        recent = [(spot.screen, spot.record) for spot in self._trail.recent]
        with self.context.store.reading() as connection:
            hits = hits_of(connection, recent, tr, self.context.today)
        commands = [
            Command(
                FACES[hit.entity].icon,
                one_line(hit.title),
                partial(self.open_record, hit.entity, hit.id),
            )
            for hit in hits
        ]
        fill_menu(menu, commands, self.context.theme.tokens.text)
        menu.setEnabled(bool(hits))
        return menu

    def _fill_languages(self) -> None:
        self._languages.clear()
        fill_menu(self._languages, self._language_commands(), self.context.theme.tokens.text)

    def _add_shortcuts(self) -> None:
        def key(sequence: str | QKeySequence.StandardKey, run: Callable[[], object]) -> None:
            QShortcut(QKeySequence(sequence), self).activated.connect(run)

        key(QKeySequence.StandardKey.Undo, self.undo)
        for keys in ("Ctrl+Y", "Ctrl+Shift+Z"):  # which of them it is differs by system
            key(keys, self._redo_pressed)
        key("Ctrl+N", lambda: self.create_record(self._current))
        key("Ctrl+F", self._shown(lambda screen: screen.focus_search()))
        key("Ctrl+K", self.search_everything)
        key("Ctrl+,", self.open_settings)
        key("F1", self.show_help)
        key("Ctrl+Q", self.close)
        key("Alt+Left", partial(self.go, -1))
        key("Alt+Right", partial(self.go, 1))
        key("Ctrl+S", self._shown(lambda screen: screen.save()))
        key("Ctrl+Shift+N", self.do.note_contact)
        key("Ctrl+T", self.do.quick_task)
        key("Ctrl+Shift+M", self._shown(lambda screen: screen.write_mail()))
        key("F2", self._shown(lambda screen: screen.edit()))
        key("Escape", self._escape)
        key("Ctrl+P", self.papers.print_shown)
        key("Ctrl+Shift+P", self.papers.print_list)
        key("Ctrl+D", self._shown(lambda screen: screen.tick()))
        key("Delete", self._shown(lambda screen: screen.delete_pressed()))
        for number, place in enumerate(PLACES[:WITH_KEY], start=1):
            key(f"Ctrl+{number}", partial(self.show_screen, place.key))

    def _restore(self) -> None:
        settings = self.context.settings
        fit(self, 1280, 760)
        if settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode()))
        self.sidebar.set_collapsed(collapsed=settings.sidebar_collapsed)
        self.show_screen(settings.screen)
        self.retranslate()
        if settings.record:
            QTimer.singleShot(0, self._show_last_record)
        self._restore_draft()

    def _show_last_record(self) -> None:
        if not self.screen_shown.is_editing:
            self.screen_shown.select(self.context.settings.record)

    def _restore_draft(self) -> None:
        """Go on where a crash ended the typing."""
        if self.context.store.meta(ROW_DRAFT):
            QTimer.singleShot(0, self._restore_row_draft)
        text = self.context.store.meta(RECORD_DRAFT)
        if not text:
            return
        draft = json.loads(text)
        self.show_screen(draft["entity"])
        if not self.screen_shown.restore_draft(draft):
            self.context.store.set_meta(RECORD_DRAFT, "")

    def _restore_row_draft(self) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        if dialog := RowDialog.restored(self.context, self):
            dialog.exec()

    # Screens

    def show_screen(self, key: str) -> None:
        """Show a screen; unsaved changes of the one that is left are asked about."""
        if key not in MAKERS:
            key = HOME
        is_left = key != self._current and self._current in self.screens
        if is_left and not self.screen_shown.may_leave():
            self.sidebar.choose("delegation" if self._current == PROGRAMME.key else self._current)
            return
        self._current = key
        screen = self.screen_shown
        self._stack.setCurrentWidget(screen)
        screen.enter()
        self._visited(key, screen.record.id if screen.record else "")
        self.sidebar.choose("delegation" if key == PROGRAMME.key else key)
        self.context.settings.screen = key
        self._title()

    @property
    def screen_shown(self) -> Screen:
        """The screen that is shown; made when it is first wanted."""
        if self._current not in self.screens:
            screen = MAKERS[self._current](self)
            screen.typed.connect(self._show_saved)
            screen.visited.connect(partial(self._visited, self._current))
            self.screens[self._current] = screen
            self._stack.addWidget(screen)
        return self.screens[self._current]

    def _shown(self, ask: Callable[[Screen], _Answer]) -> Callable[[], _Answer]:
        """A question that is put to whichever screen is shown by then."""
        return lambda: ask(self.screen_shown)

    def show_reminders(self) -> None:
        """Show what is to be thought of, above the tasks."""
        self.show_screen("task")
        screen = self.screen_shown
        if isinstance(screen, RecordsScreen) and screen.panel:
            screen.panel.catch_up()
            screen.panel.unfold()

    def open_record(self, entity: str, record_id: str) -> None:
        """Show a record on its screen."""
        self._show_spot(Spot(entity, record_id))

    # Back and forward

    def _visited(self, screen: str, record: str, passing: bool = False) -> None:
        """Something is shown that one may want to come back to."""
        if screen != self._current or self._is_going:
            return
        self._trail.visit(Spot(screen, record), passing=passing)
        self._show_steps()

    def _show_steps(self) -> None:
        self.sidebar.back.setEnabled(self._trail.may_go(-1))
        self.sidebar.forward.setEnabled(self._trail.may_go(1))

    def _show_spot(self, spot: Spot) -> bool:
        """Show a screen and a record on it, and say whether it is there."""
        going, self._is_going = self._is_going, True  # what stood there before is no visit
        try:
            self.show_screen(spot.screen)
            shown = self._current == spot.screen and (
                not spot.record or self.screen_shown.select(spot.record)
            )
        finally:
            self._is_going = going
        if shown:
            self._visited(spot.screen, spot.record)
        return shown

    def go(self, step: int) -> None:
        """Show what was shown before (-1), or what one came back from (1)."""
        here = self._trail.here
        self._is_going = True
        try:
            while (spot := self._trail.next(step)) is not None:
                if self._show_spot(spot):
                    break
                self._trail.stay(here)
                if self.screen_shown.is_editing:  # the person wants to stay
                    break
                self._trail.forget(spot)
        finally:
            self._is_going = False
        self._show_steps()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The buttons of the mouse that go back and forward."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            step = _MOUSE_STEPS.get(event.button(), 0)
            if step:
                self.go(step)
                return True
        return super().eventFilter(watched, event)

    def create_record(self, entity: str) -> None:
        """An empty form on a screen; of a task where the screen has none."""
        self.show_screen(entity)
        if self._current == entity and not self.screen_shown.start_new():
            self.create_record("task")

    # Commands

    def _escape(self) -> None:
        if not self.screen_shown.escape() and self.undo_bar.isVisible():
            self.undo_bar.hide()

    def undo(self) -> None:
        """Take back the last action of any kind."""
        self._undo_or_redo(N_("Taken back: {action}"), again=False)

    def _redo_pressed(self) -> None:
        """What was typed comes back first, where the focus is in a field."""
        field = QApplication.focusWidget()
        if isinstance(field, QPlainTextEdit):
            more = field.document().isRedoAvailable()
        else:
            more = isinstance(field, QLineEdit) and field.isRedoAvailable()
        if more and isinstance(field, QLineEdit | QPlainTextEdit):
            field.redo()
        else:
            self.redo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._undo_or_redo(N_("Done again: {action}"), again=True)

    def _undo_or_redo(self, message: str, *, again: bool) -> None:
        from ui.dialogs.common.take_back import take_back

        tr = self.context.tr_
        if self.screen_shown.is_dirty:
            show_error(self, tr("Save or discard your changes first."), tr)
            return
        try:
            label, changes, _kept = take_back(self.context, self, again=again)
        except UserError as error:
            self._say(error.text(tr))
            return
        from app.services.records.history import label_text

        self._quiet = True
        self.context.changed(changes)
        self._quiet = False
        self._say(tr.message(message, action=label_text(label, tr)))
        if again:
            self.undo_bar.offer(label_text(label, tr))
        else:
            self.undo_bar.hide()

    _quiet = False

    def _records_changed(self, changes: Changes) -> None:
        tr = self.context.tr_
        self._counts()
        if self._quiet:
            return
        from app.services.records.history import label_text
        from app.services.records.undo import is_final, last_action

        with self.context.store.reading() as connection:
            action = last_action(connection)
            final = is_final(connection, changes.header)
        if final:
            self.undo_bar.hide()
        elif action and changes.header:
            said = [tr.message(text, **values) for text, values in changes.remarks]
            self.undo_bar.offer(" · ".join([label_text(action.label, tr), *said]), stays=bool(said))
        self._show_saved()

    def _show_saved(self) -> None:
        """Whether all that was typed is stored."""
        tr = self.context.tr_
        dirty = self._current in self.screens and self.screen_shown.is_dirty
        self._say(tr("Not saved yet (Ctrl+S saves)") if dirty else tr("Everything is saved"))
        tokens = self.context.theme.tokens
        name, colour = ("pencil", tokens.warn) if dirty else ("circle-check", tokens.ok)
        self._saved_icon.setPixmap(icon(name, colour, 14).pixmap(14, 14))

    def _say(self, text: str) -> None:
        self._saved.setText(text)
        self._saved.setAccessibleName(text)

    def say(self, text: str) -> None:
        """Say what is going on beside the work, in the status bar."""
        self._say(text)

    def _say_waiting(self, is_waiting: bool) -> None:
        """Say why the window stands still: nothing is drawn before the waiting is over."""
        if not is_waiting:
            self._show_saved()
            return
        self._say(self.context.tr_("Waiting until other large work has written its next part…"))
        self._saved.repaint()

    def cut_off_ended(self, is_over: bool) -> None:
        """Say how work that was cut off has ended, and list what stays of it."""
        from ui.dialogs.common.staying_dialog import show_what_stays

        tr = self.context.tr_
        if not is_over:
            self._say(tr("Work that was cut off is brought to its end at the next start."))
            return
        self._say(tr("Work that was cut off was brought to its end; nothing of it is half done."))
        self.undo_bar.hide()
        show_what_stays(self.context, self)

    def _begin(self) -> None:
        self._is_counting = True
        self._counts()
        if handle := self.windowHandle():
            handle.installEventFilter(self)  # sees the mouse before the widgets do

    def _counts(self) -> None:
        from app.services.tasks.overview import open_counts

        with self.context.store.reading() as connection:
            self.sidebar.set_counts(open_counts(connection, self.context.today))

    def open_settings(self, page: int = 0) -> None:
        """What this computer and the office have chosen."""
        from ui.dialogs.program.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.context, self.switch_language, self.do.restore_backup, self)
        dialog.show_page(page)
        dialog.exec()

    def show_help(self) -> None:
        """The manual, open at the page of the shown screen."""
        from ui.dialogs.program.help import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self.context, self)
        self._help.show_page(self._current)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def backup_made(self, name: str) -> None:
        """Say that an automatic backup was made."""
        self._say(self.context.tr_("Backup written: {file}", file=name))

    def backup_failed(self, text: str) -> None:
        """Say why there is no automatic backup."""
        show_error(self, text, self.context.tr_)

    def _set_scheme(self, key: str) -> None:
        self.context.settings.scheme = key
        self.context.theme.apply(key)

    def _toggle_sidebar(self) -> None:
        self.sidebar.set_collapsed(collapsed=not self.sidebar.collapsed)
        self.context.settings.sidebar_collapsed = self.sidebar.collapsed
        self.retranslate()

    def switch_language(self, language: Language) -> None:
        """Show the whole program in another language at once."""
        self.context.switch_language(language)

    # Appearance and language

    def _recolour(self) -> None:
        tokens = self.context.theme.tokens
        self._menu_button.setIcon(icon("ellipsis", tokens.text, 18))
        self._collapse.setIcon(icon("panel-left-close", tokens.text, 18))
        self._language.setIcon(icon("languages", tokens.muted, 16))
        self._show_saved()

    def retranslate(self) -> None:
        """Show everything in the current language."""
        tr = self.context.tr_
        slim = self.sidebar.collapsed
        self.sidebar.retranslate(tr)
        for button, text in (
            (self._menu_button, tr("Menu")),
            (self._collapse, tr("Collapse the sidebar") if not slim else tr("Expand the sidebar")),
        ):
            button.setAccessibleName(text)
            set_tip(button, text)
        self._menu_button.setText("" if slim else "  " + tr("Menu"))
        self._collapse.setText("" if slim else "  " + tr("Collapse"))
        set_label(self._language, self.context.language.own_name)
        self._language.setAccessibleName(tr("Language of the program"))
        self.undo_bar.retranslate(tr)
        self._show_saved()
        if self._is_counting:
            self._counts()
        self._title()

    def _title(self) -> None:
        tr = self.context.tr_
        place = next(place for place in (*PLACES, PROGRAMME) if place.key == self._current)
        sample = "" if self.context.remembered else " (" + tr("sample data") + ")"
        set_title(self, f"{tr.message(place.label)}{sample} – Vztahy")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Each screen translates itself when the language changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_current"):
            self.retranslate()
            for screen in self.screens.values():
                screen.retranslate()
            if self._help is not None:
                self._help.retranslate()

    def come_forward(self) -> None:
        """Raise the window: somebody started the program again."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask about unsaved changes and remember how the window was left."""
        if not self.screen_shown.may_leave():
            event.ignore()
            return
        settings = self.context.settings
        settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        for screen in self.screens.values():
            screen.save_layout()
        shown = self.screen_shown.record
        settings.record = shown.id if shown else ""
        settings.recent = [":".join(spot) for spot in self._trail.remembered]
        self.context.remember()
        event.accept()


_MOUSE_STEPS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}


def _told(recent: list[str]) -> list[Spot]:
    """The records of the settings that were shown last."""
    parts = [text.partition(":") for text in recent]
    return [Spot(entity, record) for entity, _, record in parts if entity in FACES and record]


def _calendar(window: MainWindow) -> Screen:
    from ui.screens.calendar import CalendarScreen

    return CalendarScreen(window.context)


def _home(window: MainWindow) -> Screen:
    from ui.screens.home import HomeScreen

    home = HomeScreen(window.context)
    home.import_requested.connect(window.do.import_data)
    home.contacts_requested.connect(window.do.import_contacts)
    home.create_requested.connect(window.create_record)
    home.reminders_requested.connect(window.show_reminders)
    return home


def _records(entity: str, window: MainWindow) -> Screen:
    screen = RecordsScreen(window.context, ENTITIES[entity])
    screen.import_requested.connect(window.do.import_contacts)
    return screen


def _programme(window: MainWindow) -> Screen:
    from ui.screens.programme import ProgrammeScreen

    screen = ProgrammeScreen(window.context)
    screen.left.connect(partial(window.open_record, "delegation"))
    return screen


MAKERS: dict[str, Callable[[MainWindow], Screen]] = {
    HOME: _home,
    **{name: partial(_records, name) for name in FACES},
    CALENDAR.key: _calendar,
    PROGRAMME.key: _programme,
}
"""What makes the screen of each place."""
