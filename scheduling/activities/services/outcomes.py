"""What became of an occasion: held, with how many, or cancelled; and whose hours follow from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from scheduling.activities import locks, states
from scheduling.activities.errors import (
    BasisMissing,
    CountApproved,
    HoursApproved,
    NobodyCounted,
    NotYet,
)
from scheduling.activities.models import Activity, Count, Measure
from scheduling.activities.services import keys, participants
from scheduling.activities.services.closing import hold_months
from scheduling.hours import locks as hours_locks
from scheduling.hours.models import HoursEntry, Method
from scheduling.hours.services import attendance
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

SUBJECT = "activity"
NOBODY: Mapping[Person, int] = MappingProxyType({})
WITH_BASIS = (Method.SAMPLE, Method.ESTIMATED)


@dataclass(frozen=True)
class Heads:
    """How many came, and how that is known. `key` is the sender's own mark: the same one counts once."""

    quantity: int
    method: str = Method.COUNTED
    basis: str = ""
    key: UUID | None = None


def measure_of(*, activity: Activity) -> str:
    """What the heads at an occasion are called."""
    return Measure.AUDIENCE if activity.kind == Activity.Kind.GIG else Measure.PARTICIPATIONS


def took_part(*, activity: Activity) -> int | None:
    """How many took part in a dialogue, all its groups together; None while it is not known of each."""
    said = list(activity.dialogue_groups.values_list("participants", flat=True))
    known = [number for number in said if number is not None]
    return sum(known) if known and len(known) == len(said) else None


@transaction.atomic
def note_held(
    *,
    activity: Activity,
    heads: Heads | None,
    by: Actor,
    approves: bool,
    minutes_of: Mapping[Person, int] = NOBODY,
    came: Collection[UUID] | None = None,
) -> Activity:
    """Note that an occasion was held, with its heads and the hours of those who did it; said again, changed.

    `approves` says that whoever notes it may approve: a leader's number waits. `minutes_of` gives people
    hours from the start on, in the occasion's role, which wait for approval as all do; 0 takes them back.
    What was sent with the same key before changes nothing, whatever was said since. A dialogue is told by its
    groups. `came` says who of a closed group did: then `heads` are the others, without a name. Raises NotYet,
    MonthClosed, BasisMissing, CountApproved, NobodyCounted, or what recording hours raises.
    """
    if heads is not None and heads.method in WITH_BASIS and not heads.basis.strip():
        raise BasisMissing
    if activity.starts_at > clock.now():
        raise NotYet
    hours_locks.lock_people(minutes_of)
    locked = locks.lock_activity(activity)
    hold_months(first_days=[locked.first_month])
    if heads is not None and heads.key is not None and keys.spent(keys=[heads.key]):
        return locked
    if heads is not None and locked.kind == Activity.Kind.DIALOGUE:
        heads = _of_groups(locked, heads)
    if came is not None:
        heads = heads or Heads(0, Method.REGISTERED)
        ticked = participants.note_came(activity=locked, who=came)
        heads = replace(heads, quantity=heads.quantity + ticked)
    if locked.state != Activity.State.HELD:
        states.move_activity(locked, to=Activity.State.HELD)
    if heads is not None:
        _count(locked, heads, approves=approves)
    _hours(locked, minutes_of, by)
    trail.record(
        "activity.held",
        by=by,
        subject_kind=SUBJECT,
        subject_uuid=locked.uuid,
        **({"heads": heads.quantity} if heads else {}),
    )
    return locked


@transaction.atomic
def note_cancelled(*, activity: Activity, reason: str, by: Actor) -> Activity:
    """Note that an occasion was not or will not be held. Nothing of it counts; hours of it are taken back.

    A number that was noted stays beside it and counts again if it was held after all. Raises MonthClosed, or
    ApprovedAlready for hours that stand.
    """
    people = [entry.person for entry in hours_of(activity=activity)]
    hours_locks.lock_people(people)
    locked = locks.lock_activity(activity)
    hold_months(first_days=[locked.first_month])
    if locked.state == Activity.State.CANCELLED and locked.cancel_reason == reason:
        return locked
    if locked.state == Activity.State.CANCELLED:
        states.move_activity(locked, to=Activity.State.PLANNED)
    states.move_activity(locked, to=Activity.State.CANCELLED, cancel_reason=reason)
    _hours(locked, dict.fromkeys(people, 0), by)
    trail.record(
        "activity.cancelled", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, reason=str(reason)
    )
    return locked


