"""A federation's year and what was frozen of it. The database keeps what is frozen, whoever writes.

Unlike the figures themselves these rows are written by pages. What a version says is only what a release had
published: nobody who writes one can read anything else.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tenants.models import Umbrella


class ReportingYear(models.Model):
    """How far a year is. One without a row is open. `umbrella.years.services` is the only door."""

    class State(models.TextChoices):
        """Each follows the one before; only closing may be taken back."""

        OPEN = "open", pgettext_lazy("year", "open")
        CLOSING = "closing", pgettext_lazy("year", "closing")
        FROZEN = "frozen", pgettext_lazy("year", "frozen")
        SUBMITTED = "submitted", pgettext_lazy("year", "submitted")
        AMENDED = "amended", pgettext_lazy("year", "amended")

    KEPT: ClassVar = [State.FROZEN, State.SUBMITTED, State.AMENDED]

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="reporting_years")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # A new version is being prepared: releases may write the year again, and what was frozen stays beside it.
    amending = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "year"], name="reporting_year_once"),
            models.CheckConstraint(
                condition=Q(amending=False) | Q(state__in=["frozen", "submitted", "amended"]),
                name="reporting_year_amended_when_kept",
            ),
        ]

    @property
    def is_kept(self) -> bool:
        """Whether something was frozen."""
        return self.state in self.KEPT

    @property
    def stands(self) -> bool:
        """Whether its figures cannot change."""
        return self.is_kept and not self.amending


class YearVersion(models.Model):
    """A year as it was frozen: all that it says, and the hash of that. It never changes."""

    reporting_year = models.ForeignKey(ReportingYear, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    input_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reporting_year", "number"], name="federation_year_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="federation_year_amended_why"),
        ]


class YearStep(models.Model):
    """What was done to a year, by whom and when. Rows are added and never changed."""

    class Kind(models.TextChoices):
        """What was done."""

        CLOSING = "closing", pgettext_lazy("done to a year", "Closing began")
        OPENED = "opened", pgettext_lazy("done to a year", "Opened again")
        FROZEN = "frozen", pgettext_lazy("done to a year", "Frozen")
        SUBMITTED = "submitted", pgettext_lazy("done to a year", "Submitted")
        AMENDING = "amending", pgettext_lazy("done to a year", "Amending began")
        GIVEN_UP = "given_up", pgettext_lazy("done to a year", "Amending was given up")
        AMENDED = "amended", pgettext_lazy("done to a year", "Amended")

    reporting_year = models.ForeignKey(ReportingYear, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
