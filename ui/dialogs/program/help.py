"""The manual, in the language of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.paths import RESOURCES
from app.rules.folding import fold
from ui.context import Context
from ui.records.faces import FACES
from ui.widgets.fitting import fit
from ui.widgets.plain import ListItem, Page, open_address, opens
from ui.widgets.styled import ListBox

PAGES = (
    "index",
    "home",
    "lists",
    *FACES,
    "calendar",
    "programme",
    "data",
    "settings",
    "shortcuts",
)
_NAME = Qt.ItemDataRole.UserRole


def manual_file(name: str, language: str) -> Path:
    """The file of a page."""
    return RESOURCES / "manual" / language / f"{name}.md"


class HelpWindow(QDialog):
    """Pages at the left, text at the right; stays open beside the main window."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setModal(False)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._list_pages())
        self.pages = ListBox()
        self.pages.currentItemChanged.connect(lambda item, _old: self._chosen(item))
        self.text = Page()
        self.text.wanted.connect(self._follow)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.pages, 1)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addWidget(self.text, 1)
        self.search.setFixedWidth(240)
        self.pages.setFixedWidth(240)
        fit(self, 1000, 640)
        self.name = "index"
        self.retranslate()

    def show_page(self, name: str) -> None:
        """Show a page of the manual by its file's name; the first one for an unknown name."""
        self.name = name if name in PAGES else "index"
        file = manual_file(self.name, self._context.language)
        self.text.pictures = file.parent
        self.text.setMarkdown(file.read_text(encoding="utf-8"))
        for row in range(self.pages.count()):
            if self.pages.item(row).data(_NAME) == self.name:
                self.pages.blockSignals(True)
                self.pages.setCurrentRow(row)
                self.pages.blockSignals(False)

    def _chosen(self, item: ListItem | None) -> None:
        if item is not None:
            self.show_page(item.data(_NAME))

    def _follow(self, link: QUrl) -> None:
        if opens(link.toString()):
            open_address(link.toString())
        else:
            self.show_page(Path(link.path()).stem)

    def _list_pages(self) -> None:
        """The pages in which all words of the find box begin words."""
        words = fold(self.search.text()).split()
        self.pages.blockSignals(True)
        self.pages.clear()
        for name in PAGES:
            text = manual_file(name, self._context.language).read_text(encoding="utf-8")
            known = fold(text).split()
            if all(any(part.startswith(word) for part in known) for word in words):
                item = ListItem(text.splitlines()[0].lstrip("# "))
                item.setData(_NAME, name)
                self.pages.addItem(item)
        self.pages.blockSignals(False)

    def retranslate(self) -> None:
        """Show the same page in the current language."""
        tr = self._context.tr_
        self.setWindowTitle(tr("Manual"))
        self.search.setPlaceholderText(tr("Find in the manual"))
        self.search.setAccessibleName(tr("Find in the manual"))
        self.pages.setAccessibleName(tr("Pages of the manual"))
        self.text.setAccessibleName(tr("Manual"))
        self._list_pages()
        self.show_page(self.name)
