"""Hours from attendance: one entry for a person and a subject, until it is approved."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from scheduling.hours.errors import ApprovedAlready, MonthClosed, TimesOverlap
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import approval, attendance, batch, months, own
from scheduling.hours.services.entries import NewEntry
from tests.scheduling.hours.conftest import BY, at, person, role
from volunteers.register.models import Trail

pytestmark = pytest.mark.usefixtures("inside")
SHIFT = UUID("7b1f1f3e-0000-4000-8000-000000000001")


def attended(starts: str = "2025-01-20 17:00", ends: str = "2025-01-20 20:00", **fields: Any) -> HoursEntry:
    return attendance.record_attendance(
        person=fields.pop("person", None) or person("Bo"),
        role=role(),
        starts_at=at(starts),
        ends_at=at(ends),
        subject_kind="shift",
        subject_uuid=fields.pop("subject", SHIFT),
        by=BY,
    )


def retract() -> bool:
    return attendance.retract_attendance(person=person("Bo"), subject_kind="shift", subject_uuid=SHIFT, by=BY)


def test_attendance_waits_for_approval_and_twice_is_once() -> None:
    first, second = attended(), attended()
    assert first == second
    assert (first.state, first.source, first.minutes, first.subject_uuid) == (
        "submitted",
        "shift",
        180,
        SHIFT,
    )


def test_attendance_with_other_times_takes_them() -> None:
    first = attended()
    second = attended(ends="2025-01-20 19:30")
    assert second == first
    assert HoursEntry.objects.get().minutes == 150


def test_attendance_marked_again_hands_returned_hours_in_again() -> None:
    approval.return_entry(entry=attended(), reason="Too long.", by=BY)
    again = attended(ends="2025-01-20 19:00")
    assert (again.state, again.return_reason, again.minutes) == ("submitted", "", 120)


def test_returned_hours_with_the_same_times_are_handed_in_again() -> None:
    approval.return_entry(entry=attended(), reason="Really?", by=BY)
    assert attended().state == "submitted"


def test_approved_attendance_stands() -> None:
    approval.approve(entries=[attended()], by=BY)
    assert attended().state == "approved"
    with pytest.raises(ApprovedAlready) as refusal:
        attended(ends="2025-01-20 19:00")
    assert str(refusal.value) == (
        "These hours of Bo Berg are approved already, Mon\u00a020\u00a0Jan\u00a02025 17:00–20:00. "
        "They were left as they are."
    )
    with pytest.raises(ApprovedAlready):
        retract()
    assert HoursEntry.objects.get().minutes == 180


def test_attendance_does_not_overlap_other_hours(new: Callable[..., NewEntry]) -> None:
    batch.record_batch(entries=[new("2025-01-20 19:00", "2025-01-20 21:00")], by=BY)
    with pytest.raises(TimesOverlap):
        attended()
    assert attended(ends="2025-01-20 19:00").minutes == 120


def reported(starts: str = "2025-01-20 16:45", ends: str = "2025-01-20 20:30", **fields: Any) -> HoursEntry:
    return own.submit_own(
        person=person("Bo"), role=role(), starts_at=at(starts), ends_at=at(ends), by=BY, **fields
    )


@pytest.mark.parametrize("returned", [False, True])
def test_what_somebody_wrote_down_first_becomes_the_entry_of_their_shift(returned: bool) -> None:
    written = reported()
    if returned:
        approval.return_entry(entry=written, reason="Mark it at the shift.", by=BY)
    joined = attended()
    assert joined == written == HoursEntry.objects.get()
    assert (joined.state, joined.source, joined.subject_uuid, joined.minutes, joined.return_reason) == (
        "submitted",
        "shift",
        SHIFT,
        180,
        "",
    )
    assert Trail.objects.get(verb="hours.attended").data == {
        "minutes": 180,
        "typed": ["2025-01-20T14:45:00+00:00", "2025-01-20T18:30:00+00:00"],
    }
    assert attended() == joined


def test_what_somebody_writes_down_after_the_mark_joins_it_as_well() -> None:
    marked = attended()
    joined = reported()
    assert joined == marked == HoursEntry.objects.get()
    assert (joined.source, joined.subject_uuid, joined.minutes) == ("shift", SHIFT, 225)


def test_own_hours_of_another_sort_at_that_time_are_in_the_way() -> None:
    reported(kind="training")
    with pytest.raises(TimesOverlap):
        attended()


def test_own_hours_that_count_already_are_named_and_stay() -> None:
    approval.approve(entries=[reported()], by=BY)
    with pytest.raises(TimesOverlap) as refusal:
        attended()
    assert str(refusal.value) == (
        "Bo Berg has hours at this time already: Mon\u00a020\u00a0Jan\u00a02025 16:45–20:30. "
        "Change the times, or correct the other entry."
    )
    assert HoursEntry.objects.get().minutes == 225


def test_attendance_is_retracted_until_it_is_approved() -> None:
    assert retract() is False
    attended()
    assert retract() is True
    assert not HoursEntry.objects.exists()


def test_closed_month_keeps_attendance_as_it_is() -> None:
    attended("2024-12-20 17:00", "2024-12-20 20:00")
    months.close_month(first_day=date(2024, 12, 1), by=BY)
    with pytest.raises(MonthClosed):
        attended("2024-12-20 17:00", "2024-12-20 19:00")
    with pytest.raises(MonthClosed):
        attended("2025-01-20 17:00", "2025-01-20 20:00")
    with pytest.raises(MonthClosed):
        retract()
    with pytest.raises(MonthClosed):
        attended("2024-12-21 17:00", "2024-12-21 20:00", subject=uuid4())
    assert HoursEntry.objects.get().minutes == 180


def test_two_people_have_two_entries_for_one_subject() -> None:
    assert attended() != attended(person=person("Ada"))
    assert HoursEntry.objects.filter(subject_uuid=SHIFT).count() == 2
