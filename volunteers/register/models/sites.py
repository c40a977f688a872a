"""Places where shifts are, and the organisations that have volunteers with them."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models.roles import Unit


class Organisation(TenantRow):
    """A host: a hospital, a school, a municipality at which volunteers of the association work."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    contact_name = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    # What it wants done before somebody comes for the first time: a point on each line.
    checklist = models.TextField(max_length=4000, blank=True)
    notes = models.TextField(max_length=2000, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name"], name="organisation_name_once")]


class Site(TenantRow):
    """A place where shifts are: somebody else's, or a room of a unit."""

    class Access(models.TextChoices):
        """What makes it easier to come."""

        STEP_FREE = "step_free", pgettext_lazy("site", "step-free entrance")
        LIFT = "lift", pgettext_lazy("site", "lift")
        TOILET = "toilet", pgettext_lazy("site", "accessible toilet")
        LOOP = "loop", pgettext_lazy("site", "induction loop")
        PARKING = "parking", pgettext_lazy("site", "accessible parking space")
        QUIET = "quiet", pgettext_lazy("site", "a quiet room")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    arrival = models.CharField(max_length=200, blank=True)
    discreet = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="sites"
    )
    # Whose own room it is.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms")
    contact_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    email = models.EmailField(blank=True, default="", db_default="")
    access = ArrayField(
        models.CharField(max_length=12, choices=Access), default=list, db_default=[], blank=True
    )
    access_text = models.CharField(max_length=400, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(organisation__isnull=True), name="site_is_whose"
            ),
        ]


class OpeningHours(TenantRow):
    """A stretch of the week in which a place is open, in local time. Without any it is not known."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["weekday", "from_minute"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, to_minute__lte=1440, from_minute__lt=F("to_minute")),
                name="opening_hours_in_a_day",
            ),
        ]
