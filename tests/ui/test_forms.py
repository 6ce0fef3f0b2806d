from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.errors import FieldError, UserError
from app.i18n import N_, Language, translator
from app.services.records import records
from app.services.records.rows import NewRecord
from tests.factories import make
from tests.ui.conftest import MakeContext
from ui.context import Context
from ui.forms import RecordForm
from ui.widgets.day_picker import DayPicker

EDITED = [item.name for item in ENTITIES.values() if item.name != "task_link"]


def form(qtbot: QtBot, context: Context, entity: str) -> RecordForm:
    made = RecordForm(context, ENTITIES[entity])
    qtbot.addWidget(made)
    return made


def line(made: RecordForm, field: str) -> QLineEdit:
    inner = made.editor(field).inner
    assert isinstance(inner, QLineEdit)
    return inner


def type_into(widget: QLineEdit, text: str) -> None:
    widget.setText(text)
    widget.textEdited.emit(text)


def errors(made: RecordForm) -> list[str]:
    return [
        label.text()
        for label in made.findChildren(QLabel)
        if label.property("role") == "error" and not label.isHidden()
    ]


@pytest.mark.parametrize("entity", [item.name for item in RECORDS])
@pytest.mark.parametrize("language", list(Language))
def test_showing_a_record_changes_nothing(
    qtbot: QtBot, loaded: Store, make_context: MakeContext, entity: str, language: Language
) -> None:
    context = make_context(loaded, language)
    if entity in ("person", "task"):
        make(loaded, entity)
    made = form(qtbot, context, entity)
    with loaded.reading() as connection:
        ids = [row[0] for row in connection.execute(f'SELECT id FROM "{entity}" LIMIT 3')]
        found = [records.read(connection, ENTITIES[entity], key) for key in ids]
    for record in found:
        assert record
        made.set_values(record.values)
        made._touched.update(made._editors)  # as if every field had been touched
        changed = made.changed_values()
        # An unchecked box is stored as nothing; 0 and nothing mean the same.
        assert changed is not None, errors(made)
        assert {name: value for name, value in changed.items() if value is not None} == {}


@pytest.mark.parametrize("entity", EDITED)
def test_every_input_has_a_name_for_screen_readers(
    qtbot: QtBot, context: Context, entity: str
) -> None:
    made = form(qtbot, context, entity)
    for name in made._editors:
        assert made.editor(name).inner.accessibleName()


def test_a_wrong_value_is_refused_beside_its_field_and_nothing_is_lost(
    qtbot: QtBot, context: Context
) -> None:
    made = form(qtbot, context, "agreement")
    made.set_values({"title_cs": "Dohoda"})
    made.show()
    type_into(line(made, "signed_on"), "31. 2. 2020")
    type_into(line(made, "title_cs"), "Jiný název")
    assert made.changed_values() is None
    (message,) = errors(made)
    assert "31. 2. 2020" in message
    assert line(made, "signed_on").text() == "31. 2. 2020"
    assert line(made, "signed_on").property("wrong") is True
    type_into(line(made, "signed_on"), "28. 2. 2020")
    assert errors(made) == []
    assert made.changed_values() == {"title_cs": "Jiný název", "signed_on": "2020-02-28"}


def test_what_is_typed_survives_a_switch_of_the_language(qtbot: QtBot, context: Context) -> None:
    made = form(qtbot, context, "agreement")
    made.set_values({"kind": "memorandum", "signed_on": "2020-02"})
    type_into(line(made, "title_cs"), "Rozepsáno")
    context.switch_language(Language.DE)
    made.retranslate()
    assert line(made, "title_cs").text() == "Rozepsáno"
    assert line(made, "signed_on").text() == "Februar\xa02020"
    box = made.editor("kind").inner
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Memorandum"
    assert made.is_dirty


def test_typing_and_taking_it_back_is_no_change(qtbot: QtBot, context: Context) -> None:
    made = form(qtbot, context, "task")
    made.set_values({"title": "Zavolat", "status": "open"})
    type_into(line(made, "title"), "Zavolat zítra")
    assert made.is_dirty
    type_into(line(made, "title"), "Zavolat")
    assert not made.is_dirty


def test_a_reference_is_found_by_part_of_its_name(qtbot: QtBot, context: Context) -> None:
    wanted = make(context.store, "organisation", name_cs="Zakarpatská oblast")
    make(context.store, "organisation", name_cs="Okres Ostróda")
    made = form(qtbot, context, "agreement")
    made.set_values({})
    box = made.editor("partner_id").inner
    assert isinstance(box, QComboBox)
    edit = box.lineEdit()
    assert edit
    qtbot.addWidget(box)
    type_into(edit, "zakarp")
    assert [box.itemText(i) for i in range(box.count())] == ["Zakarpatská oblast"]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert made.editor("partner_id").value(context.tr_) == wanted


def test_a_reference_to_nothing_is_refused(qtbot: QtBot, context: Context) -> None:
    made = form(qtbot, context, "agreement")
    made.set_values({})
    made.show()
    edit = made.editor("partner_id").inner.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    type_into(edit, "Kdo ví kdo")
    assert made.changed_values() is None
    assert len(errors(made)) == 1


