"""Timing two things against each other, and how sure one may be of the answer. Knows nothing of the product.

Two series that are taken one after the other differ by whatever else the machine does meanwhile. So each
repeat times both, in an order that changes, and the interval is found by drawing repeats, not single times.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

REPEATS = 30
WARM_UP = 5
DRAWS = 2000
SURE = 0.95

Action = Callable[[], object]
Combine = Callable[[float, float], float]


@dataclass(frozen=True)
class Pairs:
    """The seconds that each repeat took, for the thing measured and for what it is compared with."""

    measured: tuple[float, ...]
    baseline: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse series that no pairs can be made of."""
        if len(self.measured) != len(self.baseline) or not self.measured:
            raise ValueError("Both series need the same number of repeats, and at least one.")


@dataclass(frozen=True)
class Estimate:
    """A value with the interval in which it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def at_most(self, limit: float) -> bool:
        """Whether it holds even at the end of the interval that speaks against us."""
        return self.high <= limit

    def at_least(self, limit: float) -> bool:
        """Whether it holds even at the end of the interval that speaks against us."""
        return self.low >= limit


def take(
    measured: Action,
    baseline: Action,
    *,
    repeats: int = REPEATS,
    warm_up: int = WARM_UP,
    clock: Callable[[], float] = time.perf_counter,
) -> Pairs:
    """Time two actions in turns, after a warm-up of both that is thrown away.

    Every second repeat swaps the order, so that neither always finds the other's warm caches. The garbage
    collector waits until the end. Short actions want many repeats rather than loops inside one: the median
    of single times does not see the few that a busy machine interrupted. Raises ValueError for fewer than 30
    repeats: too few to be sure of.
    """
    if repeats < REPEATS:
        raise ValueError(f"At least {REPEATS} repeats, not {repeats}.")
    for _ in range(warm_up):
        measured()
        baseline()
    series: tuple[list[float], list[float]] = ([], [])
    turns = [(measured, series[0]), (baseline, series[1])]
    gc.collect()
    gc.disable()
    try:
        for _ in range(repeats):
            for action, seconds in turns:
                began = clock()
                action()
                seconds.append(clock() - began)
            turns.reverse()
    finally:
        gc.enable()
    return Pairs(measured=tuple(series[0]), baseline=tuple(series[1]))


def ratio(pairs: Pairs, *, draws: int = DRAWS, seed: int = 1) -> Estimate:
    """How many times as long the measured thing takes, by the medians."""
    return estimate(pairs, combine=lambda measured, baseline: measured / baseline, draws=draws, seed=seed)


def difference(pairs: Pairs, *, draws: int = DRAWS, seed: int = 1) -> Estimate:
    """How many seconds more the measured thing takes, by the medians."""
    return estimate(pairs, combine=lambda measured, baseline: measured - baseline, draws=draws, seed=seed)


def estimate(pairs: Pairs, *, combine: Combine, draws: int = DRAWS, seed: int = 1) -> Estimate:
    """Combine the two medians; the interval is that of the same figure over repeats drawn with replacement.

    The draws come from a seed, so that the same times give the same answer. The estimate itself is never
    outside its interval.
    """
    repeats = range(len(pairs.measured))
    drawn = random.Random(seed)
    value = combine(median(pairs.measured), median(pairs.baseline))
    found = []
    for _ in range(draws):
        chosen = drawn.choices(repeats, k=len(repeats))
        found.append(
            combine(
                median(pairs.measured[index] for index in chosen),
                median(pairs.baseline[index] for index in chosen),
            )
        )
    found.sort()
    return Estimate(
        value=value,
        low=min(value, percentile(found, (1 - SURE) / 2)),
        high=max(value, percentile(found, (1 + SURE) / 2)),
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of an ordered series lies; between two values it is the outer one."""
    position = share * (len(ordered) - 1)
    index = int(position) if share < 0.5 else -int(-position // 1)
    return ordered[index]
