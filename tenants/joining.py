"""An association's wish to join a federation, from the form to two people's yes, and the mails about it.

Rows of the shared side, made before the association itself is there. `umbrella.joining` has the verbs.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.named import Named


class JoinRequest(Named):
    """Who asks, what the association is to be like, and who said yes or no.

    Only what somebody did is stored; where it stands follows from it. Two different people approve, which the
    database keeps. Whoever changes what one person has approved takes that approval back.
    """

    class State(models.TextChoices):
        """Where it stands, derived."""

        RECEIVED = "received", pgettext_lazy("request to join", "received")
        BACKED = "backed", pgettext_lazy("request to join", "approved by one")
        APPROVED = "approved", pgettext_lazy("request to join", "approved")
        REFUSED = "refused", pgettext_lazy("request to join", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("request to join", "withdrawn")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="join_requests")
    # Only the hash of the private link's token; empty where the federation began it by itself.
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()
    begun_by_name = models.CharField(max_length=160, blank=True)

    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    seat = models.CharField(max_length=80, blank=True)
    founded = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=160, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    message = models.TextField(blank=True)
    # First the wish of who asks, then what the administrator decides.
    district = models.ForeignKey(
        "tenants.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    slug = models.CharField(max_length=40, blank=True)
    from_on = models.DateField(null=True, blank=True)
    coordinator_given = models.CharField(max_length=80, blank=True)
    coordinator_family = models.CharField(max_length=80, blank=True)
    coordinator_email = models.EmailField(blank=True)
    coordinator_language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    # Codes of the catalogue's roles, and of its texts, that it does not begin with.
    roles_left_out = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    texts_left_out = ArrayField(models.CharField(max_length=60), default=list, db_default=[], blank=True)

    backed_by = models.UUIDField(null=True, blank=True)
    backed_by_name = models.CharField(max_length=160, blank=True)
    backed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=160, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    association = models.OneToOneField(
        "tenants.Association", on_delete=models.PROTECT, null=True, blank=True, related_name="join_request"
    )
    refused_by = models.UUIDField(null=True, blank=True)
    refused_by_name = models.CharField(max_length=160, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["umbrella", "-created_at"], name="join_request_of_umbrella")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(backed_by__isnull=False) & ~Q(approved_by=F("backed_by")),
                name="join_approved_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(backed_by__isnull=True, backed_at__isnull=True)
                | Q(backed_by__isnull=False, backed_at__isnull=False),
                name="join_backed_by_somebody_then",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True, association__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, association__isnull=False),
                name="join_approved_has_association",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_at__isnull=True, refusal="")
                | Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(refusal=""),
                name="join_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, refused_at__isnull=True)
                | Q(approved_at__isnull=True, withdrawn_at__isnull=True)
                | Q(refused_at__isnull=True, withdrawn_at__isnull=True),
                name="join_ends_once",
            ),
        ]

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.refused_at is not None:
            return self.State.REFUSED
        if self.approved_at is not None:
            return self.State.APPROVED
        return self.State.BACKED if self.backed_at is not None else self.State.RECEIVED

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided and nobody has withdrawn it."""
        return self.state in {self.State.RECEIVED, self.State.BACKED}


class JoinLetter(models.Model):
    """A mail to who asked to join: one of each kind. Its text is made when it leaves."""

    class Kind(models.TextChoices):
        """What it tells."""

        RECEIVED = "received", pgettext_lazy("mail about a request to join", "received")
        APPROVED = "approved", pgettext_lazy("mail about a request to join", "approved")
        REFUSED = "refused", pgettext_lazy("mail about a request to join", "refused")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", pgettext_lazy("message", "planned")
        SENDING = "sending", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")
        OBSOLETE = "obsolete", pgettext_lazy("message", "no longer needed")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(JoinRequest, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    next_at = models.DateTimeField()
    # In real time: a process that died lets go when it is over.
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "kind"], name="join_letter_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["planned", "sending"]), name="join_letter_due"
            ),
        ]
