"""The verbs of the catalogue: a role is added, changed, retired and brought back, and never deleted.

Each change is an edition of its own, whose words stay. Associations are offered what has changed field by
field; nothing of theirs is overwritten.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from tenants import clock
from tenants.actors import Actor
from tenants.models import CatalogueEdition, CatalogueRole, Umbrella
from umbrella.catalogue.errors import ChangedMeanwhile, CodeTaken

FIELDS = (
    "name_fi", "name_sv", "name_en", "description_fi", "description_sv", "description_en", "family",
    "counting_unit", "discreet", "minimum_age", "needs_agreement", "needs_confidentiality", "supervision",
    "supervision_every_days",
)  # fmt: skip
"""What an administrator writes of a role."""


@transaction.atomic
def add(*, umbrella: Umbrella, code: str, by: Actor, **said: Any) -> CatalogueRole:
    """A role for all. Its code is as written or made of its name, and never changes. Raises CodeTaken."""
    code = code or slugify(said["name_fi"])[:60].strip("-") or "role"
    try:
        with transaction.atomic():
            role = CatalogueRole.objects.create(umbrella=umbrella, code=code, **_fields(said))
    except IntegrityError as twice:
        raise CodeTaken(code=code) from twice
    _note(role, by)
    return role


@transaction.atomic
def change(*, role: CatalogueRole, edition: int, by: Actor, **said: Any) -> CatalogueRole:
    """Save a role anew. `edition` is the one that was opened. The same again changes nothing.

    Raises ChangedMeanwhile.
    """
    held = CatalogueRole.objects.select_for_update().get(pk=role.pk)
    wanted = _fields(said)
    if all(getattr(held, name) == value for name, value in wanted.items()):
        return held
    if held.edition != edition:
        last = CatalogueEdition.objects.filter(role=held).order_by("-number").first()
        raise ChangedMeanwhile(name=last.by_name if last else "–")
    for name, value in wanted.items():
        setattr(held, name, value)
    held.edition += 1
    held.save()
    _note(held, by)
    return held


@transaction.atomic
def retire(*, role: CatalogueRole, retired: bool, by: Actor) -> CatalogueRole:
    """No longer offer a role, or offer it again. Who has it keeps it, and figures keep its code."""
    held = CatalogueRole.objects.select_for_update().get(pk=role.pk)
    if (held.retired_at is not None) == retired:
        return held
    held.retired_at = clock.now() if retired else None
    held.edition += 1
    held.save()
    _note(held, by)
    return held


def _fields(said: dict[str, Any]) -> dict[str, Any]:
    wanted = {name: said[name] for name in FIELDS if name in said}
    if wanted.get("supervision") == CatalogueRole.Supervision.NONE:
        wanted["supervision_every_days"] = None
    return wanted


def _note(role: CatalogueRole, by: Actor) -> None:
    CatalogueEdition.objects.create(
        role=role,
        number=role.edition,
        said={name: getattr(role, name) for name in FIELDS} | {"retired": role.retired_at is not None},
        at=clock.now(),
        by_name=by.name[:160],
    )
