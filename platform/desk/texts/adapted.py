"""Which words an association may write itself."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404

from notifications import kinds, wording
from notifications.kinds import Group, Kind
from notifications.words import Words


@dataclass(frozen=True)
class Adapted:
    """The words of one kind of message, or of one variant of it."""

    kind: Kind
    words: Words

    @property
    def key(self) -> str:
        """What they are kept under, and their part of the address."""
        return wording.key_of(self.kind, self.words)

    @property
    def label(self) -> str:
        """What they are called."""
        variant = str(self.words.label)
        return f"{self.kind.label}: {variant.lower()}" if variant else str(self.kind.label)


def adaptable() -> list[Adapted]:
    """All of them, in the order of their groups."""
    found = [Adapted(kind, words) for kind in kinds.listed().values() for words in kind.words]
    return sorted(found, key=lambda each: list(Group).index(each.kind.group))


def adapted(key: str) -> Adapted | None:
    """The words that are kept under a key, or None."""
    return next((each for each in adaptable() if each.key == key), None)


def adapted_or_404(key: str, language: str) -> Adapted:
    """The words of this part of an address, in a language that we speak."""
    found = adapted(key)
    if found is None or language not in dict(settings.LANGUAGES):
        raise Http404
    return found
