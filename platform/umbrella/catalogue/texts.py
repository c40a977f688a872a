"""The catalogue's model texts: which there are, and saving one anew. Each change is an edition that stays."""

from dataclasses import dataclass

from django.db import transaction

from tenants import clock, model_texts
from tenants.actors import Actor
from tenants.model_texts import ModelText
from tenants.models import CatalogueText, CatalogueTextEdition, Umbrella
from umbrella.catalogue.errors import ChangedMeanwhile

FIELDS = ("text_fi", "text_sv", "text_en")


@dataclass(frozen=True)
class Listed:
    """A text that may be offered, and what the umbrella has written for it; unsaved where it has nothing."""

    known: ModelText
    text: CatalogueText


def listed(umbrella: Umbrella) -> list[Listed]:
    """All that may be offered, in the order of the list."""
    written = {text.code: text for text in CatalogueText.objects.filter(umbrella=umbrella)}
    return [
        Listed(known, written.get(code) or CatalogueText(umbrella=umbrella, code=code))
        for code, known in model_texts.known().items()
    ]


def one(umbrella: Umbrella, code: str) -> Listed | None:
    """One of them, or None."""
    return next((line for line in listed(umbrella) if line.known.code == code), None)


@transaction.atomic
def write(*, umbrella: Umbrella, code: str, edition: int, by: Actor, **said: str) -> CatalogueText:
    """Save a text in its languages. `edition` is the one that was opened, 0 for none.

    The same changes nothing. Emptied, it is no longer offered; who has it keeps it. Raises ChangedMeanwhile.
    """
    CatalogueText.objects.get_or_create(umbrella=umbrella, code=code)
    held = CatalogueText.objects.select_for_update().get(umbrella=umbrella, code=code)
    wanted = {name: said[name] for name in FIELDS}
    if all(getattr(held, name) == value for name, value in wanted.items()):
        return held
    if held.edition != edition:
        last = held.editions.first()
        raise ChangedMeanwhile(name=last.by_name if last else "–")
    for name, value in wanted.items():
        setattr(held, name, value)
    held.edition += 1
    held.save()
    CatalogueTextEdition.objects.create(
        text=held, number=held.edition, said=wanted, at=clock.now(), by_name=by.name[:160]
    )
    return held
