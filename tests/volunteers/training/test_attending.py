"""Who was there: hours of training, the rule of the course, the qualification, and its certificate."""

from datetime import date, timedelta

import pytest

from scheduling.hours.certificates import issuing
from scheduling.hours.models import Certificate, HoursEntry
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, local
from tests.volunteers.training.scene import Scene
from volunteers.register.models import Qualification
from volunteers.training import certificates, errors, selectors
from volunteers.training.models import Course, Enrolment, Run
from volunteers.training.services import attending, enrolling

AFTER = local("2025-02-20 12:00")
State = Enrolment.State


def tick(scene: Scene, run: Run, enrolment: Enrolment, *numbers: int) -> Enrolment:
    """Note at these sessions, and at no other, that somebody was there; after all of them."""
    with clock.fixed(AFTER):
        for number, session in enumerate(scene.sessions(run), start=1):
            with entered(scene.association):
                attending.mark(session=session, came=[enrolment] if number in numbers else [], by=SOMEBODY)
    with entered(scene.association):
        return Enrolment.objects.select_related("qualification__type", "run__course__role", "person").get(
            pk=enrolment.pk
        )


def entries(scene: Scene, enrolment: Enrolment) -> list[tuple[str, int, str]]:
    """Kind, minutes and state of the person's hours."""
    with entered(scene.association):
        rows = HoursEntry.objects.filter(person=enrolment.person_id).order_by("starts_at")
        return [(each.kind, each.minutes, each.state) for each in rows]


def test_all_modules_complete_the_course_and_give_the_qualification(scene: Scene) -> None:
    run = scene.run()
    [enrolment] = scene.enrolled(run, "Yksi")

    partly = tick(scene, run, enrolment, 1)
    assert partly.state == State.ENROLLED
    whole = tick(scene, run, enrolment, 1, 2)

    assert whole.state == State.COMPLETED
    held = whole.qualification
    assert held is not None
    assert (held.type.code, held.from_on, held.to_on) == ("basic", date(2025, 2, 11), date(2028, 2, 10))


def test_completed_courses_are_told_of_the_year_and_never_as_a_zero_for_what_was_not_held(
    scene: Scene,
) -> None:
    run = scene.run()
    [enrolment, _other] = scene.enrolled(run, "Yksi", "Kaksi")

    tick(scene, run, enrolment, 1, 2)

    with entered(scene.association):
        assert [selectors.completed_in(year) for year in (2024, 2025)] == [None, 1]


def test_hours_of_training_are_noted_and_never_as_a_task(scene: Scene) -> None:
    run = scene.run()
    [enrolment] = scene.enrolled(run, "Yksi")

    tick(scene, run, enrolment, 1)

    assert entries(scene, enrolment) == [("training", 120, "submitted")]


def test_a_tick_that_was_wrong_takes_all_back_that_came_of_it(scene: Scene) -> None:
    run = scene.run()
    [enrolment] = scene.enrolled(run, "Yksi")
    whole = tick(scene, run, enrolment, 1, 2)
    with entered(scene.association):
        certificates.document(whole)

    back = tick(scene, run, enrolment, 1)

    assert (back.state, back.qualification, back.completed_at) == (State.ENROLLED, None, None)
    assert len(entries(scene, enrolment)) == 1
    with entered(scene.association):
        assert not Qualification.objects.filter(person=enrolment.person_id).exists()
        assert not Certificate.objects.filter(person=enrolment.person_id).exists()


@pytest.mark.parametrize(
    ("rule", "value", "numbers", "state"),
    [
        (Course.Rule.MINUTES, 180, (1,), State.ENROLLED),
        (Course.Rule.MINUTES, 180, (1, 2), State.COMPLETED),
        (Course.Rule.SHARE, 75, (1, 2), State.ENROLLED),
        (Course.Rule.SHARE, 75, (1, 2, 3), State.COMPLETED),
        (Course.Rule.SHARE, 67, (1, 2), State.ENROLLED),
        (Course.Rule.MODULES, None, (1, 2), State.ENROLLED),
    ],
)
def test_each_course_has_its_rule(
    scene: Scene, rule: str, value: int | None, numbers: tuple[int, ...], state: str
) -> None:
    run = scene.run(scene.course(120, 60, 60, rule=rule, rule_value=value))
    [enrolment] = scene.enrolled(run, "Yksi")

    assert tick(scene, run, enrolment, *numbers).state == state


