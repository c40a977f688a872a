"""The register of an association: its roles, its places, its people. Inside the association."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from local.enacting import times
from local.federation.associations import Association as Told
from local.federation.people import Person as ToldPerson
from local.federation.totals import ROLES
from tenants.actors import Actor
from tenants.models import CatalogueRole
from volunteers.register import states
from volunteers.register.models import Period, Person, Site, VolunteerRole
from volunteers.register.services.people import add_person
from volunteers.register.services.periods import start_period
from volunteers.register.services.roles import adopt_role, hold_role
from volunteers.register.services.sites import add_site


@dataclass(frozen=True)
class Cast:
    """The rows behind the story's people, roles and places."""

    people: Sequence[Person]
    roles: Mapping[str, VolunteerRole]
    sites: Mapping[str, Site]


def fill(told: Told, people: Sequence[ToldPerson], catalogue: Mapping[str, CatalogueRole], by: Actor) -> Cast:
    """Have everybody and everything in the register, all or nothing."""
    if not Person.objects.exists():
        _fill(told, people, catalogue, by)
    names = {site.name: site for site in Site.objects.all()}
    return Cast(
        # Those of the story were added first, in the order of their numbers.
        people=list(Person.objects.order_by("pk")[: len(people)]),
        roles={role.code: role for role in VolunteerRole.objects.all()},
        sites={site.key: names[site.name] for site in told.sites},
    )


@transaction.atomic
def _fill(
    told: Told, people: Sequence[ToldPerson], catalogue: Mapping[str, CatalogueRole], by: Actor
) -> None:
    with times.at(times.FOUNDED, 12):
        roles = {
            code: adopt_role(entry=entry, by=by, position=position)
            for position, (code, entry) in enumerate(catalogue.items())
            if code in ROLES[told.slug]
        }
        for site in told.sites:
            add_site(name=site.name, address=site.address, phone=site.phone, discreet=site.discreet, by=by)
    for person in people:
        _add(person, roles, by)


def _add(told: ToldPerson, roles: Mapping[str, VolunteerRole], by: Actor) -> None:
    with times.at(max(told.started_on or times.FOUNDED, times.FOUNDED), 13):
        person = add_person(
            given_name=told.given_name,
            family_name=told.family_name,
            email=told.email,
            phone=told.phone,
            language=told.language,
            user_uuid=told.user,
            by=by,
        )
        if told.started_on:
            period = start_period(person=person, started_on=told.started_on, state=Period.State.ACTIVE, by=by)
            for holding in told.holdings:
                hold_role(person=person, role=roles[holding.role], from_on=holding.from_on, by=by)
            _bring_up_to_date(told, period, by)


def _bring_up_to_date(told: ToldPerson, period: Period, by: Actor) -> None:
    """End the periods of those who have left, and let those rest who are on a break since New Year."""
    if told.state == Period.State.ENDED and told.ended_on:
        with times.at(told.ended_on, 15):
            states.move(period, to=Period.State.ENDED, on=told.ended_on, by=by)
    elif told.state == Period.State.ON_BREAK:
        with times.at(date(2025, 1, 2), 15):
            states.move(period, to=Period.State.ON_BREAK, on=date(2025, 1, 2), by=by)
