from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.services import office_settings
from app.services.office import open_store
from app.services.office_settings import LEAD_TIMES
from app.services.records.records import archive
from app.services.records.undo import undo
from app.services.tasks.reminders import (
    KIND_LABELS,
    LeadTimes,
    Reminder,
    as_task,
    lead_times,
    reminders,
    set_lead_times,
    snooze,
)
from tests.factories import count, make, value

ON = date(2026, 11, 20)
EN = translator(Language.EN)
RENEWED = {"expires_on": "2027-05-31", "renewal_months": 12, "notice_months": 3}


def found(store: Store, on: date = ON, within: int | None = None) -> list[Reminder]:
    with store.reading() as connection:
        return reminders(connection, on, within)


def kinds(items: Iterable[Reminder]) -> list[str]:
    return [item.kind for item in items]


@pytest.fixture
def quiet(store: Store) -> Store:
    """A database that does not remind of evaluations."""
    set_lead_times(store, LeadTimes(evaluation_months=None))
    return store


def test_nothing_recorded_is_nothing_to_remind_of(store: Store) -> None:
    assert found(store) == []


def test_the_last_day_for_notice_is_reminded_of_in_time(quiet: Store) -> None:
    agreement = make(quiet, "agreement", **RENEWED)
    # The notice is due on 28 February 2027, a Sunday: it must be delivered on the Friday before.
    due = date(2027, 2, 26)
    assert found(quiet, due - timedelta(days=91)) == []
    (item,) = found(quiet, due - timedelta(days=90))
    assert (item.kind, item.entity, item.record_id) == ("notice", "agreement", agreement)
    assert (item.title, item.due, item.days_left) == ("Zkušební dohoda", due, 90)
    assert item.text(EN).replace("\u00a0", " ") == (
        "Notice must be delivered by 26 February 2027, or the agreement renews itself."
    )
    assert kinds(found(quiet, date(2027, 2, 28))) == ["notice"]
    assert found(quiet, date(2027, 3, 1)) == []


def test_each_lead_time_of_the_notice_is_a_reminder_of_its_own(quiet: Store) -> None:
    make(quiet, "agreement", **RENEWED)
    due = date(2027, 2, 26)
    (early,) = found(quiet, due - timedelta(days=31))
    (late,) = found(quiet, due - timedelta(days=30))
    assert early.key != late.key
    snooze(quiet, early.key, None)
    assert found(quiet, due - timedelta(days=31)) == []
    assert found(quiet, due - timedelta(days=30)) == [late]


def test_the_next_term_is_reminded_of_again(quiet: Store) -> None:
    make(quiet, "agreement", **RENEWED)
    (item,) = found(quiet, date(2027, 2, 1))
    snooze(quiet, item.key, None)
    (again,) = found(quiet, date(2028, 2, 1))
    assert again.due == date(2028, 2, 29)


def test_the_end_of_a_fixed_term(quiet: Store) -> None:
    make(quiet, "agreement", expires_on="2027-01-31")
    (item,) = found(quiet)
    assert (item.kind, item.due, item.days_left) == ("term_end", date(2027, 1, 31), 72)
    assert found(quiet, date(2026, 11, 1)) == []
    assert kinds(found(quiet, date(2027, 1, 31))) == ["term_end"]
    assert found(quiet, date(2027, 2, 1)) == []


def test_a_renewal_nobody_can_stop_in_time_is_said(quiet: Store) -> None:
    make(quiet, "agreement", expires_on="2027-01-31", renewal_months=12)
    (item,) = found(quiet)
    assert item.kind == "term_end"
    assert "the notice period is not recorded" in item.text(EN)


def test_a_renewal_whose_notice_is_watched_is_not_reminded_of_twice(quiet: Store) -> None:
    make(quiet, "agreement", expires_on="2026-12-31", renewal_months=12, notice_months=1)
    assert kinds(found(quiet)) == ["notice"]
    assert found(quiet, date(2026, 12, 10)) == []  # it renews itself now


