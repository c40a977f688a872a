"""What was counted: heads, bags, visits, each with how it was counted."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from scheduling.activities.models.occasions import Activity
from scheduling.activities.models.places import TallyPlace
from scheduling.hours.models import Method
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Site, Unit, VolunteerRole


class Measure(models.TextChoices):
    """What a number is a number of. Different measures are never added together."""

    PARTICIPATIONS = "participations", pgettext_lazy("measure", "participations")
    AUDIENCE = "audience", pgettext_lazy("measure", "audience")
    BAG = "bag", pgettext_lazy("measure", "food bags")
    LUNCH = "lunch", pgettext_lazy("measure", "lunches")
    OTHER_FOOD = "other_food", pgettext_lazy("measure", "other food")
    VISITS = "visits", pgettext_lazy("measure", "visits")
    CONTACTS = "contacts", pgettext_lazy("measure", "contacts")
    ENCOUNTERS = "encounters", pgettext_lazy("measure", "encounters")
    INFO_VISITS = "info_visits", pgettext_lazy("measure", "visits")
    QUESTIONS = "questions", pgettext_lazy("measure", "questions")
    ACCOMPANIED = "accompanied", pgettext_lazy("measure", "accompanied visits")
    CALLS = "calls", pgettext_lazy("measure", "answered contacts")
    MET = "met", pgettext_lazy("measure", "encounters")


PEOPLE = (Measure.PARTICIPATIONS, Measure.AUDIENCE)
"""Heads at an occasion: each of these belongs to one. The others belong to a place where they are counted."""
OF_HOUSES = (Measure.VISITS, Measure.INFO_VISITS)
"""Heads that a group or an event in the same house may count already."""


class Count(TenantRow):
    """One number. In a closed month it stays, and a later one may stand in its place, with a reason."""

    class State(models.TextChoices):
        """`scheduling.activities.states` is the only door. Only what is approved counts."""

        ENTERED = "entered", pgettext_lazy("count", "waiting for approval")
        APPROVED = "approved", pgettext_lazy("count", "approved")

    class Source(models.TextChoices):
        """Where it came from."""

        PAGE = "page", pgettext_lazy("source of a count", "page")
        TABLET = "tablet", pgettext_lazy("source of a count", "tablet")
        IMPORT = "import", pgettext_lazy("source of a count", "import")
        API = "api", pgettext_lazy("source of a count", "API")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    measure = models.CharField(max_length=16, choices=Measure)
    quantity = models.PositiveIntegerField()
    method = models.CharField(max_length=12, choices=Method)
    # On what an estimate or a sample rests.
    basis = models.CharField(max_length=300, blank=True)
    local_date = models.DateField()
    first_month = models.DateField()
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="counts"
    )
    place = models.ForeignKey(
        TallyPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="counts"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="counts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="counts")
    role = models.ForeignKey(
        VolunteerRole, on_delete=models.PROTECT, null=True, blank=True, related_name="counts"
    )
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="counts"
    )
    # Heads that are counted elsewhere already, at a group or an event of our own: left out of the figures.
    own = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.ENTERED)
    source = models.CharField(max_length=10, choices=Source, default=Source.PAGE)
    # Whoever sends a number gives it a key, so that the same number sent again counts once.
    sent_key = models.UUIDField(null=True, blank=True, unique=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(method__in=["sample", "estimated"]) | ~Q(basis=""), name="count_says_its_basis"
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=["participations", "audience"]) | Q(activity__isnull=False),
                name="count_of_heads_has_an_occasion",
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False, place__isnull=True)
                | Q(activity__isnull=True, place__isnull=False),
                name="count_at_an_occasion_or_a_place",
            ),
            models.CheckConstraint(
                # A reason without a number before: noted after its month had closed.
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                name="count_corrects_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(first_month__day=1), name="count_month_first_day"),
            models.UniqueConstraint(
                fields=["activity", "measure"],
                condition=Q(activity__isnull=False, corrects__isnull=True),
                name="count_once_an_occasion",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["measure", "local_date"], name="count_by_measure"),
            models.Index(fields=["first_month"], name="count_by_month"),
            models.Index(fields=["place", "local_date"], name="count_by_place"),
        ]


class SentKey(TenantRow):
    """The mark with which a number was sent: spent for good, whatever became of the number since."""

    key = models.UUIDField(unique=True)
    # None once the number was taken back.
    count = models.ForeignKey(Count, on_delete=models.SET_NULL, null=True, blank=True, related_name="keys")


class ContactDetails(TenantRow):
    """What a contact was about, in codes. Nobody's name, and no words of theirs.

    Outreach, which goes to people where they are, says only where they were guided.
    """

    class Channel(models.TextChoices):
        """How they came."""

        VISIT = "visit", pgettext_lazy("contact", "came in")
        PHONE = "phone", pgettext_lazy("contact", "by phone")
        WRITTEN = "written", pgettext_lazy("contact", "in writing")

    class Topic(models.TextChoices):
        """What it was about."""

        COMPANY = "company", pgettext_lazy("contact", "company and activities")
        VOLUNTEERING = "volunteering", pgettext_lazy("contact", "volunteering")
        MONEY = "money", pgettext_lazy("contact", "money and benefits")
        HOUSING = "housing", pgettext_lazy("contact", "housing")
        WELLBEING = "wellbeing", pgettext_lazy("contact", "wellbeing")
        WORK = "work", pgettext_lazy("contact", "work and studies")
        FORMS = "forms", pgettext_lazy("contact", "forms and digital services")
        OTHER = "other", pgettext_lazy("contact", "something else")

    class GuidedTo(models.TextChoices):
        """Where they were guided on to; empty where it was settled at once."""

        OURS = "ours", pgettext_lazy("contact", "our own activities")
        MUNICIPALITY = "municipality", pgettext_lazy("contact", "the municipality")
        COUNTY = "county", pgettext_lazy("contact", "the wellbeing services county")
        STATE = "state", pgettext_lazy("contact", "Kela or another authority")
        ORGANISATION = "organisation", pgettext_lazy("contact", "another organisation")
        PARISH = "parish", pgettext_lazy("contact", "the parish")

    count = models.OneToOneField(Count, on_delete=models.CASCADE, related_name="contact")
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    topic = models.CharField(max_length=14, choices=Topic, blank=True)
    guided_to = models.CharField(max_length=14, choices=GuidedTo, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
