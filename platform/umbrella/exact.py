"""Copying an association's own figures into the exact store. Runs in the figures process only.

Recompute, never increment: whatever is copied twice is the same.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from scheduling.hours import reporting as hours
from tenants import clock
from tenants.context import current_association
from umbrella import spans
from umbrella.models import By, ExactFigure, ExactPart, ExactRoleFigure
from umbrella.on_forms import years_on_forms
from umbrella.routers import FIGURES


def copy_changed(schema_name: str, months: list[date]) -> None:
    """After `months` of the entered association were made anew: copy them and the years that they touch.

    Not those of a year that was reported on a form: the night into the first year here begins in one; nor
    those before the first hours here, of which only counts may be known: they are not reported. Nothing of an
    association, or of a year, that stands outside of all figures since it was restored as a copy. Nothing of
    a month that is not collected; what was told of it before it was left out goes.
    """
    association = current_association()
    on_forms = years_on_forms(association=association)
    months = [
        first_day
        for first_day in months
        if first_day.year not in on_forms and association.counts_in(first_day.year)
    ]
    months = _with_hours(association.uuid, months)
    if not months:
        return
    closed = hours.closed_months()
    told = hours.told_months(months)
    rows = [
        ExactFigure(
            association_uuid=association.uuid,
            year=first_day.year,
            month=first_day.month,
            closed=first_day in closed,
            computed_at=clock.now(),
            **asdict(hours.told_month_amount(first_day)),
        )
        for first_day in told
    ]
    rows += [
        ExactFigure(
            association_uuid=association.uuid,
            year=year,
            month=0,
            closed=sum(1 for first_day in closed if first_day.year == year) == 12,
            computed_at=clock.now(),
            **asdict(hours.closed_year_amount(year)),
        )
        for year in sorted({first_day.year for first_day in months})
    ]
    # All closed months of a year by role at once: a role that changed its family is in the new one in each.
    years = {first_day.year for first_day in months}
    roles = [row for day in sorted(closed) if day.year in years for row in _by_role([day])]
    for year in sorted(years):
        roles += _by_role(sorted(day for day in closed if day.year == year), year=year)
    parts = _parts(years)
    with transaction.atomic(using=FIGURES):
        _replace_roles(years, roles)
        _replace_parts(years, parts)
        _drop([first_day for first_day in months if first_day not in told])
        ExactFigure.objects.using(FIGURES).bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["association_uuid", "year", "month"],
            update_fields=["minutes", "people", "heads", "top_minutes", "closed", "source", "computed_at"],
        )


def copy_parts() -> None:
    """Copy the parts of years that umbrellas are told of the entered association that left or came back."""
    years = spans.years_left(current_association())
    if years:
        rows = _parts(years)
        with transaction.atomic(using=FIGURES):
            _replace_parts(years, rows)


def _parts(years: Collection[int]) -> list[ExactPart]:
    association, at = current_association(), clock.now()
    parts = spans.parts_of_years(association, years)
    return [
        ExactPart(
            association_uuid=association.uuid,
            year=year,
            months=spans.mask(months),
            computed_at=at,
            **asdict(hours.closed_year_amount(year, months_of_it=months)),
        )
        for year, months in sorted(parts, key=lambda part: (part[0], spans.mask(part[1])))
        if association.counts_in(year)
    ]


def _replace_parts(years: Collection[int], rows: list[ExactPart]) -> None:
    parts = ExactPart.objects.using(FIGURES)
    parts.filter(association_uuid=current_association().uuid, year__in=years).delete()
    parts.bulk_create(rows)


def _with_hours(association_uuid: UUID, months: list[date]) -> list[date]:
    """Months from the first hours on, and earlier ones that were told: what was taken back is, too."""
    since = hours.kept_since()
    told = set(
        ExactFigure.objects.using(FIGURES)
        .filter(association_uuid=association_uuid, month__gt=0)
        .values_list("year", "month")
    )
    return [
        first_day
        for first_day in months
        if (since is not None and first_day >= since) or (first_day.year, first_day.month) in told
    ]


def copy_missing_roles() -> None:
    """Copy what closed months of the entered association lack by role, copied when there was none."""
    association = current_association()
    figures = ExactFigure.objects.using(FIGURES).filter(association_uuid=association.uuid, minutes__gt=0)
    roles = ExactRoleFigure.objects.using(FIGURES).filter(association_uuid=association.uuid)
    missing = set(figures.filter(month__gt=0, closed=True).values_list("year", "month"))
    missing -= set(roles.values_list("year", "month").distinct())
    if missing:
        copy_changed(association.schema_name, [date(year, month, 1) for year, month in sorted(missing)])


def _by_role(first_days: list[date], *, year: int | None = None) -> list[ExactRoleFigure]:
    """One closed month, or the closed months of a year, by role; the year by family too."""
    if not first_days:
        return []
    association, at = current_association(), clock.now()
    return [
        ExactRoleFigure(
            association_uuid=association.uuid,
            year=first_days[0].year,
            month=0 if year else first_days[0].month,
            by=By.FAMILY if told.code is None else By.ROLE,
            code=told.code or told.family,
            family=told.family,
            computed_at=at,
            **asdict(told.amount),
        )
        for told in hours.told_by_role(first_days)
        if year or told.code is not None
    ]


def _drop(months: list[date]) -> None:
    """Forget the months' own figures."""
    where = Q(pk__in=[])
    for first_day in months:
        where |= Q(year=first_day.year, month=first_day.month)
    figures = ExactFigure.objects.using(FIGURES).filter(association_uuid=current_association().uuid)
    figures.filter(where).delete()


def _replace_roles(years: Collection[int], rows: list[ExactRoleFigure]) -> None:
    figures = ExactRoleFigure.objects.using(FIGURES)
    figures.filter(association_uuid=current_association().uuid, year__in=years).delete()
    figures.bulk_create(rows, batch_size=1000)
