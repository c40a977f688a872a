"""How an association goes out of service, comes back, or is deleted: what was wished, and how far it is.

Rows of the shared side. `tenants.leaving` does the work in the owner's process, `umbrella.ending` has the
verbs of the federation's administrators.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

#: Between the written request and its confirmation everybody can think again.
WAIT = dt.timedelta(days=30)


class Passage(models.Model):
    """One way of an association through the owner's process: what was asked for, and which steps are done."""

    class Kind(models.TextChoices):
        """Where it leads."""

        ARCHIVE = "archive", pgettext_lazy("association", "archiving")
        RESTORE = "restore", pgettext_lazy("association", "bringing back")
        DELETE = "delete", pgettext_lazy("association", "deleting")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("tenants.Association", on_delete=models.PROTECT, related_name="passages")
    kind = models.CharField(max_length=10, choices=Kind)
    requested_at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)
    # In order: {"step": code, "at": when, "seconds": how long it took}.
    done = models.JSONField(default=list)
    step = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Somebody thought better of one that failed, and does not try again.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-requested_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["association"],
                condition=Q(finished_at__isnull=True, dropped_at__isnull=True),
                name="passage_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(failure="", dropped_at__isnull=True),
                name="passage_ends_well_or_not",
            ),
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing happens any more without somebody's wish."""
        return self.finished_at is not None or self.dropped_at is not None or bool(self.failure)


class Archive(models.Model):
    """The encrypted copy of an association that is out of service: where it lies, and what it holds.

    `verified_at` stands when the copy was read back into tables and these were equal to the association's,
    row by row. Without it no association leaves service, which a trigger of the database sees to.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("tenants.Association", on_delete=models.PROTECT, related_name="archives")
    file = models.CharField(max_length=200)
    size = models.BigIntegerField()
    # Of the whole encrypted file.
    sha256 = models.CharField(max_length=64)
    tables = models.PositiveIntegerField()
    rows = models.BigIntegerField()
    # Of what the tables hold, in the order of their names.
    contents_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateField()
    # Brought back or deleted: the file does not lie among the archives any more.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["association"], condition=Q(removed_at__isnull=True), name="archive_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(verified_at__gte=F("made_at")),
                name="archive_verified_after_it_was_made",
            ),
        ]


class Deletion(models.Model):
    """An association asked in writing to be deleted: who noted it, who confirmed it, and what became of it.

    Two different people, and a time between them, which the database keeps: a trigger writes down who could
    confirm when it was recorded, whom else it belongs to, and the real moments of both, whatever the login
    that serves people says. The row stays for ever: it is what a certificate is checked by.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("tenants.Association", on_delete=models.PROTECT, related_name="deletions")
    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="deletions")
    # The written request: its date, by what it is found in the federation's files, and who signed it.
    asked_on = models.DateField()
    reference = models.CharField(max_length=120)
    signed_by = models.CharField(max_length=160)
    recorded_by = models.UUIDField()
    recorded_name = models.CharField(max_length=160)
    recorded_at = models.DateTimeField()
    earliest_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_name = models.CharField(max_length=160, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.UUIDField(null=True, blank=True)
    called_off_name = models.CharField(max_length=160, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    # What went: counted by each step in the transaction in which it went.
    went = models.JSONField(default=dict)
    # By this whoever holds the certificate can check it.
    code = models.CharField(max_length=16, unique=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Written by the database alone: the real moments of the request and the confirmation, the administrators
    # of that day, and the other umbrellas to which it belonged then.
    noted_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    may_confirm = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    others = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["association"], condition=Q(called_off_at__isnull=True), name="deletion_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(earliest_at__gt=F("recorded_at")), name="deletion_waits"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__gte=F("earliest_at"))
                & ~Q(confirmed_by=F("recorded_by")),
                name="deletion_by_two_people_in_time",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(confirmed_at__isnull=True),
                name="deletion_called_off_before_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="deletion_done_when_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(signed_by=""), name="deletion_asked_in_writing"
            ),
        ]


class DeletionConsent(models.Model):
    """Another umbrella to which an association belongs lets it be deleted. Rows are added, never changed."""

    deletion = models.ForeignKey(Deletion, on_delete=models.PROTECT, related_name="consents")
    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="+")
    by_user = models.UUIDField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deletion", "umbrella"], name="deletion_consent_once"),
        ]


class LeavingLetter(models.Model):
    """A mail to an owner of an association that goes, comes back or is deleted: one of each step.

    It keeps its own address, for whoever is told of a deletion has no access any more; of a deleted
    association the address goes when the mail has left.
    """

    class Kind(models.TextChoices):
        """What it tells."""

        ARCHIVED = "archived", pgettext_lazy("mail about leaving", "archived")
        RESTORED = "restored", pgettext_lazy("mail about leaving", "brought back")
        ASKED = "asked", pgettext_lazy("mail about leaving", "deletion asked for")
        CALLED_OFF = "called_off", pgettext_lazy("mail about leaving", "deletion called off")
        DELETED = "deleted", pgettext_lazy("mail about leaving", "deleted")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", pgettext_lazy("message", "planned")
        SENDING = "sending", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")
        OBSOLETE = "obsolete", pgettext_lazy("message", "no longer needed")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, related_name="leaving_letters"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    # Of what it tells: a passage or a deletion.
    about = models.UUIDField()
    to_user = models.UUIDField()
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # None: not before what it tells of is done.
    next_at = models.DateTimeField(null=True, blank=True)
    # In real time: a process that died lets go when it is over.
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "kind", "to_user"], name="leaving_letter_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["planned", "sending"]), name="leaving_letter_due"
            ),
        ]
