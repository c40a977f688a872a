"""What a coordinator has put off in the queue of things that need somebody."""

from typing import ClassVar

from django.db import models

from tenants.rows import TenantRow


class PutOff(TenantRow):
    """One coordinator does not want to see one row of the queue before a day, or never again."""

    # Whose it is: the login, since not everybody who coordinates is in the register.
    user_uuid = models.UUIDField()
    kind = models.CharField(max_length=60)
    # What the row is about, as its kind names it; most often a UUID.
    key = models.CharField(max_length=80)
    # The day on which it comes back; empty: it has been read.
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_uuid", "kind", "key"], name="put_off_once"),
        ]
