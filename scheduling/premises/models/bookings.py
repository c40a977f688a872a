"""Who has a space or a thing when, and how many came."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from scheduling.activities.models import CountImport
from scheduling.hours.models import Method, stretch
from scheduling.premises.models.spaces import Equipment, Space
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Organisation


class Booking(TenantRow):
    """A space, a thing or both, for somebody's purpose, from an instant to another.

    Without an organisation it is the association's own use. It belongs to the month of its first local day; a
    closed month keeps it as it is.
    """

    class State(models.TextChoices):
        """`scheduling.premises.states` is the only door. What is asked for keeps nobody else out."""

        REQUESTED = "requested", pgettext_lazy("booking", "asked for")
        BOOKED = "booked", pgettext_lazy("booking", "booked")
        HELD = "held", pgettext_lazy("booking", "held")
        CANCELLED = "cancelled", pgettext_lazy("booking", "called off")
        NO_SHOW = "no_show", pgettext_lazy("booking", "nobody came")

    # What has the space to itself.
    KEEPING: ClassVar = [State.BOOKED.value, State.HELD.value]

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings")
    equipment = models.ForeignKey(
        Equipment, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    # Who pays for this time, if not who pays for the space.
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    purpose = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    local_date = models.DateField()
    first_month = models.DateField()
    expected = models.PositiveIntegerField(null=True, blank=True)
    attendance = models.PositiveIntegerField(null=True, blank=True)
    method = models.CharField(max_length=12, choices=Method, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    # Its people are counted at a group or an event already: left out of the visits.
    own = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    # What was booked week by week in one go.
    series = models.UUIDField(null=True, blank=True, db_index=True)
    # Why it was noted, or told, after its month had closed.
    late_reason = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="booking_start_before_end"),
            models.CheckConstraint(
                condition=Q(space__isnull=False) | Q(equipment__isnull=False), name="booking_of_something"
            ),
            models.CheckConstraint(
                condition=Q(attendance__isnull=True, method="")
                | (Q(attendance__isnull=False, state="held") & ~Q(method="")),
                name="booking_counted_when_held",
            ),
            models.CheckConstraint(
                condition=~Q(method__in=["sample", "estimated"]) | ~Q(basis=""), name="booking_says_its_basis"
            ),
            models.CheckConstraint(condition=Q(first_month__day=1), name="booking_month_first_day"),
            # One space, one party at a time; the same for a thing.
            ExclusionConstraint(
                name="booking_space_once",
                expressions=[
                    ("space", RangeOperators.EQUAL),
                    (stretch("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "held"], space__isnull=False),
            ),
            ExclusionConstraint(
                name="booking_equipment_once",
                expressions=[
                    ("equipment", RangeOperators.EQUAL),
                    (stretch("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "held"], equipment__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at"], name="booking_by_start"),
            models.Index(fields=["first_month"], name="booking_by_month"),
        ]


class BookingCorrection(TenantRow):
    """Another number of people in the place of one in a closed month. The latest one counts; all are kept."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    attendance = models.PositiveIntegerField()
    method = models.CharField(max_length=12, choices=Method)
    basis = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["booking", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["booking", "number"], name="booking_correction_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="booking_corrected_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(method__in=["sample", "estimated"]) | ~Q(basis=""),
                name="booking_correction_says_its_basis",
            ),
        ]


class ImportedBooking(TenantRow):
    """A booking that a file of numbers told of: as it said it, and what was there before."""

    batch = models.ForeignKey(CountImport, on_delete=models.CASCADE, related_name="bookings")
    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="imported")
    # The same row has the same mark in every file.
    mark = models.UUIDField(unique=True)
    attendance = models.PositiveIntegerField(null=True, blank=True)
    # The state that it had before; empty where it came with the file.
    was = models.CharField(max_length=10, blank=True)
    # Whether the organisation came with the file too.
    made_organisation = models.BooleanField(default=False)
