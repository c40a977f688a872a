"""The tables by role, together with all others: what they hide, and that nothing can be worked out of it."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.umbrella.suppression.federations import DEMO
from tests.umbrella.suppression.reader import RULE, assert_protected, published
from tests.umbrella.suppression.roles import (
    FAMILIES,
    REAL_FAMILY_OF,
    both,
    demo_by_role,
    made_of,
    real_demo_by_role,
    so_far_by_role,
)
from umbrella.suppression import (
    NO_TABLES,
    YEAR,
    Deadline,
    Decision,
    FigureKey,
    Publication,
    Reason,
    RoleKey,
    choose_with_roles,
)

KARJALANRANTA = ("association", "karjalanranta")
Entries = dict[str, tuple[str, dict[tuple[Any, Any, int], int]]]


class Releases:
    """The releases of one federation with all its tables, remembered as the product remembers them."""

    def __init__(self, *, families: Mapping[Any, str]) -> None:
        self.families = families
        self.told: list[Publication] = []
        self.partners: Mapping[Any, Any] = {}
        self.with_roles = False

    def release(
        self, entries: Entries, closed: Mapping[str, Collection[int]], *, by_roles: bool = True
    ) -> Decision:
        """Publish of each association the months that it has closed."""
        of_release = so_far_by_role(entries, closed.__getitem__, families=self.families)
        plain, by_role = both(*of_release)
        decision, shown = choose_with_roles(
            plain=plain,
            by_role=by_role if by_roles else NO_TABLES,
            make=made_of(*of_release),
            before=self.told,
            partners=self.partners,
        )
        self.with_roles = bool(shown.cells)
        assert decision.unproven == frozenset()
        self.partners = decision.partners
        self.told.append(
            published((*plain.cells, *shown.cells), (*plain.relations, *shown.relations), decision)
        )
        return decision


def all_year(entries: Entries) -> dict[str, range]:
    return dict.fromkeys(entries, range(1, 13))


def role_keys(decision: Decision) -> dict[RoleKey, Reason]:
    return {key: why for key, why in decision.hidden.items() if isinstance(key, RoleKey)}


@pytest.fixture(scope="module")
def demo() -> tuple[Entries, Releases, Decision]:
    entries = real_demo_by_role()
    releases = Releases(families=REAL_FAMILY_OF)
    return entries, releases, releases.release(entries, all_year(entries))


def test_demo_as_it_is_shown_hides_kuutsalos_roles_with_karjalanrantas(
    demo: tuple[Entries, Releases, Decision],
) -> None:
    _, releases, decision = demo
    roles = {
        (key.owner, key.code): why for key, why in role_keys(decision).items() if key.level == "association"
    }
    assert releases.with_roles
    for name, reason in (("kuutsalo", Reason.PRIMARY), ("karjalanranta", Reason.SECONDARY)):
        own = {code: why for (owner, code), why in roles.items() if owner == name}
        assert own == {"asiointikaveri": reason, "kohtaamispaikka": reason}
    assert {code for owner, code in roles if owner == "napajoki"} == {"arkeen-voimaa", "dialogit"}
    assert decision.partners["itainen", 2024] == (KARJALANRANTA,)
    assert not [key for key in role_keys(decision) if key.level == "district"]


def test_tables_by_role_leave_the_others_as_they_are(demo: tuple[Entries, Releases, Decision]) -> None:
    _, _, decision = demo
    plain = {key for key in decision.hidden if isinstance(key, FigureKey)}
    assert plain == {
        FigureKey("association", name, 2024, month)
        for name in ("kuutsalo", "karjalanranta")
        for month in range(13)
    } | {FigureKey("association", name, 2024, month) for name in ("tunturila", "peramaa") for month in (6, 7)}


@pytest.mark.slow
def test_attack_over_all_tables_of_the_demo_recovers_nothing(
    demo: tuple[Entries, Releases, Decision],
) -> None:
    _, releases, decision = demo
    assert assert_protected(releases.told) >= 2 * len(decision.hidden)


@pytest.mark.parametrize("seed", [1, 2])
def test_other_years_of_the_demo_keep_the_partner_and_all_totals(seed: int) -> None:
    entries: Entries = {
        name: (DEMO[name][0], dict(minutes)) for name, minutes in demo_by_role(seed=seed).items()
    }
    releases = Releases(families={role: family for family, roles in FAMILIES.items() for role in roles})
    decision = releases.release(entries, all_year(entries))
    assert decision.exposed == frozenset()
    roles = role_keys(decision)
    of_year = {(key.owner, key.code): why for key, why in roles.items() if key.month == YEAR}
    for name, reason in (("kuutsalo", Reason.PRIMARY), ("karjalanranta", Reason.SECONDARY)):
        own = {role: why for (owner, role), why in of_year.items() if owner == name}
        assert {role for role, why in own.items() if why is reason} >= {"1", "12"}
    levels = {key.level for key in decision.hidden if isinstance(key, FigureKey) and key.month == YEAR}
    assert levels | {key.level for key in roles if key.month == YEAR} == {"association"}
    assert of_year["napajoki", "18"] is Reason.PRIMARY


def test_a_role_of_too_few_is_not_the_sum_of_its_months(demo: tuple[Entries, Releases, Decision]) -> None:
    """The federation's year of a role stands in no table, but its months do."""
    _, releases, decision = demo
    cells = {cell.key: cell for cell in releases.told[0].cells}
    year = RoleKey("federation", "rinnakkain", 2024, YEAR, "role", "arkeen-voimaa")
    assert (cells[year].listed, cells[year].people) == (False, 4)
    assert year not in decision.hidden
    assert len([key for key in role_keys(decision) if key._replace(month=YEAR) == year]) >= 2


