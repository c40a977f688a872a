"""What coordinators do for many people at once. Each of them gets a line in the trail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.errors import TooManyAtOnce
from volunteers.register.models import Person, RoleHolding, VolunteerRole
from volunteers.register.services.invite import invite_person

MOST_INVITATIONS = 500


@dataclass(frozen=True)
class Invited:
    """How many were invited, and how many not, by what kept them from it."""

    invited: int
    without_address: int
    with_login: int


@transaction.atomic(durable=True)
def invite_people(*, people: Sequence[Person], by: Actor) -> Invited:
    """Invite all who have an address and no login. Raises TooManyAtOnce."""
    if len(people) > MOST_INVITATIONS:
        raise TooManyAtOnce(most=MOST_INVITATIONS)
    without_login = [person for person in people if person.user_uuid is None]
    reachable = [person for person in without_login if person.email]
    for person in reachable:
        invite_person(person=person, by=by)
    return Invited(
        invited=len(reachable),
        without_address=len(without_login) - len(reachable),
        with_login=len(people) - len(without_login),
    )


@transaction.atomic
def give_role(*, people: Iterable[Person], role: VolunteerRole, by: Actor, from_on: date) -> int:
    """Let people do a role from a day on; who does it already keeps their day. Returns how many are new."""
    keys = [person.pk for person in people]
    locked = list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    open_ones = RoleHolding.objects.filter(role=role, to_on=None, person__in=locked)
    does_it = set(open_ones.values_list("person_id", flat=True))
    new = [person for person in locked if person.pk not in does_it]
    RoleHolding.objects.bulk_create(
        (RoleHolding(person=person, role=role, from_on=from_on) for person in new), batch_size=1000
    )
    trail.record_each(
        "role.held",
        by=by,
        subject_kind="person",
        subjects=[person.uuid for person in new],
        role=role.code,
        on=from_on.isoformat(),
    )
    return len(new)


def note_export(*, people: Sequence[Person], kind: str, by: Actor) -> None:
    """Note that people's data left the house in a file: one line for each of them."""
    trail.record_each(
        "person.exported",
        by=by,
        subject_kind="person",
        subjects=[person.uuid for person in people],
        kind=kind,
    )
