"""The program with sample data: in a window, or as pictures and papers in a folder."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.db.store import Store
from app.errors import UserError
from app.i18n import N_, Language, translator
from app.settings import Settings
from app.system import has_display

DEFAULT_FOLDER = Path("vztahy-demo")
CANNOT_WRITE = N_("“{file}” cannot be written. Nothing was changed. Choose another folder.")
SIZES = ((1366, 768), (1920, 1080))


def run(language: str | None, out: Path | None) -> int:
    """Open the window on sample data; without a display (or with `out`) render everything.

    The user's own database and settings are never touched. Gives the exit status.
    """
    with tempfile.TemporaryDirectory(prefix="vztahy-demo-", ignore_cleanup_errors=True) as folder:
        try:
            store = _load(Path(folder) / "demo.db")
            if out is None and has_display():
                store.close()
                from ui.window import open_window

                settings = Settings(language=language or "cs")
                return open_window(Path(folder) / "demo.db", settings, remembered=False)
            _render(store, out or DEFAULT_FOLDER)
            store.close()
        except UserError as error:
            text = error.text(translator(Language(language or "cs")))
            sys.stderr.write(f"vztahy: {text}\n")
            return 1
    return 0


def _load(path: Path) -> Store:
    from app.exchange.demo import load_demo
    from app.services.office import open_store

    store = open_store(path)
    load_demo(store, date.today())
    return store


def _render(store: Store, target: Path) -> None:
    """Write every screen in each language as PNG and the summaries as PDF."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(CANNOT_WRITE, file=target.name) from error
    for file in _screens(store, target):
        sys.stdout.write(f"{file}\n")
    for file in _papers(store, target):
        sys.stdout.write(f"{file}\n")


def _screens(store: Store, target: Path) -> Iterator[Path]:
    from ui.context import Context
    from ui.main_window import PLACES, MainWindow
    from ui.theme import Theme
    from ui.window import make_application

    app = make_application()
    theme = Theme(app, "light")
    for language in Language:
        context = Context(app, store, Settings(language=language.value), theme, remembered=False)
        window = MainWindow(context)
        for width, height in SIZES:
            window.resize(width, height)
            window.show()
            for scheme in ("light", "dark"):
                theme.apply(scheme)
                for place in PLACES:
                    window.show_screen(place.key)
                    for _ in range(4):
                        app.processEvents()
                    name = f"{place.key}-{language}-{width}x{height}-{scheme}.png"
                    if not window.grab().save(str(target / name)):
                        raise UserError(CANNOT_WRITE, file=name)
                    yield target / name
        window.close()
        window.deleteLater()
        app.processEvents()


def _papers(store: Store, target: Path) -> Iterator[Path]:
    from app.reports.collect import summaries

    cs, de, en = Language.CS, Language.DE, Language.EN
    with store.reading() as connection:
        ids = [
            key
            for (key,) in connection.execute(
                "SELECT id FROM agreement ORDER BY sort_key, id"
            ).fetchall()
        ]
        for languages in ((cs,), (de,), (en,), (cs, de), (cs, en), (de, en)):
            file = target / f"agreements-{'-'.join(languages)}.pdf"
            summaries(connection, ids, languages, file, date.today())
            yield file
