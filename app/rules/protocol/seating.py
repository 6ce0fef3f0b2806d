"""Who sits where: people in their precedence at the seats of a table, and which rules are broken.

Custom, each rule of it: the higher somebody stands, the more honour has their seat; the people of
host and guest sit by turns; neighbours can talk to each other; partners sit apart; interpreters
sit behind those for whom they interpret. What must not be (nobody twice, nobody left out, a seat
that somebody can reach, a seat that was promised) goes before what is only wished.

The first arrangement follows the order of honour; then two people change places as long as that
mends more than it breaks. It is not always the best one that there is, but the same people at the
same seats sit alike every time, in whatever order they are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from app.i18n import N_
from app.rules.protocol.tables import Seat, behind, seats

__all__ = ["Broken", "Plan", "Rules", "Sitter", "Wish", "judge", "place", "seats"]


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who is to sit: `place` in the precedence counts from 1.

    `side` is guest or host, `languages` those they speak (empty: not known), `interprets_for` the
    key of the one behind whom an interpreter sits, `partner` that of the one they came with. The
    best seats (of a table, or of their side) are due to who `leads`: the host, the guest of honour.
    """

    key: str
    place: int
    side: str = ""
    languages: frozenset[str] = frozenset()
    interprets: bool = False
    interprets_for: str = ""
    partner: str = ""
    leads: bool = False
    needs_step_free: bool = False


class Wish(NamedTuple):
    """Two people (keys) who are to sit beside each other, or not to."""

    one: str
    other: str
    together: bool


UNSEATED = "unseated"
NO_SUCH_SEAT = "no_such_seat"
TAKEN = "taken"
STEP_FREE = "step_free"
INTERPRETER = "interpreter"
SIDE = "side"
LEADS = "leads"
APART = "apart"
TOGETHER = "together"
PARTNERS = "partners"
ALTERNATE = "alternate"
LANGUAGE = "language"
HONOUR = "honour"

HARD = frozenset((UNSEATED, NO_SUCH_SEAT, TAKEN, STEP_FREE, INTERPRETER))
"""The rules that must hold; the others are wishes with a weight."""

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        UNSEATED: N_("{who} has no seat."),
        NO_SUCH_SEAT: N_("{who} has a fixed seat that is not at this table ({seat})."),
        TAKEN: N_("{who} has the same fixed seat as {other} ({seat})."),
        STEP_FREE: N_("{who} needs a step-free seat, and seat {seat} is none."),
        INTERPRETER: N_("{who} does not sit behind {other}, for whom they interpret."),
        SIDE: N_("{who} sits on the other delegation’s side of the table."),
        LEADS: N_("{who} does not have the seat that is due to them ({seat})."),
        APART: N_("{who} and {other} sit beside each other, and should sit apart."),
        TOGETHER: N_("{who} and {other} should sit beside each other, and do not."),
        PARTNERS: N_("{who} and {other} are partners and sit beside each other."),
        ALTERNATE: N_("{who} and {other} are of one side and sit beside each other."),
        LANGUAGE: N_("{who} and {other} sit beside each other and share no language."),
        HONOUR: N_("{who} has a seat of less honour than {other}, who comes after."),
    }
)
"""What is said when a rule is broken."""

WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        SIDE: 100,
        LEADS: 60,
        APART: 24,
        TOGETHER: 12,
        PARTNERS: 8,
        LANGUAGE: 5,
        ALTERNATE: 4,
        HONOUR: 2,
    }
)
"""How much each wish counts; what is not wished counts nothing. The office may change them."""

