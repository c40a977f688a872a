"""The private link by which an association tells a year's totals, and what came through it.

Whoever serves a page may write an answer and never read one: what it says goes to the exact figures, from
which releases are made. Who filled it in stands with the link, for the administrator to ask back.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tenants.models import Association, Umbrella


class TotalsLink(models.Model):
    """One link for one association and year. Withdrawn, it opens nothing, and another can be made."""

    class Refusal(models.TextChoices):
        """Why an answer was not taken into the figures."""

        FROZEN = "frozen", pgettext_lazy("totals", "the year is frozen")
        RECORDED = "recorded", pgettext_lazy("totals", "hours of the year are recorded here")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=160, blank=True)
    # Written by the figures process, when it has taken the latest answer or has not.
    taken_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=10, choices=Refusal, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["umbrella", "association", "year"],
                condition=Q(withdrawn_at__isnull=True),
                name="totals_link_once",
            ),
        ]


class TotalsAnswer(models.Model):
    """What somebody told. The app's login may add one; the figures process reads it and takes it away."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(TotalsLink, on_delete=models.CASCADE, related_name="+")
    umbrella_id = models.BigIntegerField()
    association_uuid = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes=0) | Q(people__gt=0), name="totals_by_somebody"),
        ]
