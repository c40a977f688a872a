"""Who says at the place itself that they are there: a code on paper, tablets, who has come."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from accounts.tablets import Tablet
from scheduling.shifts.models.shifts import Shift
from tenants.rows import TenantRow
from volunteers.register.models import Person, Site


class PaperCode(TenantRow):
    """A place takes a printed code, which never changes, beside the one on a screen, which does."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="paper_code")
    # Makes this print's code its own: without the row, or with another, it is worth nothing.
    nonce = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class Kiosk(Tablet):
    """A tablet at a place on which people say that they come and go."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="kiosks")
    label = models.CharField(max_length=60)


class Presence(TenantRow):
    """Somebody came to a shift, and left it, by their own word. Without a place there it waits for a yes."""

    class Way(models.TextChoices):
        """By what they said it."""

        CODE = "code", pgettext_lazy("attendance", "with the code at the place")
        KIOSK = "kiosk", pgettext_lazy("attendance", "on the tablet at the place")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="presences")
    way = models.CharField(max_length=5, choices=Way)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "person"], name="presence_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="presence_left_after_arriving",
            ),
        ]
