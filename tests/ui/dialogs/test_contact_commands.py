"""Letters, labels, mailing lists and posts, from lists, record menus and Ctrl+K."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities.choices import MAILING_STATE
from app.i18n import Language
from app.services.contacts import mailing
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext
from tests.ui.test_accessibility import nameless, unreachable
from tests.ui.test_main_window import show
from ui.context import Context
from ui.dialogs import record_actions
from ui.dialogs.common.row_dialog import NO_OWNER, RowDialog, note_contact
from ui.dialogs.contacts import mailing_actions, people_actions
from ui.dialogs.contacts.labels_dialog import LabelsDialog
from ui.dialogs.contacts.letters_dialog import LettersDialog
from ui.dialogs.contacts.likely_notice import LikelyNotice
from ui.dialogs.contacts.mailing_actions import StatesDialog
from ui.dialogs.contacts.move_dialog import MoveDialog
from ui.dialogs.contacts.salutation_dialog import SalutationDialog
from ui.main_window import MainWindow

Opened = list[tuple[str, list[str]]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Letters and labels that are opened: which dialog, and for whom; each is accepted."""
    found: Opened = []

    def run(dialog: LettersDialog | LabelsDialog) -> int:
        found.append((type(dialog).__name__, list(dialog._ids)))
        if isinstance(dialog, LettersDialog):
            dialog.written = list(dialog.table.chosen)  # as if all had got theirs
        dialog.done(int(QDialog.DialogCode.Accepted))
        return dialog.result()

    monkeypatch.setattr(LettersDialog, "exec", run)
    monkeypatch.setattr(LabelsDialog, "exec", run)
    return found


def people(store: Store, *names: str) -> list[str]:
    return [make(store, "person", family_name=name) for name in names]


def press(monkeypatch: pytest.MonkeyPatch, number: int) -> list[str]:
    said: list[str] = []

    def run(box: QMessageBox) -> int:
        said.append(box.text())
        monkeypatch.setattr(box, "clickedButton", lambda: box.buttons()[number], raising=False)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    return said


def test_letters_and_labels_for_marked_people_and_for_the_whole_filtered_list(
    window: MainWindow, opened: Opened
) -> None:
    first, second, third = people(window.context.store, "Adamec", "Adamová", "Bílý")
    screen = show(window, "person")
    screen.search.setText("adam")
    screen._text_changed("adam")
    screen.table.selectRow(1)
    tr = window.context.tr_
    menu = screen.tools.row_menu()
    entries = {action.text(): action for action in menu.actions()}
    entries[tr("Letters…")].trigger()
    entries[tr("Labels and envelopes…")].trigger()
    whole = entries[tr.plural("Whole list ({count} record)", "Whole list ({count} records)", 2)]
    inner = {action.text(): action for action in whole.menu().actions()}  # type: ignore[attr-defined]
    inner[tr("Letters…")].trigger()
    assert opened == [
        ("LettersDialog", [second]), ("LabelsDialog", [second]), ("LettersDialog", [first, second]),
    ]  # fmt: skip
    assert third not in opened[2][1]


def test_the_palette_offers_them_for_the_record_and_the_list(
    window: MainWindow, opened: Opened
) -> None:
    (person,) = people(window.context.store, "Adamec")
    screen = show(window, "person")
    screen.select(person)
    tr = window.context.tr_
    commands = {command.text: command for command in window.commands()}
    commands[tr("Letter…").rstrip("…") + ": Jana Adamec"].run()
    commands[tr("Label or envelope…").rstrip("…") + ": Jana Adamec"].run()
    labels = tr("Labels and envelopes…").rstrip("…")
    commands[f"{labels}: {screen.tools.whole_list_text()}"].run()
    assert opened == [
        ("LettersDialog", [person]), ("LabelsDialog", [person]), ("LabelsDialog", [person]),
    ]  # fmt: skip
    window.show_screen("organisation")
    assert not any(tr("Letters…").rstrip("…") in command.text for command in window.commands())


def test_every_command_of_a_record_has_an_icon_a_label_and_runs_something(
    window: MainWindow,
) -> None:
    for found in record_actions.ACTIONS.values():
        labels = [action.label for action in found]
        assert len(set(labels)) == len(labels)
        assert all(window.context.tr_.message(label) for label in labels)
    assert {"person", "organisation", "mailing_list"} <= set(record_actions.ACTIONS)


# Mailing lists


@pytest.fixture
def listed(store: Store) -> tuple[str, list[str]]:
    found = people(store, "A", "B", "C")
    key = make(store, "mailing_list")
    mailing.add_members(store, key, found)
    return key, found


def states(store: Store, key: str) -> dict[str, str]:
    with store.reading() as connection:
        return dict(
            connection.execute(
                "SELECT person_id, state FROM mailing_member WHERE mailing_list_id = ?", (key,)
            ).fetchall()
        )


