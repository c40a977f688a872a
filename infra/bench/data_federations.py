"""Two federations that differ in nothing but how many hours were recorded: the second has ten times as many.

Made in three steps, by the logins that do such work in real life: associations by the owner, people and
hours by the app, figures and their release by the figures process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from infra.bench.scene import Facts, data_set
from scheduling.hours.services.batch import record_batch
from scheduling.hours.services.entries import NewEntry
from tenants import clock, lifecycle, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, District, Umbrella
from umbrella import releases
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import people, roles

FEDERATIONS = {"pieni": 1, "suuri": 10}
ASSOCIATIONS = {"default": 12, "large": 40}
ENTRIES = {"default": 400, "large": 2000}
PEOPLE = 20
DISTRICTS = 4
YEAR = 2023
RECORDED_AT = datetime(YEAR + 1, 1, 2, 9, tzinfo=UTC)
RELEASED_AT = datetime(YEAR + 1, 2, 17, 9, tzinfo=UTC)
ANALYST = "analyst@example.org"
MAKER = Actor.system("bench")


@data_set("federations", process="owner")
def federations(profile: str) -> Facts:
    """Two umbrellas of the same shape, with empty associations."""
    for slug in FEDERATIONS:
        umbrella = lifecycle.found_umbrella(
            slug=slug,
            name_fi=f"{slug.title()} liitto",
            name_sv=f"{slug.title()} förbund",
            name_en=slug.title(),
        )
        districts = [
            District.objects.create(
                umbrella=umbrella,
                code=f"piiri{number}",
                name_fi=f"Piiri {number}",
                name_sv=f"Distrikt {number}",
                name_en=f"District {number}",
            )
            for number in range(DISTRICTS)
        ]
        for number in range(ASSOCIATIONS[profile]):
            association = lifecycle.approve_association(
                slug=f"{slug}{number}",
                umbrella=umbrella,
                district=districts[number % DISTRICTS],
                from_on=date(YEAR, 1, 1),
                name_fi=f"{slug.title()} {number}",
            )
            lifecycle.move(association, to="provisioning")
            provisioning.provision(association)
            lifecycle.move(association, to="active")
    return {"slugs": list(FEDERATIONS), "associations": ASSOCIATIONS[profile]}


@data_set("hours", process="app", after="federations")
def hours(profile: str) -> Facts:
    """People, a role and approved hours in every association, and somebody who may look at both umbrellas."""
    analyst = User.objects.create_user(ANALYST, None, name="Vera Viita", language="en")
    rows = {}
    with clock.fixed(RECORDED_AT):
        for slug, times in FEDERATIONS.items():
            umbrella = Umbrella.objects.get(slug=slug)
            Access.objects.create(user=analyst, umbrella=umbrella, role="analyst", created_at=RECORDED_AT)
            rows[slug] = sum(
                _record(association, ENTRIES[profile] * times)
                for association in Association.objects.filter(affiliations__umbrella=umbrella)
            )
    return {"rows": rows}


def _record(association: Association, count: int) -> int:
    """So many entries of an hour, spread evenly over the people and the days of the year."""
    with entered(association):
        role = roles.add_role(code="host", family="builders", name_fi="Kohtaamispaikan isäntä", by=MAKER)
        members = [
            people.add_person(given_name="Ada", family_name=f"Ahola {number}", by=MAKER)
            for number in range(PEOPLE)
        ]
        return record_batch(entries=_entries(members, role, count), by=MAKER).created


def _entries(members: list[Person], role: VolunteerRole, count: int) -> Iterator[NewEntry]:
    first = datetime(YEAR, 1, 1, 6, tzinfo=UTC)
    each = count // len(members)
    for turn in range(each):
        # Several on one day lie two hours apart.
        starts_at = first + timedelta(days=turn * 365 // each, hours=2 * (turn % 4))
        ends_at = starts_at + timedelta(hours=1)
        for person in members:
            yield NewEntry(person=person, role=role, starts_at=starts_at, ends_at=ends_at)


@data_set("published", process="figures", after="hours")
def published(profile: str) -> Facts:
    """The release in which the whole year is closed."""
    with clock.fixed(RELEASED_AT):
        for slug in FEDERATIONS:
            releases.release(Umbrella.objects.get(slug=slug))
    return {"year": YEAR}
