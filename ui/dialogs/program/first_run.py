"""The first start: language, who works here, for which organisation, and where the data lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.cloud_folders import synced_by
from app.errors import UserError
from app.files import check_name
from app.i18n import Language, Translator, translator
from app.services.documents import pictures
from app.system import account_name, is_network_path
from ui.theme import Theme
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Combo, Form, Label, RadioButton


class Begin(Enum):
    """What to do once the program is set up."""

    CONTACTS = "contacts"
    IMPORT = "import"
    DEMO = "demo"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What a new user said."""

    language: Language
    name: str
    organisation: str
    folder: Path
    begin: Begin
    logo: Path | None = None


class FirstRun(QDialog):
    """Asks everything on one page; nothing is created before it is accepted."""

    def __init__(self, theme: Theme, language: Language, folder: Path) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._title = Label()
        self._title.setProperty("role", "title")
        self._intro = Label()
        self._intro.setWordWrap(True)
        self._intro.setProperty("role", "muted")
        self.languages = Combo()
        for code in Language:
            self.languages.addItem(code.own_name, code)
        self.languages.setCurrentIndex(self.languages.findData(language))
        self.languages.activated.connect(self._switch)
        name = account_name()
        self.name = QLineEdit("" if name == "—" else name)
        self.organisation = QLineEdit()
        self.logo = QLineEdit()
        self._choose_logo = Button()
        self._choose_logo.clicked.connect(self._choose_logo_file)
        self.folder = QLineEdit(str(folder))
        self._choose = Button()
        self._choose.clicked.connect(self._choose_folder)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self._choose)
        emblem = QWidget()
        row = QHBoxLayout(emblem)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.logo, 1)
        row.addWidget(self._choose_logo)
        form = Form()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self._labels: list[tuple[QLabel, QWidget]] = []
        for field, inner in (
            (self.languages, self.languages),
            (self.name, self.name),
            (self.organisation, self.organisation),
            (emblem, self.logo),
            (place, self.folder),
        ):
            label = Label()
            label.setBuddy(inner)
            form.addRow(label, field)
            self._labels.append((label, inner))
        self._error = Label()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._begin_label = Label()
        self._begin_label.setProperty("role", "section")
        self._group = QButtonGroup(self)
        self._choices: dict[Begin, RadioButton] = {}
        for begin in Begin:
            button = RadioButton()
            self._group.addButton(button)
            self._choices[begin] = button
        self._choices[Begin.DEMO].setChecked(True)
        self._accept = Button()
        self._accept.setProperty("primary", True)
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        self._quit = Button()
        self._quit.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._quit)
        buttons.addWidget(self._accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._intro)
        layout.addLayout(form)
        layout.addWidget(self._error)
        layout.addWidget(self._begin_label)
        for button in self._choices.values():
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addLayout(buttons)
        fit(self, 620, 460)
        self._retranslate()
        self.name.setFocus()

    @property
    def answers(self) -> FirstAnswers:
        """What the person said."""
        begin = next(key for key, button in self._choices.items() if button.isChecked())
        return FirstAnswers(
            self._language,
            " ".join(self.name.text().split()) or account_name(),
            " ".join(self.organisation.text().split()),
            Path(self.folder.text().strip()).expanduser(),
            begin,
            Path(self.logo.text().strip()) if self.logo.text().strip() else None,
        )

    def choose(self, begin: Begin) -> None:
        """Mark what to begin with."""
        self._choices[begin].setChecked(True)

    def accept(self) -> None:
        """Close if the folder can be used; otherwise say why not."""
        tr = translator(self._language)
        problem = self._problem(tr)
        wrong: QWidget = self.folder
        if not problem:
            problem, wrong = self._logo_problem(tr), self.logo
        self._error.setText(problem)
        self._error.setVisible(bool(problem))
        if problem:
            wrong.setFocus()
        else:
            super().accept()

    def _logo_problem(self, tr: Translator) -> str:
        logo = self.answers.logo
        if logo is None:
            return ""
        if not self.answers.organisation:
            return tr("Write the name of the organisation whose logo this is.")
        try:
            pictures.reduced(logo.read_bytes(), logo.name)
        except UserError as error:
            return error.text(tr)
        except OSError:
            return tr("The logo cannot be read. Choose another file.")
        return ""

    def _problem(self, tr: Translator) -> str:
        folder = self.answers.folder
        if not self.folder.text().strip() or not folder.is_absolute():
            return tr("Choose a folder on this computer.")
        if is_network_path(folder):
            return tr(
                "This folder lies on a network drive, where a database can be damaged when two "
                "computers write at once. Choose a folder on this computer."
            )
        if service := synced_by(folder / "vztahy.db"):
            return tr(
                "{service} copies this folder to other computers; a database is damaged there. "
                "Choose a folder that stays on this computer. Backups may lie in this one.",
                service=service,
            )
        try:
            check_name(folder)
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / ".vztahy-probe"
            probe.touch()
            probe.unlink()
        except UserError as error:
            return error.text(tr)
        except OSError:
            return tr("Nothing can be written to this folder. Choose another one.")
        return ""

    def _choose_logo_file(self) -> None:
        tr = translator(self._language)
        kinds = tr("Pictures") + f" ({pictures.PATTERNS})"
        found, _ = QFileDialog.getOpenFileName(self, tr("Choose the logo"), "", kinds)
        if found:
            self.logo.setText(found)

    def _choose_folder(self) -> None:
        tr = translator(self._language)
        found = QFileDialog.getExistingDirectory(
            self, tr("Where the data is kept"), self.folder.text()
        )
        if found:
            self.folder.setText(found)

    def _switch(self, _index: int) -> None:
        self._language = Language(self.languages.currentData())
        self._retranslate()

    def _retranslate(self) -> None:
        tr = translator(self._language)
        self.setWindowTitle(tr("Welcome to Vztahy"))
        self._title.setText(tr("Welcome to Vztahy"))
        self._intro.setText(
            tr("A few answers, and you can begin. Everything can be changed later in the settings.")
        )
        texts = (
            tr("Language"),
            tr("Your name"),
            tr("Your organisation"),
            tr("Its logo"),
            tr("Where the data is kept"),
        )
        for (label, inner), text in zip(self._labels, texts, strict=True):
            label.setText(text)
            inner.setAccessibleName(text)
        self.name.setPlaceholderText(tr("the author of your changes"))
        self.organisation.setPlaceholderText(tr("for example Ústecký kraj; may stay empty"))
        self.logo.setPlaceholderText(tr("for the letterhead; may stay empty"))
        self._choose_logo.setText(tr("Choose…"))
        self._choose_logo.setAccessibleName(tr("Choose the logo"))
        self._choose.setText(tr("Choose…"))
        self._choose.setAccessibleName(tr("Choose the folder for the data"))
        self._begin_label.setText(tr("How do you want to begin?"))
        labels = {
            Begin.CONTACTS: tr("Import address books (Outlook, Google, vCard, Excel)"),
            Begin.IMPORT: tr("Import a data set that the department already has"),
            Begin.DEMO: tr("Look around in sample data first (a separate database)"),
            Begin.EMPTY: tr("Start with an empty database"),
        }
        for begin, button in self._choices.items():
            button.setText(labels[begin])
        self._accept.setText(tr("Begin"))
        self._quit.setText(tr("Quit"))
