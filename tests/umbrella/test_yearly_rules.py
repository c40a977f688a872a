"""The rules of sums and of double counting that each figure of a year states, over drawn federations."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from local.attack import attack
from umbrella.metrics import BY_CODE, TOTALS
from umbrella.models import PublishedFigure, Release
from umbrella.suppression import People, Relation
from umbrella.yearly.criterion import FEWEST_ASSOCIATIONS, may_tell
from umbrella.yearly.telling import Telling

YEAR = 2024
PARTS = sorted({part for metric in TOTALS for part in metric.made_of})
SHARES = [metric for metric in TOTALS if metric.kind == "share"]
COUNTS = [metric for metric in TOTALS if metric.kind != "share"]
Told = Mapping[str, Mapping[str, int]]

thorough = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def federations(draw: Any) -> dict[str, dict[str, int]]:
    """What 1–9 associations say of some figures each: zeros, small ones, alike ones and a giant."""
    some = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8, unique=True))
    some += [part for metric in SHARES for part in metric.made_of if draw(st.booleans())]
    level = {part: draw(st.sampled_from([3, 12, 80, 900])) for part in some}
    told: dict[str, dict[str, int]] = {}
    for index in range(draw(st.integers(1, 9))):
        dice = draw(st.randoms(use_true_random=False))
        giant = 40 if dice.random() < 0.1 else 1
        told[f"a{index}"] = {
            part: dice.randint(0, level[part]) * giant for part in dict.fromkeys(some) if dice.random() < 0.9
        }
        for metric in SHARES:
            counted, everything = metric.made_of
            if counted in told[f"a{index}"] and everything in told[f"a{index}"]:
                told[f"a{index}"][everything] += told[f"a{index}"][counted]
    return told


def tell(told: Told, **more: Any) -> Telling:
    """All totals of the year, nothing stored."""
    year = Telling(Release(pk=1, umbrella_id=1), YEAR, told, **more)
    for metric in TOTALS:
        year.tell(metric)
    return year


def values(year: Telling) -> dict[str, tuple[str, int | None, int]]:
    return {row.metric: (row.state, row.value, row.associations) for row in year.rows}


@given(told=federations())
@thorough
def test_each_total_is_the_sum_of_what_was_told_and_what_nobody_told_is_no_zero(told: Told) -> None:
    found = tell(told)
    assert len(values(found)) == len(found.rows)  # each figure once
    for metric in COUNTS:
        told_by = {owner for owner, said in told.items() if said.keys() & set(metric.made_of)}
        row = values(found).get(metric.code)
        if row is None:
            assert not told_by
            continue
        state, value, associations = row
        assert associations == len(told_by) > 0
        if state == PublishedFigure.State.SHOWN:
            assert value == sum(said.get(part, 0) for said in told.values() for part in metric.made_of)
        else:
            assert value is None


@given(told=federations())
@thorough
def test_each_share_is_of_all_cases_together_and_never_of_none_or_all(told: Told) -> None:
    found = values(tell(told))
    for metric in SHARES:
        counted, everything = (sum(said.get(part, 0) for said in told.values()) for part in metric.made_of)
        state, value, _ = found.get(metric.code, ("hidden", None, 0))
        if state == PublishedFigure.State.SHOWN:
            assert 0 < counted < everything
            assert value == floor(Fraction(counted * 100, everything) + Fraction(1, 2))
        else:
            assert value is None


@given(told=federations())
@thorough
def test_only_numbers_of_enough_associations_none_of_which_stands_out_are_told(told: Told) -> None:
    found = tell(told)
    for row in found.rows:
        for part in BY_CODE[row.metric].made_of:
            numbers = [said[part] for said in told.values() if part in said]
            if row.state == PublishedFigure.State.SHOWN and numbers:
                assert sum(1 for number in numbers if number) >= FEWEST_ASSOCIATIONS
                assert may_tell(numbers)


@given(told=federations())
@thorough
def test_no_number_of_an_association_goes_into_two_totals_of_whatever_umbrella(told: Told) -> None:
    found = tell(told)
    shown = {row.metric for row in found.rows if row.state == PublishedFigure.State.SHOWN}
    of_shown = {part for code in shown for part in BY_CODE[code].made_of}
    kept = {(owner, part): number for part, by in found.parts.items() for owner, number in by.items()}
    assert kept == {
        (owner, part): number
        for owner, said in told.items()
        for part, number in said.items()
        if part in of_shown
    }
    # Another umbrella with the same associations tells none of it again, and hides what it is a part of.
    again = tell(told, elsewhere=found.parts.keys())
    assert not again.parts.keys() & found.parts.keys()
    told_again = {row.metric for row in again.rows if row.state == PublishedFigure.State.SHOWN}
    assert not {part for code in told_again for part in BY_CODE[code].made_of} & found.parts.keys()


@given(told=federations(), data=st.data())
@thorough
def test_no_reader_comes_near_a_number_of_another_from_all_totals_together(
    told: Told, data: st.DataObject
) -> None:
    """By linear programming, over figures that are parts of others too; one reader knows its own numbers."""
    found = tell(told)
    reader = data.draw(st.sampled_from([None, *sorted(told)]))
    shown: dict[Any, tuple[float, float]] = {}
    relations = []
    for row in found.rows:
        if row.state == PublishedFigure.State.SHOWN and BY_CODE[row.metric].kind != "share":
            parts = tuple(
                (owner, part) for part in BY_CODE[row.metric].made_of for owner in found.parts.get(part, ())
            )
            value = row.value or 0
            shown[row.metric] = (value, value)
            relations.append(Relation(total=row.metric, parts=parts, people=People.ADD))
    cells: set[Any] = {key for relation in relations for key in relation.parts}
    shown |= {(owner, part): (told[owner][part],) * 2 for owner, part in cells if owner == reader}
    hidden: dict[Any, float] = {key: 0.0 for key in cells if key not in shown}
    for (owner, part), bound in attack(shown=shown, hidden=hidden, relations=relations, people=False).items():
        if number := told[owner][part]:
            assert bound.low <= 0.8 * number + 1e-4
            assert bound.high >= 1.2 * number - 1e-4
