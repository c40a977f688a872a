"""Years: frozen with the hash of their rows, submitted to funders, amended beside what was submitted."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from scheduling.hours import locks, selectors, states
from scheduling.hours.errors import WhyCorrected, YearNotClosed, YearUnchanged
from scheduling.hours.models import Month, Year, YearVersion
from scheduling.hours.services import figures, months, telling
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import VolunteerRole


@transaction.atomic(durable=True)
def freeze(*, year: int, by: Actor) -> YearVersion:
    """Keep a year as it is now, once its twelve months are closed; a frozen one stays as it is.

    Those outside hear of its corrections. Raises YearNotClosed.
    """
    held = _hold(year)
    row = locks.lock_year(year)
    if row.state != Year.State.OPEN:
        return row.versions.order_by("number")[0]
    states.move_year(row, to=Year.State.FROZEN)
    version = _keep(row, held, number=1, reason="", by=by)
    trail.record("year.frozen", by=by, subject_kind="year", year=year)
    return version


@transaction.atomic(durable=True)
def submit(*, year: int, by: Actor) -> YearVersion:
    """Note that the latest version went to the funder. Raises YearNotFromHere."""
    row = locks.lock_year(year)
    states.move_year(row, to=Year.State.SUBMITTED)
    version = row.versions.order_by("-number")[0]
    version.submitted_at, version.submitted_by = clock.now(), by.name[:160]
    version.save(update_fields=["submitted_at", "submitted_by"])
    trail.record("year.submitted", by=by, subject_kind="year", year=year, number=version.number)
    return version


@transaction.atomic(durable=True)
def amend(*, year: int, reason: str, by: Actor) -> YearVersion:
    """Keep a further version of a frozen year after corrections; the earlier ones stay to be read.

    Raises WhyCorrected, YearNotClosed, YearUnchanged or YearNotFromHere.
    """
    if not reason.strip():
        raise WhyCorrected
    held = _hold(year)
    row = locks.lock_year(year)
    states.move_year(row, to=Year.State.AMENDED)
    latest = row.versions.order_by("-number")[0]
    if latest.input_hash == selectors.year_hash(held, last_correction=selectors.last_correction()):
        raise YearUnchanged(year=year)
    version = _keep(row, held, number=latest.number + 1, reason=reason.strip()[:200], by=by)
    trail.record("year.amended", by=by, subject_kind="year", year=year, number=version.number)
    return version


def _hold(year: int) -> list[Month]:
    """The year's months, held so that nothing is corrected meanwhile."""
    held = locks.lock_months_of(year)
    closed = sum(month.state == Month.State.CLOSED for month in held)
    if closed < selectors.MONTHS:
        raise YearNotClosed(year=year, closed=closed)
    return held


def _keep(row: Year, held: Sequence[Month], *, number: int, reason: str, by: Actor) -> YearVersion:
    last = selectors.last_correction()
    version = YearVersion.objects.create(
        year=row,
        number=number,
        reason=reason,
        figures=_figures(row.year, held),
        input_hash=selectors.year_hash(held, last_correction=last),
        last_correction=last,
        frozen_at=clock.now(),
        frozen_by=by.name[:160],
    )
    telling.tell_all(year=row.year)
    months.mark_changed(first_days=[month.first_day for month in held])
    return version


def _figures(year: int, held: Sequence[Month]) -> list[dict[str, Any]]:
    codes = dict(VolunteerRole.objects.values_list("pk", "code"))
    return [
        {
            "month": each.month,
            "measure": each.measure,
            "role": codes.get(each.role_id) if each.role_id else None,
            "minutes": each.minutes,
            "people": each.people,
            "heads": each.heads,
        }
        for each in figures.read(year=year, changed=[month.first_day for month in held])
    ]
