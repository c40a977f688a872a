"""Making shifts that repeat: all of them ahead, in a handful of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from scheduling.shifts import plans, public_holidays, repeating, series_errors as errors, states
from scheduling.shifts.models import Series, SeriesTime, Shift, Slot
from scheduling.shifts.plans import ShiftPlan
from scheduling.shifts.repeating import Dates, Occurrence, Rule, Time
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

SERIES = "series"


def dates(*, rule: Rule) -> Dates:
    """The shifts ahead that a rule makes, and what it leaves out, on the clocks of the association.

    Raises a SeriesRefusal.
    """
    repeating.require_sound(rule)
    return repeating.dates(
        rule,
        zone=timezone.get_current_timezone(),
        holidays=public_holidays.named(range(rule.from_on.year, rule.until_on.year + 1)),
        now=clock.now(),
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
    series = Series.objects.create(**content(plan), **fields_of(rule), created_at=clock.now())
    Slot.objects.bulk_create(plan.slot_rows(series=series))
    times = SeriesTime.objects.bulk_create(
        SeriesTime(series=series, start_minute=at.start_minute, minutes=at.minutes) for at in rule.times
    )
    made = make_shifts(
        series=series, times=times, occurrences=found.occurrences, plan=plan, publish=publish, by=by
    )
    trail.record("series.made", by=by, subject_kind=SERIES, subject_uuid=series.uuid, shifts=len(made))
    return series


@transaction.atomic
def make_shifts(
    *,
    series: Series,
    times: Sequence[SeriesTime],
    occurrences: Iterable[Occurrence],
    plan: ShiftPlan,
    publish: bool,
    by: Actor,
) -> list[Shift]:
    """Make these shifts of a series; `times` are in the order of its rule's. A step of its verbs."""
    what, now = content(plan), clock.now()
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


def content(plan: ShiftPlan) -> dict[str, Any]:
    """What a plan says of a shift besides when it is: what it has in common with a series."""
    return {
        name: getattr(plan, name)
        for name in plan.__dataclass_fields__
        if name not in {"starts_at", "ends_at", "slots"}
    }


def fields_of(rule: Rule) -> dict[str, Any]:
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


def rule_of(series: Series, times: Iterable[SeriesTime]) -> Rule:
    """The rule that a series keeps, with its times in their order."""
    return Rule(
        weekdays=tuple(series.weekdays),
        times=tuple(Time(at.start_minute, at.minutes) for at in times),
        from_on=series.from_on,
        until_on=series.until_on,
        every=series.every,
        nth=series.nth,
        holidays=series.holidays == Series.Holidays.KEEP,
    )
