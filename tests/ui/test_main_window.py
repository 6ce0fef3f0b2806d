from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.i18n import Language
from app.services.records import records
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext, drawn, leave_forms
from ui.dialogs.common.questions import Answer
from ui.main_window import PLACES, WITH_KEY, MainWindow
from ui.screens.records import RecordsScreen


def show(window: MainWindow, key: str) -> RecordsScreen:
    window.show_screen(key)
    screen = window.screen_shown
    assert screen
    screen._select_first()
    return screen


def type_into(screen: RecordsScreen, field: str, text: str) -> None:
    assert screen.detail._form
    line = screen.detail._form.editor(field).inner
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)


def answer(monkeypatch: pytest.MonkeyPatch, given: Answer) -> list[int]:
    asked: list[int] = []

    def ask(*_: object) -> Answer:
        asked.append(1)
        return given

    monkeypatch.setattr("ui.dialogs.common.questions.ask_unsaved", ask)
    return asked


def texts(widget: QWidget) -> set[str]:
    found = {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}
    found |= {
        button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible()
    }
    return {text.strip() for text in found if text.strip()}


def test_each_screen_shows_its_records(window: MainWindow) -> None:
    expected = {"organisation": 65, "delegation": 61, "agreement": 17, "person": 0, "task": 0}
    for key, number in expected.items():
        assert show(window, key).model.rowCount() == number


@pytest.mark.parametrize("place", [place.key for place in PLACES])
def test_the_language_of_everything_shown_switches_at_once(window: MainWindow, place: str) -> None:
    window.show_screen(place)
    if isinstance(screen := window.screen_shown, RecordsScreen):
        screen._select_first()
    catalogues = {}
    for language in Language:
        window.switch_language(language)
        catalogues[language] = texts(window)
        assert window.windowTitle().startswith(
            window.context.tr_.message(next(p.label for p in PLACES if p.key == place))
        )
    # Interface texts of one language are not left over in another.
    tr_words = {"Agreements", "People", "Home", "Tasks", "Menu", "Collapse", "Everything is saved"}
    assert tr_words <= catalogues[Language.EN]
    assert not (tr_words & catalogues[Language.CS])
    assert not ((tr_words - {"Menu"}) & catalogues[Language.DE])


def test_switching_back_shows_the_same_texts_as_before(window: MainWindow, qtbot: QtBot) -> None:
    detail = show(window, "agreement").detail
    drawn(qtbot, detail)
    before = texts(window)
    window.switch_language(Language.DE)
    drawn(qtbot, detail)
    assert texts(window) != before
    window.switch_language(Language.CS)
    drawn(qtbot, detail)
    assert texts(window) == before


def test_a_record_is_edited_saved_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    screen = show(window, "organisation")
    assert screen.detail.record
    record = screen.detail.record
    old = record.values["name_cs"]
    screen.detail.edit()
    type_into(screen, "name_cs", "Jiný název")
    assert screen.detail.is_dirty
    assert screen.detail.save()
    assert value(window.context.store, "organisation", record.id, "name_cs") == "Jiný název"
    assert screen.detail.record.id == record.id
    qtbot.waitUntil(window.undo_bar.isVisible)
    window.undo()
    assert value(window.context.store, "organisation", record.id, "name_cs") == old
    window.redo()
    assert value(window.context.store, "organisation", record.id, "name_cs") == "Jiný název"


def test_a_required_field_left_empty_is_said_beside_it(window: MainWindow) -> None:
    screen = show(window, "agreement")
    before = count(window.context.store, "agreement")
    screen.start_new()
    type_into(screen, "signed_at", "Ústí nad Labem")
    assert not screen.detail.save()
    assert screen.detail._form
    error = screen.detail._form._errors["title_cs"]
    assert error.isVisibleTo(screen.detail)
    assert error.text()
    assert count(window.context.store, "agreement") == before


@pytest.mark.parametrize(
    ("given", "leaves", "stored"),
    [(Answer.SAVE, True, True), (Answer.DISCARD, True, False), (Answer.STAY, False, False)],
)
def test_leaving_unsaved_changes_asks_and_keeps_the_answer(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, given: Answer, leaves: bool, stored: bool
) -> None:
    screen = show(window, "organisation")
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    asked = answer(monkeypatch, given)
    window.show_screen("agreement")
    assert asked == [1]
    assert (window.screen_shown is not screen) == leaves
    assert (value(window.context.store, "organisation", key, "abbreviation") == "ZK-1") == stored
    assert screen.detail.is_editing != leaves


