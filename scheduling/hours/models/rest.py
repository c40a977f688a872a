"""What an association calls much, and who gave that much lately: for a kind word, never for a score."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tenants.rows import TenantRow
from volunteers.register.models import Person


class RestLimits(TenantRow):
    """From where on somebody is asked how they cope. A single row; without it the defaults count.

    An empty limit is not looked at. None of them stops anybody from doing anything.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    # In the last four weeks, of all kinds.
    most_hours = models.PositiveSmallIntegerField(null=True, blank=True, default=40)
    most_days = models.PositiveSmallIntegerField(null=True, blank=True, default=6)
    most_nights = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    most_weeks = models.PositiveSmallIntegerField(null=True, blank=True, default=20)
    # So many times as much as they usually do in four weeks.
    times_usual = models.PositiveSmallIntegerField(null=True, blank=True, default=2)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="rest_limits_single"),
        ]


class RestSign(TenantRow):
    """That somebody gave much lately, as it was found last night; found anew each night, or gone.

    What is over a limit stands here, what is not is empty. While it is quiet nobody is shown it.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="rest_sign")
    # The minutes of the last four weeks, whether they are over a limit or not.
    minutes = models.PositiveIntegerField(default=0)
    is_many = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    nights = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of four weeks before that, on average.
    usual_minutes = models.PositiveIntegerField(null=True, blank=True)
    found_on = models.DateField()
    quiet_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_many=True)
                | Q(days__isnull=False)
                | Q(nights__isnull=False)
                | Q(weeks__isnull=False)
                | Q(usual_minutes__isnull=False)
                | Q(quiet_until__isnull=False),
                name="rest_sign_says_something",
            ),
        ]
