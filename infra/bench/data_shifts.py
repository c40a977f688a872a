"""Two associations with the same four months of shifts; the second has three years of them behind it too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from accounts.models import User
from infra.bench.data_people import COORDINATOR, fill
from infra.bench.scene import Facts, data_set
from scheduling.shifts.models import Shift, SignUp
from tenants import clock, provisioning
from tenants.context import entered
from tenants.models import Access, Association
from volunteers.register.models import Person, Site, VolunteerRole

ROTAS = {"kytkin3": (500, 2_000), "kytkin4": (5_000, 20_000)}
"""People and shifts of each."""
VOLUNTEER = "volunteer@example.org"
PLACES, TAKEN = 8, 6
A_DAY = 16
AHEAD = timedelta(days=63)


@data_set("rotas", process="app", after="people")
def rotas(profile: str) -> Facts:
    """Sixteen shifts a day, six of their eight places taken; a volunteer with a login; a coordinator."""
    volunteer = User.objects.create_user(VOLUNTEER, None, name="Vapaaehtoinen", language="fi")
    coordinator = User.objects.get(email=COORDINATOR)
    for slug, (people, shifts) in ROTAS.items():
        association = Association.objects.get(slug=slug)
        for user, role in ((coordinator, "coordinator"), (volunteer, "volunteer")):
            Access.objects.create(user=user, association=association, role=role, created_at=clock.now())
        with entered(association):
            fill(people)
            _plan(shifts, volunteer)
    return {"shifts": {slug: shifts for slug, (_people, shifts) in ROTAS.items()}}


@data_set("rotas_known", process="owner", after="rotas")
def rotas_known(profile: str) -> Facts:
    """PostgreSQL has looked at what the tables hold, as autovacuum sees to where people work."""
    with provisioning.connect(autocommit=True) as own:
        own.execute("VACUUM ANALYZE")
    return {}


def _plan(number: int, volunteer: User) -> None:
    people = list(Person.objects.order_by("pk"))
    Person.objects.filter(pk=people[0].pk).update(user_uuid=volunteer.uuid)
    roles = list(VolunteerRole.objects.filter(code__startswith="bench-").order_by("pk"))
    sites = [Site.objects.create(name=f"Paikka {each}", address=f"Katu {each}") for each in range(10)]
    now = clock.now()
    made = Shift.objects.bulk_create(
        (
            Shift(
                role=roles[place % len(roles)],
                site=sites[place % len(sites)],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=3),
                places=PLACES,
                taken=TAKEN,
                state="published",
                created_at=now,
            )
            for place, starts_at in enumerate(_starts(number))
        ),
        batch_size=2000,
    )
    SignUp.objects.bulk_create(
        (
            SignUp(
                shift=shift,
                # Next to each other in time are different people: nobody is in two places.
                person=people[(place * TAKEN + each) % len(people)],
                state="signed_up" if shift.starts_at > now else "attended",
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                created_at=now,
                changed_at=now,
            )
            for place, shift in enumerate(made)
            for each in range(TAKEN)
        ),
        batch_size=2000,
    )


def _starts(number: int) -> Iterator[datetime]:
    """The last of them lies AHEAD; four start at the same time, four times a day."""
    last = (clock.now() + AHEAD).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for each in range(number):
        back, of_day = divmod(each, A_DAY)
        yield last - timedelta(days=back) + timedelta(hours=6 + 3 * (of_day // 4))
