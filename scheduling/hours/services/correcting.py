"""Hours that count are corrected: what was wrong is taken back, what is right is added, and why is kept.

The months may be closed: they stay so, and what they closed with stays to be read.
"""

from datetime import datetime

from django.db import transaction

from scheduling.hours import locks, states
from scheduling.hours.errors import CountsAlready, NotClosedYet, NotFromHere, WhyCorrected
from scheduling.hours.models import Correction, HoursEntry, Kind
from scheduling.hours.services import entries as shape, months, own
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import placements

State = HoursEntry.State
WHAT = ("role", "kind", "starts_at", "ends_at")


@transaction.atomic(durable=True)
def correct(
    *,
    entry: HoursEntry,
    role: VolunteerRole | None,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Actor,
) -> HoursEntry:
    """Take back hours that count and add them as they were. Returns what counts now.

    Raises WhyCorrected, CountsAlready, EndsBeforeStart, RoleRequired, TooLong, NotYet, TimesOverlap, or
    NotFromHere for hours that do not count (any more).
    """
    _check_reason(reason)
    locks.lock_people([entry.person])
    now = _counting(entry)
    new = NewEntry(
        now.person,
        role,
        starts_at,
        ends_at,
        kind,
        method=now.method,
        subject_kind=now.subject_kind,
        subject_uuid=now.subject_uuid,
        grant_target=now.grant_target if now.role == role else None,
    )
    own.check_passed(new=new)
    if all(getattr(now, name) == getattr(new, name) for name in WHAT):
        raise CountsAlready
    row = _row(new, source=now.source, by=by)
    touched = shape.months_of(rows=[now, row])
    months.closed_among(first_days=touched)
    shape.refuse_overlap(person=now.person, starts_at=starts_at, ends_at=ends_at, but=now)
    correction = because(reason=reason, by=by)
    _take_back(now, correction)
    row.correction = correction
    row.save()
    trail.record(
        "hours.put_right",
        by=by,
        subject_kind="hours",
        subject_uuid=row.uuid,
        corrects=str(now.uuid),
        minutes=row.minutes,
        before=now.minutes,
    )
    months.mark_changed(first_days=touched)
    return row


@transaction.atomic(durable=True)
def take_back(*, entry: HoursEntry, reason: str, by: Actor) -> HoursEntry:
    """Take back hours that were never done. Raises WhyCorrected, or NotFromHere for what does not count."""
    _check_reason(reason)
    locks.lock_people([entry.person])
    now = _counting(entry)
    touched = shape.months_of(rows=[now])
    months.closed_among(first_days=touched)
    _take_back(now, because(reason=reason, by=by))
    trail.record("hours.taken_back", by=by, subject_kind="hours", subject_uuid=now.uuid, minutes=now.minutes)
    months.mark_changed(first_days=touched)
    return now


@transaction.atomic(durable=True)
def add_late(
    *,
    person: Person,
    role: VolunteerRole | None,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Actor,
    kind: str = Kind.TASK,
) -> HoursEntry:
    """Write down hours that a closed month lacks; they count at once.

    Raises what `correct` raises, NotClosedYet, or PlacementOnly for somebody who is no volunteer.
    """
    _check_reason(reason)
    new = NewEntry(person, role, starts_at, ends_at, kind)
    own.check_passed(new=new)
    locks.lock_people([person])
    placements.refuse_hours(person=person)
    row = _row(new, source=HoursEntry.Source.BATCH, by=by)
    touched = shape.months_of(rows=[row])
    if not months.closed_among(first_days=touched):
        raise NotClosedYet
    shape.refuse_overlap(person=person, starts_at=starts_at, ends_at=ends_at)
    row.correction = because(reason=reason, by=by)
    row.save()
    trail.record("hours.added_late", by=by, subject_kind="hours", subject_uuid=row.uuid, minutes=row.minutes)
    months.mark_changed(first_days=touched)
    return row


@transaction.atomic(durable=True)
def count_late(*, entry: HoursEntry, reason: str, by: Actor) -> HoursEntry:
    """Have hours count that nobody had approved when their month closed.

    Raises WhyCorrected, NotClosedYet, or NotFromHere for what does not wait.
    """
    _check_reason(reason)
    touched = shape.months_of(rows=[entry])
    if not months.closed_among(first_days=touched):
        raise NotClosedYet
    locked = HoursEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.state != State.SUBMITTED:
        raise NotFromHere(now=locked.get_state_display(), wanted=State.APPROVED.label)
    states.move(
        locked,
        to=State.APPROVED,
        approved_at=clock.now(),
        approved_by=by.name,
        return_reason="",
        correction=because(reason=reason, by=by),
    )
    trail.record(
        "hours.counted_late", by=by, subject_kind="hours", subject_uuid=locked.uuid, minutes=locked.minutes
    )
    months.mark_changed(first_days=touched)
    return locked


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise WhyCorrected


def _counting(entry: HoursEntry) -> HoursEntry:
    """The entry as it is now. Months are held after it, by whoever writes."""
    now = HoursEntry.objects.select_related("person", "role").get(pk=entry.pk)
    if now.state != State.APPROVED:
        raise NotFromHere(now=now.get_state_display(), wanted=State.REVERSED.label)
    return now


def _take_back(now: HoursEntry, correction: Correction) -> None:
    locked = HoursEntry.objects.select_for_update().get(pk=now.pk)
    states.move(locked, to=State.REVERSED, reversal=correction)


def because(*, reason: str, by: Actor) -> Correction:
    """Written while the months are held: its key is later than that of any month closed before."""
    return Correction.objects.create(reason=reason.strip()[:200], made_at=clock.now(), made_by=by.name[:160])


def _row(new: NewEntry, *, source: str, by: Actor) -> HoursEntry:
    return shape.row_of(
        new=new,
        zone=months.zone(),
        state=State.APPROVED,
        source=source,
        at=clock.now(),
        approved_by=by.name,
    )
