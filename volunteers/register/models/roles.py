"""What the association offers to do, what it asks for, and who does it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy

from tenants.models import Named, RoleFamily
from tenants.rows import TenantRow
from volunteers.register.models.grants import GrantTarget
from volunteers.register.models.people import Person


class Unit(TenantRow, Named):
    """A part of the association: a resource centre, a section, a locality. Units form a tree."""

    class Kind(models.TextChoices):
        """What it is called."""

        CENTRE = "centre", pgettext_lazy("unit", "resource centre")
        SECTION = "section", pgettext_lazy("unit", "section")
        LOCALITY = "locality", pgettext_lazy("unit", "locality")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_part"),
        ]


class VolunteerRole(TenantRow, Named):
    """A kind of task that the association offers; taken from the umbrella's catalogue or its own."""

    class Supervision(models.TextChoices):
        """What being without supervision for too long leads to."""

        NONE = "none", pgettext_lazy("supervision", "not asked for")
        ADVISORY = "advisory", pgettext_lazy("supervision", "recommended")
        BLOCKING = "blocking", pgettext_lazy("supervision", "asked for before new shifts")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    catalogue_code = models.SlugField(max_length=60, blank=True)
    family = models.CharField(max_length=20, choices=RoleFamily)
    counting_unit = models.CharField(max_length=40, default="hours")
    discreet = models.BooleanField(default=False)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    coordinator = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="coordinates"
    )
    # Who pays for what is done in it, unless somebody says otherwise of one occasion.
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="roles"
    )
    life_course = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    target_groups = ArrayField(models.CharField(max_length=30), default=list, db_default=[], blank=True)
    # As the catalogue had it when it was taken or last updated; what differs now is the association's own.
    catalogue_base = models.JSONField(default=dict, db_default={}, blank=True)
    # Whether people can apply for it, and what the public page says.
    is_open = models.BooleanField(default=False, db_default=False)
    public_text_fi = models.TextField(blank=True, default="", db_default="")
    public_text_sv = models.TextField(blank=True, default="", db_default="")
    public_text_en = models.TextField(blank=True, default="", db_default="")
    # What it asks of those who do it; qualifications are rows of their own.
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_agreement = models.BooleanField(default=False, db_default=False)
    needs_confidentiality = models.BooleanField(default=False, db_default=False)
    # The three ticks of Act 148/2014: only where all are true may an extract be asked for.
    child_regular = models.BooleanField(default=False, db_default=False)
    child_personal = models.BooleanField(default=False, db_default=False)
    child_alone = models.BooleanField(default=False, db_default=False)
    supervision = models.CharField(
        max_length=10, choices=Supervision, default=Supervision.NONE, db_default=Supervision.NONE
    )
    supervision_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    supervision_grace_days = models.PositiveSmallIntegerField(default=30, db_default=30)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(supervision="none") | Q(supervision_every_days__gt=0),
                name="role_supervision_has_interval",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True) | Q(minimum_age__lte=100), name="role_minimum_age_sane"
            ),
        ]

    @property
    def needs_child_check(self) -> bool:
        """Whether Act 148/2014 gives the right to ask for an extract: all three ticks together."""
        return self.child_regular and self.child_personal and self.child_alone

    @property
    def public_text(self) -> str:
        """The text of the public page in the language in use, or the Finnish one."""
        code = (get_language() or "fi")[:2]
        return str(getattr(self, f"public_text_{code}", "") or self.public_text_fi)

    @property
    def description(self) -> str:
        """The text in the language in use, or the Finnish one."""
        return self.description_in()

    def description_in(self, language: str | None = None) -> str:
        """The text in a language (the one in use by default), or the Finnish one."""
        code = (language or get_language() or "fi")[:2]
        return str(getattr(self, f"description_{code}", "") or self.description_fi)


class RoleHolding(TenantRow):
    """A person does a role, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(to_on__isnull=True), name="holding_open_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="holding_ends_after_start"
            ),
        ]


class RoleMaterial(TenantRow):
    """A guide or a rule on the role's page: a text, an address elsewhere, or a file."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    address = models.URLField(blank=True)
    has_file = models.BooleanField(default=False, db_default=False, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="", address="") | Q(has_file=True), name="material_says_something"
            ),
        ]


class MaterialFile(TenantRow):
    """The file of a guide. It lies in the association's own tables: backups and erasures know it there."""

    class Type(models.TextChoices):
        """What it may be; what is inside decides, not the name."""

        PDF = "application/pdf", "PDF"
        DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"
        ODT = "application/vnd.oasis.opendocument.text", "ODT"
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    material = models.OneToOneField(RoleMaterial, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    mimetype = models.CharField(max_length=80, choices=Type)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=160)
