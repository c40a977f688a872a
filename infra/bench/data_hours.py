"""Two associations of five thousand people with ten years of hours; the second did ten times as many.

In both the same thousand entries wait, as six weeks leave behind where a year has ten thousand.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import connection

from accounts.models import User
from infra.bench.data_people import COORDINATOR, fill
from infra.bench.scene import Facts, data_set
from scheduling.hours.models import Month
from scheduling.hours.services import batch, figures, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association
from volunteers.register.models import Person, RoleHolding

HOURS = {"kytkin5": 10_000, "kytkin6": 100_000, "kytkin7": 0}
"""Entries of each; the last one is for what is written while it is measured."""
PEOPLE = 5_000
VOLUNTEER = "hours@example.org"
WAITING, YEARS, WEEKS = 1_000, 10, 60

# Entry number n is of person n mod 5 000, at two hours in the evening of a day that is later the later its
# turn: nobody has two on one day, and each month has as many as any other.
_ENTRIES = """
WITH people AS (
    SELECT p.id AS person_id, h.role_id, row_number() OVER (ORDER BY p.id) - 1 AS place
    FROM register_person p JOIN register_roleholding h ON h.person_id = p.id
), turn AS (
    SELECT n, (%(first)s::date + (n::bigint * %(days)s / %(number)s)::int) AS day
    FROM generate_series(0, %(number)s - 1) AS n
), entry AS (
    SELECT t.n, p.person_id, p.role_id,
           (t.day + time '17:00') AT TIME ZONE 'Europe/Helsinki' AS starts_at,
           date_trunc('month', t.day)::date AS month
    FROM turn t JOIN people p ON p.place = t.n %% %(people)s
)
INSERT INTO hours_hoursentry (
    uuid, person_id, role_id, kind, starts_at, ends_at, minutes, first_month, last_month, state, source,
    method, subject_kind, approved_at, approved_by, return_reason, created_at
)
SELECT gen_random_uuid(), person_id, role_id, 'task', starts_at, starts_at + interval '2 hours', 120, month,
       month, %(state)s::text, 'self', 'registered', '',
       CASE WHEN %(state)s::text = 'approved' THEN starts_at END,
       CASE WHEN %(state)s::text = 'approved' THEN 'Koordinaattori' ELSE '' END, '', starts_at
FROM entry
"""


@data_set("years_of_hours", process="app", after="people")
def years_of_hours(profile: str) -> Facts:
    """Five thousand people each, ten years of hours, the last six weeks waiting, older months closed."""
    volunteer = User.objects.create_user(VOLUNTEER, None, name="Vapaaehtoinen", language="fi")
    coordinator = User.objects.get(email=COORDINATOR)
    for slug, number in HOURS.items():
        association = Association.objects.get(slug=slug)
        for user, role in ((coordinator, "coordinator"), (volunteer, "volunteer")):
            Access.objects.create(user=user, association=association, role=role, created_at=clock.now())
        with entered(association):
            fill(PEOPLE)
            RoleHolding.objects.update(from_on=date(2000, 1, 1))
            if number:
                _write(number)
    return {"hours": HOURS}


@data_set("years_of_hours_known", process="owner", after="years_of_hours")
def years_of_hours_known(profile: str) -> Facts:
    """PostgreSQL has looked at what the tables hold, as autovacuum sees to where people work."""
    with provisioning.connect(autocommit=True) as own:
        own.execute("VACUUM ANALYZE")
    return {}


def _write(number: int) -> None:
    today = clock.now().astimezone(UTC).date()
    insert(number - WAITING, first=today - timedelta(days=365 * YEARS), days=365 * YEARS - 43)
    insert(WAITING, first=today - timedelta(days=42), days=41, state="submitted")
    _be_regular(today - timedelta(days=50))
    _close_all_before(today - timedelta(days=42))
    figures.make_figures()


def _be_regular(last: date) -> None:
    """The first person came every week for more than a year, in both."""
    person = Person.objects.order_by("pk")[0]
    role = RoleHolding.objects.get(person=person).role
    starts = datetime(last.year, last.month, last.day, 7, tzinfo=UTC)
    weeks = [starts - timedelta(days=7 * each) for each in range(WEEKS)]
    batch.record_batch(
        entries=[NewEntry(person, role, start, start + timedelta(hours=2)) for start in weeks],
        by=Actor.system("bench"),
    )


def insert(number: int, *, first: date, days: int, state: str = "approved") -> None:
    """So many entries of two hours, from a day on over so many days; in the association that is entered."""
    touched = _months(first, first + timedelta(days=days))
    months.ensure(first_days=touched)
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTRIES, {"number": number, "first": first, "days": days, "state": state, "people": PEOPLE}
        )
    months.mark_changed(first_days=touched)


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while (after := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(after)
    return found


def _close_all_before(day: date) -> None:
    by = Actor.system("bench")
    for first_day in Month.objects.order_by("first_day").values_list("first_day", flat=True):
        if (first_day + timedelta(days=32)).replace(day=1) <= day:
            months.close_month(first_day=first_day, by=by)