def test_closing_the_window_with_unsaved_changes_asks(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "organisation")
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    asked = answer(monkeypatch, Answer.STAY)
    event = QCloseEvent()
    window.closeEvent(event)
    assert asked == [1]
    assert not event.isAccepted()
    assert screen.detail.is_editing
    answer(monkeypatch, Answer.DISCARD)
    event = QCloseEvent()
    window.closeEvent(event)
    assert event.isAccepted()


def test_choosing_another_row_with_unsaved_changes_asks(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "organisation")
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    asked = answer(monkeypatch, Answer.STAY)
    screen.table.selectRow(5)
    assert asked == [1]
    assert screen.detail.record
    assert screen.detail.record.id == key
    assert screen.model.record_id(screen.table.currentIndex().row()) == key


@pytest.mark.parametrize("title", ["AAA", "ŽŽŽ"])  # before and behind the row that was clicked
def test_leaving_with_save_goes_where_one_was_going(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, title: str
) -> None:
    screen = show(window, "organisation")
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.edit()
    type_into(screen, "name_cs", title)
    answer(monkeypatch, Answer.SAVE)
    wanted = screen.model.record_id(5)
    screen.table.selectRow(5)
    qtbot.wait(1)
    QApplication.processEvents()
    assert value(window.context.store, "organisation", key, "name_cs") == title
    assert screen.detail.record.id == wanted
    assert screen.model.record_id(screen.table.currentIndex().row()) == wanted


