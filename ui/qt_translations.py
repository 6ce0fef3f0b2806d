"""Qt's own texts (dialogs, menus, key names) in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from app.i18n import Language
from app.paths import TRANSLATIONS


class QtTranslations:
    """Swaps Qt's translators; ours fill what Qt's own leave untranslated."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []

    def switch(self, language: Language) -> None:
        """Show Qt's own texts in `language`; English needs no translator."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        if language is Language.EN:
            return
        own = TRANSLATIONS / "qt" / f"vztahy_qt_{language}.qm"
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for file in (f"{folder}/qtbase_{language}.qm", str(own)):
            translator = QTranslator()
            if translator.load(file):
                self._app.installTranslator(translator)
                self._installed.append(translator)
