"""The plan's shapes and its plain data: what is in them, who may read them, and how much they ask."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from scheduling.shifts.selectors import planning
from scheduling.shifts.services import add_person, cancel_shift
from tenants.context import entered
from tenants.models import Access
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import taken, text
from volunteers.register.models import Absence

Browse = Callable[..., Client]
PLAN, DATA = "/coordinate/shifts/", "/coordinate/shifts/calendar.json"
FEBRUARY = {"start": "2025-01-27", "end": "2025-03-03"}


def told(client: Client, **said: str) -> dict[str, Any]:
    """What the calendar's script reads."""
    answer = client.get(DATA, FEBRUARY | said)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def titles(client: Client, **said: str) -> list[str]:
    """The titles of the shifts that it reads."""
    return [shift["title"] for shift in told(client, **said)["shifts"]]


# --- the page -------------------------------------------------------------------------------------


def test_week_by_place_and_by_person(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-02-04 17:00", site=scene.site, title="Soup"), "bo")
    scene.shift("2025-02-05 17:00", title="Bread")
    client = browse(ada, scene.association)

    by_place = text(client.get(PLAN, {"by": "site"}))
    by_person = text(client.get(PLAN, {"by": "person"}))

    assert "Majakka 17:00–20:00 1/2 1 of 2 places taken Soup" in by_place
    assert "No fixed place 17:00–20:00 0/2 0 of 2 places taken Bread" in by_place
    assert "Bo Berg 17:00–20:00 1/2 1 of 2 places taken Soup" in by_person
    # Where somebody is missing stands in a line of its own, above the people.
    assert by_person.count("Free places 17:00–20:00") == 2


def test_plan_of_one_person_and_of_one_place(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-02-04 17:00", site=scene.site, title="Soup"), "bo")
    scene.shift("2025-02-05 17:00", title="Bread")
    client = browse(ada, scene.association)

    for said in ({"person": str(scene.someone("bo").uuid)}, {"site": str(scene.site.pk)}):
        seen = text(client.get(PLAN, said))
        assert ("Soup" in seen, "Bread" in seen.split("Free places in the next")[0]) == (True, False)


def test_month_without_script_is_its_coverage(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-02-24 17:00"), "bo")

    page = browse(ada, scene.association).get(PLAN, {"view": "month", "week": "2025-02-24"})

    assert "February 2025 · 1/2 places taken" in text(page).replace("\u00a0", " ")
    assert 'href="?week=2025-02-24"' in page.content.decode()
    assert "data-calendar=" in page.content.decode()


def test_gaps_of_three_days_and_what_asks_too_much(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-02-04 17:00", title="Soup", places=1), "bo")
    scene.shift("2025-02-06 07:00", title="Soon")
    scene.shift("2025-02-06 09:00", title="Later")
    with entered(scene.association):
        Absence.objects.create(person=scene.someone("bo"), from_on="2025-02-04", to_on="2025-02-05")

    seen = text(browse(ada, scene.association).get(PLAN))

    assert "1 shift with free places in 72 hours" in seen
    assert "Bo Berg Bo Berg is away on Tue 4 Feb. Away" in seen.replace("\u00a0", " ")


# --- plain data -----------------------------------------------------------------------------------


def test_data_are_in_the_times_of_the_wall(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 22:00", hours=8, title="Soup", site=scene.site)
    taken(scene, shift, "bo")

    assert told(browse(ada, scene.association)) == {
        "shifts": [
            {
                "id": str(shift.uuid),
                "start": "2025-02-04T22:00",
                "end": "2025-02-05T06:00",
                "role": "Meeting place host",
                "title": "Soup",
                "site": "Majakka",
                "state": "published",
                "taken": 1,
                "places": 2,
                "moves": True,
            }
        ],
        "more": False,
    }


def test_data_are_narrowed_as_the_page_is(scene: Scene, browse: Browse, ada: User) -> None:
    line = scene.another_role()
    scene.shift("2025-02-04 10:00", title="Soup", site=scene.site, places=1)
    taken(scene, scene.shift("2025-02-05 10:00", title="Bread", places=1), "bo")
    scene.shift("2025-02-06 10:00", title="Line", role=line)
    client = browse(ada, scene.association)

    assert titles(client) == ["Soup", "Bread", "Line"]
    assert titles(client, role=str(line.pk)) == ["Line"]
    assert titles(client, site=str(scene.site.pk)) == ["Soup"]
    assert titles(client, person=str(scene.someone("bo").uuid)) == ["Bread"]
    assert titles(client, show="short") == ["Soup", "Line"]
    assert titles(client, start="2025-02-05", end="2025-02-06") == ["Bread"]


def test_data_say_what_asks_too_much(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-02-04 22:00", hours=8), "bo")
    with entered(scene.association):
        day, bo = scene.shift("2025-02-05 12:00"), scene.someone("bo")
        add_person(shift=day, person=bo, by=SOMEBODY, reason="Agreed with Bo")

    said = [
        shift["warning"].replace("\u00a0", " ") for shift in told(browse(ada, scene.association))["shifts"]
    ]

    one, other = "Tue 4 Feb 22:00 – Wed 5 Feb 06:00", "Wed 5 Feb 12:00–15:00"
    assert said == 2 * [f"Bo Berg rests less than 11 hours between {one} and {other}."]


def test_data_of_what_is_over_or_off_does_not_move(scene: Scene, browse: Browse, ada: User) -> None:
    scene.shift("2025-02-03 09:00", title="Soon")
    with entered(scene.association):
        cancel_shift(shift=scene.shift("2025-02-04 09:00", title="Off"), by=SOMEBODY)

    found = {shift["title"]: shift["moves"] for shift in told(browse(ada, scene.association))["shifts"]}

    assert found == {"Soon": True, "Off": False}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"start": "x", "end": "2025-02-03"},
        {"start": "2025-02-03"},
        {"start": "2025-02-03", "end": "2025-02-03"},
        {"start": "2025-01-01", "end": "2025-03-01"},
        {"start": "0001-01-01", "end": "0001-01-01"},
        {"start": "9999-12-01", "end": "9999-12-31"},
    ],
)
def test_data_refuse_days_that_make_no_sense(
    scene: Scene, browse: Browse, ada: User, said: dict[str, str]
) -> None:
    answer = browse(ada, scene.association).get(DATA, said)

    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, "days_not_understood")


def test_data_are_not_for_volunteers_nor_of_others(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User, cleo: User
) -> None:
    scene.shift("2025-02-04 10:00", title="Soup")
    theirs = other_scene.shift("2025-02-04 10:00", title="Beta's")
    client = browse(ada, scene.association)

    assert browse(bo, scene.association).get(DATA, FEBRUARY).status_code == 403
    assert browse(cleo, scene.association).get(DATA, FEBRUARY).status_code in {403, 404}
    assert titles(client) == ["Soup"]
    assert titles(client, person=str(other_scene.someone("dan").uuid), role="999999") == ["Soup"]
    assert client.post(f"{PLAN}{theirs.uuid}/move/", {}).status_code == 404


def test_data_of_a_part_tell_of_nobody_beyond(scene: Scene, browse: Browse, ada: User) -> None:
    """A coordinator of one role: the other role's shifts are not there, nor the names of its people."""
    line = scene.another_role()
    kerttu = scene.person("Kerttu", "Kaukana", role=False)
    scene.hold(kerttu, line)
    shift = scene.shift("2025-02-04 10:00", title="Line", role=line)
    mine = scene.shift("2025-02-04 14:00", title="Soup")
    with entered(scene.association):
        from scheduling.shifts.services import add_person

        add_person(shift=shift, person=kerttu, by=SOMEBODY)
        add_person(shift=mine, person=kerttu, by=SOMEBODY)
        Absence.objects.create(person=kerttu, from_on="2025-02-04", to_on="2025-02-04")
    whole = browse(ada, scene.association)
    assert "Kaukana" in json.dumps(told(whole))
    assert "Kaukana" in text(whole.get(PLAN, {"by": "person"}))
    Access.objects.filter(user=ada, association=scene.association, role="coordinator").update(
        limited=True, role_uuids=[scene.role.uuid]
    )
    client = browse(ada, scene.association)

    assert titles(client) == ["Soup"]
    assert "Kaukana" not in json.dumps(told(client))
    for said in ({"by": "person"}, {"view": "month"}, {"person": str(kerttu.uuid)}):
        assert "Kaukana" not in client.get(PLAN, said).content.decode()


def test_data_take_as_many_queries_for_many_as_for_few(scene: Scene, browse: Browse, ada: User) -> None:
    client = browse(ada, scene.association)
    told(client)
    counts = []
    for days in (range(4, 6), range(6, 20)):
        for day in days:
            taken(scene, scene.shift(f"2025-02-{day:02} 10:00", site=scene.site), "bo")
        with CaptureQueriesContext(connection) as asked:
            told(client)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 15


def test_data_of_more_than_fit_say_so(
    scene: Scene, browse: Browse, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST", 2)
    for day in (4, 5, 6):
        scene.shift(f"2025-02-{day:02} 10:00")

    found = told(browse(ada, scene.association))

    assert (len(found["shifts"]), found["more"]) == (2, True)
