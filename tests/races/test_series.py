"""A series changes while people sign up for its shifts; with the deadlock as control."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from django.db import OperationalError, connections, transaction

from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Series, Shift, SignUp
from scheduling.shifts.plans import Plan, said_of
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import cancel_series, change_series, make_series, sign_up
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.services.series_changes import Change, effect
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once
from tests.races.test_last_place import inside, people
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import Person, VolunteerRole

pytestmark = pytest.mark.race
RULE = Rule(
    weekdays=(0, 2, 4), times=(Time(17 * 60, 180),), from_on=date(2025, 2, 10), until_on=date(2025, 3, 7)
)


@pytest.fixture
def scene(arena: Association) -> Iterator[Scene]:
    """An association of its own on Monday morning, with one role."""
    with clock.fixed(NOW):
        with entered(arena):
            VolunteerRole.objects.create(code="host", family="builders", name_fi="Isäntä")
        yield Scene(arena)
        connections.close_all()


def series_of(scene: Scene, comers: list[Person]) -> tuple[Series, list[Shift]]:
    """Twelve shifts, on each of which the same people come."""
    with entered(scene.association):
        series = make_series(plan=scene.plan(places=9), rule=RULE, publish=True, by=SOMEBODY)
        shifts = list(Shift.objects.order_by("starts_at"))
        for shift in shifts:
            for person in comers:
                sign_up(shift=shift, person=person, by=SOMEBODY)
        return series, shifts


@pytest.mark.parametrize("what", ["moves", "is called off"])
def test_who_signs_up_while_a_series_changes_never_deadlocks(scene: Scene, what: str) -> None:
    comers, late = people(scene, 2), [scene.person("Viime", f"Hetki{number}") for number in range(6)]
    series, shifts = series_of(scene, comers)
    with entered(scene.association):
        later = replace(rule_of(series=series), times=(Time(18 * 60, 180),))
        change = Change(plan=Plan(**said_of(series)), rule=later, times={0: 0}) if what == "moves" else None
        mark = effect(series=series, since=None, change=change, own_too=False).mark
    said = {"series": series, "since": None, "own_too": False, "mark": mark, "by": SOMEBODY}
    verb = (
        inside(scene, change_series, change=change, **said)
        if change is not None
        else inside(scene, cancel_series, **said)
    )

    answers = at_once(
        verb,
        *(
            inside(scene, sign_up, shift=shift, person=person, by=SOMEBODY)
            for person, shift in zip(late, reversed(shifts), strict=False)
        ),
    )

    refusals = (errors.ChangedMeanwhile, errors.Busy, errors.SignUpClosed)
    assert [each for each in answers if isinstance(each, Exception) and not isinstance(each, refusals)] == []
    with entered(scene.association):
        for held in SignUp.objects.filter(state="signed_up").select_related("shift"):
            assert (held.starts_at, held.ends_at) == (held.shift.starts_at, held.shift.ends_at)
            assert held.shift.state == "published"
        for shift in Shift.objects.all():
            assert shift.taken == shift.sign_ups.filter(state="signed_up").count()


def test_control_shifts_before_people_end_in_a_deadlock(scene: Scene) -> None:
    """What not to do: who changes locks the shift first, who signs up the person; each waits for both."""
    [person] = people(scene, 1)
    shift, gate = scene.shift(), threading.Barrier(2, timeout=20)
    rows = {"shift": Shift.objects.filter(pk=shift.pk), "person": Person.objects.filter(pk=person.pk)}

    def lock(*order: str) -> None:
        with transaction.atomic():
            for name in order:
                list(rows[name].all().select_for_update(no_key=True))
                if name == order[0]:
                    gate.wait()

    answers = at_once(
        inside(scene, lambda: lock("shift", "person")), inside(scene, lambda: lock("person", "shift"))
    )

    [lost] = [each for each in answers if each is not None]
    assert isinstance(lost, OperationalError)
    assert isinstance(lost.__cause__, psycopg.errors.DeadlockDetected)
