"""The pages of courses, by what people read and press."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.scene import SOMEBODY, local
from tests.scheduling.shifts.test_pages import text
from tests.volunteers.training.scene import Scene
from volunteers.training import codes
from volunteers.training.models import Attendance, Course, Enrolment, Run
from volunteers.training.services import attending, enrolling, runs
from volunteers.training.services.runs import RunPlan

Browse = Callable[..., Client]


def mine(scene: Scene, run: Run, login: str = "bo") -> list[str]:
    """States of a persona's enrolments in a run."""
    person = scene.someone(login)
    with entered(scene.association):
        rows = Enrolment.objects.filter(run=run, person=person).order_by("pk")
        return list(rows.values_list("state", flat=True))


def test_a_coordinator_makes_a_course_and_opens_a_time_of_it(scene: Scene, browse: Browse, ada: User) -> None:
    browser, kind = browse(ada, scene.association), scene.kind()

    browser.post(
        "/coordinate/courses/new/",
        {"name_fi": "Tukikurssi", "rule": "minutes", "hours": "2", "grants": kind.pk, "is_active": "on"},
    )
    with entered(scene.association):
        course = Course.objects.get()
    assert (course.rule, course.rule_value, course.grants_id) == ("minutes", 120, kind.pk)
    page = f"/coordinate/courses/{course.uuid}/"
    browser.post(
        f"{page}modules/new/",
        {"name_fi": "Kohtaaminen", "topic": "encounter", "delivery": "classroom", "minutes": "120"},
    )
    browser.post(f"{page}runs/new/", {"places": "8", "trainers": "Outi"})
    with entered(scene.association):
        run, module = Run.objects.get(), course.modules.get()
    address = f"/coordinate/runs/{run.uuid}/"
    browser.post(
        f"{address}sessions/new/",
        {"module": module.pk, "day": "2025-02-10", "starts": "17:00", "ends": "19:00", "place": "Sali"},
    )
    browser.post(f"{address}open/")

    seen = text(browser.get(address))
    assert "Mon 10 Feb" in seen
    assert "open" in seen
    assert "Tukikurssi" in text(browser.get(page))


def test_a_rule_with_a_number_asks_for_it_and_keeps_what_was_typed(
    scene: Scene, browse: Browse, ada: User
) -> None:
    answer = browse(ada, scene.association).post(
        "/coordinate/courses/new/", {"name_fi": "Tukikurssi", "rule": "share"}
    )

    assert answer.status_code == 422
    assert "Say how many percent" in text(answer)
    assert b'value="Tukikurssi"' in answer.content


def test_a_volunteer_enrols_and_gives_the_place_back(scene: Scene, browse: Browse, bo: User) -> None:
    run, browser = scene.run(), browse(bo, scene.association)
    assert "Support course" in text(browser.get("/courses/"))

    browser.post(f"/courses/{run.uuid}/enrol/")
    assert mine(scene, run) == ["enrolled"]
    assert "You have a place" in text(browser.get(f"/courses/{run.uuid}/"))

    browser.post(f"/courses/{run.uuid}/leave/")
    assert mine(scene, run) == ["cancelled"]


def test_who_finds_it_full_waits_and_reads_their_number(scene: Scene, browse: Browse, bo: User) -> None:
    run, browser = scene.run(places=1), browse(bo, scene.association)
    scene.enrolled(run, "Yksi", "Kaksi")

    page = text(browser.get(f"/courses/{run.uuid}/"))
    assert "Join the waiting list" in page
    browser.post(f"/courses/{run.uuid}/enrol/", {"wait": "1"})

    assert mine(scene, run) == ["waiting"]
    assert "Your number is 2" in text(browser.get(f"/courses/{run.uuid}/"))


def test_the_address_of_a_call_is_for_those_who_take_part(scene: Scene, browse: Browse, bo: User) -> None:
    run, browser = scene.run(), browse(bo, scene.association)
    with entered(scene.association):
        run.sessions.update(place="https://call.example/secret")

    assert b"call.example" not in browser.get(f"/courses/{run.uuid}/").content
    browser.post(f"/courses/{run.uuid}/enrol/")
    assert b"call.example" in browser.get(f"/courses/{run.uuid}/").content


def test_a_draft_is_nowhere_for_volunteers(scene: Scene, browse: Browse, bo: User) -> None:
    course = scene.course()
    with entered(scene.association):
        run = runs.add_run(course=course, plan=RunPlan(places=5), by=SOMEBODY)

    browser = browse(bo, scene.association)

    assert "Support course" not in text(browser.get("/courses/"))
    assert browser.get(f"/courses/{run.uuid}/").status_code == 404
    assert browser.get(f"/courses/{run.uuid}/leave/").status_code == 404


