"""Files of numbers that somebody kept elsewhere: looked at, taken in, and perhaps taken back."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from scheduling.activities.models.counts import Count
from tenants.rows import TenantRow


class CountImport(TenantRow):
    """One file. The same file again changes nothing; without anybody's yes it is kept for a day."""

    class State(models.TextChoices):
        """`scheduling.activities.states` is the only door."""

        DRAFT = "draft", pgettext_lazy("import", "waits for your yes")
        DONE = "done", pgettext_lazy("import", "done")
        UNDONE = "undone", pgettext_lazy("import", "undone")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    content = models.BinaryField(null=True, blank=True)
    # In which column what stands, as far as it is not as the columns are called.
    places = models.JSONField(null=True, blank=True)
    # The first row, and each that was left out with what is wrong: to download, correct and import.
    header = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state="done"), name="count_import_file_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") ^ Q(done_at__isnull=True), name="count_import_done_at"
            ),
        ]


class ImportedCount(TenantRow):
    """A number that a file brought, as it was then, and whether its occasion came with it."""

    batch = models.ForeignKey(CountImport, on_delete=models.CASCADE, related_name="brought")
    count = models.OneToOneField(Count, on_delete=models.CASCADE, related_name="imported")
    quantity = models.PositiveIntegerField()
    made_occasion = models.BooleanField(default=False)
    # The state that an occasion in the calendar had before.
    was = models.CharField(max_length=10, blank=True)
