"""Shifts over HTTP."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from accounts.models import User
from scheduling.shifts import urls
from scheduling.shifts.models import Shift
from scheduling.shifts.services import sign_up
from tenants import lifecycle
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from tests.scheduling.shifts.test_pages import statements, states, taken

Browse = Callable[..., Client]


def post(browser: Client, url: str, data: dict[str, Any] | None = None) -> Any:
    """Post JSON."""
    return browser.post(url, json.dumps(data or {}), content_type="application/json")


def of(answer: Any) -> Any:
    """The JSON of an answer."""
    return json.loads(answer.content)


def new(scene: Scene, **other: Any) -> dict[str, Any]:
    """A new shift as a coordinator's program would send it."""
    return {
        "role": "host",
        "site": str(scene.site.uuid),
        "title": "Soup",
        "starts_at": "2025-02-04T17:00:00+02:00",
        "ends_at": "2025-02-04T20:00:00+02:00",
        "places": 5,
        "publish": True,
    } | other


def test_list(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift("2025-02-04 17:00", title="Soup", site=scene.site)

    found = of(browse(bo, scene.association).get("/api/v1/shifts/"))

    assert found["next"] is None
    assert found["results"] == [
        {
            "uuid": str(shift.uuid),
            "title": "Soup",
            "description": "",
            "role": {"code": "host", "name": "Meeting place host"},
            "site": {
                "uuid": str(scene.site.uuid),
                "name": "Majakka",
                "address": "Rantakatu 8",
                "arrival": "",
            },
            "where": "site",
            "online_address": None,
            "for_those_who_come": None,
            "contact": None,
            "starts_at": "2025-02-04T15:00:00+00:00",
            "ends_at": "2025-02-04T18:00:00+00:00",
            "places": 2,
            "minimum": 1,
            "taken": 0,
            "training_places": 0,
            "training_taken": 0,
            "slots": [],
            "sign_up_mode": "at_once",
            "opens_hours_before": None,
            "closes_hours_before": None,
            "cancel_hours_before": None,
            "all_hours_before": None,
            "opens_at": None,
            "closes_at": "2025-02-04T15:00:00+00:00",
            "cancels_until": "2025-02-04T15:00:00+00:00",
            "names": "coming",
            "series": None,
            "state": "published",
            "full": False,
            "under_way": False,
            "mine": None,
            "own": None,
            "may_sign_up": True,
            "may_wait": False,
            "may_stand_in": False,
            "reasons": [],
            "remarks": [],
        }
    ]


def test_list_by_cursor(scene: Scene, browse: Browse, bo: User) -> None:
    for hour in (8, 11, 14):
        scene.shift(f"2025-02-04 {hour:02}:00", title=str(hour))
    browser = browse(bo, scene.association)

    first = of(browser.get("/api/v1/shifts/?page_size=2"))
    second = of(browser.get(first["next"]))

    assert [row["title"] for row in first["results"] + second["results"]] == ["8", "11", "14"]
    assert second["next"] is None


def test_list_of_one_role(scene: Scene, browse: Browse, bo: User) -> None:
    scene.shift(title="Soup")
    scene.shift(title="Call", role=scene.another_role())

    found = of(browse(bo, scene.association).get("/api/v1/shifts/?role=line"))

    assert [(row["title"], [reason["code"] for reason in row["reasons"]]) for row in found["results"]] == [
        ("Call", ["role_not_held"])
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(scene: Scene, browse: Browse, bo: User, count: int) -> None:
    for number in range(count):
        taken(scene, scene.shift(f"2025-02-{4 + number:02} 10:00", site=scene.site), "bo")

    assert statements(browse(bo, scene.association), "/api/v1/shifts/") == 6


def test_sign_up_twice_and_cancel(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    browser, url = browse(bo, scene.association), f"/api/v1/shifts/{shift.uuid}/"

    first, second = post(browser, f"{url}sign-up/"), post(browser, f"{url}sign-up/")
    assert (first.status_code, of(first)["mine"], of(first)["taken"]) == (200, "signed_up", 1)
    assert of(second) == of(first)

    assert of(post(browser, f"{url}cancel/"))["mine"] is None
    assert of(post(browser, f"{url}cancel/"))["taken"] == 0
    assert states(scene, shift) == [("Bo", "cancelled_by_volunteer")]


def test_refusal_has_code_sentence_and_data(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(role=scene.another_role())

    answer = post(browse(bo, scene.association), f"/api/v1/shifts/{shift.uuid}/sign-up/")

    assert answer.status_code == 409
    assert of(answer) == {
        "code": "role_not_held",
        "sentence": "This shift is for those who do the role “Crisis line”.",
        "data": {"role": "Crisis line"},
    }


def test_full(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(places=1)
    taken(scene, shift, "ada")

    answer = post(browse(bo, scene.association), f"/api/v1/shifts/{shift.uuid}/sign-up/")

    assert (answer.status_code, of(answer)["code"]) == (409, "shift_full")


def test_make_a_shift(scene: Scene, browse: Browse, ada: User) -> None:
    answer = post(browse(ada, scene.association), "/api/v1/shifts/", new(scene))

    assert answer.status_code == 201
    with entered(scene.association):
        shift = Shift.objects.get()
    assert of(answer)["uuid"] == str(shift.uuid)
    assert (shift.state, shift.places, shift.starts_at) == ("published", 5, local("2025-02-04 17:00"))


def test_make_a_draft_without_a_site(scene: Scene, browse: Browse, ada: User) -> None:
    answer = post(browse(ada, scene.association), "/api/v1/shifts/", new(scene, site=None, publish=False))

    assert (answer.status_code, of(answer)["state"], of(answer)["site"]) == (201, "draft", None)


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [
        ({"starts_at": "2025-02-02T17:00:00+02:00"}, 400, "start_in_the_past"),
        ({"ends_at": "2025-02-04T16:00:00+02:00"}, 400, "end_before_start"),
        ({"starts_at": "2025-02-04T17:00:00"}, 400, "invalid"),
        ({"starts_at": "soon"}, 400, "invalid"),
        ({"starts_at": 5}, 400, "invalid"),
        ({"starts_at": "2025-13-04T17:00:00+02:00"}, 400, "invalid"),
        ({"places": 0}, 400, "invalid"),
        ({"role": "nothing"}, 400, "invalid"),
        ({"site": "no-uuid"}, 400, "invalid"),
    ],
)
def test_make_a_shift_refused(
    scene: Scene, browse: Browse, ada: User, other: dict[str, Any], status: int, code: str
) -> None:
    answer = post(browse(ada, scene.association), "/api/v1/shifts/", new(scene, **other))

    assert (answer.status_code, of(answer)["code"]) == (status, code)
    with entered(scene.association):
        assert Shift.objects.count() == 0


def test_make_a_shift_is_for_coordinators(scene: Scene, browse: Browse, bo: User) -> None:
    answer = post(browse(bo, scene.association), "/api/v1/shifts/", new(scene))

    assert (answer.status_code, of(answer)["code"]) == (403, "permission_denied")


def test_draft_is_for_coordinators(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    url = f"/api/v1/shifts/{scene.shift(publish=False).uuid}/"

    assert browse(bo, scene.association).get(url).status_code == 404
    assert of(browse(ada, scene.association).get(url))["state"] == "draft"


def test_nobody_and_strangers(scene: Scene, browse: Browse, cleo: User) -> None:
    url = f"/api/v1/shifts/{scene.shift().uuid}/"

    assert browse(None, scene.association).get(url).status_code == 401
    assert post(browse(None, scene.association), f"{url}sign-up/").status_code == 401
    assert browse(cleo, scene.association).get(url).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "sign-up/"), ("post", "cancel/")])
def test_another_associations_shift(
    scene: Scene, other_scene: Scene, browse: Browse, bo: User, method: str, path: str
) -> None:
    planted = other_scene.shift(title="Planted")
    taken(other_scene, planted, "dan")

    answer = getattr(browse(bo, scene.association), method)(f"/api/v1/shifts/{planted.uuid}/{path}")

    assert answer.status_code == 404
    assert "Planted" not in answer.content.decode()
    assert states(other_scene, planted) == [("Dan", "signed_up")]


@pytest.mark.parametrize("field", ["site", "contact_person"])
def test_another_associations_rows(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, field: str
) -> None:
    planted = {"site": other_scene.site.uuid, "contact_person": other_scene.someone("dan").uuid}[field]

    answer = post(browse(ada, scene.association), "/api/v1/shifts/", new(scene, **{field: str(planted)}))

    assert (answer.status_code, of(answer)["code"]) == (400, "invalid")


def test_names_stay_out(scene: Scene, browse: Browse, ada: User) -> None:
    """The API tells how many come, not who."""
    shift = scene.shift()
    with entered(scene.association):
        sign_up(shift=shift, person=scene.person("Eeva", "Ek"), by=SOMEBODY)

    assert "Eeva" not in browse(ada, scene.association).get("/api/v1/shifts/").content.decode()


def test_suspended_association(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    lifecycle.move(scene.association, to="suspended")
    browser = browse(bo, scene.association)

    assert browser.get("/api/v1/shifts/").status_code == 200
    assert post(browser, f"/api/v1/shifts/{shift.uuid}/sign-up/").status_code == 403


def test_the_token_of_the_session_is_asked_for(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()

    answer = post(browse(bo, scene.association, csrf=True), f"/api/v1/shifts/{shift.uuid}/sign-up/")

    assert answer.status_code == 403
    assert states(scene, shift) == []


def test_described_in_openapi() -> None:
    generator: Any = SchemaGenerator
    validate: Any = validate_schema
    schema = generator(patterns=urls.api).get_schema(request=None, public=True)

    validate(schema)
    assert {"/shifts/", "/shifts/{uuid}/sign-up/", "/sign-ups/{uuid}/"} <= set(schema["paths"])
    new_shift = schema["components"]["schemas"]["NewShiftRequest"]["properties"]
    assert new_shift["starts_at"] == {"type": "string", "format": "date-time"}
