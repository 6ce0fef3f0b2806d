from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.services.records.records import read
from tests.factories import count, make, value
from tests.ui.conftest import drawn
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog
from ui.dialogs.record_actions import ACTIONS
from ui.screens.detail import Detail
from ui.widgets.related_list import RelatedList


@pytest.fixture
def detail(context: Context, qtbot: QtBot) -> Iterator[Detail]:
    made = Detail(context, ENTITIES["agreement"])
    qtbot.addWidget(made)
    made.resize(480, 700)
    made.show()
    yield made
    made.show_record(None)


def buttons(detail: Detail, text: str) -> list[QPushButton]:
    found = detail.findChildren(QPushButton)
    return [button for button in found if button.text().strip() == text]


def labels(detail: Detail) -> list[str]:
    return [label.text() for label in detail.findChildren(QLabel)]


def test_a_commitment_becomes_a_task_by_its_button(
    detail: Detail, context: Context, qtbot: QtBot
) -> None:
    agreement = make(context.store, "agreement")
    make(context.store, "commitment", agreement_id=agreement, text_cs="Vyslat učitele")
    detail.show_record(agreement)
    drawn(qtbot, detail)
    (button,) = buttons(detail, "Vytvořit úkol")
    assert button.accessibleName() == "Vytvořit úkol: Vyslat učitele"
    button.click()
    assert count(context.store, "task") == 1
    drawn(qtbot, detail)
    (button,) = buttons(detail, "Otevřít úkol")
    with qtbot.waitSignal(context.record_wanted) as opened:
        button.click()
    assert opened.args[0] == "task"


def test_evaluations_are_shown_year_by_year_with_the_gaps(
    detail: Detail, context: Context, qtbot: QtBot
) -> None:
    agreement = make(context.store, "agreement")
    for day, benefit in (("2021", "3"), ("2023-05", "4"), ("2023-11-02", "5"), ("unknown", "1")):
        make(context.store, "evaluation", agreement_id=agreement, date=day, benefit=benefit)
    detail.show_record(agreement)
    drawn(qtbot, detail)
    (years,) = [text for text in labels(detail) if "●" in text]
    assert years.replace("\u00a0", " ") == "2021 ●●●○○   2022 –   2023 ●●●●●"
    (label,) = [item for item in detail.findChildren(QLabel) if item.text() == years]
    assert label.accessibleName() == "2021: 3 – střední, 2022: nehodnoceno, 2023: 5 – velký"


def test_the_chain_is_walked_in_both_directions(
    detail: Detail, context: Context, qtbot: QtBot
) -> None:
    main = make(context.store, "agreement", title_cs="Hlavní", signed_on="2010")
    amendment = make(
        context.store, "agreement", title_cs="Dodatek", signed_on="2012", amends_id=main
    )
    for shown, other in ((main, amendment), (amendment, main)):
        detail.show_record(shown)
        drawn(qtbot, detail)
        rows = [
            row
            for listed in detail.findChildren(RelatedList)
            for row in listed._rows
            if "Hlavní" in row.accessibleName() or "Dodatek" in row.accessibleName()
        ]
        (there,) = [row for row in rows if "tato dohoda" not in row.accessibleName()][:1]
        with qtbot.waitSignal(context.record_wanted) as opened:
            there.click()  # type: ignore[attr-defined]
        assert opened.args == ["agreement", other]


def test_a_term_that_is_not_recorded_stands_with_the_state(
    detail: Detail, context: Context
) -> None:
    detail.show_record(make(context.store, "agreement", signed_on="2020-01-01"))
    badges = [
        widget.accessibleName()
        for widget in detail.findChildren(object)
        if type(widget).__name__ == "Badge"
    ]
    assert "V platnosti, doba není zapsána" in badges


@pytest.mark.parametrize(("number", "field"), [(0, "amends_id"), (1, "succeeds_id")])
def test_an_amendment_and_a_successor_begin_like_the_agreement(
    detail: Detail, context: Context, monkeypatch: pytest.MonkeyPatch, number: int, field: str
) -> None:
    partner = make(context.store, "organisation", name_cs="Okres")
    agreement = make(context.store, "agreement", partner_id=partner, kind="joint_declaration")

    def fill(dialog: RowDialog) -> int:
        dialog.form.editor("title_cs").set_value("Nová", context.tr_)
        dialog.form._was_edited("title_cs")
        dialog.save()
        return 1

    monkeypatch.setattr(RowDialog, "exec", fill)
    ACTIONS["agreement"][number].run(context, detail, agreement)
    with context.store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM agreement WHERE title_cs = 'Nová'").fetchone()
        made = read(connection, ENTITIES["agreement"], key)
    assert made
    assert made.values[field] == agreement
    assert (made.values["partner_id"], made.values["kind"]) == (partner, "joint_declaration")


def test_who_signed_is_proposed_as_they_were_on_that_day(context: Context, qtbot: QtBot) -> None:
    store = context.store
    agreement = make(store, "agreement", signed_on="2014-05-26")
    region = make(store, "organisation", name_cs="Kraj")
    person = make(store, "person", given_name="Jan", family_name="Novák")
    for post in (
        {"title_cs": "náměstek", "since": "2012", "until": "2016"},
        {"title_cs": "hejtman", "since": "2017"},
    ):
        make(store, "position", person_id=person, organisation_id=region, **post)
    preset = {"agreement_id": agreement}
    dialog = RowDialog(context, ENTITIES["agreement_party"], None, preset, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    form = dialog.form

    def choose(name: str, stored: str) -> None:
        form.editor(name).set_value(stored, context.tr_)
        form.editor(name).edited.emit()

    def shown(name: str) -> object:
        return form.editor(name).value(context.tr_)

    choose("organisation_id", region)
    choose("signatory_id", person)
    assert (shown("signatory"), shown("signatory_post")) == ("Jan Novák", "náměstek")
    choose("signed_on", "2018-01-01")
    assert shown("signatory_post") == "hejtman"
    choose("signatory_post", "hejtman kraje")
    choose("signed_on", "2014-01-01")
    assert shown("signatory_post") == "hejtman kraje"  # what somebody typed stays
    dialog.save()
    with store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM agreement_party").fetchone()
    assert value(store, "agreement_party", key, "signatory") == "Jan Novák"
    form.set_values({})  # it is saved: nothing is left to ask about


def test_what_is_proposed_and_emptied_stays_empty(context: Context, qtbot: QtBot) -> None:
    agreement = make(context.store, "agreement")
    preset = {"agreement_id": agreement, "date": "2026-05-01", "benefit": "3", "text": "Dobrá"}
    dialog = RowDialog(context, ENTITIES["evaluation"], None, preset, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    editor = dialog.form.editor("text")
    editor.restore("")
    editor.edited.emit()
    dialog.save()
    with context.store.reading() as connection:
        (row,) = connection.execute("SELECT date, text, agreement_id FROM evaluation").fetchall()
    assert tuple(row) == ("2026-05-01", None, agreement)
