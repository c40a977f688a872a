"""An association's question whether it may publish its own totals of a year, and the answer.

The app writes the question and never the answer: that is the figures process's, which alone knows what is
hidden. Neither has a figure in it.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tenants.models import Association


class OwnPublication(models.Model):
    """It asks about the hours and volunteers of a year, and perhaps of each month."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    with_months = models.BooleanField()
    asked_at = models.DateTimeField()
    # It does not publish after all, or has asked anew.
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["association", "year"],
                condition=Q(taken_back_at__isnull=True),
                name="own_publication_once",
            ),
        ]


class OwnPublicationAnswer(models.Model):
    """Published: whether it may. What is `free` is taken as known by everybody from then on."""

    class Answer(models.TextChoices):
        """What the proof came to."""

        FREE = "free", pgettext_lazy("own publication", "uncovers nobody")
        UNCOVERS = "uncovers", pgettext_lazy("own publication", "would uncover another association")
        UNPROVEN = "unproven", pgettext_lazy("own publication", "could not be proven")

    publication = models.OneToOneField(OwnPublication, on_delete=models.CASCADE, related_name="answer")
    answer = models.CharField(max_length=10, choices=Answer)
    answered_at = models.DateTimeField()
