"""Large federations, decided in groups: as safe as when all is looked at together, and quicker."""

from dataclasses import replace
from time import process_time
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.umbrella.suppression.federations import crowd, demo, so_far
from tests.umbrella.suppression.reader import RULE, assert_protected, published
from tests.umbrella.suppression.test_properties import Entries, federations
from umbrella.suppression import (
    Amount,
    FigureKey,
    Publication,
    Reason,
    Reported,
    federation_tables,
    groups,
)


def in_groups(*, of: int) -> Any:
    """Cut even a small federation into groups."""
    return patch.multiple(groups, MOST_TOGETHER=1, GROUP=of)


@given(entries=federations(), of=st.integers(2, 4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_release_in_groups_keeps_every_small_number_apart(entries: Entries, of: int) -> None:
    reports = so_far(entries, lambda _: (1, 2, 3, 4))
    cells, relations = federation_tables(federation="f", year=2024, reported=reports)
    with in_groups(of=of):
        decision = groups.choose_large(cells=cells, relations=relations)
    assert {cell.key for cell in cells if RULE.hides(cell)} <= decision.hidden.keys()
    if not decision.unproven:
        assert decision.exposed == frozenset()
        assert_protected([published(cells, relations, decision)])


@given(entries=federations(), quiet=st.sets(st.integers(1, 4), min_size=1, max_size=2), data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_month_in_which_few_did_anything_is_told_safely_however_large_the_federation(
    entries: Entries, quiet: set[int], data: st.DataObject
) -> None:
    """The federation's month is small itself, and those with true zeros in it cannot help."""
    busy = data.draw(st.sets(st.sampled_from(sorted(entries)), max_size=2))
    for name, (_, minutes) in entries.items():
        for helper, month in minutes:
            if month in quiet and (name not in busy or helper):
                minutes[helper, month] = 0
    told: list[Publication] = []
    partners: Any = {}
    for closed in ((1, 2), (1, 2, 3, 4)):
        reports = so_far(entries, dict.fromkeys(entries, closed).__getitem__)
        cells, relations = federation_tables(federation="f", year=2024, reported=reports)
        with in_groups(of=2), patch.object(groups, "MOST_IN_GROUP", 4):
            decision = groups.choose_large(cells=cells, relations=relations, before=told, partners=partners)
        assert {cell.key for cell in cells if RULE.hides(cell)} <= decision.hidden.keys()
        if not told:
            assert decision.unproven == decision.exposed == frozenset()
        if not decision.unproven and not decision.exposed:
            partners = decision.partners
            told.append(published(cells, relations, decision))
            assert_protected(told)


def test_small_month_of_more_associations_than_are_looked_at_together_is_told() -> None:
    reports = crowd(130, small=0.0, districts=3)
    nobody = Amount(minutes=0, people=0, top_minutes=0)
    for number, one in enumerate(reports):
        few = Amount(minutes=90, people=2, top_minutes=60) if number < 1 else nobody
        reports[number] = replace(one, months={**one.months, 7: few})
    reports = [replace(one, whole=_with(one)) for one in reports]
    cells, relations = federation_tables(federation="f", year=2024, reported=reports)
    decision = groups.choose_large(cells=cells, relations=relations)
    assert decision.unproven == decision.exposed == frozenset()
    month = FigureKey("federation", "f", 2024, 7)
    assert decision.hidden[month] is Reason.PRIMARY
    assert len(decision.hidden) < 20
    assert_protected([published(cells, relations, decision)])


def _with(one: Reported) -> Amount:
    """The year of these months, of the same people."""
    return replace(
        one.whole,
        minutes=sum(amount.minutes for amount in one.months.values()),
        people=max(one.whole.people, *(amount.people for amount in one.months.values())),
    )


@pytest.mark.slow
@given(entries=federations(), data=st.data())
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_releases_in_groups_keep_every_small_number_apart(entries: Entries, data: st.DataObject) -> None:
    """Late months and corrections; a release that is not proven does not go out."""
    dice = data.draw(st.randoms(use_true_random=False))
    closed: dict[str, set[int]] = {name: set() for name in entries}
    told: list[Publication] = []
    partners: Any = {}
    for release in range(1, 6):
        for name, (_, minutes) in entries.items():
            closed[name] |= {month for month in range(1, min(release, 4) + 1) if dice.random() < 0.85}
            if closed[name] and dice.random() < 0.25:
                entry = (dice.randrange(6), dice.choice(sorted(closed[name])))
                minutes[entry] = max(0, minutes.get(entry, 0) + dice.choice([-300, -60, -15, 15, 60, 300]))
        reports = so_far(entries, closed.__getitem__)
        cells, relations = federation_tables(federation="f", year=2024, reported=reports)
        with in_groups(of=3):
            decision = groups.choose_large(cells=cells, relations=relations, before=told, partners=partners)
        if not decision.unproven and not decision.exposed:
            partners = decision.partners
            told.append(published(cells, relations, decision))
    if told:
        assert_protected(told)


def test_demo_in_groups_keeps_its_districts_and_totals() -> None:
    cells, relations = federation_tables(federation="f", year=2024, reported=demo())
    with in_groups(of=3):
        decision = groups.choose_large(cells=cells, relations=relations)
    assert decision.unproven == decision.exposed == frozenset()
    assert {key.level for key in decision.hidden if hasattr(key, "level")} == {"association"}
    assert_protected([published(cells, relations, decision)])


def test_groups_stay_as_they_are_when_others_join() -> None:
    reports = crowd(90, small=0.2, districts=3)
    cells, relations = federation_tables(federation="f", year=2024, reported=reports[:80])
    first = groups.choose_large(cells=cells, relations=relations)
    cells, relations = federation_tables(federation="f", year=2024, reported=reports)
    second = groups.choose_large(cells=cells, relations=relations, partners=first.partners)
    for block, rows in first.partners.items():
        assert second.partners[block][: len(rows)] == rows


def test_five_hundred_associations_are_decided_within_half_a_minute() -> None:
    cells, relations = federation_tables(
        federation="f", year=2024, reported=crowd(500, small=0.2, districts=10)
    )
    began = process_time()
    decision = groups.choose_large(cells=cells, relations=relations)
    assert process_time() - began < 30
    assert decision.unproven == decision.exposed == frozenset()
    assert 0 < len({cell.row for cell in cells if cell.key in decision.hidden}) < 250
