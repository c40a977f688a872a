"""What is no volunteering of people with us leaves the totals of a year as they were."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from reports import year as years
from scheduling.activities.selectors import year_of
from scheduling.activities.services import figures as counted, outcomes
from scheduling.hours.errors import TimesOverlap
from scheduling.hours.models import HoursEntry, Kind
from scheduling.hours.services import batch, figures, own
from tenants import clock
from tenants.models import Association
from tests.reports.test_year import did
from tests.scheduling.activities.conftest import count, occasion
from tests.scheduling.hours.conftest import BY, at, role
from volunteers.register import placed
from volunteers.register.models import Person, sort_key
from volunteers.register.person_errors import PlacementOnly
from volunteers.register.services.placements import PlacementPlan, add_placement


@dataclass(frozen=True)
class Totals:
    """The bold totals of two years."""

    hours: tuple[tuple[int, int] | None, ...]
    counts: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]


def totals() -> Totals:
    """As the figures have them now."""
    figures.make_figures()
    counted.make_figures(first_days=[date(2024, 12, 1), date(2025, 1, 1)])
    amounts = [years.read(year).now for year in (2024, 2025)]
    kinds = [kind for year in (2024, 2025) for kind in year_of(year)]
    return Totals(
        tuple((each.minutes, each.people) if each else None for each in amounts),
        tuple((kind.kind, kind.held, tuple((m.measure, m.total) for m in kind.measures)) for kind in kinds),
    )


def board_meeting() -> None:
    """The board meets."""
    batch.record_batch(entries=[did("2025-01-21 17:00", "2025-01-21 20:00", Kind.GOVERNANCE)], by=BY)


def own_travel() -> None:
    """The way to the shift and home."""
    batch.record_batch(entries=[did("2025-01-21 16:00", "2025-01-21 17:00", Kind.OWN_TRAVEL)], by=BY)


def draft() -> None:
    """Hours that nobody has approved."""
    batch.record_batch(entries=[did("2025-01-22 10:00", "2025-01-22 12:00")], by=BY, approve=False)


def day_of_a_student() -> None:
    """Somebody of a school is here for a day."""
    name = {"family_name": "Oppilas", "given_name": "Olli"}
    student = Person.objects.create(**name, sort_key=sort_key(**name), created_at=clock.now())
    add_placement(person=student, plan=PlacementPlan("student", date(2025, 1, 20)), by=BY)
    starts_at, ends_at = at("2025-01-23 10:00"), at("2025-01-23 14:00")
    with pytest.raises(PlacementOnly):
        own.submit_own(person=student, role=role(), starts_at=starts_at, ends_at=ends_at, by=BY)
    assert {each.kind: each.people for each in placed.year_of(2025)} == {"student": 1}


def cancelled_gig() -> None:
    """A gig with its audience that was not held after all."""
    gig = occasion("2025-01-24", kind="gig")
    count(gig, 40, measure="audience")
    outcomes.note_cancelled(activity=gig, reason="host", by=BY)


def overlapping_entry() -> None:
    """The same hour a second time."""
    with pytest.raises(TimesOverlap):
        batch.record_batch(entries=[did("2025-01-20 11:00", "2025-01-20 13:00")], by=BY)


@pytest.fixture
def before(inside: Association) -> Totals:
    """Two hours and a gig with an audience."""
    batch.record_batch(entries=[did("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    count(occasion("2025-01-20", kind="gig"), 31, measure="audience")
    found = totals()
    assert found == Totals((None, (120, 1)), (("gig", 1, (("audience", 31),)),))
    return found


@pytest.mark.parametrize(
    "happens", [board_meeting, own_travel, draft, day_of_a_student, cancelled_gig, overlapping_entry]
)
def test_total_stays_as_it_was(before: Totals, happens: Callable[[], None]) -> None:
    happens()
    assert totals() == before


def test_new_years_night_adds_its_minutes_to_each_year_and_nothing_else(before: Totals) -> None:
    batch.record_batch(entries=[did("2024-12-31 22:00", "2025-01-01 02:00")], by=BY)
    assert totals() == Totals(((120, 1), (240, 1)), before.counts)
    assert HoursEntry.objects.count() == 2
