"""The walk against linear programming, and the check that does not trust it."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from local.attack import attack
from umbrella.suppression import Cell, People, Relation
from umbrella.suppression.knowledge import Knowledge, Metric
from umbrella.suppression.walk import Walk


def square(values: list[list[int]]) -> tuple[list[Cell], list[Relation]]:
    """A table with its sums over rows and columns."""
    height, width = len(values), len(values[0])
    grid = [[*row, sum(row)] for row in values]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    cells = [
        Cell(key=(y, x), row=y, block="b", minutes=value, people=max(1, value))
        for y, row in enumerate(grid)
        for x, value in enumerate(row)
    ]
    relations = [
        Relation(total=(y, width), parts=tuple((y, x) for x in range(width)), people=People.OVERLAP)
        for y in range(height + 1)
    ] + [
        Relation(total=(height, x), parts=tuple((y, x) for y in range(height)), people=People.OVERLAP)
        for x in range(width + 1)
    ]
    return cells, relations


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_walk_goes_as_far_as_linear_programming(data: st.DataObject) -> None:
    dice = random.Random(data.draw(st.integers(0, 10**6)))
    cells, relations = square([[dice.randint(0, 50) for _ in range(4)] for _ in range(4)])
    hidden = {cell.key for cell in cells if dice.random() < 0.5}
    knowledge = Knowledge(Metric.MINUTES)
    knowledge.face(cells, relations, frozenset())
    free = {knowledge.present[key] for key in hidden}
    bounds = attack(
        shown={cell.key: (cell.minutes, cell.minutes) for cell in cells if cell.key not in hidden},
        hidden=dict.fromkeys(hidden, 0.0),
        relations=relations,
        people=False,
    )
    walk = Walk(knowledge, free=free, priced={})
    for cell in cells:
        if cell.key not in hidden:
            continue
        number = knowledge.present[cell.key]
        for by, end in (
            (-10_000, bounds[cell.key].low),
            (10_000, min(bounds[cell.key].high, cell.minutes + 10_000)),
        ):
            moves = walk.reach(number, by=by)
            assert not knowledge.contradicts(moves, hidden=free)
            assert moves.get(number, 0) == pytest.approx(end - cell.minutes, abs=1e-4)
            assert not any(isinstance(move, Fraction) for move in moves.values())


def test_a_walk_prefers_what_costs_nothing_and_then_the_cheap() -> None:
    cells, relations = square([[10, 20, 30], [40, 50, 60], [70, 80, 90]])
    knowledge = Knowledge(Metric.MINUTES)
    knowledge.face(cells, relations, frozenset())
    numbers = knowledge.present
    prices = {number: 100 for key, number in numbers.items() if key != (0, 0)}
    for cheap in ((0, 2), (1, 0), (1, 2)):
        prices[numbers[cheap]] = 1

    moves = Walk(knowledge, free={numbers[0, 0]}, priced=prices).reach(numbers[0, 0], by=5)

    assert moves == {numbers[0, 0]: 5, numbers[0, 2]: -5, numbers[1, 0]: -5, numbers[1, 2]: 5}


def test_what_one_equation_gives_away_does_not_move() -> None:
    cells, relations = square([[10, 20], [30, 40]])
    knowledge = Knowledge(Metric.MINUTES)
    knowledge.face(cells, relations, frozenset())
    alone = knowledge.present[0, 0]
    assert Walk(knowledge, free={alone}, priced={}).reach(alone, by=5) == {}


@pytest.mark.parametrize(
    ("moves", "why"),
    [
        ({(0, 0): 5}, "sums no longer hold"),
        ({(0, 0): 5, (0, 1): -5, (1, 0): -5, (1, 1): 5}, "(1, 1) is shown"),
        ({(0, 0): -15, (0, 1): 15, (1, 0): 15, (1, 1): -15}, "(0, 0) would be negative"),
    ],
)
def test_a_false_proof_is_refused(moves: dict[tuple[int, int], int], why: str) -> None:
    cells, relations = square([[10, 20], [30, 40]])
    knowledge = Knowledge(Metric.MINUTES)
    knowledge.face(cells, relations, frozenset())
    hidden = {knowledge.present[key] for key in moves}
    if why == "(1, 1) is shown":
        hidden.discard(knowledge.present[1, 1])
    claim = {knowledge.present[key]: move for key, move in moves.items()}
    assert knowledge.contradicts(claim, hidden=hidden), why
