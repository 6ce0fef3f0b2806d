from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from app.services.records import undo
from tests.factories import make
from tests.ui.conftest import MakeContext
from tests.ui.test_accessibility import nameless, unreachable
from ui.dialogs.contacts.new_person import NewPersonBar, SignatureDialog
from ui.forms import RecordForm
from ui.main_window import MainWindow

CARD = """Bc. Petr Dvořák
referent
Euroregion Elbe/Labe
tel. 475 211 603, mobil 724 111 222
petr.dvorak@euroregion-labe.cz
Velká Hradební 8, 400 01 Ústí nad Labem"""


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return list(connection.execute(sql).fetchall())


@pytest.fixture
def form(qtbot: QtBot, store: Store, make_context: MakeContext) -> Callable[..., RecordForm]:
    def open_form(language: Language = Language.CS) -> RecordForm:
        window = MainWindow(make_context(store, language))
        qtbot.addWidget(window)
        window.show()
        window.show_screen("person")
        window.screens["person"].detail.start_new()
        found = window.findChild(RecordForm)
        assert found is not None
        return found

    return open_form


def line(form: RecordForm, name: str) -> QLineEdit:
    inner = form.editor(name).inner
    return inner if isinstance(inner, QLineEdit) else inner.findChild(QLineEdit)  # type: ignore[return-value]


def fill(form: RecordForm, values: dict[str, str], qtbot: QtBot) -> None:
    for name, text in values.items():
        line(form, name).setFocus()
        line(form, name).setText(text)  # QTest types plain letters only
        line(form, name).textEdited.emit(text)
        line(form, name).editingFinished.emit()


def test_one_form_makes_a_person_with_post_organisation_and_details(
    qtbot: QtBot, store: Store, form: Callable[..., RecordForm]
) -> None:
    make(store, "organisation", name_cs="Krajský úřad Ústeckého kraje")
    opened = form()
    values = {
        "given_name": "Jana", "family_name": "Nováková", "organisation_id": "krajsky",
        "post_title": "vedoucí", "email": "jana@kraj.cz", "phone": "475657111",
    }  # fmt: skip
    fill(opened, values, qtbot)
    assert line(opened, "organisation_id").text() == "Krajský úřad Ústeckého kraje"
    assert opened.changed_values()["gender"] == "female"  # type: ignore[index]
    assert opened.window().screens["person"].detail.save()  # type: ignore[attr-defined]
    assert rows(
        store,
        "SELECT p.full_name, o.name_cs, t.title_cs FROM person p JOIN position t"
        " ON t.person_id = p.id JOIN organisation o ON o.id = t.organisation_id",
    ) == [("Jana Nováková", "Krajský úřad Ústeckého kraje", "vedoucí")]
    assert len(rows(store, "SELECT id FROM contact_point")) == 2
    undo.undo(store)
    assert rows(store, "SELECT id FROM person UNION SELECT id FROM position") == []


def test_an_organisation_that_is_not_on_record_is_made_and_said(
    qtbot: QtBot, store: Store, form: Callable[..., RecordForm]
) -> None:
    opened = form()
    fill(opened, {"family_name": "Novák", "organisation_id": "Nový úřad", "post_title": "x"}, qtbot)
    editor = opened.editor("organisation_id")
    assert any("nová" in label for label in texts(editor))
    assert opened.window().screens["person"].detail.save()  # type: ignore[attr-defined]
    assert rows(store, "SELECT name_cs FROM organisation WHERE name_cs = 'Nový úřad'")


def texts(editor: object) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in editor.findChildren(QLabel) if not label.isHidden()]  # type: ignore[attr-defined]


def test_a_pasted_signature_fills_the_form_and_loses_nothing(
    qtbot: QtBot, store: Store, form: Callable[..., RecordForm], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = form()
    QApplication.clipboard().setText(CARD)

    def accept(dialog: SignatureDialog) -> int:
        assert dialog.text.toPlainText() == CARD
        assert nameless(dialog) == []
        assert unreachable(dialog) == []
        dialog.accept()
        return 1

    monkeypatch.setattr(SignatureDialog, "exec", accept)
    bar = opened.window().findChild(NewPersonBar)
    assert bar is not None
    bar.paste.click()
    assert opened.window().screens["person"].detail.save()  # type: ignore[attr-defined]
    ((name, note),) = rows(store, "SELECT full_name, note FROM person")
    assert name == "Bc. Petr Dvořák"
    assert "Velká Hradební 8, 400 01 Ústí nad Labem" in str(note)
    assert set(rows(store, "SELECT kind, value FROM contact_point")) == {
        ("phone", "+420475211603"),
        ("mobile", "+420724111222"),
        ("email", "petr.dvorak@euroregion-labe.cz"),
    }
    assert rows(store, "SELECT name_cs FROM organisation WHERE name_cs LIKE 'Euro%'") == [
        ("Euroregion Elbe/Labe",)
    ]


def test_what_a_person_says_of_the_gender_is_kept(
    qtbot: QtBot, form: Callable[..., RecordForm]
) -> None:
    opened = form()
    opened.restore({"gender": "male"})
    fill(opened, {"family_name": "Nováková"}, qtbot)
    assert opened.changed_values()["gender"] == "male"  # type: ignore[index]
    opened.window().screens["person"].detail.show_record(None)  # type: ignore[attr-defined]
