"""The addresses under which calendar programs read shifts."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import Person, Site, VolunteerRole


class CalendarFeed(TenantRow):
    """One secret address, of which only the hash is kept. It tells shifts, and of nobody whose they are."""

    class What(models.TextChoices):
        """Which shifts it tells."""

        OWN = "own", pgettext_lazy("calendar feed", "own shifts")
        ROLE = "role", pgettext_lazy("calendar feed", "all shifts of a role")
        SITE = "site", pgettext_lazy("calendar feed", "all shifts at a place")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=4, choices=What)
    # Whose shifts; the others hang on a login, which need not volunteer.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="calendar_feeds", null=True, blank=True
    )
    user_uuid = models.UUIDField(null=True, blank=True)
    role = models.ForeignKey(
        VolunteerRole, on_delete=models.CASCADE, related_name="calendar_feeds", null=True, blank=True
    )
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="calendar_feeds", null=True, blank=True
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    # So long before a shift the calendar rings; of own shifts only.
    alarm_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    created_at = models.DateTimeField()
    # What it told last, and since when.
    digest = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField()
    # The last day on which a calendar program asked.
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    what="own",
                    person__isnull=False,
                    user_uuid__isnull=True,
                    role__isnull=True,
                    site__isnull=True,
                )
                | Q(
                    what="role",
                    person__isnull=True,
                    user_uuid__isnull=False,
                    role__isnull=False,
                    site__isnull=True,
                )
                | Q(
                    what="site",
                    person__isnull=True,
                    user_uuid__isnull=False,
                    role__isnull=True,
                    site__isnull=False,
                ),
                name="calendar_feed_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(alarm_minutes__isnull=True) | Q(what="own"), name="calendar_feed_rings_for_own"
            ),
            models.UniqueConstraint(fields=["person"], name="calendar_feed_own_once"),
            models.UniqueConstraint(fields=["user_uuid", "role"], name="calendar_feed_of_a_role_once"),
            models.UniqueConstraint(fields=["user_uuid", "site"], name="calendar_feed_of_a_site_once"),
        ]
