"""Every outgoing message is a row with a life."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow


class Message(TenantRow):
    """Something that somebody is to be told once.

    `key` says what makes it the same message: whoever writes it again finds it there. The person and the
    subject are UUIDs, since this app knows no domain. Nothing rendered is stored: the text is made in the
    recipient's language at sending. `failure` says why it was not sent: a code, or few words without names.
    """

    class State(models.TextChoices):
        """`notifications.states` is the only door."""

        PLANNED = "planned", pgettext_lazy("message", "planned")
        SENDING = "sending", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        RETRYING = "retrying", pgettext_lazy("message", "to be tried again")
        FAILED = "failed", pgettext_lazy("message", "failed")
        WITHHELD = "withheld", pgettext_lazy("message", "withheld")
        OBSOLETE = "obsolete", pgettext_lazy("message", "no longer needed")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    person_uuid = models.UUIDField()
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    channel = models.CharField(max_length=10, default="email")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # When it is to be sent, and when it is looked at next: the same until a first attempt fails.
    due_at = models.DateTimeField()
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["planned", "sending", "retrying"]),
                name="message_due",
            ),
            models.Index(fields=["person_uuid", "-due_at"], name="message_of_a_person"),
            models.Index(fields=["subject_kind", "subject_uuid"], name="message_of_a_subject"),
            models.Index(fields=["-due_at"], condition=models.Q(state="failed"), name="message_failed"),
        ]
