"""Letters that somebody of the association writes to many of its people."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language

from tenants.rows import TenantRow


class Letter(TenantRow):
    """What was written, in the languages that it was written in. Who got it stands in the outbox.

    `everyone` says that it is about volunteering here, so that nobody's consent is asked; other letters reach
    only those who allow them.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject_fi = models.CharField(max_length=120, blank=True)
    subject_sv = models.CharField(max_length=120, blank=True)
    subject_en = models.CharField(max_length=120, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    # The language of readers whose own it was not written in.
    language = models.CharField(max_length=2)
    everyone = models.BooleanField(default=True)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def in_language(self, language: str | None = None) -> tuple[str, str]:
        """Subject and text in a language (the one in use by default), or in the letter's own."""
        for code in ((language or get_language() or "")[:2], self.language):
            if text := getattr(self, f"text_{code}", ""):
                return getattr(self, f"subject_{code}") or self.subject, text
        return self.subject, ""

    @property
    def subject(self) -> str:
        """In the language in use where there is one, else in the letter's own."""
        own = getattr(self, f"subject_{(get_language() or '')[:2]}", "")
        return str(own or getattr(self, f"subject_{self.language}"))
