"""What a coordinator needs to know of a person besides name and address."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models.grants import GrantTarget
from volunteers.register.models.people import Person
from volunteers.register.models.roles import Unit
from volunteers.register.words import Method


class ContactPerson(TenantRow):
    """Somebody to call when something happens, or a minor's guardian."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    relation = models.CharField(max_length=60, blank=True)
    is_guardian = models.BooleanField(default=False)
    # A guardian's consent to the child's volunteering.
    consented_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="contact_can_be_reached"),
            models.CheckConstraint(
                condition=Q(consented_on__isnull=True) | Q(is_guardian=True),
                name="contact_consents_as_guardian",
            ),
        ]


class Availability(TenantRow):
    """A stretch of the week in which a person likes to come, in the association's local time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["weekday", "from_minute"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, to_minute__lte=1440, from_minute__lt=F("to_minute")),
                name="availability_in_a_day",
            ),
        ]


class Absence(TenantRow):
    """Days on which a person is away: no calls, no offers."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["from_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_days_in_order"),
        ]


class Placement(TenantRow):
    """Somebody who is here for a school or an office. Never a volunteer, never hours."""

    class Kind(models.TextChoices):
        """What brings the person here."""

        STUDENT = "student", pgettext_lazy("placement", "student")
        TRAINEE = "trainee", pgettext_lazy("placement", "trainee")
        WORK_TRIAL = "work_trial", pgettext_lazy("placement", "work trial")
        SUBSIDISED = "subsidised", pgettext_lazy("placement", "subsidised employment")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="placements")
    kind = models.CharField(max_length=12, choices=Kind)
    institution = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=120, blank=True)
    mentor = models.CharField(max_length=160, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-from_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="placement_days_in_order"
            ),
        ]


class PlacementCount(TenantRow):
    """People on placements told as a number, as when a whole class comes: nobody of them is named."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Placement.Kind)
    institution = models.CharField(max_length=120)
    programme = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=12, choices=Method)
    # On what an estimate or a sample rests.
    basis = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="placement_counts"
    )
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="placement_counts"
    )

    class Meta:
        ordering: ClassVar = ["institution", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="placement_count_of_somebody"),
            models.CheckConstraint(
                condition=~Q(method__in=["sample", "estimated"]) | ~Q(basis=""),
                name="placement_count_says_its_basis",
            ),
        ]


class Note(TenantRow):
    """A coordinator's note about a person. Health, beliefs and clients do not belong here."""

    class Level(models.TextChoices):
        """Who may read it, besides the person: everything kept about people is shown to them on request."""

        COORDINATORS = "coordinators", pgettext_lazy("note", "all coordinators")
        OWNER = "owner", pgettext_lazy("note", "owners only")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    level = models.CharField(max_length=12, choices=Level, default=Level.COORDINATORS)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class Tag(TenantRow):
    """A word by which coordinators find people again."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("name", name="tag_once"),
        ]


class PersonTag(TenantRow):
    """A person has a tag."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="people")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "tag"], name="person_tag_once"),
        ]
