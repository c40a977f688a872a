"""Certificates of volunteering, and who signs them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tenants.rows import TenantRow
from volunteers.register.models import Person


class CertificateSigner(TenantRow):
    """Who signs the certificates of volunteering. One row at most."""

    name = models.CharField(max_length=120)
    title_fi = models.CharField(max_length=120, blank=True)
    title_sv = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField()
    is_only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_only=True), name="certificate_signer_once"),
        ]

    def title_in(self, language: str) -> str:
        """What they are, in a language, or in Finnish."""
        return str(getattr(self, f"title_{language}", "") or self.title_fi)


class Certificate(TenantRow):
    """A certificate that was given out, word for word, with the code on it. It goes with its person."""

    code = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField()
    words = models.JSONField()
    issued_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "year"], name="certificate_by_person"),
        ]
