"""Figures of what was used: made again from rows whenever a month changes. `month` 0 is the year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduling.premises.models.spaces import Space
from tenants.rows import TenantRow
from volunteers.register.models import Organisation


class BookingFigure(TenantRow):
    """What was held: of all, of one space, or of one organisation.

    `parties` are the different organisations. `visits` leave out people who are counted at a group or an
    event; `methods` says how many of them were counted how. `uncounted` are bookings without a number.
    """

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="figures")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="booking_figures"
    )
    parties = models.PositiveIntegerField()
    bookings = models.PositiveIntegerField()
    own = models.PositiveIntegerField()
    uncounted = models.PositiveIntegerField()
    visits = models.PositiveBigIntegerField()
    methods = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=0, month__lte=12), name="bookings_month_or_year"),
            models.UniqueConstraint(
                fields=["year", "month", "space", "organisation"],
                name="bookings_once",
                nulls_distinct=False,
            ),
        ]
