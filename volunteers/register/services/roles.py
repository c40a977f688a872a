"""Roles that the association offers, and who does them."""

from datetime import date

from django.db import transaction

from tenants.actors import Actor
from tenants.models import CatalogueRole
from volunteers.register import trail
from volunteers.register.errors import RoleKnown
from volunteers.register.models import Person, RoleHolding, VolunteerRole


@transaction.atomic
def add_role(
    *,
    code: str,
    family: str,
    name_fi: str,
    by: Actor,
    name_sv: str = "",
    name_en: str = "",
    description_fi: str = "",
    description_sv: str = "",
    description_en: str = "",
    counting_unit: str = "hours",
    discreet: bool = False,
    catalogue_code: str = "",
    position: int = 0,
) -> VolunteerRole:
    """Offer a role, one's own or the catalogue's (`adopt_role`). Part of larger verbs. Raises RoleKnown."""
    if VolunteerRole.objects.filter(code=code).exists():
        raise RoleKnown(code=code)
    role = VolunteerRole.objects.create(
        code=code,
        catalogue_code=catalogue_code,
        family=family,
        name_fi=name_fi,
        name_sv=name_sv,
        name_en=name_en,
        description_fi=description_fi,
        description_sv=description_sv,
        description_en=description_en,
        counting_unit=counting_unit,
        discreet=discreet,
        position=position,
    )
    trail.record("role.added", by=by, subject_kind="role", subject_uuid=role.uuid, code=code)
    return role


def adopt_role(*, entry: CatalogueRole, by: Actor, position: int = 0) -> VolunteerRole:
    """Offer a role of the umbrella's catalogue under its code.

    The entry was loaded on the shared side; nothing is read from there here. Raises RoleKnown.
    """
    return add_role(
        code=entry.code,
        catalogue_code=entry.code,
        family=entry.family,
        name_fi=entry.name_fi,
        name_sv=entry.name_sv,
        name_en=entry.name_en,
        description_fi=entry.description_fi,
        description_sv=entry.description_sv,
        description_en=entry.description_en,
        counting_unit=entry.counting_unit,
        discreet=entry.discreet,
        position=position,
        by=by,
    )


@transaction.atomic
def hold_role(*, person: Person, role: VolunteerRole, by: Actor, from_on: date) -> RoleHolding:
    """Note that a person does a role from a day on. Somebody who does it already keeps their day.

    Part of larger verbs too.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    holding, made = RoleHolding.objects.get_or_create(
        person=person, role=role, to_on=None, defaults={"from_on": from_on}
    )
    if made:
        trail.record(
            "role.held",
            by=by,
            subject_kind="person",
            subject_uuid=person.uuid,
            role=role.code,
            on=from_on.isoformat(),
        )
    return holding
