"""Where an association belongs, from a day to a day, and who changed it."""

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
