"""Two coordinators who merge at once, and somebody who takes a place meanwhile; with the race as control."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from scheduling.shifts.models import SignUp
from scheduling.shifts.services import sign_up
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import MergedAway, Person, PersonTag, Tag, VolunteerRole
from volunteers.register.services.merging import merge_people

pytestmark = pytest.mark.race


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def inside(scene: Scene, verb: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    """A verb as a thread runs it: in the association, with a connection of its own."""

    def run() -> Any:
        with entered(scene.association):
            return verb(**arguments)

    return run


def merging(scene: Scene, kept: Person, gone: Person) -> Callable[[], Any]:
    return inside(scene, merge_people, kept=kept, gone=gone, taking=(), by=SOMEBODY)


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def test_two_who_merge_both_ways_at_once_leave_one(scene: Scene) -> None:
    heikki, heiki = scene.person("Heikki", "Moilanen"), scene.person("Heiki", "Moilanen")
    answers = at_once(
        *(merging(scene, *both) for both in [(heikki, heiki), (heiki, heikki)] * 3),
    )
    assert kinds(answers) == {"Person": 1, "OneIsGone": 5}
    with entered(scene.association):
        assert Person.objects.filter(family_name="Moilanen").count() == 1
        assert MergedAway.objects.count() == 1


def test_place_that_is_taken_meanwhile_is_nobodys_loss(scene: Scene) -> None:
    """Either the place is taken first and moves, or the person is gone first and is told to try again."""
    heikki, heiki = scene.person("Heikki", "Moilanen"), scene.person("Heiki", "Moilanen")
    shift = scene.shift(places=1)
    merged, taken = at_once(
        merging(scene, heikki, heiki),
        inside(scene, sign_up, shift=shift, person=heiki, by=SOMEBODY),
    )
    assert type(merged).__name__ == "Person"
    assert type(taken).__name__ in {"SignUp", "Busy"}
    with entered(scene.association):
        held = list(
            SignUp.objects.filter(state__in=SignUp.ACTIVE).values_list("person__given_name", flat=True)
        )
    assert held == (["Heikki"] if isinstance(taken, SignUp) else [])


def naive_merge(*, kept: Person, gone: Person, read: threading.Event, wrote: threading.Event) -> int:
    """What not to do: list the rows that are to move, and delete the person, without a lock."""
    with transaction.atomic():
        moves = list(PersonTag.objects.filter(person=gone).values_list("pk", flat=True))
        read.set()
        wrote.wait(20)
        PersonTag.objects.filter(pk__in=moves).update(person=kept)
        return gone.delete()[0]


def tag(*, person: Person, read: threading.Event, wrote: threading.Event) -> None:
    """Somebody writes a row about the person in between."""
    read.wait(20)
    PersonTag.objects.create(person=person, tag=Tag.objects.create(name="kesken"))
    wrote.set()


def test_control_without_the_lock_a_row_that_comes_between_is_lost(scene: Scene) -> None:
    """The race is real: the row is written, committed, and goes with the one who is merged away."""
    heikki, heiki = scene.person("Heikki", "Moilanen"), scene.person("Heiki", "Moilanen")
    with entered(scene.association):
        heiki.periods.all().delete()
        heiki.holdings.all().delete()
    read, wrote = threading.Event(), threading.Event()
    answers = at_once(
        inside(scene, naive_merge, kept=heikki, gone=heiki, read=read, wrote=wrote),
        inside(scene, tag, person=heiki, read=read, wrote=wrote),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    with entered(scene.association):
        assert not PersonTag.objects.exists()
