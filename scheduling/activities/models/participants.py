"""Who takes part in a closed group: as little as its leader needs to know who came."""

import uuid
from typing import ClassVar

from django.db import models

from scheduling.activities.models.groups import Group
from scheduling.activities.models.occasions import Activity
from tenants.rows import TenantRow


class Participant(TenantRow):
    """Somebody who was taken into a closed group. No volunteer: nothing else of them is kept anywhere.

    What is known of them is sealed: `activities.participants` opens it, and whoever opens it leaves a line in
    the trail. They go with their group, a while after its end, or whenever they or their leader wish.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="participants")
    # A first name, or whatever they want to be called here.
    sealed_name = models.TextField()
    sealed_contact = models.TextField(blank=True)
    # The day on which they said that this may be kept.
    agreed_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(sealed_name=""), name="participant_has_a_name"),
        ]


class Attendance(TenantRow):
    """That a participant came to a time of their group. How many it were is a number of the time's own."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "participant"], name="attendance_once"),
        ]
