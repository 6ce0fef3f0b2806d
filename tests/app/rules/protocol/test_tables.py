from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.tables import SHAPES, behind, bounds, layout, seats


@given(
    st.sampled_from(SHAPES),
    st.integers(1, 90),
    st.sampled_from(["middle", "end"]),
    st.booleans(),
    st.integers(0, 9),
)
def test_every_shape_has_so_many_seats_each_with_its_own_honour_and_place(
    shape: str, n: int, host_at: str, guest_first: bool, tables: int
) -> None:
    found = layout(shape, n, host_at=host_at, guest_first=guest_first, tables=tables)
    numbers = [seat.number for seat in found.seats]
    assert numbers == list(range(1, n + 1))
    assert sorted(seat.honour for seat in found.seats) == numbers
    by_number = {seat.number: seat for seat in found.seats}
    for seat in found.seats:
        assert seat.number not in seat.beside
        assert len(seat.beside) <= 2
        assert all(seat.number in by_number[other].beside for other in seat.beside)
        for other in found.seats[: seat.number - 1]:  # no two plates lie on each other
            apart = max(abs(seat.x - other.x), abs(seat.y - other.y))
            assert apart > 0.6, (seat, other)
    left, top, right, bottom = bounds(found.seats, found.boards)
    assert all(left < s.x < right and top < s.y < bottom for s in found.seats)


def _at_right(shape: str, n: int = 12, **options: str) -> tuple[float, float, float]:
    """Where the three best seats stand, from left to right of the plan."""
    by_honour = {seat.honour: seat for seat in seats(shape, n, **options)}
    return by_honour[2].x, by_honour[1].x, by_honour[3].x


@pytest.mark.parametrize("shape", ["round", "rectangle", "u", "t", "comb", "rows", "tables"])
def test_the_place_of_honour_is_at_the_right_of_who_presides(shape: str) -> None:
    second, first, third = _at_right(shape)
    assert second < first < third  # seen from above, looking down: right is left


def test_who_presides_at_the_end_has_the_next_at_the_right() -> None:
    second, first, third = _at_right("rectangle", host_at="end")
    assert second < first < third


def test_a_host_who_comes_after_the_guest_sits_in_the_middle_all_the_same() -> None:
    usual = {seat.number: seat.honour for seat in seats("round", 8)}
    turned = {seat.number: seat.honour for seat in seats("round", 8, guest_first=True)}
    assert usual[1] == 1
    assert turned[1] == 2
    assert [n for n in usual if usual[n] != turned[n]] == [1, 2]


def test_two_delegations_face_each_other_and_their_heads_in_the_middle() -> None:
    found = seats("two-sides", 10, guest_first=True)
    first, second, third, fourth = sorted(found, key=lambda seat: seat.honour)[:4]
    assert (first.side, second.side) == ("guest", "host")
    assert first.x == second.x
    assert third.x < first.x  # the right of who looks down
    assert fourth.x > second.x  # and of who looks up


def test_rows_begin_with_the_presidium_and_the_platform_is_not_step_free() -> None:
    found = sorted(seats("rows", 40), key=lambda seat: seat.honour)
    assert [seat.step_free for seat in found[:5]] == [False] * 5
    first_row = found[5:15]
    assert len({seat.y for seat in first_row[:6]}) == 1
    assert all(seat.step_free for seat in first_row[:6])


def test_several_tables_are_equal_and_the_first_has_the_most_honour() -> None:
    found = seats("tables", 47, tables=5)
    sizes = [sum(seat.table == table for seat in found) for table in range(1, 6)]
    assert sizes == [10, 10, 9, 9, 9]
    assert {seat.honour for seat in found if seat.table == 1} == set(range(1, 11))


def test_chairs_behind_stand_side_by_side_behind_their_seat() -> None:
    seat = seats("round", 6)[0]
    one, other = (behind(seat, 7 + nth, 7 + nth, nth, 2) for nth in range(2))
    assert one.behind == other.behind == seat.number
    assert one.y == other.y < seat.y
    assert one.x != other.x


def test_no_shape_and_no_seats_are_refused() -> None:
    with pytest.raises(ValueError, match="no such shape"):
        seats("star", 5)
    with pytest.raises(ValueError, match="one seat"):
        seats("round", 0)
