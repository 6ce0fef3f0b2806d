"""The smallest window: nothing of the sidebar lies on something else or is cut off."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton

from ui.main_window import PLACES, MainWindow


def boxes(window: MainWindow) -> list[QRect]:
    """Where the buttons of the sidebar are, from the top, as far as they are seen."""
    sidebar = window.sidebar
    found = []
    for item in sidebar.findChildren(QPushButton):
        seen = item.visibleRegion().boundingRect()
        if item.isVisible() and not seen.isEmpty():
            found.append(seen.translated(item.mapTo(sidebar, QPoint(0, 0))))
    return sorted(found, key=lambda box: (box.top(), box.left()))


def test_the_sidebar_of_the_smallest_window_holds_everything(window: MainWindow) -> None:
    window.resize(window.minimumSize())
    QApplication.processEvents()
    assert window.height() == window.minimumHeight()  # the places do not make it higher
    seen = boxes(window)
    assert len(seen) > 9
    assert all(above.bottom() < below.top() for above, below in pairwise(seen))
    assert seen[-1].bottom() < window.sidebar.height()
    window.resize(1366, 768)
    QApplication.processEvents()
    assert window.sidebar.back.isVisible()


def test_every_place_is_reached_in_the_smallest_window(window: MainWindow) -> None:
    window.resize(window.minimumSize())
    QApplication.processEvents()
    for place in (PLACES[-1], PLACES[0]):
        window.show_screen(place.key)
        QApplication.processEvents()
        button = window.sidebar._buttons[place.key]
        assert button.visibleRegion().boundingRect() == button.rect(), place.key
