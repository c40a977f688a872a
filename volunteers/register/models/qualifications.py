"""What people have shown that they can, and how their supervision stands. Records; courses write them."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from tenants.models import Named
from tenants.rows import TenantRow
from volunteers.register.models.people import Person
from volunteers.register.models.roles import VolunteerRole


class QualificationType(TenantRow, Named):
    """A kind of evidence: a course, first aid, a licence."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    # How long one lasts from its day on; empty: for ever.
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    # Keys of the kinds that include this one, however far: who has one of them has this, too. Kept by the
    # database from `TypeIncluded`, and by nothing else.
    met_by = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)

    class Meta:
        ordering: ClassVar = ["name_fi", "id"]


class TypeIncluded(TenantRow):
    """Who has one kind has shown another with it. That none includes itself by a detour the database sees."""

    wider = models.ForeignKey(QualificationType, on_delete=models.CASCADE, related_name="includes")
    included = models.ForeignKey(QualificationType, on_delete=models.CASCADE, related_name="included_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wider", "included"], name="type_included_once"),
            models.CheckConstraint(condition=~Q(wider=F("included")), name="type_does_not_include_itself"),
        ]


class RoleQualification(TenantRow):
    """A role asks for a qualification, valid on the day of the shift."""

    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="asks_for")
    type = models.ForeignKey(QualificationType, on_delete=models.PROTECT, related_name="asked_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "type"], name="role_asks_once"),
        ]


class Qualification(TenantRow):
    """A person has a qualification from a day to a day. Renewal makes another row."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="qualifications")
    type = models.ForeignKey(QualificationType, on_delete=models.PROTECT, related_name="held")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    # Why it no longer stands, in words that its person reads, too.
    revoked_for = models.CharField(max_length=200, blank=True, default="", db_default="")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=160)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["to_on"], name="qualification_ending")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "type", "from_on"], name="qualification_once_a_day"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="qualification_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("from_on")),
                name="qualification_revoked_after_start",
            ),
            models.CheckConstraint(
                condition=Q(revoked_for="") | Q(revoked_on__isnull=False),
                name="qualification_reason_of_a_revoked_one",
            ),
        ]


class ChildWorkCheck(TenantRow):
    """An extract of the criminal record was seen: the day, and who looked. The law allows no more."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="child_work_checks")
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="+")
    extract_on = models.DateField()
    seen_on = models.DateField()
    seen_by = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="child_work_check_once"),
            models.CheckConstraint(
                condition=Q(seen_on__gte=F("extract_on")), name="child_work_check_seen_after_extract"
            ),
        ]


class SupervisionDuty(TenantRow):
    """When a person who does a role was last in supervision. Whether it is due is worked out from the day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supervision_duties")
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="+")
    since_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(Coalesce("last_on", "since_on"), name="supervision_longest_ago"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="supervision_duty_once"),
        ]
