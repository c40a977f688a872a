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
from volunteers.register.models import GrantTarget, Person, VolunteerRole
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
    grant_target: GrantTarget | None = None,
) -> HoursEntry:
    """Write that a person did this, or learnt it: their hours then wait for approval.

    A step of the verb that marks attendance. Marked again with other times, the waiting entry takes them;
    the same times change nothing. What they wrote down themselves before somebody marked it, and what waits
    or came back, becomes the entry of the subject; the trail keeps the times that they typed.
    `grant_target` pays for it in the place of the role's. The caller has locked the person. Raises
    EndsBeforeStart, MonthClosed, TimesOverlap, ApprovedAlready, or PlacementOnly for somebody who is no
    volunteer.
    """
    new = NewEntry(
        person,
        role,
        starts_at,
        ends_at,
        kind,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        grant_target=grant_target,
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
    reported = _reported(new) if entry is None else None
    known = entry or reported
    touched = shape.months_of(rows=[row] if known is None else [row, known])
    months.open_for_writing(first_days=touched)
    shape.refuse_overlap(person=person, starts_at=starts_at, ends_at=ends_at, but=known)
    saved = _save(row, known)
    typed = {"typed": [reported.starts_at.isoformat(), reported.ends_at.isoformat()]} if reported else {}
    trail.record(
        "hours.attended", by=by, subject_kind="hours", subject_uuid=saved.uuid, minutes=saved.minutes, **typed
    )
    return saved


@transaction.atomic
def set_target(*, entry: HoursEntry, grant_target: GrantTarget | None) -> None:
    """Say who pays for hours of having been there, also for those that count. A step. Raises MonthClosed."""
    paid = shape.paid_by(role=entry.role, grant_target=grant_target)
    if entry.grant_target_id == paid:
        return
    touched = shape.months_of(rows=[entry])
    months.open_for_writing(first_days=touched)
    HoursEntry.objects.filter(pk=entry.pk).update(grant_target_id=paid)
    if entry.state == State.APPROVED:
        months.mark_changed(first_days=touched)


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


def _reported(new: NewEntry) -> HoursEntry | None:
    """What the person wrote down of this time themselves, in the same role and kind, if it does not count."""
    rows = HoursEntry.objects.filter(
        person=new.person,
        role=new.role,
        kind=new.kind,
        source=HoursEntry.Source.SELF,
        state__in=(State.SUBMITTED, State.RETURNED),
        subject_uuid=None,
        starts_at__lt=new.ends_at,
        ends_at__gt=new.starts_at,
    )
    return rows.order_by("starts_at").first()


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
    changed = (
        "role",
        "grant_target",
        "starts_at",
        "ends_at",
        "minutes",
        "first_month",
        "last_month",
        "source",
        "subject_kind",
        "subject_uuid",
    )
    for name in changed:
        setattr(locked, name, getattr(row, name))
    locked.save(update_fields=changed)
    if locked.state == State.RETURNED:
        states.move(locked, to=State.SUBMITTED, return_reason="")
    return locked
