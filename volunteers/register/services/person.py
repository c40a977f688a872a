"""What is known of one person changes: name, addresses, day of birth, languages, skills."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from notifications import addresses
from notifications.kinds import Way
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Person, search_key, sort_key
from volunteers.register.person_errors import BornInFuture, BornTooLongAgo
from volunteers.register.services import own_fields

OLDEST = 110
REACHED_AT = {"email": Way.EMAIL, "phone": Way.SMS}


@dataclass(frozen=True)
class PersonPlan:
    """What is to be known of a person."""

    given_name: str
    family_name: str
    email: str
    phone: str
    language: str
    born_on: date | None
    municipality: str
    speaks: list[str]
    skills: list[str]


@transaction.atomic(durable=True)
def change_person(
    *, person: Person, plan: PersonPlan, by: Actor, own: Mapping[str, str] | None = None
) -> Person:
    """Change what is known of a person. The address of a login is the login's own and stays.

    `own` are answers to the association's own questions, by their keys.

    Raises BornInFuture or BornTooLongAgo.
    """
    _check_birth(plan.born_on)
    values = {field.name: getattr(plan, field.name) for field in fields(plan)}
    return _change(person, values, by=by, own=own or {})


@transaction.atomic(durable=True)
def correct_own(
    *, person: Person, phone: str, language: str, speaks: list[str], skills: list[str], by: Actor
) -> Person:
    """Correct what everybody may of themselves."""
    values = {"phone": phone, "language": language, "speaks": speaks, "skills": skills}
    return _change(person, values, by=by)


def _check_birth(born_on: date | None) -> None:
    if born_on is None:
        return
    today = clock.today(current_association())
    if born_on > today:
        raise BornInFuture
    years = today.year - born_on.year
    if years > OLDEST:
        raise BornTooLongAgo(years=years)


def _change(
    person: Person, values: dict[str, Any], *, by: Actor, own: Mapping[str, str] | None = None
) -> Person:
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    changes = {
        name: [_plain(getattr(locked, name)), _plain(value)]
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    answered = own_fields.answer(person=locked, answers=own) if own else {}
    if not changes and not answered:
        return locked
    for name in changes:
        setattr(locked, name, values[name])
    locked.sort_key = sort_key(family_name=locked.family_name, given_name=locked.given_name)
    locked.search_key = search_key(
        given_name=locked.given_name,
        family_name=locked.family_name,
        email=locked.email,
        phone=locked.phone,
    )
    locked.save(update_fields=[*changes, "sort_key", "search_key"])
    for name, way in REACHED_AT.items():
        if name in changes:
            addresses.forget_dead(person_uuid=locked.uuid, channel=way)
    trail.record(
        "person.changed", by=by, subject_kind="person", subject_uuid=locked.uuid, changes=changes | answered
    )
    return locked


def _plain(value: Any) -> Any:
    """As JSON has it."""
    return value.isoformat() if isinstance(value, date) else value
