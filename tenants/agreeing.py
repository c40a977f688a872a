"""An association has accepted the agreement between controller and processor: which text, who, and when.

The text of a version never changes; it stands in the code (desk.agreement), its hash here.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class ProcessingAgreement(models.Model):
    """One version, accepted on screen by somebody who may decide for the association. It is never changed."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, related_name="processing_agreements"
    )
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text_hash = models.CharField(max_length=64)
    accepted_by = models.UUIDField()
    accepted_name = models.CharField(max_length=160)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-accepted_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association", "version"], name="processing_agreement_once"),
        ]
