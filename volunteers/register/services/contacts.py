"""Whom to call when something happens, and the guardians of minors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.errors import DayAhead
from volunteers.register.models import ContactPerson, Person
from volunteers.register.person_errors import NotAGuardian, NotReachable


@dataclass(frozen=True)
class ContactPlan:
    """What is to be known of a contact."""

    name: str
    phone: str = ""
    email: str = ""
    relation: str = ""
    is_guardian: bool = False
    consented_on: date | None = None


@transaction.atomic(durable=True)
def add_contact(*, person: Person, plan: ContactPlan, by: Actor) -> ContactPerson:
    """Note somebody to call. Raises NotReachable, NotAGuardian or DayAhead."""
    _check(plan)
    made = ContactPerson.objects.create(person=person, **vars(plan))
    _note("contact.added", made, person, by=by)
    return made


@transaction.atomic(durable=True)
def change_contact(*, contact: ContactPerson, plan: ContactPlan, by: Actor) -> ContactPerson:
    """Change what is known of a contact. Raises NotReachable, NotAGuardian or DayAhead."""
    _check(plan)
    locked = ContactPerson.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)
    different = trail.difference(locked, vars(plan), told=("is_guardian", "consented_on"))
    for name, value in vars(plan).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(plan)))
    _note("contact.changed", locked, locked.person, by=by, **different)
    return locked


@transaction.atomic(durable=True)
def remove_contact(*, contact: ContactPerson, by: Actor) -> None:
    """Forget a contact."""
    _note("contact.removed", contact, contact.person, by=by)
    contact.delete()


def _check(plan: ContactPlan) -> None:
    if not plan.phone and not plan.email:
        raise NotReachable
    if plan.consented_on is not None and not plan.is_guardian:
        raise NotAGuardian
    if plan.consented_on is not None and plan.consented_on > clock.today(current_association()):
        raise DayAhead


def _note(verb: str, contact: ContactPerson, person: Person, *, by: Actor, **more: Any) -> None:
    """Who it is stays out of the trail: they are somebody else."""
    trail.record(
        verb,
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        guardian=contact.is_guardian,
        consented=contact.consented_on is not None,
        **more,
    )
