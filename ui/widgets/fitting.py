"""Windows no larger than the screen that they are shown on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_FRAME = (16, 48)  # points: what the system draws around a window


def fit(window: QWidget, width: int, height: int) -> None:
    """Resize a window to so many points, or to what the screen of its parent has room for.

    On a laptop whose screen is enlarged to 150 % that is less than many a dialog would like.
    """
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width() - _FRAME[0]), min(height, room.height() - _FRAME[1]))
