"""Places in a run, the waiting list, and what people are told of them."""

from datetime import date, timedelta

import pytest

from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, local
from tests.volunteers.training.scene import Scene
from volunteers.register.services import periods
from volunteers.training import errors
from volunteers.training.models import Enrolment, Run
from volunteers.training.services import enrolling, runs
from volunteers.training.services.runs import RunPlan, SessionPlan

State = Enrolment.State


def stand(scene: Scene, run: Run) -> tuple[int, list[str]]:
    """The count of the run, and the states of all who were ever in it, in their order."""
    with entered(scene.association):
        states = Enrolment.objects.filter(run=run).order_by("pk").values_list("state", flat=True)
        return Run.objects.get(pk=run.pk).taken, list(states)


def told(scene: Scene, enrolment: Enrolment) -> list[tuple[str, str]]:
    """What is planned about an enrolment, by kind and state."""
    with entered(scene.association):
        found = Message.objects.filter(subject_uuid=enrolment.uuid).order_by("kind", "due_at")
        return [(each.kind, each.state) for each in found]


def test_who_comes_first_has_the_place_and_the_others_wait_in_order(scene: Scene) -> None:
    run = scene.run(places=2)

    scene.enrolled(run, "Yksi", "Kaksi", "Kolme", "Neljä")

    assert stand(scene, run) == (2, ["enrolled", "enrolled", "waiting", "waiting"])


def test_without_a_wish_to_wait_a_full_course_says_so(scene: Scene) -> None:
    run = scene.run(places=1)
    scene.enrolled(run, "Yksi")
    person = scene.person("Vapaa", "Kaksi")

    with entered(scene.association), pytest.raises(errors.RunFull):
        enrolling.enrol(run=run, person=person, by=SOMEBODY)

    assert stand(scene, run) == (1, ["enrolled"])


def test_a_place_given_back_goes_to_who_waits_longest_and_they_are_told(scene: Scene) -> None:
    run = scene.run(places=1)
    first, second, third = scene.enrolled(run, "Yksi", "Kaksi", "Kolme")

    with entered(scene.association):
        enrolling.leave(run=run, person=first.person, by=SOMEBODY)

    assert stand(scene, run) == (1, ["cancelled", "enrolled", "waiting"])
    assert ("training.moved_up", "planned") in told(scene, second)
    assert told(scene, third) == []
    assert {state for _kind, state in told(scene, first)} == {"obsolete"}


def test_more_places_are_given_to_those_who_wait(scene: Scene) -> None:
    run = scene.run(places=1)
    scene.enrolled(run, "Yksi", "Kaksi", "Kolme")

    with entered(scene.association):
        runs.change_run(run=run, plan=RunPlan(places=2), by=SOMEBODY)

    assert stand(scene, run) == (2, ["enrolled", "enrolled", "waiting"])


def test_fewer_places_than_are_taken_are_refused(scene: Scene) -> None:
    run = scene.run(places=2)
    scene.enrolled(run, "Yksi", "Kaksi")

    with entered(scene.association), pytest.raises(errors.TooFewPlaces, match="2 people"):
        runs.change_run(run=run, plan=RunPlan(places=1), by=SOMEBODY)


def test_nobody_moves_up_into_a_course_that_has_begun(scene: Scene) -> None:
    run = scene.run(places=1)
    first, _second = scene.enrolled(run, "Yksi", "Kaksi")

    with clock.fixed(local("2025-02-10 18:00")), entered(scene.association):
        enrolling.leave(run=run, person=first.person, by=SOMEBODY)

    assert stand(scene, run) == (0, ["cancelled", "waiting"])


def test_enrolling_twice_is_one_place(scene: Scene) -> None:
    run, person = scene.run(), scene.person("Vapaa", "Yksi")

    with entered(scene.association):
        one = enrolling.enrol(run=run, person=person, by=SOMEBODY)
        other = enrolling.enrol(run=run, person=person, by=SOMEBODY)

    assert one == other
    assert stand(scene, run)[0] == 1


def test_after_the_last_day_only_a_coordinator_enrols(scene: Scene) -> None:
    run, person = scene.run(enrol_until=date(2025, 2, 2)), scene.person("Vapaa", "Yksi")

    with entered(scene.association):
        with pytest.raises(errors.EnrolmentOver):
            enrolling.enrol(run=run, person=person, by=SOMEBODY)
        made = enrolling.enrol_for(run=run, person=person, by=SOMEBODY)

    assert made.state == State.ENROLLED


def test_who_has_left_the_association_enrols_in_nothing(scene: Scene) -> None:
    run, person = scene.run(), scene.person("Entinen", "Vapaa", state="ended")

    with entered(scene.association), pytest.raises(errors.NoPeriodHere):
        enrolling.enrol(run=run, person=person, by=SOMEBODY)


def test_who_leaves_the_association_gives_the_place_to_who_waits(scene: Scene) -> None:
    run = scene.run(places=1)
    first, _second = scene.enrolled(run, "Yksi", "Kaksi")

    with entered(scene.association):
        periods.end_period(person=first.person, on=date(2025, 2, 3), by=SOMEBODY)

    assert stand(scene, run) == (1, ["cancelled_by_org", "enrolled"])


def test_a_cancelled_run_lets_everybody_go_and_tells_them(scene: Scene) -> None:
    run = scene.run(places=1)
    first, second = scene.enrolled(run, "Yksi", "Kaksi")

    with entered(scene.association):
        runs.cancel(run=run, by=SOMEBODY)

    assert stand(scene, run) == (0, ["cancelled_by_org", "cancelled_by_org"])
    for each in (first, second):
        assert [kind for kind, state in told(scene, each) if state == "planned"] == ["training.called_off"]


def test_a_moved_session_is_told_and_reminded_of_anew(scene: Scene) -> None:
    run = scene.run()
    [enrolment] = scene.enrolled(run, "Yksi")
    session = scene.sessions(run)[0]
    later = session.starts_at + timedelta(hours=1)
    plan = SessionPlan(module=session.module, starts_at=later, ends_at=later + timedelta(hours=2))

    with entered(scene.association):
        runs.change_session(session=session, plan=plan, by=SOMEBODY)
        starts = [
            each.data["start"]
            for each in Message.objects.filter(subject_uuid=enrolment.uuid, kind="training.reminder")
        ]

    assert ("training.changed", "planned") in told(scene, enrolment)
    assert later.isoformat() in starts


def test_a_run_opens_only_when_somebody_could_complete_it(scene: Scene) -> None:
    course = scene.course(120, 120)
    with entered(scene.association):
        run = runs.add_run(course=course, plan=RunPlan(places=5), by=SOMEBODY)
        with pytest.raises(errors.NoSessions):
            runs.publish(run=run, by=SOMEBODY)
        module = course.modules.order_by("position")[0]
        starts = local("2025-02-10 17:00")
        plan = SessionPlan(module=module, starts_at=starts, ends_at=starts + timedelta(hours=2))
        runs.add_session(run=run, plan=plan, by=SOMEBODY)
        with pytest.raises(errors.RuleOutOfReach, match="Part 2"):
            runs.publish(run=run, by=SOMEBODY)
