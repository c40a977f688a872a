"""Groups of supervision, who is in them, and when they meet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from scheduling.hours import walltime
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import selectors as register, trail
from volunteers.register.models import Person, Site, VolunteerRole
from volunteers.supervision.errors import (
    GroupAtRest,
    GroupKnown,
    NoTimes,
    NotInRole,
    OneMember,
    TooManyTimes,
)
from volunteers.supervision.models import GroupMember, Seat, SupervisionGroup, SupervisionSession
from volunteers.supervision.services import inviting

MOST_AT_ONCE = 60
SUBJECT = "supervision_group"
State = SupervisionSession.State


@dataclass(frozen=True)
class GroupPlan:
    """What a group is to be.

    `supervisor_name` is of somebody from outside, where no `supervisor` is; `supervisor_user` their login.
    """

    name: str
    role: VolunteerRole
    kind: str = SupervisionGroup.Kind.SUPERVISION
    form: str = SupervisionGroup.Form.GROUP
    supervisor: Person | None = None
    supervisor_name: str = ""
    supervisor_user: UUID | None = None
    site: Site | None = None
    minutes: int = 90
    is_active: bool = True


@dataclass(frozen=True)
class Times:
    """What putting times in the calendar did: new ones, and those that were there."""

    made: int
    known: int


@transaction.atomic
def add_group(*, plan: GroupPlan, by: Actor) -> SupervisionGroup:
    """Begin a group. Raises GroupKnown."""
    try:
        with transaction.atomic():
            group = SupervisionGroup.objects.create(**vars(plan))
    except IntegrityError as twice:
        raise GroupKnown(name=plan.name) from twice
    trail.record("supervision_group.added", by=by, subject_kind=SUBJECT, subject_uuid=group.uuid)
    return group


@transaction.atomic
def change_group(*, group: SupervisionGroup, plan: GroupPlan, by: Actor) -> SupervisionGroup:
    """Change a group, put it away or take it back. Its role stays where it was held, for hours rest on it.

    Raises GroupKnown, or OneMember where one-to-one talks would have several members.
    """
    locked = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    values = vars(plan) | {
        "role": locked.role if locked.sessions.filter(state=State.HELD).exists() else plan.role
    }
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, values[name])
    if not changed:
        return locked
    if locked.form == SupervisionGroup.Form.ONE_TO_ONE and locked.members.count() > 1:
        raise OneMember
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as twice:
        raise GroupKnown(name=plan.name) from twice
    trail.record(
        "supervision_group.changed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, fields=changed
    )
    return locked


@transaction.atomic
def add_members(*, group: SupervisionGroup, people: Collection[Person], by: Actor) -> int:
    """Take people into a group; of times that are asked about already they are told, too. Returns how many.

    Who is in it already stays. Raises GroupAtRest, NotInRole, or OneMember.
    """
    locked = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    if not locked.is_active:
        raise GroupAtRest(name=locked.name)
    today = clock.today(current_association())
    holders = set(register.holders(locked.role, on=today).values_list("pk", flat=True))
    for person in people:
        if person.pk not in holders:
            raise NotInRole(name=person.name, role=locked.role.name)
    known = set(locked.members.values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in known]
    if locked.form == SupervisionGroup.Form.ONE_TO_ONE and len(known) + len(new) > 1:
        raise OneMember
    GroupMember.objects.bulk_create(
        [GroupMember(group=locked, person=person, since_on=today) for person in new]
    )
    if new:
        trail.record(
            "supervision_group.joined", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, people=len(new)
        )
        inviting.ask_newcomers(group=locked)
    return len(new)


@transaction.atomic
def remove_member(*, group: SupervisionGroup, person: Person, by: Actor) -> bool:
    """Take a person out of a group, and off its times ahead. When they were there stays noted."""
    SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    gone, _each = GroupMember.objects.filter(group=group, person=person).delete()
    Seat.objects.filter(
        session__group=group, session__starts_at__gt=clock.now(), person=person, came=""
    ).delete()
    if gone:
        trail.record("supervision_group.left", by=by, subject_kind=SUBJECT, subject_uuid=group.uuid)
    return bool(gone)


@transaction.atomic
def add_times(
    *, group: SupervisionGroup, first: date, last: date, at: time, every_weeks: int, by: Actor
) -> Times:
    """Put a group's times in the calendar, from a day on each so many weeks until a day.

    Times that are there already stay as they are. Raises GroupAtRest, NoTimes, TooManyTimes, or what
    `walltime.instant` raises in a night of change.
    """
    count = (last - first).days // (7 * every_weeks) + 1
    if count < 1:
        raise NoTimes
    if count > MOST_AT_ONCE:
        raise TooManyTimes(count=count, most=MOST_AT_ONCE)
    locked = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    if not locked.is_active:
        raise GroupAtRest(name=locked.name)
    days = [first + timedelta(weeks=every_weeks * number) for number in range(count)]
    made = _put_in(locked, days, at)
    if made:
        trail.record(
            "supervision_group.times", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, times=made
        )
    return Times(made=made, known=count - made)


def _put_in(group: SupervisionGroup, days: Sequence[date], at: time) -> int:
    zone, now = ZoneInfo(current_association().timezone), clock.now()
    starts: dict[date, datetime] = {day: walltime.instant(day=day, at=at, zone=zone) for day in days}
    standing = group.sessions.filter(starts_at__in=starts.values()).exclude(state=State.CANCELLED)
    known = set(standing.values_list("starts_at", flat=True))
    rows = [
        SupervisionSession(
            group=group,
            starts_at=start,
            ends_at=start + timedelta(minutes=group.minutes),
            local_date=day,
            created_at=now,
        )
        for day, start in starts.items()
        if start not in known
    ]
    SupervisionSession.objects.bulk_create(rows)
    return len(rows)
