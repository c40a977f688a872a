"""An hour card: what was written last week comes again this week, by one press."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from scheduling.hours import locks, walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import entries as shape, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person
from volunteers.register.services import placements

State = HoursEntry.State
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Copied:
    """How many lines came again, how many lie ahead yet, and how many had something in their way."""

    lines: int
    ahead: int
    in_the_way: int


@transaction.atomic(durable=True)
def copy_last_week(*, person: Person, today: date, by: Actor) -> Copied:
    """Write down in this week what the person wrote down themselves in the last one, at the same times.

    What lies ahead, or where other hours or a closed month are in the way, is left out; so the same press
    again brings only what has passed since. Raises PlacementOnly for somebody who is no volunteer.
    """
    locks.lock_people([person])
    placements.refuse_hours(person=person)
    zone, now = months.zone(), clock.now()
    lines = [_a_week_later(entry, zone) for entry in _last_week(person, today, zone)]
    passed = [new for new in lines if new is not None and new.ends_at <= now]
    ahead = sum(new is not None and new.ends_at > now for new in lines)
    rows = [
        shape.row_of(new=new, zone=zone, state=State.SUBMITTED, source=HoursEntry.Source.SELF, at=now)
        for new in passed
    ]
    closed = set(months.closed_among(first_days=shape.months_of(rows=rows))) if rows else set()
    free = [row for row in rows if not closed & set(shape.months_of(rows=[row])) and not _taken(row)]
    HoursEntry.objects.bulk_create(free)
    if free:
        trail.record("hours.copied", by=by, subject_kind="person", subject_uuid=person.uuid, rows=len(free))
    return Copied(lines=len(free), ahead=ahead, in_the_way=len(lines) - ahead - len(free))


def monday_of(*, day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def _last_week(person: Person, today: date, zone: ZoneInfo) -> list[HoursEntry]:
    monday = monday_of(day=today)
    since, until = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (monday - WEEK, monday))
    rows = HoursEntry.objects.filter(
        person=person, source=HoursEntry.Source.SELF, starts_at__gte=since, starts_at__lt=until
    )
    return list(
        rows.exclude(state__in=(State.RETURNED, State.REVERSED)).select_related("role").order_by("starts_at")
    )


def _a_week_later(entry: HoursEntry, zone: ZoneInfo) -> NewEntry | None:
    """The same by the clocks on the wall; None where they skip or show that time twice."""
    starts, ends = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    try:
        starts_at, ends_at = (
            walltime.instant(day=each.date() + WEEK, at=each.time(), zone=zone) for each in (starts, ends)
        )
    except HoursRefused:
        return None
    return NewEntry(entry.person, entry.role, starts_at, ends_at, entry.kind)


def _taken(row: HoursEntry) -> bool:
    others = HoursEntry.objects.filter(
        person=row.person, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at
    )
    return others.exclude(state=State.REVERSED).exists()
