"""Widgets and texts that show data as they are: plain, never a link, a picture or a mark.

Qt takes any text with a tag for HTML: a name ``<img src="…">`` would open that file. It takes an
ampersand for a shortcut, and a direction mark turns the rest of the line. So every text of the
window goes through this module; a test (``tests/ui/test_plain_texts.py``) finds what does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QIcon, QImage, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QInputDialog,
    QLabel,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QProgressDialog,
    QPushButton,
    QRadioButton,
    QTableWidgetItem,
    QTabWidget,
    QTextBrowser,
    QTreeWidgetItem,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_
from app.rules.binding import bound
from app.rules.visible import visible

REFUSED = N_(
    "“{address}” was not opened: only addresses of web pages, e-mails and telephones are. Nothing"
    " was changed. If you trust it, copy it and open it yourself."
)
_OPENED = {"http", "https", "mailto", "tel"}
_ONE_LINE = 200  # characters of a button, an entry of a menu or a title: no screen is wider
_TIP = 2000  # characters; a longer one covers the screen
_WORD = 60  # characters of a word that no line of a pane has room for
_LONG_WORD = re.compile(rf"\S{{{_WORD},}}")


def one_line(text: str) -> str:
    """`text` where there is room for one line only."""
    line = " ".join(visible(text).split()) if "\n" in text or "\t" in text else visible(text)
    return line if len(line) <= _ONE_LINE else line[: _ONE_LINE - 1] + "…"


def unmarked(text: str) -> str:
    """`text` for a button, a menu or a tab: an ampersand is one, not the mark of a key."""
    return one_line(text).replace("&", "&&")


def tip(text: str) -> str:
    """`text` as a tooltip; as HTML that shows it if Qt would take it for HTML."""
    text = visible(text)
    text = text if len(text) <= _TIP else text[: _TIP - 1] + "…"
    return _as_html(text) if Qt.mightBeRichText(text) else text


def set_tip(target: QWidget | QAction | QTableWidgetItem | QListWidgetItem, text: str) -> None:
    """Show `text` where the mouse rests."""
    target.setToolTip(tip(text))


def set_title(window: QWidget, text: str) -> None:
    """Show `text` as the title of a window; Qt takes ``[*]`` for the mark of a changed file."""
    window.setWindowTitle(one_line(text).replace("[*]", "[*][*]"))


# Addresses


def open_address(address: str) -> bool:
    """Open an address in the program that the system has for it; False if there is none.

    Only ``http``, ``https``, ``mailto`` and ``tel``: any other may start a program or read a file.
    Raises `UserError`.
    """
    if not opens(address):
        raise UserError(REFUSED, address=one_line(address))
    return QDesktopServices.openUrl(QUrl(address.strip()))


def opens(address: str) -> bool:
    """Whether `open_address` takes an address."""
    url = QUrl(address.strip())
    scheme = url.scheme().lower()
    named = url.host() if scheme in ("http", "https") else url.path()
    if scheme == "mailto" and not named:  # to several, and to nothing else
        named = url.query() if re.fullmatch(r"bcc=[^&]+", url.query()) else ""
    return url.isValid() and scheme in _OPENED and bool(named)


def mail_address(address: str) -> str:
    """An e-mail address as one that `open_address` takes; it cannot add a subject or a file."""
    return "mailto:" + quote(address.strip(), safe="@")


def open_file(path: Path) -> bool:
    """Open a file or a folder that the program wrote, as the system does; whether it could."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


# Widgets


class Label(QLabel):
    """A label of plain text; a long word may break anywhere."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self._said = ""
        if text:
            self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        self._said = visible(text)
        shown = _breakable(self._said)
        super().setText(shown.replace("&", "&&") if self.buddy() else shown)

    def text(self) -> str:
        """What was said, without what keeps or breaks its lines."""
        return self._said

    def setBuddy(self, buddy: QWidget) -> None:  # noqa: N802
        """Name a widget; Qt then takes an ampersand for the mark of a key."""
        text = self.text()
        super().setBuddy(buddy)
        self.setText(text)

    def setToolTip(self, text: str) -> None:  # noqa: N802
        super().setToolTip(tip(text))


class AddressLabel(QLabel):
    """An address that `opens` as a link, which may break after its separators."""

    def __init__(self, address: str) -> None:
        super().__init__()
        whole = visible(address)
        from html import escape

        short = escape(whole if len(whole) < 60 else whole[:56] + "…")
        broken = short.replace("/", "/\u200b").replace("?", "?\u200b")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(f'<a href="{escape(address)}">{broken}</a>')
        self.setToolTip(tip(address))
        self.linkActivated.connect(lambda _link: open_address(address))


class _Unmarked:
    """What is put on a button is its text, ampersands included; so is what is read from it."""

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(unmarked(text))  # type: ignore[misc]

    def text(self) -> str:
        return str(super().text()).replace("&&", "&")  # type: ignore[misc]

    def setToolTip(self, text: str) -> None:  # noqa: N802
        super().setToolTip(tip(text))  # type: ignore[misc]


class Button(_Unmarked, QPushButton):
    """A push button."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if text:
            self.setText(text)


