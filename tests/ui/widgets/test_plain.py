from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QInputDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserError
from ui.widgets import plain
from ui.widgets.facts import Facts

IMAGE = '<img src="/etc/passwd">'
COMPANY = "Müller & Söhne"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def note(url: QUrl) -> bool:
        found.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(note))
    return found


@pytest.mark.parametrize(
    "address",
    [
        "https://www.kr-ustecky.cz/a?b=c&d=e#f",
        "http://[::1]:8080/",
        "HTTPS://example.org",
        "mailto:jana@example.org",
        "tel:+420475657111",
    ],
)
def test_addresses_that_open(address: str, opened: list[str]) -> None:
    assert plain.opens(address)
    assert plain.open_address(address)
    assert len(opened) == 1


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///C:/Windows/System32/calc.exe",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ms-msdt:/id PCWDiagnostic",
        "search-ms:query=x",
        "ldap://example.org",
        "smb://example.org/share",
        "\\\\server\\share\\x.exe",
        "//server/share",
        "/etc/passwd",
        "C:\\Windows\\notepad.exe",
        "qrc:/a",
        "ftp://example.org/a.exe",
        "vnd.ms-word:ofe|u|https://example.org/a.docm",
        "https:",
        "http:///etc/passwd",
        "mailto:",
        " ",
        "",
    ],
)
def test_other_addresses_are_refused_in_words(address: str, opened: list[str]) -> None:
    assert not plain.opens(address)
    with pytest.raises(UserError) as caught:
        plain.open_address(address)
    assert "was not opened" in str(caught.value)
    assert opened == []


def test_an_email_address_cannot_add_a_file_to_the_mail(opened: list[str]) -> None:
    plain.open_address(plain.mail_address("jana@example.org?attach=/etc/passwd&bcc=x@y.cz"))
    (address,) = opened
    assert "?" not in address
    assert "&" not in address


def test_a_quote_in_an_address_makes_no_second_link(qtbot: QtBot, opened: list[str]) -> None:
    hostile = 'https://x.cz/"><a href="file:///etc/passwd">click</a><img src="/etc/passwd">'
    facts = Facts([("Poznámka", hostile)])
    qtbot.addWidget(facts)
    for label in facts.findChildren(QLabel):
        document = QTextDocument()
        document.setHtml(label.text())
        block = document.begin()
        while block.isValid():
            for part in block:
                found = part.fragment().charFormat()
                assert not found.isImageFormat()
                assert not found.anchorHref().startswith("file:")
            block = block.next()
        label.linkActivated.emit("file:///etc/passwd")  # whatever the link says
    assert not any(address.startswith("file:") for address in opened)


def test_only_an_address_that_opens_is_a_link(qtbot: QtBot) -> None:
    facts = Facts([("a", "https://example.org/x"), ("b", "https://"), ("c", "file:///etc/passwd")])
    qtbot.addWidget(facts)
    assert len(facts.findChildren(plain.AddressLabel)) == 1


def test_a_label_shows_a_tag_and_a_mark_does_not_turn_it(qtbot: QtBot) -> None:
    label = plain.Label(f"{IMAGE}\u202eabc {COMPANY}")
    qtbot.addWidget(label)
    assert label.text() == f"{IMAGE}abc {COMPANY}"
    assert label.textFormat() == plain.Qt.TextFormat.PlainText


def test_a_long_word_breaks(qtbot: QtBot) -> None:
    label = plain.Label("x" * 10_000)
    label.setWordWrap(True)
    qtbot.addWidget(label)
    assert label.text().replace("\u200b", "") == "x" * 10_000
    assert label.minimumSizeHint().width() < 1000


@pytest.mark.parametrize("make", [plain.Button, plain.CheckBox, plain.RadioButton, plain.Action])
def test_an_ampersand_is_no_mark_of_a_key(make: type, qtbot: QtBot) -> None:
    button = make(COMPANY)
    assert button.text() == COMPANY
    base = make.__mro__[2] if make is not plain.Action else make.__mro__[1]
    assert base.text(button) == "Müller && Söhne"
    button.setText("x" * 10_000)
    assert len(button.text()) <= 200


