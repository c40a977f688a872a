"""Hours that volunteers write down themselves."""

from datetime import date, datetime, timedelta

from django.db import transaction

from scheduling.hours import locks, split, states
from scheduling.hours.errors import EndsBeforeStart, NotYet, NotYours, TooLong, TooOld
from scheduling.hours.models import HoursEntry, Kind
from scheduling.hours.services import entries as shape, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import placements
from web import formats

State = HoursEntry.State
LONGEST = timedelta(hours=24)
TIMES = ("starts_at", "ends_at", "minutes", "first_month", "last_month")


@transaction.atomic(durable=True)
def submit_own(
    *,
    person: Person,
    role: VolunteerRole | None,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    kind: str = Kind.TASK,
) -> HoursEntry:
    """Write down one's own hours; a coordinator approves them.

    Hours of a shift that wait already take these times, and stay one entry. A coordinator may do it on the
    person's behalf. Raises EndsBeforeStart, RoleRequired, TooLong, NotYet, TooOld, MonthClosed, TimesOverlap,
    or PlacementOnly for somebody who is no volunteer.
    """
    new = NewEntry(person, role, starts_at, ends_at, kind)
    _check(new)
    locks.lock_people([person])
    placements.refuse_hours(person=person)
    if known := _of_a_shift(new):
        return _join(known, new, by)
    row = shape.row_of(
        new=new, zone=months.zone(), state=State.SUBMITTED, source=HoursEntry.Source.SELF, at=clock.now()
    )
    months.open_for_writing(first_days=shape.months_of(rows=[row]))
    shape.refuse_overlap(person=person, starts_at=starts_at, ends_at=ends_at)
    row.save()
    on_behalf = by.user is not None and by.user != person.user_uuid
    trail.record(
        "hours.submitted",
        by=by,
        subject_kind="hours",
        subject_uuid=row.uuid,
        minutes=row.minutes,
        **({"on_behalf": True} if on_behalf else {}),
    )
    return row


def _of_a_shift(new: NewEntry) -> HoursEntry | None:
    """The waiting hours of a shift that these times are about: of the same role and kind, then."""
    rows = HoursEntry.objects.filter(
        person=new.person,
        role=new.role,
        kind=new.kind,
        source=HoursEntry.Source.SHIFT,
        state__in=(State.SUBMITTED, State.RETURNED),
        starts_at__lt=new.ends_at,
        ends_at__gt=new.starts_at,
    )
    return rows.order_by("starts_at").first()


def _join(known: HoursEntry, new: NewEntry, by: Actor) -> HoursEntry:
    """Give hours of a shift the times that the person says."""
    row = shape.row_of(
        new=new, zone=months.zone(), state=State.SUBMITTED, source=known.source, at=clock.now()
    )
    months.open_for_writing(first_days=shape.months_of(rows=[row, known]))
    locked = HoursEntry.objects.select_for_update().get(pk=known.pk)
    shape.refuse_overlap(person=new.person, starts_at=new.starts_at, ends_at=new.ends_at, but=locked)
    for name in TIMES:
        setattr(locked, name, getattr(row, name))
    locked.save(update_fields=TIMES)
    if locked.state != State.SUBMITTED:
        # Approved meanwhile: then it leads nowhere, and says so.
        states.move(locked, to=State.SUBMITTED, return_reason="")
    trail.record(
        "hours.corrected", by=by, subject_kind="hours", subject_uuid=locked.uuid, minutes=row.minutes
    )
    return locked


@transaction.atomic(durable=True)
def correct_own(
    *,
    entry: HoursEntry,
    person: Person,
    role: VolunteerRole | None,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    kind: str = Kind.TASK,
) -> HoursEntry:
    """Change hours of one's own that wait or came back, and hand them in again.

    Raises what `submit_own` raises, NotYours, and NotFromHere for approved hours.
    """
    new = NewEntry(person, role, starts_at, ends_at, kind)
    _check(new)
    locks.lock_people([person])
    before = _own(entry, person)
    row = shape.row_of(
        new=new, zone=months.zone(), state=State.SUBMITTED, source=HoursEntry.Source.SELF, at=clock.now()
    )
    months.open_for_writing(first_days=shape.months_of(rows=[row, before]))
    locked = _own(entry, person, lock=True)
    shape.refuse_overlap(person=person, starts_at=starts_at, ends_at=ends_at, but=locked)
    if locked.role == role:
        row.grant_target_id = locked.grant_target_id
    changed = ("role", "grant_target", "kind", *TIMES)
    for name in changed:
        setattr(locked, name, getattr(row, name))
    locked.save(update_fields=changed)
    if locked.state == State.RETURNED:
        states.move(locked, to=State.SUBMITTED, return_reason="")
    trail.record(
        "hours.corrected", by=by, subject_kind="hours", subject_uuid=locked.uuid, minutes=row.minutes
    )
    return locked


@transaction.atomic(durable=True)
def withdraw_own(*, entry: HoursEntry, person: Person, by: Actor) -> None:
    """Take back hours of one's own that nobody has approved. Raises NotYours or MonthClosed."""
    locks.lock_people([person])
    months.open_for_writing(first_days=shape.months_of(rows=[_own(entry, person)]))
    _own(entry, person, lock=True).delete()
    trail.record("hours.withdrawn", by=by, subject_kind="hours", subject_uuid=entry.uuid)


def oldest_day(*, today: date) -> date:
    """The first day that may still be written down by oneself: the first of January of last year."""
    return date(today.year - 1, 1, 1)


def _own(entry: HoursEntry, person: Person, *, lock: bool = False) -> HoursEntry:
    """The entry as it is now, if it is the person's to change and nobody has approved it."""
    rows = HoursEntry.objects.filter(pk=entry.pk, person=person, source__in=HoursEntry.THEIRS)
    if lock:
        rows = rows.select_for_update()
    found = rows.exclude(state=State.APPROVED).first()
    if found is None:
        raise NotYours
    return found


def check_passed(*, new: NewEntry) -> None:
    """Refuse what nobody can have done by now. Raises what `check_shape` raises, TooLong or NotYet."""
    shape.check_shape(new=new)
    check_times(starts_at=new.starts_at, ends_at=new.ends_at)


def check_times(*, starts_at: datetime, ends_at: datetime) -> None:
    """Refuse times in which nobody can have done anything by now. Raises EndsBeforeStart, TooLong, NotYet."""
    if ends_at <= starts_at:
        raise EndsBeforeStart
    if ends_at - starts_at > LONGEST:
        raise TooLong(hours=int(LONGEST / timedelta(hours=1)))
    if ends_at > clock.now():
        raise NotYet


def _check(new: NewEntry) -> None:
    check_passed(new=new)
    check_age(starts_at=new.starts_at)


def check_age(*, starts_at: datetime) -> None:
    """Refuse what is too long ago for anybody but a coordinator. Raises TooOld."""
    oldest = oldest_day(today=clock.today(current_association()))
    if starts_at < split.starts(oldest, months.zone()):
        raise TooOld(day=formats.day(oldest, year=True))
