"""What people were thanked for."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tenants.rows import TenantRow
from volunteers.register.models.letters import Letter
from volunteers.register.models.people import Person


class Thanks(TenantRow):
    """A person was thanked: by whom, on which day, what for. They see it on their own page."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks")
    why = models.CharField(max_length=120)
    thanked_on = models.DateField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160)
    # Those of one letter to many; the same sent again is known by it.
    batch = models.UUIDField(null=True, blank=True, editable=False)
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="thanks"
    )

    class Meta:
        ordering: ClassVar = ["-thanked_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "person"], condition=Q(batch__isnull=False), name="thanked_once_a_batch"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-thanked_on"], name="thanks_of_a_person"),
        ]
