"""What repeats: the rule by which shifts are made, who has a standing place in it, and templates."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from scheduling.shifts.models.planned import Planned
from tenants.rows import TenantRow
from volunteers.register.models import Person

# Two days long at most, as a shift may be.
LONGEST_MINUTES = 48 * 60


class Series(Planned):
    """Shifts that repeat by a rule in local wall time, made ahead until the day on which they end."""

    class Frequency(models.TextChoices):
        """By what it repeats."""

        WEEKLY = "weekly", pgettext_lazy("series", "weekly")
        MONTHLY = "monthly", pgettext_lazy("series", "monthly")

    class Holidays(models.TextChoices):
        """What happens on public holidays."""

        KEEP = "keep", pgettext_lazy("series", "held on public holidays too")
        SKIP = "skip", pgettext_lazy("series", "not held on public holidays")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    frequency = models.CharField(max_length=8, choices=Frequency)
    # Every so many weeks or months.
    every = models.PositiveSmallIntegerField(default=1)
    # 0 is Monday.
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    # Monthly: the first to the fourth such weekday, or -1 for the last.
    nth = models.SmallIntegerField(null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    holidays = models.CharField(max_length=4, choices=Holidays, default=Holidays.KEEP)
    created_at = models.DateTimeField()

    class Meta(Planned.Meta):
        constraints: ClassVar = [
            *Planned.Meta.constraints,
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="series_ends_after_start"),
            models.CheckConstraint(condition=Q(every__gte=1), name="series_every_at_least_one"),
            models.CheckConstraint(condition=Q(places__gte=1), name="series_has_places"),
            models.CheckConstraint(
                condition=Q(frequency="weekly", nth__isnull=True)
                | Q(frequency="monthly", nth__in=[-1, 1, 2, 3, 4]),
                name="series_nth_when_monthly",
            ),
        ]


class SeriesTime(TenantRow):
    """One of the times of day at which a series has a shift, in local wall time."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="times")
    start_minute = models.PositiveSmallIntegerField()
    # As the clock on the wall shows it: past midnight it ends the day after.
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["start_minute", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=1440, minutes__gte=1, minutes__lte=LONGEST_MINUTES),
                name="series_time_in_a_day",
            ),
        ]


class StandingPlace(TenantRow):
    """A person's place on every shift of a series at one time and weekday: “my Tuesday”."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    time = models.ForeignKey(SeriesTime, on_delete=models.CASCADE, related_name="standing")
    weekday = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="standing_places")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="standing_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="standing_on_a_weekday"),
            models.UniqueConstraint(
                fields=["time", "weekday", "person"],
                condition=Q(to_on__isnull=True),
                name="standing_open_once",
            ),
        ]


class ShiftTemplate(Planned):
    """A shift as it often is, under a name, without a day."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()

    class Meta(Planned.Meta):
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            *Planned.Meta.constraints,
            models.UniqueConstraint(fields=["name"], name="shift_template_name_once"),
            models.CheckConstraint(
                condition=Q(start_minute__lt=1440, minutes__gte=1, minutes__lte=LONGEST_MINUTES),
                name="shift_template_in_a_day",
            ),
        ]
