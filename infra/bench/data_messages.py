"""Many associations with much to say: 200 whole ones whose reminders are due, and 1 000 that only plan ahead.

Of the thousand there is no more than what a job would look into: the table of messages, filled once by the
application and copied. Their time is 2035, so that no run of another row finds anything due.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
from psycopg import sql

from accounts.models import User
from infra.bench.scene import Facts, data_set
from notifications import services as messages
from notifications.models import Message
from notifications.services import Planned
from scheduling.shifts.models import Shift, SignUp
from tenants import clock, lifecycle, provisioning
from tenants.context import entered
from tenants.models import Access, Association, District, Umbrella
from volunteers.register.models import Period, Person, VolunteerRole
from volunteers.register.models.people import search_key, sort_key

WHOLE, LIGHT = 200, 1000
PEOPLE, PLANNED = 100, 1000
COORDINATOR = "postmaster@example.org"
KIND = "shift.reminder"
NOON = datetime(2035, 1, 15, 10, 0, tzinfo=UTC)
"""When it is measured: Monday noon in Finland."""
HOURS = 14 * 24
"""The thousand's messages are due in the hours after noon, evenly."""
LOGGED = {"kytkin1": 10_000, "kytkin2": 100_000}
STATES = ("sent",) * 18 + ("failed", "obsolete")
STARTS_AT = NOON + timedelta(hours=3)

_COPY = """
CREATE SCHEMA {to};
CREATE TABLE {to}.notifications_message (LIKE {like}.notifications_message INCLUDING ALL);
CREATE TABLE {to}.django_migrations (LIKE {like}.django_migrations INCLUDING ALL);
INSERT INTO {to}.django_migrations OVERRIDING SYSTEM VALUE SELECT * FROM {like}.django_migrations;
"""
_FILL = """
INSERT INTO {to}.notifications_message OVERRIDING SYSTEM VALUE SELECT * FROM {like}.notifications_message
"""
_WAKE = """
INSERT INTO public.tenants_wakeup (schema_name, queue, due_at)
SELECT {schema}, queue, due_at FROM public.tenants_wakeup WHERE schema_name = {like} ORDER BY id
"""


@data_set("outboxes", process="owner")
def outboxes(profile: str) -> Facts:
    """An umbrella with its associations, whole and light, without a row in them."""
    umbrella = lifecycle.found_umbrella(
        slug="postiliitto", name_fi="Postiliitto ry", name_sv="Postförbundet rf", name_en="Post Federation"
    )
    district = District.objects.create(
        umbrella=umbrella, code="koko", name_fi="Koko maa", name_sv="Hela landet", name_en="The whole country"
    )
    whole = [_approved(f"posti{number}", umbrella, district) for number in range(1, WHOLE + 1)]
    for association in whole:
        provisioning.provision(association)
        lifecycle.move(association, to="active")
    light = [_approved(f"kevyt{number}", umbrella, district) for number in range(1, LIGHT + 1)]
    with provisioning.connect(autocommit=True) as own:
        for association in light:
            with own.transaction():
                _run(own, _COPY, to=association.schema_name, like=whole[0].schema_name)
                for statement in provisioning.grants(own, association.schema_name):
                    own.execute(statement)
            lifecycle.move(association, to="active")
    return {"whole": [one.slug for one in whole], "light": [one.slug for one in light]}


def _approved(slug: str, umbrella: Umbrella, district: District) -> Association:
    association = lifecycle.approve_association(
        slug=slug, umbrella=umbrella, district=district, from_on=date(2020, 1, 1), name_fi=slug.title()
    )
    return lifecycle.move(association, to="provisioning")


def _run(own: psycopg.Connection, script: str, **schemas: str) -> None:
    names = {name: sql.Identifier(schema) for name, schema in schemas.items()}
    own.execute(sql.SQL(script).format(**names))


