"""Two associations with many shifts and with ten times as many; in both somebody comes to 200 of them."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import User
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.scene import Facts, data_set
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Period, Person, Site, VolunteerRole

SHIFTS = dict(zip(PEOPLE, (2_000, 20_000), strict=True))
OWN = 200
STEP, LENGTH = timedelta(minutes=30), timedelta(hours=2)


@data_set("feeds", process="app", after="people")
def feeds(profile: str) -> Facts:
    """Shifts of all roles, half of them over, each with somebody on it; every fourth ahead is one's own."""
    owner = User.objects.get(email=COORDINATOR)
    for slug, number in SHIFTS.items():
        association = Association.objects.get(slug=slug)
        with entered(association):
            _fill(owner, number)
    return {"shifts": SHIFTS, "own": OWN}


def _fill(owner: User, number: int) -> None:
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    people = list(Person.objects.order_by("pk"))
    roles = list(VolunteerRole.objects.order_by("pk"))
    site = Site.objects.create(name="Majakka", address="Rantakatu 1, Kuopio")
    me = Person.objects.create(
        given_name="Oma",
        family_name="Väki",
        sort_key="väki oma",
        user_uuid=owner.uuid,
        language="fi",
        created_at=now,
    )
    Period.objects.create(person=me, state="active", started_on=date(2024, 1, 1))
    begin = now - number // 2 * STEP
    shifts = Shift.objects.bulk_create(
        (
            Shift(
                role=roles[place % len(roles)],
                site=site,
                title=f"Ruokajakelu {place}",
                starts_at=begin + place * STEP,
                ends_at=begin + place * STEP + LENGTH,
                places=3,
                taken=1,
                state="published",
                created_at=now,
            )
            for place in range(number)
        ),
        batch_size=2000,
    )
    first = number // 2 + 4
    mine = set(range(first, first + OWN * 4, 4))
    SignUp.objects.bulk_create(
        (
            SignUp(
                shift=shift,
                person=me if place in mine else people[place % len(people)],
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                created_at=now,
                changed_at=now,
            )
            for place, shift in enumerate(shifts)
        ),
        batch_size=2000,
    )
