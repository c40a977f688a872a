"""Who did what, when."""

from typing import ClassVar

from django.db import models

from tenants.rows import TenantRow


class Trail(TenantRow):
    """Who did what, when. Written by `volunteers.register.trail.record`, changed by nobody.

    Only who is erased leaves it (`volunteers.register.erasers`).
    """

    at = models.DateTimeField()
    actor_user = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=160)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_uuid = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_uuid", "-at"], name="trail_of_a_subject"),
        ]
