from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol import overlaps as rules
from app.rules.protocol.overlaps import Booking, overlaps

DAY = datetime(2027, 5, 10, tzinfo=UTC)


def booking(item: str, start: float, end: float | None = None, **values: object) -> Booking:
    hours = timedelta(hours=1)
    people = frozenset(str(values.pop("people", "")).split())
    interpreters = frozenset(str(values.pop("interpreters", "")).split())
    return Booking(
        item,
        DAY + start * hours,
        None if end is None else DAY + end * hours,
        people=people | interpreters,
        interpreters=interpreters,
        **values,  # type: ignore[arg-type]
    )


def test_somebody_in_two_places_is_said_once_for_each_pair() -> None:
    found = overlaps(
        [
            booking("a", 10, 11, people="eva jan"),
            booking("b", 10.5, 12, people="eva"),
            booking("c", 11, 12, people="jan eva"),
        ]
    )
    assert found == [
        rules.Overlap(rules.PERSON, ("a", "b"), "eva"),
        rules.Overlap(rules.PERSON, ("b", "c"), "eva"),
    ]


def test_an_item_without_an_end_claims_nothing() -> None:
    assert overlaps([booking("a", 10, people="eva"), booking("b", 10, 11, people="eva")]) == []
    assert overlaps([booking("a", 9, 11, people="eva"), booking("b", 10, people="eva")]) == []


def test_a_place_is_used_once_at_a_time() -> None:
    rooms = [booking("a", 9, 11, place="sál"), booking("b", 10, 12, place="sál")]
    assert overlaps(rooms) == [rules.Overlap(rules.PLACE, ("a", "b"), "sál")]
    assert overlaps([rooms[0], booking("b", 10, 12, place="jiný")]) == []


def test_an_item_that_needs_an_interpreter_has_one() -> None:
    needed = booking("a", 9, 11, needs_interpreter=True)
    assert overlaps([needed]) == [rules.Overlap(rules.INTERPRETER, ("a",), "")]
    assert overlaps([booking("a", 9, 11, needs_interpreter=True, interpreters="eva")]) == []


def test_nobody_interprets_alone_for_more_than_four_hours_a_day() -> None:
    morning, evening = (
        booking("a", 8, 11, interpreters="eva"),
        booking("b", 12, 14, interpreters="eva"),
    )
    assert overlaps([morning, evening]) == [rules.Overlap(rules.ALONE, ("a", "b"), "eva")]
    assert overlaps([morning, booking("b", 12, 14, interpreters="eva jan")]) == []
    assert overlaps([morning, booking("b", 36, 38, interpreters="eva")]) == []


@st.composite
def programmes(draw: st.DrawFn) -> list[Booking]:
    return [
        booking(
            f"i{n}",
            start := draw(st.integers(0, 20)),
            draw(st.none() | st.integers(start, start + 5)),
            people=draw(st.sampled_from(["", "eva", "jan", "eva jan"])),
            place=draw(st.sampled_from(["", "sál"])),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


@given(programmes(), st.randoms())
def test_every_pair_that_overlaps_is_found_and_no_other(
    items: list[Booking], random: object
) -> None:
    expected = set()
    for one in items:
        for other in items:
            if one.item >= other.item or not (one.end and other.end):
                continue
            both = min(one.end, other.end) - max(one.start, other.start)
            if both > timedelta() and one.end > one.start and other.end > other.start:
                pair = frozenset((one.item, other.item))
                expected |= {(rules.PERSON, pair, who) for who in one.people & other.people}
                if one.place and one.place == other.place:
                    expected.add((rules.PLACE, pair, one.place))
    found = overlaps(items)
    assert {(one.kind, frozenset(one.items), one.about) for one in found} == expected
    assert len(found) == len(expected)
    random.shuffle(items)  # type: ignore[attr-defined]
    assert overlaps(items) == found
