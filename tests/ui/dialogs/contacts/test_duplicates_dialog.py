from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext
from tests.ui.test_accessibility import nameless, unreachable
from ui.context import Context
from ui.dialogs.contacts import duplicates_dialog
from ui.dialogs.contacts.duplicates_dialog import (
    Comparison,
    DuplicatesDialog,
    MergeDialog,
    merge_with_another,
    take_apart,
)


def person(store: Store, **values: Any) -> str:
    return make(store, "person", **{"given_name": "Jan", "family_name": "Novák", **values})


def button(widget: Comparison | DuplicatesDialog, text: str) -> QPushButton:
    wanted = widget._context.tr_(text)
    return next(item for item in widget.findChildren(QPushButton) if item.text() == wanted)


@pytest.fixture
def found_here(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """The search runs in this process: what it finds is tested elsewhere."""
    from app.jobs import find_duplicates

    def run(
        _context: Context, _parent: Any, _text: str, name: str, *, entity: str, limit: int
    ) -> Any:
        assert name == "find_duplicates"
        return find_duplicates(store, lambda *_: None, lambda: False, entity=entity, limit=limit)

    monkeypatch.setattr(duplicates_dialog, "run_job", run)


Open = Callable[[], DuplicatesDialog]


@pytest.fixture
def review(context: Context, qtbot: QtBot, found_here: None) -> Open:
    def build() -> DuplicatesDialog:
        made = DuplicatesDialog(context, None)  # type: ignore[arg-type]
        qtbot.addWidget(made)
        return made

    return build


def test_pairs_are_listed_with_their_reasons(store: Store, review: Open) -> None:
    person(store, title_before="Ing.")
    person(store)
    person(store, given_name="Eva")
    dialog = review()
    assert dialog.pairs.count() == 1
    text = dialog.pairs.item(0).text()
    assert text.startswith("Ing. Jan Novák\nJan Novák\n60 %")
    assert dialog._context.tr_("The names are the same.") in text
    assert dialog._comparison is not None


def test_where_there_are_none_a_sentence_says_so(store: Store, review: Open) -> None:
    dialog = review()
    dialog.show()
    assert not dialog.pairs.isVisible()
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert dialog._context.tr_("No possible duplicates were found.") in shown


def test_a_list_that_is_not_whole_says_so(
    store: Store, review: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates_dialog, "MOST", 2)
    for _ in range(3):
        person(store)
    dialog = review()
    assert dialog.pairs.count() == 2
    more = dialog._context.tr_("the likeliest; open this window again for the others.")
    assert more in dialog._count.text()
    monkeypatch.setattr(duplicates_dialog, "MOST", 3)
    whole = review()
    assert whole.pairs.count() == 3
    assert more not in whole._count.text()


def test_the_kept_record_and_each_value_are_chosen(
    store: Store, context: Context, qtbot: QtBot
) -> None:
    a = person(store, note="starší", diet="bez lepku")
    b = person(store, note="novější", language="de")
    make(store, "contact_point", person_id=b, kind="email", value="jan@novak.cz")
    made = MergeDialog(context, ENTITIES["person"], a, b, None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    comparison = made.comparison
    assert set(comparison._choices) == {"note", "diet", "language"}
    # What only one of them says is proposed.
    assert comparison._choices["diet"].checkedId() == 0
    assert comparison._choices["language"].checkedId() == 1
    comparison._choices["note"].button(1).setChecked(True)
    comparison.merge()
    assert made.result() == QDialog.DialogCode.Accepted
    assert count(store, "person") == 1
    assert value(store, "person", a, "note") == "novější"
    assert value(store, "person", a, "diet") == "bez lepku"
    assert value(store, "person", a, "language") == "de"
    with store.reading() as connection:
        owner = connection.execute("SELECT person_id FROM contact_point").fetchone()[0]
    assert owner == a


def test_keeping_the_other_record_proposes_its_values(
    store: Store, context: Context, qtbot: QtBot
) -> None:
    a, b = person(store, note="starší"), person(store, note="novější")
    comparison = Comparison(context, ENTITIES["person"], a, b, differ=True)
    qtbot.addWidget(comparison)
    comparison._keep.button(1).setChecked(True)
    assert comparison._choices["note"].checkedId() == 1
    with qtbot.waitSignal(comparison.done):
        comparison.merge()
    with store.reading() as connection:
        assert connection.execute("SELECT id, note FROM person").fetchall() == [(b, "novější")]


def test_a_merged_pair_leaves_the_list_and_can_be_taken_apart(
    store: Store, context: Context, review: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [person(store) for _ in range(3)]
    dialog = review()
    assert dialog.pairs.count() == 3
    assert dialog._comparison
    button(dialog._comparison, "Merge").click()
    assert count(store, "person") == 2
    assert dialog.pairs.count() == 1, "pairs of the record that is no more are gone"

    def accept(box: QMessageBox) -> int:
        monkeypatch.setattr(box, "clickedButton", lambda: box.buttons()[0])
        return 0

    monkeypatch.setattr(QMessageBox, "exec", accept)
    with store.reading() as connection:
        left = {row[0] for row in connection.execute("SELECT id FROM person")}
    merged = next(key for key in keys if key in left)
    take_apart(context, None, "person", merged)  # type: ignore[arg-type]
    assert count(store, "person") == 3


def test_two_that_are_different_leave_the_list_for_good(store: Store, review: Open) -> None:
    person(store)
    person(store)
    dialog = review()
    assert dialog._comparison
    button(dialog._comparison, "These are not the same record").click()
    assert dialog.pairs.count() == 0
    assert dialog._comparison is None
    assert dialog._pages.currentWidget() is dialog._none
    assert review().pairs.count() == 0
    assert count(store, "person") == 2


def test_organisations_are_one_click_away(store: Store, review: Open) -> None:
    for _ in range(2):
        make(store, "organisation", name_cs="Spolek Bílina")
    dialog = review()
    assert dialog.pairs.count() == 0
    dialog._switch("organisation")
    assert dialog.pairs.count() == 1


def test_the_other_record_is_chosen_by_its_name(
    store: Store, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = person(store), person(store, given_name="Honza")
    compared: list[tuple[str, ...]] = []

    class Recorded:
        def __init__(self, _context: Any, _entity: Any, a_id: str, b_id: str, _p: Any) -> None:
            compared.append((a_id, b_id))

        def exec(self) -> int:
            return 0

    def choose(dialog: QDialog) -> int:
        editor = dialog.findChild(duplicates_dialog.ReferenceEditor)
        assert editor
        editor.set_value(b, context.tr_)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(duplicates_dialog, "MergeDialog", Recorded)
    monkeypatch.setattr(QDialog, "exec", choose)
    merge_with_another(context, None, "person", a)  # type: ignore[arg-type]
    assert compared == [(a, b)]


def test_a_record_that_is_gone_is_said(store: Store, context: Context, qtbot: QtBot) -> None:
    comparison = Comparison(context, ENTITIES["person"], person(store), "gone", differ=True)
    qtbot.addWidget(comparison)
    texts = [label.text() for label in comparison.findChildren(QLabel)]
    assert context.tr_("One of the records no longer exists.") in texts


@pytest.mark.parametrize("language", list(Language))
def test_it_can_be_used_without_a_mouse(
    store: Store, make_context: MakeContext, qtbot: QtBot, found_here: None, language: Language
) -> None:
    person(store, note="x " * 200)
    person(store, note="y")
    dialog = DuplicatesDialog(make_context(store, language.value), None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.resize(895, 464)  # what a laptop of 1366 by 768 pixels has at 150 %
    dialog.show()
    assert nameless(dialog) == []
    assert unreachable(dialog) == []
    assert dialog._comparison
    # Long texts wrap: both columns fit.
    radios = dialog._comparison.findChildren(QRadioButton)
    right = max(radio.mapTo(dialog, radio.rect().topRight()).x() for radio in radios)
    assert right < dialog.width()
