"""The personas of the tests: Ada coordinates and Bo volunteers at Alfa, Cleo coordinates at Beta, Vera looks.

    python -m tests.seed owner    # schemas, as the owner
    python -m tests.seed app      # people, as the app

What is made here is committed once and never changed by a test: tests roll back.
"""

import sys
from datetime import date

import django

django.setup()

from accounts.models import User  # noqa: E402  # needs the setup
from tenants import clock, lifecycle, provisioning  # noqa: E402  # needs the setup
from tenants.context import entered  # noqa: E402  # needs the setup
from tenants.models import Access, Association, District, Umbrella  # noqa: E402  # needs the setup
from volunteers.register.models import (  # noqa: E402  # needs the setup
    Period,
    Person,
    RoleHolding,
    Site,
    VolunteerRole,
    search_key,
    sort_key,
)

ASSOCIATIONS = {
    "alfa": "Alfan mielen hyvinvointi ry",
    "beta": "Betan mielen hyvinvointi ry",
}
PEOPLE = [
    ("ada", "Ada", "Ahola", "alfa", ["coordinator", "volunteer"]),
    ("bo", "Bo", "Berg", "alfa", ["volunteer"]),
    ("cleo", "Cleo", "Ceder", "beta", ["coordinator", "volunteer"]),
    ("dan", "Dan", "Dahl", "beta", ["volunteer"]),
]


def as_owner() -> None:
    """The umbrella, its district, and two provisioned associations."""
    liitto = lifecycle.found_umbrella(
        slug="liitto", name_fi="Koeliitto ry", name_sv="Provförbundet rf", name_en="Trial Federation"
    )
    district = District.objects.create(
        umbrella=liitto, code="pohjoinen", name_fi="Pohjoinen", name_sv="Norra", name_en="North"
    )
    for slug, name in ASSOCIATIONS.items():
        association = lifecycle.approve_association(
            slug=slug, umbrella=liitto, district=district, from_on=date(2020, 1, 1), name_fi=name
        )
        lifecycle.move(association, to="provisioning")
        provisioning.provision(association)
        lifecycle.move(association, to="active")


def as_app() -> None:
    """Logins, access, and the people behind them."""
    liitto = Umbrella.objects.get(slug="liitto")
    vera = User.objects.create_user("vera@example.org", None, name="Vera Viita", language="en")
    Access.objects.create(user=vera, umbrella=liitto, role="analyst", created_at=clock.now())
    for login, given, family, slug, roles in PEOPLE:
        association = Association.objects.get(slug=slug)
        user = User.objects.create_user(f"{login}@example.org", None, name=f"{given} {family}", language="en")
        for access in roles:
            Access.objects.create(user=user, association=association, role=access, created_at=clock.now())
        with entered(association):
            role, _ = VolunteerRole.objects.get_or_create(
                code="host",
                defaults={
                    "family": "builders",
                    "name_fi": "Kohtaamispaikan isäntä",
                    "name_sv": "Värd på mötesplatsen",
                    "name_en": "Meeting place host",
                },
            )
            Site.objects.get_or_create(name="Majakka", defaults={"address": "Rantakatu 8"})
            person = Person.objects.create(
                user_uuid=user.uuid,
                given_name=given,
                family_name=family,
                sort_key=sort_key(family_name=family, given_name=given),
                search_key=search_key(given_name=given, family_name=family, email=user.email),
                email=user.email,
                language="en",
                created_at=clock.now(),
            )
            Period.objects.create(person=person, state="active", started_on=date(2020, 1, 1))
            RoleHolding.objects.create(person=person, role=role, from_on=date(2020, 1, 1))


if __name__ == "__main__":
    {"owner": as_owner, "app": as_app}[sys.argv[1]]()
