"""An umbrella's catalogue: roles and model texts, on the shared side; `umbrella.catalogue` has the verbs."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

from tenants.named import Named

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class RoleFamily(models.TextChoices):
    """The federation's grouping of volunteer roles; each role belongs to exactly one."""

    SUPPORTERS = "supporters", pgettext_lazy("role family", "Supporters and crisis helpers")
    BUILDERS = "builders", pgettext_lazy("role family", "Builders")
    GUIDES = "guides", pgettext_lazy("role family", "Guides")
    SKIPPERS = "skippers", pgettext_lazy("role family", "Skippers (trustees)")
    COMMUNICATORS = "communicators", pgettext_lazy("role family", "Communicators")
    PARTNERS = "partners", pgettext_lazy("role family", "Partners")


class CatalogueRole(Named):
    """A volunteer role in the umbrella's catalogue; associations keep its code, which never changes.

    It is retired and never deleted. `umbrella.catalogue` is the door for what pages change.
    """

    class Supervision(models.TextChoices):
        """What being without supervision for too long should lead to."""

        NONE = "none", pgettext_lazy("supervision", "not asked for")
        ADVISORY = "advisory", pgettext_lazy("supervision", "recommended")
        BLOCKING = "blocking", pgettext_lazy("supervision", "asked for before new shifts")

    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="catalogue")
    code = models.SlugField(max_length=60)
    family = models.CharField(max_length=20, choices=RoleFamily)
    counting_unit = models.CharField(max_length=40, default="hours")
    discreet = models.BooleanField(default=False)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    # What it asks of those who do it, as the federation recommends it.
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_agreement = models.BooleanField(default=False, db_default=False)
    needs_confidentiality = models.BooleanField(default=False, db_default=False)
    supervision = models.CharField(
        max_length=10, choices=Supervision, default=Supervision.NONE, db_default=Supervision.NONE
    )
    supervision_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(default=1, db_default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["umbrella", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "code"], name="catalogue_code_once"),
            models.CheckConstraint(
                condition=Q(supervision="none") | Q(supervision_every_days__gt=0),
                name="catalogue_supervision_has_interval",
            ),
        ]


class CatalogueEdition(models.Model):
    """What a role of the catalogue said from a moment on, and who wrote it. Rows are added, never changed."""

    role = models.ForeignKey(CatalogueRole, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    said = models.JSONField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "number"], name="catalogue_edition_once"),
        ]


class CatalogueText(models.Model):
    """A model text for all associations: one to sign, or words for a place of the annual report.

    `code` is one of `tenants.model_texts`. A text without Finnish words is offered to nobody.
    """

    umbrella = models.ForeignKey("tenants.Umbrella", on_delete=models.PROTECT, related_name="texts")
    code = models.SlugField(max_length=60)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    edition = models.PositiveSmallIntegerField(default=0, db_default=0)

    editions: "RelatedManager[CatalogueTextEdition]"

    class Meta:
        ordering: ClassVar = ["umbrella", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "code"], name="catalogue_text_once"),
            models.CheckConstraint(
                condition=~Q(text_fi="") | Q(text_sv="", text_en=""), name="catalogue_text_begins_in_finnish"
            ),
        ]

    def text_in(self, language: str | None = None) -> str:
        """The words in a language (the one in use by default), or the Finnish ones."""
        code = (language or get_language() or "fi")[:2]
        return str(getattr(self, f"text_{code}", "") or self.text_fi)


class CatalogueTextEdition(models.Model):
    """What a model text said from a moment on, and who wrote it. Rows are added, never changed."""

    text = models.ForeignKey(CatalogueText, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    said = models.JSONField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="catalogue_text_edition_once"),
        ]