@pytest.mark.parametrize(
    "values",
    [
        {"ended_on": "2027-01-31"},
        {**RENEWED, "expires_on": "2027-01-31", "notice_given_on": "2026-10-31"},
        {"expires_on": "2027-01-31", "termination_approved_on": "2026-10-01"},
        {"term": "indefinite", "notice_months": 3, "notice_given_on": "2026-10-31"},
    ],
)
def test_an_agreement_that_is_ending_is_still_reminded_of(
    quiet: Store, values: dict[str, object]
) -> None:
    make(quiet, "agreement", **values)
    (item,) = found(quiet)
    assert (item.kind, item.due) == ("term_end", date(2027, 1, 31))
    assert item.text(EN).replace("\u00a0", " ") == "The agreement ends on 31 January 2027."


@pytest.mark.parametrize(
    "values",
    [
        {"expires_on": "2027"},
        {"expires_on": "2027-01"},
        {"expires_on": "unknown"},
        {"ended_on": "2027-01"},
        {**RENEWED, "expires_on": "2027-05"},
        {"expires_on": "2027-01-31", "signed_on": None, "status": "draft"},
        {"expires_on": "2027-01-31", "entry_into_force": "2026-12-24"},
        {"ended_on": "2026-11-19", "expires_on": "2027-01-31"},
        {"expires_on": "2026-11-19"},
    ],
)
def test_only_days_of_agreements_in_force_are_reminded_of(
    quiet: Store, values: dict[str, object]
) -> None:
    make(quiet, "agreement", **values)
    assert found(quiet, within=400) == []


def test_archived_agreements_rest(store: Store) -> None:
    agreement = make(store, "agreement", expires_on="2027-01-31")
    make(store, "commitment", agreement_id=agreement, text_cs="Zpráva", due="2026-12-01")
    assert kinds(found(store)) == ["commitment", "term_end", "evaluation"]
    archive(store, ENTITIES["agreement"], [agreement], on=ON)
    assert found(store) == []


def test_a_year_after_the_signing_an_evaluation_is_due(store: Store) -> None:
    make(store, "agreement", signed_on="2025-11-20")
    assert found(store, ON - timedelta(days=1)) == []
    (item,) = found(store)
    assert (item.kind, item.due, item.days_left) == ("evaluation", ON, 0)
    assert "it was signed on" in item.text(EN)
    (later,) = found(store, ON + timedelta(days=10))
    assert (later.key, later.days_left) == (item.key, -10)


def test_the_last_evaluation_counts(store: Store) -> None:
    agreement = make(store, "agreement", signed_on="2015-01-01")
    for day in ("2025-12-01", "2019-03-01"):
        make(store, "evaluation", agreement_id=agreement, date=day, benefit="3")
    assert found(store) == []
    (item,) = found(store, within=11)
    assert item.due == date(2026, 12, 1)
    assert "last evaluated on" in item.text(EN)


@pytest.mark.parametrize("signed", ["2015", "2015-03", "unknown"])
def test_an_evaluation_needs_a_day_to_count_from(store: Store, signed: str) -> None:
    make(store, "agreement", signed_on=signed)
    assert found(store) == []


def test_open_commitments_with_a_day(quiet: Store) -> None:
    agreement = make(quiet, "agreement")
    done = make(quiet, "task", status="done")
    waiting = make(quiet, "task", status="waiting")
    due = "2026-12-20"
    for text, values in (
        ("ano", {"due": due, "status": "open"}),
        ("ano", {"due": "2026-11-01"}),
        ("ano", {"due": due, "task_id": done}),
        ("pozdě", {"due": "2026-12-21"}),
        ("bez dne", {"due": "2026-12"}),
        ("bez termínu", {}),
        ("splněno", {"due": due, "status": "fulfilled"}),
        ("je úkol", {"due": due, "task_id": waiting}),
    ):
        make(quiet, "commitment", agreement_id=agreement, text_cs=text, **values)
    items = found(quiet)
    assert [(item.kind, item.values["text"]) for item in items] == [("commitment", "ano")] * 3
    assert [item.days_left for item in items] == [-19, 30, 30]
    assert {item.record_id for item in items} == {agreement}
    assert len({item.key for item in items}) == len({item.row_id for item in items}) == 3


