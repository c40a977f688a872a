"""Own hours and their approval over HTTP."""

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.models import Association
from tests.scheduling.hours.conftest import MONDAY

Browse = Callable[..., Client]


def post(browser: Client, url: str, data: dict[str, Any]) -> Any:
    """Post JSON."""
    return browser.post(url, json.dumps(data), content_type="application/json")


def test_hours_are_handed_in_and_approved(browse: Browse, ada: User, bo: User, alfa: Association) -> None:
    said = {"role": "host", "starts_at": "2025-02-02T10:00+02:00", "ends_at": "2025-02-02T12:30+02:00"}
    with clock.fixed(MONDAY):
        own, coordinator = browse(bo, alfa), browse(ada, alfa)
        made = post(own, "/api/v1/hours/", said)
        twice = post(own, "/api/v1/hours/", said)
        day_long = post(own, "/api/v1/hours/", said | {"starts_at": "2025-01-31T10:00+02:00"})
        ahead = post(own, "/api/v1/hours/", said | {"ends_at": "2025-02-03T09:00+02:00"})
        vague = post(own, "/api/v1/hours/", said | {"ends_at": "2025-02-02T12:30"})
        refused = own.get("/api/v1/hours/waiting/")
        waiting = json.loads(coordinator.get("/api/v1/hours/waiting/").content)["results"]
        chosen = {"entries": [waiting[0]["uuid"]]}
        approved = [post(coordinator, "/api/v1/hours/approve/", chosen) for _press in range(2)]

    uuid = json.loads(made.content)["uuid"]
    assert (made.status_code, json.loads(made.content)["minutes"]) == (201, 150)
    assert (twice.status_code, json.loads(twice.content)["code"]) == (409, "times_overlap")
    assert (day_long.status_code, json.loads(day_long.content)["code"]) == (422, "too_long")
    assert (ahead.status_code, json.loads(ahead.content)["code"]) == (422, "hours_in_future")
    assert vague.status_code == 400
    assert refused.status_code == 403
    assert [(each["uuid"], each["name"]) for each in waiting] == [(uuid, "Bo Berg")]
    assert [json.loads(each.content) for each in approved] == [{"approved": 1}, {"approved": 0}]


def test_own_hours_have_a_kind_and_change_until_they_count(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    said = {"starts_at": "2025-02-02T10:00+02:00", "ends_at": "2025-02-02T12:00+02:00"}
    longer = said | {"ends_at": "2025-02-02T13:00+02:00", "kind": "training", "role": "host"}
    with clock.fixed(MONDAY):
        own, coordinator = browse(bo, alfa), browse(ada, alfa)
        made = json.loads(post(own, "/api/v1/hours/", said | {"kind": "governance"}).content)
        roleless = post(own, "/api/v1/hours/", said | {"kind": "task"})
        one = f"/api/v1/hours/{made['uuid']}/"
        post(coordinator, f"{one}return/", {"reason": "It was a course"})
        others = coordinator.put(one, json.dumps(longer), content_type="application/json")
        changed = json.loads(own.put(one, json.dumps(longer), content_type="application/json").content)
        gone = [own.delete(one).status_code for _press in range(2)]
        kept = json.loads(post(own, "/api/v1/hours/", longer).content)["uuid"]
        post(coordinator, "/api/v1/hours/approve/", {"entries": [kept]})
        approved = own.delete(f"/api/v1/hours/{kept}/").status_code

    assert (made["kind"], made["role"], roleless.status_code) == ("governance", None, 422)
    assert others.status_code == 404
    assert (changed["kind"], changed["minutes"], changed["state"]) == ("training", 180, "submitted")
    assert (gone, approved) == ([204, 404], 404)
