"""Where an association belongs, from a day to a day, and who changed it: district and networks."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.named import Named


class District(Named):
    """A group of associations for reporting."""

    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="districts")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["umbrella", "position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "code"], name="district_code_once"),
        ]


class Affiliation(models.Model):
    """An association belongs to an umbrella, in a district, from a day to a day."""

    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, related_name="affiliations"
    )
    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="affiliations")
    district = models.ForeignKey("tenants.District", on_delete=models.PROTECT, null=True, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="affiliation_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["association", "umbrella"],
                condition=Q(to_on__isnull=True),
                name="affiliation_open_once",
            ),
            # On no day is it in two districts of one umbrella, or twice in one.
            ExclusionConstraint(
                name="affiliation_no_overlap",
                expressions=[
                    ("association", RangeOperators.EQUAL),
                    ("umbrella", RangeOperators.EQUAL),
                    (
                        models.Func(
                            F("from_on"),
                            F("to_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class AffiliationChange(models.Model):
    """Somebody of an umbrella changed where an association belongs: what, from which day, who and when."""

    class Kind(models.TextChoices):
        """What was done."""

        MOVED = "moved", pgettext_lazy("affiliation", "moved to another district")
        LEFT = "left", pgettext_lazy("affiliation", "belongs no longer")
        RETURNED = "returned", pgettext_lazy("affiliation", "belongs again")
        TAKEN_BACK = "taken_back", pgettext_lazy("affiliation", "planned change taken back")

    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, related_name="affiliation_changes"
    )
    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    district = models.ForeignKey(
        "tenants.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The first day of what is new; of one that leaves its last day.
    on = models.DateField()
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class Network(Named):
    """Associations that work together, of whatever districts: an association may be in several."""

    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="networks")
    code = models.SlugField(max_length=40)

    class Meta:
        ordering: ClassVar = ["umbrella", "name_fi", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "code"], name="network_code_once"),
        ]


class NetworkStay(models.Model):
    """An association is in a network beside its district, from a day to a day."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="stays")
    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, related_name="network_stays"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="network_stay_ends_after_start",
            ),
            # On no day is it twice in one network.
            ExclusionConstraint(
                name="network_stay_no_overlap",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("association", RangeOperators.EQUAL),
                    (
                        models.Func(
                            F("from_on"),
                            F("to_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class NetworkChange(models.Model):
    """Somebody of an umbrella changed a network or who is in it: what, from which day, who and when."""

    class Kind(models.TextChoices):
        """What was done."""

        MADE = "made", pgettext_lazy("network", "made")
        RENAMED = "renamed", pgettext_lazy("network", "renamed")
        PUT_IN = "put_in", pgettext_lazy("network", "put in")
        TAKEN_OUT = "taken_out", pgettext_lazy("network", "taken out")
        MISTAKE = "mistake", pgettext_lazy("network", "taken away as a mistake")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind)
    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The first day of who is put in; of one that is taken out its last day.
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
