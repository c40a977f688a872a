"""Bounds that are handed on from sum to sum: never closer than the truth, and quick enough for a thousand."""

from dataclasses import replace
from math import inf
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from local.attack import Bounds, attack
from local.bounds import Contradiction, bounds, look, seen
from tests.umbrella.suppression.federations import crowd, so_far
from tests.umbrella.suppression.reader import published
from tests.umbrella.suppression.test_properties import Entries, federations
from umbrella.suppression import (
    Amount,
    People,
    Publication,
    Reason,
    Relation,
    Reported,
    choose,
    federation_tables,
    groups,
)

SUM = Relation(total="total", parts=("a", "b", "c"), people=People.ADD)
OVERLAP = Relation(total="total", parts=("a", "b", "c"), people=People.OVERLAP)


def exactly(**values: float) -> dict[str, tuple[float, float]]:
    return {key: (value, value) for key, value in values.items()}


def test_single_hidden_part_is_pinned_down_and_two_share_what_is_left() -> None:
    found = bounds(shown=exactly(total=100, a=30, b=50), hidden={"c": 0}, relations=[SUM], people=False)
    assert found["c"] == Bounds(low=20, high=20)
    found = bounds(shown=exactly(total=100, a=30), hidden={"b": 0, "c": 0}, relations=[SUM], people=False)
    assert found["c"] == Bounds(low=0, high=70)


def test_what_one_sum_gives_away_is_used_in_the_next() -> None:
    across = Relation(total="district", parts=("c", "d"), people=People.ADD)
    found = bounds(
        shown=exactly(total=100, a=30, b=50, district=26),
        hidden={"c": 0, "d": 0},
        relations=[across, SUM],
        people=False,
    )
    assert found["d"] == Bounds(low=6, high=6)


def test_people_who_overlap_lie_between_the_largest_part_and_the_sum() -> None:
    found = bounds(shown=exactly(a=5, b=9, c=2), hidden={"total": 0}, relations=[OVERLAP], people=True)
    assert found["total"] == Bounds(low=9, high=16)
    found = bounds(
        shown=exactly(total=10, a=3, b=4), hidden={"c": 1, "new": 0}, relations=[OVERLAP], people=True,
        unions=[("new", "a", "b")],
    )  # fmt: skip
    assert found == {"c": Bounds(low=3, high=10), "new": Bounds(low=0, high=7)}


def test_what_nothing_limits_has_no_end_and_what_cannot_be_is_refused() -> None:
    found = bounds(
        shown={}, hidden=dict.fromkeys(("total", "a", "b", "c"), 0.0), relations=[SUM], people=False
    )
    assert found["total"] == Bounds(low=0, high=inf)
    with pytest.raises(Contradiction):
        bounds(shown=exactly(total=100, a=70, b=50), hidden={"c": 0}, relations=[SUM], people=False)


@given(entries=federations(), data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_bounds_are_never_closer_than_linear_programming_finds_them(
    entries: Entries, data: st.DataObject
) -> None:
    """Whatever is hidden, well or badly, and in several releases."""
    told: list[Publication] = []
    for closed in ((1, 2), (1, 2, 3, 4)):
        reports = so_far(entries, dict.fromkeys(entries, closed).__getitem__)
        cells, relations = federation_tables(federation="f", year=2024, reported=reports)
        keys = [cell.key for cell in cells if not cell.is_zero]
        badly = data.draw(st.sets(st.sampled_from(keys)) if keys else st.just(set()))
        decision = choose(cells=cells, relations=relations, before=told)
        told.append(
            published(cells, relations, replace(decision, hidden=dict.fromkeys(badly, Reason.PRIMARY)))
        )
    for people in (False, True):
        all_seen = seen(told, people=people)
        given_all: Any = {
            "shown": all_seen.shown, "hidden": all_seen.hidden, "relations": all_seen.relations,
            "people": people, "unions": all_seen.unions,
        }  # fmt: skip
        wide, close = bounds(**given_all), attack(**given_all, targets=all_seen.targets)
        for key, found in close.items():
            assert wide[key].low <= found.low + 1e-4
            assert wide[key].high >= found.high - 1e-4


@pytest.mark.slow
def test_thousand_associations_keep_every_small_number_apart_now_and_after_corrections() -> None:
    """Two releases of a year; in the second one in twenty has corrected a month."""
    reports = crowd(1_000, small=0.2, districts=20)
    told: list[Publication] = []
    partners: Any = {}
    for corrected in (0, 50):
        reports = [_corrected(one) if place < corrected else one for place, one in enumerate(reports)]
        cells, relations = federation_tables(federation="f", year=2024, reported=reports)
        decision = groups.choose_large(cells=cells, relations=relations, before=told, partners=partners)
        assert decision.unproven == decision.exposed == frozenset()
        partners = decision.partners
        told.append(published(cells, relations, decision))
    found = look(told)
    assert found.hidden > 1_000
    assert (found.recovered, found.too_near) == (0, 0)


def test_look_finds_what_was_hidden_badly() -> None:
    """The control: one small cell alone in its sums, hidden without company."""
    reports = crowd(12, small=0.0, districts=2)
    few = Amount(minutes=300, people=3, top_minutes=100)
    reports.append(Reported(association="few", district="d0", months={1: few}, whole=few))
    cells, relations = federation_tables(federation="f", year=2024, reported=reports)
    decision = choose(cells=cells, relations=relations)
    assert look([published(cells, relations, decision)]).recovered == 0
    alone = {key: reason for key, reason in decision.hidden.items() if reason is Reason.PRIMARY}
    badly = look([published(cells, relations, replace(decision, hidden=alone))])
    assert badly.recovered == badly.too_near == badly.hidden > 0


def _corrected(one: Reported) -> Reported:
    """A quarter of an hour more in a month, by somebody who was there."""
    month = max(one.months, key=lambda each: one.months[each].minutes)
    return replace(
        one,
        months={**one.months, month: _more(one.months[month])},
        whole=_more(one.whole),
    )


def _more(amount: Amount) -> Amount:
    top = amount.top_minutes
    return replace(amount, minutes=amount.minutes + 15, top_minutes=None if top is None else top + 15)
