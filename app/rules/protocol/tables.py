"""The seats of tables of every shape, each with its place in the order of honour.

Custom (protocol handbooks; no law orders seats): who presides sits in the middle of the head table,
of a long side, or at the end of a rectangle; the place of honour is at their right hand, then comes
their left, and so on by turns; the nearer, the more honour. Opposite sides of a table for talks
belong to the two delegations, their heads face each other in the middle.

Plans are seen from above, who presides at the upper edge, looking down: their right hand is at the
left of the plan. Lengths are in widths of a seat.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

GUEST, HOST = "guest", "host"

SHAPES = ("round", "rectangle", "two-sides", "u", "t", "comb", "rows", "tables")
"""Round, rectangular, two sides, U, T, comb, rows with a presidium, several round tables."""

ALTERNATING = frozenset(("round", "rectangle", "u", "t", "comb", "tables"))
"""The shapes at which the people of host and guest sit by turns."""

AT_ONE_TABLE = 10
"""How many sit at each of several tables, if nobody says how many tables there are."""


class Seat(NamedTuple):
    """A seat: `number` counts from 1 around the tables, `honour` from 1, the best.

    `x` and `y` are where it stands, `out` points away from its table. `side` says whose side it is
    (guest, host), if it is one's. `beside` are the numbers of the seats next to it, `behind` is
    that of the seat before a chair in the second row (0 for a seat at a table).
    """

    number: int
    honour: int
    x: float
    y: float
    out: tuple[float, float] = (0.0, -1.0)
    table: int = 1
    side: str = ""
    step_free: bool = True
    beside: tuple[int, ...] = ()
    behind: int = 0


class Board(NamedTuple):
    """A table as it is drawn: its middle, width and height; round or with corners."""

    x: float
    y: float
    width: float
    height: float
    is_round: bool = False


class Layout(NamedTuple):
    """The seats by their numbers, and the tables at which they stand."""

    seats: tuple[Seat, ...]
    boards: tuple[Board, ...]


@dataclass(slots=True)
class _Draft:
    """Seats being put down; `keys` order them by honour, `runs` are seats side by side."""

    seats: list[Seat] = field(default_factory=list)
    keys: list[tuple[Any, ...]] = field(default_factory=list)
    runs: list[tuple[list[int], bool]] = field(default_factory=list)
    boards: list[Board] = field(default_factory=list)

    def add(
        self, x: float, y: float, out: tuple[float, float], key: tuple[Any, ...], **more: Any
    ) -> int:
        """Put down a seat; gives its index."""
        self.seats.append(Seat(len(self.seats) + 1, 0, x, y, out, **more))
        self.keys.append(key)
        return len(self.seats) - 1

    def run(self, indexes: Iterable[int], *, closed: bool = False) -> None:
        """Say that seats stand side by side, in this order; the last beside the first if closed."""
        self.runs.append((list(indexes), closed))

    def layout(self, *, guest_first: bool) -> Layout:
        """Number the honours and name the neighbours."""
        ranked = sorted(range(len(self.seats)), key=lambda index: (self.keys[index], index))
        if guest_first and len(ranked) > 1:
            ranked[0], ranked[1] = ranked[1], ranked[0]
        honour = {index: place for place, index in enumerate(ranked, 1)}
        beside: list[dict[int, None]] = [{} for _ in self.seats]
        for run, closed in self.runs:
            pairs = list(pairwise(run))
            if closed and len(run) > 2:
                pairs.append((run[-1], run[0]))
            for one, other in pairs:
                beside[one][other + 1] = None
                beside[other][one + 1] = None
        seats = tuple(
            seat._replace(honour=honour[index], beside=tuple(sorted(beside[index])))
            for index, seat in enumerate(self.seats)
        )
        return Layout(seats, tuple(self.boards))


UP, DOWN, LEFT, RIGHT = (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, 0.0)


def seats(shape: str, n: int, **options: Any) -> tuple[Seat, ...]:
    """`n` seats of a shape with their order of honour; the options are those of `layout`."""
    return layout(shape, n, **options).seats


def layout(
    shape: str,
    n: int,
    *,
    host_at: str = "middle",
    tables: int = 0,
    presidium: int = 0,
    guest_first: bool = False,
) -> Layout:
    """`n` seats of a shape (one of `SHAPES`), with the tables.

    `host_at` says whether who presides at a rectangle sits in the middle of a long side or at an
    end (middle, end). `tables` is how many tables there are, for several. `presidium` is how many
    sit before the rows (0: by custom). `guest_first` gives the first honour to the seat at the
    right of who presides, and the second to theirs: that is how a host sits who comes after the
    guest of honour; of two sides it is the guest's that comes first. Raises `ValueError` for
    another shape or a number below 1.
    """
    if n < 1:
        raise ValueError("a table has one seat at least")
    draft = _Draft()
    if shape == "round":
        _ring(draft, n, 0.0, 0.0, 1)
    elif shape == "tables":
        _tables(draft, n, tables or math.ceil(n / AT_ONE_TABLE))
    elif shape == "rectangle":
        (_from_the_end if host_at == "end" else _from_the_middle)(draft, n)
    elif shape == "two-sides":
        _two_sides(draft, n, GUEST if guest_first else HOST)
        return draft.layout(guest_first=False)
    elif shape == "u":
        _u(draft, n)
    elif shape == "t":
        _t(draft, n)
    elif shape == "comb":
        _comb(draft, n)
    elif shape == "rows":
        _rows(draft, n, presidium)
    else:
        raise ValueError(f"no such shape: {shape}")
    return draft.layout(guest_first=guest_first)


def _turns(count: int, middle: int) -> list[int]:
    """How far each of `count` places is from the middle one, by turns: 0, right 1, left 2, …

    The first place of the list is the one furthest to the right of who sits in the middle.
    """
    return [2 * abs(index - middle) - (index < middle) for index in range(count)]


def _line(draft: _Draft, count: int, y: float, group: int, **more: Any) -> list[int]:
    """Seats at the upper side of a head table, the best in the middle."""
    turns = _turns(count, count // 2)
    return [
        draft.add(index - (count - 1) / 2, y, UP, (group, turns[index]), **more)
        for index in range(count)
    ]


def _ring(draft: _Draft, n: int, x: float, y: float, table: int) -> None:
    """A round table; the seats go from the top to the right of who presides (left on the plan)."""
    radius = _radius(n)
    indexes = []
    for index in range(n):
        angle = -math.pi / 2 - 2 * math.pi * index / n
        out = (math.cos(angle), math.sin(angle))
        turn = 2 * index - 1 if index <= n // 2 else 2 * (n - index)
        key = (table, turn if index else 0)
        at = (x + radius * out[0], y + radius * out[1])
        indexes.append(draft.add(*at, out, key, table=table))
    draft.run(indexes, closed=True)
    across = 2 * (radius - 0.55)
    draft.boards.append(Board(x, y, across, across, is_round=True))


def _radius(n: int) -> float:
    return max(1.2, n * 1.1 / (2 * math.pi))


def _tables(draft: _Draft, n: int, count: int) -> None:
    count = min(count, n)
    sizes = [n // count + (index < n % count) for index in range(count)]
    step = 2 * _radius(sizes[0]) + 1.6
    columns = max(1, math.ceil(math.sqrt(count * 1.6)))
    rows = math.ceil(count / columns)
    cells = []
    for row in range(rows):
        here = min(columns, count - row * columns)
        cells += sorted(
            ((row, (column - (here - 1) / 2) * step) for column in range(here)),
            key=lambda cell: (abs(cell[1]), cell[1]),
        )
    for table, (size, (row, x)) in enumerate(zip(sizes, cells, strict=True), 1):
        _ring(draft, size, x, row * step, table)


def _from_the_middle(draft: _Draft, n: int) -> None:
    """A rectangle, who presides in the middle of the upper long side (“French”)."""
    ends = 1 if n >= 8 else 0
    above = math.ceil((n - 2 * ends) / 2)
    below = n - 2 * ends - above
    middle = above // 2
    host_x = middle - (above - 1) / 2
    right = [draft.add(-above / 2 - 0.7, 0.0, LEFT, (1, 0.0, 0))] if ends else []
    top = []
    for index in range(above):
        x = index - (above - 1) / 2
        top.append(draft.add(x, -1.0, UP, (0, abs(index - middle), index > middle)))
    left = [draft.add(above / 2 + 0.7, 0.0, RIGHT, (1, 0.0, 1))] if ends else []
    bottom = []
    for index in range(below):
        x = (below - 1) / 2 - index
        # Who sits opposite is further away than the next ones at one's own side.
        bottom.append(draft.add(x, 1.0, DOWN, (0, abs(x - host_x) + 1.5, x > host_x)))
    draft.run([*right, *top, *left, *bottom], closed=bool(ends))
    if not ends:
        draft.runs[-1] = (top, False)
        draft.run(bottom)
    draft.boards.append(Board(0.0, 0.0, above + 0.3, 1.1))


def _from_the_end(draft: _Draft, n: int) -> None:
    """A rectangle, who presides at its upper end (“English”); the other end comes last."""
    long, foot = divmod(n - 1, 2)
    head = draft.add(0.0, -long / 2 - 0.6, UP, (0, 0))
    right = [draft.add(-1.1, k - (long - 1) / 2, LEFT, (0, 2 * k + 1)) for k in range(long)]
    end = [draft.add(0.0, long / 2 + 0.6, DOWN, (1, 0))] if foot else []
    left = [draft.add(1.1, k - (long - 1) / 2, RIGHT, (0, 2 * k + 2)) for k in range(long)]
    draft.run([*reversed(left), head, *right, *end], closed=bool(foot))
    draft.boards.append(Board(0.0, 0.0, 1.1, max(1, long) + 0.1))


def _two_sides(draft: _Draft, n: int, first: str) -> None:
    """Guests at the upper side, hosts at the lower; the heads face each other in the middle."""
    above, below = math.ceil(n / 2), n // 2
    turns = _turns(above, above // 2)
    draft.run(
        draft.add(i - (above - 1) / 2, -1.0, UP, (turns[i], first != GUEST), side=GUEST)
        for i in range(above)
    )
    turns = _turns(below, below // 2)
    shift = (above // 2 - (above - 1) / 2) + (below // 2 - (below - 1) / 2)
    draft.run(
        draft.add((below - 1) / 2 - i + shift, 1.0, DOWN, (turns[i], first != HOST), side=HOST)
        for i in range(below)
    )
    xs = [seat.x for seat in draft.seats]
    middle, width = (min(xs) + max(xs)) / 2, max(xs) - min(xs)
    draft.boards.append(Board(middle, 0.0, width + 1.3, 1.1))


def _head(n: int) -> int:
    """How many of `n` sit at a head table: a third, an odd number, so that one is in the middle."""
    return min(n, max(3, n // 3 // 2 * 2 + 1))


def _u(draft: _Draft, n: int) -> None:
    head = _head(n)
    right, left = math.ceil((n - head) / 2), (n - head) // 2
    edge = head / 2 + 0.55
    top = _line(draft, head, -0.8, 0)
    wing = [draft.add(-edge, 0.4 + k, LEFT, (1, 2 * k)) for k in range(right)]
    other = [draft.add(edge, 0.4 + k, RIGHT, (1, 2 * k + 1)) for k in range(left)]
    draft.run([*reversed(wing), *top, *other])
    draft.boards.append(Board(0.0, -0.1, head, 0.7))
    for sign, count in ((-1, right), (1, left)):
        if count:
            middle = (count - 1) / 2 + 0.4
            draft.boards.append(Board(sign * (head / 2 - 0.35), middle, 0.7, count + 0.1))


def _t(draft: _Draft, n: int) -> None:
    head = _head(n)
    right, left = math.ceil((n - head) / 2), (n - head) // 2
    draft.run(_line(draft, head, -0.8, 0))
    draft.run(draft.add(-0.95, 0.8 + k, LEFT, (1, 2 * k)) for k in range(right))
    draft.run(draft.add(0.95, 0.8 + k, RIGHT, (1, 2 * k + 1)) for k in range(left))
    draft.boards.append(Board(0.0, -0.1, head, 0.7))
    if right:
        draft.boards.append(Board(0.0, (right - 1) / 2 + 0.8, 0.8, right + 0.3))


def _comb(draft: _Draft, n: int) -> None:
    """A head table and prongs. Between two prongs it is narrow: only their ends are step-free."""
    head = min(n, max(3, n // 5 // 2 * 2 + 1))
    rest = n - head
    prongs = max(2, math.ceil(rest / 16)) if rest else 0
    apart = max(3.2, head / max(1, prongs - 1) if prongs > 1 else 0)
    width = max(head, apart * (prongs - 1) + 1)
    draft.run(_line(draft, head, -0.8, 0))
    draft.boards.append(Board(0.0, -0.1, width, 0.7))
    lines = [(prong, side) for prong in range(prongs) for side in (0, 1)]
    sizes = [rest // len(lines) + (i < rest % len(lines)) for i in range(len(lines))]
    for (prong, side), size in zip(lines, sizes, strict=True):
        middle = (prong - (prongs - 1) / 2) * apart
        x = middle + (0.95 if side else -0.95)
        inner = (prong, side) not in ((0, 0), (prongs - 1, 1))
        out = RIGHT if side else LEFT
        draft.run(
            draft.add(x, 0.8 + k, out, (1, k, abs(x), x > 0), step_free=not inner or k == size - 1)
            for k in range(size)
        )
        if not side and size:
            draft.boards.append(Board(middle, (size - 1) / 2 + 0.8, 0.8, size + 0.3))


def _rows(draft: _Draft, n: int, presidium: int) -> None:
    """A presidium on a platform, and rows before it with an aisle in the middle.

    The first row and the seats at the aisle and at the edges are step-free.
    """
    head = min(n, presidium or (1 if n < 6 else 3 if n < 24 else 5))
    draft.run(_line(draft, head, -1.6, 0, step_free=False))
    draft.boards.append(Board(0.0, -0.9, head, 0.7))
    rest = n - head
    half = max(2, min(6, math.ceil(math.sqrt(rest / 2))))
    row = 0
    while rest:
        here = min(rest, 2 * half)
        # Who sits in a row looks up: their right hand is at the right of the plan.
        left, right = here // 2, here - here // 2
        places = [-0.9 - k for k in reversed(range(left))] + [0.9 + k for k in range(right)]
        put = [
            draft.add(
                x,
                0.8 + row * 1.1,
                DOWN,
                (1, row, abs(x), x < 0),
                step_free=row == 0 or abs(x) == 0.9 or abs(x) == 0.9 + half - 1,
            )
            for x in places
        ]
        draft.run(put[:left])
        draft.run(put[left:])
        rest -= here
        row += 1


def behind(seat: Seat, number: int, honour: int, nth: int, of: int) -> Seat:
    """A chair behind a seat; the `nth` (from 0) of so many that stand there."""
    dx, dy = seat.out
    aside = (nth - (of - 1) / 2) * 0.9
    return Seat(
        number,
        honour,
        seat.x + dx * 0.95 - dy * aside,
        seat.y + dy * 0.95 + dx * aside,
        seat.out,
        seat.table,
        seat.side,
        seat.step_free,
        behind=seat.number,
    )


def bounds(found: Sequence[Seat], boards: Sequence[Board]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a plan."""
    xs = [seat.x for seat in found] + [b.x + d * b.width / 2 for b in boards for d in (-1, 1)]
    ys = [seat.y for seat in found] + [b.y + d * b.height / 2 for b in boards for d in (-1, 1)]
    return min(xs) - 0.6, min(ys) - 0.6, max(xs) + 0.6, max(ys) + 0.6
