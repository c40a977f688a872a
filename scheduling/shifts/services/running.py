"""Saying how shifts are run: for the association, for a role, and what a person wishes."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from scheduling.shifts import locks
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Planned, RoleRules, ShiftSettings, Wish
from scheduling.shifts.models.rules import LATE_HOURS, OFFER_HOURS, REST_HOURS, STAND_IN_HOURS
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, VolunteerRole


@dataclass(frozen=True)
class SettingsPlan:
    """What is to be true of all shifts."""

    duty_name: str = ""
    duty_phone: str = ""
    stand_in_hours: int = STAND_IN_HOURS
    late_hours: int = LATE_HOURS
    offer_hours: int = OFFER_HOURS


@dataclass(frozen=True)
class RulesPlan:
    """How the shifts of a role are to be run."""

    rest_hours: int = REST_HOURS
    most_per_week: int | None = None
    swap_needs_approval: bool = False
    sign_up_mode: str = Planned.SignUpMode.AT_ONCE
    names: str = Planned.Names.COMING


@dataclass(frozen=True)
class WishPlan:
    """What a person wishes."""

    most_per_week: int | None = None
    no_nights: bool = False
    stands_in: bool = True


@transaction.atomic(durable=True)
def set_settings(*, plan: SettingsPlan, by: Actor) -> ShiftSettings:
    """Say what is true of all shifts. Raises LateBeforeStandIn where the hours are in the wrong order."""
    if plan.late_hours > plan.stand_in_hours:
        raise errors.LateBeforeStandIn
    row, made = ShiftSettings.objects.select_for_update().get_or_create(pk=1, defaults=vars(plan))
    if changed := list(vars(plan)) if made else _changed(row, vars(plan)):
        trail.record("shifts.settings", by=by, subject_kind="association", fields=changed)
    return row


@transaction.atomic(durable=True)
def set_rules(*, role: VolunteerRole, plan: RulesPlan, by: Actor) -> RoleRules:
    """Say how the shifts of a role are run. It counts for shifts that are made, and taken, from now on."""
    row, made = RoleRules.objects.select_for_update().get_or_create(role=role, defaults=vars(plan))
    if changed := list(vars(plan)) if made else _changed(row, vars(plan)):
        trail.record("role.shifts", by=by, subject_kind="role", subject_uuid=role.uuid, fields=changed)
    return row


@transaction.atomic(durable=True)
def set_wish(*, person: Person, plan: WishPlan, by: Actor) -> Wish:
    """Note what a person wishes of their shifts. Nothing that they hold changes."""
    locks.person(person)
    row, made = Wish.objects.get_or_create(person=person, defaults=vars(plan))
    if made or _changed(row, vars(plan)):
        trail.record(
            "wish.set",
            by=by,
            subject_kind="person",
            subject_uuid=person.uuid,
            on_behalf=by.user is not None and by.user != person.user_uuid,
        )
    return row


def _changed(row: Model, values: dict[str, Any]) -> list[str]:
    """Save what differs, and say what it was."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed
