"""Making shifts that repeat: all of them ahead, in a handful of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from scheduling.shifts import locks, plans, states
from scheduling.shifts.errors import series as errors
from scheduling.shifts.models import Series, SeriesTime, Shift, Slot
from scheduling.shifts.plans import Plan, ShiftPlan, said_of
from scheduling.shifts.series import public_holidays, repeating
from scheduling.shifts.series.repeating import Dates, Occurrence, Rule, Time
from scheduling.shifts.services import inviting, standing
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

SERIES = "series"


def dates(*, rule: Rule, since: date | None = None) -> Dates:
    """The shifts ahead that a rule makes, and what it leaves out, on the clocks of the association.

    From the day `since` on if it is given.

    Raises a SeriesRefusal.
    """
    repeating.require_sound(rule, since=since)
    return repeating.dates(
        rule,
        zone=timezone.get_current_timezone(),
        holidays=public_holidays.named(range(rule.from_on.year, rule.until_on.year + 1)),
        now=clock.now(),
        since=since,
    )


def new_dates(*, rule: Rule) -> Dates:
    """What `dates` gives for a series that begins. Raises SeriesStartsInThePast too."""
    if rule.from_on < timezone.localtime(clock.now()).date():
        raise errors.SeriesStartsInThePast
    return dates(rule=rule)


@transaction.atomic(durable=True)
def make_series(*, plan: ShiftPlan, rule: Rule, publish: bool, by: Actor) -> Series:
    """Make all shifts of a rule, as drafts or published at once.

    `plan` says what each of them is; the times are the rule's. Raises what `new_dates` raises, or NoPlaces.
    """
    found = new_dates(rule=rule)
    first = found.occurrences[0]
    plans.require_sound(replace(plan, starts_at=first.starts_at, ends_at=first.ends_at))
    series = Series.objects.create(**content(plan=plan), **fields_of(rule=rule), created_at=clock.now())
    Slot.objects.bulk_create(plan.slot_rows(series=series))
    times = SeriesTime.objects.bulk_create(
        SeriesTime(series=series, start_minute=at.start_minute, minutes=at.minutes) for at in rule.times
    )
    made = make_shifts(
        series=series, times=times, occurrences=found.occurrences, plan=plan, publish=publish, by=by
    )
    trail.record("series.made", by=by, subject_kind=SERIES, subject_uuid=series.uuid, shifts=len(made))
    return series


def going_on(*, series: Series, until_on: date) -> Dates:
    """The shifts that a series gets if it goes on until a day. Raises a SeriesRefusal."""
    rule = replace(rule_of(series=series), until_on=until_on)
    found = dates(rule=rule, since=series.until_on + timedelta(days=1))
    numbers = {at.pk: index for index, at in enumerate(series.times.all())}
    there = Shift.objects.filter(series=series, series_day__gt=series.until_on)
    known = {(day, numbers[at]) for day, at in there.values_list("series_day", "series_time") if at}
    return replace(found, occurrences=[one for one in found.occurrences if (one.day, one.time) not in known])


@transaction.atomic(durable=True)
def continue_series(*, series: Series, until_on: date, publish: bool, by: Actor) -> int:
    """Let a series go on until a day, as it is. Returns how many shifts were made; twice makes none more.

    Who has a standing place has it on the new dates too, and who is invited to the last one of a time is
    invited to the new ones.

    Raises what `going_on` raises, TooManyInvited, or Busy.
    """
    series = locks.series(series)
    if until_on <= series.until_on:
        return 0
    found = going_on(series=series, until_on=until_on)
    invited_to = last_of_each_time(series=series)
    made = make_shifts(
        series=series,
        times=list(series.times.all()),
        occurrences=found.occurrences,
        plan=Plan(**said_of(series)),
        publish=publish,
        by=by,
    )
    standing.fill_new(shifts=made)
    invite_after(last=invited_to, shifts=made, by=by)
    series.until_on = until_on
    series.save(update_fields=["until_on"])
    trail.record(
        "series.continued",
        by=by,
        subject_kind=SERIES,
        subject_uuid=series.uuid,
        until=until_on.isoformat(),
        shifts=len(made),
    )
    return len(made)


def last_of_each_time(*, series: Series) -> dict[int | None, int]:
    """The last shift of a series that takes place, by its time; the keys of both."""
    held = Shift.objects.filter(series=series).exclude(state=Shift.State.CANCELLED)
    return dict(held.order_by("starts_at", "pk").values_list("series_time", "pk"))


@transaction.atomic
def invite_after(*, last: Mapping[int | None, int], shifts: Iterable[Shift], by: Actor) -> None:
    """Invite to new shifts of a series who is invited to the last one of their time. A step of its verbs."""
    pairs = [(last[shift.series_time_id], shift) for shift in shifts if shift.series_time_id in last]
    inviting.take_along(shifts=pairs, by=by)


@transaction.atomic
def make_shifts(
    *,
    series: Series,
    times: Sequence[SeriesTime],
    occurrences: Iterable[Occurrence],
    plan: Plan,
    publish: bool,
    by: Actor,
) -> list[Shift]:
    """Make these shifts of a series; `times` are in the order of its rule's. A step of its verbs."""
    what, now = content(plan=plan), clock.now()
    made = Shift.objects.bulk_create(
        Shift(
            **what,
            series=series,
            series_time=times[one.time],
            series_day=one.day,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            state=Shift.State.PUBLISHED if publish else Shift.State.DRAFT,
            created_at=now,
        )
        for one in occurrences
    )
    Slot.objects.bulk_create(slot for shift in made for slot in plan.slot_rows(shift=shift))
    for verb in ("shift.made", "shift.published") if publish else ("shift.made",):
        trail.record_each(verb, by=by, subject_kind=states.SHIFT, subjects=[shift.uuid for shift in made])
    return made


def content(*, plan: Plan) -> dict[str, Any]:
    """What a plan says of a shift besides when it is: what it has in common with a series."""
    return {name: value for name, value in plan.columns().items() if name not in {"starts_at", "ends_at"}}


def fields_of(*, rule: Rule) -> dict[str, Any]:
    """A rule as a series keeps it, but for its times."""
    return {
        "frequency": Series.Frequency.MONTHLY if rule.nth else Series.Frequency.WEEKLY,
        "every": rule.every,
        "weekdays": list(rule.weekdays),
        "nth": rule.nth,
        "from_on": rule.from_on,
        "until_on": rule.until_on,
        "holidays": Series.Holidays.KEEP if rule.holidays else Series.Holidays.SKIP,
    }


def rule_of(*, series: Series) -> Rule:
    """The rule that a series keeps, with its times in their order."""
    return Rule(
        weekdays=tuple(series.weekdays),
        times=tuple(Time(at.start_minute, at.minutes) for at in series.times.all()),
        from_on=series.from_on,
        until_on=series.until_on,
        every=series.every,
        nth=series.nth,
        holidays=series.holidays == Series.Holidays.KEEP,
    )
