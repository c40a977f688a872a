"""Two coordinators at once, and one person's time as a volunteer; with the race itself as control.

Whatever comes first, the other one sees it: a person has one open period, ends once, and is never on a break
without a day on which it is over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connections, transaction

from scheduling.shifts.services import sign_up
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import Meeting, held, inside, kinds
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register import trail
from volunteers.register.models import Period, Person, Trail, VolunteerRole
from volunteers.register.services import periods

pytestmark = pytest.mark.race

TODAY, LATER, LATEST = date(2025, 2, 3), date(2025, 2, 20), date(2025, 3, 20)
ADA, EVA = Actor.system("ada"), Actor.system("eva")
ROUNDS = 6


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def told(scene: Scene, person: Person) -> list[tuple[str, date | None]]:
    """The states of a person's periods in their order, each with the day until which a break goes."""
    with entered(scene.association):
        rows = Period.objects.filter(person=person).order_by("pk")
        return [(str(row.state), row.break_until) for row in rows]


def lines(scene: Scene, person: Person, verb: str) -> int:
    """How often the trail tells of something."""
    with entered(scene.association):
        return Trail.objects.filter(subject_uuid=person.uuid, verb=verb).count()


def people(scene: Scene, count: int = ROUNDS) -> list[Person]:
    """Active volunteers: each is one try of a race."""
    return [scene.person("Vapaa", f"Ehtoinen{number}") for number in range(count)]


def in_state(scene: Scene, person: Person, state: str) -> None:
    """Bring an active volunteer there first."""
    with entered(scene.association):
        if state == "on_break":
            periods.take_break(person=person, until=LATER, by=SOMEBODY)
        elif state == "ended":
            periods.end_period(person=person, on=TODAY, by=SOMEBODY)


Verb = Callable[..., Any]


@pytest.mark.parametrize(
    ("before", "verb", "arguments", "went", "refused", "state"),
    [
        ("active", periods.take_break, {"until": LATER}, "int", "NotFromHere", "on_break"),
        ("on_break", periods.end_break, {}, "Period", "NotFromHere", "active"),
        ("active", periods.end_period, {"on": TODAY}, "int", "NoPeriod", "ended"),
        ("ended", periods.start_anew, {"on": TODAY}, "Period", "PeriodOpen", "preparing"),
    ],
    ids=["break", "back from it", "end", "return"],
)
def test_what_two_coordinators_do_at_once_is_done_once(
    scene: Scene, before: str, verb: Verb, arguments: dict[str, Any], went: str, refused: str, state: str
) -> None:
    for person in people(scene):
        in_state(scene, person, before)
        answers = at_once(*(inside(scene, verb, person=person, by=by, **arguments) for by in (ADA, EVA)))
        assert kinds(answers) == {went: 1, refused: 1}
        assert told(scene, person)[-1][0] == state
        assert len(told(scene, person)) == (2 if before == "ended" else 1)


def test_break_and_end_at_once_leave_one_whole(scene: Scene) -> None:
    """A break and then the end, or the end and then no break: never an ended period that is on a break."""
    seen = set()
    for person in people(scene):
        answers = at_once(
            inside(scene, periods.take_break, person=person, until=LATER, by=ADA),
            inside(scene, periods.end_period, person=person, on=TODAY, by=EVA),
        )
        seen.add(tuple(sorted(kinds(answers))))
        assert told(scene, person) == [("ended", None)]
        assert lines(scene, person, "period.ended") == 1
    assert seen <= {("int",), ("NoPeriod", "int")}


def test_two_breaks_at_once_keep_the_day_of_the_one_that_went(scene: Scene) -> None:
    for person in people(scene):
        answers = at_once(
            inside(scene, periods.take_break, person=person, until=LATER, by=ADA),
            inside(scene, periods.take_break, person=person, until=LATEST, by=EVA),
        )
        assert kinds(answers) == {"int": 1, "NotFromHere": 1}
        won = LATER if isinstance(answers[0], int) else LATEST
        assert told(scene, person) == [("on_break", won)]
        assert lines(scene, person, "period.break") == 1


