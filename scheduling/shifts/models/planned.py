"""What a coordinator says of a shift, whether of one, of each in a series, or of a template for them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import Person, QualificationType, Site, VolunteerRole

_ONE_OF = Q(shift__isnull=False, series__isnull=True, template__isnull=True)
_OR_SERIES = Q(shift__isnull=True, series__isnull=False, template__isnull=True)
_OR_TEMPLATE = Q(shift__isnull=True, series__isnull=True, template__isnull=False)


class Planned(TenantRow):
    """The fields that a shift, a series and a template have in common."""

    class Where(models.TextChoices):
        """How one comes there."""

        SITE = "site", pgettext_lazy("shift", "at a place")
        PHONE = "phone", pgettext_lazy("shift", "by phone")
        ONLINE = "online", pgettext_lazy("shift", "online")

    class SignUpMode(models.TextChoices):
        """How one gets a place."""

        AT_ONCE = "at_once", pgettext_lazy("sign-up", "at once")
        BY_REQUEST = "by_request", pgettext_lazy("sign-up", "by request: a coordinator confirms")
        BY_COORDINATOR = "by_coordinator", pgettext_lazy("sign-up", "a coordinator puts people on it")
        INVITED_FIRST = "invited_first", pgettext_lazy("sign-up", "invited people first, then everybody")

    class Names(models.TextChoices):
        """Who sees who comes, besides those who coordinate."""

        NOBODY = "nobody", pgettext_lazy("names", "nobody else")
        COMING = "coming", pgettext_lazy("names", "those who come")
        VOLUNTEERS = "volunteers", pgettext_lazy("names", "all volunteers of the role")

    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="%(class)s_rows")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="%(class)s_rows", null=True, blank=True
    )
    title = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    places = models.PositiveSmallIntegerField()
    # With fewer it cannot be held.
    minimum = models.SmallIntegerField(default=1, db_default=1)
    # Seats for those who learn; they fill no place.
    training_places = models.SmallIntegerField(default=0, db_default=0)
    where = models.CharField(max_length=6, choices=Where, default=Where.SITE, db_default=Where.SITE)
    # The room online; only those who come see it.
    online_address = models.URLField(blank=True, default="", db_default="")
    for_those_who_come = models.TextField(max_length=2000, blank=True, default="", db_default="")
    sign_up_mode = models.CharField(
        max_length=14, choices=SignUpMode, default=SignUpMode.AT_ONCE, db_default=SignUpMode.AT_ONCE
    )
    # So many hours before the start; empty: from the beginning, until the start.
    opens_hours_before = models.SmallIntegerField(null=True, blank=True)
    closes_hours_before = models.SmallIntegerField(null=True, blank=True)
    cancel_hours_before = models.SmallIntegerField(null=True, blank=True)
    # With INVITED_FIRST: so long before the start everybody may sign up.
    all_hours_before = models.SmallIntegerField(null=True, blank=True)
    names = models.CharField(max_length=10, choices=Names, default=Names.COMING, db_default=Names.COMING)
    contact_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contact_of_%(class)ss", null=True, blank=True
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minimum__gte=0, training_places__gte=0)
                & Q(minimum__lte=F("places"))
                & (Q(opens_hours_before__isnull=True) | Q(opens_hours_before__gte=0))
                & (Q(closes_hours_before__isnull=True) | Q(closes_hours_before__gte=0))
                & (Q(cancel_hours_before__isnull=True) | Q(cancel_hours_before__gte=0))
                & (Q(all_hours_before__isnull=True) | Q(all_hours_before__gte=0)),
                name="%(class)s_counts_sane",
            ),
        ]


class Slot(TenantRow):
    """Places that ask for a qualification, at least and at most so many; the rest asks for none."""

    shift = models.ForeignKey(
        "shifts.Shift", on_delete=models.CASCADE, related_name="slots", null=True, blank=True
    )
    series = models.ForeignKey(
        "shifts.Series", on_delete=models.CASCADE, related_name="slots", null=True, blank=True
    )
    template = models.ForeignKey(
        "shifts.ShiftTemplate", on_delete=models.CASCADE, related_name="slots", null=True, blank=True
    )
    qualification = models.ForeignKey(QualificationType, on_delete=models.PROTECT, related_name="+")
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ONE_OF | _OR_SERIES | _OR_TEMPLATE, name="slot_of_one_thing"),
            models.CheckConstraint(
                condition=Q(most__gte=1) & Q(least__lte=F("most")), name="slot_least_below_most"
            ),
            models.UniqueConstraint(fields=["shift", "qualification"], name="slot_once_in_a_shift"),
        ]
