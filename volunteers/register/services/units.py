"""The parts of the association, as a tree."""

from dataclasses import dataclass

from django.db import connection, transaction

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.errors import UnitInItself
from volunteers.register.models import Unit


@dataclass(frozen=True)
class UnitPlan:
    """What a unit is to be."""

    name_fi: str
    kind: str
    name_sv: str = ""
    name_en: str = ""
    parent: Unit | None = None
    is_active: bool = True


@transaction.atomic
def add_unit(*, plan: UnitPlan, by: Actor) -> Unit:
    """Make a unit, below another or on top."""
    unit = Unit.objects.create(**vars(plan), position=Unit.objects.count())
    trail.record("unit.added", by=by, subject_kind="unit", subject_uuid=unit.uuid)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, plan: UnitPlan, by: Actor) -> Unit:
    """Change a unit or hang it elsewhere. Raises UnitInItself where it would come to be below itself."""
    # One at a time: two moves at once could make a ring that neither sees.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE register_unit IN SHARE ROW EXCLUSIVE MODE")
    locked = Unit.objects.get(pk=unit.pk)
    above = plan.parent
    while above is not None:
        if above.pk == locked.pk:
            raise UnitInItself(name=locked.name)
        above = above.parent
    changed = [name for name, value in vars(plan).items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, getattr(plan, name))
    if changed:
        locked.save(update_fields=changed)
        trail.record("unit.changed", by=by, subject_kind="unit", subject_uuid=locked.uuid, fields=changed)
    return locked
