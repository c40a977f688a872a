"""Who has opened a letter in the app."""

from typing import ClassVar

from django.db import models

from tenants.rows import TenantRow
from volunteers.register.models.letters import Letter
from volunteers.register.models.people import Person


class LetterReading(TenantRow):
    """A person opened a letter on their own pages. How many did is told; who did is not."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters_read")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "person"], name="letter_read_once"),
        ]
