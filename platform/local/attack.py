"""Attack published tables: what can a reader work out about the hidden cells? By linear programming.

The proof that `umbrella.suppression` gives comes from the inside (numbers that would look the same). This
is the other side, and shares no code with it but the words for a relation: the least and the most that a
hidden number can be, given everything that is told. It needs SciPy, which the demo and the tests install
and the product does not.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from umbrella.suppression import People, Relation

K = TypeVar("K", bound=Hashable)

#: What the solver may be off by, in minutes or people.
TOLERANCE = 1e-4

#: No number is larger. The solver gets an end for each, since it takes some problems without one for
#: impossible.
MOST = 1e8


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The least and the most that a number can be; `high` is `MOST` where nothing limits it."""

    low: float
    high: float

    def recovers(self, *, step: float = 0.0) -> bool:
        """Say whether nothing else is possible, or only what lies within one printed step."""
        return self.high - self.low < step - TOLERANCE or self.high - self.low <= TOLERANCE


def attack(
    *,
    shown: Mapping[K, tuple[float, float]],
    hidden: Mapping[K, float],
    relations: Iterable[Relation],
    people: bool,
    targets: AbstractSet[K] | None = None,
    unions: Iterable[Sequence[K]] = (),
) -> dict[K, Bounds]:
    """Bound each hidden number by everything that is told of one metric.

    `shown` gives for each shown cell the least and the most that it can stand for (a rounded hour is an
    interval of 60 minutes); `hidden` gives for each hidden cell the least that is possible at all. Every
    key of a relation stands in one of them. `people` chooses the rule by which parts make up their total.
    `targets` leaves out the rest. Of each of the `unions` the first has no more people than the others
    together: this year so far, last month's, and the month between.
    """
    limits: list[tuple[float, float]] = []
    place: dict[Hashable, int] = {}
    for key, (low, high) in shown.items():
        place[key] = len(limits)
        limits.append((low, high))
    for key, low in hidden.items():
        place[key] = len(limits)
        limits.append((low, MOST))
    exact, at_most = _Rows(), _Rows()
    for relation in relations:
        total, parts = place[relation.total], [place[part] for part in relation.parts]
        if not people or relation.people is People.ADD:
            exact.add({total: -1.0, **dict.fromkeys(parts, 1.0)})
            continue
        at_most.add({total: 1.0, **dict.fromkeys(parts, -1.0)})
        for part in parts:
            at_most.add({part: 1.0, total: -1.0})
    for whole, *rest in unions if people else ():
        at_most.add({place[whole]: 1.0, **{place[part]: -1.0 for part in rest}})

    width = len(limits)
    bounds: dict[K, Bounds] = {}
    for key in hidden if targets is None else targets:
        ends = []
        for sign in (1.0, -1.0):
            cost = np.zeros(width)
            cost[place[key]] = sign
            result = linprog(
                cost,
                A_ub=at_most.matrix(width),
                b_ub=at_most.zeros(),
                A_eq=exact.matrix(width),
                b_eq=exact.zeros(),
                bounds=limits,
                method="highs",
            )
            if result.status:
                raise ValueError(f"What is told contradicts itself: {result.message}")
            ends.append(sign * float(result.fun))
        bounds[key] = Bounds(low=ends[0], high=ends[1])
    return bounds


class _Rows:
    """The rows of a sparse matrix, all equal to (or at most) 0."""

    def __init__(self) -> None:
        self._count = 0
        self._data: tuple[list[float], list[int], list[int]] = ([], [], [])

    def add(self, row: Mapping[int, float]) -> None:
        values, rows, columns = self._data
        values += row.values()
        columns += row.keys()
        rows += [self._count] * len(row)
        self._count += 1

    def matrix(self, width: int) -> Any:
        values, rows, columns = self._data
        return csr_array((values, (rows, columns)), shape=(self._count, width)) if self._count else None

    def zeros(self) -> Any:
        return np.zeros(self._count) if self._count else None
