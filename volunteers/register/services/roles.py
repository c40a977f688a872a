"""Roles that the association offers, and who does them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from tenants.models import CatalogueRole
from volunteers.register import catalogue, trail
from volunteers.register.errors import (
    DoesItAlready,
    DoesNotDoIt,
    EndsBeforeStart,
    RoleInUse,
    RoleKnown,
    TextMissing,
)
from volunteers.register.models import (
    AgreementText,
    GrantTarget,
    Person,
    QualificationType,
    RoleHolding,
    RoleQualification,
    Unit,
    VolunteerRole,
)

TO_SIGN = {
    "needs_agreement": AgreementText.Kind.AGREEMENT,
    "needs_confidentiality": AgreementText.Kind.CONFIDENTIALITY,
}


@dataclass(frozen=True)
class RolePlan:
    """What a role is to be, as its form says it."""

    name_fi: str
    family: str
    name_sv: str = ""
    name_en: str = ""
    description_fi: str = ""
    description_sv: str = ""
    description_en: str = ""
    counting_unit: str = "hours"
    discreet: bool = False
    is_active: bool = True
    unit: Unit | None = None
    coordinator: Person | None = None
    grant_target: GrantTarget | None = None
    life_course: Sequence[str] = ()
    target_groups: Sequence[str] = ()
    is_open: bool = False
    public_text_fi: str = ""
    public_text_sv: str = ""
    public_text_en: str = ""


@dataclass(frozen=True)
class Requirements:
    """What a role is to ask of those who do it."""

    minimum_age: int | None = None
    needs_agreement: bool = False
    needs_confidentiality: bool = False
    child_regular: bool = False
    child_personal: bool = False
    child_alone: bool = False
    supervision: str = VolunteerRole.Supervision.NONE
    supervision_every_days: int | None = None
    supervision_grace_days: int = 30
    qualifications: Iterable[QualificationType] = field(default_factory=tuple)


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
    catalogue_base: dict[str, Any] | None = None,
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
        catalogue_base=catalogue_base or {},
    )
    trail.record("role.added", by=by, subject_kind="role", subject_uuid=role.uuid, code=code)
    return role


def adopt_role(*, entry: CatalogueRole, by: Actor, position: int = 0) -> VolunteerRole:
    """Offer a role of the umbrella's catalogue under its code.

    The entry was loaded on the shared side; nothing is read from there here. Raises RoleKnown.
    """
    # What somebody has to sign waits, as an update, until the association has a text for it.
    said = catalogue.said_of(entry)
    waits = {name for name, kind in TO_SIGN.items() if said[name] and not _has_text(kind)}
    asked = {name: said[name] for name in catalogue.NOTHING_ASKED if name not in waits}
    role = add_role(
        code=entry.code,
        catalogue_code=entry.code,
        catalogue_base={name: value for name, value in said.items() if name not in waits},
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
    if asked != {name: catalogue.NOTHING_ASKED[name] for name in asked}:
        _save_changes(role, asked, by=by)
    return role


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


@transaction.atomic
def make_role(*, plan: RolePlan, by: Actor) -> VolunteerRole:
    """Offer a role of the association's own; its code is made of its name and never changes."""
    stem = slugify(plan.name_fi)[:50].strip("-") or "role"
    taken = set(VolunteerRole.objects.filter(code__startswith=stem).values_list("code", flat=True))
    code = next(c for c in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if c not in taken)
    role = VolunteerRole.objects.create(code=code, position=VolunteerRole.objects.count(), **_values(plan))
    trail.record("role.added", by=by, subject_kind="role", subject_uuid=role.uuid, code=code)
    return role


@transaction.atomic
def change_role(*, role: VolunteerRole, plan: RolePlan, by: Actor) -> VolunteerRole:
    """Change what a role is. Raises RoleInUse for one that is put away while people can apply for it."""
    if plan.is_open and not plan.is_active:
        raise RoleInUse(name=plan.name_fi)
    locked = VolunteerRole.objects.select_for_update().get(pk=role.pk)
    _save_changes(locked, _values(plan), by=by)
    return locked


