from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.services.records.records import read
from tests.factories import make
from ui.context import Context
from ui.dialogs.common.gift_notice import GiftNotice, gift_notice, stock_notice
from ui.dialogs.common.row_dialog import RowDialog
from ui.dialogs.delegations import gifts_dialog
from ui.dialogs.delegations.gifts_dialog import GiftsDialog


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_gifts_of_a_year_are_listed_opened_and_saved(
    context: Context, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = context.store
    year = context.today.year
    house = make(store, "organisation", name_cs="Sasko")
    gift = make(store, "gift", day=f"{year}-01-02", recipient_organisation_id=house)
    make(store, "gift", title="Loni", day=f"{year - 1}")
    kind = make(store, "gift_stock", reorder_level=1)
    dialog = GiftsDialog(context, parent)
    assert dialog.gifts.rowCount() == 1
    assert dialog.partners.rowCount() == 1
    assert [dialog.stock.item(0, column).text() for column in (1, 2, 3, 4)] == ["0", "0", "0", "1"]
    dialog.year.setCurrentIndex(dialog.year.findData(year - 1))
    assert dialog.gifts.item(0, 2).text() == "Loni"
    target = tmp_path / "dary.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(gifts_dialog, "inform", lambda *_: None)
    assert dialog.export() == target
    assert "Loni" in target.read_text(encoding="utf-8-sig")
    opened: list[tuple[str, str]] = []
    context.record_wanted.connect(lambda entity, key: opened.append((entity, key)))
    dialog.stock.itemActivated.emit(dialog.stock.item(0, 0))
    dialog.year.setCurrentIndex(dialog.year.findData(year))
    dialog.gifts.itemActivated.emit(dialog.gifts.item(0, 0))
    assert opened == [("gift_stock", kind), ("gift", gift)]


def test_while_a_gift_is_typed_it_is_said_what_they_had_before(
    context: Context, parent: QWidget
) -> None:
    store = context.store
    person = make(store, "person", given_name="Petr", family_name="Host")
    kind = make(store, "gift_stock")
    make(store, "gift", title="Kniha", day="2024", recipient_id=person, gift_stock_id=kind)
    preset = {"recipient_id": person, "way": "given"}
    dialog = RowDialog(context, ENTITIES["gift"], None, preset, None, parent)
    notice = dialog.findChild(GiftNotice)
    assert notice is not None
    assert not notice.isHidden()
    assert "Kniha" in notice.text.text()
    before = notice.text.text()
    dialog.form.keep({"gift_stock_id": kind})
    notice.look()
    assert notice.text.text() != before, "the same gift again"
    dialog.form.keep({"recipient_id": None, "gift_stock_id": None})
    notice.look()
    assert notice.isHidden()
    dialog.form.set_values({})
    dialog.done(0)


def test_the_page_of_a_gift_and_of_the_stock_say_what_matters(context: Context) -> None:
    store = context.store
    kind = make(store, "gift_stock", reorder_level=5)
    gift = make(store, "gift", way="received", value="10", gift_stock_id=kind)
    with store.reading() as connection:
        record = read(connection, ENTITIES["gift"], gift)
        stock = read(connection, ENTITIES["gift_stock"], kind)
    assert record
    assert stock
    assert gift_notice(context, record) is None
    make(store, "gift_limit", whose="anybody", from_whom="anybody", amount="5", to_do="vrátit ho")
    found = gift_notice(context, record)
    assert found
    assert "vrátit ho" in found[1]
    low = stock_notice(context, stock)
    assert low
    assert low[0] == "warn"
