from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from app.i18n import Language
from app.paths import TRANSLATIONS
from ui.dialogs.program.help import PAGES, HelpWindow, manual_file
from ui.main_window import PLACES, WITH_KEY, MainWindow

ALL = [(name, language) for name in PAGES for language in Language]


@pytest.fixture
def manual(window: MainWindow, qtbot: QtBot) -> HelpWindow:
    made = HelpWindow(window.context, window)
    qtbot.addWidget(made)
    made.show()
    return made


def text(name: str, language: Language) -> str:
    return manual_file(name, language).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_page_has_a_heading_and_no_dead_link_or_picture(
    name: str, language: Language
) -> None:
    page = text(name, language)
    assert page.startswith("# ")
    assert len(re.findall(r"^# ", page, re.MULTILINE)) == 1
    folder = manual_file(name, language).parent
    for alt, target in re.findall(r"!?\[([^\]]*)\]\(([^)]+)\)", page):
        assert alt
        assert (folder / target).resolve().is_file(), target


@pytest.mark.parametrize(("name", "language"), ALL)
def test_the_manual_calls_things_as_the_screen_does(name: str, language: Language) -> None:
    """What is bold is a label of the program, or keys."""
    if name == "shortcuts":
        return
    spec = importlib.util.spec_from_file_location("update", TRANSLATIONS / "update.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    labels: set[str] = set()
    for message in tool.load(language.value):
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        labels |= {form.casefold() for form in forms if form}
    for bold in re.findall(r"\*\*([^*]+)\*\*", text(name, language)):
        if re.match(r"(Ctrl|Strg|Alt|F\d)", bold):
            continue
        for part in re.split(r" → | / ", bold):
            assert part.casefold() in labels, f"{part} in {name} ({language})"


@pytest.mark.parametrize("language", list(Language))
def test_every_shortcut_is_described(language: Language) -> None:
    source = (Path(__file__).parents[4] / "ui" / "main_window.py").read_text(encoding="utf-8")
    keys = set(re.findall(r'key\("([^"]+)"', source)) | {"Ctrl+Z", "Ctrl+Y", "Ctrl+C", "Ctrl+V"}
    page = text("shortcuts", language)
    words = {
        Language.CS: {"Left": "šipka vlevo", "Right": "šipka vpravo"},
        Language.DE: {
            "Ctrl": "Strg",
            "Shift": "Umschalt",
            "Delete": "Entf",
            "Escape": "Esc",
            "Left": "Pfeil links",
            "Right": "Pfeil rechts",
        },
    }
    for key in keys:
        shown = key
        for word, other in words.get(language, {}).items():
            shown = shown.replace(word, other)
        assert f"**{shown}**" in page, shown


def test_f1_opens_the_page_of_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    for place in PLACES:
        window.show_screen(place.key)
        window.show_help()
        assert window._help
        assert window._help.name == place.key
        assert window._help.isVisible()
    window._help.close()


def test_pages_are_found_by_their_words_and_links_open_them(manual: HelpWindow) -> None:
    assert manual.pages.count() == len(PAGES)
    manual.search.setText("vypoved pdf")
    names = [
        manual.pages.item(row).data(Qt.ItemDataRole.UserRole) for row in range(manual.pages.count())
    ]
    assert names == ["agreement"]
    manual._follow(QUrl("settings.md"))
    assert manual.name == "settings"
    assert "Nastavení" in manual.text.toPlainText()


def test_the_same_page_is_shown_in_another_language(manual: HelpWindow, window: MainWindow) -> None:
    manual.show_page("agreement")
    window.switch_language(Language.DE)
    manual.retranslate()
    assert manual.name == "agreement"
    assert manual.text.toPlainText().startswith("Vereinbarungen")


@pytest.mark.parametrize("language", list(Language))
def test_there_is_a_key_for_each_screen(language: Language) -> None:
    control = "Strg" if language is Language.DE else "Ctrl"
    assert f"**{control}+1 … {control}+{min(WITH_KEY, len(PLACES))}**" in text(
        "shortcuts", language
    )


@pytest.mark.parametrize(("name", "language"), ALL)
def test_the_manual_has_one_word_for_one_concept_too(name: str, language: Language) -> None:
    from tests.test_translations import ONE_WORD

    page = text(name, language)
    wrong = {found[0] for pattern in ONE_WORD[language] if (found := re.search(pattern, page))}
    assert wrong == set()
