"""People who stood in the register twice, and pairs of whom somebody knows that they are two."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class MergedAway(TenantRow):
    """Somebody was found to be the same person as another: their identifier leads to the one who was kept.

    Their name and addresses stay for as long as the person does, so that an erasure finds every text that
    holds them, and an erasure's entry for a restore of an older backup names this identifier too.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_away")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class NotTheSame(TenantRow):
    """Somebody looked at two people who are alike and knows that they are two. `one` has the smaller key."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="not_the_same_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="not_the_same_in_order"),
        ]
