from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.i18n import Language
from app.reports.catalogue import PAPERS
from app.settings import Settings
from tests.factories import count
from tests.ui.test_small_screen import has_room
from ui import demo, demo_dialogs
from ui.context import Context
from ui.main_window import PLACES, MainWindow
from ui.theme import Theme


def test_without_a_display_every_screen_and_paper_is_rendered(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "SIZES", ((1366, 768),))
    monkeypatch.setattr(demo, "SCHEMES", ("light",))
    monkeypatch.setattr(demo_dialogs, "DIALOGS", ())  # drawn below, in one language
    target = tmp_path / "out"
    assert demo.run("cs", target) == 0
    names = {file.name for file in target.iterdir()}
    for key in (place.key for place in PLACES):
        for language in Language:
            name = f"{key}-{language}-1366x768-light.png"
            assert name in names
            image = QImage(str(target / name))
            assert (image.width(), image.height()) == (1366, 768)
    papers = {"cs", "de", "en", "cs-de", "cs-en", "de-en"}
    assert {f"agreements-{paper}.pdf" for paper in papers} <= names
    for paper in PAPERS:
        stem = "agreements" if paper.key == "summary" else f"{paper.entity}-{paper.key}"
        assert f"{stem}-de{paper.kinds[0]}" in names


@pytest.mark.nightly
def test_every_dialog_is_rendered_and_nothing_is_changed_by_it(
    qapp: QApplication, theme: Theme, tmp_path: Path
) -> None:
    with contextlib.closing(demo._load(tmp_path / "demo.db")) as store:
        before = count(store, "log_header")
        context = Context(qapp, store, Settings(language="de"), theme, remembered=False)
        window = MainWindow(context)
        window.resize(1366, 768)
        window.show()
        files = list(demo._dialogs(qapp, window, tmp_path, "de"))
        for item in demo_dialogs.DIALOGS:
            with demo_dialogs.shown(item, window) as widget:
                qapp.processEvents()
                assert widget is window or has_room(widget), item.key
            window.screen_shown.escape()
        window.close()
        context.close()
        qapp.processEvents()  # what was posted to the window reads its database
        shiboken6.delete(window)
        assert count(store, "log_header") == before
    assert [file.name for file in files] == [f"{item.key}-de.png" for item in demo_dialogs.DIALOGS]
    for file in files:
        assert QImage(str(file)).width() > 200, file.name


def test_a_folder_that_cannot_be_written_is_said(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert demo.run("cs", blocked / "out") == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
