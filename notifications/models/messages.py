"""What somebody is to be told, the attempts to tell it, and what was said."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow


class Urgency(models.TextChoices):
    """How soon a message has to go; each has a queue of its own."""

    URGENT = "urgent", pgettext_lazy("urgency", "urgent")
    DEFAULT = "default", pgettext_lazy("urgency", "as usual")
    BULK = "bulk", pgettext_lazy("urgency", "when there is time")


class Message(TenantRow):
    """Something that somebody is to be told once.

    `key` says what makes it the same message: whoever writes it again finds it there. The person and the
    subject are UUIDs, since this app knows no domain. The text is made in the recipient's language at sending
    and kept beside it as `said`. `failure` says why it was not sent: a code, or few words without names.
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

    class Channel(models.TextChoices):
        """By what it went, or goes where it is being tried."""

        EMAIL = "email", pgettext_lazy("channel", "e-mail")
        SMS = "sms", pgettext_lazy("channel", "text message")
        INBOX = "inbox", pgettext_lazy("channel", "inbox")
        DIGEST = "digest", pgettext_lazy("channel", "digest")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    person_uuid = models.UUIDField()
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    # How soon it has to go: a copy of its kind's, so that the urgent ones are found by an index.
    urgency = models.CharField(
        max_length=8, choices=Urgency, default=Urgency.DEFAULT, db_default=Urgency.DEFAULT
    )
    # Empty as long as nobody has tried to send it.
    channel = models.CharField(max_length=10, choices=Channel, blank=True, default="")
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
    # The digest that tells it, where the person wants it gathered.
    digest = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="gathered", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["urgency", "next_at"],
                condition=models.Q(state__in=["planned", "sending", "retrying"]),
                name="message_due_by_urgency",
            ),
            models.Index(
                fields=["digest"], condition=models.Q(digest__isnull=False), name="message_of_a_digest"
            ),
            # The log of what went out, from any row on, however many there are.
            models.Index(fields=["-due_at", "-id"], name="message_log"),
            models.Index(fields=["person_uuid", "-due_at"], name="message_of_a_person"),
            models.Index(fields=["subject_kind", "subject_uuid"], name="message_of_a_subject"),
            models.Index(fields=["-due_at"], condition=models.Q(state="failed"), name="message_failed"),
        ]


class Attempt(TenantRow):
    """One attempt to tell it, or what became known of one later. No address, no text."""

    class Outcome(models.TextChoices):
        """What came of it."""

        SENT = "sent", pgettext_lazy("attempt", "sent")
        DEFERRED = "deferred", pgettext_lazy("attempt", "put off by the receiving side")
        REFUSED = "refused", pgettext_lazy("attempt", "refused")
        BOUNCED = "bounced", pgettext_lazy("attempt", "came back")
        COMPLAINED = "complained", pgettext_lazy("attempt", "reported as unwanted")
        DELIVERED = "delivered", pgettext_lazy("attempt", "arrived")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    channel = models.CharField(max_length=10, choices=Message.Channel)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    code = models.CharField(max_length=60, blank=True)
    # What the gateway calls it, to find it again when it reports.
    provider_id = models.CharField(max_length=120, blank=True)
    # In how many paid parts it went.
    parts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["provider_id"], condition=~models.Q(provider_id=""), name="attempt_at_a_gateway"
            ),
            models.Index(fields=["at"], condition=models.Q(parts__gt=0), name="attempt_that_costs"),
        ]


class Said(TenantRow):
    """What a message said, in the words in which it was sent: for its reader's inbox.

    The button leads to a page of the association, as a path; a private link is never kept.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="said")
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    paragraphs = models.JSONField(default=list)
    # Pairs of label and value.
    facts = models.JSONField(default=list, blank=True)
    button_label = models.CharField(max_length=120, blank=True)
    button_path = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
