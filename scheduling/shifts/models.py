"""Shifts and the people who hold their places."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import pgettext_lazy

from scheduling.hours.models import stretch
from tenants.rows import TenantRow
from volunteers.register.models import Person, Site, VolunteerRole


class Shift(TenantRow):
    """A stretch of time with places for volunteers of one role."""

    class State(models.TextChoices):
        """What somebody decided; full, under way and over are derived. `states.move` is the only door."""

        DRAFT = "draft", pgettext_lazy("shift", "draft")
        PUBLISHED = "published", pgettext_lazy("shift", "published")
        CANCELLED = "cancelled", pgettext_lazy("shift", "cancelled")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="shifts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shifts", null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField()
    # Held places, kept in the transaction of each sign-up and release.
    taken = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    contact_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contact_of", null=True, blank=True
    )
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="shift_start_before_end"),
            models.CheckConstraint(condition=Q(places__gte=1), name="shift_has_places"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="shift_not_overfull"),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at", "id"], name="shift_in_order")]


class SignUp(TenantRow):
    """A person's claim to a place. Times are the person's own; at first those of the shift."""

    class State(models.TextChoices):
        """`states.move` is the only door."""

        SIGNED_UP = "signed_up", pgettext_lazy("sign-up", "signed up")
        ATTENDED = "attended", pgettext_lazy("sign-up", "attended")
        NO_SHOW = "no_show", pgettext_lazy("sign-up", "did not come")
        CANCELLED_BY_VOLUNTEER = "cancelled_by_volunteer", pgettext_lazy("sign-up", "cancelled")
        CANCELLED_BY_ORG = "cancelled_by_org", pgettext_lazy("sign-up", "cancelled by the association")

    # These hold a place.
    ACTIVE: ClassVar = (State.SIGNED_UP, State.ATTENDED, State.NO_SHOW)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ups")
    state = models.CharField(max_length=24, choices=State, default=State.SIGNED_UP)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="sign_up_start_before_end"),
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(state__in=["signed_up", "attended", "no_show"]),
                name="sign_up_active_once",
            ),
            # Deferrable, so that two people can swap in one transaction.
            ExclusionConstraint(
                name="sign_up_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (stretch("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["signed_up", "attended"]),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "starts_at"], name="sign_up_of_a_person")]
