"""Large federations, decided in groups: as safe as when all is looked at together, and quicker."""

from time import process_time
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.umbrella.suppression.federations import crowd, demo, so_far
from tests.umbrella.suppression.reader import RULE, assert_protected, published
from tests.umbrella.suppression.test_properties import Entries, federations
from umbrella.suppression import Publication, federation_tables, groups


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
