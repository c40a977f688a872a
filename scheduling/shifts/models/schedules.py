"""Schedules that come from elsewhere: another calendar, a spreadsheet."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import Site, VolunteerRole


class ScheduleImport(TenantRow):
    """A file with shifts: what it would change is shown before it does, and can be taken back."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("import", "being looked at")
        DONE = "done", pgettext_lazy("import", "done")
        UNDONE = "undone", pgettext_lazy("import", "undone")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    # What the identifiers in the file belong to: the same source brings the same shifts again.
    source = models.CharField(max_length=120)
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    # What was read from the file, and what lies in the way of rows of it.
    rows = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    # What the shifts were before, for taking it back.
    before = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)
    by_user = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
