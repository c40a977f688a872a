"""What people have agreed to, in which words."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class AgreementText(TenantRow):
    """A version of a text to sign. It never changes once it is in force: another version follows it."""

    class Kind(models.TextChoices):
        """What it is."""

        AGREEMENT = "agreement", pgettext_lazy("agreement", "volunteer agreement")
        CONFIDENTIALITY = "confidentiality", pgettext_lazy("agreement", "confidentiality undertaking")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    version = models.PositiveSmallIntegerField()
    text_fi = models.TextField()
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    in_force_on = models.DateField()
    # Whether those who signed an earlier version have to sign this one.
    renews = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "version"], name="agreement_version_once"),
        ]

    def text_in(self, language: str | None = None) -> str:
        """The words in a language (the one in use by default), or the Finnish ones."""
        code = (language or get_language() or "fi")[:2]
        return str(getattr(self, f"text_{code}", "") or self.text_fi)


class TextBase(TenantRow):
    """What the catalogue's text of a kind said when the association last took it over, or kept its own words.

    What the catalogue says otherwise than this is offered; see `register.catalogue_texts`.
    """

    kind = models.CharField(max_length=16, choices=AgreementText.Kind, unique=True)
    said = models.JSONField()


class Signature(TenantRow):
    """A person signed a version of a text, on screen or on paper."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="signatures")
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="signatures")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    typed_name = models.CharField(max_length=160)
    on_paper = models.BooleanField(default=False)
    at = models.DateTimeField()
    noted_by = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "text"], name="signature_once_a_version"),
        ]


class Consent(TenantRow):
    """A person allowed something of their own will, and may take it back."""

    class Purpose(models.TextChoices):
        """What for."""

        PHOTO = "photo", pgettext_lazy("consent", "photographs in the association's own channels")
        NEWSLETTER = "newsletter", pgettext_lazy("consent", "letters about other things than my shifts")
        CERTIFICATE = "certificate", pgettext_lazy("consent", "keeping what a certificate needs for 10 years")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_open_once"
            ),
        ]
