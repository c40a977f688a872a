"""What has a name in three languages."""

from django.db import models
from django.utils.translation import get_language


class Named(models.Model):
    """A name in three languages, where Finnish is the fall-back."""

    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language in use."""
        return self.name_in(get_language() or "fi")

    def name_in(self, language: str) -> str:
        """The name in a language, or the Finnish one where there is none."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_fi)
