"""Ratios of two ways to do the same work, measured in pairs on a noisy machine."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of per-pair ratios with a bootstrap 95 % interval."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} [{self.low:.2f}, {self.high:.2f}]"


def timed(work: Work) -> float:
    """How long a call takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(ours: Work, floor: Work, pairs: int, *, seed: int = 1, warm: int = 3) -> Ratio:
    """How many times as long `ours` takes as `floor`, interleaved in shuffled order."""
    for _ in range(warm):
        ours()
        floor()
    chance = random.Random(seed)
    ratios = []
    for _ in range(pairs):
        if chance.random() < 0.5:
            one, other = timed(ours), timed(floor)
        else:
            other, one = timed(floor), timed(ours)
        ratios.append(one / other)
    return of(ratios, seed=seed)


def of(ratios: Sequence[float], *, seed: int = 1, rounds: int = 1000) -> Ratio:
    """The median of ratios and its bootstrap interval."""
    chance = random.Random(seed)
    medians = sorted(
        statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(rounds)
    )
    return Ratio(
        statistics.median(ratios), medians[int(rounds * 0.025)], medians[int(rounds * 0.975)]
    )


def verdict(ratio: Ratio, target: float, control: Ratio | None = None) -> str:
    """``ok``, ``missed``, or ``inconclusive`` where the A/A control strays."""
    if control and not 0.95 <= control.median <= 1.05:
        return "inconclusive"
    return "ok" if ratio.low <= target else "missed"
