"""Two associations that differ in nothing but how many people they know: the second has ten times as many."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from infra.bench.scene import Facts, data_set
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from volunteers.register.models import Period, Person, PersonTag, RoleHolding, Tag, VolunteerRole
from volunteers.register.models.people import search_key, sort_key

PEOPLE = {"kytkin1": 500, "kytkin2": 5000}
COORDINATOR = "coordinator@example.org"
GIVEN = (
    "Aino",
    "Eeva",
    "Heikki",
    "Jari",
    "Kerttu",
    "Liisa",
    "Marja",
    "Outi",
    "Pekka",
    "Åsa",
    "Tuomas",
    "Ville",
)
FAMILY = (
    "Korho",
    "Virta",
    "Mäki",
    "Niemi",
    "Salme",
    "Koivis",
    "Hannu",
    "Leh",
    "Äijä",
    "Öhma",
    "Paka",
    "Raja",
)
ENDS = ("nen", "la", "lainen", "nsalo", "ranta", "kangas", "vaara", "saari", "lampi", "joki", "suo")


@data_set("people", process="app", after="associations")
def people(profile: str) -> Facts:
    """People with periods, roles and tags, and somebody who coordinates in both."""
    coordinator = User.objects.create_user(COORDINATOR, None, name="Koordinaattori", language="fi")
    for slug, number in PEOPLE.items():
        association = Association.objects.get(slug=slug)
        Access.objects.create(
            user=coordinator, association=association, role="coordinator", created_at=clock.now()
        )
        with entered(association):
            fill(number)
    return {"people": PEOPLE}


def fill(number: int) -> None:
    """So many people, each with a period, one of ten roles, and a tag; in the association that is entered."""
    roles = [
        VolunteerRole.objects.create(code=f"bench-{each}", family="guides", name_fi=f"Muoto {each}")
        for each in range(10)
    ]
    tags = [Tag.objects.create(name=f"Tunniste {each}") for each in range(10)]
    made = Person.objects.bulk_create((_person(each) for each in range(number)), batch_size=1000)
    Period.objects.bulk_create(
        (Period(person=each, state="active", started_on=date(2024, 1, 1)) for each in made), batch_size=1000
    )
    RoleHolding.objects.bulk_create(
        (
            RoleHolding(person=each, role=roles[place % 10], from_on=date(2024, 1, 1))
            for place, each in enumerate(made)
        ),
        batch_size=1000,
    )
    PersonTag.objects.bulk_create(
        (PersonTag(person=each, tag=tags[place % 10]) for place, each in enumerate(made)), batch_size=1000
    )


def _person(number: int) -> Person:
    given = GIVEN[number % len(GIVEN)]
    family = FAMILY[number // len(GIVEN) % len(FAMILY)] + ENDS[number // 144 % len(ENDS)]
    email, phone = f"person{number}@example.org", f"+358 40 {number:07}"
    return Person(
        given_name=given,
        family_name=family,
        sort_key=sort_key(family_name=family, given_name=given),
        search_key=search_key(given_name=given, family_name=family, email=email, phone=phone),
        email=email,
        phone=phone,
        language="fi",
        created_at=clock.now(),
    )
