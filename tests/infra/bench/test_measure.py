"""The figures behind `make bench`: how times are taken, and what may be said of them."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from infra.bench.measure import Estimate, Pairs, difference, percentile, ratio, take

SECONDS = st.floats(min_value=1e-6, max_value=100, allow_nan=False)
TWO_SERIES = st.lists(st.tuples(SECONDS, SECONDS), min_size=1, max_size=40)


def pairs(both: list[tuple[float, float]]) -> Pairs:
    """Two series out of a list of repeats."""
    return Pairs(measured=tuple(a for a, _ in both), baseline=tuple(b for _, b in both))


@given(TWO_SERIES)
@settings(deadline=None, max_examples=40)
def test_interval_holds_the_estimate_and_stays_within_the_times(both: list[tuple[float, float]]) -> None:
    found = ratio(pairs(both), draws=100)
    assert found.low <= found.value <= found.high
    slowest, fastest = (pick(a for a, _ in both) for pick in (max, min))
    assert found.high <= slowest / min(b for _, b in both) * (1 + 1e-9)
    assert found.low >= fastest / max(b for _, b in both) * (1 - 1e-9)


@given(st.lists(SECONDS, min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_a_thing_beside_itself_is_one_for_sure(series: list[float]) -> None:
    same = Pairs(measured=tuple(series), baseline=tuple(series))
    assert ratio(same, draws=100) == Estimate(value=1, low=1, high=1)
    assert difference(same, draws=100) == Estimate(value=0, low=0, high=0)


@given(TWO_SERIES, st.integers(min_value=1, max_value=10))
@settings(deadline=None, max_examples=40)
def test_a_thing_twice_as_slow_has_twice_the_ratio(both: list[tuple[float, float]], exponent: int) -> None:
    factor = 2.0**exponent
    once = ratio(pairs(both), draws=100)
    slower = ratio(pairs([(a * factor, b) for a, b in both]), draws=100)
    assert (slower.value, slower.low, slower.high) == (
        once.value * factor,
        once.low * factor,
        once.high * factor,
    )


@given(TWO_SERIES, st.floats(min_value=0.001, max_value=10))
@settings(deadline=None, max_examples=40)
def test_a_thing_slower_in_every_repeat_is_never_called_as_fast(
    both: list[tuple[float, float]], more: float
) -> None:
    slower = Pairs(measured=tuple(b + more for _, b in both), baseline=tuple(b for _, b in both))
    found = difference(slower, draws=100)
    assert found.low > 0
    assert found.at_most(0) is False


def test_the_same_times_give_the_same_answer() -> None:
    both = pairs([(math.sin(n) + 2, math.cos(n) + 2) for n in range(30)])
    assert ratio(both) == ratio(both)


def test_interval_narrows_with_more_repeats() -> None:
    few = ratio(pairs([(1 + n % 7 / 10, 1 + n % 5 / 10) for n in range(30)]))
    many = ratio(pairs([(1 + n % 7 / 10, 1 + n % 5 / 10) for n in range(1050)]))
    assert many.high - many.low < few.high - few.low


def test_the_end_against_us_decides() -> None:
    estimate = Estimate(value=1.0, low=0.9, high=1.2)
    assert estimate.at_most(1.2) is True
    assert estimate.at_most(1.1) is False
    assert estimate.at_least(0.9) is True
    assert estimate.at_least(1.0) is False


@pytest.mark.parametrize(("measured", "baseline"), [((1.0,), ()), ((), ())])
def test_series_that_make_no_pairs_are_refused(
    measured: tuple[float, ...], baseline: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match="same number of repeats"):
        Pairs(measured=measured, baseline=baseline)


def test_too_few_repeats_are_refused() -> None:
    with pytest.raises(ValueError, match="At least 30 repeats, not 29"):
        take(int, int, repeats=29)


def test_take_warms_up_interleaves_and_swaps_the_order() -> None:
    said: list[str] = []
    now = iter(range(1000))
    taken = take(
        lambda: said.append("a"),
        lambda: said.append("b"),
        warm_up=2,
        clock=lambda: float(next(now)),
    )
    assert "".join(said[:10]) == "abab" + "ab" + "ba" + "ab"
    assert len(said) == 2 * 2 + 30 * 2
    assert taken == Pairs(measured=(1.0,) * 30, baseline=(1.0,) * 30)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 0), (0.024, 0), (0.026, 0), (0.5, 5), (0.974, 10), (1.0, 10)]
)
def test_percentile_takes_the_outer_value(share: float, expected: int) -> None:
    assert percentile(list(range(11)), share) == expected


@given(st.lists(SECONDS, min_size=1, max_size=40), st.lists(st.floats(min_value=0, max_value=1), min_size=2))
def test_percentiles_are_in_order(series: list[float], shares: list[float]) -> None:
    found = [percentile(sorted(series), share) for share in sorted(shares)]
    assert all(lower <= higher for lower, higher in pairwise(found))
