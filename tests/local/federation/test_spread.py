"""Spreading whole numbers loses none."""

import pytest
from hypothesis import given, strategies as st

from local.federation.draws import Draws
from local.federation.spread import evenly, fit_table, largest_remainders
from local.federation.work import PATTERNS, turn_lengths

LOOSE = [role for role, pattern in sorted(PATTERNS.items()) if pattern.shortest < pattern.longest]


@given(st.integers(0, 100_000), st.lists(st.integers(0, 1000), min_size=1, max_size=15).filter(any))
def test_largest_remainders_keeps_the_total_and_comes_close(total: int, weights: list[int]) -> None:
    shares = largest_remainders(total, weights)
    assert sum(shares) == total
    assert all(
        abs(share * sum(weights) - total * weight) < sum(weights)
        for share, weight in zip(shares, weights, strict=True)
    )


@given(st.data())
def test_fit_table_keeps_rows_columns_and_zeros(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 8))
    row = st.lists(st.integers(0, 60), min_size=width, max_size=width)
    table = data.draw(st.lists(row, min_size=1, max_size=8))
    rows = [sum(row) for row in table]
    columns = [sum(row[at] for row in table) for at in range(width)]
    weights = [[data.draw(st.integers(50, 150)) if value else 100 for value in row] for row in table]
    fitted = fit_table(rows, columns, weights)
    assert [sum(row) for row in fitted] == rows
    assert [sum(row[at] for row in fitted) for at in range(width)] == columns
    assert all(value >= 0 for row in fitted for value in row)


def test_fit_table_keeps_zeros() -> None:
    assert fit_table([5, 7], [4, 8], [[0, 1], [1, 1]]) == [[0, 5], [4, 3]]


def test_fit_table_refuses_sums_that_differ() -> None:
    with pytest.raises(ValueError, match="rows sum up to 3, columns to 4"):
        fit_table([3], [4], [[1]])


def test_fit_table_refuses_too_many_zeros() -> None:
    with pytest.raises(ValueError, match=r"at 0|lack one"):
        fit_table([5, 1], [5, 1], [[0, 1], [1, 1]])


@given(st.integers(0, 20), st.integers(20, 60))
def test_evenly_gives_different_places(count: int, among: int) -> None:
    places = evenly(count, among)
    assert len(set(places)) == count
    assert all(0 <= place < among for place in places)


@given(st.integers(1, 2000), st.sampled_from(LOOSE), st.integers(0, 2**32))
def test_turn_lengths_keep_the_total(quarters: int, role: str, seed: int) -> None:
    pattern = PATTERNS[role]
    lengths = turn_lengths(quarters, pattern, Draws(seed))
    assert sum(lengths) == quarters
    assert len(lengths) == 1 or all(pattern.shortest <= length <= pattern.longest for length in lengths)


def test_turn_lengths_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="25 quarters do not make 3 turns of 10"):
        turn_lengths(25, PATTERNS["arkeen-voimaa"], Draws(1))


def test_draws_are_what_they_were() -> None:
    draws = Draws(1, "a", "b")
    assert [draws.below(1000) for _ in range(4)] == [244, 430, 792, 374]
    assert "".join(draws.shuffled("abcdef")) == "ecabfd"
