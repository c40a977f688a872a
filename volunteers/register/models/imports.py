"""Files of people that were imported, or wait for somebody's yes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class PeopleImport(TenantRow):
    """One file of people: looked at, worked through by a job, and perhaps taken back.

    What it says of people is kept until it is worked through; without anybody's yes, for a day.
    """

    class State(models.TextChoices):
        """`volunteers.register.import_states` is the only door."""

        DRAFT = "draft", pgettext_lazy("import", "waits for your yes")
        RUNNING = "running", pgettext_lazy("import", "at work")
        DONE = "done", pgettext_lazy("import", "done")
        UNDONE = "undone", pgettext_lazy("import", "undone")

    class Begin(models.TextChoices):
        """What becomes of people of whom the file does not say how they stand."""

        ACTIVE = "active", pgettext_lazy("import", "They volunteer already")
        PREPARING = "preparing", pgettext_lazy("import", "They are preparing to volunteer")
        NONE = "none", pgettext_lazy("import", "They only come into the register")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    # The first row, and the others as `importing.keeping` packs them.
    header = models.JSONField(default=list)
    sheet = models.BinaryField(null=True, blank=True)
    # Which column of the file is what: their places by the names of `importing.columns`.
    places = models.JSONField(default=dict)
    fills = models.BooleanField(default=False)
    begin = models.CharField(max_length=10, choices=Begin, default=Begin.ACTIVE)
    from_on = models.DateField(null=True, blank=True)
    # In which what is wrong with a row is said.
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    rows = models.PositiveIntegerField(default=0)
    # How many rows have been worked through; those after it are still to come.
    worked = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    # Tags that it made: an undo takes them back where nobody else has them.
    made_tags = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=160)
    by_user = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state__in=["running", "done"]), name="people_import_once"
            ),
            models.CheckConstraint(condition=Q(worked__lte=F("rows")), name="people_import_not_past_its_end"),
        ]

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return self.worked * 100 // self.rows if self.rows else 0


class ImportedPerson(TenantRow):
    """What an import did to a person: added them, or completed what `wrote` names, which was empty."""

    batch = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_new = models.BooleanField()
    wrote = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "person"], name="imported_once_a_batch"),
        ]


class FailedRow(TenantRow):
    """A row that was not imported, with what is wrong with it. Kept for a day."""

    batch = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="failures")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    problems = models.JSONField()

    class Meta:
        ordering: ClassVar = ["number", "id"]
