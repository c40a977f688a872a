"""The tables by role of a large federation: pairs that hide the same roles, and nothing can be worked out."""

import random
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from local.bounds import look
from tests.umbrella.suppression.reader import RULE, assert_protected, published
from tests.umbrella.suppression.roles import REAL_FAMILY_OF, both, made_of, real_demo_by_role, so_far_by_role
from tests.umbrella.suppression.test_roles import FEW, Entries, Releases, all_year, federations
from umbrella.suppression import RoleKey, by_role as limits, choose_with_roles

ROLES = {f"role{number}": f"family{number % 3}" for number in range(20)}


@pytest.fixture(autouse=True, scope="module")
def in_pairs() -> Iterator[None]:
    """Decide even a small federation by role in pairs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(limits, "MOST_CELLS", 1)
        yield


@st.composite
def lively(draw: Any) -> Entries:
    """1–3 districts, 2–5 associations with people enough in every month, and one to three small roles."""
    entries: Entries = {}
    districts = draw(st.integers(1, 3))
    for index in range(draw(st.integers(2, 5))):
        dice = draw(st.randoms(use_true_random=False))
        roles = dice.sample(sorted(FEW), dice.randint(2, 4))
        minutes = {}
        for number, role in enumerate(roles):
            for helper in range(dice.randint(1, 6) if number else dice.randint(8, 12)):
                for month in range(1, 4):
                    if not number or dice.random() < 0.7:
                        minutes[number * 6 + helper, role, month] = dice.randint(1, 40) * 15
        entries[f"a{index}"] = (f"d{dice.randrange(districts)}", minutes)
    return entries


def associations(decision_of: Releases) -> set[str]:
    return {
        cell.key.owner
        for cell in decision_of.told[-1].cells
        if isinstance(cell.key, RoleKey) and cell.key.level == "association"
    }


@given(entries=st.one_of(federations(), lively(), lively()))
@settings(
    max_examples=24, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_release_in_pairs_keeps_every_small_number_apart(entries: Entries) -> None:
    releases = Releases(families=FEW)
    decision = releases.release(entries, dict.fromkeys(entries, range(1, 4)))
    told = releases.told[0]
    assert {cell.key for cell in told.cells if cell.listed and RULE.hides(cell)} <= decision.hidden.keys()
    assert_protected(releases.told)


@given(entries=lively(), data=st.data())
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_corrections_after_a_telling_in_pairs_uncover_nothing(entries: Entries, data: st.DataObject) -> None:
    dice = data.draw(st.randoms(use_true_random=False))
    releases = Releases(families=FEW)
    for release in range(3):
        for _, minutes in entries.values():
            if release and minutes and dice.random() < 0.7:
                entry = dice.choice(sorted(minutes))
                minutes[entry] = max(0, minutes[entry] + dice.choice([-300, -60, -15, 15, 60, 300]))
        releases.release(entries, dict.fromkeys(entries, range(1, 4)), by_roles=not release)
    assert_protected(releases.told)


def test_demo_in_pairs_leaves_out_who_has_anything_hidden_and_recovers_nothing() -> None:
    entries = real_demo_by_role()
    releases = Releases(families=REAL_FAMILY_OF)
    releases.release(entries, all_year(entries))
    assert {"kusten", "vesilinna"} <= associations(releases)
    assert associations(releases).isdisjoint({"kuutsalo", "karjalanranta", "tunturila", "peramaa"})
    assert_protected(releases.told)


def large(count: int, *, seed: int = 5) -> Entries:
    """Associations with 4–20 of 20 roles; in many roles there are few people."""
    dice = random.Random(seed)
    entries: Entries = {}
    for index in range(count):
        people = dice.randint(15, 90)
        minutes: dict[tuple[Any, Any, int], int] = {}
        for role in dice.sample(sorted(ROLES), dice.randint(4, 20)):
            for helper in dice.sample(range(people), min(people, dice.choice([2, 3, 4, 8, 15, 30]))):
                for month in dice.sample(range(1, 13), dice.randint(4, 12)):
                    minutes[helper, role, month] = dice.randint(1, 20) * 15
        entries[f"a{index:04}"] = (f"d{index % max(2, count // 50)}", minutes)
    return entries


def test_two_hundred_associations_are_told_by_role_within_a_minute() -> None:
    of_year = so_far_by_role(large(200), lambda _: range(1, 13), families=ROLES)
    plain, by_role = both(*of_year)
    began = process_time()
    decision, shown = choose_with_roles(
        plain=plain, by_role=by_role, make=made_of(*of_year), before=[], partners={}
    )
    assert process_time() - began < 60
    told = {cell.key.owner for cell in shown.cells if isinstance(cell.key, RoleKey) and cell.listed}
    assert len(told) > 100
    assert {cell.key for cell in shown.cells if cell.listed and RULE.hides(cell)} <= decision.hidden.keys()


def test_small_family_of_an_association_is_not_the_rest_of_its_year() -> None:
    """Two small roles of the same few people, hidden with each other alone, would tell their family."""
    of_year = so_far_by_role(large(120, seed=1), lambda _: range(1, 13), families=ROLES)
    plain, by_role = both(*of_year)
    decision, shown = choose_with_roles(
        plain=plain, by_role=by_role, make=made_of(*of_year), before=[], partners={}
    )
    families = {cell.key for cell in shown.cells if cell.key.by == "family" and not cell.listed}  # type: ignore[attr-defined]  # a RoleKey
    assert any(RULE.hides(cell) for cell in shown.cells if cell.key in families)
    cells, relations = (*plain.cells, *shown.cells), (*plain.relations, *shown.relations)
    found = look([published(cells, relations, decision)])
    assert found.hidden > 1_000
    assert (found.recovered, found.too_near) == (0, 0)