class CheckBox(_Unmarked, QCheckBox):
    """A box to tick."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if text:
            self.setText(text)


class RadioButton(_Unmarked, QRadioButton):
    """One of several choices."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if text:
            self.setText(text)


class Action(QAction):
    """An entry of a menu; what follows the last tab of its text are its keys or a count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given: list[Any] = [_entry(item) if isinstance(item, str) else item for item in args]
        super().__init__(*given, **kwargs)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(_entry(text))

    def text(self) -> str:
        return super().text().replace("&&", "&")


class Menu(QMenu):
    """A menu whose entries, titles and menus below take data."""

    def __init__(self, *args: Any) -> None:
        given: list[Any] = [_entry(item) if isinstance(item, str) else item for item in args]
        super().__init__(*given)

    def addAction(self, *args: Any, **kwargs: Any) -> Any:  # noqa: N802
        """As Qt's, with an `Action` where it makes one."""
        texts = [item for item in args if isinstance(item, (str, QIcon))]
        if not texts:
            return super().addAction(*args, **kwargs)
        action = Action(*texts, self)
        for run in args[len(texts) :]:
            action.triggered.connect(lambda _on=False, run=run: run())
        super().addAction(action)
        return action

    def addMenu(self, *args: Any) -> Any:  # noqa: N802
        """As Qt's, with a `Menu` where it makes one."""
        if isinstance(args[0], QMenu):
            return super().addMenu(args[0])
        menu = Menu(args[-1], self)
        if len(args) > 1:
            menu.setIcon(args[0])
        super().addMenu(menu)
        return menu


def _entry(text: str) -> str:
    name, tab, keys = text.rpartition("\t")
    return f"{unmarked(name)}\t{one_line(keys)}" if tab else unmarked(text)


class Form(QFormLayout):
    """Labels and fields."""

    def addRow(self, *args: Any) -> None:  # noqa: N802
        if args and isinstance(args[0], str) and len(args) > 1:
            label = Label(args[0])
            if isinstance(args[1], QWidget):
                label.setBuddy(args[1])
            super().addRow(label, args[1])
        else:
            super().addRow(*args)


class Tabs(QTabWidget):
    """Pages under tabs."""

    def addTab(self, page: QWidget, *args: Any) -> int:  # noqa: N802
        return super().addTab(page, *(unmarked(x) if isinstance(x, str) else x for x in args))

    def setTabText(self, index: int, text: str) -> None:  # noqa: N802
        super().setTabText(index, unmarked(text))

    def tabText(self, index: int) -> str:  # noqa: N802
        return super().tabText(index).replace("&&", "&")


class Combo(QComboBox):
    """A box of choices."""

    def addItem(self, text: str, data: Any = None) -> None:  # type: ignore[override] # noqa: N802
        super().addItem(visible(text), data)

    def setItemText(self, index: int, text: str) -> None:  # noqa: N802
        super().setItemText(index, visible(text))


class ListItem(QListWidgetItem):
    """An entry of a list."""

    def __init__(self, text: str = "") -> None:
        super().__init__(visible(text))


class TableItem(QTableWidgetItem):
    """A cell of a table."""

    def __init__(self, text: str = "") -> None:
        super().__init__(visible(text))

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(visible(text))

    def setToolTip(self, text: str) -> None:  # noqa: N802
        super().setToolTip(tip(text))


