"""The ways an official goes, from the first start on, through a real window on a real file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QWidget

from app.db.store import Store
from app.services.office_settings import own_organisation
from tests.e2e.conftest import Work
from tests.e2e.desk import CTRL, Desk, Dialogs, click, fill, saved_as, texts, write
from tests.factories import count, value
from ui import window as composition
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.program.palette import Palette
from ui.dialogs.program.restore_dialog import RestoreDialog
from ui.main_window import PLACES


def test_from_the_first_start_to_a_printed_agreement(
    work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        with store.reading() as connection:
            own = own_organisation(connection)
        assert own
        assert value(store, "organisation", own, "name_cs") == "Ústecký kraj"
        partner = desk.new(
            "organisation", name_cs="Zakarpatská oblast", kind="Region", country="Ukrajina"
        )
        head = desk.new("person", given_name="Olena", family_name="Kovalenko")
        agreement = desk.new(
            "agreement",
            title_cs="Memorandum o spolupráci",
            partner_id="zakarpat",
            kind="Memorandum",
            signed_on="1. 6. 2026",
            term="Doba neurčitá",
        )
        assert value(store, "agreement", agreement, "partner_id") == partner
        assert "Zakarpatská oblast" in desk.read()
        assert "Ústecký kraj" in desk.read()

        target = tmp_path / "souhrn.pdf"
        saved_as(monkeypatch, target)

        def print_it(dialog: PreviewDialog) -> None:
            with Dialogs(lambda box: click(box, "Zavřít")):
                click(dialog, "Uložit jako PDF…")
            dialog.reject()

        with Dialogs(print_it):
            desk.key(Qt.Key.Key_P, CTRL)
        assert target.read_bytes().startswith(b"%PDF")

        task = desk.new("task", title="Poslat podepsaný výtisk", due="15. 6. 2026")
        desk.edit(status="Hotový")
        assert value(store, "task", task, "status") == "done"
        click(desk.window.undo_bar, "Zpět")
        assert value(store, "task", task, "status") == "open"

        def look_for(palette: Palette) -> None:
            write(palette.line, "kovalenko")
            desk.until(lambda: palette.list.count() > 0)
            QTest.keyClick(palette.line, Qt.Key.Key_Return)

        with Dialogs(look_for):
            desk.key(Qt.Key.Key_K, CTRL)
        assert desk.screen.entity.name == "person"
        assert desk.shown == head

    work(day, welcomed=True)


def test_a_trip_is_moved_and_cancelled_with_its_tasks(work: Work) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        trip = desk.new(
            "delegation",
            title_cs="Cesta do Lvova",
            direction="Zahraniční cesta",
            start="10. 5. 2027",
        )
        task = desk.new(
            "task",
            title="Dary",
            due="26. 4. 2027 10:00",
            reminder="25. 4. 2027 9:00",
            relative_to_id="Lvov",
            relative_days="14",
        )
        desk.open("delegation", trip)
        desk.edit(start="1. 7. 2027", end="3. 7. 2027")
        assert value(store, "task", task, "due") == "2027-06-17T10:00"
        assert value(store, "task", task, "reminder") == "2027-06-16T09:00"
        assert "Posunuto spolu s delegací: Dary." in "".join(texts(desk.window.undo_bar))
        desk.key(Qt.Key.Key_F2)
        fill(desk.window, end="1. 6. 2027")
        desk.key(Qt.Key.Key_S, CTRL)
        assert any("předchází" in text for text in texts(desk.screen.detail))
        fill(desk.window, end="3. 7. 2027", status="Zrušená")
        with Dialogs(lambda question: click(question, "Zrušit i úkoly")):
            desk.save()
        assert value(store, "task", task, "status") == "cancelled"
        desk.key(Qt.Key.Key_Z, CTRL)
        assert value(store, "task", task, "status") == "open"
        assert value(store, "delegation", trip, "end") == "2027-07-03"

    work(day)


CARDS = """BEGIN:VCARD
VERSION:3.0
N:Kovalenko;Olena;;;
FN:Olena Kovalenko
EMAIL:olena@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Šťastný;Petr;;Ing.;
FN:Ing. Petr Šťastný
TEL:+420485226301
END:VCARD
"""


def test_an_address_book_is_looked_through_imported_and_taken_back(
    work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        (tmp_path / "adresar.vcf").write_text(CARDS, encoding="utf-8")
        saved_as(monkeypatch, tmp_path / "adresar.vcf")

        def look(preview: QWidget) -> None:
            assert count(store, "person") == 0
            assert {"Olena Kovalenko", "Ing. Petr Šťastný"} <= set(cells(preview))
            click(preview, "Importovat")

        with Dialogs(look, lambda report: click(report, "Zavřít")):
            desk.choose("Importovat kontakty…")
        assert count(store, "person") == 2
        screen = desk.go_to("person")
        desk.until(lambda: screen.model.rowCount() == 2)
        desk.key(Qt.Key.Key_Z, CTRL)
        assert count(store, "person") == count(store, "contact_point") == 0
        desk.until(lambda: screen.model.rowCount() == 0)

    work(day)


def test_what_was_lost_comes_back_from_a_backup(
    work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(composition, "start_again", lambda *arguments: started.append(arguments))
    monkeypatch.setattr(QApplication, "quit", lambda *_: None)
    copy = tmp_path / "zaloha.db"

    def day(desk: Desk) -> None:
        store = desk.window.context.store
        person = desk.new("person", given_name="Olena", family_name="Kovalenko")
        saved_as(monkeypatch, copy)
        with Dialogs(lambda told: click(told, "OK")):
            desk.choose("Zálohovat…")
        assert copy.exists()
        desk.edit(family_name="Petrenko")
        assert value(store, "person", person, "family_name") == "Petrenko"

        def choose(dialog: RestoreDialog) -> None:
            click(dialog, "Jiný soubor…")
            assert "Kovalenko" in dialog.text.toPlainText()
            click(dialog, "Obnovit tuto zálohu")

        with Dialogs(choose):
            desk.choose("Obnovit zálohu…")

    work(day)
    assert started == [("--data", str(tmp_path / "vztahy.db"))]
    back = Store(tmp_path / "vztahy.db")
    with back.reading() as connection:
        names = connection.execute("SELECT family_name FROM person").fetchall()
    back.close()
    assert names == [("Kovalenko",)]


def test_the_window_speaks_another_language_at_once(work: Work) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        desk.new("organisation", name_cs="Ústecký kraj", name_de="Region Aussig", kind="Region")
        desk.key(Qt.Key.Key_F2)
        fill(desk.window, name_en="Usti Region", founded_on="leden 2001")
        desk.choose("Jazyk: Deutsch")
        assert "Name auf Deutsch" in desk.read_form()
        desk.save()
        assert "Januar 2001" in desk.read()
        assert "Region Aussig" in desk.read()
        assert value(store, "organisation", desk.shown, "name_en") == "Usti Region"
        assert any("Organisationen" in text for text in texts(desk.screen))

    work(day)


def test_a_day_without_a_mouse(work: Work) -> None:
    """A person, then a task that is done: by keys alone, without knowing where a field is."""

    def day(desk: Desk) -> None:
        store = desk.window.context.store
        number = [place.key for place in PLACES].index("person") + 1
        desk.key(Qt.Key(Qt.Key.Key_0.value + number), CTRL)
        desk.key(Qt.Key.Key_N, CTRL)
        desk.walk_to("Jméno")
        desk.write("Olena")
        desk.walk_to("Příjmení")
        desk.write("Kovalenko")
        desk.save()
        assert value(store, "person", desk.shown, "family_name") == "Kovalenko"
        number = [place.key for place in PLACES].index("task") + 1
        desk.key(Qt.Key(Qt.Key.Key_0.value + number), CTRL)
        desk.key(Qt.Key.Key_N, CTRL)
        desk.walk_to("Co je třeba udělat")
        desk.write("Zavolat")
        desk.save()
        task = desk.shown
        desk.key(Qt.Key.Key_F2)
        desk.walk_to("Stav")
        desk.write("Hot")
        desk.save()
        assert value(store, "task", task, "status") == "done"
        desk.key(Qt.Key.Key_Z, CTRL)
        assert value(store, "task", task, "status") == "open"

    work(day)


def cells(place: QWidget) -> list[str]:
    """What stands in the tables of a place."""
    return [
        item.text()
        for table in place.findChildren(QTableWidget)
        for row in range(table.rowCount())
        for column in range(table.columnCount())
        if (item := table.item(row, column))
    ]
