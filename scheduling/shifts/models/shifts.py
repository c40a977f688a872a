"""Shifts and the people who hold their places."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import pgettext_lazy

from scheduling.hours.models import stretch
from scheduling.shifts.models.planned import Planned, Slot
from scheduling.shifts.models.schedules import ScheduleImport
from scheduling.shifts.models.series import Series, SeriesTime, StandingPlace
from tenants.rows import TenantRow
from volunteers.register.models import Person


class Shift(Planned):
    """A stretch of time with places for volunteers of one role."""

    class State(models.TextChoices):
        """What somebody decided; full, under way and over are derived. `states.move` is the only door."""

        DRAFT = "draft", pgettext_lazy("shift", "draft")
        PUBLISHED = "published", pgettext_lazy("shift", "published")
        CANCELLED = "cancelled", pgettext_lazy("shift", "cancelled")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Held places, kept in the transaction of each sign-up and release: also those that are offered to
    # somebody who waited, and those of people without a row in the register.
    taken = models.PositiveSmallIntegerField(default=0)
    training_taken = models.SmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # How often it has changed for those who have it in their calendar (RFC 5545, SEQUENCE).
    sequence = models.IntegerField(default=0, db_default=0)
    # Which of a series it is: the day for which the rule made it, whatever has become of it since.
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="shifts", null=True, blank=True)
    series_time = models.ForeignKey(
        SeriesTime, on_delete=models.PROTECT, related_name="shifts", null=True, blank=True
    )
    series_day = models.DateField(null=True, blank=True)
    # Changed by itself: what is changed for all passes it by.
    is_own = models.BooleanField(default=False, db_default=False)
    # What another calendar calls it, and the import that brought it.
    import_source = models.CharField(max_length=120, blank=True, default="", db_default="")
    import_uid = models.CharField(max_length=255, blank=True, default="", db_default="")
    imported_by = models.ForeignKey(
        ScheduleImport, on_delete=models.SET_NULL, related_name="shifts", null=True, blank=True
    )

    class Meta(Planned.Meta):
        constraints: ClassVar = [
            *Planned.Meta.constraints,
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="shift_start_before_end"),
            models.CheckConstraint(condition=Q(places__gte=1), name="shift_has_places"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="shift_not_overfull"),
            models.CheckConstraint(
                condition=Q(training_taken__gte=0, training_taken__lte=F("training_places"), sequence__gte=0),
                name="shift_training_not_overfull",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_time__isnull=True, series_day__isnull=True)
                | Q(series__isnull=False, series_time__isnull=False, series_day__isnull=False),
                name="shift_of_a_series_knows_which",
            ),
            # What was changed or cancelled by itself never comes back as a second one.
            models.UniqueConstraint(fields=["series_time", "series_day"], name="shift_of_a_series_once"),
            models.UniqueConstraint(
                fields=["import_source", "import_uid"],
                condition=~Q(import_uid=""),
                name="shift_imported_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="shift_in_order"),
            models.Index(fields=["site", "starts_at"], name="shift_at_a_site"),
            models.Index(fields=["series", "starts_at"], name="shift_of_a_series"),
        ]


class SignUp(TenantRow):
    """A person's claim to a place. Times are the person's own; at first those of the shift."""

    class State(models.TextChoices):
        """`states.move` is the only door."""

        REQUESTED = "requested", pgettext_lazy("sign-up", "waits for an answer")
        WAITING = "waiting", pgettext_lazy("sign-up", "on the waiting list")
        OFFERED = "offered", pgettext_lazy("sign-up", "a place is offered")
        SIGNED_UP = "signed_up", pgettext_lazy("sign-up", "signed up")
        ATTENDED = "attended", pgettext_lazy("sign-up", "attended")
        NO_SHOW = "no_show", pgettext_lazy("sign-up", "did not come")
        CANCELLED_BY_VOLUNTEER = "cancelled_by_volunteer", pgettext_lazy("sign-up", "cancelled")
        CANCELLED_BY_ORG = "cancelled_by_org", pgettext_lazy("sign-up", "cancelled by the association")
        SWAPPED = "swapped", pgettext_lazy("sign-up", "given to somebody else")
        PASSED = "passed", pgettext_lazy("sign-up", "not taken up")

    # These come, or came.
    ACTIVE: ClassVar = (State.SIGNED_UP, State.ATTENDED, State.NO_SHOW)
    # These hold a place, so that nobody else gets it.
    HOLDING: ClassVar = (State.OFFERED, *ACTIVE)
    # These would like one.
    HOPING: ClassVar = (State.REQUESTED, State.WAITING, State.OFFERED)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ups")
    state = models.CharField(max_length=24, choices=State, default=State.SIGNED_UP)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    in_training = models.BooleanField(default=False, db_default=False)
    # The qualified place that was found for them; it may be another tomorrow.
    slot = models.ForeignKey(Slot, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    # Until when an offered place is theirs for a word.
    offered_until = models.DateTimeField(null=True, blank=True)
    # Since when they are asked whether the new time suits them.
    confirm_asked_at = models.DateTimeField(null=True, blank=True)
    # What a coordinator said who passed by a check.
    override_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    # The word that a coordinator added to a yes or no to their request.
    answer = models.CharField(max_length=300, blank=True, default="", db_default="")
    standing = models.ForeignKey(
        StandingPlace, on_delete=models.SET_NULL, related_name="sign_ups", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="sign_up_start_before_end"),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until__isnull=True)),
                name="sign_up_offer_ends",
            ),
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(
                    state__in=["requested", "waiting", "offered", "signed_up", "attended", "no_show"]
                ),
                name="sign_up_open_once",
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
        indexes: ClassVar = [
            models.Index(fields=["person", "starts_at"], name="sign_up_of_a_person"),
            models.Index(
                fields=["offered_until"], condition=Q(state="offered"), name="sign_up_offers_that_end"
            ),
        ]

    def has_own_times(self, shift: Shift) -> bool:
        """Whether the person is there for a part of their shift only, or longer."""
        return (self.starts_at, self.ends_at) != (shift.starts_at, shift.ends_at)


class Placeholder(TenantRow):
    """A place that is kept for somebody who is not in the register: “two from the bank”."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="placeholders")
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["id"]
