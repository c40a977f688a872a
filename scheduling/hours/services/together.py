"""What several people did together, written down by whoever led it: by name, and as heads without names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.db import IntegrityError, transaction

from scheduling.hours import locks, split
from scheduling.hours.errors import (
    BasisRequired,
    NobodyThere,
    NotForAll,
    NotForLeaders,
    OnlyVolunteering,
)
from scheduling.hours.models import HEADLINE, HoursEntry, HoursTally, Kind, Method
from scheduling.hours.services import batch, entries as shape, months, own
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.person_errors import PlacementOnly
from volunteers.register.services import placements
from web import formats
from web.errors import DomainError

SUBJECT = "together"
# These are not counted one by one: whoever reads the figure wants to know how it came about.
NEEDS_BASIS = (Method.SAMPLE, Method.ESTIMATED)
Ends = Mapping[Person, datetime]
LIKE_ALL: Ends = MappingProxyType({})


@dataclass(frozen=True)
class Together:
    """What was done. `key` is that of one sending: the same one comes twice and counts once."""

    role: VolunteerRole
    starts_at: datetime
    ends_at: datetime
    key: UUID
    kind: str = Kind.TASK


@dataclass(frozen=True)
class Heads:
    """How many more there were whose names nobody wrote down, and how that is known."""

    number: int = 0
    method: str = Method.COUNTED
    basis: str = ""


@dataclass(frozen=True)
class Written:
    """How many people got hours, how many others were counted, and the minutes of all; 0 the second time."""

    people: int
    heads: int
    minutes: int


@dataclass(frozen=True)
class Counted:
    """People without names and the minutes of all of them, of all months."""

    heads: int
    minutes: int


@transaction.atomic(durable=True)
def record_together(
    *,
    done: Together,
    people: Sequence[Person],
    heads: Heads,
    by: Actor,
    ends_of: Ends = LIKE_ALL,
    approve: bool = True,
) -> Written:
    """Write down what these people did together, and how many others there were.

    `ends_of` says of single people that they ended at another time than the others. It counts at once, or
    waits for approval without `approve`: then nothing is said of other roles. All or nothing. Raises
    NobodyThere, EndsBeforeStart, TooLong, NotYet, MonthClosed, OnlyVolunteering, BasisRequired, TooOld
    without `approve`, or NotForAll, which says of each person what stands in the way.
    """
    if not people and not heads.number:
        raise NobodyThere
    own.check_times(starts_at=done.starts_at, ends_at=done.ends_at)
    if not approve:
        own.check_age(starts_at=done.starts_at)
    _check_heads(done, heads)
    locks.lock_people(people)
    until = {person: ends_of.get(person, done.ends_at) for person in people}
    _refuse_those_in_the_way(done, until, tells_all=approve)
    recorded = batch.write(
        entries=[
            NewEntry(
                person,
                done.role,
                done.starts_at,
                ends_at,
                done.kind,
                subject_kind=SUBJECT,
                subject_uuid=done.key,
            )
            for person, ends_at in until.items()
        ],
        by=by,
        approve=approve,
    )
    counted = _count(done, heads, by, approve=approve) if heads.number else None
    return Written(
        people=recorded.created,
        heads=counted.heads if counted else 0,
        minutes=recorded.minutes + (counted.minutes if counted else 0),
    )


def _check_heads(done: Together, heads: Heads) -> None:
    if heads.number and done.kind not in HEADLINE:
        raise OnlyVolunteering
    if heads.number and heads.method in NEEDS_BASIS and not heads.basis.strip():
        raise BasisRequired


def _refuse_those_in_the_way(done: Together, until: Ends, *, tells_all: bool) -> None:
    """Say at once of all who cannot have done it. What this very sending wrote stands in nobody's way.

    Without `tells_all`, times are told of this role only: another one may be discreet, and so is why somebody
    is here.
    """
    problems: dict[UUID, str] = {}
    for person, ends_at in until.items():
        try:
            own.check_times(starts_at=done.starts_at, ends_at=ends_at)
        except DomainError as refusal:
            problems[person.uuid] = f"{person.name}: {refusal}"
    for person in placements.only_placed(people=list(until)):
        refused = PlacementOnly if tells_all else NotForLeaders
        problems[person.uuid] = str(refused(name=person.name))
    others = (
        HoursEntry.objects.filter(
            person__in=until,
            starts_at__lt=max(until.values(), default=done.ends_at),
            ends_at__gt=done.starts_at,
        )
        .exclude(state=HoursEntry.State.REVERSED)
        .exclude(subject_kind=SUBJECT, subject_uuid=done.key)
    )
    for other in others.select_related("person").order_by("-starts_at"):
        if other.starts_at >= until[other.person]:
            continue
        told: DomainError = NotForLeaders(name=other.person.name)
        if tells_all or other.role_id == done.role.pk:
            told = shape.overlap_with(person=other.person, starts_at=other.starts_at, ends_at=other.ends_at)
        problems[other.person.uuid] = str(told)
    if problems:
        raise NotForAll(problems=problems)


def _count(done: Together, heads: Heads, by: Actor, *, approve: bool) -> Counted | None:
    """Count those without names, once for each sending.

    Each month gets the minutes that pass in it, and the first one the heads: nobody is counted twice.
    """
    parts = split.split(done.starts_at, done.ends_at, months.zone())
    months.open_for_writing(first_days=parts)
    own_key = f"{SUBJECT}:{done.key}"
    if HoursTally.objects.filter(external_id=own_key, state=HoursTally.State.REVERSED).exists():
        return None  # sent once, and corrected since
    state = HoursTally.State.APPROVED if approve else HoursTally.State.SUBMITTED
    first, *later = tallies_of(done=done, heads=heads, key=own_key, parts=parts, state=state)
    try:
        with transaction.atomic():
            first.save()
    except IntegrityError:
        if not HoursTally.objects.filter(external_id=own_key).exists():
            raise
        return None  # sent once
    HoursTally.objects.bulk_create(later)
    if approve:
        trail.record("hours.counted", by=by, subject_kind="hours", subject_uuid=first.uuid, heads=first.heads)
        months.mark_changed(first_days=parts)
    else:
        written = {each.uuid: {"heads": each.heads, "minutes": each.minutes} for each in (first, *later)}
        trail.record_each("heads.submitted", by=by, subject_kind="hours", subjects=written)
    return Counted(heads=first.heads, minutes=sum(each.minutes for each in (first, *later)))


def tallies_of(
    *,
    done: Together,
    heads: Heads,
    key: str,
    parts: Mapping[date, int],
    state: str = HoursTally.State.APPROVED,
) -> Iterable[HoursTally]:
    """A tally for each month, not saved; the second one has the minutes and counts nobody again."""
    zone = months.zone()
    began = split.month_at(done.starts_at, zone)
    for month, minutes in parts.items():
        starts_at = max(done.starts_at, split.starts(month, zone))
        yield HoursTally(
            external_id=key,
            role=done.role,
            grant_target_id=shape.paid_by(role=done.role),
            label=formats.when(done.starts_at, done.ends_at, year=True)[:200],
            local_date=starts_at.astimezone(zone).date(),
            starts_at=starts_at,
            heads=heads.number if month == began else 0,
            heads_before=0 if month == began else heads.number,
            minutes=heads.number * minutes,
            first_month=month,
            last_month=month,
            method=heads.method,
            basis=heads.basis.strip()[:200],
            state=state,
            created_at=clock.now(),
        )
