"""What a year came to beside hours: when it may be told, that it is told once, and what it gives away."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from local.attack import attack
from scheduling.activities import year_lines as activity_lines
from scheduling.activities.models.counts import Measure
from scheduling.shifts.services import mark_attendance, sign_up
from scheduling.shifts.services.keeping import keep_places
from tenants import clock, crossings
from tenants.context import entered
from tenants.models import Affiliation, Association
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from tests.umbrella.federation import Federation, utc
from umbrella import releases
from umbrella.metrics import BY_CODE, TOTALS
from umbrella.models import PublishedTotal, TotalPart
from umbrella.suppression import People, Relation
from umbrella.yearly import amounts
from umbrella.yearly.criterion import FEWEST_CASES, may_tell

Browse = Callable[..., Client]
NAMES = ("aalto", "koski", "lampi", "meri", "puro")


@given(st.lists(st.integers(0, 400), min_size=1, max_size=7), st.data())
def test_no_association_that_knows_its_own_number_comes_near_another(
    numbers: list[int], data: st.DataObject
) -> None:
    """The criterion of small cells, by linear programming: each reader is an outsider or one of them."""
    if not may_tell(numbers):
        return
    assert sum(numbers) >= FEWEST_CASES
    reader = data.draw(st.sampled_from([None, *range(len(numbers))]))
    total = ("total",)
    shown: dict[Any, tuple[float, float]] = {total: (sum(numbers), sum(numbers))}
    if reader is not None:
        shown[reader,] = (numbers[reader], numbers[reader])
    hidden = {(index,): 0.0 for index in range(len(numbers)) if index != reader}
    parts = tuple((index,) for index in range(len(numbers)))
    relation = Relation(total=total, parts=parts, people=People.ADD)
    for (index,), found in attack(shown=shown, hidden=hidden, relations=[relation], people=False).items():
        if numbers[index]:
            assert found.low <= 0.8 * numbers[index] + 1e-4
            assert found.high >= 1.2 * numbers[index] - 1e-4


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], False),
        ([3, 3, 3], False),  # nine cases
        ([4, 3, 3], True),
        ([100, 100], False),  # each would know the other
        ([100, 100, 0, 0], False),
        ([100, 90, 19], False),
        ([100, 90, 20], True),
        ([1000, 60, 60, 60], False),
        ([1000, 100, 100, 100], True),
    ],
)
def test_total_is_told_where_nobody_stands_out(numbers: list[int], told: bool) -> None:
    assert may_tell(numbers) is told


@pytest.fixture
def told_year(empty: Federation, monkeypatch: pytest.MonkeyPatch) -> dict[str, Mapping[str, int]]:
    """What each association says of any year, to be filled by the test; all have closed 2024."""
    said: dict[str, Mapping[str, int]] = {}
    by_uuid = {str(one.uuid): name for name, one in empty.associations.items()}

    def cross(verb: str, *, into: Any, by_user: None, year: int) -> Mapping[str, int]:
        assert (verb, year) == (amounts.CROSSING, 2024)
        return said.get(by_uuid[str(into.uuid)], {})

    monkeypatch.setattr(crossings, "cross", cross)
    for name in NAMES:
        empty.record(name, date(2024, 1, 10), [f"{name}{n}" for n in range(6)])
    empty.release(utc(2024, 12, 16))
    return said


def totals(place: Federation) -> dict[str, tuple[str, int | None, int]]:
    rows = PublishedTotal.objects.filter(umbrella=place.umbrella)
    return {row.metric: (row.state, row.value, row.associations) for row in rows}


def test_whole_year_is_told_once(empty: Federation, told_year: dict[str, Mapping[str, int]]) -> None:
    for index, name in enumerate(NAMES):
        told_year[name] = {
            "gigs": 10 + index,
            "gig_encounters": 300,
            "shift_places": 40,
            "shift_places_filled": 30,
        }
    told_year["puro"] = {**told_year["puro"], "bag": 700, "other_encounters": 9}
    assert totals(empty) == {}
    empty.release(utc(2025, 1, 16))
    assert totals(empty) == {
        "gigs": ("shown", 60, 5),
        "gig_encounters": ("shown", 1500, 5),
        # One association alone has bags and other encounters: neither those nor what holds them is told.
        "food_bags": ("hidden", None, 1),
        "encounters": ("hidden", None, 5),
        "shift_fill_rate": ("shown", 75, 5),
    }
    told_year["aalto"] = {"gigs": 99}
    empty.release(utc(2025, 2, 16))
    assert totals(empty)["gigs"] == ("shown", 60, 5)
    assert TotalPart.objects.using("figures").filter(umbrella_id=empty.umbrella.pk, part="bag").count() == 0


@pytest.mark.parametrize(
    ("in_order", "told"),
    [
        ((9, 9, 9, 9, 9), ("shown", 90, 5)),
        ((9, 9, 9, 9, 10), ("hidden", None, 5)),  # four people are late
        ((10, 10, 10, 10, 10), ("hidden", None, 5)),  # nobody is
        ((0, 1, 1, 1, 1), ("hidden", None, 5)),
    ],
)
def test_supervision_is_told_where_five_are_in_order_and_five_are_not(
    empty: Federation, told_year: dict[str, Mapping[str, int]], in_order: tuple[int, ...], told: Any
) -> None:
    for name, good in zip(NAMES, in_order, strict=True):
        told_year[name] = {"supervised_in_order": good, "supervised_people": 10}
    empty.release(utc(2025, 1, 16))
    assert totals(empty) == {"supervision_coverage": told}


def test_year_waits_for_those_that_have_not_closed_it_but_not_for_ever(
    empty: Federation, told_year: dict[str, Mapping[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        told_year[name] = {"events": 8}
    ready = releases.make_ready
    puro = empty.associations["puro"]
    monkeypatch.setattr(releases, "make_ready", lambda one: None if one.pk == puro.pk else ready(one))
    empty.release(utc(2025, 2, 16))
    assert totals(empty) == {}
    empty.release(utc(2025, 4, 16))
    assert totals(empty) == {"events": ("hidden", None, 4)}  # perhaps four people's


def test_nobody_waits_for_one_that_left_and_closed_its_part_and_its_numbers_are_not_asked(
    empty: Federation, told_year: dict[str, Mapping[str, int]]
) -> None:
    for name in NAMES:
        told_year[name] = {"events": 8}
    Affiliation.objects.filter(association=empty.associations["puro"]).update(to_on=date(2024, 9, 30))
    try:
        empty.release(utc(2025, 1, 16))
        assert totals(empty) == {"events": ("hidden", None, 4)}
    finally:
        Affiliation.objects.filter(association=empty.associations["puro"]).update(to_on=None)


def test_first_year_of_one_that_began_in_it_is_finished_with_its_own_months(
    empty: Federation, told_year: dict[str, Mapping[str, int]]
) -> None:
    empty.wipe()
    for name in NAMES:
        told_year[name] = {"events": 8}
        empty.record(name, date(2024, 6 if name == "puro" else 1, 10), [f"{name}{n}" for n in range(6)])
    empty.release(utc(2024, 12, 16))
    empty.release(utc(2025, 1, 16))
    assert totals(empty) == {"events": ("shown", 40, 5)}


def test_number_that_another_umbrella_has_told_is_not_told_again(
    empty: Federation, told_year: dict[str, Mapping[str, int]]
) -> None:
    for name in NAMES:
        told_year[name] = {"events": 8, "gigs": 8}
    TotalPart.objects.using("figures").create(
        umbrella_id=empty.umbrella.pk,
        association_uuid=empty.associations["aalto"].uuid,
        year=2024,
        part="events",
        amount=8,
    )
    empty.release(utc(2025, 1, 16))
    assert totals(empty) == {"events": ("hidden", None, 5), "gigs": ("shown", 40, 5)}


@pytest.mark.logs_errors
def test_association_that_cannot_be_asked_delays_the_year_and_not_the_release(
    empty: Federation, told_year: dict[str, Mapping[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(crossings, "cross", fails)
        assert empty.release(utc(2025, 1, 16)) is not None
    assert totals(empty) == {}
    for name in NAMES:
        told_year[name] = {"gigs": 8}
    empty.release(utc(2025, 2, 16))
    assert totals(empty) == {"gigs": ("shown", 40, 5)}


def test_release_that_is_held_back_tells_no_total(
    empty: Federation, told_year: dict[str, Mapping[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        told_year[name] = {"gigs": 8}

    def unproven(_: Any) -> None:
        raise releases.Unproven

    with monkeypatch.context() as patched:
        patched.setattr(releases, "_publish_all", unproven)
        patched.setattr(releases, "hold_back", lambda *_: None)
        with pytest.raises(releases.Unproven):
            empty.release(utc(2025, 1, 16))
    assert totals(empty) == {}


def test_each_total_is_made_of_figures_that_a_year_has() -> None:
    said = {*activity_lines._HELD.values(), *activity_lines._HEADS.values(), *Measure.values}
    said |= {*activity_lines._DIFFERENT.values(), "premises_parties"}
    said |= {"premises_bookings", "premises_visits", "shift_places", "shift_places_filled"}
    said |= {"supervised_in_order", "supervised_people"}
    said = {amounts.NAMES.get(code, code) for code in said}
    assert {code for metric in TOTALS for code in metric.made_of} <= said
    assert set(BY_CODE["encounters"].made_of) == {"gig_encounters", "other_encounters", "met", "calls"}


@pytest.mark.django_db
def test_place_whose_holder_did_not_come_is_not_filled(alfa: Association) -> None:
    with clock.fixed(NOW), entered(alfa):
        scene = Scene(alfa)
        shift = scene.shift(places=4)
        absent, _there = (
            sign_up(shift=shift, person=scene.person("Eeva", name), by=SOMEBODY) for name in ("Ek", "Elo")
        )
        keep_places(shift=shift, label="From the bank", places=1, by=SOMEBODY)
        with clock.fixed(shift.ends_at):
            mark_attendance(sign_up=absent, came=False, by=SOMEBODY)
        assert amounts._places(2025) == {"shift_places": 4, "shift_places_filled": 2}
