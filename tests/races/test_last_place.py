"""Many people and one last place, one person and two shifts at once; each with the race itself as control."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from scheduling.shifts import states
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import (
    add_person,
    cancel_own,
    cancel_shift,
    edit_shift,
    sign_up,
)
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
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


def people(scene: Scene, count: int) -> list[Person]:
    """Volunteers who may all take the place."""
    return [scene.person("Vapaa", f"Ehtoinen{number}") for number in range(count)]


def inside(scene: Scene, verb: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    """A verb as a thread runs it: in the association, with a connection of its own."""

    def run() -> Any:
        with entered(scene.association):
            return verb(**arguments)

    return run


def held(scene: Scene, shift: Shift) -> tuple[int, int]:
    """The count on the shift, and the sign-ups that it counts."""
    with entered(scene.association):
        counted = SignUp.objects.filter(shift=shift, state__in=SignUp.ACTIVE).count()
        return Shift.objects.get(pk=shift.pk).taken, counted


def kinds(answers: list[Any]) -> dict[str, int]:
    """How often each kind of answer came."""
    found: dict[str, int] = {}
    for answer in answers:
        name = type(answer).__name__
        found[name] = found.get(name, 0) + 1
    return found


# --- the last places ------------------------------------------------------------------------------


@pytest.mark.parametrize("places", [1, 3])
def test_last_place_is_given_once(scene: Scene, places: int) -> None:
    shift = scene.shift(places=places)

    answers = at_once(
        *(inside(scene, sign_up, shift=shift, person=each, by=SOMEBODY) for each in people(scene, 12))
    )

    assert kinds(answers) == {"SignUp": places, "ShiftFull": 12 - places}
    assert held(scene, shift) == (places, places)


class Meeting:
    """Lets two naive verbs read before either of them writes."""

    def __init__(self) -> None:
        self.gate = threading.Barrier(2, timeout=20)

    def __call__(self) -> None:
        """Wait until the other one has read too."""
        self.gate.wait()


def naive_sign_up(*, shift: Shift, person: Person, meet: Meeting, counts: bool) -> SignUp:
    """What not to do: look, then write, without a lock. With `counts` the CHECK stands behind it."""
    with transaction.atomic():
        seen = Shift.objects.get(pk=shift.pk)
        meet()
        if seen.taken >= seen.places:
            raise errors.ShiftFull
        if counts:
            return states.take_place(seen, person=person, by=SOMEBODY)
        return SignUp.objects.create(
            shift=shift,
            person=person,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            created_at=clock.now(),
            changed_at=clock.now(),
        )


def test_control_without_the_lock_the_last_place_is_given_twice(scene: Scene) -> None:
    """The race is real: two look, both see a free place, both take it."""
    shift, meet = scene.shift(places=1), Meeting()

    answers = at_once(
        *(
            inside(scene, naive_sign_up, shift=shift, person=each, meet=meet, counts=False)
            for each in people(scene, 2)
        )
    )

    assert kinds(answers) == {"SignUp": 2}
    assert held(scene, shift)[1] == 2


def test_control_the_check_stands_behind_the_lock(scene: Scene) -> None:
    """Without the lock, but with the count: the database refuses the second, though in its own words."""
    shift, meet = scene.shift(places=1), Meeting()

    answers = at_once(
        *(
            inside(scene, naive_sign_up, shift=shift, person=each, meet=meet, counts=True)
            for each in people(scene, 2)
        )
    )

    assert kinds(answers) == {"SignUp": 1, "IntegrityError": 1}
    assert held(scene, shift) == (1, 1)


def test_pressing_twice_at_once_is_one_sign_up(scene: Scene) -> None:
    shift, [person] = scene.shift(places=5), people(scene, 1)

    answers = at_once(*(inside(scene, sign_up, shift=shift, person=person, by=SOMEBODY) for _ in range(6)))

    assert kinds(answers) == {"SignUp": 6}
    assert len({answer.pk for answer in answers}) == 1
    assert held(scene, shift) == (1, 1)


def test_a_place_that_is_given_back_is_taken_once(scene: Scene) -> None:
    shift, [first, *others] = scene.shift(places=1), people(scene, 6)
    with entered(scene.association):
        sign_up(shift=shift, person=first, by=SOMEBODY)

    at_once(
        inside(scene, cancel_own, shift=shift, person=first, by=SOMEBODY),
        *(inside(scene, sign_up, shift=shift, person=each, by=SOMEBODY) for each in others),
    )

    taken, counted = held(scene, shift)
    assert taken == counted
    assert taken <= 1


# --- one person, two shifts -----------------------------------------------------------------------


def test_two_shifts_at_one_time_by_one_person(scene: Scene) -> None:
    shifts = [scene.shift("2025-02-04 17:00"), scene.shift("2025-02-04 18:30")]
    [person] = people(scene, 1)

    answers = at_once(*(inside(scene, sign_up, shift=each, person=person, by=SOMEBODY) for each in shifts))

    assert kinds(answers) == {"SignUp": 1, "TimesOverlap": 1}
    assert sorted(held(scene, each) for each in shifts) == [(0, 0), (1, 1)]


def test_control_without_the_person_s_lock_only_the_exclusion_is_left(scene: Scene) -> None:
    """Two look, neither sees the other's shift; the database refuses the second.

    Two inserts that an exclusion keeps apart may wait for each other: PostgreSQL then ends one as a deadlock.
    """
    shifts = [scene.shift("2025-02-04 17:00"), scene.shift("2025-02-04 18:30")]
    [person] = people(scene, 1)
    meet = Meeting()

    answers = at_once(
        *(inside(scene, naive_sign_up, shift=each, person=person, meet=meet, counts=False) for each in shifts)
    )

    assert kinds(answers) in ({"SignUp": 1, "IntegrityError": 1}, {"SignUp": 1, "OperationalError": 1})
    assert sorted(held(scene, each)[1] for each in shifts) == [0, 1]


def test_two_people_crosswise_do_not_wait_for_each_other_for_ever(scene: Scene) -> None:
    """Person, then shift: whoever takes both shifts in whatever order, nobody deadlocks."""
    shifts = [scene.shift("2025-02-04 10:00", places=9), scene.shift("2025-02-04 17:00", places=9)]
    everybody = people(scene, 4)

    answers = at_once(
        *(
            inside(scene, sign_up, shift=shift, person=person, by=SOMEBODY)
            for number, person in enumerate(everybody)
            for shift in (shifts if number % 2 else reversed(shifts))
        )
    )

    assert kinds(answers) == {"SignUp": 8}
    assert [held(scene, each) for each in shifts] == [(4, 4), (4, 4)]


# --- the coordinator meanwhile --------------------------------------------------------------------


def test_nobody_is_left_on_a_shift_that_is_cancelled_meanwhile(scene: Scene) -> None:
    shift = scene.shift(places=9)

    at_once(
        inside(scene, cancel_shift, shift=shift, by=SOMEBODY),
        *(inside(scene, sign_up, shift=shift, person=each, by=SOMEBODY) for each in people(scene, 5)),
    )

    assert held(scene, shift) == (0, 0)


def test_a_shift_moved_meanwhile_takes_everybody_along_or_nobody(scene: Scene) -> None:
    shift = scene.shift("2025-02-04 17:00", places=9)
    with entered(scene.association):
        plan = scene.plan("2025-02-05 17:00", places=9)

    at_once(
        inside(scene, edit_shift, shift=shift, plan=plan, by=SOMEBODY),
        *(inside(scene, sign_up, shift=shift, person=each, by=SOMEBODY) for each in people(scene, 5)),
    )

    with entered(scene.association):
        shift.refresh_from_db()
        times = set(SignUp.objects.filter(shift=shift).values_list("starts_at", "ends_at"))
    assert times == {(shift.starts_at, shift.ends_at)}


def test_a_shift_never_moves_onto_a_place_that_is_taken_meanwhile(scene: Scene) -> None:
    """One is moved onto the time of another that the same person takes at that moment."""
    first, second = scene.shift("2025-02-04 10:00"), scene.shift("2025-02-05 10:00")
    [person] = people(scene, 1)
    with entered(scene.association):
        sign_up(shift=first, person=person, by=SOMEBODY)
        plan = scene.plan("2025-02-05 11:00")

    answers = at_once(
        inside(scene, edit_shift, shift=first, plan=plan, by=SOMEBODY),
        inside(scene, add_person, shift=second, person=person, by=SOMEBODY),
    )

    assert kinds(answers) in ({"Shift": 1, "TimesOverlap": 1}, {"SignUp": 1, "TheirTimesOverlap": 1})


def test_a_lock_that_does_not_come_says_busy(scene: Scene) -> None:
    shift, [person] = scene.shift(), people(scene, 1)
    holding, done = threading.Event(), threading.Event()

    @contextmanager
    def held_by_somebody() -> Iterator[None]:
        with entered(scene.association), transaction.atomic():
            Shift.objects.select_for_update().get(pk=shift.pk)
            holding.set()
            yield

    def hold() -> None:
        with held_by_somebody():
            done.wait(20)

    def ask() -> Any:
        holding.wait(20)
        try:
            return inside(scene, sign_up, shift=shift, person=person, by=SOMEBODY)()
        finally:
            done.set()

    answers = at_once(hold, ask)

    assert kinds(answers) == {"NoneType": 1, "Busy": 1}
    assert not any(isinstance(answer, DatabaseError) for answer in answers)
    assert held(scene, shift) == (0, 0)
