"""Many say yes to one place at once: one has it, the others hear that; with the race as control."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections, transaction

from notifications import calls
from notifications.models import Call, Called, Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import call_people, cancel_own, end_call, say_no, say_yes, sign_up
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


def asked(scene: Scene, shift: Shift, everybody: list[Person]) -> Call:
    """A call whose messages have all gone out."""
    with entered(scene.association):
        call = call_people(shift=shift, people=everybody, wave_size=50, wave_minutes=20, by=SOMEBODY)
        Message.objects.filter(subject_uuid=call.uuid).update(state="sent", sent_at=clock.now())
    return call


def told(scene: Scene, call: Call) -> set[object]:
    """Who is told that it is over."""
    with entered(scene.association):
        found = Message.objects.filter(kind="shift.call_over", subject_uuid=call.uuid)
        return set(found.values_list("person_uuid", flat=True))


@pytest.mark.parametrize("places", [1, 2])
def test_the_first_yes_has_the_place_and_the_others_are_told(scene: Scene, places: int) -> None:
    shift, everybody = scene.shift(places=places), people(scene, 12)
    silent, eager = everybody[:3], everybody[3:]
    call = asked(scene, shift, everybody)

    answers = at_once(*(inside(scene, say_yes, call=call, person=each, by=SOMEBODY) for each in eager))

    assert sum(isinstance(answer, SignUp) for answer in answers) == places
    late = [answer for answer in answers if not isinstance(answer, SignUp)]
    assert all(isinstance(answer, errors.ShiftFull | errors.CallIsOver) for answer in late)
    assert held(scene, shift) == (places, places)
    with entered(scene.association):
        call.refresh_from_db()
        assert call.state == Call.State.FILLED
        assert Called.objects.filter(call=call, answer="yes").count() == len(eager)
        come = set(SignUp.objects.filter(shift=shift).values_list("person__uuid", flat=True))
    assert told(scene, call) == {each.uuid for each in everybody} - come
    assert {each.uuid for each in silent} <= told(scene, call)


def naive_yes(*, call: Call, person: Person, gate: threading.Barrier) -> SignUp:
    """What not to do: look whether the call is open, then take the place."""
    with transaction.atomic():
        shift = Shift.objects.get(uuid=call.subject_uuid)
        is_open = calls.is_open(call) and shift.taken < shift.places
        gate.wait()
        if not is_open:
            raise errors.CallIsOver
        at = clock.now()
        return SignUp.objects.create(
            shift=shift,
            person=person,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            created_at=at,
            changed_at=at,
        )


def test_control_without_the_lock_the_place_is_promised_twice(scene: Scene) -> None:
    shift, everybody, gate = scene.shift(places=1), people(scene, 2), threading.Barrier(2, timeout=20)
    call = asked(scene, shift, everybody)

    answers = at_once(*(inside(scene, naive_yes, call=call, person=each, gate=gate) for each in everybody))

    assert kinds(answers) == {"SignUp": 2}


def test_answers_of_all_kinds_at_once_leave_nothing_half_done(scene: Scene) -> None:
    """Yes, no, the ordinary page, and the coordinator who ends it: nobody waits for ever."""
    shift, everybody = scene.shift(places=2), people(scene, 12)
    call = asked(scene, shift, everybody)

    answers = at_once(
        *(inside(scene, say_yes, call=call, person=each, by=SOMEBODY) for each in everybody[:4]),
        *(inside(scene, say_no, call=call, person=each) for each in everybody[4:8]),
        *(inside(scene, sign_up, shift=shift, person=each, by=SOMEBODY) for each in everybody[8:11]),
        inside(scene, end_call, call=call, by=SOMEBODY),
    )

    known = {"SignUp", "ShiftFull", "CallIsOver", "NoneType", "bool"}
    assert set(kinds(answers)) <= known
    taken, counted = held(scene, shift)
    assert taken == counted <= 2
    with entered(scene.association):
        assert not calls.is_open(call)
        assert Called.objects.filter(call=call, answer="no").count() == 4


def test_a_place_given_back_does_not_open_the_call_again(scene: Scene) -> None:
    shift, everybody = scene.shift(places=1), people(scene, 4)
    call = asked(scene, shift, everybody)
    with entered(scene.association):
        say_yes(call=call, person=everybody[0], by=SOMEBODY)

    answers = at_once(
        inside(scene, cancel_own, shift=shift, person=everybody[0], by=SOMEBODY),
        *(inside(scene, say_yes, call=call, person=each, by=SOMEBODY) for each in everybody[1:]),
    )

    assert kinds(answers) == {"SignUp": 1, "CallIsOver": 3}
    assert held(scene, shift) == (0, 0)