def test_personal_data_are_reviewed_where_the_office_wants_it(store: Store) -> None:
    person = make(store, "person", retain_until="2026-12-01")
    archive(store, ENTITIES["person"], [person], on=ON)
    assert found(store) == []
    set_lead_times(store, LeadTimes(person=14))
    (item,) = found(store)
    assert (item.kind, item.entity, item.record_id) == ("person", "person", person)
    assert (item.title, item.days_left) == ("Jana Nováková", 11)


def test_deadlines_come_before_evaluations(store: Store) -> None:
    for day in ("2027-01-31", "2026-12-31"):
        make(store, "agreement", signed_on="2001-01-01", expires_on=day)
    items = found(store)
    assert kinds(items) == ["term_end", "term_end", "evaluation", "evaluation"]
    assert [item.due for item in items[:2]] == [date(2026, 12, 31), date(2027, 1, 31)]


def test_looking_further_ahead_leaves_off_what_is_switched_off(store: Store) -> None:
    set_lead_times(store, LeadTimes(term_end=None, evaluation_months=None))
    agreement = make(store, "agreement", **RENEWED)
    make(store, "agreement", expires_on="2027-01-31")
    items = found(store, within=365)
    assert [(item.kind, item.record_id) for item in items] == [("notice", agreement)]


def test_titles_are_in_the_language_that_is_asked_for(quiet: Store) -> None:
    make(quiet, "agreement", title_de="Vereinbarung", expires_on="2027-01-31")
    with quiet.reading() as connection:
        (item,) = reminders(connection, ON, language=Language.DE)
    assert item.title == "Vereinbarung"
    assert set(KIND_LABELS) >= {item.kind}


def test_putting_off_ends_on_its_day_and_can_be_undone(quiet: Store) -> None:
    make(quiet, "agreement", expires_on="2027-01-31")
    (item,) = found(quiet)
    snooze(quiet, item.key, ON + timedelta(days=7), item.title)
    assert found(quiet, ON + timedelta(days=6)) == []
    assert kinds(found(quiet, ON + timedelta(days=7))) == ["term_end"]
    label = undo(quiet).label
    assert label.endswith("\nZkušební dohoda")
    assert found(quiet) == [item]


def test_a_reminder_becomes_a_task_and_is_gone(store: Store) -> None:
    agreement = make(store, "agreement", signed_on="2026-01-01", expires_on="2027-01-31")
    (item,) = found(store)
    task, changes = as_task(store, item, Language.EN)
    assert task in changes.ids("task")
    assert value(store, "task", task, "title") == "The term ends: Zkušební dohoda"
    assert value(store, "task", task, "due") == "2027-01-31"
    assert value(store, "task", task, "description") == item.text(EN)
    with store.reading() as connection:
        links = connection.execute("SELECT entity, record_id FROM task_link").fetchall()
    assert links == [("agreement", agreement)]
    assert found(store) == []
    undo(store)
    assert count(store, "task") == 0
    assert found(store) == [item]


def test_a_day_that_has_passed_is_no_deadline_of_the_task(store: Store) -> None:
    make(store, "agreement", signed_on="2015-01-01")
    (item,) = found(store)
    task, _ = as_task(store, item)
    assert value(store, "task", task, "due") is None


