"""How coordinators look at the list of people: filters that they keep, columns that they choose."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tenants.rows import TenantRow


class SavedList(TenantRow):
    """Somebody's own way to the list of people. The one without a name holds the columns they chose."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Whose it is: the login, since not everybody who coordinates is in the register.
    user_uuid = models.UUIDField()
    name = models.CharField(max_length=40, blank=True)
    # As it stands in the address.
    query = models.CharField(max_length=600, blank=True)
    columns = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_uuid", "name"], name="saved_list_once"),
            models.CheckConstraint(condition=Q(columns=[]) | Q(name=""), name="saved_list_or_columns"),
        ]
