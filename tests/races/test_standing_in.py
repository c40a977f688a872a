"""Many say yes to the place of somebody who cannot come, while that one comes after all; with control."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections, transaction

from scheduling.shifts import states
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp, StandIn
from scheduling.shifts.selectors.searches import looked_for
from scheduling.shifts.services import cannot_come, come_after_all, sign_up, stand_in
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import held, inside, kinds, people
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import Person, VolunteerRole

pytestmark = pytest.mark.race


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def searched(scene: Scene, *, count: int) -> tuple[Shift, list[Person]]:
    """The first has the one place of a shift this evening and cannot come; so many others could."""
    shift, everybody = scene.shift("2025-02-03 17:00", places=1), people(scene, count + 1)
    with entered(scene.association):
        with clock.fixed(NOW - timedelta(hours=1)):
            sign_up(shift=shift, person=everybody[0], by=SOMEBODY)
        cannot_come(shift=shift, person=everybody[0], by=SOMEBODY)
    return shift, everybody


def test_the_place_is_taken_over_once_or_kept(scene: Scene) -> None:
    shift, everybody = searched(scene, count=6)

    answers = at_once(
        *(inside(scene, stand_in, shift=shift, person=each, by=SOMEBODY) for each in everybody[1:]),
        inside(scene, come_after_all, shift=shift, person=everybody[0], by=SOMEBODY),
        inside(scene, cannot_come, shift=shift, person=everybody[0], by=SOMEBODY),
    )

    assert not any(isinstance(answer, TimeoutError) for answer in answers)
    taken = [each for each in answers[:6] if isinstance(each, SignUp)]
    assert len(taken) <= 1
    assert all(isinstance(each, SignUp | errors.ShiftFull) for each in answers[:6])
    assert held(scene, shift) == (1, 1)
    with entered(scene.association):
        assert StandIn.objects.filter(state=StandIn.State.FOUND).count() == len(taken)


def naive_take_over(*, shift: Shift, person: Person, gate: threading.Barrier) -> SignUp:
    """What not to do: find whose place it is, then take it, without a lock."""
    with transaction.atomic():
        found = looked_for().select_related("sign_up__person").get(sign_up__shift=shift)
        gate.wait()
        states.move_sign_up(found.sign_up, shift=shift, to=SignUp.State.SWAPPED, by=SOMEBODY)
        return states.take_place(shift, person=person, by=SOMEBODY)


def test_control_without_the_lock_two_stand_in_for_one(scene: Scene) -> None:
    """Both find the same place: the count says one, two come."""
    shift, everybody = searched(scene, count=2)
    gate = threading.Barrier(2, timeout=20)

    answers = at_once(
        *(inside(scene, naive_take_over, shift=shift, person=each, gate=gate) for each in everybody[1:])
    )

    assert kinds(answers) == {"SignUp": 2}
    assert held(scene, shift) == (1, 2)
