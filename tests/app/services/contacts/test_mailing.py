from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.i18n import Language, translator
from app.services.contacts import mailing
from app.services.records import undo
from app.services.records.query import Filter, ListQuery
from tests.factories import count, make, value

PERSON = ENTITIES["person"]
ON = date(2027, 5, 1)


def people(store: Store, *family_names: str) -> list[str]:
    return [make(store, "person", family_name=name) for name in family_names]


def listed(store: Store, list_id: str, states: list[str] | None = None) -> list[str]:
    with store.reading() as connection:
        return mailing.members(connection, list_id, states)


def row_of(store: Store, list_id: str, person_id: str) -> str:
    with store.reading() as connection:
        (found,) = connection.execute(
            "SELECT id FROM mailing_member WHERE mailing_list_id = ? AND person_id = ?",
            (list_id, person_id),
        ).fetchone()
    return str(found)


def test_added_people_are_proposed_and_ordered_by_name(store: Store) -> None:
    zita, adam, cyril = people(store, "Žitá", "Adam", "Chytil")
    list_id = make(store, "mailing_list")
    changes = mailing.add_members(store, list_id, [zita, adam, cyril, adam])
    assert listed(store, list_id) == [adam, cyril, zita]
    assert listed(store, list_id, ["proposed"]) == [adam, cyril, zita]
    assert listed(store, list_id, ["sent"]) == []
    assert listed(store, list_id, []) == []
    assert len(changes.ids("mailing_member")) == 3


def test_who_is_on_the_list_stays_as_they_are(store: Store) -> None:
    first, second = people(store, "První", "Druhý")
    list_id = make(store, "mailing_list")
    mailing.add_members(store, list_id, [first])
    mailing.set_state(store, list_id, [first], "left_out")
    changes = mailing.add_members(store, list_id, [first, second])
    assert listed(store, list_id, ["left_out"]) == [first]
    assert listed(store, list_id, ["proposed"]) == [second]
    assert len(changes.ids("mailing_member")) == 1
    assert not mailing.add_members(store, list_id, [first, second]), "nothing is new"


def test_written_to_are_those_who_were_not_yet(store: Store) -> None:
    first, second, third, fourth = people(store, "A", "B", "C", "D")
    list_id = make(store, "mailing_list")

    def to_write() -> list[str]:
        with store.reading() as connection:
            return mailing.to_write(connection, list_id)

    assert to_write() == []
    mailing.add_members(store, list_id, [first, second, third, fourth])
    mailing.set_state(store, list_id, [first], "sent")
    mailing.set_state(store, list_id, [second], "declined")
    mailing.set_state(store, list_id, [third], "confirmed")
    assert to_write() == [third, fourth]
    mailing.set_state(store, list_id, [third], "accepted")
    mailing.set_state(store, list_id, [fourth], "left_out")
    assert to_write() == [first, third], "all were written to: a reminder"


def test_adding_is_one_action_that_can_be_taken_back(store: Store) -> None:
    list_id = make(store, "mailing_list")
    mailing.add_members(store, list_id, people(store, "A", "B", "C", "D"))
    assert len(listed(store, list_id)) == 4
    undo.undo(store)
    assert listed(store, list_id) == []


def test_an_unknown_person_changes_nothing(store: Store) -> None:
    (known,) = people(store, "Známý")
    list_id = make(store, "mailing_list")
    with pytest.raises(InvalidRecord):
        mailing.add_members(store, list_id, [known, "nobody"])
    assert listed(store, list_id) == []


def test_a_list_that_is_gone_is_said(store: Store) -> None:
    for action in (
        lambda: mailing.add_members(store, "gone", []),
        lambda: mailing.set_state(store, "gone", [], "sent"),
        lambda: mailing.fill(store, "gone"),
        lambda: mailing.set_rule(store, "gone", None),
        lambda: mailing.copy_list(store, "gone", "Kopie"),
    ):
        with pytest.raises(UserError, match="was deleted"):
            action()


def test_the_state_is_set_by_rows_or_by_people(store: Store) -> None:
    first, second, third = people(store, "A", "B", "C")
    list_id, other = make(store, "mailing_list"), make(store, "mailing_list", name="Jiný")
    for each in (list_id, other):
        mailing.add_members(store, each, [first, second, third])
    ids = [row_of(store, list_id, first), second, "nobody"]
    changes = mailing.set_state(store, list_id, ids, "sent")
    assert listed(store, list_id, ["sent"]) == [first, second]
    assert listed(store, other, ["sent"]) == []
    assert len(changes.ids("mailing_member")) == 2
    undo.undo(store)
    assert listed(store, list_id, ["proposed"]) == [first, second, third]


def test_an_unknown_state_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="not a state"):
        mailing.set_state(store, make(store, "mailing_list"), [], "posted")


def test_a_list_is_filled_by_its_filter(store: Store) -> None:
    german = make(store, "person", family_name="Müller", nationality="DE")
    austrian = make(store, "person", family_name="Huber", nationality="AT")
    czech = make(store, "person", family_name="Novák", nationality="CZ")
    archived = make(store, "person", family_name="Alt", nationality="DE", archived_on="2020-01-01")
    list_id = make(store, "mailing_list")
    mailing.add_members(store, list_id, [czech, austrian])
    mailing.set_state(store, list_id, [austrian], "left_out")
    filters = (Filter("nationality", "DE"), Filter("nationality", "AT"))
    mailing.set_rule(store, list_id, ListQuery(PERSON, Language.CS, filters=filters))
    mailing.fill(store, list_id, on=ON)
    assert listed(store, list_id) == [austrian, german, czech]
    assert archived not in listed(store, list_id)
    assert listed(store, list_id, ["left_out"]) == [austrian], "who was left out stays so"
    undo.undo(store)
    assert listed(store, list_id) == [austrian, czech]


