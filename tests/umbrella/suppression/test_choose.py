"""What a release hides: in the demo, in small cases that are easy to get wrong, in large federations."""

import time
from collections.abc import Hashable, Iterable, Sequence

import pytest

from tests.umbrella.suppression.federations import crowd, demo, real_demo, reported
from tests.umbrella.suppression.reader import assert_protected, published
from umbrella.suppression import (
    YEAR,
    Amount,
    Cell,
    Decision,
    FigureKey,
    People,
    Reason,
    Relation,
    Reported,
    choose,
    federation_tables,
)

KUUTSALO, KARJALANRANTA = ("association", "kuutsalo"), ("association", "karjalanranta")


def decide(reports: Sequence[Reported]) -> tuple[tuple[Cell, ...], tuple[Relation, ...], Decision]:
    cells, relations = federation_tables(federation="rinnakkain", year=2024, reported=reports)
    return cells, relations, choose(cells=cells, relations=relations)


def figures(keys: Iterable[Hashable]) -> list[FigureKey]:
    return [key for key in keys if isinstance(key, FigureKey)]


def owners(decision: Decision) -> set[str]:
    return {key.owner for key in figures(decision.hidden)}


def association(name: str, month: int = YEAR) -> FigureKey:
    return FigureKey("association", name, 2024, month)


def steady(people: int, *, months: int = 3) -> dict[tuple[int, int], int]:
    """Everybody does the same, and stays away in one month of three (alone: in none)."""
    return {
        (helper, month): 600
        for helper in range(people)
        for month in range(1, months + 1)
        if months < 3 or (helper + month) % 3
    }


def even(name: str, district: str, people: int, *, months: int = 3) -> Reported:
    return reported(name, district, steady(people, months=months))


@pytest.mark.parametrize("seed", range(1, 6))
def test_demo_hides_kuutsalo_with_karjalanranta_as_partner_in_the_year_and_all_months(seed: int) -> None:
    cells, relations, decision = decide(demo(seed=seed))

    expected = {association("kuutsalo", month): Reason.PRIMARY for month in range(13)}
    expected |= {association("karjalanranta", month): Reason.SECONDARY for month in range(13)}
    assert decision.hidden == expected
    assert decision.partners == {("itainen", 2024): (KARJALANRANTA,)}
    assert decision.unproven == decision.exposed == decision.kept == frozenset()
    assert_protected([published(cells, relations, decision)])


def test_demo_as_it_is_shown_keeps_all_totals_and_pairs_two_thin_summer_months() -> None:
    cells, relations, decision = decide(real_demo())

    of_year = {key.owner for key in figures(decision.hidden) if key.month == YEAR}
    assert of_year == {"kuutsalo", "karjalanranta"}
    others = {key for key in figures(decision.hidden) if key.owner not in of_year}
    assert others == {association(name, month) for name in ("tunturila", "peramaa") for month in (6, 7)}
    numbers = {cell.key: (cell.people, cell.minutes) for cell in cells if cell.key not in decision.hidden}
    totals = [key for key in figures(numbers) if key.level != "association" and key.month == YEAR]
    assert {key.owner: numbers[key] for key in totals} == {
        "pohjoinen": (318, 17_292 * 60),
        "itainen": (261, 11_845 * 60),
        "lantinen": (122, 5_170 * 60),
        "etelainen": (235, 11_381 * 60),
        "rinnakkain": (936, 45_688 * 60),
    }
    assert association("napajoki") not in decision.hidden
    assert assert_protected([published(cells, relations, decision)]) == 60


def test_proven_values_are_ones_that_the_attack_cannot_rule_out() -> None:
    cells, _, decision = decide(demo())
    values = {cell.key: cell for cell in cells}

    for key, ((least, most), (fewest, most_people)) in decision.proven.items():
        if decision.hidden[key] is Reason.PRIMARY:
            assert least <= 0.8 * values[key].minutes
            assert most >= 1.2 * values[key].minutes
            assert most_people - fewest >= 5
    assert decision.proven.keys() == decision.hidden.keys()


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    _, _, decision = decide([one for one in demo() if one.association != "kuutsalo"])
    assert decision.hidden == {}
    assert decision.partners == {}


def test_a_true_zero_is_shown_and_its_partner_too() -> None:
    small = reported("small", "d", {(0, 1): 60, (1, 1): 90, (0, 2): 0, (0, 3): 120})
    cells, relations, decision = decide([small, even("large", "d", 30), even("other", "d", 40)])

    assert association("small", 2) not in decision.hidden
    assert association("large", 2) not in decision.hidden
    assert decision.hidden[association("small", 1)] is Reason.PRIMARY
    assert decision.hidden[association("large", 1)] is Reason.SECONDARY
    assert_protected([published(cells, relations, decision)])


def test_one_person_above_85_percent_hides_the_cell() -> None:
    entries = {(helper, 1): 15 for helper in range(1, 10)}
    cells, _, decision = decide(
        [reported("led", "d", entries | {(0, 1): 6_000}), even("large", "d", 30, months=1)]
    )
    assert next(cell for cell in cells if cell.key == association("led")).people == 10
    assert decision.hidden[association("led")] is Reason.PRIMARY

    _, _, decision = decide([reported("led", "d", entries | {(0, 1): 765}), even("large", "d", 30, months=1)])
    assert decision.hidden == {}  # 765 of 900 minutes are just 85 percent


def test_heads_without_names_have_no_largest_share() -> None:
    amount = Amount(minutes=600, people=5)
    heads = Reported(association="heads", district="d", months={1: amount}, whole=amount)
    _, _, decision = decide([heads, even("large", "d", 30, months=1)])
    assert decision.hidden == {}