@data_set("letters", process="app", after="outboxes")
def letters(profile: str) -> Facts:
    """In each whole association a hundred people on one shift; in the first light one its messages."""
    coordinator = User.objects.create_user(COORDINATOR, None, name="Posteljooni", language="fi")
    whole = [
        Association.objects.get(slug=f"posti{number}", state=Association.State.ACTIVE)
        for number in range(1, WHOLE + 1)
    ]
    with clock.fixed(NOON - timedelta(days=14)):
        for association in whole:
            Access.objects.create(
                user=coordinator, association=association, role="coordinator", created_at=clock.now()
            )
            with entered(association):
                _sign_up_many()
        with entered(whole[0]):
            people = list(Person.objects.order_by("pk").values_list("uuid", flat=True))
        with entered(Association.objects.get(slug="kevyt1")):
            for each in range(PLANNED):
                messages.plan_many(
                    kind=KIND,
                    messages=[
                        Planned(
                            key=f"bench:{each}",
                            person_uuid=people[each % PEOPLE],
                            due_at=NOON + timedelta(hours=each * HOURS // PLANNED, minutes=each % 60),
                        )
                    ],
                    subject_kind="sign_up",
                )
    return {"people": PEOPLE, "planned": PLANNED}


def _sign_up_many() -> None:
    role = VolunteerRole.objects.create(code="bench", family="builders", name_fi="Postittaja")
    shift = Shift.objects.create(
        role=role,
        starts_at=STARTS_AT,
        ends_at=STARTS_AT + timedelta(hours=3),
        places=PEOPLE,
        taken=PEOPLE,
        state="published",
        created_at=clock.now(),
    )
    people = Person.objects.bulk_create(_person(number) for number in range(PEOPLE))
    Period.objects.bulk_create(
        Period(person=each, state="active", started_on=date(2024, 1, 1)) for each in people
    )
    SignUp.objects.bulk_create(
        SignUp(
            shift=shift,
            person=each,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            created_at=clock.now(),
            changed_at=clock.now(),
        )
        for each in people
    )


def _person(number: int) -> Person:
    given, family, email = "Aino", f"Postinen{number}", f"reader{number}@example.org"
    return Person(
        given_name=given,
        family_name=family,
        sort_key=sort_key(family_name=family, given_name=given),
        search_key=search_key(given_name=given, family_name=family, email=email, phone=""),
        email=email,
        language=("fi", "sv", "en")[number % 3],
        created_at=clock.now(),
    )


@data_set("planned", process="owner", after="letters")
def planned(profile: str) -> Facts:
    """What the first light association has planned, in all of them, with what wakes them."""
    with provisioning.connect(autocommit=True) as own:
        for number in range(2, LIGHT + 1):
            _run(own, _FILL, to=f"a_kevyt{number}", like="a_kevyt1")
            own.execute(
                sql.SQL(_WAKE).format(schema=sql.Literal(f"a_kevyt{number}"), like=sql.Literal("a_kevyt1"))
            )
        own.execute("VACUUM ANALYZE public.tenants_wakeup")
        found = own.execute(
            "SELECT count(*) FROM public.tenants_wakeup WHERE due_at >= %s", [NOON]
        ).fetchone()
    return {"wakeups": found[0] if found else 0}


@data_set("log", process="app", after="people")
def log(profile: str) -> Facts:
    """What two associations have told their people in a year, the second ten times as much."""
    for slug, number in LOGGED.items():
        with entered(Association.objects.get(slug=slug)):
            _tell(number, clock.now())
    return {"messages": LOGGED}


def _tell(number: int, now: datetime) -> None:
    people = list(Person.objects.order_by("pk").values_list("uuid", flat=True))
    Message.objects.bulk_create(
        (
            Message(
                kind=KIND,
                key=f"bench:log:{each}",
                person_uuid=people[each % len(people)],
                state=STATES[each % len(STATES)],
                channel="email",
                due_at=now - timedelta(minutes=5 * each),
                next_at=now - timedelta(minutes=5 * each),
                sent_at=now - timedelta(minutes=5 * each),
                attempts=1,
                created_at=now,
            )
            for each in range(number)
        ),
        batch_size=2000,
    )
