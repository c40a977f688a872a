"""What a funder pays for: hours and counts are told for each of them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.models import Named
from tenants.rows import TenantRow


class GrantTarget(TenantRow, Named):
    """One target of funding, with the code that the funder gave it. What is not in use takes nothing new."""

    class Kind(models.TextChoices):
        """What the money is for."""

        GENERAL = "general", pgettext_lazy("grant", "general grant")
        TARGETED = "targeted", pgettext_lazy("grant", "targeted grant")
        PROJECT = "project", pgettext_lazy("grant", "project grant")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    funder = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="grant_ends_after_start"
            ),
        ]
