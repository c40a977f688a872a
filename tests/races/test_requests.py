"""Two coordinators and one last place: one has it, the others still wait; with the race itself as control."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections, transaction

from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import confirm_request, decline_request, sign_up
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import held, inside, kinds, people
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import VolunteerRole

pytestmark = pytest.mark.race
State = SignUp.State


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def asked(scene: Scene, *, count: int) -> tuple[Shift, list[SignUp]]:
    """One place, and so many who have asked for it."""
    shift, everybody = scene.shift(places=1), people(scene, count)
    with entered(scene.association):
        Shift.objects.update(sign_up_mode=Shift.SignUpMode.BY_REQUEST)
        shift = Shift.objects.get(pk=shift.pk)
        rows = [sign_up(shift=shift, person=each, by=SOMEBODY) for each in everybody]
        return shift, list(
            SignUp.objects.select_related("person", "shift").filter(pk__in=[r.pk for r in rows])
        )


def of_state(scene: Scene, shift: Shift) -> list[str]:
    with entered(scene.association):
        return sorted(SignUp.objects.filter(shift=shift).values_list("state", flat=True))


def test_two_who_confirm_the_last_place_give_it_once(scene: Scene) -> None:
    shift, rows = asked(scene, count=4)

    answers = at_once(*(inside(scene, confirm_request, sign_up=each, by=SOMEBODY) for each in rows))

    assert kinds(answers) == {"SignUp": 1, "ShiftFull": 3}
    assert held(scene, shift) == (1, 1)
    assert of_state(scene, shift) == [State.REQUESTED] * 3 + [State.SIGNED_UP]


def test_yes_and_no_at_once_leave_one_answer(scene: Scene) -> None:
    shift, [row] = asked(scene, count=1)

    answers = at_once(
        inside(scene, confirm_request, sign_up=row, by=SOMEBODY),
        inside(scene, decline_request, sign_up=row, by=SOMEBODY),
    )

    assert kinds(answers) == {"SignUp": 1, "RequestIsOver": 1}
    assert of_state(scene, shift) in ([State.SIGNED_UP], [State.CANCELLED_BY_ORG])


def naive_confirm(*, sign_up: SignUp, gate: threading.Barrier) -> SignUp:
    """What not to do: look, then write, without a lock."""
    with transaction.atomic():
        seen = Shift.objects.get(pk=sign_up.shift.pk)
        free = seen.taken < seen.places
        gate.wait()
        if not free:
            raise LookupError("Full.")
        return states.move_sign_up(sign_up, shift=seen, to=State.SIGNED_UP, by=SOMEBODY)


def test_control_without_the_lock_the_second_runs_into_the_database(scene: Scene) -> None:
    shift, rows = asked(scene, count=2)
    gate = threading.Barrier(2, timeout=20)

    answers = at_once(*(inside(scene, naive_confirm, sign_up=each, gate=gate) for each in rows))

    assert kinds(answers) == {"SignUp": 1, "IntegrityError": 1}
    assert held(scene, shift) == (1, 1)
