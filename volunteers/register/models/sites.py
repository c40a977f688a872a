"""Places where shifts are."""

import uuid
from typing import ClassVar

from django.db import models

from tenants.rows import TenantRow


class Site(TenantRow):
    """A place where shifts are."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    arrival = models.CharField(max_length=200, blank=True)
    discreet = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]
