"""Two hundred volunteers of an association of their own, who all would like the same shift.

Only the check of the demo makes them: they are no part of the demo federation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.sessions.backends.db import SessionStore

from accounts import sessions
from accounts.models import SignIn, User
from local.enacting import festival, times
from scheduling.shifts.plans import ShiftPlan
from scheduling.shifts.services.making import make_shift
from tenants import addresses, clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, RoleFamily
from volunteers.register.models import Period, VolunteerRole
from volunteers.register.services import roles
from volunteers.register.services.people import add_person
from volunteers.register.services.periods import start_period

SLUG = "talkoovaki"
PEOPLE, PLACES = 200, 10
BY = Actor.system("demo")


@dataclass(frozen=True)
class Race:
    """Who races, and for what: one shift that all want, and one for each."""

    host: str
    sessions: Sequence[str]
    people: Sequence[str]
    shift: str
    shifts: Sequence[str]


def lay() -> None:
    """The owner's part: the association and its tables."""
    festival.found(
        slug=SLUG, name_fi="Talkooväki ry", name_sv="Talkofolket rf", name_en="Working Bee Volunteers"
    )


def ready() -> Race:
    """The app's part: people with logins who are signed in, and the shifts."""
    association = Association.objects.get(slug=SLUG)
    users = [
        User.objects.create_user(
            f"talkoolainen.{number}@example.org", None, name=f"Talkoolainen {number}", language="fi"
        )
        for number in range(PEOPLE)
    ]
    Access.objects.bulk_create(
        Access(user=user, association=association, role=Access.Role.VOLUNTEER, created_at=clock.now())
        for user in users
    )
    with entered(association):
        role = _volunteers(users)
        one = _shift(role, places=PLACES, days=10)
        each = [_shift(role, places=1, days=11) for _ in users]
    return Race(
        host=addresses.host_of(association),
        sessions=signed_in(users, association),
        people=[str(user.uuid) for user in users],
        shift=one,
        shifts=each,
    )


def signed_in(users: Sequence[User], association: Association) -> list[str]:
    """A session of each at the association's host, as signing in makes one."""
    host, keys = addresses.host_of(association), []
    for user in users:
        sign_in = SignIn.objects.create(user=user, method="demo")
        session = SessionStore()
        session[sessions.KEY] = str(sign_in.uuid)
        session[sessions.HOST] = host
        session.create()
        keys.append(str(session.session_key))
    return keys


def _volunteers(users: Sequence[User]) -> VolunteerRole:
    with times.at(times.FOUNDED, 12):
        role = roles.add_role(
            code="talkoot",
            family=RoleFamily.BUILDERS,
            name_fi="Talkoolainen",
            name_sv="Talkoarbetare",
            name_en="Working bee",
            by=BY,
        )
        since = date(2023, 12, 4)
        for number, user in enumerate(users):
            person = add_person(
                given_name="Talkoolainen",
                family_name=str(number),
                email=user.email,
                user_uuid=user.uuid,
                by=BY,
            )
            start_period(person=person, started_on=since, state=Period.State.ACTIVE, by=BY)
            roles.hold_role(person=person, role=role, from_on=since, by=BY)
    return role


def _shift(role: VolunteerRole, *, places: int, days: int) -> str:
    """So many days ahead that nobody is reminded of anything while the check runs."""
    starts_at = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=days)
    plan = ShiftPlan(role=role, places=places, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    return str(make_shift(plan=plan, publish=True, by=BY).uuid)