def hours_of(*, activity: Activity) -> QuerySet[HoursEntry]:
    """The hours that follow from an occasion, with people."""
    rows = HoursEntry.objects.filter(subject_kind=SUBJECT, subject_uuid=activity.uuid)
    return rows.select_related("person").order_by("person__sort_key", "person_id")


def move_hours(*, activity: Activity, was: tuple[datetime, datetime], by: Actor) -> None:
    """Have hours follow a locked occasion to its new time, role and grant target. A step of its change.

    Hours as long as the occasion `was` are as long as it is now; others keep their minutes. Raises
    HoursApproved, or what recording hours raises.
    """
    held = hours_of(activity=activity).exclude(state=HoursEntry.State.REVERSED)
    for entry in held.select_related("person", "role"):
        minutes = timedelta(minutes=entry.minutes)
        whole = (entry.starts_at, entry.ends_at) == was
        ends_at = activity.ends_at if whole else activity.starts_at + minutes
        role = activity.role or entry.role
        same = (entry.starts_at, entry.ends_at, entry.role) == (activity.starts_at, ends_at, role)
        if entry.state == HoursEntry.State.APPROVED and not same:
            raise HoursApproved(name=entry.person.name)
        if role is None:
            continue
        if same:
            attendance.set_target(entry=entry, grant_target=activity.grant_target)
            continue
        attendance.record_attendance(
            person=entry.person,
            role=role,
            starts_at=activity.starts_at,
            ends_at=ends_at,
            subject_kind=SUBJECT,
            subject_uuid=activity.uuid,
            by=by,
            grant_target=activity.grant_target,
        )


def _of_groups(activity: Activity, heads: Heads) -> Heads:
    quantity = took_part(activity=activity)
    if quantity is None:
        raise NobodyCounted
    return replace(heads, quantity=quantity)


def _count(activity: Activity, heads: Heads, *, approves: bool) -> None:
    said = {"quantity": heads.quantity, "method": heads.method, "basis": heads.basis.strip()}
    known = activity.counts.select_for_update().filter(measure=measure_of(activity=activity)).first()
    if known is None:
        made = Count.objects.create(
            activity=activity,
            measure=measure_of(activity=activity),
            local_date=activity.local_date,
            first_month=activity.first_month,
            site=activity.site,
            unit=activity.unit,
            role=activity.role,
            grant_target=activity.grant_target,
            state=Count.State.APPROVED if approves else Count.State.ENTERED,
            sent_key=heads.key,
            created_at=clock.now(),
            **said,
        )
        _spend(heads, made)
        return
    differs = any(getattr(known, name) != value for name, value in said.items())
    if differs and known.state == Count.State.APPROVED and not approves:
        raise CountApproved
    if differs:
        Count.objects.filter(pk=known.pk).update(**said, sent_key=heads.key)
    if approves:
        states.approve([known])
    _spend(heads, known)


def _spend(heads: Heads, count: Count) -> None:
    if heads.key is not None:
        keys.spend(counts={heads.key: count})


def _hours(activity: Activity, minutes_of: Mapping[Person, int], by: Actor) -> None:
    for person, minutes in minutes_of.items():
        if minutes and activity.role is not None:
            attendance.record_attendance(
                person=person,
                role=activity.role,
                starts_at=activity.starts_at,
                ends_at=activity.starts_at + timedelta(minutes=minutes),
                subject_kind=SUBJECT,
                subject_uuid=activity.uuid,
                by=by,
                grant_target=activity.grant_target,
            )
        else:
            attendance.retract_attendance(
                person=person, subject_kind=SUBJECT, subject_uuid=activity.uuid, by=by
            )
