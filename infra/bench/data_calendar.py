"""What fills a coordinator's calendar: 500 shifts in a month, six people on each, and how they are run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from infra.bench.data_people import PEOPLE
from infra.bench.scene import Facts, data_set
from scheduling.shifts.models import RoleRules, Shift, SignUp, Wish
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Absence, Person, Site, VolunteerRole

# A month ahead that nothing else plans; in the second association years of shifts lie about it.
MONTH = date(2031, 3, 1)
SHIFTS, EACH = 500, 6
AROUND = {"kytkin1": 1_500, "kytkin2": 19_500}


@data_set("calendar", process="app", after="waiting")
def calendar(profile: str) -> Facts:
    """The month in both associations, and about it 2 000 and 20 000 shifts in all."""
    for slug in PEOPLE:
        association = Association.objects.get(slug=slug)
        with entered(association):
            _plan(AROUND[slug])
    return {"shifts": SHIFTS}


def _plan(around: int) -> None:
    roles = list(VolunteerRole.objects.filter(code__startswith="bench-").order_by("pk"))
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:400])
    sites = [Site.objects.create(name=f"Kalenteripaikka {number}") for number in range(10)]
    first = datetime(MONTH.year, MONTH.month, MONTH.day, 6, tzinfo=UTC)
    month = [_shift(roles, sites, number, first + timedelta(days=number % 28)) for number in range(SHIFTS)]
    begin = first - timedelta(days=900)
    years = [_shift(roles, sites, number, begin + timedelta(days=number % 800)) for number in range(around)]
    made = Shift.objects.bulk_create([*month, *years], batch_size=1000)[:SHIFTS]
    SignUp.objects.bulk_create(
        (_place(shift, people, number, each) for number, shift in enumerate(made) for each in range(EACH)),
        batch_size=1000,
    )
    RoleRules.objects.create(role=roles[0], rest_hours=12, most_per_week=3)
    Wish.objects.bulk_create(Wish(person_id=pk, most_per_week=2) for pk in people[::10])
    Absence.objects.bulk_create(
        Absence(person_id=pk, from_on=MONTH, to_on=MONTH + timedelta(days=3)) for pk in people[::20]
    )


def _shift(roles: list[VolunteerRole], sites: list[Site], number: int, day: datetime) -> Shift:
    starts_at = day + timedelta(hours=number // 28 % 18)
    return Shift(
        role=roles[number % len(roles)],
        site=sites[number % len(sites)],
        title=f"Vuoro {number}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        places=EACH + number % 3,
        taken=EACH,
        state="published",
        created_at=clock.now(),
    )


def _place(shift: Shift, people: list[int], number: int, each: int) -> SignUp:
    """Of one hour nobody is on two shifts: the people of a day follow each other."""
    at = clock.now()
    return SignUp(
        shift=shift,
        person_id=people[(number // 28 * EACH + number % 28 * 11 + each) % len(people)],
        state="signed_up",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        created_at=at,
        changed_at=at,
    )