def test_a_link_followed_with_save_leads_to_its_record(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    screen = show(window, "organisation")
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    answer(monkeypatch, Answer.SAVE)
    wanted = screen.model.record_id(7)
    assert wanted
    window.open_record("organisation", wanted)  # as Ctrl+K does
    qtbot.wait(1)
    QApplication.processEvents()
    assert screen.detail.record
    assert screen.detail.record.id == wanted


def test_a_new_form_is_opened_after_another_was_saved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    screen = show(window, "organisation")
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    answer(monkeypatch, Answer.SAVE)
    window.create_record("organisation")
    qtbot.wait(1)
    QApplication.processEvents()
    assert screen.detail.is_editing
    assert screen.detail.record is None


def test_a_form_is_never_filled_in_unseen(window: MainWindow, qtbot: QtBot) -> None:
    screen = show(window, "organisation")
    window.setMinimumSize(0, 0)
    window.resize(760, 600)
    QApplication.processEvents()
    assert not screen.detail.isVisible()
    qtbot.keyClick(screen.table, Qt.Key.Key_F2)
    assert screen.detail.is_editing
    assert screen.detail.isVisible()
    screen.detail.cancel()
    window.resize(1366, 768)
    QApplication.processEvents()
    screen.detail.edit()
    window.resize(760, 600)
    QApplication.processEvents()
    assert screen.detail.isVisible()


def test_the_status_bar_says_whether_all_is_saved(window: MainWindow) -> None:
    screen = show(window, "organisation")
    assert window._saved.text() == "Vše uloženo"
    screen.detail.edit()
    assert window._saved.text() == "Vše uloženo"
    type_into(screen, "abbreviation", "ZK-1")
    assert window._saved.text() == "Zatím neuloženo (uložíte pomocí Ctrl+S)"
    window.show_screen("organisation")
    assert screen.detail.save()
    QApplication.processEvents()
    QApplication.processEvents()
    assert window._saved.text() == "Vše uloženo"


@pytest.mark.parametrize("shift", [False, True])
def test_what_was_undone_is_done_again_with_either_key(
    window: MainWindow, qtbot: QtBot, shift: bool
) -> None:
    screen = show(window, "organisation")
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.edit()
    type_into(screen, "abbreviation", "ZK-1")
    screen.detail.save()
    screen.table.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(screen.table, Qt.Key.Key_Z, control)
    assert value(window.context.store, "organisation", key, "abbreviation") != "ZK-1"
    if shift:
        qtbot.keyClick(screen.table, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    else:
        qtbot.keyClick(screen.table, Qt.Key.Key_Y, control)
    assert value(window.context.store, "organisation", key, "abbreviation") == "ZK-1"


@pytest.mark.parametrize("width", [1366, 760])
def test_after_a_save_the_keyboard_goes_on_from_the_record(
    window: MainWindow, qtbot: QtBot, width: int
) -> None:
    screen = show(window, "organisation")
    window.setMinimumSize(0, 0)
    window.resize(width, 700)
    QApplication.processEvents()
    screen.edit()
    type_into(screen, "abbreviation", "ZK-1")
    with qtbot.waitSignal(screen.detail.saved):
        screen.save()
    drawn(qtbot, screen.detail)
    focused = window.focusWidget()
    assert focused
    if width == 1366:
        assert focused is screen.table
    else:
        assert focused.property("stop")


def test_saving_twice_makes_one_record(window: MainWindow, qtbot: QtBot) -> None:
    screen = show(window, "task")
    before = count(window.context.store, "task")
    screen.start_new()
    type_into(screen, "title", "Zavolat")
    screen.detail.save()
    screen.detail.save()
    for _ in range(2):
        qtbot.keyClick(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert count(window.context.store, "task") == before + 1


def test_a_value_that_is_refused_keeps_the_window_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "agreement")
    screen.detail.edit()
    type_into(screen, "signed_on", "31. 2. 2020")
    answer(monkeypatch, Answer.SAVE)
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert screen.detail.is_editing


def test_what_somebody_else_changed_meanwhile_is_asked_about(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "organisation")
    record = screen.detail.record
    assert record
    screen.detail.edit()
    type_into(screen, "abbreviation", "moje")
    records.save(
        window.context.store, ENTITIES["organisation"], record.id, record.version,
        {"abbreviation": "jejich", "website": "https://www.example.cz"},
    )  # fmt: skip
    seen: list[dict[str, object]] = []

    def ask(_parent: object, _context: object, _entity: object, mine: dict[str, object],
            theirs: dict[str, object]) -> dict[str, object]:  # fmt: skip
        seen.append(theirs)
        return mine

    monkeypatch.setattr("ui.dialogs.common.questions.ask_conflict", ask)
    assert screen.detail.save()
    assert seen == [{"abbreviation": "jejich"}]
    store = window.context.store
    assert value(store, "organisation", record.id, "abbreviation") == "moje"
    assert value(store, "organisation", record.id, "website") == "https://www.example.cz"


def test_going_on_editing_after_a_conflict_saves_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "organisation")
    record = screen.detail.record
    assert record
    screen.detail.edit()
    type_into(screen, "abbreviation", "moje")
    store = window.context.store
    records.save(store, ENTITIES["organisation"], record.id, record.version, {"abbreviation": "j"})
    monkeypatch.setattr("ui.dialogs.common.questions.ask_conflict", lambda *_: None)
    assert not screen.detail.save()
    assert screen.detail.is_dirty
    assert value(store, "organisation", record.id, "abbreviation") == "j"


def test_a_related_record_opens_on_its_screen(window: MainWindow) -> None:
    screen = show(window, "agreement")
    assert screen.detail.record
    partner = screen.detail.record.values["partner_id"]
    window.context.record_wanted.emit("organisation", partner)
    assert window.screen_shown is window.screens["organisation"]
    shown = window.screens["organisation"].detail.record
    assert shown
    assert shown.id == partner


def test_a_deleted_record_comes_back_from_the_undo_bar(window: MainWindow) -> None:
    screen = show(window, "delegation")
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.delete()
    assert screen.model.rowCount() == 60
    assert window.undo_bar.isVisible()
    window.undo_bar.undo_requested.emit()
    assert screen.model.rowCount() == 61
    assert screen.select(key)


def test_several_marked_records_are_deleted_as_one_action(window: MainWindow) -> None:
    screen = show(window, "delegation")
    screen.table.selectRow(2)
    screen.table.selectAll()
    screen.delete_selected()
    assert screen.model.rowCount() == 0
    window.undo()
    assert screen.model.rowCount() == 61


def test_filter_and_scope_narrow_the_list_and_a_wanted_record_lifts_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = show(window, "agreement")
    qtbot.keyClicks(screen.search, "vojvod")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    other = next(
        key
        for (key,) in _rows(window.context.store, "SELECT id FROM agreement ORDER BY sort_key")
        if key != screen.model.record_id(0)
    )
    window.open_record("agreement", other)
    assert screen.model.rowCount() == 17
    assert screen.search.text() == ""


def _rows(store: Store, sql: str) -> list[tuple[str, ...]]:
    with store.reading() as connection:
        return connection.execute(sql).fetchall()


def test_an_archived_record_leaves_the_current_list(window: MainWindow) -> None:
    screen = show(window, "agreement")
    screen.detail.archive()
    assert screen.model.rowCount() == 16
    screen._scope_changed("archive")
    assert screen.model.rowCount() == 1


def test_an_empty_database_offers_the_first_step(
    store: Store, make_context: MakeContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(make_context(store))
    qtbot.addWidget(window, before_close_func=leave_forms)
    window.show()
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", staticmethod(lambda *_: (asked.append("files") or [], ""))
    )
    for place in (p for p in PLACES[1:] if p.key != "calendar"):
        screen = show(window, place.key)
        assert screen._list_stack.currentIndex() == 1
        screen._first_step()
        assert screen.detail.is_editing is (place.key != "document")
        assert asked == (["files"] if place.key == "document" else [])
        asked.clear()
        screen.detail.show_record(None)
    window.show_screen("home")
    window.screens["home"].refresh()
    assert {
        window.context.tr_(text) for text in ("Import contacts…", "Import a data set…")
    } <= texts(window)
    window.close()


def test_a_new_task_about_a_record_is_linked_to_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.dialogs.common.row_dialog import RowDialog

    screen = show(window, "agreement")
    assert screen.detail.record

    def fill(dialog: RowDialog) -> int:
        line = dialog.form.editor("title").inner
        assert isinstance(line, QLineEdit)
        line.setText("Ověřit platnost")
        line.textEdited.emit("Ověřit platnost")
        dialog.save()
        return dialog.result()

    monkeypatch.setattr(RowDialog, "exec", fill)
    screen.detail.add_task()
    links = _rows(window.context.store, "SELECT entity, record_id FROM task_link")
    assert links == [("agreement", screen.detail.record.id)]
    assert window.screens.keys() == {"home", "agreement"}


def test_the_keyboard_reaches_screens_search_and_commands(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    for number, place in enumerate(PLACES[:WITH_KEY], start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window._current == place.key
    screen = show(window, "agreement")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert screen.detail.is_editing
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not screen.detail.is_editing
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert screen.detail.is_editing
    assert screen.detail.record is None
    qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_the_sidebar_folds_and_remembers_it(window: MainWindow) -> None:
    wide = window.sidebar.width()
    window._toggle_sidebar()
    assert window.sidebar.width() < wide
    assert window.context.settings.sidebar_collapsed
    window._toggle_sidebar()
    assert window.sidebar.width() == wide


def test_the_list_of_the_shown_screen_is_exported(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("out") / "dohody.json"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "JSON (*.json)"))
    )
    said: list[str] = []
    monkeypatch.setattr("ui.dialogs.program.files._tell", lambda _c, _p, text: said.append(text))
    show(window, "agreement")
    window.do.export_list()
    import json

    assert len(json.loads(target.read_text(encoding="utf-8"))) == 17
    assert said == ["17 záznamů uloženo do souboru dohody.json"]


def test_backup_and_check_are_reached_from_the_menu(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("out") / "zaloha.db"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    said: list[str] = []
    monkeypatch.setattr("ui.dialogs.program.files._tell", lambda _c, _p, text: said.append(text))
    actions = {action.text(): action for action in window.menu().actions()}
    tr = window.context.tr_
    actions[tr("Back up…")].trigger()
    actions[tr("Check the database")].trigger()
    assert len(said) == 2
    backup = Store(target)
    assert count(backup, "agreement") == 17
    backup.close()


def test_an_organisation_becomes_the_own_one(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QComboBox, QDialog

    from app.services.office_settings import own_organisation

    other = make(window.context.store, "organisation", name_cs="Kraj Jinde")

    def choose(dialog: QDialog) -> int:
        box = dialog.findChild(QComboBox)
        assert isinstance(box, QComboBox)
        line = box.lineEdit()
        assert line
        line.setText("Kraj Jinde")
        line.textEdited.emit("Kraj Jinde")
        box.setCurrentIndex(0)
        box.activated.emit(0)
        buttons = dialog.findChild(QDialogButtonBox)
        assert isinstance(buttons, QDialogButtonBox)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QDialog, "exec", choose)
    window.do.choose_own_organisation()
    with window.context.store.reading() as connection:
        assert own_organisation(connection) == other


def test_no_part_of_a_screen_is_ever_a_window_of_its_own(
    window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    """A widget that is shown before it has a parent flashes, and takes the focus."""
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if (
                event.type() == QEvent.Type.Show
                and isinstance(watched, QWidget)
                and watched.isWindow()
                and watched is not window
            ):
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    for name in ("home", *(entity.name for entity in RECORDS)):
        window.show_screen(name)
        screen = window.screen_shown
        if isinstance(screen, RecordsScreen) and screen.model.rowCount():
            screen._select_first()
            screen.detail.edit()
            qtbot.wait(1)
            screen.detail.cancel()
    qapp.removeEventFilter(watch)
    assert not seen
