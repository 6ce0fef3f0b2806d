"""Nothing but what was asked for appears as a window, not even for a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.reports.catalogue import paper_of
from tests.factories import make
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.contacts.letters_dialog import LettersDialog
from ui.dialogs.contacts.mail_dialog import MailDialog
from ui.main_window import PLACES, MainWindow


class Watch(QObject):
    """Notes each widget that becomes a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[list[str]]:
    watch = Watch()
    qapp.installEventFilter(watch)
    yield watch.seen
    qapp.removeEventFilter(watch)


@pytest.mark.parametrize("place", [place.key for place in PLACES])
def test_a_screen_opens_no_window(window: MainWindow, windows: list[str], place: str) -> None:
    store = window.context.store
    if place in ("person", "task", "mailing_list"):
        names = {"person": "family_name", "task": "title", "mailing_list": "name"}
        make(store, place, **{names[place]: "Jedna"})
    window.show_screen(place)
    window.screen_shown.repaint()
    QApplication.processEvents()
    assert windows == []


def test_previews_and_dialogs_open_no_other_window(window: MainWindow, windows: list[str]) -> None:
    store = window.context.store
    person = make(store, "person", family_name="Nová")
    with store.reading() as connection:
        (agreement,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
    summary = paper_of("agreement", "summary")
    dialogs = [
        PreviewDialog(window.context, [agreement], window, summary),
        LettersDialog(window.context, [person], window),
        MailDialog(window.context, [person], window),
    ]
    assert windows == []
    for dialog in dialogs:
        dialog.done(0)
        dialog.deleteLater()