def test_the_mouse_wheel_scrolls_past_a_choice(qtbot: QtBot, context: Context) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent

    made = form(qtbot, context, "task")
    made.set_values({"title": "Zavolat", "status": "open"})
    box: QWidget = made.editor("status").inner
    assert isinstance(box, QComboBox)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    box.wheelEvent(event)
    assert not event.isAccepted()
    assert box.currentData() == "open"


def test_what_a_new_form_proposes_is_saved_but_is_nothing_to_lose(
    qtbot: QtBot, context: Context
) -> None:
    made = form(qtbot, context, "task")
    made.set_values({})
    made.keep({"status": "open", "priority": "normal"})
    assert not made.is_dirty
    assert made.changed_values() == {"status": "open", "priority": "normal"}
    type_into(line(made, "title"), "Zavolat")
    assert made.is_dirty


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("entity", EDITED)
def test_every_form_fits_the_narrowest_pane(
    qtbot: QtBot, context: Context, entity: str, language: Language
) -> None:
    context.switch_language(language)
    made = form(qtbot, context, entity)
    made.show()
    assert made.minimumSizeHint().width() <= 400  # beside a list in a window of 1280 points


def test_the_list_of_a_choice_is_as_wide_as_its_longest_text(
    qtbot: QtBot, context: Context
) -> None:
    made = form(qtbot, context, "person")
    made.resize(400, 600)
    made.show()
    box = made.editor("legal_basis").inner
    assert isinstance(box, QComboBox)
    box.showPopup()
    longest = max(
        box.fontMetrics().horizontalAdvance(box.itemText(index)) for index in range(box.count())
    )
    assert box.view().width() >= longest
    box.hidePopup()


@pytest.fixture
def someday(monkeypatch: pytest.MonkeyPatch) -> date:
    """Sunday, 29 November 2026: what the window takes for today."""
    day = date(2026, 11, 29)
    monkeypatch.setattr(Context, "today", property(lambda _self: day))
    return day


@pytest.mark.parametrize(
    ("entity", "field", "typed", "stored", "shown"),
    [
        ("agreement", "signed_on", "15.1.", "2027-01-15", "15. 1. 2027"),
        ("person", "retain_until", "za rok", "2027-11-29", "29. 11. 2027"),
        ("task", "due", "zítra", "2026-11-30", "30. 11. 2026"),
        ("task", "due", "morgen 9:30", "2026-11-30T09:30", "30. 11. 2026 9:30"),
        ("agreement", "signed_on", "6/2017", "2017-06", "červen 2017"),
    ],
)
def test_a_day_said_in_words_is_written_out_when_the_field_is_left(
    qtbot: QtBot,
    store: Store,
    make_context: MakeContext,
    someday: date,
    entity: str,
    field: str,
    typed: str,
    stored: str,
    shown: str,
) -> None:
    made = form(qtbot, make_context(store, Language.CS), entity)
    made.set_values({})
    type_into(line(made, field), typed)
    line(made, field).editingFinished.emit()
    assert line(made, field).text().replace("\u00a0", " ") == shown
    assert made.changed_values() == {field: stored}


def test_what_is_no_day_stays_as_typed_and_is_refused(
    qtbot: QtBot, store: Store, make_context: MakeContext, someday: date
) -> None:
    made = form(qtbot, make_context(store, Language.CS), "agreement")
    made.set_values({})
    type_into(line(made, "signed_on"), "někdy")
    line(made, "signed_on").editingFinished.emit()
    assert line(made, "signed_on").text() == "někdy"
    assert made.changed_values() is None
    assert errors(made)