def test_a_thin_month_of_a_large_association_takes_a_second_month_and_leaves_the_year() -> None:
    thin = {key: each for key, each in steady(20).items() if key[1] != 2 or key[0] < 2}
    cells, relations, decision = decide(
        [reported("thin", "d", thin), even("large", "d", 30), even("third", "d", 60)]
    )

    assert decision.hidden[association("thin", 2)] is Reason.PRIMARY
    assert len(decision.hidden) == 4
    assert owners(decision) == {"thin", "large"}
    assert not any(key.month == YEAR for key in figures(decision.hidden))
    assert_protected([published(cells, relations, decision)])


def test_an_only_association_of_its_district_hides_the_district_with_another() -> None:
    cells, relations, decision = decide(
        [even("alone", "far", 3), even("a", "near", 20), even("b", "near", 30), even("c", "wide", 40)]
    )
    far = FigureKey("district", "far", 2024, YEAR)
    assert decision.hidden[far] is Reason.PRIMARY
    assert decision.unproven == frozenset()
    assert FigureKey("federation", "rinnakkain", 2024, YEAR) not in decision.hidden
    assert_protected([published(cells, relations, decision)])


def test_a_federation_of_one_small_association_shows_nothing_of_it() -> None:
    cells, relations, decision = decide([even("only", "d", 3)])
    assert set(decision.hidden) == {cell.key for cell in cells}
    assert decision.unproven == frozenset()
    assert_protected([published(cells, relations, decision)])


def test_all_small_in_one_district_protect_each_other_where_they_can() -> None:
    cells, relations, decision = decide(
        [*(even(f"s{index}", "d", 4) for index in range(6)), even("x", "e", 30), even("y", "e", 40)]
    )
    assert owners(decision) == {f"s{index}" for index in range(6)}
    assert set(decision.hidden.values()) == {Reason.PRIMARY}
    assert_protected([published(cells, relations, decision)])


def test_a_stored_partner_is_taken_even_if_a_smaller_one_would_do() -> None:
    cells, relations = federation_tables(federation="rinnakkain", year=2024, reported=demo())
    kept: dict[Hashable, list[Hashable]] = {("itainen", 2024): [("association", "vesilinna")]}

    decision = choose(cells=cells, relations=relations, partners=kept)

    assert owners(decision) == {"kuutsalo", "vesilinna"}
    assert decision.partners == {("itainen", 2024): (("association", "vesilinna"),)}


def test_what_an_association_publishes_itself_is_no_partner() -> None:
    cells, relations = federation_tables(federation="rinnakkain", year=2024, reported=demo())
    own = {association("karjalanranta", month) for month in range(13)}

    decision = choose(cells=cells, relations=relations, known=own)

    assert owners(decision) == {"kuutsalo", "vesilinna"}


def test_a_small_cell_that_is_public_anyway_is_named() -> None:
    cells, relations = federation_tables(federation="rinnakkain", year=2024, reported=demo())
    decision = choose(cells=cells, relations=relations, known={association("kuutsalo", 3)})
    assert decision.exposed == {association("kuutsalo", 3)}
    assert decision.unproven == frozenset()


def test_a_year_that_was_reported_on_a_form_has_no_months() -> None:
    reports = [
        Reported(association=name, district="d", months={}, whole=Amount(minutes=people * 600, people=people))
        for name, people in (("small", 3), ("large", 30), ("third", 40))
    ]
    cells, relations, decision = decide(reports)
    assert decision.hidden == {
        association("small"): Reason.PRIMARY,
        association("large"): Reason.SECONDARY,
    }
    assert_protected([published(cells, relations, decision)])


def test_the_same_input_gives_the_same_decision() -> None:
    reports = crowd(30, small=0.3, districts=5)
    assert decide(reports)[2] == decide(reports)[2]


def test_sums_that_do_not_fit_are_refused() -> None:
    cells = [
        Cell(key=key, row=key, block="b", minutes=minutes, people=5)
        for key, minutes in (("total", 100), ("part", 99))
    ]
    relation = Relation(total="total", parts=("part",), people=People.OVERLAP)
    with pytest.raises(ValueError, match="do not fit"):
        choose(cells=cells, relations=[relation])


def test_a_key_that_stands_twice_is_refused() -> None:
    cell = Cell(key="one", row="one", block="b", minutes=100, people=5)
    with pytest.raises(ValueError, match="twice"):
        choose(cells=[cell, cell], relations=[])


@pytest.mark.parametrize(("minutes", "people"), [(-1, 5), (60, 0), (60, -5)])
def test_an_impossible_cell_is_refused(minutes: int, people: int) -> None:
    with pytest.raises(ValueError, match="Cell 'one'"):
        Cell(key="one", row="one", block="b", minutes=minutes, people=people)


def seconds_to_decide(reports: Sequence[Reported]) -> tuple[float, Decision]:
    """Measure the processor's time, which other work on the machine does not change much."""
    cells, relations = federation_tables(federation="rinnakkain", year=2024, reported=reports)
    started = time.process_time()
    decision = choose(cells=cells, relations=relations)
    return time.process_time() - started, decision


def test_twelve_associations_are_decided_well_below_a_second() -> None:
    took, _ = seconds_to_decide(demo())
    assert took < 0.25


@pytest.mark.slow
@pytest.mark.parametrize(("small", "seconds"), [(0.05, 15), (0.1, 30)])
def test_two_hundred_associations_are_decided_within_seconds(small: float, seconds: int) -> None:
    took, decision = seconds_to_decide(crowd(200, small=small, districts=12))
    assert took < seconds
    assert decision.unproven == decision.exposed == frozenset()
    assert len(decision.hidden) < 900  # of 2 600
    assert {key.level for key in figures(decision.hidden)} == {"association"}
