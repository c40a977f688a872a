"""Hours of an occasion follow it: to another time, role and grant target, until they are approved."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduling.activities.errors import HoursApproved, NotYet
from scheduling.activities.models import Activity
from scheduling.activities.services import occasions, outcomes
from scheduling.activities.services.occasions import OccasionPlan
from scheduling.hours.errors import TimesOverlap
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import approval, batch
from scheduling.hours.services.entries import NewEntry
from tests.scheduling.activities.conftest import BY, at, occasion
from tests.scheduling.activities.test_grant_targets import target
from tests.scheduling.hours.conftest import person, role
from volunteers.register.models import Site, VolunteerRole

pytestmark = pytest.mark.usefixtures("inside")


def held(**minutes: int) -> Activity:
    """A gig from 12 to 14 with the hours of these people, which wait."""
    gig = occasion("2025-01-20", kind="gig", state="planned", role=role())
    return outcomes.note_held(
        activity=gig,
        heads=None,
        by=BY,
        approves=True,
        minutes_of={person(name): number for name, number in minutes.items()},
    )


def changed(gig: Activity, **fields: Any) -> Activity:
    """The gig with what is different about it."""
    plan = OccasionPlan(gig.starts_at, gig.ends_at, title=gig.title, site=Site.objects.get(), role=gig.role)
    return occasions.change_occasion(activity=gig, plan=replace(plan, **fields), by=BY)


def hours(name: str) -> HoursEntry:
    return HoursEntry.objects.get(person=person(name))


def test_hours_that_wait_follow_to_another_day_and_role() -> None:
    gig = held(Bo=120, Ada=45)
    other = VolunteerRole.objects.create(code="guide", family="guides", name_fi="Opas")
    changed(gig, starts_at=at("2024-12-31 22:30"), ends_at=at("2025-01-01 01:30"), role=other)
    whole, part = hours("Bo"), hours("Ada")
    assert (whole.starts_at, whole.minutes, whole.role) == (at("2024-12-31 22:30"), 180, other)
    assert (whole.first_month, whole.last_month) == (date(2024, 12, 1), date(2025, 1, 1))
    assert (part.starts_at, part.minutes, part.state) == (at("2024-12-31 22:30"), 45, "submitted")


def test_approved_hours_keep_their_occasion_where_it_is() -> None:
    gig = held(Bo=120)
    approval.approve(entries=[hours("Bo")], by=BY)
    with pytest.raises(HoursApproved) as refusal:
        changed(gig, starts_at=at("2025-01-21 12:00"), ends_at=at("2025-01-21 14:00"))
    assert "Bo Berg" in str(refusal.value)
    gig.refresh_from_db()
    assert (gig.starts_at, hours("Bo").starts_at) == (at("2025-01-20 12:00"), at("2025-01-20 12:00"))
    assert changed(gig, title="Uusi nimi").title == "Uusi nimi"


def test_occasion_that_was_held_moves_onto_nobodys_other_hours_and_not_ahead() -> None:
    gig = held(Bo=120)
    batch.record_batch(
        entries=[NewEntry(person("Bo"), role(), at("2025-01-21 13:00"), at("2025-01-21 15:00"))], by=BY
    )
    with pytest.raises(TimesOverlap):
        changed(gig, starts_at=at("2025-01-21 12:00"), ends_at=at("2025-01-21 14:00"))
    with pytest.raises(NotYet):
        changed(gig, starts_at=at("2025-03-21 12:00"), ends_at=at("2025-03-21 14:00"))


def test_hours_are_paid_by_who_pays_for_the_occasion_also_when_that_changes() -> None:
    funder, project = target("Ak1"), target("C1")
    VolunteerRole.objects.filter(code="host").update(grant_target=funder)
    gig = held(Bo=120)
    assert hours("Bo").grant_target == funder
    changed(gig, grant_target=project)
    assert hours("Bo").grant_target == project
    approval.approve(entries=[hours("Bo")], by=BY)
    changed(gig, grant_target=None)
    assert (hours("Bo").grant_target, hours("Bo").state) == (funder, "approved")
