from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QTableWidgetItem
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.errors import UserError
from app.exchange.registers import ares
from tests.factories import count, make, value
from ui.ares_queue import AresQueue
from ui.context import Context
from ui.dialogs.contacts.ares_dialog import AresDialog, fill_from_ares

ANSWER = {
    "ico": "70892156",
    "obchodniJmeno": "Ústecký kraj",
    "dic": "CZ70892156",
    "sidlo": {"nazevObce": "Ústí nad Labem", "nazevUlice": "Velká Hradební", "cisloDomovni": 3118,
              "cisloOrientacni": 48, "psc": 40001, "kodStatu": "CZ"},
}  # fmt: skip


def subject() -> ares.Subject:
    return ares.parse(json.dumps(ANSWER).encode())


@pytest.fixture
def office(store: Store) -> str:
    return make(store, "organisation", name_cs="Kraj", kind="region", ico="70892156", country="CZ")


def answer(monkeypatch: pytest.MonkeyPatch, given: ares.Subject | UserError) -> list[str]:
    asked: list[str] = []

    def fetch(number: str, open_url: Any = None) -> ares.Subject:
        asked.append(number)
        if isinstance(given, UserError):
            raise given
        return given

    monkeypatch.setattr(ares, "fetch", fetch)
    return asked


def tick(monkeypatch: pytest.MonkeyPatch, *labels: str) -> list[list[str]]:
    """Tick these lines of the dialog besides those proposed, and take them over."""
    shown: list[list[str]] = []

    def run(dialog: QDialog) -> int:
        assert isinstance(dialog, AresDialog)
        rows = []
        for row in range(dialog.table.rowCount()):
            cells = [dialog.table.item(row, column) for column in range(3)]
            found = [cell for cell in cells if isinstance(cell, QTableWidgetItem)]
            rows.append(" | ".join(cell.text() for cell in found))
            if found[0].text() in labels:
                found[0].setCheckState(Qt.CheckState.Checked)
        shown.append(rows)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(AresDialog, "exec", run)
    return shown


def boxes(monkeypatch: pytest.MonkeyPatch, press: int = -1) -> list[str]:
    """Texts of message boxes; each is answered with its button `press` (the last one)."""
    said: list[str] = []

    def run(box: QMessageBox) -> int:
        said.append(box.text())
        monkeypatch.setattr(box, "clickedButton", lambda: box.buttons()[press], raising=False)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    return said


def test_what_is_empty_is_filled_and_the_rest_asked_about(
    store: Store, context: Context, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, subject())
    shown = tick(monkeypatch)
    fill_from_ares(context, None, office)  # type: ignore[arg-type]
    assert asked == ["70892156"]
    tr = context.tr_
    assert f"{tr('Name in Czech')} | Kraj | Ústecký kraj" in shown[0]
    assert value(store, "organisation", office, "name_cs") == "Kraj", "somebody wrote it"
    assert value(store, "organisation", office, "dic") == "CZ70892156"
    assert count(store, "address") == 1


def test_a_name_is_taken_over_when_it_is_ticked(
    store: Store, context: Context, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, subject())
    tick(monkeypatch, context.tr_("Name in Czech"))
    fill_from_ares(context, None, office)  # type: ignore[arg-type]
    assert value(store, "organisation", office, "name_cs") == "Ústecký kraj"
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", staticmethod(lambda *a: said.append(a[2])))
    fill_from_ares(context, None, office)  # type: ignore[arg-type]
    expected = context.tr_("The record says the same as ARES.")
    assert [text.replace("\u00a0", " ") for text in said] == [expected]


def test_without_a_network_the_wish_waits_and_is_met_later(
    store: Store, context: Context, office: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answer(monkeypatch, UserError(ares.OFFLINE))
    said = boxes(monkeypatch)
    fill_from_ares(context, None, office)  # type: ignore[arg-type]
    assert said == [context.tr_.message(ares.OFFLINE)]
    assert ares.waiting(store) == [office]
    queue = AresQueue(context)
    queue.look()
    queue.finish()
    assert ares.waiting(store) == [office], "still no network"
    answer(monkeypatch, subject())
    with qtbot.waitSignal(context.records_changed, timeout=5000):
        queue.look()
    queue.finish()
    assert ares.waiting(store) == []
    assert value(store, "organisation", office, "dic") == "CZ70892156"
    assert value(store, "organisation", office, "name_cs") == "Kraj"


def test_a_saved_answer_is_read_from_its_file(
    store: Store, context: Context, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nameless = make(store, "organisation", name_cs="Kraj", kind="region", country="CZ")
    file = tmp_path / "ares.json"
    file.write_text(json.dumps(ANSWER), encoding="utf-8")
    said = boxes(monkeypatch, press=0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(file), "")))
    tick(monkeypatch)
    fill_from_ares(context, None, nameless)  # type: ignore[arg-type]
    assert said == [context.tr_.message(ares.NO_NUMBER)]
    assert value(store, "organisation", nameless, "ico") == "70892156"
    file.write_text("{}", encoding="utf-8")
    fill_from_ares(context, None, make(store, "organisation"))  # type: ignore[arg-type]
    assert "ares.json" in said[-1]


def test_an_unknown_number_is_said_and_does_not_wait(
    store: Store, context: Context, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, UserError(ares.NOT_FOUND, ico="70892156"))
    said = boxes(monkeypatch)
    fill_from_ares(context, None, office)  # type: ignore[arg-type]
    assert "70892156" in said[0]
    assert ares.waiting(store) == []


def test_the_queue_looks_soon_after_the_start_and_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = AresQueue(context)
    queue.start()
    assert queue._timer.isActive()
    queue.look()
    assert queue._thread is None, "nobody waits"
    queue.finish()
    assert not queue._timer.isActive()
