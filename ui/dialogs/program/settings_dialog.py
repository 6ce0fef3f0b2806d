"""Settings: what one computer and its office have chosen; each applied at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.i18n import N_, Language
from app.rules.days.partial_dates import format_moment
from app.services import office
from app.services.care import auto_backup
from app.services.documents import pictures
from app.services.office_settings import own_organisation
from app.services.records.query import captions
from app.services.records.records import read, save
from ui.context import Context
from ui.dialogs.program.settings_office import OfficeListPage, ReminderPage
from ui.theme import SCHEME_LABELS
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, CheckBox, Combo, Form, Label, ListItem, Tabs, ask_text
from ui.widgets.styled import ListBox

PAGES = (
    N_("General"),
    N_("Appearance"),
    N_("Users"),
    N_("Reminders"),
    N_("Agreements"),
    N_("Papers"),
    N_("Backups"),
)
TEXT_SIZES = (100, 125, 150)


class SettingsDialog(QDialog):
    """What one computer and its office have chosen.

    `switch_language` shows the program in another language, `restore` opens the restoring of a
    backup.
    """

    def __init__(
        self,
        context: Context,
        switch_language: Callable[[Language], None],
        restore: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._switch_language = switch_language
        self._restore = restore
        self._tabs = Tabs()
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._tabs)
        layout.addWidget(self._buttons)
        fit(self, 760, 480)
        self._build()

    def _build(self) -> None:
        tr = self._context.tr_
        shown = max(0, self._tabs.currentIndex())
        while self._tabs.count():
            page = self._tabs.widget(0)
            self._tabs.removeTab(0)
            if page:
                page.deleteLater()
        self.setWindowTitle(tr("Settings"))
        self._tabs.setAccessibleName(tr("Settings"))
        self._close.setText(tr("Close"))
        pages = (
            self._general, self._appearance, self._users, self._reminders, self._agreements,
            self._papers, self._backups,
        )  # fmt: skip
        for make, label in zip(pages, PAGES, strict=True):
            self._tabs.addTab(make(), tr.message(label))
        self._tabs.setCurrentIndex(shown)

    def show_page(self, number: int) -> None:
        """Show a page of `PAGES`."""
        self._tabs.setCurrentIndex(number)

    # Pages

    def _general(self) -> QWidget:
        tr = self._context.tr_
        page, form = _page()
        self.language = _choice(
            [(code, code.own_name) for code in Language], self._context.language
        )
        self.language.activated.connect(lambda _index: self._language_chosen())
        _add(form, tr("Language of the program"), self.language)
        with self._context.store.reading() as connection:
            own = own_organisation(connection)
            names = captions(
                connection, ENTITIES["organisation"], [own] if own else [], self._context.language
            )
        self._own = Label(names.get(own or "", tr("none chosen yet")))
        self._own.setWordWrap(True)
        change = Button(tr("Change…"))
        change.setAccessibleName(tr("Our organisation…"))
        change.clicked.connect(self._choose_own)
        _add(form, tr("Our organisation"), _beside(self._own, change), change)
        if own:
            choose = Button(tr("Choose…"))
            choose.setAccessibleName(tr("Choose the logo"))
            choose.clicked.connect(self._choose_logo)
            remove = Button(tr("Remove"))
            remove.setAccessibleName(tr("Remove the logo"))
            remove.clicked.connect(lambda _on=False: self._set_logo(None))
            logo = Label()
            with self._context.store.reading() as connection:
                data = office.own_logo(connection)
            image = QPixmap()
            if data and image.loadFromData(data):
                logo.setPixmap(image.scaledToHeight(40, Qt.TransformationMode.SmoothTransformation))
                logo.setAccessibleName(tr("Logo"))
            else:
                logo.setText(tr("none chosen yet"))
                remove.hide()
            _add(form, tr("Logo"), _beside(logo, choose, remove), choose)
        database = QLineEdit(str(self._context.store.path))
        database.setReadOnly(True)
        _add(form, tr("Where the data is kept"), database)
        return page

    def _language_chosen(self) -> None:
        self._switch_language(Language(self.language.currentData()))
        self._context.remember()
        self._build()

    def _choose_own(self) -> None:
        from ui.dialogs.program.files import choose_own_organisation

        choose_own_organisation(self._context, self)
        self._build()

    def _choose_logo(self) -> None:
        tr = self._context.tr_
        kinds = tr("Pictures") + f" ({pictures.PATTERNS})"
        found, _ = QFileDialog.getOpenFileName(self, tr("Choose the logo"), "", kinds)
        if found:
            self._set_logo(Path(found))

    def _set_logo(self, logo: Path | None) -> None:
        if self._context.change(self, lambda store: office.set_logo(store, logo)):
            self._build()

    def _appearance(self) -> QWidget:
        context = self._context
        tr = context.tr_
        page, form = _page()
        self.scheme = _choice(
            [(key, tr.message(label)) for key, label in SCHEME_LABELS], context.theme.scheme
        )
        self.scheme.activated.connect(lambda _index: self._look_chosen())
        _add(form, tr("Colours"), self.scheme)
        self.text_size = _choice([(size, f"{size} %") for size in TEXT_SIZES],
                                 context.settings.text_size)  # fmt: skip
        self.text_size.activated.connect(lambda _index: self._look_chosen())
        _add(form, tr("Size of texts"), self.text_size)
        self.text_only = CheckBox(tr("Texts only, in high contrast, without icons"))
        self.text_only.setChecked(context.settings.text_only)
        self.text_only.clicked.connect(lambda _on: self._look_chosen())
        form.addRow(self.text_only)
        return page

    def _look_chosen(self) -> None:
        context = self._context
        context.settings.scheme = self.scheme.currentData()
        context.settings.text_size = self.text_size.currentData()
        context.settings.text_only = self.text_only.isChecked()
        context.theme.set_text(context.settings.text_size, only=context.settings.text_only)
        context.theme.apply(context.settings.scheme)
        context.remember()

    def _users(self) -> QWidget:
        context = self._context
        tr = context.tr_
        page, form = _page()
        with context.store.reading() as connection:
            known = office.users(connection)
        self.me = _choice(known, context.store.user_id)
        self.me.activated.connect(lambda _i: context.store.set_user(self.me.currentData()))
        _add(form, tr("I am"), self.me)
        self.users = ListBox()
        self.users.setAccessibleName(tr("Users"))
        for key, name in known:
            item = ListItem(name)
            item.setData(_KEY, key)
            self.users.addItem(item)
        self.users.setCurrentRow(0)
        form.addRow(self.users)
        add = Button(tr("Add a user…"))
        rename = Button(tr("Rename…"))
        add.clicked.connect(self._add_user)
        rename.clicked.connect(self._rename_user)
        form.addRow(_beside(add, rename, stretch=False))
        return page

    def _add_user(self) -> None:
        tr = self._context.tr_
        name, done = ask_text(self, tr("Add a user"), tr("Name"))
        if done and name.strip():
            self._save_user(None, name)

    def _rename_user(self) -> None:
        tr = self._context.tr_
        item = self.users.currentItem()
        if item is None:
            return
        name, done = ask_text(self, tr("Rename"), tr("Name"), text=item.text())
        if done and name.strip():
            self._save_user(item.data(_KEY), name)

    def _save_user(self, key: str | None, name: str) -> None:
        context = self._context
        entity = ENTITIES["user"]
        clean = " ".join(name.split())
        initials = "".join(part[0] for part in clean.split()[:3]).upper()
        values = {"name": clean, "initials": initials}
        with context.known_errors(self):
            version = 0
            if key:
                with context.store.reading() as connection:
                    stored = read(connection, entity, key)
                version = stored.version if stored else 0
            else:
                values["role"] = "member"
            _, changes = save(context.store, entity, key, version, values)
            context.changed(changes)
        self._build()

    def _reminders(self) -> QWidget:
        self.reminders = ReminderPage(self._context)
        return self.reminders

    def _agreements(self) -> QWidget:
        self.agreements = OfficeListPage(self._context)
        return self.agreements

    def _papers(self) -> QWidget:
        tr = self._context.tr_
        settings = self._context.settings
        page, form = _page()
        names = [(code.value, code.own_name) for code in Language]
        self.paper = _choice([("", tr("as the program")), *names], settings.paper_language)
        self.second = _choice([("", tr("nothing")), *names], settings.paper_second)
        for box in (self.paper, self.second):
            box.activated.connect(lambda _index: self._papers_chosen())
        _add(form, tr("Language of papers"), self.paper)
        _add(form, tr("Beside it"), self.second)
        return page

    def _papers_chosen(self) -> None:
        self._context.settings.paper_language = self.paper.currentData()
        self._context.settings.paper_second = self.second.currentData()
        self._context.remember()

    def _backups(self) -> QWidget:
        context = self._context
        tr = context.tr_
        page, form = _page()
        self.rhythm = _choice(
            [(key, tr.message(label)) for key, label in auto_backup.RHYTHMS.items()],
            context.settings.backup_rhythm,
        )
        self.rhythm.activated.connect(lambda _index: self._rhythm_chosen())
        _add(form, tr("Automatic backups"), self.rhythm)
        folder = auto_backup.folder_for(context.store.path, context.settings.backup_folder)
        self.folder = QLineEdit(str(folder))
        self.folder.setReadOnly(True)
        change = Button(tr("Change…"))
        change.setAccessibleName(tr("Change the folder of backups"))
        change.clicked.connect(self._choose_folder)
        _add(form, tr("Folder of backups"), _beside(self.folder, change), self.folder)
        self.made = ListBox()
        self.made.setAccessibleName(tr("Backups"))
        for item in auto_backup.existing(folder):
            when = format_moment(item.at.strftime("%Y-%m-%dT%H:%M"), tr)
            self.made.addItem(f"{when}  ({item.size / 1_000_000:.1f} MB)")
        if not self.made.count():
            self.made.addItem(tr("No backup has been made yet."))
        form.addRow(self.made)
        now = Button(tr("Back up now"))
        now.clicked.connect(self._back_up_now)
        restore = Button(tr("Restore…"))
        restore.clicked.connect(self._restore)
        form.addRow(_beside(now, restore, stretch=False))
        return page

    def _rhythm_chosen(self) -> None:
        self._context.settings.backup_rhythm = self.rhythm.currentData()
        self._context.remember()

    def _choose_folder(self) -> None:
        tr = self._context.tr_
        found = QFileDialog.getExistingDirectory(self, tr("Folder of backups"), self.folder.text())
        if found:
            self._context.settings.backup_folder = found
            self._context.remember()
            self._build()

    def _back_up_now(self) -> None:
        context = self._context
        folder = auto_backup.folder_for(context.store.path, context.settings.backup_folder)
        with context.known_errors(self):
            auto_backup.run(context.store, folder, datetime.now())
        self._build()


_KEY = 0x0100  # Qt.ItemDataRole.UserRole


def _page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    form = Form(page)
    form.setContentsMargins(16, 16, 16, 16)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(10)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return page, form


def _add(form: QFormLayout, text: str, field: QWidget, named: QWidget | None = None) -> None:
    label = Label(text)
    inner = named or field
    label.setBuddy(inner)
    if not inner.accessibleName():
        inner.setAccessibleName(text)
    form.addRow(label, field)


def _beside(*widgets: QWidget, stretch: bool = True) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if stretch and number == 0 else 0)
    if not stretch:
        layout.addStretch(1)
    return row


def _choice(items: Sequence[tuple[object, str]], chosen: object) -> QComboBox:
    box = Combo()
    for key, text in items:
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
