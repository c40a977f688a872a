"""Copying an association's own figures into the exact store. Runs in the figures process only.

Recompute, never increment: whatever is copied twice is the same.
"""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from scheduling.hours import reporting as hours
from tenants import clock
from tenants.context import current_association
from umbrella.models import ExactFigure
from umbrella.on_forms import years_on_forms
from umbrella.routers import FIGURES


def copy_changed(schema_name: str, months: list[date]) -> None:
    """After `months` of the entered association were made anew: copy them and the years that they touch.

    Not those of a year that was reported on a form: the night into the first year here begins in one; nor
    those before the first hours here, of which only counts may be known: they are not reported. Nothing of an
    association, or of a year, that stands outside of all figures since it was restored as a copy.
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
    rows = [
        ExactFigure(
            association_uuid=association.uuid,
            year=first_day.year,
            month=first_day.month,
            closed=first_day in closed,
            computed_at=clock.now(),
            **asdict(hours.told_month_amount(first_day)),
        )
        for first_day in months
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
    with transaction.atomic(using=FIGURES):
        ExactFigure.objects.using(FIGURES).bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["association_uuid", "year", "month"],
            update_fields=["minutes", "people", "heads", "top_minutes", "closed", "source", "computed_at"],
        )


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
