"""Many people and the last place of a course, with the race itself as control."""

from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.db.models import F

from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import Meeting, inside, kinds
from tests.scheduling.shifts.scene import NOW, SOMEBODY
from tests.volunteers.training.scene import Scene
from volunteers.register.models import Person, VolunteerRole
from volunteers.training import errors
from volunteers.training.models import Enrolment, Run
from volunteers.training.services import enrolling

pytestmark = pytest.mark.race


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def held(scene: Scene, run: Run) -> tuple[int, int]:
    """The count on the run, and the enrolments that it counts."""
    with entered(scene.association):
        counted = Enrolment.objects.filter(run=run, state__in=Enrolment.HOLDING).count()
        return Run.objects.get(pk=run.pk).taken, counted


def people(scene: Scene, count: int) -> list[Person]:
    """Volunteers who may all take the place."""
    return [scene.person("Vapaa", f"Ehtoinen{number}") for number in range(count)]


def test_last_place_of_a_course_is_given_once(scene: Scene) -> None:
    run = scene.run(places=3)

    answers = at_once(
        *(inside(scene, enrolling.enrol, run=run, person=each, by=SOMEBODY) for each in people(scene, 10))
    )

    assert kinds(answers) == {"Enrolment": 3, "RunFull": 7}
    assert held(scene, run) == (3, 3)


def naive_enrol(*, run: Run, person: Person, meet: Meeting, counts: bool) -> Enrolment:
    """What not to do: look, then write, without a lock. With `counts` the CHECK stands behind it."""
    with transaction.atomic():
        seen = Run.objects.get(pk=run.pk)
        meet()
        if seen.taken >= seen.places:
            raise errors.RunFull
        now = clock.now()
        made = Enrolment.objects.create(
            run=run, person=person, state="enrolled", created_at=now, changed_at=now
        )
        if counts:
            Run.objects.filter(pk=run.pk).update(taken=F("taken") + 1)
        return made


def test_control_without_the_lock_the_last_place_is_given_twice(scene: Scene) -> None:
    """The race is real: two look, both see a free place, both take it."""
    run, meet = scene.run(places=1), Meeting()

    answers = at_once(
        *(
            inside(scene, naive_enrol, run=run, person=each, meet=meet, counts=False)
            for each in people(scene, 2)
        )
    )

    assert kinds(answers) == {"Enrolment": 2}
    assert held(scene, run)[1] == 2


def test_control_the_check_stands_behind_the_lock(scene: Scene) -> None:
    """Without the lock, but with the count: the database refuses the second, though in its own words."""
    run, meet = scene.run(places=1), Meeting()

    answers = at_once(
        *(
            inside(scene, naive_enrol, run=run, person=each, meet=meet, counts=True)
            for each in people(scene, 2)
        )
    )

    assert kinds(answers) == {"Enrolment": 1, "IntegrityError": 1}
    assert held(scene, run) == (1, 1)


def test_pressing_twice_at_once_is_one_place(scene: Scene) -> None:
    run, [person] = scene.run(places=5), people(scene, 1)

    answers = at_once(
        *(inside(scene, enrolling.enrol, run=run, person=person, by=SOMEBODY) for _ in range(6))
    )

    assert kinds(answers) == {"Enrolment": 6}
    assert held(scene, run) == (1, 1)


def test_a_place_given_back_goes_to_one_who_waits_while_others_enrol(scene: Scene) -> None:
    run = scene.run(places=1)
    first, waiting = scene.enrolled(run, "Yksi", "Kaksi")

    at_once(
        inside(scene, enrolling.leave, run=run, person=first.person, by=SOMEBODY),
        *(inside(scene, enrolling.enrol, run=run, person=each, by=SOMEBODY) for each in people(scene, 5)),
    )

    assert held(scene, run) == (1, 1)
    with entered(scene.association):
        assert Enrolment.objects.get(pk=waiting.pk).state == "enrolled"