def test_sessions_of_another_run_do_not_complete_this_one(scene: Scene) -> None:
    course = scene.course()
    run, another = scene.run(course), scene.run(course, at="2025-02-12 17:00")
    person = scene.enrolled(run, "Yksi")[0].person
    with entered(scene.association):
        mine = Enrolment.objects.get(run=run, person=person)
        other = enrolling.enrol(run=another, person=person, by=SOMEBODY)

    tick(scene, run, mine, 1)
    assert tick(scene, another, other, 2).state == State.ENROLLED


def test_what_is_noted_during_a_session_becomes_hours_when_it_is_over(scene: Scene) -> None:
    run = scene.run(scene.course(120))
    [enrolment] = scene.enrolled(run, "Yksi")
    [session] = scene.sessions(run)
    with clock.fixed(local("2025-02-10 17:05")), entered(scene.association):
        attending.arrive(session=session, person=enrolment.person, by=SOMEBODY)
        assert attending.count_due() == 0
    assert entries(scene, enrolment) == []

    with clock.fixed(local("2025-02-10 19:30")), entered(scene.association):
        assert attending.count_due() == 1
        assert attending.count_due() == 0

    assert entries(scene, enrolment) == [("training", 120, "submitted")]
    with entered(scene.association):
        assert Enrolment.objects.get(pk=enrolment.pk).state == State.COMPLETED


def test_nobody_was_at_a_session_that_has_not_begun(scene: Scene) -> None:
    run = scene.run()
    [enrolment] = scene.enrolled(run, "Yksi")

    with entered(scene.association), pytest.raises(errors.NotYet):
        attending.mark(session=scene.sessions(run)[0], came=[enrolment], by=SOMEBODY)


def test_the_code_lets_in_nobody_who_is_not_enrolled_nor_after_the_end(scene: Scene) -> None:
    run = scene.run(places=1)
    first, waiting = scene.enrolled(run, "Yksi", "Kaksi")
    session = scene.sessions(run)[0]

    begun = clock.fixed(local("2025-02-10 17:05"))
    with begun, entered(scene.association), pytest.raises(errors.NotEnrolled):
        attending.arrive(session=session, person=waiting.person, by=SOMEBODY)
    over = session.ends_at + timedelta(minutes=1)
    with clock.fixed(over), entered(scene.association), pytest.raises(errors.SessionOver):
        attending.arrive(session=session, person=first.person, by=SOMEBODY)


def test_a_certificate_says_what_was_learnt_and_can_be_checked(scene: Scene) -> None:
    run = scene.run()
    [enrolment] = scene.enrolled(run, "Yksi")
    whole = tick(scene, run, enrolment, 1, 2)

    with clock.fixed(AFTER), entered(scene.association):
        file = certificates.document(whole)
        again = certificates.document(whole)
        [row] = Certificate.objects.filter(person=enrolment.person_id)
        found = issuing.checked(issuing.in_fours(row.code))

    assert file.startswith(b"%PDF")
    assert again.startswith(b"%PDF")
    assert found == row
    assert row.words["name"] == "Vapaa Yksi"
    assert [each["role"] for each in row.words["rows"]] == ["Osa 1", "Osa 2"]


def test_a_course_for_a_discreet_role_is_named_on_no_certificate(scene: Scene) -> None:
    run = scene.run(scene.course(role=scene.another_role(discreet=True)))
    [enrolment] = scene.enrolled(run, "Yksi")
    whole = tick(scene, run, enrolment, 1, 2)

    with clock.fixed(AFTER), entered(scene.association):
        said = str(certificates.words_of(whole))

    assert "Tukikurssi" not in said
    assert "Osa 1" not in said
    assert "Peruskurssi" not in said
