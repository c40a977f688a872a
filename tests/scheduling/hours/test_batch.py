"""The one bulk verb: all or nothing, twice the same, fast, and never into a closed month."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from scheduling.hours.errors import EndsBeforeStart, MonthClosed, NotYet, RoleRequired, TimesOverlap
from scheduling.hours.models import ChangedMonth, HoursEntry, Kind, Month
from scheduling.hours.services import batch, months
from scheduling.hours.services.entries import NewEntry
from tenants.context import platform_role
from tenants.models import Wakeup
from tests.scheduling.hours.conftest import BY, MONDAY, at, person, role
from volunteers.register.models import Trail

New = Callable[..., NewEntry]
OVERLAP = (
    "Bo Berg has hours at this time already: Mon\u00a020\u00a0Jan\u00a02025 17:00–20:00. "
    "Change the times, or correct the other entry."
)


def woken(queue: str) -> int:
    with platform_role():
        return Wakeup.objects.filter(schema_name="a_alfa", queue=queue).count()


def test_batch_is_approved_marks_its_months_and_wakes_once(new: New) -> None:
    before = woken("figures")
    recorded = batch.record_batch(
        entries=[
            new("2024-12-31 22:00", "2025-01-01 02:00"),
            new("2025-01-20 10:00", "2025-01-20 11:30", who="Ada"),
        ],
        by=BY,
    )
    assert (recorded.created, recorded.known, recorded.minutes) == (2, 0, 330)
    night = HoursEntry.objects.get(person=person("Bo"))
    assert (night.state, night.approved_at, night.approved_by, night.source, night.minutes) == (
        "approved",
        MONDAY,
        "test",
        "batch",
        240,
    )
    assert (night.first_month, night.last_month) == (date(2024, 12, 1), date(2025, 1, 1))
    marked = ChangedMonth.objects.order_by("first_day").values_list("first_day", flat=True)
    assert list(marked) == [date(2024, 12, 1), date(2025, 1, 1)]
    assert woken("figures") == before + 1
    assert Trail.objects.get(verb="hours.recorded").data == {"rows": 2, "source": "batch"}


def test_batch_that_waits_marks_nothing(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY, approve=False)
    entry = HoursEntry.objects.get()
    assert (entry.state, entry.approved_at, entry.approved_by) == ("submitted", None, "")
    assert not ChangedMonth.objects.exists()


def test_batch_with_subjects_may_come_twice(new: New) -> None:
    subject = {"subject_kind": "history", "subject_uuid": uuid4()}
    entries = [
        new("2025-01-20 10:00", "2025-01-20 11:00", **subject),
        new("2025-01-20 10:00", "2025-01-20 11:00", who="Ada", **subject),
    ]
    first = batch.record_batch(entries=entries, by=BY)
    ChangedMonth.objects.all().delete()
    second = batch.record_batch(entries=entries, by=BY)
    third = batch.record_batch(entries=[*entries, new("2025-01-21 10:00", "2025-01-21 11:00")], by=BY)
    assert [(each.created, each.known) for each in (first, second, third)] == [(2, 0), (0, 2), (1, 2)]
    assert HoursEntry.objects.count() == 3


@pytest.mark.parametrize("where", ["in the batch", "in the table"])
def test_overlap_is_refused_and_nothing_is_stored(new: New, where: str) -> None:
    old = new("2025-01-20 17:00", "2025-01-20 20:00")
    late = [new("2025-01-10 10:00", "2025-01-10 11:00"), new("2025-01-20 19:59", "2025-01-20 21:00")]
    if where == "in the table":
        batch.record_batch(entries=[old], by=BY)
    else:
        late.append(old)
    stored = HoursEntry.objects.count()
    with pytest.raises(TimesOverlap) as refusal:
        batch.record_batch(entries=late, by=BY)
    assert str(refusal.value) == OVERLAP
    assert HoursEntry.objects.count() == stored


def test_hours_that_touch_or_are_another_persons_do_not_overlap(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 17:00", "2025-01-20 20:00")], by=BY)
    batch.record_batch(
        entries=[
            new("2025-01-20 20:00", "2025-01-20 21:00"),
            new("2025-01-20 16:00", "2025-01-20 17:00"),
            new("2025-01-20 17:00", "2025-01-20 20:00", who="Ada"),
        ],
        by=BY,
    )
    assert HoursEntry.objects.count() == 4


def test_closed_month_refuses_the_whole_batch(new: New) -> None:
    months.close_month(first_day=date(2024, 12, 1), by=BY)
    for entry in (
        new("2024-12-20 10:00", "2024-12-20 11:00"),
        new("2024-12-31 22:00", "2025-01-01 02:00"),
        new("2024-11-30 22:00", "2024-12-01 02:00"),
    ):
        with pytest.raises(MonthClosed):
            batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00"), entry], by=BY)
    assert not HoursEntry.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "fields", "refusal"),
    [
        ("2025-01-20 11:00", "2025-01-20 10:00", {}, EndsBeforeStart),
        ("2025-01-20 11:00", "2025-01-20 11:00", {}, EndsBeforeStart),
        ("2025-02-03 07:00", "2025-02-03 08:01", {}, NotYet),
        ("2025-01-20 10:00", "2025-01-20 11:00", {"role": None}, RoleRequired),
        ("2025-01-20 10:00", "2025-01-20 11:00", {"role": None, "kind": Kind.PREPARATION}, RoleRequired),
    ],
)
def test_what_cannot_be_hours_is_refused(
    new: New, starts: str, ends: str, fields: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        batch.record_batch(entries=[new(starts, ends, **fields)], by=BY)


def test_other_kinds_need_no_role(new: New) -> None:
    entry = new("2025-01-20 10:00", "2025-01-20 11:00", role=None, kind=Kind.GOVERNANCE)
    assert batch.record_batch(entries=[entry], by=BY).created == 1


def test_nothing_is_nothing(new: New) -> None:
    assert batch.record_batch(entries=[], by=BY) == batch.Recorded(created=0, known=0, minutes=0)
    assert not Month.objects.exists()


def test_instants_without_a_zone_or_with_seconds_are_our_own_fault(new: New) -> None:
    for starts in (datetime(2025, 1, 20, 10), datetime(2025, 1, 20, 10, 0, 1, tzinfo=UTC)):
        wrong = NewEntry(person("Bo"), role(), starts, at("2025-01-20 20:00"))
        with pytest.raises(ValueError, match="whole minutes"):
            batch.record_batch(entries=[wrong], by=BY)


def test_database_keeps_what_the_verbs_promise(new: New) -> None:
    """The last wall: a row that no verb wrote."""
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    months.close_month(first_day=date(2024, 12, 1), by=BY)
    entry = HoursEntry.objects.get()
    for changes in (
        {"starts_at": at("2025-01-20 11:00"), "ends_at": at("2025-01-20 13:00")},
        {"starts_at": at("2025-01-21 11:00"), "ends_at": at("2025-01-21 13:00"), "minutes": 119},
        {
            "starts_at": at("2024-12-21 11:00"),
            "ends_at": at("2024-12-21 13:00"),
            "first_month": date(2024, 12, 1),
            "last_month": date(2024, 12, 1),
        },
        {"starts_at": at("2025-01-21 11:00"), "ends_at": at("2025-01-21 13:00"), "role_id": None},
    ):
        copy = HoursEntry.objects.get(pk=entry.pk)
        copy.pk, copy.uuid = None, uuid4()
        for name, value in changes.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()
    assert HoursEntry.objects.count() == 1


def test_thousands_of_rows_take_seconds(new: New) -> None:
    bo, host, first = person("Bo"), role(), at("2023-01-01 00:00")
    entries = [
        NewEntry(bo, host, first + timedelta(hours=n), first + timedelta(hours=n + 1)) for n in range(5000)
    ]
    started = time.perf_counter()
    assert batch.record_batch(entries=entries, by=BY).created == 5000
    # A fifth of this on an idle machine.
    assert time.perf_counter() - started < 10
