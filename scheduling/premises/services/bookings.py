"""Who has what when: booked, once or week by week, changed, confirmed, called off."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from scheduling.activities.errors import EndsBeforeStart
from scheduling.activities.services.closing import REASON, hold_months, hold_or_late
from scheduling.hours import split, walltime
from scheduling.hours.services import months
from scheduling.premises import locks, selectors, states, words
from scheduling.premises.errors import (
    DaysTaken,
    NothingToBook,
    NotInUse,
    Taken,
    TooLong,
    TooManyWeeks,
)
from scheduling.premises.models import Booking, Equipment, Space
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import GrantTarget, Organisation
from web import formats

MOST_AT_ONCE = 60
LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class BookingPlan:
    """What a booking is to be. Without an organisation it is for the association itself.

    `own` says that its people are counted at a group or an event of our own.
    """

    purpose: str
    starts_at: datetime
    ends_at: datetime
    space: Space | None = None
    equipment: Equipment | None = None
    organisation: Organisation | None = None
    grant_target: GrantTarget | None = None
    expected: int | None = None
    own: bool = False
    is_public: bool = False


@dataclass(frozen=True)
class Booked:
    """What booking many did, and the days that were left out since something was taken."""

    made: list[Booking]
    left_out: list[date] = field(default_factory=list)


def plan_of(*, booking: Booking) -> BookingPlan:
    """What a booking is now."""
    return BookingPlan(**{each.name: getattr(booking, each.name) for each in fields(BookingPlan)})


@transaction.atomic
def book(
    *, plan: BookingPlan, by: Actor, asked: bool = False, late_reason: str = "", key: UUID | None = None
) -> Booking:
    """Book something, or note that somebody asks for it, which keeps nobody else out.

    With a reason what was booked in a closed month is noted there, to be told. `key` is the sender's own
    mark, and becomes the booking's identifier: the same one comes twice and books once. Raises NothingToBook,
    EndsBeforeStart, TooLong, NotInUse, Taken or MonthClosed.
    """
    values = _values(plan)
    locks.lock_spaces([plan.space])
    locks.lock_equipment([plan.equipment])
    if key is not None and (known := Booking.objects.filter(uuid=key).first()):
        return known
    if not asked:
        require_free(wanted=plan)
    if hold_or_late(first_days=[values["first_month"]], reason="" if asked else late_reason):
        values["late_reason"] = late_reason.strip()[:REASON]
    state = Booking.State.REQUESTED if asked else Booking.State.BOOKED
    values |= {"state": state, "created_at": clock.now()}
    made, is_new = Booking.objects.get_or_create(uuid=key or uuid4(), defaults=values)
    if not is_new:  # the same key came at the same moment, of something else
        return made
    trail.record("booking.added", by=by, subject_kind="booking", subject_uuid=made.uuid, state=str(state))
    return made


@transaction.atomic
def book_many(
    *, plans: Sequence[BookingPlan], by: Actor, leave_out: bool = False, series: UUID | None = None
) -> Booked:
    """Book all of these, or, where the caller says so, those of them for which everything is free.

    Raises what `book` raises, and DaysTaken in the place of Taken.
    """
    rows = [(plan, _values(plan)) for plan in plans]
    locks.lock_spaces(plan.space for plan in plans)
    locks.lock_equipment(plan.equipment for plan in plans)
    fitting, left_out = _fitting(rows)
    if left_out and not leave_out:
        raise DaysTaken(
            what=words.what(left_out[0][0]),
            days=", ".join(formats.day(values["local_date"], year=True) for _plan, values in left_out),
        )
    hold_months(first_days=[values["first_month"] for values in fitting])
    at = clock.now()
    made = Booking.objects.bulk_create(Booking(created_at=at, series=series, **values) for values in fitting)
    if made:
        trail.record("bookings.added", by=by, subject_kind="booking", rows=len(made))
    return Booked(made=made, left_out=[values["local_date"] for _plan, values in left_out])


@transaction.atomic
def book_weekly(*, plan: BookingPlan, until_on: date, by: Actor, leave_out: bool = False) -> Booked:
    """Book the same each week, at the same time of the clock, up to a day.

    Raises TooManyWeeks, what `walltime.instant` raises in a night of change, or what `book_many` raises.
    """
    zone = months.zone()
    starts, ends = plan.starts_at.astimezone(zone), plan.ends_at.astimezone(zone)
    count = max(1, (until_on - starts.date()).days // 7 + 1)
    if count > MOST_AT_ONCE:
        raise TooManyWeeks(count=count, most=MOST_AT_ONCE)

    def shown(local: datetime, weeks: int) -> datetime:
        day = local.date() + timedelta(weeks=weeks)
        return walltime.instant(day=day, at=time(local.hour, local.minute), zone=zone)

    plans = [
        BookingPlan(**vars(plan) | {"starts_at": shown(starts, week), "ends_at": shown(ends, week)})
        for week in range(count)
    ]
    return book_many(plans=plans, by=by, leave_out=leave_out, series=uuid4())


@transaction.atomic
def change(*, booking: Booking, plan: BookingPlan, by: Actor) -> Booking:
    """Change a booking, also one that was held, as long as its month is open and the new one is.

    Raises what `book` raises.
    """
    values = _values(plan, before=booking)
    locks.lock_spaces([booking.space, plan.space])
    locks.lock_equipment([booking.equipment, plan.equipment])
    (locked,) = locks.lock_bookings([booking.pk])
    if locked.state in Booking.KEEPING:
        require_free(wanted=plan, but=locked)
    hold_months(first_days=[locked.first_month, values["first_month"]])
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=changed)
        trail.record(
            "booking.changed", by=by, subject_kind="booking", subject_uuid=locked.uuid, fields=changed
        )
    return locked


@transaction.atomic
def confirm(*, booking: Booking, by: Actor) -> Booking:
    """Give what was asked for, or book again what was called off. Raises Taken, NotFromHere, MonthClosed."""
    (locked,) = locks.lock_bookings([booking.pk])
    if locked.state == Booking.State.BOOKED:
        return locked
    states.move(locked, to=Booking.State.BOOKED)
    require_free(wanted=locked, but=locked)
    return _save(locked, by)


@transaction.atomic
def call_off(*, booking: Booking, by: Actor, following: bool = False) -> int:
    """Call a booking off, alone or with all later ones of its row of weeks. Returns how many.

    Raises NotFromHere or MonthClosed.
    """
    ahead = Q(pk=booking.pk)
    if following and booking.series:
        still = (Booking.State.REQUESTED, Booking.State.BOOKED)
        ahead |= Q(series=booking.series, starts_at__gt=booking.starts_at, state__in=still)
    locked = locks.lock_bookings(Booking.objects.filter(ahead).values_list("pk", flat=True))
    called_off = [each for each in locked if each.state != Booking.State.CANCELLED]
    for each in called_off:
        states.move(each, to=Booking.State.CANCELLED)
        _save(each, by)
    return len(called_off)


def _save(booking: Booking, by: Actor) -> Booking:
    hold_months(first_days=[booking.first_month])
    booking.save(update_fields=["state", "attendance", "method", "basis"])
    trail.record(
        "booking.moved", by=by, subject_kind="booking", subject_uuid=booking.uuid, state=str(booking.state)
    )
    return booking


def _values(plan: BookingPlan, *, before: Booking | None = None) -> dict[str, Any]:
    if plan.space is None and plan.equipment is None:
        raise NothingToBook
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeStart
    if plan.ends_at - plan.starts_at > LONGEST:
        raise TooLong(days=LONGEST.days)
    had = (before.space, before.equipment) if before is not None else ()
    for thing in (plan.space, plan.equipment):
        if thing is not None and not thing.is_active and thing not in had:
            raise NotInUse(what=thing.name)
    day = plan.starts_at.astimezone(months.zone()).date()
    return vars(plan) | {"local_date": day, "first_month": split.month_of(day)}


def require_free(*, wanted: BookingPlan | Booking, but: Booking | None = None) -> None:
    """Say who has it, and what is free on that day. Raises Taken."""
    for thing in (wanted.space, wanted.equipment):
        if thing is None:
            continue
        rows = selectors.keeping(thing, since=wanted.starts_at, until=wanted.ends_at)
        if but is not None:
            rows = rows.exclude(pk=but.pk)
        if clash := rows.select_related("organisation").first():
            day = wanted.starts_at.astimezone(months.zone()).date()
            raise Taken(
                what=thing.name,
                when=formats.when(clash.starts_at, clash.ends_at),
                who=words.whose(clash),
                free=words.free_on(thing, day, but=but),
            )


Row = tuple[BookingPlan, dict[str, Any]]


def _fitting(rows: Sequence[Row]) -> tuple[list[dict[str, Any]], list[Row]]:
    """Those for which all is free, also of the ones before them; and the others."""
    since = min((plan.starts_at for plan, _values in rows), default=clock.now())
    until = max((plan.ends_at for plan, _values in rows), default=clock.now())
    taken: dict[Space | Equipment, list[tuple[datetime, datetime]]] = {}
    for thing in {thing for plan, _values in rows for thing in (plan.space, plan.equipment) if thing}:
        known = selectors.keeping(thing, since=since, until=until)
        taken[thing] = list(known.values_list("starts_at", "ends_at"))
    fitting: list[dict[str, Any]] = []
    left_out: list[Row] = []
    for plan, values in rows:
        wanted = [taken[thing] for thing in (plan.space, plan.equipment) if thing]
        if any(starts < plan.ends_at and plan.starts_at < ends for each in wanted for starts, ends in each):
            left_out.append((plan, values))
            continue
        for each in wanted:
            each.append((plan.starts_at, plan.ends_at))
        fitting.append(values)
    return fitting, left_out
