"""Which months of a year are collected: chosen by the association, changed while nothing is settled."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from scheduling.hours import locks, sampling, selectors
from scheduling.hours.errors import SampleClosed, SampleHasHours, SampleOfNone, YearNotFromHere
from scheduling.hours.models import Month, SampledYear, Year
from scheduling.hours.services import months
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from web import formats


@transaction.atomic(durable=True)
def choose(*, year: int, numbers: Iterable[int], by: Actor) -> tuple[int, ...]:
    """Say which months of a year are collected; all twelve make it a year that is counted whole again.

    Raises SampleOfNone, YearNotFromHere for a frozen year, SampleClosed where a month would change between
    collected and not that is closed already, or SampleHasHours where one is left out that has hours.
    """
    wanted = tuple(sorted(set(numbers) & set(range(1, sampling.MONTHS + 1))))
    if not wanted:
        raise SampleOfNone
    before = sampling.months_of(year) or tuple(range(1, sampling.MONTHS + 1))
    changed = [date(year, number, 1) for number in sorted(set(before) ^ set(wanted))]
    if not changed:
        return wanted
    months.ensure(first_days=changed)
    held = [locks.lock_month(first_day) for first_day in changed]
    closed = [month.first_day for month in held if month.state == Month.State.CLOSED]
    row = locks.lock_year(year)
    if row.state != Year.State.OPEN:
        raise YearNotFromHere(year=year, now=row.get_state_display(), wanted=Year.State.OPEN.label)
    if closed:
        raise SampleClosed(months=_named(closed))
    left_out = [day for day in changed if day.month not in wanted]
    if used := [day for day in left_out if selectors.has_hours(day)]:
        raise SampleHasHours(months=_named(used))
    if len(wanted) == sampling.MONTHS:
        SampledYear.objects.filter(year=year).delete()
    else:
        SampledYear.objects.update_or_create(
            year=year,
            defaults={"months": list(wanted), "chosen_at": clock.now(), "chosen_by": by.name[:160]},
        )
    trail.record("year.sampled", by=by, subject_kind="year", year=year, months=list(wanted))
    months.mark_changed(first_days=changed)
    return wanted


def _named(days: Iterable[date]) -> str:
    return ", ".join(formats.month(day) for day in days)
