"""Groups, and the times at which they meet."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dates import WEEKDAYS

from scheduling.activities.errors import GroupKnown, MeetsNoDay, NamesInGroup, NoTimes, TooManyTimes
from scheduling.activities.models import Activity, Group
from scheduling.activities.services.closing import REASON, hold_or_late
from scheduling.hours import split, walltime
from scheduling.hours.services import months
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import GrantTarget, Person, Site, Unit, VolunteerRole

MOST_AT_ONCE = 60
# What the times of a group take from it.
_HANDED_ON = ("site", "role", "unit", "grant_target", "is_public")


@dataclass(frozen=True)
class GroupPlan:
    """What a group is to be. Without a weekday and a start its times are put in one by one."""

    name_fi: str
    role: VolunteerRole
    name_sv: str = ""
    name_en: str = ""
    type: str = ""
    leader: Person | None = None
    site: Site | None = None
    unit: Unit | None = None
    grant_target: GrantTarget | None = None
    capacity: int | None = None
    is_open: bool = True
    is_public: bool = False
    weekday: int | None = None
    start_minute: int | None = None
    minutes: int = 120
    life_course: Sequence[str] = ()
    target_groups: Sequence[str] = ()
    is_active: bool = True


@dataclass(frozen=True)
class Times:
    """What putting times in the calendar did: new ones, and those that were there."""

    made: int
    known: int


def plan_of(*, group: Group) -> GroupPlan:
    """What a group is now."""
    return GroupPlan(**{each.name: getattr(group, each.name) for each in fields(GroupPlan)})


@transaction.atomic
def add_group(*, plan: GroupPlan, by: Actor) -> Group:
    """Begin a group. Raises GroupKnown."""
    try:
        with transaction.atomic():
            group = Group.objects.create(**_values(plan))
    except IntegrityError as twice:
        raise GroupKnown(name=plan.name_fi) from twice
    trail.record("group.added", by=by, subject_kind="group", subject_uuid=group.uuid)
    return group


@transaction.atomic
def change_group(*, group: Group, plan: GroupPlan, by: Actor) -> Group:
    """Change a group, put it away or take it back. Times ahead that are still planned go along.

    Those that were held keep where they were and to whom they belonged. Raises GroupKnown, or NamesInGroup
    where names are kept of one that is to be open.
    """
    locked = Group.objects.select_for_update().get(pk=group.pk)
    changed = [name for name, value in _values(plan).items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, _values(plan)[name])
    if not changed:
        return locked
    if plan.is_open and locked.participants.exists():
        raise NamesInGroup(name=plan.name_fi)
    if "is_active" in changed:
        locked.ended_on = None if plan.is_active else clock.today(current_association())
    try:
        with transaction.atomic():
            locked.save(update_fields=[*changed, "ended_on"])
    except IntegrityError as twice:
        raise GroupKnown(name=plan.name_fi) from twice
    if handed_on := {name: getattr(locked, name) for name in _HANDED_ON if name in changed}:
        ahead = locked.sessions.filter(state=Activity.State.PLANNED, starts_at__gt=clock.now())
        ahead.update(**handed_on)
    trail.record("group.changed", by=by, subject_kind="group", subject_uuid=locked.uuid, fields=changed)
    return locked


@transaction.atomic(durable=True)
def add_weekly(*, group: Group, from_on: date, until_on: date, by: Actor, late_reason: str = "") -> Times:
    """Put the group's times in the calendar, each week from a day to a day.

    With a reason in closed months too. Times that are there already stay as they are. Raises MeetsNoDay,
    NoTimes, TooManyTimes, MonthClosed, or what `walltime.instant` raises in a night of change.
    """
    if group.weekday is None or group.start_minute is None:
        raise MeetsNoDay
    first = from_on + timedelta(days=(group.weekday - from_on.weekday()) % 7)
    count = max(0, (until_on - first).days // 7 + 1)
    if not count:
        raise NoTimes(weekday=str(WEEKDAYS[group.weekday]).lower())
    if count > MOST_AT_ONCE:
        raise TooManyTimes(count=count, most=MOST_AT_ONCE)
    days = [first + timedelta(weeks=week) for week in range(count)]
    return add_times(group=group, days=days, by=by, late_reason=late_reason)


@transaction.atomic
def add_times(
    *,
    group: Group,
    days: Sequence[date],
    by: Actor,
    start_minute: int | None = None,
    late_reason: str = "",
) -> Times:
    """Put times on these days, at the group's hour or another one. Part of larger verbs too.

    Raises MeetsNoDay, MonthClosed, or what `walltime.instant` raises in a night of change.
    """
    at = group.start_minute if start_minute is None else start_minute
    if at is None:
        raise MeetsNoDay
    zone, clock_time = months.zone(), time(at // 60, at % 60)
    starts = [walltime.instant(day=day, at=clock_time, zone=zone) for day in days]
    known = set(group.sessions.filter(starts_at__in=starts).values_list("starts_at", flat=True))
    now = clock.now()
    rows = [
        Activity(
            kind=Activity.Kind.GROUP_SESSION,
            group=group,
            starts_at=start,
            ends_at=start + timedelta(minutes=group.minutes),
            local_date=day,
            first_month=split.month_of(day),
            created_at=now,
            **{name: getattr(group, name) for name in _HANDED_ON},
        )
        for start, day in zip(starts, days, strict=True)
        if start not in known
    ]
    if rows:
        closed = hold_or_late(first_days=[row.first_month for row in rows], reason=late_reason)
        for row in rows:
            row.late_reason = late_reason.strip()[:REASON] if row.first_month in closed else ""
        Activity.objects.bulk_create(rows)
        trail.record("group.times", by=by, subject_kind="group", subject_uuid=group.uuid, times=len(rows))
    return Times(made=len(rows), known=len(days) - len(rows))


def _values(plan: GroupPlan) -> dict[str, Any]:
    return vars(plan) | {"life_course": list(plan.life_course), "target_groups": list(plan.target_groups)}
