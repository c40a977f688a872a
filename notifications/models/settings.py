"""What an association has set: its own texts, and how it sends."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.rows import TenantRow


class Wording(TenantRow):
    """An association's own text of a kind of message in one language."""

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "language"], name="wording_once_a_language"),
        ]


class Sending(TenantRow):
    """One row: what else than e-mail the association sends, and in whose name."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sms_on = models.BooleanField(default=False)
    sms_sender = models.CharField(max_length=11, blank=True)
    # Text messages cost by the part; none: no limit.
    sms_parts_a_month = models.PositiveIntegerField(null=True, blank=True)
    reply_to = models.EmailField(blank=True)
    # When the coordinators' summary of the morning goes out.
    morning_at = models.TimeField(default=time(7, 30))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="sending_one_row"),
        ]