def test_a_filter_may_be_a_search_text_and_a_scope(store: Store) -> None:
    people(store, "Jiná")
    old = make(store, "person", family_name="Hledaná", archived_on="2020-01-01")
    list_id = make(store, "mailing_list")
    mailing.set_rule(store, list_id, ListQuery(PERSON, Language.CS, text="hledana", scope="all"))
    mailing.fill(store, list_id)
    assert listed(store, list_id) == [old]


def test_a_filter_by_organisation_counts_the_posts_of_the_day(store: Store) -> None:
    person, former = people(store, "Dnes", "Dříve")
    office = make(store, "organisation", name_cs="Kraj", name_de="Region", country="CZ")
    for key, until in ((person, None), (former, "2020")):
        make(
            store, "position", person_id=key, organisation_id=office, title_cs="radní", until=until
        )
    list_id = make(store, "mailing_list")
    query = ListQuery(PERSON, Language.DE, filters=(Filter("organisation", "Region"),))
    mailing.set_rule(store, list_id, query)
    mailing.fill(store, list_id, on=ON)
    assert listed(store, list_id) == [person], "the caption is compared in the filter's language"


def test_everybody_whom_the_filter_finds_is_proposed(store: Store) -> None:
    everybody = people(store, "A", "B", "C", "D", "E")
    list_id = make(store, "mailing_list")
    mailing.set_rule(store, list_id, ListQuery(PERSON, Language.CS))
    mailing.fill(store, list_id)
    assert listed(store, list_id) == everybody


def test_without_a_filter_nothing_is_filled(store: Store) -> None:
    list_id = make(store, "mailing_list")
    with pytest.raises(UserError, match="has no filter"):
        mailing.fill(store, list_id)
    mailing.set_rule(store, list_id, ListQuery(PERSON, Language.CS))
    mailing.set_rule(store, list_id, None)
    assert value(store, "mailing_list", list_id, "rule") is None


@pytest.mark.parametrize(
    "rule",
    [
        "people from Germany",
        "[]",
        "7",
        '{"scope": "everything"}',
        '{"scope": []}',
        '{"text": 7}',
        '{"filters": [["nationality"]]}',
        '{"filters": [["shoe_size", "44"]]}',
        '{"filters": [["nationality", 7]]}',
        '{"filters": 7}',
        '{"language": "la"}',
    ],
)
def test_a_broken_filter_is_said_and_changes_nothing(store: Store, rule: str) -> None:
    list_id = make(store, "mailing_list", rule=rule)
    people(store, "A")
    with pytest.raises(UserError, match="cannot be read"):
        mailing.fill(store, list_id)
    assert count(store, "mailing_member") == 0


FILTERS = st.lists(st.builds(Filter, st.sampled_from(["nationality", "post"]), st.text()))


@given(
    st.builds(
        ListQuery,
        st.just(PERSON),
        st.sampled_from(Language),
        text=st.text(),
        scope=st.sampled_from(["current", "archive", "all"]),
        on=st.just(ON),
        filters=FILTERS.map(tuple),
    )
)
def test_a_stored_filter_is_read_as_it_was(query: ListQuery) -> None:
    assert mailing.rule_query(mailing.rule_text(query), ON) == query


def test_the_shortest_filter_finds_everybody(store: Store) -> None:
    assert mailing.rule_query("{}", ON) == ListQuery(PERSON, Language.CS, on=ON)


def test_a_filter_in_words(store: Store) -> None:
    query = ListQuery(
        PERSON, Language.EN, text="mayor", scope="all", filters=(Filter("nationality", "DE"),)
    )
    with store.reading() as connection:
        words = mailing.rule_in_words(connection, mailing.rule_text(query), translator(Language.EN))
        assert words == "Nationality: Germany · with the words “mayor” · The archive too"
        assert mailing.rule_in_words(connection, "{}", translator(Language.EN)) == "Everybody"


def test_a_copy_proposes_everybody_again(store: Store) -> None:
    first, second, third = people(store, "A", "B", "C")
    list_id = make(store, "mailing_list", date="2026-12-20", note="pozor", tags="vánoce")
    mailing.add_members(store, list_id, [first, second, third])
    mailing.set_state(store, list_id, [first], "sent")
    mailing.set_state(store, list_id, [second], "left_out")
    mailing.set_rule(store, list_id, ListQuery(PERSON, Language.CS, text="x"))
    copy, _ = mailing.copy_list(store, list_id, "Vánoce 2027")
    assert copy != list_id
    assert listed(store, copy, ["proposed"]) == [first, third]
    assert listed(store, copy, ["left_out"]) == [second]
    assert value(store, "mailing_list", copy, "name") == "Vánoce 2027"
    assert value(store, "mailing_list", copy, "occasion") == "greeting"
    assert value(store, "mailing_list", copy, "date") is None
    assert value(store, "mailing_list", copy, "note") == "pozor"
    assert value(store, "mailing_list", copy, "tags") == "vánoce"
    rule = value(store, "mailing_list", copy, "rule")
    assert rule == value(store, "mailing_list", list_id, "rule")
    undo.undo(store)
    assert value(store, "mailing_list", copy, "name") is None
    assert listed(store, list_id) == [first, second, third]


def test_a_copy_needs_a_name(store: Store) -> None:
    list_id = make(store, "mailing_list")
    with pytest.raises(InvalidRecord):
        mailing.copy_list(store, list_id, "")
    assert count(store, "mailing_list") == 1