_MUST = 100_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What is wished of an arrangement: `locked` are seats (numbers) by the keys of people.

    A wish whose weight is 0 is no rule, and never broken. `alternate` says whether host's and
    guest's people sit by turns (see `tables.ALTERNATING`).
    """

    wishes: frozenset[Wish] = frozenset()
    locked: Mapping[str, int] = field(default_factory=dict)
    alternate: bool = True
    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)

    def weight(self, rule: str) -> int:
        """How much a rule counts."""
        return _MUST if rule in HARD else self.weights.get(rule, 0)


class Broken(NamedTuple):
    """A rule that is broken: by whom (keys; the second may be empty), and at which seat."""

    rule: str
    who: str
    other: str = ""
    seat: int = 0

    @property
    def is_hard(self) -> bool:
        """Whether it must not be."""
        return self.rule in HARD


class Plan(NamedTuple):
    """Who sits where: keys by the numbers of seats. `seats` are those at the table and the chairs
    behind them; `broken` are all rules that do not hold.
    """

    seats: tuple[Seat, ...]
    taken: Mapping[int, str]
    broken: tuple[Broken, ...]

    def cost(self, rules: Rules) -> int:
        """What the broken rules weigh together; plans are compared by it."""
        return sum(rules.weight(item.rule) for item in self.broken)


def place(people: Iterable[Sitter], table: Sequence[Seat], rules: Rules | None = None) -> Plan:
    """Seat people at a table: all of them, each once; see the module for how.

    Interpreters get chairs behind those for whom they interpret, if these are there; such chairs
    are added to the seats. Raises `ValueError` if somebody is named twice, or if there are fewer
    seats than people who sit at the table.
    """
    rules = rules or Rules()
    listed = _sorted(people)
    at_table = [item for item in listed if not _sits_behind(item, listed, rules)]
    table = tuple(sorted(table))
    if len(at_table) > len(table):
        raise ValueError("there are fewer seats than people")
    search = _Search(at_table, table, rules, {p.interprets_for for p in listed if p.interprets})
    return _whole(listed, table, search.run(), rules)


def judge(
    people: Iterable[Sitter],
    table: Sequence[Seat],
    taken: Mapping[int, str],
    rules: Rules | None = None,
) -> Plan:
    """An arrangement that was made by hand (keys by the numbers of seats) as a plan.

    Interpreters who have no seat get chairs as `place` gives them. Who is named and does not take
    part is left out.
    """
    rules = rules or Rules()
    return _whole(_sorted(people), tuple(sorted(table)), taken, rules)


def seats_needed(people: Iterable[Sitter], *, two_sides: bool = False) -> int:
    """How many seats at a table people need; at one with two sides both are of one length."""
    listed = list(people)
    at_table = [item for item in listed if not _sits_behind(item, listed, Rules())]
    if not two_sides:
        return max(1, len(at_table))
    hosts = sum(item.side == "host" for item in at_table)
    guests = sum(item.side == "guest" for item in at_table)
    others = len(at_table) - hosts - guests
    longest = max(hosts, guests)
    return max(2, 2 * longest + max(0, others - (2 * longest - hosts - guests)))


def _sorted(people: Iterable[Sitter]) -> list[Sitter]:
    listed = sorted(people, key=lambda item: (item.place, item.key))
    if len({item.key for item in listed}) != len(listed):
        raise ValueError("somebody is named twice")
    return listed


def _sits_behind(item: Sitter, people: Iterable[Sitter], rules: Rules) -> bool:
    """An interpreter whose principal sits at the table, and who has no fixed seat."""
    return (
        item.interprets
        and item.key not in rules.locked
        and any(p.key == item.interprets_for and not p.interprets for p in people)
    )


def _whole(
    people: list[Sitter], table: tuple[Seat, ...], taken: Mapping[int, str], rules: Rules
) -> Plan:
    """Add the chairs behind, and name what is broken."""
    known = {item.key: item for item in people}
    numbers = {seat.number for seat in table}
    seated: dict[int, str] = {}
    for number in sorted(taken):
        if number in numbers and taken[number] in known and taken[number] not in seated.values():
            seated[number] = taken[number]
    at = {key: number for number, key in seated.items()}
    by_number = {seat.number: seat for seat in table}
    chairs: dict[int, list[str]] = {}
    for item in people:
        before = at.get(item.interprets_for)
        if item.interprets and item.key not in at and before:
            chairs.setdefault(before, []).append(item.key)
    found = list(table)
    for before in sorted(chairs, key=lambda number: by_number[number].honour):
        for nth, key in enumerate(chairs[before]):
            number = max(seat.number for seat in found) + 1
            chair = behind(by_number[before], number, len(found) + 1, nth, len(chairs[before]))
            found.append(chair)
            seated[number] = key
    whole = tuple(found)
    return Plan(whole, dict(sorted(seated.items())), tuple(_broken(people, whole, seated, rules)))


def _broken(
    people: list[Sitter], whole: tuple[Seat, ...], taken: Mapping[int, str], rules: Rules
) -> Iterable[Broken]:
    """Every rule that does not hold, the hard ones first, then by weight."""
    known = {item.key: item for item in people}
    by_number = {seat.number: seat for seat in whole}
    at = {key: by_number[number] for number, key in taken.items()}
    found: list[Broken] = []
    promised: dict[int, str] = {}
    due = _due(people, whole)
    for item in people:
        seat = at.get(item.key)
        wanted = rules.locked.get(item.key)
        if wanted is not None:
            if wanted not in by_number or by_number[wanted].behind:
                found.append(Broken(NO_SUCH_SEAT, item.key, "", wanted))
            elif wanted in promised:
                found.append(Broken(TAKEN, item.key, promised[wanted], wanted))
            promised.setdefault(wanted, item.key)
        if seat is None:
            found.append(Broken(UNSEATED, item.key))
            continue
        if item.needs_step_free and not seat.step_free:
            found.append(Broken(STEP_FREE, item.key, "", seat.number))
        if item.side and seat.side and item.side != seat.side:
            found.append(Broken(SIDE, item.key, "", seat.number))
        if (due_to_them := due.get(item.key)) and due_to_them.number != seat.number:
            found.append(Broken(LEADS, item.key, "", due_to_them.number))
        before = at.get(item.interprets_for)
        is_behind = before is not None and seat.behind == before.number
        if item.interprets and item.interprets_for in known and not is_behind:
            found.append(Broken(INTERPRETER, item.key, item.interprets_for))
    voiced = {item.interprets_for for item in people if item.interprets and item.key in at}
    for number, key in sorted(taken.items()):
        for next_to in by_number[number].beside:
            if next_to > number and next_to in taken:
                one, other = sorted((known[key], known[taken[next_to]]), key=lambda p: p.place)
                found += [
                    Broken(rule, one.key, other.key)
                    for rule in _unhappy_side_by_side(one, other, rules, voiced)
                ]
    for wish in rules.wishes:
        both = wish.one in at and wish.other in at
        if wish.together and both and at[wish.other].number not in at[wish.one].beside:
            found.append(Broken(TOGETHER, *_pair(wish, known)))
    found += _dishonoured(people, at)
    order = {rule: place for place, rule in enumerate((*sorted(HARD), *WEIGHTS))}
    places = {item.key: item.place for item in people}
    wanted_rules = [item for item in found if rules.weight(item.rule)]
    return sorted(
        wanted_rules,
        key=lambda item: (
            not item.is_hard,
            -rules.weight(item.rule),
            order[item.rule],
            places.get(item.who, 0),
            places.get(item.other, 0),
            item,
        ),
    )


def _due(people: list[Sitter], whole: Iterable[Seat]) -> dict[str, Seat]:
    """The seats that are due to those who lead: the best of their side, else of the table."""
    free = sorted((seat for seat in whole if not seat.behind), key=lambda seat: seat.honour)
    found = {}
    for item in people:
        if item.leads and not item.interprets:
            own = [seat for seat in free if seat.side in ("", item.side)]
            if own:
                found[item.key] = own[0]
                free.remove(own[0])
    return found


def _pair(wish: Wish, known: Mapping[str, Sitter]) -> tuple[str, str]:
    one, other = sorted((known[wish.one], known[wish.other]), key=lambda p: (p.place, p.key))
    return one.key, other.key


def _unhappy_side_by_side(
    one: Sitter, other: Sitter, rules: Rules, voiced: Iterable[str]
) -> list[str]:
    """The rules that two people break by sitting beside each other.

    Whoever has an interpreter (`voiced`) can talk to everybody.
    """
    found = []
    if {one.key, other.key} in ({w.one, w.other} for w in rules.wishes if not w.together):
        found.append(APART)
    if one.key == other.partner or other.key == one.partner:
        found.append(PARTNERS)
    if rules.alternate and one.side and one.side == other.side:
        found.append(ALTERNATE)
    known = one.languages and other.languages
    silent = one.key not in voiced and other.key not in voiced
    if known and silent and not one.languages & other.languages:
        found.append(LANGUAGE)
    return found


def _dishonoured(people: list[Sitter], at: Mapping[str, Seat]) -> list[Broken]:
    """Who has a seat of less honour than somebody of their own side who comes after them.

    The other one who is named is the one with the best seat of these.
    """
    found = []
    sides: dict[str, list[Sitter]] = {}
    for item in people:
        if item.key in at and not at[item.key].behind:
            sides.setdefault(item.side, []).append(item)
    for listed in sides.values():
        best: Sitter | None = None
        for item in reversed(listed):
            honour = at[item.key].honour
            if best is not None and at[best.key].honour < honour:
                found.append(Broken(HONOUR, item.key, best.key))
            if best is None or honour < at[best.key].honour:
                best = item
    return found


class _Search:
    """The arrangement that the module describes, in numbers: people and seats are indexes."""

    def __init__(
        self,
        people: list[Sitter],
        table: tuple[Seat, ...],
        rules: Rules,
        voiced: Iterable[str],
    ) -> None:
        self.people = people
        self.seats = sorted(table, key=lambda seat: seat.honour)  # so an index is a honour
        index = {seat.number: place for place, seat in enumerate(self.seats)}
        self.next_to = [[index[n] for n in seat.beside if n in index] for seat in self.seats]
        self.fixed: dict[int, int] = {}
        for who, item in enumerate(people):
            wanted = index.get(rules.locked.get(item.key, 0))
            if wanted is not None and wanted not in self.fixed.values():
                self.fixed[who] = wanted
        self.kinds = {side: n for n, side in enumerate(sorted({p.side for p in people}))}
        self.side = [self.kinds[item.side] for item in people]
        self.honour = rules.weight(HONOUR)
        must, aside, first = _MUST, rules.weight(SIDE), rules.weight(LEADS)
        due = _due(people, self.seats)
        self.alone = [
            [
                (must if item.needs_step_free and not seat.step_free else 0)
                + (aside if item.side and seat.side and item.side != seat.side else 0)
                + (first if item.key in due and due[item.key] != seat else 0)
                for seat in self.seats
            ]
            for item in people
        ]
        count = len(people)
        together = {frozenset((w.one, w.other)) for w in rules.wishes if w.together}
        self.pair = [[0] * count for _ in people]
        voiced = set(voiced)
        bonus = rules.weight(TOGETHER)
        for a in range(count):
            for b in range(a + 1, count):
                one, other = people[a], people[b]
                broken = _unhappy_side_by_side(one, other, rules, voiced)
                worth = sum(rules.weight(rule) for rule in broken)
                if together and frozenset((one.key, other.key)) in together:
                    worth -= bonus
                self.pair[a][b] = self.pair[b][a] = worth
        self.wished = {
            who
            for who, item in enumerate(people)
            if any(item.key in (w.one, w.other) for w in rules.wishes)
        }
        self.at: list[int] = [-1] * len(self.seats)

    def run(self) -> dict[int, str]:
        """Keys by the numbers of seats."""
        self._first()
        while self._mend():
            pass
        return {
            self.seats[seat].number: self.people[who].key
            for seat, who in enumerate(self.at)
            if who >= 0
        }

    def _first(self) -> None:
        """By precedence into the best seat that is free and fits; kept seats are kept."""
        for who, seat in self.fixed.items():
            self.at[seat] = who
        waiting = [who for who in range(len(self.people)) if who not in self.fixed]
        free = [seat for seat in range(len(self.seats)) if self.at[seat] < 0]
        needing = sum(self.people[who].needs_step_free for who in waiting)
        for who in waiting:
            needs = self.people[who].needs_step_free
            reachable = sum(self.seats[seat].step_free for seat in free)
            if needs:
                needing -= 1
                fit = free
            else:  # what those who come later need is left to them
                spare = reachable > needing
                fit = [s for s in free if spare or not self.seats[s].step_free] or free
            chosen = min(fit, key=lambda seat: (self.alone[who][seat], seat))
            free.remove(chosen)
            self.at[chosen] = who

    def _mend(self) -> bool:
        """Let each who is not content change with whom it helps most; whether anybody did."""
        changed = False
        held = set(self.fixed)
        self._look()
        for who in range(len(self.people)):
            here = self.at.index(who)
            if who in held or not self._is_unhappy(who, here):
                continue
            best, best_seat = 0, -1
            # The nearest seats first: what they save lets most of the others be left out at once.
            by_distance = sorted((abs(seat - here), seat) for seat in range(len(self.at)))
            for _, there in by_distance:
                if there != here and self.at[there] not in held:
                    gain = self._gain(here, there, best)
                    if gain < best:
                        best, best_seat = gain, there
            if best_seat >= 0:
                self.at[here], self.at[best_seat] = self.at[best_seat], who
                self._look()
                changed = True
        return changed

    def _look(self) -> None:
        """Note for each seat the last in precedence of each side among those before it, and how
        many of these have less honour than is theirs.
        """
        self.last: list[list[int]] = []
        self.passed = [0]
        now = [-1] * len(self.kinds)
        for who in self.at:
            self.last.append(now)
            behind_another = who >= 0 and who < now[self.side[who]]
            self.passed.append(self.passed[-1] + behind_another)
            if who >= 0 and not behind_another:
                now = now.copy()
                now[self.side[who]] = who

    def _is_unhappy(self, who: int, seat: int) -> bool:
        return (
            who in self.wished
            or self._costs(who, seat) > 0
            or self.passed[seat + 1] > self.passed[seat]
        )

    def _gain(self, one: int, other: int, best: int) -> int:
        """What changing two seats costs (below 0: what it saves); 0 where it cannot be below
        `best`.
        """
        at = self.at
        a, b = at[one], at[other]
        gain = -self._costs(a, one) - self._costs(b, other)
        at[one], at[other] = b, a
        gain += self._costs(b, one) + self._costs(a, other)
        if self.honour:
            first, last = (one, other) if one < other else (other, one)
            gain -= self.honour * (self.passed[last + 1] - self.passed[first])
            if gain < best:
                gain += self.honour * self._passed(first, last, (best - gain) // self.honour)
        at[one], at[other] = a, b
        return min(gain, 0)

    def _costs(self, who: int, seat: int) -> int:
        """What somebody breaks at a seat, alone and with those beside."""
        if who < 0:
            return 0
        row = self.pair[who]
        total = self.alone[who][seat]
        for near in self.next_to[seat]:
            if self.at[near] >= 0:
                total += row[self.at[near]]
        return total

    def _passed(self, first: int, last: int, enough: int) -> int:
        """How many between two seats sit behind somebody of their side who comes after them;
        counted until there are more than `enough`.
        """
        now = self.last[first].copy()
        count = 0
        for who in self.at[first : last + 1]:
            if who < 0:
                continue
            side = self.side[who]
            if who > now[side]:
                now[side] = who
            else:
                count += 1
                if count > enough:
                    break
        return count
