from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from tests.factories import make
from tests.ui.conftest import MakeContext
from ui.dialogs.agreements.partner_page_dialog import PartnerPageDialog
from ui.dialogs.record_actions import ACTIONS
from ui.main_window import MainWindow


@pytest.fixture
def partner(store: Store) -> str:
    key = make(store, "organisation", name_cs="Sasko", name_de="Sachsen", note="Jen pro nás")
    make(store, "agreement", title_cs="Dohoda se Saskem", partner_id=key)
    person = make(store, "person", given_name="Petra", family_name="Meier")
    make(store, "position", person_id=person, organisation_id=key, title_cs="ředitelka")
    return key


@pytest.fixture
def dialog(
    store: Store, partner: str, make_context: MakeContext, qtbot: QtBot
) -> PartnerPageDialog:
    made = PartnerPageDialog(make_context(store), partner, None)
    qtbot.addWidget(made)
    return made


def test_it_shows_the_partner_in_each_language(dialog: PartnerPageDialog) -> None:
    text = dialog.text.toPlainText()
    assert text.startswith("Sasko")
    assert "Dohoda se Saskem" in text
    assert "Jen pro nás" in text
    dialog.choose(Language.DE, "internal")
    text = dialog.text.toPlainText()
    assert text.startswith("Sachsen")
    assert "Vereinbarungen" in text
    assert "Dohoda se Saskem (cs)" in text


def test_the_public_version_says_what_it_leaves_out(dialog: PartnerPageDialog) -> None:
    assert "Meier" in dialog.text.toPlainText()
    dialog.choose(Language.CS, "public")
    text = dialog.text.toPlainText()
    assert "Meier" not in text
    assert "Jen pro nás" not in text
    assert "1 osoba je vynechána" in dialog._notice.accessibleName()


def test_a_change_is_seen_at_once(dialog: PartnerPageDialog, store: Store, partner: str) -> None:
    from app.entities import ENTITIES
    from app.services.records.records import save

    values = {"organisation_id": partner, "text_cs": "Nový milník", "date": "2024"}
    _, changes = save(store, ENTITIES["milestone"], None, 0, values)
    dialog._context.changed(changes)
    assert "Nový milník" in dialog.text.toPlainText()


def test_saving_writes_what_is_shown(
    dialog: PartnerPageDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "saxony"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.save_pdf()
    assert target.with_name("saxony.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.save_pdf()
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_web_pages_are_written_in_three_languages(
    dialog: PartnerPageDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "web"))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.informativeText()))
    dialog.write_for_web()
    names = ["sasko.cs.html", "sasko.de.html", "sasko.en.html"]
    assert told == ["\n".join(names)]
    assert sorted(file.name for file in (tmp_path / "web").iterdir()) == names
    assert "Jen pro nás" not in (tmp_path / "web" / names[0]).read_text(encoding="utf-8")


def test_everything_has_a_name(dialog: PartnerPageDialog) -> None:
    assert dialog.text.accessibleName() == "Stránka partnera"
    assert dialog._language.accessibleName() == "Jazyk"
    assert dialog._version.accessibleName() == "Určeno pro"
    texts = [button.text().strip() for button in dialog.findChildren(QPushButton)]
    assert texts == ["Uložit pro web…", "Uložit jako PDF…", "Tisknout…"]


def test_it_is_reached_from_the_record(
    store: Store, partner: str, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(PartnerPageDialog, "exec", lambda dialog: opened.append(dialog._id))
    action = next(item for item in ACTIONS["organisation"] if item.label == "Partner page…")
    context = make_context(store)
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    action.run(context, parent, partner)
    assert opened == [partner]


def test_it_is_found_in_the_palette(
    loaded: Store, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(PartnerPageDialog, "exec", lambda dialog: opened.append(dialog._id))
    label = "Stránka partnera:"
    window.show_screen("organisation")
    screen = window.screens["organisation"]
    with loaded.reading() as connection:
        (key,) = connection.execute(
            "SELECT id FROM organisation WHERE name_cs = 'Svobodný stát Sasko'"
        ).fetchone()
    screen.detail.show_record(None)
    assert not any(command.text.startswith(label) for command in window.commands())
    screen.detail.show_record(key)
    (command,) = [item for item in window.commands() if item.text.startswith(label)]
    assert command.text == f"{label} Svobodný stát Sasko"
    command.run()
    assert opened == [key]
