"""The hours of 2024 month by month, as a coordinator records and closes them, and the open January."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from local.enacting import times
from local.enacting.register import Cast
from local.federation.hours import HourRow
from local.federation.local_time import aware
from scheduling.hours.models import HoursEntry, Month
from scheduling.hours.services.approval import return_entry
from scheduling.hours.services.batch import record_batch
from scheduling.hours.services.entries import NewEntry
from scheduling.hours.services.months import close_month
from scheduling.hours.services.own import submit_own
from tenants import clock
from tenants.actors import Actor

JANUARY = date(2025, 1, 1)
RETURNED_BECAUSE = "Sama käynti on jo kirjattu."


def record(rows: Sequence[HourRow], cast: Cast, by: Actor, until: datetime) -> None:
    """Record everything, and close all months of 2024. Months that are closed already stay as they are."""
    by_month: dict[date, list[HourRow]] = defaultdict(list)
    for row in rows:
        # The night to 1.1.2024 is recorded with January; nothing was kept here before.
        month = max(row.starts_at.date().replace(day=1), date(2024, 1, 1))
        by_month[month].append(row)
    for month in sorted(by_month):
        if Month.objects.filter(first_day=month, state=Month.State.CLOSED).exists():
            continue
        _record_month(month, by_month[month], cast, by, until)
        if month < JANUARY:
            _close(month, by)


def _record_month(month: date, rows: Sequence[HourRow], cast: Cast, by: Actor, until: datetime) -> None:
    for row in rows:
        if row.state in ("submitted", "draft"):
            _submit(row, cast, by)
    written = HoursEntry.objects.filter(source=HoursEntry.Source.BATCH, first_month=month)
    if written.exists():
        return
    with clock.fixed(min(_after(month, 5, 10), until)):
        record_batch(entries=[_entry(row, cast) for row in rows if row.state == "approved"], by=by)


def _submit(row: HourRow, cast: Cast, by: Actor) -> None:
    """Let somebody report their own hours; what the story calls a draft is given back to them."""
    new = _entry(row, cast)
    if HoursEntry.objects.filter(person=new.person, starts_at=new.starts_at).exists():
        return
    doer = Actor(user=new.person.user_uuid, name=new.person.name)
    with clock.fixed(new.ends_at + timedelta(hours=1)):
        entry = submit_own(
            person=new.person, role=new.role, starts_at=new.starts_at, ends_at=new.ends_at, by=doer
        )
    if row.state == "draft":
        with clock.fixed(new.ends_at + timedelta(days=1)):
            return_entry(entry=entry, reason=RETURNED_BECAUSE, by=by)


def _close(month: date, by: Actor) -> None:
    with clock.fixed(_after(month, 9, 14)):
        for first_day in Month.objects.filter(state=Month.State.OPEN, first_day__lte=month).order_by(
            "first_day"
        ):
            close_month(first_day=first_day.first_day, by=by)


def _entry(row: HourRow, cast: Cast) -> NewEntry:
    return NewEntry(
        person=cast.people[row.person],
        role=cast.roles[row.role],
        starts_at=aware(row.starts_at),
        ends_at=aware(row.ends_at),
        kind=row.kind,
    )


def _after(month: date, day: int, hour: int) -> datetime:
    """The instant on a day of the month that follows."""
    return times.instant((month + timedelta(days=31)).replace(day=day), hour)
