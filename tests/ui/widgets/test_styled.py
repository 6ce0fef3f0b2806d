from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

import ui
from ui.theme import Theme
from ui.widgets.styled import AmountBox, ListBox, NumberBox


def test_lines_chosen_before_the_list_is_shown_are_all_of_one_height(
    qtbot: QtBot, theme: Theme
) -> None:
    listed = ListBox()
    qtbot.addWidget(listed)
    listed.addItems(["one", "two", "three"])
    listed.setCurrentRow(0)
    listed.show()
    QApplication.processEvents()
    boxes = [listed.visualItemRect(listed.item(row)) for row in range(3)]
    assert len({box.height() for box in boxes}) == 1
    assert [box.top() for box in boxes] == [n * boxes[0].height() for n in range(3)]
    assert boxes[0].height() == listed.sizeHintForRow(0)


def test_a_number_begins_where_a_text_begins(qtbot: QtBot, theme: Theme) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    element = QStyle.SubElement.SE_LineEditContents
    wanted = line.style().subElementRect(element, option, line).left()
    for box in (NumberBox(), AmountBox()):
        qtbot.addWidget(box)
        box.show()
        inner = box.lineEdit()
        assert inner
        left = inner.x() + inner.textMargins().left()
        assert abs(left - wanted) <= 1


def test_nothing_else_makes_them() -> None:
    home = Path(ui.__file__).parent
    for file in home.rglob("*.py"):
        if file.name != "styled.py":
            found = re.search(
                r"\b(QListWidget|QSpinBox|QDoubleSpinBox)\(\)", file.read_text("utf-8")
            )
            assert not found, f"{file.relative_to(home)}: use ui.widgets.styled"
