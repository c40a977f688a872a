"""Two hundred signed-in volunteers who press for ten places at the same moment, through a real web server."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from uuid import UUID

from accounts.models import User
from infra.bench.data_shifts import AHEAD
from infra.bench.register import Finding, count_at_most, row
from infra.bench.scene import ROOT, Scene
from local.check import race
from local.crowd import Crowd
from local.enacting.crowd import PEOPLE, PLACES, signed_in
from local.ports import LOOPBACK, free_port
from local.stack import web_command
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from tenants import addresses, clock
from tenants.context import entered
from tenants.models import Access, Association
from volunteers.register.models import Person, VolunteerRole

SLUG = "kytkin4"
DATA = "200 people in threads, two web processes; 5 000 people, 20 000 shifts"


@row("race")
def race_for_places(scene: Scene) -> Iterator[Finding]:
    """All on one shift, then each on one of their own; what is made for it goes again."""
    scene.data("rotas_known")
    association = Association.objects.get(slug=SLUG)
    users = _users(association)
    with _server() as address, _shifts(association, users) as (one, each):
        host = addresses.host_of(association)
        people = Crowd(address, host, signed_in(users, association))
        people.look(str(one.uuid))
        on_one = people.sign_up([str(one.uuid)] * PEOPLE)
        on_each = people.sign_up([str(shift.uuid) for shift in each])
        with entered(association):
            rows = SignUp.objects.filter(shift=one).order_by("pk")
            known = list(rows.values_list("state", "person__user_uuid"))
    numbers: dict[UUID | None, int] = {user.uuid: number for number, user in enumerate(users)}
    came = race.judged(
        on_one,
        on_each,
        states=[state for state, _ in known],
        queue=[numbers[user] for state, user in known if state == SignUp.State.WAITING],
    )
    yield from _exactly(PLACES, came.hold, what="people with a place", unit="people")
    yield from _exactly(PEOPLE - PLACES, came.wait, what="people in the queue, in their order", unit="people")
    yield count_at_most(
        0, came.errors, what="presses that failed, and people out of turn", unit="", data=DATA
    )
    yield Finding(
        what="the longest that anybody waits for an answer",
        value=round(came.slowest, 2),
        unit="s",
        target=f"≤ {race.SLOWEST:g}",
        holds=came.slowest <= race.SLOWEST,
        baseline="",
        data=DATA,
    )
    yield Finding(
        what="people served a second",
        value=round(came.share_of_rate, 2),
        unit="×",
        target=f"≥ {race.SHARE:g}",
        holds=came.share_of_rate >= race.SHARE,
        baseline="the same people on a shift of their own each",
        data=DATA,
    )


def _exactly(wanted: int, counted: int, *, what: str, unit: str) -> Iterator[Finding]:
    yield Finding(
        what=what,
        value=counted,
        unit=unit,
        target=f"= {wanted}",
        holds=counted == wanted,
        baseline="",
        data=DATA,
    )


def _users(association: Association) -> list[User]:
    """Logins of two hundred who hold one role; they stay for the next run."""
    emails = [f"race{number}@example.org" for number in range(PEOPLE)]
    if not User.objects.filter(email=emails[0]).exists():
        made = [User.objects.create_user(email, None, name="Kisaaja", language="fi") for email in emails]
        Access.objects.bulk_create(
            Access(user=user, association=association, role="volunteer", created_at=clock.now())
            for user in made
        )
        with entered(association):
            people = Person.objects.filter(user_uuid=None, holdings__role__code="bench-1").order_by("pk")
            for person, user in zip(people, made, strict=False):
                Person.objects.filter(pk=person.pk).update(user_uuid=user.uuid)
    return list(User.objects.filter(email__in=emails).order_by("pk"))


@contextmanager
def _shifts(association: Association, users: Sequence[User]) -> Iterator[tuple[Shift, list[Shift]]]:
    """After all others, so that nobody is in two places: one for all, and on the next day one for each."""
    with entered(association):
        role = VolunteerRole.objects.get(code="bench-1")
        last = clock.now().replace(minute=0, second=0, microsecond=0) + AHEAD + timedelta(days=2)
        made = Shift.objects.bulk_create(
            Shift(
                role=role,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=3),
                places=places,
                state=Shift.State.PUBLISHED,
                created_at=clock.now(),
            )
            for starts_at, places in [(last, PLACES), *((last + timedelta(days=1), 1) for _ in users)]
        )
    try:
        yield made[0], made[1:]
    finally:
        with entered(association):
            held = SignUp.objects.filter(shift__in=made)
            Message.objects.filter(subject_uuid__in=held.values("uuid")).delete()
            held.delete()
            Shift.objects.filter(pk__in=[each.pk for each in made]).delete()


@contextmanager
def _server() -> Iterator[tuple[str, int]]:
    """The web server that the demo has, on the tables of the data set."""
    port = free_port()
    process = subprocess.Popen(web_command(f"{LOOPBACK}:{port}"), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield LOOPBACK, port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection(LOOPBACK, port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": "rinnalla.localhost"})
            connection.getresponse()
        except OSError:
            time.sleep(0.3)
        else:
            return
        finally:
            connection.close()
    print("The web server did not start.", file=sys.stderr)
    raise RuntimeError("There is nobody to ask.")