def test_a_day_is_chosen_from_a_calendar_with_the_keyboard(
    qtbot: QtBot, store: Store, make_context: MakeContext, someday: date
) -> None:
    made = form(qtbot, make_context(store, Language.DE), "agreement")
    made.set_values({"signed_on": "2026-05-04"})
    made.show()
    line(made, "signed_on").setFocus()
    qtbot.keyClick(line(made, "signed_on"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    picker = made.findChild(DayPicker)
    assert picker is not None
    assert picker.calendar.selectedDate() == QDate(2026, 5, 4)
    view = picker.calendar.findChild(QTableView)
    assert view is not None
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert made.changed_values() == {"signed_on": "2026-05-05"}
    assert line(made, "signed_on").text() == "05.05.2026"


def test_a_name_like_one_on_record_can_be_that_of_a_new_one(qtbot: QtBot, context: Context) -> None:
    make(context.store, "organisation", name_cs="Ministerstvo kultury")
    made = form(qtbot, context, "agreement")
    made.set_values({})
    box = made.editor("partner_id").inner
    assert isinstance(box, QComboBox)
    edit = box.lineEdit()
    assert edit
    type_into(edit, "Ministerstvo")
    assert [box.itemText(i) for i in range(box.count())] == [
        "Ministerstvo kultury",
        "Založit „Ministerstvo“",
    ]
    box.activated.emit(1)
    assert edit.text() == "Ministerstvo"
    assert made.editor("partner_id").value(context.tr_) == NewRecord("organisation", "Ministerstvo")


def test_how_often_a_task_comes_again_is_typed_as_one_says_it(
    qtbot: QtBot, make_context: MakeContext, store: Store
) -> None:
    made = form(qtbot, make_context(store, Language.CS), "task")
    editor = made.editor("recurrence")
    box = editor.inner
    assert isinstance(box, QComboBox)
    tr = translator(Language.CS)
    editor.set_value("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", tr)
    assert box.currentText() == "Každé 2 týdny v pondělí"
    assert editor.value(tr) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    box.setEditText("každý poslední pátek v měsíci")
    assert editor.value(tr) == "FREQ=MONTHLY;BYDAY=-1FR"
    box.setEditText("Každé čtvrtletí")
    assert editor.value(tr) == "FREQ=MONTHLY;INTERVAL=3"
    box.setEditText("občas")
    with pytest.raises(UserError, match="does not say how often"):
        editor.value(tr)
    box.setEditText("")
    assert editor.value(tr) is None


def test_a_typed_rule_follows_the_language(
    qtbot: QtBot, make_context: MakeContext, store: Store
) -> None:
    made = form(qtbot, make_context(store, Language.CS), "task")
    editor = made.editor("recurrence")
    box = editor.inner
    assert isinstance(box, QComboBox)
    box.setEditText("každý pátek")
    editor.retranslate(translator(Language.DE))
    assert box.currentText() == "Jede Woche am Freitag"
    box.setCurrentIndex(box.findData("FREQ=WEEKLY"))
    editor.retranslate(translator(Language.EN))
    assert box.currentText() == "Every week"


def test_no_error_however_long_cuts_a_box_or_a_label(
    qtbot: QtBot, store: Store, make_context: MakeContext
) -> None:
    made = form(qtbot, make_context(store, Language.DE), "agreement")
    made.resize(500, made.sizeHint().height())
    made.show()
    text = N_("What was typed is wrong, and this says at some length what to do about it. ")
    made.show_errors([FieldError(name, text * 2) for name in made.names])
    QApplication.processEvents()
    made.resize(500, made.heightForWidth(500))
    QApplication.processEvents()
    for name in made.names:
        editor, error, label = made.editor(name), made._errors[name], made._labels[name]
        assert error.height() >= error.heightForWidth(error.width()), name
        assert editor.height() >= editor.minimumSizeHint().height(), name
        assert label.height() >= label.heightForWidth(label.width()), name
        assert error.geometry().top() > editor.geometry().bottom(), name


def test_a_label_of_any_length_stands_beside_the_first_line_of_its_field(
    qtbot: QtBot, store: Store, make_context: MakeContext
) -> None:
    made = form(qtbot, make_context(store, Language.DE), "agreement")
    made.show()
    made.resize(500, made.heightForWidth(500))
    QApplication.processEvents()
    for name in made.names:
        label, inner = made._labels[name], made.editor(name).inner
        height = min(inner.height(), QLineEdit().sizeHint().height())
        middle = inner.mapTo(made, QPoint(0, height // 2)).y()
        lines = label.heightForWidth(label.width())
        top = label.mapTo(made, QPoint(0, (label.height() - lines) // 2)).y()
        assert top - 2 <= middle <= top + lines + 2, name


def test_keys_go_from_card_to_card(qtbot: QtBot, context: Context) -> None:
    made = form(qtbot, context, "agreement")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier

    def reached(key: Qt.Key) -> str:
        before = QApplication.focusWidget()
        assert before
        QTest.keyClick(before, key, control)
        focus = QApplication.focusWidget()
        assert focus
        return next(name for name in made.names if made.editor(name).isAncestorOf(focus))

    made.focus_first()
    assert reached(Qt.Key.Key_PageUp) == "title_cs"  # there is none before it
    assert reached(Qt.Key.Key_PageDown) == "signed_on"
    assert reached(Qt.Key.Key_PageDown) == "subject_cs"
    assert reached(Qt.Key.Key_PageDown) == "reference_no"
    assert reached(Qt.Key.Key_PageUp) == "subject_cs"
    made.editor("kind").inner.setFocus()  # a box of choices has a use for the key, too
    assert reached(Qt.Key.Key_PageDown) == "signed_on"


def test_the_three_languages_of_a_text_stand_side_by_side(context: Context, qtbot: QtBot) -> None:
    form = RecordForm(context, ENTITIES["programme_item"], frozenset({"delegation_id"}), wide=True)
    qtbot.addWidget(form)
    form.resize(1000, 900)
    form.show()
    qtbot.waitExposed(form)
    for stem in ("title", "description"):
        places = [
            form.editor(f"{stem}_{code}").mapTo(
                form, form.editor(f"{stem}_{code}").rect().topLeft()
            )
            for code in ("cs", "de", "en")
        ]
        assert len({place.y() for place in places}) == 1
        assert places[0].x() < places[1].x() < places[2].x()
    form.editor("title_de").take("Mittagessen")
    form._was_edited("title_de")
    assert form.changed_values() == {"title_de": "Mittagessen"}
    note = form.editor("internal_note")
    assert note.mapTo(form, note.rect().topLeft()).y() > places[0].y()