@transaction.atomic
def set_requirements(*, role: VolunteerRole, wanted: Requirements, by: Actor) -> VolunteerRole:
    """Change what a role asks for. It counts at once, for every shift that somebody signs up for from now on.

    Nobody loses a place that they have. Raises TextMissing where there is nothing to sign.
    """
    locked = VolunteerRole.objects.select_for_update().get(pk=role.pk)
    _require_texts(
        {kind for name, kind in TO_SIGN.items() if getattr(wanted, name) and not getattr(locked, name)}
    )
    values = {name: value for name, value in vars(wanted).items() if name != "qualifications"}
    _save_changes(locked, values, by=by)
    before = set(RoleQualification.objects.filter(role=locked).values_list("type_id", flat=True))
    after = {each.pk for each in wanted.qualifications}
    RoleQualification.objects.filter(role=locked, type_id__in=before - after).delete()
    RoleQualification.objects.bulk_create(
        RoleQualification(role=locked, type_id=pk) for pk in sorted(after - before)
    )
    if before != after:
        trail.record("role.qualifications", by=by, subject_kind="role", subject_uuid=locked.uuid)
    return locked


@transaction.atomic
def take_updates(
    *, role: VolunteerRole, entry: CatalogueRole, taken: Iterable[str], kept: Iterable[str], by: Actor
) -> VolunteerRole:
    """Settle what the catalogue has changed, field by field: take it over, or keep one's own words.

    Either way the field is not offered again until the catalogue changes it once more. Raises TextMissing.
    """
    locked = VolunteerRole.objects.select_for_update().get(pk=role.pk)
    said = catalogue.said_of(entry)
    taken = [name for name in taken if name in said]
    _require_texts({TO_SIGN[name] for name in taken if name in TO_SIGN and said[name]})
    asks = said["supervision"] if "supervision" in taken else locked.supervision
    if asks != VolunteerRole.Supervision.NONE and not locked.supervision_every_days:
        taken = [*taken, "supervision_every_days"]  # it cannot be asked for without saying how often
    elif asks != VolunteerRole.Supervision.NONE and not said["supervision_every_days"]:
        taken = [name for name in taken if name != "supervision_every_days"]
    settled = {name: said[name] for name in (*taken, *kept) if name in said}
    _save_changes(
        locked,
        {name: said[name] for name in taken} | {"catalogue_base": {**locked.catalogue_base, **settled}},
        by=by,
    )
    return locked


@transaction.atomic
def end_holding(*, person: Person, role: VolunteerRole, on: date, by: Actor) -> RoleHolding:
    """A person no longer does a role, after a day. Shifts that they hold stay theirs.

    Raises DoesNotDoIt, or EndsBeforeStart for a day before the first one.
    """
    holding = RoleHolding.objects.select_for_update().filter(person=person, role=role, to_on=None).first()
    if holding is None:
        raise DoesNotDoIt(name=person.name)
    if on < holding.from_on:
        raise EndsBeforeStart
    holding.to_on = on
    holding.save(update_fields=["to_on"])
    trail.record(
        "role.ended",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        role=role.code,
        on=on.isoformat(),
    )
    return holding


@transaction.atomic
def assign_role(*, person: Person, role: VolunteerRole, by: Actor, from_on: date) -> RoleHolding:
    """Let a person do a role from a day on. Raises DoesItAlready."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if RoleHolding.objects.filter(person=person, role=role, to_on=None).exists():
        raise DoesItAlready(name=person.name)
    return hold_role(person=person, role=role, by=by, from_on=from_on)


def _require_texts(kinds: Iterable[str]) -> None:
    """Nobody can sign what is not there."""
    if not all(_has_text(kind) for kind in kinds):
        raise TextMissing


def _has_text(kind: str) -> bool:
    today = clock.today(current_association())
    return AgreementText.objects.filter(kind=kind, in_force_on__lte=today).exists()


def _values(plan: RolePlan) -> dict[str, Any]:
    return vars(plan) | {"life_course": list(plan.life_course), "target_groups": list(plan.target_groups)}


def _save_changes(role: VolunteerRole, values: dict[str, Any], *, by: Actor) -> None:
    changed = [name for name, value in values.items() if getattr(role, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(role, name, values[name])
    role.save(update_fields=changed)
    trail.record("role.changed", by=by, subject_kind="role", subject_uuid=role.uuid, fields=changed)
