"""Two who were asked say yes to one swap at once, or each other's at once; with the race as control."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections, transaction

from scheduling.shifts import states
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import SignUp, Swap
from scheduling.shifts.services import cancel_own, sign_up, swapping
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import held, inside, kinds, people
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import VolunteerRole

pytestmark = pytest.mark.race


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def places(scene: Scene, count: int) -> list[SignUp]:
    """So many people, each on a full shift of their own evening."""
    found = []
    for number, person in enumerate(people(scene, count)):
        shift = scene.shift(f"2025-02-{10 + number} 17:00", places=1)
        with entered(scene.association):
            taken = sign_up(shift=shift, person=person, by=SOMEBODY)
            found.append(SignUp.objects.select_related("person", "shift").get(pk=taken.pk))
    return found


def swaps(scene: Scene, mine: SignUp, *yours: SignUp) -> list[Swap]:
    with entered(scene.association):
        return swapping.ask(mine=mine, shifts=[each.shift for each in yours], by=SOMEBODY)


def everybody_has_one_place(scene: Scene, found: list[SignUp]) -> None:
    assert [held(scene, each.shift) for each in found] == [(1, 1)] * len(found)
    with entered(scene.association):
        come = SignUp.objects.filter(state="signed_up").values_list("person", flat=True)
        assert sorted(come) == sorted(each.person_id for each in found)


def test_of_two_who_say_yes_at_once_one_swaps(scene: Scene) -> None:
    found = places(scene, 3)
    asked = swaps(scene, *found)

    answers = at_once(*(inside(scene, swapping.accept, swap=each, by=SOMEBODY) for each in asked))

    assert kinds(answers) == {"Swap": 1, "SwapIsOver": 1}
    everybody_has_one_place(scene, found)


def test_two_who_asked_each_other_and_say_yes_at_once_swap_once(scene: Scene) -> None:
    one, other = places(scene, 2)
    asked = [*swaps(scene, one, other), *swaps(scene, other, one)]

    answers = at_once(*(inside(scene, swapping.accept, swap=each, by=SOMEBODY) for each in asked))

    assert kinds(answers) == {"Swap": 1, "SwapIsOver": 1}
    everybody_has_one_place(scene, [one, other])
    with entered(scene.association):
        assert SignUp.objects.get(shift=one.shift, state="signed_up").person_id == other.person_id


def test_yes_and_cancelling_at_once_leave_nobody_without_a_word(scene: Scene) -> None:
    one, other = places(scene, 2)
    [asked] = swaps(scene, one, other)

    answers = at_once(
        inside(scene, swapping.accept, swap=asked, by=SOMEBODY),
        inside(scene, cancel_own, shift=one.shift, person=one.person, by=SOMEBODY),
    )

    assert set(kinds(answers)) <= {"Swap", "SwapIsOver", "SignUp", "NoneType"}
    for each in (one, other):
        taken, counted = held(scene, each.shift)
        assert taken == counted
    with entered(scene.association):
        assert not Swap.objects.filter(state__in=["asked", "agreed"]).exists()


def naive_accept(*, swap: Swap, gate: threading.Barrier) -> None:
    """What not to do: look whether the swap is open, then exchange the places."""
    with transaction.atomic():
        seen = Swap.objects.select_related(
            "mine__person", "mine__shift", "yours__shift", "yours__person"
        ).get(pk=swap.pk)
        if seen.state != Swap.State.ASKED or seen.mine.state != SignUp.State.SIGNED_UP:
            raise errors.SwapIsOver
        gate.wait()
        for place in (seen.mine, seen.yours):
            SignUp.objects.filter(pk=place.pk).update(state="swapped")
        for place, other in ((seen.mine, seen.yours), (seen.yours, seen.mine)):
            states.take_place(other.shift, person=place.person, by=SOMEBODY)


def test_control_without_the_locks_one_place_is_swapped_twice(scene: Scene) -> None:
    """Both see it open: the one who asked would have two places, and theirs would have two people."""
    found = places(scene, 3)
    with entered(scene.association):
        type(found[0].shift).objects.update(places=3)
    asked, gate = swaps(scene, *found), threading.Barrier(2, timeout=20)

    answers = at_once(*(inside(scene, naive_accept, swap=each, gate=gate) for each in asked))

    assert kinds(answers) == {"NoneType": 2}
    with entered(scene.association):
        mine = SignUp.objects.filter(person=found[0].person_id, state="signed_up")
        assert mine.count() == 2
        assert SignUp.objects.filter(shift=found[0].shift, state="signed_up").count() == 2
