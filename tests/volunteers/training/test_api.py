"""Courses over HTTP."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants.context import entered
from tests.volunteers.training.scene import Scene
from volunteers.register.models import QualificationType
from volunteers.training.models import Run

Browse = Callable[..., Client]
API = "/api/v1/"


def enrolments(run: Run) -> str:
    """Where those of a run are."""
    return f"{API}course-runs/{run.uuid}/enrolments/"


def test_a_coordinator_reads_courses_runs_and_who_takes_part(scene: Scene, browse: Browse, ada: User) -> None:
    run = scene.run(places=1)
    scene.enrolled(run, "Yksi", "Kaksi")
    client = browse(ada, scene.association)

    [course] = client.get(f"{API}courses/").json()["results"]
    assert [each["minutes"] for each in course["modules"]] == [120, 120]
    [found] = client.get(f"{API}course-runs/", {"course": course["uuid"], "state": "published"}).json()[
        "results"
    ]
    assert (found["taken"], len(found["sessions"])) == (1, 2)
    assert client.get(f"{API}course-runs/", {"state": "draft"}).json()["results"] == []
    rows = client.get(enrolments(run)).json()["results"]
    assert [(each["person"]["name"], each["state"]) for each in rows] == [
        ("Vapaa Yksi", "enrolled"),
        ("Vapaa Kaksi", "waiting"),
    ]


def test_a_list_asks_the_same_however_long_it_is(scene: Scene, browse: Browse, ada: User) -> None:
    run = scene.run(places=9)
    scene.enrolled(run, "Yksi")
    client = browse(ada, scene.association)
    client.get(enrolments(run))
    with CaptureQueriesContext(connection) as one:
        client.get(enrolments(run))
    scene.enrolled(run, "Kaksi", "Kolme", "Nelj\u00e4")
    with CaptureQueriesContext(connection) as four:
        client.get(enrolments(run))

    assert len(one) == len(four)


def test_enrolling_over_http_is_as_on_the_page(scene: Scene, browse: Browse, ada: User) -> None:
    run, person = scene.run(), scene.someone("bo")
    client = browse(ada, scene.association)

    answers = [
        client.post(enrolments(run), {"person": str(person.uuid)}, content_type="application/json")
        for _ in range(2)
    ]

    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json()["uuid"] == answers[1].json()["uuid"]


def test_a_coordinator_takes_somebody_off_and_who_waits_moves_up(
    scene: Scene, browse: Browse, ada: User
) -> None:
    run = scene.run(places=1)
    scene.enrolled(run, "Yksi", "Kaksi")
    client = browse(ada, scene.association)
    first = client.get(enrolments(run)).json()["results"][0]

    answers = [client.post(f"{API}enrolments/{first['uuid']}/cancel/") for _twice in range(2)]

    assert [each.json()["state"] for each in answers] == ["cancelled_by_org"] * 2
    rows = client.get(enrolments(run)).json()["results"]
    assert [(each["person"]["name"], each["state"]) for each in rows] == [("Vapaa Kaksi", "enrolled")]
    one = client.get(f"{API}course-runs/{run.uuid}/").json()
    assert (one["taken"], client.get(f"{API}courses/{one['course']}/").json()["rule"]) == (1, "modules")


def test_what_somebody_has_shown_is_noted_once_and_not_ahead_of_its_day(
    scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    person = scene.someone("bo")
    with entered(scene.association):
        QualificationType.objects.create(code="first-aid", name_fi="Ensiapu")
    client, said = browse(ada, scene.association), {"person": str(person.uuid), "type": "first-aid"}

    def note(**other: str) -> Any:
        return client.post(f"{API}qualifications/", said | other, content_type="application/json")

    made, twice = (note(from_on="2025-01-10") for _twice in range(2))
    wrong = [note(from_on="2025-02-10"), note(from_on="x"), note(from_on="2025-01-11", type="nothing")]

    assert (made.status_code, made.json()["type"], twice.status_code) == (201, "first-aid", 409)
    assert [each.status_code for each in wrong] == [400, 400, 400]
    one = client.get(f"{API}qualifications/{made.json()['uuid']}/").json()
    assert (one["from_on"], one["person"]["uuid"]) == ("2025-01-10", str(person.uuid))
    theirs = browse(bo, scene.association)
    assert theirs.get(f"{API}qualifications/{made.json()['uuid']}/").status_code == 403


def test_volunteers_read_none_of_it(scene: Scene, browse: Browse, bo: User) -> None:
    run = scene.run()
    client = browse(bo, scene.association)

    for path in (f"{API}courses/", f"{API}course-runs/", enrolments(run), f"{API}qualifications/"):
        assert client.get(path).status_code == 403