def test_a_menu_keeps_ampersands_and_the_keys_behind_a_tab(qtbot: QtBot) -> None:
    menu = plain.Menu()
    qtbot.addWidget(menu)
    ran: list[str] = []
    action = menu.addAction(f"a\tb {COMPANY}\tCtrl+P", lambda: ran.append("yes"))
    action.trigger()
    assert ran == ["yes"]
    assert action.text() == f"a b {COMPANY}\tCtrl+P"
    below = menu.addMenu(COMPANY)
    assert below.title() == "Müller && Söhne"
    assert below.addAction(COMPANY).text() == COMPANY


def test_tabs_keep_ampersands(qtbot: QtBot) -> None:
    tabs = plain.Tabs()
    qtbot.addWidget(tabs)
    tabs.addTab(QWidget(), COMPANY)
    assert tabs.tabText(0) == COMPANY
    assert tabs.tabBar().tabText(0) == "Müller && Söhne"


def test_tips_and_titles_are_plain(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    plain.set_tip(button, IMAGE)
    document = QTextDocument()
    document.setHtml(button.toolTip())
    assert document.toPlainText() == IMAGE
    plain.set_tip(button, COMPANY)
    assert button.toolTip() == COMPANY
    plain.set_title(button, "a [*] b\nc\u202e")
    assert button.windowTitle() == "a [*][*] b c"


def test_messages_and_questions_are_plain(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    box = plain.MessageBox()
    qtbot.addWidget(box)
    box.setText(IMAGE)
    box.setInformativeText(IMAGE)
    said = [label for label in box.findChildren(QLabel) if label.text()]
    assert len(said) == 2
    assert all(label.textFormat() == plain.Qt.TextFormat.PlainText for label in said)
    texts: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "information", staticmethod(lambda _p, _t, text: texts.append(text))
    )
    monkeypatch.setattr(
        QInputDialog,
        "getText",
        staticmethod(lambda _p, _t, label, **_: (texts.append(label), ("", False))[1]),
    )
    plain.inform(None, "Vztahy", IMAGE)
    plain.ask_text(None, "Vztahy", IMAGE)
    for text in texts:
        document = QTextDocument()
        document.setHtml(text)
        assert document.toPlainText() == IMAGE


def test_a_page_reads_no_file_but_its_own_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    page = plain.Page()
    qtbot.addWidget(page)
    kind = int(QTextDocument.ResourceType.ImageResource.value)
    assert page.loadResource(kind, QUrl("file:///etc/passwd")) is None
    assert page.loadResource(kind, QUrl("/etc/passwd")) is None
    (tmp_path / "cs").mkdir()
    page.pictures = tmp_path / "cs"
    assert page.loadResource(kind, QUrl("../../etc/passwd")) is None
    assert page.loadResource(kind, QUrl("file:///etc/passwd")) is None
    assert page.loadResource(kind, QUrl("/etc/passwd")) is None


def test_a_page_opens_addresses_and_says_what_it_refuses(qtbot: QtBot, opened: list[str]) -> None:
    page = plain.Page()
    qtbot.addWidget(page)
    refused: list[UserError] = []
    wanted: list[str] = []
    page.refused.connect(refused.append)
    page.wanted.connect(lambda link: wanted.append(link.toString()))
    page.anchorClicked.emit(QUrl("https://example.org"))
    page.anchorClicked.emit(QUrl("file:///etc/passwd"))
    page.anchorClicked.emit(QUrl("person.md"))
    page.anchorClicked.emit(QUrl("#below"))
    assert opened == ["https://example.org"]
    assert len(refused) == 1
    assert wanted == ["person.md"]


def test_a_form_shows_its_labels_plainly(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    form = plain.Form(page)
    field = QPushButton()
    form.addRow(f"{IMAGE} {COMPANY}", field)
    label = form.labelForField(field)
    assert isinstance(label, plain.Label)
    assert label.textFormat() == plain.Qt.TextFormat.PlainText
    assert label.text() == f"{IMAGE} {COMPANY}"
    assert label.buddy() is field
    assert "&&" in QLabel.text(label), "Qt takes one ampersand of a label with a buddy for a key"
