"""Figures of what was done and counted: made again from rows whenever a month changes. `month` 0 is the year.

What somebody else leads and tells counts nothing here, but that it took place with us: `joint`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduling.activities.models.counts import Measure
from scheduling.activities.models.occasions import Activity
from scheduling.hours.models import Method
from tenants.rows import TenantRow


class OccasionFigure(TenantRow):
    """How many times something was held; `different` are the types of groups, or the hosts of gigs."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Activity.Kind)
    held = models.PositiveIntegerField()
    different = models.PositiveIntegerField()
    joint = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=0, month__lte=12), name="occasions_month_or_year"),
            models.UniqueConstraint(fields=["year", "month", "kind"], name="occasions_once"),
        ]


class CountFigure(TenantRow):
    """The sum of one measure, by the kind of occasion (empty where there is none) and by method."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Activity.Kind, blank=True)
    measure = models.CharField(max_length=16, choices=Measure)
    method = models.CharField(max_length=12, choices=Method)
    quantity = models.PositiveBigIntegerField()
    rows = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=0, month__lte=12), name="counts_month_or_year"),
            models.UniqueConstraint(
                fields=["year", "month", "kind", "measure", "method"], name="counts_once"
            ),
        ]
