"""How an association runs its shifts: for all, for a role, and what a person wishes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduling.shifts.models.planned import Planned
from tenants.rows import TenantRow
from volunteers.register.models import Person, VolunteerRole

REST_HOURS = 11
STAND_IN_HOURS, LATE_HOURS, OFFER_HOURS = 72, 24, 12


class ShiftSettings(TenantRow):
    """What is true of all shifts of the association. A single row; without it the defaults count."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    # Who is called when it is too late for anything else.
    duty_name = models.CharField(max_length=120, blank=True)
    duty_phone = models.CharField(max_length=30, blank=True)
    # From so many hours before the start somebody is looked for instead of the place just becoming free.
    stand_in_hours = models.PositiveSmallIntegerField(default=STAND_IN_HOURS)
    # From so many hours before, it is late: the one on duty is to be called too.
    late_hours = models.PositiveSmallIntegerField(default=LATE_HOURS)
    # So long an offered place waits for an answer; nearer to the start it is less.
    offer_hours = models.PositiveSmallIntegerField(default=OFFER_HOURS)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="shift_settings_single"),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1, late_hours__lte=models.F("stand_in_hours")),
                name="shift_settings_in_order",
            ),
        ]


class RoleRules(TenantRow):
    """How the shifts of one role are run. Without a row the defaults count."""

    role = models.OneToOneField(VolunteerRole, on_delete=models.CASCADE, related_name="shift_rules")
    # Between a night shift and any other; none with 0 (domain: 11 hours).
    rest_hours = models.PositiveSmallIntegerField(default=REST_HOURS)
    most_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    swap_needs_approval = models.BooleanField(default=False)
    sign_up_mode = models.CharField(
        max_length=14, choices=Planned.SignUpMode, default=Planned.SignUpMode.AT_ONCE
    )
    names = models.CharField(max_length=10, choices=Planned.Names, default=Planned.Names.COMING)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rest_hours__lte=48)
                & (Q(most_per_week__isnull=True) | Q(most_per_week__gte=1, most_per_week__lte=21)),
                name="role_rules_sane",
            ),
        ]


class Wish(TenantRow):
    """What a person wishes of their shifts; what they choose themselves goes before."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="shift_wish")
    most_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    no_nights = models.BooleanField(default=False)
    # Whether they may be asked to stand in for others.
    stands_in = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(most_per_week__isnull=True) | Q(most_per_week__gte=1, most_per_week__lte=21),
                name="wish_sane",
            ),
        ]
