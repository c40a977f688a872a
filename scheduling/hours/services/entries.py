"""What all ways of recording hours share: the shape of an entry, and the look for others at its time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from uuid import UUID

from scheduling.hours import split
from scheduling.hours.errors import EndsBeforeStart, RoleRequired, TimesOverlap
from scheduling.hours.models import HEADLINE, HoursEntry, Kind, Method
from volunteers.register.models import GrantTarget, Person, VolunteerRole
from web import formats


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One person's stretch of time that is to be recorded. Instants are aware and on whole minutes."""

    person: Person
    role: VolunteerRole | None
    starts_at: datetime
    ends_at: datetime
    kind: str = Kind.TASK
    method: str = Method.REGISTERED
    subject_kind: str = ""
    subject_uuid: UUID | None = None
    # Who pays for it in the place of the one that pays for its role.
    grant_target: GrantTarget | None = None


def check_shape(*, new: NewEntry) -> None:
    """Refuse what no row can hold. Raises EndsBeforeStart or RoleRequired, ValueError for our own faults."""
    for instant in (new.starts_at, new.ends_at):
        if instant.tzinfo is None or instant.second or instant.microsecond:
            raise ValueError("Hours are recorded in whole minutes of aware instants.")
    if new.ends_at <= new.starts_at:
        raise EndsBeforeStart
    if new.role is None and new.kind in HEADLINE:
        raise RoleRequired


def row_of(
    *, new: NewEntry, zone: tzinfo, state: str, source: str, at: datetime, approved_by: str = ""
) -> HoursEntry:
    """The row of a checked entry, not saved yet."""
    months = split.months_touched(new.starts_at, new.ends_at, zone)
    return HoursEntry(
        person=new.person,
        role=new.role,
        grant_target_id=paid_by(role=new.role, grant_target=new.grant_target),
        kind=new.kind,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        minutes=split.minutes_between(new.starts_at, new.ends_at),
        first_month=months[0],
        last_month=months[-1],
        state=state,
        source=source,
        method=new.method,
        subject_kind=new.subject_kind,
        subject_uuid=new.subject_uuid,
        approved_at=at if state == HoursEntry.State.APPROVED else None,
        approved_by=approved_by if state == HoursEntry.State.APPROVED else "",
        created_at=at,
    )


def paid_by(*, role: VolunteerRole | None, grant_target: GrantTarget | None = None) -> int | None:
    """The key of the grant target that hours are written down under: what is said, or else the role's now."""
    if grant_target is not None:
        return grant_target.pk
    return role.grant_target_id if role is not None else None


def months_of(*, rows: Iterable[HoursEntry]) -> list[date]:
    """First days of all months in which these rows pass."""
    months: set[date] = set()
    for row in rows:
        month = row.first_month
        while month <= row.last_month:
            months.add(month)
            month = split.after(month)
    return sorted(months)


def refuse_overlap(
    *, person: Person, starts_at: datetime, ends_at: datetime, but: HoursEntry | None = None
) -> None:
    """Look for other hours of a locked person at this time. Raises TimesOverlap."""
    others = HoursEntry.objects.filter(person=person, starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = others.exclude(state=HoursEntry.State.REVERSED)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if other := others.order_by("starts_at").first():
        raise overlap_with(person=person, starts_at=other.starts_at, ends_at=other.ends_at)


def refuse_overlap_within(*, entries: Sequence[NewEntry]) -> None:
    """Look for two of these at one time of one person. Raises TimesOverlap."""
    last: NewEntry | None = None
    for new in sorted(entries, key=lambda each: (each.person.pk, each.starts_at)):
        if last is not None and last.person.pk == new.person.pk and new.starts_at < last.ends_at:
            raise overlap_with(person=new.person, starts_at=last.starts_at, ends_at=last.ends_at)
        last = new


def overlap_with(*, person: Person, starts_at: datetime, ends_at: datetime) -> TimesOverlap:
    """The refusal that names the time in the way."""
    return TimesOverlap(name=person.name, when=formats.when(starts_at, ends_at, year=True))
