"""Annual reports: what is said in words beside the figures, and the versions that were frozen."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from scheduling.hours.models import Method
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class AnnualReport(TenantRow):
    """A report of one year: of one grant target, or of everything. Its versions say how far it is."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    # Whether people of the board count among the volunteers; funders differ.
    with_trustees = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    texts: "RelatedManager[ReportText]"
    versions: "RelatedManager[ReportVersion]"

    class Meta:
        ordering: ClassVar = ["-year", "grant_target__code", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "grant_target"], nulls_distinct=False, name="report_once_a_target"
            ),
        ]


class ReportText(TenantRow):
    """What somebody wrote into one place of a report. `edition` counts its changes, so that none is lost."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="texts")
    place = models.CharField(max_length=20)
    text = models.TextField(max_length=5000, blank=True)
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "place"], name="report_text_once"),
        ]


class ReportVersion(TenantRow):
    """A report as it was frozen: all that it says, and the hash of that. It never changes."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    input_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="report_amended_for_a_reason"),
        ]


class PastYear(TenantRow):
    """The total of a year that was not recorded here. A year that is recorded has none, or it is not read."""

    year = models.PositiveSmallIntegerField(unique=True)
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    method = models.CharField(max_length=12, choices=Method)
    # Where it is from: the yearbook, a form that was sent.
    source = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=""), name="past_year_says_its_source"),
        ]
