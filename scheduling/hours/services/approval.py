"""Coordinators approve hours, or give them back with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from notifications import services as messages
from scheduling.hours import looking_over, selectors, split, states
from scheduling.hours.errors import ReasonRequired
from scheduling.hours.models import HoursEntry
from scheduling.hours.selectors import Narrowed
from scheduling.hours.services import entries as shape, months
from tenants import clock
from tenants.actors import Actor
from volunteers.register import reach, trail

RETURNED = "hours.returned"
SUBJECT = "hours"


@transaction.atomic(durable=True)
def approve(*, entries: Iterable[HoursEntry], by: Actor) -> int:
    """Approve those of the entries that wait; the others stay as they are. Returns how many.

    All or nothing: raises MonthClosed when one of them lies in a closed month.
    """
    waiting = [entry for entry in entries if entry.state == HoursEntry.State.SUBMITTED]
    if not waiting:
        return 0
    touched = shape.months_of(rows=waiting)
    months.open_for_writing(first_days=touched)
    rows = HoursEntry.objects.filter(pk__in=[entry.pk for entry in waiting])
    list(rows.order_by("pk").select_for_update().values_list("pk"))
    count = states.approve_all(rows, at=clock.now(), by=by.name)
    # Between the reading and the lock somebody may have changed an entry's times.
    touched = sorted({*touched, *shape.months_of(rows=rows)})
    trail.record("hours.approved", by=by, subject_kind="hours", rows=count)
    months.mark_changed(first_days=touched)
    return count


@dataclass(frozen=True)
class Approved:
    """What was approved together: how many entries, and their minutes."""

    count: int
    minutes: int


@transaction.atomic(durable=True)
def approve_ordinary(*, reader: reach.Reaching, of: Narrowed, up_to: int, by: Actor) -> Approved:
    """Approve what waits and is in no way unusual, up to the key of the latest that somebody saw.

    It is looked over again while it is held: what changed meanwhile, or was approved by another press, is
    left as it is. All or nothing. Raises MonthClosed where a month closes at the same moment.
    """
    waiting = selectors.waiting_entries(reader=reader, of=of).filter(pk__lte=up_to)
    spans = waiting.order_by().values_list("first_month", "last_month").distinct()
    months.open_for_writing(first_days=_days(spans))
    held = list(waiting.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = HoursEntry.objects.filter(pk__in=held, state=HoursEntry.State.SUBMITTED)
    ordinary = [each for each in looking_over.look_over(rows, zone=months.zone()) if not each.reasons]
    if not ordinary:
        return Approved(count=0, minutes=0)
    chosen = HoursEntry.objects.filter(pk__in=[each.pk for each in ordinary])
    count = states.approve_all(chosen, at=clock.now(), by=by.name)
    trail.record("hours.approved", by=by, subject_kind="hours", rows=count)
    months.mark_changed(first_days=_days(each.months for each in ordinary))
    return Approved(count=count, minutes=sum(each.facts.minutes for each in ordinary))


def _days(spans: Iterable[tuple[date, date]]) -> set[date]:
    """First days of all months from the first to the last of these."""
    found: set[date] = set()
    for first, last in set(spans):
        while first <= last:
            found.add(first)
            first = split.after(first)
    return found


@transaction.atomic(durable=True)
def return_entry(*, entry: HoursEntry, reason: str, by: Actor) -> HoursEntry:
    """Give hours that wait back to the volunteer, who is told and reads why.

    Raises ReasonRequired, MonthClosed or NotFromHere.
    """
    if not reason.strip():
        raise ReasonRequired
    months.open_for_writing(first_days=shape.months_of(rows=[entry]))
    locked = HoursEntry.objects.select_for_update().get(pk=entry.pk)
    states.move(locked, to=HoursEntry.State.RETURNED, return_reason=reason.strip()[:200])
    trail.record("hours.returned", by=by, subject_kind="hours", subject_uuid=locked.uuid)
    _tell_returned(locked)
    return locked


def _tell_returned(entry: HoursEntry) -> None:
    """Once for each time; what was to be said of an earlier time is not said any more."""
    messages.drop(kind=RETURNED, subject_kind=SUBJECT, subject_uuid=entry.uuid)
    at = clock.now()
    messages.plan(
        kind=RETURNED,
        key=f"{RETURNED}:{entry.uuid}:{at.isoformat()}",
        person_uuid=entry.person.uuid,
        due_at=at,
        subject_kind=SUBJECT,
        subject_uuid=entry.uuid,
    )
