"""How people want to be told, and which of their addresses do not work."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from notifications.models.messages import Message
from tenants.rows import TenantRow

QUIET_FROM, QUIET_TO = time(21), time(8)
DIGEST_AT = time(17)
# Hours before a shift, for who has chosen nothing.
LEADS = (48, 3)


class Preferences(TenantRow):
    """When somebody wants to be told. Who has chosen nothing has no row."""

    person_uuid = models.UUIDField(unique=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    # The same as `quiet_from`: no quiet hours.
    quiet_to = models.TimeField(default=QUIET_TO)
    # Calls for help that cannot wait may come in the quiet hours.
    urgent_at_night = models.BooleanField(default=False)
    digest_at = models.TimeField(default=DIGEST_AT)
    # 0 is Monday; none: every day.
    digest_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    # Hours before a shift; none: the usual ones, an empty list: no reminders.
    leads = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest_weekday__isnull=True) | Q(digest_weekday__lte=6),
                name="digest_on_a_weekday",
            ),
        ]


class Choice(TenantRow):
    """By which way somebody wants one kind of message. `inbox`: it is not sent, only kept to be read."""

    person_uuid = models.UUIDField()
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=Message.Channel)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_uuid", "kind"], name="way_chosen_once_a_kind"),
        ]


class DeadAddress(TenantRow):
    """An address to which nothing is sent any more: it does not exist, or its owner wants nothing from us.

    Only a keyed hash of it is kept, so that it is over as soon as the person has another address.
    """

    class Reason(models.TextChoices):
        """Why."""

        BOUNCED = "bounced", pgettext_lazy("address", "messages come back")
        COMPLAINED = "complained", pgettext_lazy("address", "messages were reported as unwanted")
        BLOCKED = "blocked", pgettext_lazy("address", "blocked by its owner or the operator")

    person_uuid = models.UUIDField()
    channel = models.CharField(max_length=10, choices=Message.Channel)
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_uuid", "channel", "fingerprint"], name="address_dead_once"
            ),
        ]
