"""The smallest window: nothing of the sidebar lies on something else or is cut off."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QApplication, QPushButton

from ui.main_window import MainWindow


def test_the_sidebar_of_the_smallest_window_holds_everything(window: MainWindow) -> None:
    window.resize(window.minimumSize())
    QApplication.processEvents()
    sidebar = window.sidebar
    buttons = [item for item in sidebar.findChildren(QPushButton) if item.isVisible()]
    boxes = sorted((item.geometry() for item in buttons), key=lambda box: box.top())
    assert len(boxes) > 9
    assert all(above.bottom() < below.top() for above, below in pairwise(boxes))
    assert boxes[-1].bottom() < sidebar.height()
    window.resize(1366, 768)
    QApplication.processEvents()
    assert sidebar.back.isVisible()
