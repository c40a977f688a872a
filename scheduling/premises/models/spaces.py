"""What can be booked."""

import uuid
from typing import ClassVar

from django.db import models

from tenants.models import Named
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Site, Unit


class Space(TenantRow, Named):
    """A room, a hall, a yard. One that is not in use takes no new bookings and stays in the figures."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="spaces")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="spaces")
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="spaces"
    )
    # How many may be in it at once, as the rescue authority has decided.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    access_text = models.CharField(max_length=400, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name_fi", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name_fi"], name="space_name_once")]


class Equipment(TenantRow, Named):
    """One thing that is lent out or used on the spot: a projector, a bicycle, a marquee."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment")
    note = models.CharField(max_length=400, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name_fi", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name_fi"], name="equipment_name_once")]
