"""Hours that follow from having been somewhere: one entry for one person and one subject."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from scheduling.hours import locks, states
from scheduling.hours.errors import ApprovedAlready
from scheduling.hours.models import HoursEntry, Kind
from scheduling.hours.services import entries as shape, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import placements
from web import formats

State = HoursEntry.State


@transaction.atomic
def record_attendance(
    *,
    person: Person,
    role: VolunteerRole | None,
    starts_at: datetime,
    ends_at: datetime,
    subject_kind: str,
    subject_uuid: UUID,
    by: Actor,
    kind: str = Kind.TASK,
) -> HoursEntry:
    """Write that a person did this, or learnt it: their hours then wait for approval.

    A step of the verb that marks attendance. Marked again with other times, the waiting entry takes them;
    the same times change nothing. The caller has locked the person. Raises EndsBeforeStart, MonthClosed,
    TimesOverlap, ApprovedAlready, or PlacementOnly for somebody who is no volunteer.
    """
    new = NewEntry(
        person, role, starts_at, ends_at, kind, subject_kind=subject_kind, subject_uuid=subject_uuid
    )
    shape.check_shape(new=new)
    locks.lock_people([person])
    placements.refuse_hours(person=person)
    entry = _entry_of(person, subject_kind, subject_uuid)
    if entry is not None and entry.state in {State.APPROVED, State.SUBMITTED} and _same(entry, new):
        return entry
    if entry is not None and entry.state == State.APPROVED:
        raise _approved(entry)
    row = shape.row_of(
        new=new, zone=months.zone(), state=State.SUBMITTED, source=HoursEntry.Source.SHIFT, at=clock.now()
    )
    touched = shape.months_of(rows=[row] if entry is None else [row, entry])
    months.open_for_writing(first_days=touched)
    shape.refuse_overlap(person=person, starts_at=starts_at, ends_at=ends_at, but=entry)
    saved = _save(row, entry)
    trail.record(
        "hours.attended", by=by, subject_kind="hours", subject_uuid=saved.uuid, minutes=saved.minutes
    )
    return saved


@transaction.atomic
def retract_attendance(*, person: Person, subject_kind: str, subject_uuid: UUID, by: Actor) -> bool:
    """Take back the hours of a person who was not there after all. A step of the verb that marks attendance.

    Returns whether there were any. The caller has locked the person. Raises MonthClosed or ApprovedAlready.
    """
    locks.lock_people([person])
    entry = _entry_of(person, subject_kind, subject_uuid)
    if entry is None:
        return False
    if entry.state == State.APPROVED:
        raise _approved(entry)
    months.open_for_writing(first_days=shape.months_of(rows=[entry]))
    entry.delete()
    trail.record("hours.retracted", by=by, subject_kind="hours", subject_uuid=entry.uuid)
    return True


def is_approved(*, person: Person, subject_kind: str, subject_uuid: UUID) -> bool:
    """Whether the hours of having been there count already, so that another mark is refused."""
    entry = _entry_of(person, subject_kind, subject_uuid)
    return entry is not None and entry.state == State.APPROVED


def _entry_of(person: Person, subject_kind: str, subject_uuid: UUID) -> HoursEntry | None:
    rows = HoursEntry.objects.filter(person=person, subject_kind=subject_kind, subject_uuid=subject_uuid)
    return rows.exclude(state=State.REVERSED).first()


def _same(entry: HoursEntry, new: NewEntry) -> bool:
    return (entry.starts_at, entry.ends_at, entry.role) == (new.starts_at, new.ends_at, new.role)


def _approved(entry: HoursEntry) -> ApprovedAlready:
    return ApprovedAlready(
        name=entry.person.name, when=formats.when(entry.starts_at, entry.ends_at, year=True)
    )


def _save(row: HoursEntry, entry: HoursEntry | None) -> HoursEntry:
    if entry is None:
        row.save()
        return row
    locked = HoursEntry.objects.select_for_update(of=("self",)).select_related("person").get(pk=entry.pk)
    if locked.state == State.APPROVED:
        raise _approved(locked)
    changed = ("role", "starts_at", "ends_at", "minutes", "first_month", "last_month")
    for name in changed:
        setattr(locked, name, getattr(row, name))
    locked.save(update_fields=changed)
    if locked.state == State.RETURNED:
        states.move(locked, to=State.SUBMITTED, return_reason="")
    return locked
