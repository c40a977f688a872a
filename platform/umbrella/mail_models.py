"""What goes out of a release by mail: only from what is published."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ReleaseNews(models.Model):
    """Published: a release that is to be told. Written with it, so that none is told that is not there.

    `addressed_at` says since when each reader has a mail of it.
    """

    release = models.OneToOneField("umbrella.Release", on_delete=models.CASCADE, related_name="news")
    addressed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(addressed_at__isnull=True), name="news_to_address"),
        ]


class ReleaseMail(models.Model):
    """Published: one release told to one of the federation's people. `umbrella.mail_states` is the only door.

    Nothing of its text is kept: it is made of the published figures when it leaves.
    """

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", pgettext_lazy("message", "planned")
        SENDING = "sending", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")
        OBSOLETE = "obsolete", pgettext_lazy("message", "no longer needed")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("umbrella.Release", on_delete=models.CASCADE, related_name="mails")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    next_at = models.DateTimeField()
    # In real time: a process that died lets go when it is over.
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "user"], name="release_told_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["planned", "sending"]), name="release_mail_due"
            ),
        ]


class NoReleaseMail(models.Model):
    """Somebody of the federation reads the figures on its page and wants no mail of them."""

    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "user"], name="no_release_mail_once"),
        ]