FEW = {"a": "tukijat", "b": "tukijat", "c": "oppaat", "d": "rakentajat"}


@st.composite
def federations(draw: Any) -> Entries:
    """2–3 districts, 2–6 associations with 1–4 roles: thin roles, roles of one month, one who does it all."""
    entries: Entries = {}
    districts = draw(st.integers(1, 3))
    for index in range(draw(st.integers(2, 6))):
        dice = draw(st.randoms(use_true_random=False))
        roles = dice.sample(sorted(FEW), dice.randint(1, 4))
        minutes = {
            (helper, role, month): dice.randint(1, 40) * 15
            for role in roles
            for helper in range(dice.choice([1, 2, 4, 5, 8, 15]))
            for month in range(1, 4)
            if dice.random() < 0.6
        }
        if minutes and dice.random() < 0.15:
            minutes[dice.choice(sorted(minutes))] = 60_000
        if minutes:
            entries[f"a{index}"] = (f"d{dice.randrange(districts)}", minutes)
    return entries


@given(entries=federations())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_one_release_by_role_keeps_every_small_number_apart(entries: Entries) -> None:
    releases = Releases(families=FEW)
    decision = releases.release(entries, dict.fromkeys(entries, range(1, 4)))
    told = releases.told[0]
    assert decision.exposed == decision.kept == frozenset()
    assert {cell.key for cell in told.cells if cell.listed and RULE.hides(cell)} <= decision.hidden.keys()
    if not any(RULE.hides(cell) for cell in told.cells):
        assert not decision.hidden
    assert_protected(releases.told)


@pytest.mark.slow
@given(entries=federations(), data=st.data())
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_one_telling_by_role_among_releases_keeps_every_small_number_apart(
    entries: Entries, data: st.DataObject
) -> None:
    """Months so far, the year by role once, then two corrections of everything but that."""
    dice = data.draw(st.randoms(use_true_random=False))
    releases = Releases(families=FEW)
    for release in range(5):
        for _, minutes in entries.values():
            if release > 2 and minutes and dice.random() < 0.5:
                entry = dice.choice(sorted(minutes))
                minutes[entry] = max(0, minutes[entry] + dice.choice([-300, -60, -15, 15, 60, 300]))
        so_far = range(1, min(release, 2) + 2)
        decision = releases.release(entries, dict.fromkeys(entries, so_far), by_roles=release == 2)
        assert decision.exposed == frozenset()
    assert_protected(releases.told)


def test_what_the_other_tables_show_is_not_hidden_for_the_roles_sake(
    demo: tuple[Entries, Releases, Decision],
) -> None:
    entries, _, decision = demo
    plain = Releases(families=REAL_FAMILY_OF)
    alone = plain.release(entries, all_year(entries), by_roles=False)
    assert set(alone.hidden) == {key for key in decision.hidden if isinstance(key, FigureKey)}


def test_proof_by_role_that_takes_too_long_leaves_the_others_as_they_are() -> None:
    entries = real_demo_by_role()
    of_year = so_far_by_role(entries, lambda _: range(1, 13), families=REAL_FAMILY_OF)
    plain, by_role = both(*of_year)
    decision, shown = choose_with_roles(
        plain=plain,
        by_role=by_role,
        make=made_of(*of_year),
        before=[],
        partners={},
        role_deadline=Deadline(seconds=0),
    )
    assert shown == NO_TABLES
    assert decision.hidden
    assert not role_keys(decision)


@pytest.mark.slow
def test_demo_told_by_role_and_corrected_recovers_nothing() -> None:
    entries = real_demo_by_role()
    releases = Releases(families=REAL_FAMILY_OF)
    releases.release(entries, all_year(entries))
    for name, (_, minutes) in entries.items():
        entry = min(minutes, key=repr)
        minutes[entry] += 60 if name != "kuutsalo" else 15
    releases.release(entries, all_year(entries), by_roles=False)
    assert_protected(releases.told)
