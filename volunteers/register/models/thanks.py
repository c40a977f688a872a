"""What people were thanked for."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class ThanksLetter(TenantRow):
    """A thank-you written to many at once, in the languages in which they read."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    why = models.CharField(max_length=120)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text_fi="", text_sv="", text_en=""), name="thanks_letter_says_something"
            ),
        ]

    def text_in(self, language: str | None = None) -> str:
        """The words in a language (the one in use by default), or in the first one that there is."""
        code = (language or get_language() or "fi")[:2]
        others = (self.text_fi, self.text_sv, self.text_en)
        return str(getattr(self, f"text_{code}", "") or next(text for text in others if text))


class Thanks(TenantRow):
    """A person was thanked: by whom, on which day, what for. They see it on their own page."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks")
    why = models.CharField(max_length=120)
    thanked_on = models.DateField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160)
    letter = models.ForeignKey(
        ThanksLetter, on_delete=models.PROTECT, null=True, blank=True, related_name="thanks"
    )

    class Meta:
        ordering: ClassVar = ["-thanked_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["letter", "person"],
                condition=Q(letter__isnull=False),
                name="thanked_once_a_letter",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-thanked_on"], name="thanks_of_a_person"),
        ]
