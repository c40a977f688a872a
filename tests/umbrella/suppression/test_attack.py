"""The attack itself has to find what can be found: otherwise its silence would prove nothing."""

import pytest

from local.attack import MOST, Bounds, attack
from umbrella.suppression import People, Relation

SUM = Relation(total="total", parts=("a", "b", "c"), people=People.ADD)
OVERLAP = Relation(total="total", parts=("a", "b", "c"), people=People.OVERLAP)


def exactly(**values: float) -> dict[str, tuple[float, float]]:
    return {key: (value, value) for key, value in values.items()}


def test_a_single_hidden_part_is_recovered() -> None:
    found = attack(shown=exactly(total=100, a=30, b=50), hidden={"c": 0}, relations=[SUM], people=False)
    assert found["c"].low == pytest.approx(20)
    assert found["c"].recovers()


def test_two_hidden_parts_share_what_is_left() -> None:
    found = attack(shown=exactly(total=100, a=30), hidden={"b": 0, "c": 0}, relations=[SUM], people=False)
    assert found["c"] == Bounds(low=0, high=70)
    assert not found["c"].recovers()


def test_people_who_overlap_lie_between_the_largest_part_and_the_sum() -> None:
    found = attack(shown=exactly(a=5, b=9, c=2), hidden={"total": 0}, relations=[OVERLAP], people=True)
    assert found["total"] == Bounds(low=9, high=16)


def test_rounded_hours_leave_their_rounding() -> None:
    shown = {"total": (5_970.0, 6_030.0), "a": (1_770.0, 1_830.0), "b": (2_970.0, 3_030.0)}
    found = attack(shown=shown, hidden={"c": 0}, relations=[SUM], people=False)
    assert found["c"] == Bounds(low=1_110, high=1_290)
    assert not found["c"].recovers(step=60)
    assert found["c"].recovers(step=240)


def test_what_nothing_limits_has_no_end() -> None:
    found = attack(
        shown={}, hidden=dict.fromkeys(("total", "a", "b", "c"), 0.0), relations=[SUM], people=False
    )
    assert found["total"] == Bounds(low=0, high=MOST)


def test_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="contradicts itself"):
        attack(shown=exactly(total=100, a=70, b=50), hidden={"c": 0}, relations=[SUM], people=False)


def test_only_the_targets_are_attacked() -> None:
    found = attack(
        shown=exactly(total=100),
        hidden=dict.fromkeys("abc", 0.0),
        relations=[SUM],
        people=False,
        targets={"b"},
    )
    assert set(found) == {"b"}