def test_letters_go_to_those_not_written_to_who_are_then_noted_as_sent(
    store: Store, context: Context, listed: tuple[str, list[str]], opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key, (a, b, c) = listed
    mailing.set_state(store, key, [b], "declined")
    said = press(monkeypatch, 0)
    mailing_actions.letters_to_list(context, None, key)  # type: ignore[arg-type]
    assert opened == [("LettersDialog", [a, c])]
    assert "2" in said[0]
    assert states(store, key) == {a: "sent", b: "declined", c: "sent"}
    mailing_actions.letters_to_list(context, None, key)  # type: ignore[arg-type]
    assert opened[-1] == ("LettersDialog", [a, c]), "a reminder"
    assert len(said) == 1, "they are noted already"


def test_nobody_to_write_to_is_said(
    store: Store, context: Context, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = press(monkeypatch, 0)
    key = make(store, "mailing_list")
    mailing_actions.labels_of_list(context, None, key)  # type: ignore[arg-type]
    assert said == [context.tr_.message(mailing_actions.NOBODY)]
    assert opened == []


def test_the_recipients_are_exported_but_those_left_out(
    store: Store, context: Context, listed: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.dialogs.contacts import contacts_export_dialog

    key, (a, b, c) = listed
    mailing.set_state(store, key, [b], "left_out")
    given: list[list[str]] = []
    monkeypatch.setattr(
        contacts_export_dialog,
        "export_contacts",
        lambda _context, _parent, _entity, marked: given.append(list(marked)),
    )
    mailing_actions.export_recipients(context, None, key)  # type: ignore[arg-type]
    assert given == [[a, c]]


def test_people_are_added_to_a_list_that_is_named_there(
    store: Store, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = people(store, "A", "B")
    monkeypatch.setattr(QInputDialog, "getItem", staticmethod(lambda *_: (" Nový  rok ", True)))
    people_actions.add_to_mailing_list(context, None, ids)  # type: ignore[arg-type]
    people_actions.add_to_mailing_list(context, None, ids)  # type: ignore[arg-type]
    assert count(store, "mailing_list") == 1
    assert count(store, "mailing_member") == 2
    monkeypatch.setattr(QInputDialog, "getItem", staticmethod(lambda *_: ("Jiný", False)))
    people_actions.add_to_mailing_list(context, None, ids)  # type: ignore[arg-type]
    assert count(store, "mailing_list") == 1


def test_a_list_is_copied_for_the_next_occasion(
    store: Store, context: Context, listed: tuple[str, list[str]], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_, **__: ("PF 2028", True)))
    with qtbot.waitSignal(context.record_wanted) as wanted:
        mailing_actions.copy_list(context, None, listed[0])  # type: ignore[arg-type]
    assert wanted.args
    new = wanted.args[1]
    assert value(store, "mailing_list", new, "name") == "PF 2028"
    assert set(states(store, new).values()) == {"proposed"}


def test_several_recipients_get_a_state_at_once(
    store: Store, context: Context, listed: tuple[str, list[str]], qtbot: QtBot
) -> None:
    key, (a, b, c) = listed
    dialog = StatesDialog(context, key, None)
    qtbot.addWidget(dialog)
    assert not dialog.apply.isEnabled()
    dialog.people.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.people.item(2).setCheckState(Qt.CheckState.Checked)
    dialog.state.setCurrentIndex(dialog.state.findData("confirmed"))
    dialog.apply.click()
    assert states(store, key) == {a: "confirmed", b: "proposed", c: "confirmed"}
    shown = context.tr_.message(MAILING_STATE.label("confirmed"))
    assert dialog.people.item(0).text().endswith(shown)
    dialog.shown.setCurrentIndex(dialog.shown.findData("proposed"))
    dialog.shown.activated.emit(dialog.shown.currentIndex())
    assert dialog.people.count() == 1
    dialog.tick_all.click()
    assert dialog.ticked == [b]


# Posts, salutations, interactions, duplicates while typing


def fill(form: Any, field: str, text: str) -> None:
    line = form.editor(field).inner
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)


def test_somebody_moves_to_another_post(store: Store, context: Context, qtbot: QtBot) -> None:
    (person,) = people(store, "A")
    office = make(store, "organisation", name_cs="Úřad")
    old = make(store, "position", person_id=person, organisation_id=office, title_cs="radní",
               since="2020")  # fmt: skip
    dialog = MoveDialog(context, person, None, None)
    qtbot.addWidget(dialog)
    assert dialog.old.currentData() == old
    dialog.save()
    assert count(store, "position") == 1, "the new post has no name yet"
    fill(dialog.form, "title_cs", "náměstkyně")
    fill(dialog.form, "since", "1. 10. 2026")
    dialog.save()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert value(store, "position", old, "until") == "2026-09-30"
    assert count(store, "position") == 2


def test_a_salutation_is_typed_over_the_suggestion(
    store: Store, context: Context, qtbot: QtBot
) -> None:
    person = make(store, "person", gender="female")
    dialog = SalutationDialog(context, person, None)
    qtbot.addWidget(dialog)
    czech = dialog.lines[Language.CS]
    assert czech.placeholderText() == "Vážená paní Nováková,"
    czech.setText("Milá Jano,")
    dialog.save()
    assert value(store, "person", person, "salutation_cs") == "Milá Jano,"
    assert value(store, "person", person, "salutation_de") is None
    again = SalutationDialog(context, person, None)
    qtbot.addWidget(again)
    assert again.lines[Language.CS].text() == "Milá Jano,"
    assert again.lines[Language.CS].placeholderText() == "Vážená paní Nováková,"
    again.lines[Language.CS].clear()
    again.save()
    assert value(store, "person", person, "salutation_cs") is None


def test_a_contact_is_noted_from_any_screen_and_becomes_a_task(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = window.context.store
    person = make(store, "person")
    shown: list[RowDialog] = []

    def run(dialog: RowDialog) -> int:
        shown.append(dialog)
        name = dialog._entity.name
        if name == "interaction":
            fill(dialog.form, "subject", "Volala kvůli výstavě")
            dialog.save(then_task=True)
        else:
            dialog.save()
        return 1

    monkeypatch.setattr(RowDialog, "exec", run)
    window.open_record("person", person)
    window.do.note_contact()
    assert [dialog._entity.name for dialog in shown] == ["interaction", "task"]
    assert count(store, "interaction") == 1
    with store.reading() as connection:
        title, linked = connection.execute(
            "SELECT t.title, x.record_id FROM task t JOIN task_link x ON x.task_id = t.id"
            " WHERE t.title LIKE 'Volala%'"
        ).fetchone()
    assert (title, linked) == ("Volala kvůli výstavě", person)
    window.show_screen("home")
    shown.clear()
    monkeypatch.setattr(RowDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    window.do.note_contact()
    assert shown[0]._preset.keys() == {"date", "user_id"}
    show(window, "agreement")
    window.do.note_contact()
    assert shown[1]._preset["organisation_id"], "the partner of the agreement"


def test_an_interaction_is_about_somebody(
    store: Store, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[RowDialog] = []
    monkeypatch.setattr(RowDialog, "exec", lambda dialog: made.append(dialog) or 0)
    note_contact(context, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(made[0], before_close_func=lambda dialog: dialog.form.set_values({}))
    fill(made[0].form, "subject", "Něco")
    made[0].save()
    assert count(store, "interaction") == 0
    assert made[0].form._errors["person_id"].text() == context.tr_.message(NO_OWNER)


def test_the_likely_record_is_shown_while_typing_and_opened(
    window: MainWindow, qtbot: QtBot
) -> None:
    store = window.context.store
    known = make(store, "person", given_name="Zdeněk", family_name="Kratochvíl")
    screen = show(window, "person")
    screen.start_new()
    (notice,) = screen.detail.findChildren(LikelyNotice)
    assert notice.isHidden()
    form = screen.detail._form
    fill(form, "given_name", "Zdenek")
    fill(form, "family_name", "Kratochvil")
    qtbot.waitUntil(notice.isVisible, timeout=5000)
    assert [button.text().strip() for button in notice.offered] == [
        window.context.tr_("Open {title}", title="Zdeněk Kratochvíl")
    ]
    fill(form, "family_name", "Jiný")
    notice.look()
    qtbot.waitUntil(notice.isHidden, timeout=5000)
    fill(form, "family_name", "Kratochvil")
    notice.look()
    qtbot.waitUntil(notice.isVisible, timeout=5000)
    assert form
    form.set_values({})  # nothing typed is left to be asked about
    notice.offered[0].click()
    assert screen.detail.record
    assert screen.detail.record.id == known
    qtbot.waitUntil(lambda: not screen.detail.findChildren(LikelyNotice))
    screen.detail.edit()
    assert screen.detail._form
    fill(screen.detail._form, "given_name", "Zdenek")
    assert screen.detail.is_dirty
    assert screen.detail.findChildren(LikelyNotice) == [], "who is on file is like no other"


@pytest.mark.parametrize("language", list(Language))
def test_the_dialogs_can_be_used_without_a_mouse(
    store: Store, make_context: MakeContext, qtbot: QtBot, listed: tuple[str, list[str]],
    language: Language,
) -> None:  # fmt: skip
    context = make_context(store, language.value)
    key, (person, *_) = listed
    for dialog in (
        StatesDialog(context, key, None),
        MoveDialog(context, person, None, None),
        SalutationDialog(context, person, None),
    ):
        qtbot.addWidget(dialog)
        dialog.show()
        assert nameless(dialog) == []
        assert unreachable(dialog) == []
