"""Copying the shifts of a week into another one, by the clock on the wall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from scheduling.shifts import states
from scheduling.shifts.models import Shift, Slot
from scheduling.shifts.plans import Plan
from scheduling.shifts.series import repeating
from scheduling.shifts.series.repeating import Time
from scheduling.shifts.services import inviting
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Copy:
    """A shift, and when its copy would be."""

    shift: Shift
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Copies:
    """What copying a week comes to: new shifts, and those that are there already or would lie in the past."""

    new: Sequence[Copy]
    there: Sequence[Copy]
    past: Sequence[Copy]


def copies(*, shifts: Iterable[Shift], weeks: int) -> Copies:
    """What shifts would be so many weeks later. Cancelled ones are not copied; nobody comes to a copy yet."""
    found = [
        copy
        for shift in shifts
        if shift.state != Shift.State.CANCELLED and (copy := _later(shift, timedelta(weeks=weeks)))
    ]
    now = clock.now()
    there = {
        (role, site, title, starts_at)
        for role, site, title, starts_at in Shift.objects.filter(
            starts_at__in={copy.starts_at for copy in found}
        )
        .exclude(state=Shift.State.CANCELLED)
        .values_list("role", "site", "title", "starts_at")
    }
    ahead = [copy for copy in found if copy.starts_at > now]
    same = [
        copy
        for copy in ahead
        if (copy.shift.role_id, copy.shift.site_id, copy.shift.title, copy.starts_at) in there
    ]
    return Copies(
        new=[copy for copy in ahead if copy not in same],
        there=same,
        past=[copy for copy in found if copy.starts_at <= now],
    )


def _later(shift: Shift, by: timedelta) -> Copy | None:
    zone = timezone.get_current_timezone()
    start, end = (
        timezone.localtime(at, zone).replace(tzinfo=None) for at in (shift.starts_at, shift.ends_at)
    )
    at = Time(start.hour * 60 + start.minute, max(1, (end - start) // MINUTE))
    one = repeating.occurrence(start.date() + by, 0, at, zone=zone)
    return Copy(shift, one.starts_at, one.ends_at) if one else None


@transaction.atomic(durable=True)
def copy_shifts(*, shifts: Iterable[Shift], weeks: int, publish: bool, by: Actor) -> list[Shift]:
    """Make the copies that `copies` tells as new, as drafts or published at once.

    Who is invited to a shift is invited to its copy. Doing it twice makes none more. Raises TooManyInvited.
    """
    now = clock.now()
    new = copies(shifts=shifts, weeks=weeks).new
    columns = [name for name in Plan.__dataclass_fields__ if name != "slots"]
    made = Shift.objects.bulk_create(
        Shift(
            **{name: getattr(copy.shift, name) for name in columns},
            starts_at=copy.starts_at,
            ends_at=copy.ends_at,
            state=Shift.State.PUBLISHED if publish else Shift.State.DRAFT,
            created_at=now,
        )
        for copy in new
    )
    of = {copy.shift.pk: shift for copy, shift in zip(new, made, strict=True)}
    Slot.objects.bulk_create(
        Slot(shift=of[slot.shift_id], qualification=slot.qualification, least=slot.least, most=slot.most)
        for slot in Slot.objects.filter(shift__in=of).select_related("qualification").order_by("pk")
        if slot.shift_id
    )
    for verb in ("shift.made", "shift.published") if publish else ("shift.made",):
        trail.record_each(verb, by=by, subject_kind=states.SHIFT, subjects=[shift.uuid for shift in made])
    inviting.take_along(shifts=of.items(), by=by)
    return made
