"""Two hundred people on ten places; one free place and many hands; each with the race itself as control."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from scheduling.shifts import locks, states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import (
    cancel_own,
    offering,
    sign_up,
    stop_waiting,
    take_off,
    take_offered,
    wait,
)
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import inside, kinds, people
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import Person, VolunteerRole

pytestmark = pytest.mark.race
FAR = "2025-02-20 17:00"
State = SignUp.State


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def of_state(scene: Scene, shift: Shift, state: str) -> list[int]:
    """The people who have this, in the order of the list."""
    with entered(scene.association):
        rows = SignUp.objects.filter(shift=shift, state=state).order_by("pk")
        return list(rows.values_list("person", flat=True))


def places(scene: Scene, shift: Shift) -> tuple[int, int]:
    """The count on the shift, and the sign-ups that it counts."""
    with entered(scene.association):
        holding = SignUp.objects.filter(shift=shift, state__in=SignUp.HOLDING).count()
        return Shift.objects.get(pk=shift.pk).taken, holding


def test_of_two_hundred_ten_hold_and_the_others_wait_as_they_came(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen at a time, as many as a server has hands; noted is who got the shift's lock, in that order."""
    shift, everybody, came = scene.shift(FAR, places=10), people(scene, 200), list[int]()
    asking, lock = threading.local(), locks.shift

    def noting(shift: Shift) -> Shift:
        locked = lock(shift)
        if not came or came[-1] != asking.person:
            came.append(asking.person)
        return locked

    def ask(person: Person) -> Any:
        asking.person = person.pk
        try:
            return inside(scene, wait, shift=shift, person=person, by=SOMEBODY)()
        finally:
            connections.close_all()

    monkeypatch.setattr(locks, "shift", noting)
    with ThreadPoolExecutor(16) as hands:
        answers = list(hands.map(ask, everybody))

    assert kinds(answers) == {"SignUp": 200}
    assert of_state(scene, shift, State.SIGNED_UP) == came[:10]
    assert of_state(scene, shift, State.WAITING) == came[10:]
    assert places(scene, shift) == (10, 10)


def naive_wait(*, shift: Shift, person: Person, gate: threading.Barrier) -> SignUp:
    """What not to do: look whether a place is free, then take it or wait, without a lock."""
    with transaction.atomic():
        seen = Shift.objects.get(pk=shift.pk)
        free = seen.taken < seen.places
        gate.wait()
        if free:
            return states.take_place(seen, person=person, by=SOMEBODY)
        return states.hope_for_place(seen, person=person, state=State.WAITING, by=SOMEBODY)


def test_control_without_the_lock_who_should_wait_is_refused(scene: Scene) -> None:
    """Both see the last place; the database refuses the second, who is then neither here nor on the list."""
    shift, gate = scene.shift(FAR, places=1), threading.Barrier(2, timeout=20)

    answers = at_once(
        *(inside(scene, naive_wait, shift=shift, person=each, gate=gate) for each in people(scene, 2))
    )

    assert kinds(answers) == {"SignUp": 1, "IntegrityError": 1}
    assert of_state(scene, shift, State.WAITING) == []


def waited_for(scene: Scene, *, count: int) -> tuple[Shift, list[Person]]:
    """One place that somebody has, and so many who wait for it."""
    shift, everybody = scene.shift(FAR, places=1), people(scene, count + 1)
    with entered(scene.association):
        sign_up(shift=shift, person=everybody[0], by=SOMEBODY)
        for each in everybody[1:]:
            wait(shift=shift, person=each, by=SOMEBODY)
    return shift, everybody


def test_a_place_that_is_free_goes_to_the_first_of_the_list_whoever_is_quick(scene: Scene) -> None:
    shift, everybody = waited_for(scene, count=2)
    quick = people(scene, 6)

    at_once(
        inside(scene, cancel_own, shift=shift, person=everybody[0], by=SOMEBODY),
        *(inside(scene, sign_up, shift=shift, person=each, by=SOMEBODY) for each in quick[:3]),
        *(inside(scene, wait, shift=shift, person=each, by=SOMEBODY) for each in quick[3:]),
    )

    assert of_state(scene, shift, State.OFFERED) == [everybody[1].pk]
    assert of_state(scene, shift, State.WAITING)[0] == everybody[2].pk
    assert places(scene, shift) == (1, 1)


def test_yes_no_and_the_lapse_at_once_leave_one_holder(scene: Scene) -> None:
    """The offer's time is over while its answer comes, and the sweep runs twice."""
    shift, everybody = waited_for(scene, count=3)
    with entered(scene.association):
        take_off(shift=shift, person=everybody[0], by=SOMEBODY)
        offer = SignUp.objects.select_related("shift", "person").get(shift=shift, state=State.OFFERED)
        SignUp.objects.filter(pk=offer.pk).update(offered_until=NOW)

    answers = at_once(
        inside(scene, take_offered, sign_up=offer, by=SOMEBODY),
        inside(scene, stop_waiting, shift=shift, person=everybody[1], by=SOMEBODY),
        inside(scene, offering.sweep),
        inside(scene, offering.settle, shift=shift),
    )

    assert not any(isinstance(answer, TimeoutError) for answer in answers)
    assert of_state(scene, shift, State.OFFERED) == [everybody[2].pk]
    assert of_state(scene, shift, State.PASSED) == [everybody[1].pk]
    assert places(scene, shift) == (1, 1)


def naive_settle(*, shift: Shift, gate: threading.Barrier) -> SignUp | None:
    """What not to do: find the first who waits, then offer, without a lock."""
    with transaction.atomic():
        first = SignUp.objects.filter(shift=shift, state=State.WAITING).select_related("person").first()
        gate.wait()
        if first is None:
            return None
        return states.move_sign_up(
            first, shift=shift, to=State.OFFERED, by=SOMEBODY, offered_until=shift.starts_at
        )


def test_control_without_the_lock_one_offer_counts_twice(scene: Scene) -> None:
    shift, everybody = waited_for(scene, count=2)
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(places=3)
    gate = threading.Barrier(2, timeout=20)

    at_once(*(inside(scene, naive_settle, shift=shift, gate=gate) for _ in range(2)))

    assert of_state(scene, shift, State.OFFERED) == [everybody[1].pk]
    assert places(scene, shift) == (3, 2)