def test_a_coordinator_enrols_who_does_not_do_it_by_phone(scene: Scene, browse: Browse, ada: User) -> None:
    run, person = scene.run(), scene.someone("bo")
    browser = browse(ada, scene.association)
    address = f"/coordinate/runs/{run.uuid}/enrol/"
    assert person.name in text(browser.get(address, {"q": "berg"}))

    browser.post(address, {"person": str(person.uuid)})

    assert mine(scene, run) == ["enrolled"]


def test_ticks_of_the_list_are_kept_and_shown(scene: Scene, browse: Browse, ada: User) -> None:
    run = scene.run()
    here, away = scene.enrolled(run, "Paikalla", "Poissa")
    session = scene.sessions(run)[0]
    address = f"/coordinate/sessions/{session.uuid}/attendance/"

    with clock.fixed(local("2025-02-10 20:00")):
        browser = browse(ada, scene.association)
        browser.post(address, {"came": [str(here.uuid)]})
        page = browser.get(address).content.decode()

    assert page.count("checked") == 1
    with entered(scene.association):
        assert list(Attendance.objects.values_list("enrolment", flat=True)) == [here.pk]
    assert away.person.name in page


def test_the_trainer_notes_who_is_there_and_nobody_else_does(
    scene: Scene, browse: Browse, bo: User, ada: User
) -> None:
    run = scene.run(trainer=scene.someone("bo"))
    [enrolment] = scene.enrolled(run, "Yksi")
    session = scene.sessions(run)[0]
    address = f"/courses/lead/{session.uuid}/"

    with clock.fixed(local("2025-02-10 17:10")):
        trainer = browse(bo, scene.association)
        assert "You note who is there" in text(trainer.get("/courses/"))
        trainer.post(address, {"came": [str(enrolment.uuid)]})
        assert browse(ada, scene.association).get(address).status_code == 404

    with entered(scene.association):
        assert Attendance.objects.count() == 1


def test_a_scan_of_the_code_and_one_press_note_who_is_there(scene: Scene, browse: Browse, bo: User) -> None:
    run, person = scene.run(), scene.someone("bo")
    session = scene.sessions(run)[0]
    with entered(scene.association):
        enrolling.enrol(run=run, person=person, by=SOMEBODY)

    with clock.fixed(local("2025-02-10 17:05")):
        browser = browse(bo, scene.association)
        with entered(scene.association):
            shown = codes.code(session, at=clock.real_now())
        assert browser.get("/courses/scan/", {"code": shown}).status_code == 302
        assert "I am here" in text(browser.get("/courses/here/"))
        browser.post("/courses/here/")
        assert "You are noted" in text(browser.get("/courses/here/"))

    with entered(scene.association):
        assert list(Attendance.objects.values_list("way", flat=True)) == ["code"]


def test_an_old_code_and_that_of_another_association_open_nothing(
    scene: Scene, beta: Association, browse: Browse, bo: User
) -> None:
    session = scene.sessions(scene.run())[0]
    browser = browse(bo, scene.association)
    with entered(scene.association):
        old = codes.code(session, at=clock.real_now() - timedelta(minutes=5))
    theirs = Scene(beta)
    session = theirs.sessions(theirs.run())[0]
    with entered(beta):
        foreign = codes.code(session, at=clock.real_now())

    for sent in (old, foreign, "x", "1-p-x", "1-2-3"):
        answer = browser.get("/courses/scan/", {"code": sent})
        assert answer.status_code == 409, sent
        assert "did not work" in text(answer)


def test_my_certificate_is_mine_alone(scene: Scene, browse: Browse, bo: User, ada: User) -> None:
    run = scene.run()
    person = scene.someone("bo")
    with entered(scene.association):
        enrolment = enrolling.enrol(run=run, person=person, by=SOMEBODY)
    with clock.fixed(local("2025-02-20 12:00")):
        for session in scene.sessions(run):
            with entered(scene.association):
                attending.mark(session=session, came=[enrolment], by=SOMEBODY)
        own = browse(bo, scene.association).get(f"/courses/{run.uuid}/certificate/")
        other = browse(ada, scene.association).get(f"/courses/{run.uuid}/certificate/")

    assert own.content.startswith(b"%PDF")
    assert other.status_code == 404


def test_today_asks_who_was_there_until_somebody_is_noted(scene: Scene, browse: Browse, ada: User) -> None:
    run, person = scene.run(), scene.someone("bo")
    with entered(scene.association):
        enrolment = enrolling.enrol(run=run, person=person, by=SOMEBODY)
    with clock.fixed(local("2025-02-20 12:00")):
        coordinator = browse(ada, scene.association)
        assert "Who was at the course?" in text(coordinator.get("/coordinate/"))
        for session in scene.sessions(run):
            with entered(scene.association):
                attending.mark(session=session, came=[enrolment], by=SOMEBODY)
        assert "Who was at the course?" not in text(coordinator.get("/coordinate/"))