class TreeItem(QTreeWidgetItem):
    """A line of a tree."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__([visible(text) for text in texts])


# Dialogs


class MessageBox(QMessageBox):
    """A question or a message."""

    def __init__(self, *args: Any) -> None:
        given: list[Any] = [visible(item) if isinstance(item, str) else item for item in args]
        super().__init__(*given)
        self.setTextFormat(Qt.TextFormat.PlainText)

        self._said, self._said_below = super().text(), ""

    def setText(self, text: str) -> None:  # noqa: N802
        self._said = visible(text)
        super().setText(_breakable(visible(text)))

    def text(self) -> str:
        """What was said, without what keeps or breaks its lines; so for the text below."""
        return self._said

    def setInformativeText(self, text: str) -> None:  # noqa: N802
        self._said_below = visible(text)
        super().setInformativeText(_breakable(visible(text)))

    def informativeText(self) -> str:  # noqa: N802
        return self._said_below


def inform(parent: QWidget | None, title: str, text: str) -> None:
    """A message that is only to be read."""
    QMessageBox.information(parent, one_line(title), _harmless(text))


def alarm(parent: QWidget | None, title: str, text: str) -> None:
    """A message that something failed."""
    QMessageBox.critical(parent, one_line(title), _harmless(text))


def ask_text(parent: QWidget | None, title: str, label: str, text: str = "") -> tuple[str, bool]:
    """A line that somebody types; whether it was accepted."""
    return QInputDialog.getText(parent, one_line(title), _harmless(label), text=text)


def ask_item(
    parent: QWidget | None, title: str, label: str, items: Sequence[str], *, editable: bool
) -> tuple[str, bool]:
    """One of `items`, or with `editable` another one; whether it was accepted."""
    return QInputDialog.getItem(parent, one_line(title), _harmless(label), list(items), 0, editable)


class ProgressBox(QProgressDialog):
    """A bar with a sentence above it."""

    def __init__(self, text: str, *args: Any) -> None:
        super().__init__(_harmless(text), *args)

    def setLabelText(self, text: str) -> None:  # noqa: N802
        super().setLabelText(_harmless(text))


def _harmless(text: str) -> str:
    """`text` for a label that is not ours: escaped if it would be taken for HTML."""
    text = _breakable(visible(text))
    return _as_html(text) if Qt.mightBeRichText(text) else text


def _as_html(text: str) -> str:
    from html import escape

    return f'<p style="white-space:pre-wrap">{escape(text)}</p>'


class Page(QTextBrowser):
    """A page of HTML; it loads nothing from outside and opens links with `open_address`.

    `wanted` carries a link that leads to neither an address nor a place in the page, `refused`
    the error of an address that is not opened. A page of the program's own may have `pictures`:
    the folder that they and no other file are read from.
    """

    wanted = Signal(QUrl)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pictures: Path | None = None
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    def setHtml(self, text: str) -> None:  # noqa: N802
        super().setHtml(_bound_outside_tags(text))

    def setMarkdown(self, markdown: str) -> None:  # noqa: N802
        super().setMarkdown(_bound_outside_code(markdown))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802
        """A picture of the folder `pictures`; nothing else: any file could be meant."""
        path = name.path() if isinstance(name, QUrl) else name
        if self.pictures is None or (isinstance(name, QUrl) and not name.isRelative()):
            return None
        found = (self.pictures / path).resolve()
        if not found.is_relative_to(self.pictures.parent.resolve()):
            return None
        return QImage(str(found))

    def _follow(self, link: QUrl) -> None:
        if link.isRelative() and not link.path():
            self.scrollToAnchor(link.fragment())
        elif link.isRelative():
            self.wanted.emit(link)
        else:
            try:
                open_address(link.toString())
            except UserError as error:
                self.refused.emit(error)


def _bound_outside_tags(text: str) -> str:
    return re.sub(r"[^<>]+(?=<|$)", lambda part: bound(part[0]), text)


def _bound_outside_code(text: str) -> str:
    """Neither code nor the marks of a heading or a point are text."""
    return re.sub(
        r"(?m)(`[^`\n]*`|^\s*(?:[-*+#]+|\d+\.)\s+)|[^`\n]+",
        lambda part: part[1] or bound(part[0]),
        text,
    )


def _breakable(text: str) -> str:
    """Lines break where they may, and within a word that is longer than a line."""
    text = bound(text)
    if len(text) < _WORD:
        return text
    return _LONG_WORD.sub(
        lambda word: "\u200b".join(
            word[0][at : at + _WORD // 2] for at in range(0, len(word[0]), _WORD // 2)
        ),
        text,
    )
