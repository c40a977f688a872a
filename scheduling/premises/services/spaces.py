"""What can be booked: noted, changed, put away and taken back."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from scheduling.premises import selectors
from scheduling.premises.errors import BookedAhead, NameKnown
from scheduling.premises.models import Equipment, Space
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import GrantTarget, Site, Unit
from web import formats

Thing = TypeVar("Thing", Space, Equipment)


@dataclass(frozen=True)
class SpacePlan:
    """What is known of a space."""

    name_fi: str
    name_sv: str = ""
    name_en: str = ""
    site: Site | None = None
    unit: Unit | None = None
    grant_target: GrantTarget | None = None
    capacity: int | None = None
    access_text: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class EquipmentPlan:
    """What is known of a thing."""

    name_fi: str
    name_sv: str = ""
    name_en: str = ""
    site: Site | None = None
    unit: Unit | None = None
    note: str = ""
    is_active: bool = True


@transaction.atomic
def add_space(*, plan: SpacePlan, by: Actor) -> Space:
    """Note a space. Raises NameKnown."""
    made = Space(**vars(plan))
    _keep(made, None, "space.added", by)
    return made


@transaction.atomic
def change_space(*, space: Space, plan: SpacePlan, by: Actor) -> Space:
    """Change a space, put it away or take it back. Raises NameKnown or BookedAhead."""
    locked = Space.objects.select_for_update().get(pk=space.pk)
    return _change(locked, vars(plan), "space.changed", by)


@transaction.atomic
def add_equipment(*, plan: EquipmentPlan, by: Actor) -> Equipment:
    """Note a thing. Raises NameKnown."""
    made = Equipment(**vars(plan))
    _keep(made, None, "equipment.added", by)
    return made


@transaction.atomic
def change_equipment(*, equipment: Equipment, plan: EquipmentPlan, by: Actor) -> Equipment:
    """Change a thing, put it away or take it back. Raises NameKnown or BookedAhead."""
    locked = Equipment.objects.select_for_update().get(pk=equipment.pk)
    return _change(locked, vars(plan), "equipment.changed", by)


def _change(locked: Thing, said: dict[str, Any], verb: str, by: Actor) -> Thing:
    changed = [name for name, value in said.items() if getattr(locked, name) != value]
    if "is_active" in changed and not said["is_active"]:
        ahead = selectors.keeping(locked, since=clock.now()).first()
        if ahead is not None:
            raise BookedAhead(name=locked.name, day=formats.day(ahead.local_date, year=True))
    for name in changed:
        setattr(locked, name, said[name])
    if changed:
        _keep(locked, changed, verb, by)
    return locked


def _keep(thing: Space | Equipment, changed: list[str] | None, verb: str, by: Actor) -> None:
    try:
        with transaction.atomic():
            thing.save(update_fields=changed)
    except IntegrityError as twice:
        raise NameKnown(name=thing.name_fi) from twice
    data = {"fields": changed} if changed else {}
    kind = "space" if isinstance(thing, Space) else "equipment"
    trail.record(verb, by=by, subject_kind=kind, subject_uuid=thing.uuid, **data)
