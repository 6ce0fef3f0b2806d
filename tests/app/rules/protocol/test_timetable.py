from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.timetable import ALONE, DAY, LEAST, Placed, Slot, moment_of, place

FOUR = timedelta(hours=4)
MONDAY = date(2027, 5, 10)


def slot(key: str, start: str, end: str = "", track: str = "") -> Slot:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text if "T" in text else f"2027-05-10T{text}")

    return Slot(key, moment(start), moment(end) if end else None, track)


def placed(*slots: Slot) -> dict[str, Placed]:
    found = place(slots, FOUR)
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def test_a_night_belongs_to_the_day_before() -> None:
    found = placed(slot("a", "23:30", "2027-05-11T00:45"), slot("b", "2027-05-11T04:00"))
    assert (found["a"].day, found["a"].top, found["a"].bottom) == (MONDAY, 1170, 1245)
    assert (found["b"].day, found["b"].top) == (MONDAY + timedelta(days=1), 0)


def test_what_lasts_over_the_beginning_of_a_day_is_cut_there() -> None:
    first, second = place([slot("a", "2027-05-11T02:00", "2027-05-11T06:00")], FOUR)
    assert (first.day, first.top, first.bottom, first.goes_on) == (MONDAY, 1320, DAY, True)
    assert (second.top, second.bottom, second.is_first, second.goes_on) == (0, 120, False, False)


def test_an_open_item_reaches_to_the_next_one_and_claims_nothing() -> None:
    found = placed(slot("a", "09:00"), slot("b", "11:00"), slot("c", "11:05", "12:00"))
    assert (found["a"].bottom - found["a"].top, found["a"].is_open) == (120, True)
    assert found["b"].bottom - found["b"].top == LEAST
    assert (found["a"].lanes, found["b"].lanes) == (1, 2)
    assert placed(slot("a", "09:00"))["a"].bottom == 5 * 60 + ALONE


def test_an_open_item_reaches_to_the_next_one_of_its_own_part() -> None:
    found = placed(
        slot("a", "09:00", track="novináři"), slot("b", "09:40", "11:00"), slot("c", "09:00")
    )
    assert found["a"].bottom == found["c"].bottom == 340, "the main programme is for all"
    other = placed(slot("a", "09:00"), slot("b", "09:30", "11:00", "novináři"))
    assert other["a"].bottom == 5 * 60 + ALONE
    assert (other["a"].lane, other["b"].lane, other["a"].lanes) == (0, 1, 2)


def test_parallel_parts_stand_side_by_side_in_the_order_of_their_names() -> None:
    found = placed(
        slot("b", "10:00", "11:00", "B"),
        slot("a", "10:00", "12:00", "A"),
        slot("main", "10:30", "11:30"),
        slot("second", "11:30", "12:00"),
        slot("later", "12:00", "13:00"),
    )
    assert [found[key].lane for key in ("main", "second", "a", "b")] == [0, 0, 1, 2]
    assert {one.lanes for one in found.values() if one.id != "later"} == {3}
    assert found["later"].lanes == 1, "what is alone has the whole width"


_SLOTS = st.lists(
    st.builds(
        lambda key, start, length, track: Slot(
            key,
            moment_of(MONDAY, start * 5, FOUR),
            moment_of(MONDAY, (start + length) * 5, FOUR) if length else None,
            track,
        ),
        st.sampled_from([str(number) for number in range(12)]),
        st.integers(0, 400),
        st.integers(0, 120),
        st.sampled_from(["", "A", "B"]),
    ),
    unique_by=lambda one: one.id,
)


@given(_SLOTS, st.randoms())
def test_nothing_is_left_out_or_covers_another(slots: list[Slot], chance: object) -> None:
    found = place(slots, FOUR)
    assert {one.id for one in found if one.is_first} == {one.id for one in slots}
    assert sum(one.is_first for one in found) == len(slots)
    for one in found:
        assert 0 <= one.top < one.bottom <= DAY or one.bottom == DAY
        assert 0 <= one.lane < one.lanes
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if one.day == other.day and one.top < other.bottom and other.top < one.bottom:
                assert one.lanes == other.lanes
                assert one.lane != other.lane
    chance.shuffle(slots)  # type: ignore[attr-defined]
    assert place(slots, FOUR) == found


@given(_SLOTS)
def test_times_are_exact(slots: list[Slot]) -> None:
    by_id = {one.id: one for one in slots}
    for one in place(slots, FOUR):
        item = by_id[one.id]
        if one.is_first:
            assert moment_of(one.day, one.top, FOUR) == item.start
        if item.end and not one.goes_on and one.bottom - one.top > LEAST:
            assert moment_of(one.day, one.bottom, FOUR) == item.end
