"""Occasions: one time, one place, whatever kind. What only one kind has stands in a table of its own."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from scheduling.activities.models.groups import Group
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Organisation, Person, Site, Unit, VolunteerRole

if TYPE_CHECKING:
    from scheduling.activities.models.counts import Count


class Activity(TenantRow):
    """One occasion. It belongs to the month of its local day; a closed month keeps it as it is."""

    class Kind(models.TextChoices):
        """What it is, and so under which figures it is told."""

        GROUP_SESSION = "group_session", pgettext_lazy("activity", "group session")
        EVENT = "event", pgettext_lazy("activity", "event")
        RECREATION = "recreation", pgettext_lazy("activity", "recreation for volunteers")
        GIG = "gig", pgettext_lazy("activity", "gig")
        DIALOGUE = "dialogue", pgettext_lazy("activity", "dialogue")
        FORUM = "forum", pgettext_lazy("activity", "forum")

    class State(models.TextChoices):
        """`scheduling.activities.states` is the only door."""

        PLANNED = "planned", pgettext_lazy("activity", "planned")
        HELD = "held", pgettext_lazy("activity", "held")
        CANCELLED = "cancelled", pgettext_lazy("activity", "cancelled")

    class CancelReason(models.TextChoices):
        """Why it was not held."""

        LEADER = "leader", pgettext_lazy("why cancelled", "nobody to lead it")
        FEW = "few", pgettext_lazy("why cancelled", "too few came")
        PLACE = "place", pgettext_lazy("why cancelled", "the place was not available")
        HOST = "host", pgettext_lazy("why cancelled", "the host cancelled")
        OTHER = "other", pgettext_lazy("why cancelled", "another reason")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    # A group's times are called what the group is called.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(max_length=2000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    local_date = models.DateField()
    first_month = models.DateField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    role = models.ForeignKey(
        VolunteerRole, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    # Who tells the figures of what is done together; empty where we do.
    joint_lead = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    cancel_reason = models.CharField(max_length=10, choices=CancelReason, blank=True)
    # Why it was put in the calendar, or told, after its month had closed.
    late_reason = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField()

    # Its numbers that nobody corrected, where `selectors.with_everything` has fetched them.
    standing: "list[Count]"

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="activity_start_before_end"),
            models.CheckConstraint(
                condition=Q(kind="group_session", group__isnull=False, title="")
                | (~Q(kind="group_session") & Q(group__isnull=True) & ~Q(title="")),
                name="activity_has_one_name",
            ),
            models.CheckConstraint(
                condition=~Q(kind="gig") | Q(site__isnull=False), name="activity_gig_has_a_host"
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") ^ Q(cancel_reason=""), name="activity_cancelled_for_a_reason"
            ),
            models.CheckConstraint(condition=Q(first_month__day=1), name="activity_month_first_day"),
            # The same time of a group comes once, however often its dates are made.
            models.UniqueConstraint(fields=["group", "starts_at"], name="activity_once_a_time"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "starts_at"], name="activity_by_kind"),
            models.Index(fields=["first_month"], name="activity_by_month"),
        ]


class ActivityPartner(TenantRow):
    """An organisation that takes part, and what it does."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="takes_part")
    part = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "organisation"], name="activity_partner_once"),
        ]


class GigDetails(TenantRow):
    """What only a performance at a host's has."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="gig")
    programme = models.TextField(max_length=2000, blank=True)
    # What the host said afterwards.
    feedback = models.TextField(max_length=2000, blank=True)


class DialogueGroup(TenantRow):
    """A group of a dialogue: small enough that everybody speaks, and somebody writes down what is said."""

    MOST = 10

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="dialogue_groups")
    number = models.PositiveSmallIntegerField()
    facilitator = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="facilitates", null=True, blank=True
    )
    recorder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    # Who took part; not those who led and wrote.
    participants = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(participants__isnull=True) | Q(participants__lte=10),
                name="dialogue_group_of_ten_at_most",
            ),
            models.UniqueConstraint(fields=["activity", "number"], name="dialogue_group_once"),
        ]
