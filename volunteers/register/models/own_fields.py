"""What an association wants to know of people besides what everybody does."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from tenants.models import Named
from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class OwnField(TenantRow, Named):
    """One thing that the association asks: in its own words, in up to three languages."""

    class Kind(models.TextChoices):
        """What the answer is."""

        TEXT = "text", pgettext_lazy("own field", "text")
        CHOICE = "choice", pgettext_lazy("own field", "choice from a list")
        DATE = "date", pgettext_lazy("own field", "date")
        YES_NO = "yes_no", pgettext_lazy("own field", "yes or no")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    # Of a choice: its code with its names, [{"code": "a1b2", "fi": …, "sv": …, "en": …}].
    options = models.JSONField(default=list, blank=True)
    seen_by_person = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]


class OwnValue(TenantRow):
    """A person's answer: a text, the code of an option, a day as 2025-02-04, or yes or no."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_values")
    field = models.ForeignKey(OwnField, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "field"], name="own_value_once_a_person"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["field", "value"], name="own_value_of_a_field"),
        ]
