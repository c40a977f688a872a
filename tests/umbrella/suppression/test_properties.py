"""Random federations through several releases, with late months and corrections, attacked each time."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.umbrella.suppression.federations import so_far
from tests.umbrella.suppression.reader import RULE, assert_protected, published
from umbrella.suppression import Publication, choose, federation_tables

Entries = dict[str, tuple[str, dict[tuple[int, int], int]]]


@st.composite
def federations(draw: Any) -> Entries:
    """2–4 districts, 2–8 associations; months without anybody, months of one person, one who does it all."""
    districts = draw(st.integers(2, 4))
    entries: Entries = {}
    for index in range(draw(st.integers(2, 8))):
        people = draw(st.sampled_from([1, 2, 3, 4, 5, 6, 8, 12, 20]))
        leader = draw(st.integers(0, 5)) == 0
        dice = draw(st.randoms(use_true_random=False))
        minutes = {
            (helper, month): dice.randint(1, 40) * 15 * (20 if leader and helper == 0 else 1)
            for helper in range(people)
            for month in range(1, 5)
            if dice.random() < 0.6
        }
        for month in range(1, 5):
            minutes.setdefault((0, month), 0)
        entries[f"a{index}"] = (f"d{dice.randrange(districts)}", minutes)
    return entries


@given(entries=federations(), data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_one_release_keeps_every_small_number_apart(entries: Entries, data: st.DataObject) -> None:
    silent = data.draw(st.sets(st.sampled_from(sorted(entries)), max_size=len(entries) - 1))
    reports = so_far(entries, lambda name: () if name in silent else (1, 2, 3, 4))
    cells, relations = federation_tables(federation="f", year=2024, reported=reports)

    decision = choose(cells=cells, relations=relations)

    assert decision.unproven == decision.exposed == decision.kept == frozenset()
    assert {cell.key for cell in cells if RULE.hides(cell)} <= decision.hidden.keys()
    assert not any(cell.is_zero and cell.key in decision.hidden for cell in cells)
    if not any(RULE.hides(cell) for cell in cells):
        assert not decision.hidden
    assert_protected([published(cells, relations, decision)])


@pytest.mark.slow
@given(entries=federations(), data=st.data())
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_releases_in_a_row_keep_every_small_number_apart(entries: Entries, data: st.DataObject) -> None:
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

        decision = choose(cells=cells, relations=relations, before=told, partners=partners)

        assert decision.unproven == decision.exposed == frozenset()
        partners = decision.partners
        told.append(published(cells, relations, decision))
    assert_protected(told)