def test_break_and_sign_up_at_once_leave_no_place_held(scene: Scene) -> None:
    """Either the place is given back with the break, or it is not given to somebody who is on one."""
    for person in people(scene):
        shift = scene.shift(places=1)
        at_once(
            inside(scene, periods.take_break, person=person, until=LATER, by=ADA),
            inside(scene, sign_up, shift=shift, person=person, by=EVA),
        )
        assert told(scene, person) == [("on_break", LATER)]
        assert held(scene, shift) == (0, 0)


def test_break_that_is_over_by_itself_and_by_hand_ends_once(scene: Scene) -> None:
    for person in people(scene, 3):
        in_state(scene, person, "on_break")
        with clock.fixed(NOW.replace(month=3)):
            answers = at_once(
                inside(scene, periods.end_due_breaks, by=Actor.system("breaks")),
                inside(scene, periods.end_break, person=person, by=ADA),
            )
        assert kinds(answers) in ({"int": 1, "Period": 1}, {"int": 1, "NotFromHere": 1})
        assert told(scene, person) == [("active", None)]


# --- controls: the same without the lock on the person ---------------------------------------------


@contextmanager
def without_lock(monkeypatch: pytest.MonkeyPatch, meet: Meeting) -> Iterator[None]:
    """Both look at the person's period before either of them writes."""

    def looked(person: Person) -> tuple[Person, Period]:
        found = Person.objects.get(pk=person.pk)
        current = periods.open_period(person=found)
        meet()
        assert current is not None
        return found, current

    with monkeypatch.context() as patched:
        patched.setattr(periods, "_locked", looked)
        yield


def test_control_behind_the_person_s_lock_stands_the_period_s_own(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the first lock both see a period that goes on; the door of states looks again: one goes in."""
    [person] = people(scene, 1)
    with without_lock(monkeypatch, Meeting()):
        answers = at_once(
            *(inside(scene, periods.end_period, person=person, on=TODAY, by=by) for by in (ADA, EVA))
        )
    assert kinds(answers) == {"int": 1, "NotFromHere": 1}
    assert lines(scene, person, "period.ended") == 1


def naive_end(*, person: Person, meet: Meeting, by: Actor) -> str:
    """What not to do: look, then write, with no lock at all."""
    with transaction.atomic():
        seen = periods.open_period(person=person)
        meet()
        assert seen is not None
        Period.objects.filter(pk=seen.pk).update(state="ended", ended_on=TODAY)
        trail.record("period.ended", by=by, subject_kind="person", subject_uuid=person.uuid)
        return "ended"


def test_control_without_any_lock_a_period_ends_twice(scene: Scene) -> None:
    """The race is real: both see a period that goes on, both end it, and the trail tells of two ends."""
    [person], meet = people(scene, 1), Meeting()
    answers = at_once(*(inside(scene, naive_end, person=person, meet=meet, by=by) for by in (ADA, EVA)))
    assert answers == ["ended", "ended"]
    assert lines(scene, person, "period.ended") == 2


def naive_start(*, person: Person, meet: Meeting) -> Period:
    """What not to do: look, then write."""
    with transaction.atomic():
        seen = periods.open_period(person=person)
        meet()
        assert seen is None
        return Period.objects.create(person=person, state="preparing", started_on=TODAY)


def test_control_the_table_stands_behind_the_lock(scene: Scene) -> None:
    """Without the lock two begin at once: the table takes one open period, and refuses in its own words."""
    [person], meet = people(scene, 1), Meeting()
    in_state(scene, person, "ended")

    answers = at_once(*(inside(scene, naive_start, person=person, meet=meet) for _ in range(2)))

    assert kinds(answers) == {"Period": 1, "IntegrityError": 1}
    assert [state for state, _until in told(scene, person)] == ["ended", "preparing"]