def test_a_commitment_becomes_its_own_task(quiet: Store) -> None:
    agreement = make(quiet, "agreement")
    commitment = make(
        quiet, "commitment", agreement_id=agreement, text_cs="Zpráva", due="2026-12-01"
    )
    (item,) = found(quiet)
    task, _ = as_task(quiet, item)
    assert value(quiet, "commitment", commitment, "task_id") == task
    assert value(quiet, "task", task, "title") == "Zpráva"
    assert found(quiet) == []
    undo(quiet)
    assert value(quiet, "commitment", commitment, "task_id") is None
    assert found(quiet) == [item]


# Lead times


def test_lead_times_are_the_office_s_and_can_be_undone(store: Store) -> None:
    with store.reading() as connection:
        assert lead_times(connection) == LeadTimes()
    times = LeadTimes((14, 60, 14), None, 0, 24, 30)
    set_lead_times(store, times)
    with store.reading() as connection:
        assert lead_times(connection) == replace(times, notice=(60, 14))
    undo(store)
    with store.reading() as connection:
        assert lead_times(connection) == LeadTimes()


@pytest.mark.parametrize(
    "times",
    [
        LeadTimes(notice=(90, -1)),
        LeadTimes(term_end=3651),
        LeadTimes(commitment=-1),
        LeadTimes(evaluation_months=0),
    ],
)
def test_lead_times_that_make_no_sense_are_refused(store: Store, times: LeadTimes) -> None:
    with pytest.raises(UserError):
        set_lead_times(store, times)
    with store.reading() as connection:
        assert lead_times(connection) == LeadTimes()


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({"term_end": "x", "commitment": "-1", "more": "1", "": "", "notice": "1"}, LeadTimes()),
        ({"notice:x": "1", "notice:9999": "1", "notice:-1": "1", "notice:": "1"}, LeadTimes()),
        ({"notice:90": "0", "notice:30": "0", "person": "7"}, LeadTimes(notice=(), person=7)),
        ({"evaluation_months": ""}, LeadTimes(evaluation_months=None)),
        ({"evaluation_months": "0"}, LeadTimes()),
        ({"notice:60": "1"}, LeadTimes(notice=(90, 60, 30))),
    ],
)
def test_lead_times_that_make_no_sense_mean_defaults(
    store: Store, stored: dict[str, str], expected: LeadTimes
) -> None:
    with store.writing("x") as writer:
        for name, text in stored.items():
            office_settings.put(writer, LEAD_TIMES + name, text)
    with store.reading() as connection:
        assert lead_times(connection) == expected


def test_lead_times_that_two_computers_change_both_hold(store: Store) -> None:
    """One adds a lead time, the other removes one: no row is written by both."""
    set_lead_times(store, LeadTimes(notice=(90, 60, 30)))
    added = written(store)
    undo(store)
    set_lead_times(store, LeadTimes(notice=(90,), term_end=45))
    assert not added & written(store)
    assert added == {"lead_times:notice:60"}
    with store.writing("as the other computer wrote it") as writer:
        office_settings.put(writer, "lead_times:notice:60", "1")
    with store.reading() as connection:
        assert lead_times(connection) == LeadTimes(notice=(90, 60), term_end=45)


def written(store: Store) -> set[str]:
    """The settings that the last transaction wrote."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT row_id FROM log_operation WHERE table_name = 'setting' AND header ="
            " (SELECT id FROM log_header ORDER BY seq DESC LIMIT 1)"
        )
        return {key for (key,) in rows}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = open_store(tmp_path_factory.mktemp("shared") / "shared.db")
    yield found
    found.close()


_DAYS = st.none() | st.integers(0, 3650)


@settings(max_examples=30)
@given(
    times=st.builds(
        LeadTimes,
        st.lists(st.integers(0, 3650), max_size=4).map(
            lambda days: tuple(sorted(set(days), reverse=True))
        ),
        _DAYS,
        _DAYS,
        st.none() | st.integers(1, 3650),
        _DAYS,
    )
)
def test_lead_times_are_read_as_they_were_set(shared: Store, times: LeadTimes) -> None:
    set_lead_times(shared, times)
    with shared.reading() as connection:
        assert lead_times(connection) == times
