"""Groups that meet again and again."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tenants.models import Named
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Person, Site, Unit, VolunteerRole


class Group(TenantRow, Named):
    """A group of people, led by somebody in a role. Each time that it meets is an `Activity`.

    It says where and when it meets as a rule; what is put in the calendar takes it from here.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # In the association's own words; groups of one type count as one type. Empty: a type of its own.
    type = models.CharField(max_length=80, blank=True)
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="led_groups")
    leader = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="leads_groups"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="groups"
    )
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whether anybody may come, or those who were taken in.
    is_open = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    start_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    life_course = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    target_groups = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    # Since when it is not in use: what is kept of those who took part goes a while after that.
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name_fi", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name_fi"], name="group_name_once"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__lte=6), name="group_weekday"
            ),
            models.CheckConstraint(
                condition=Q(start_minute__isnull=True) | Q(start_minute__lt=1440), name="group_start_in_a_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="group_meets_within_a_day"
            ),
        ]
