"""Times of supervision over HTTP."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.models import User
from scheduling.hours.models import HoursEntry
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.supervision.conftest import asks, group, person, session
from volunteers.supervision.models import Seat

Browse = Callable[..., Client]
TIMES = "/api/v1/supervision-sessions/"


def post(browser: Client, url: str, data: Any) -> Any:
    """Post JSON."""
    return browser.post(url, json.dumps(data), content_type="application/json")


def test_times_are_read_asked_to_and_called_off(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        asks()
        ours = group("Bo")
        before, ahead = session(ours, "2025-01-15 17:00"), session(ours, "2025-02-10 17:00")
    browser = browse(ada, alfa)

    groups = browser.get("/api/v1/supervision-groups/").json()["results"]
    found = browser.get(f"{TIMES}?group={ours.uuid}&since=2025-02-01").json()["results"]
    asked = [post(browser, f"{TIMES}{ahead.uuid}/ask/", {}).json() for _twice in range(2)]
    late = post(browser, f"{TIMES}{before.uuid}/ask/", {})
    off = [post(browser, f"{TIMES}{ahead.uuid}/call-off/", {}).json() for _twice in range(2)]

    assert [(each["name"], each["role"]) for each in groups] == [("Maanantairyhmä", "host")]
    assert [(each["uuid"], each["state"]) for each in found] == [(str(ahead.uuid), "planned")]
    assert [(each["state"], each["asked"]) for each in asked] == [("invited", 1)] * 2
    assert late.status_code in {409, 422}
    assert [each["state"] for each in off] == ["cancelled"] * 2
    assert browse(bo, alfa).get(TIMES).status_code == 403
    assert browser.get(f"{TIMES}{uuid4()}/").status_code == 404


def test_who_came_is_noted_and_becomes_hours_once(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        asks()
        ours = group("Bo", "Ada")
        held, ahead = session(ours, "2025-01-15 17:00"), session(ours, "2025-02-10 17:00")
        bo_uuid = str(person("Bo").uuid)
    browser = browse(ada, alfa)

    noted = [post(browser, f"{TIMES}{held.uuid}/seats/", {"present": [bo_uuid]}) for _twice in range(2)]
    wrong = [
        post(browser, f"{TIMES}{ahead.uuid}/seats/", {"present": [bo_uuid]}),
        post(browser, f"{TIMES}{held.uuid}/seats/", {"present": [str(uuid4())]}),
        post(browser, f"{TIMES}{held.uuid}/seats/", {}),
    ]

    came = {each["person"]: each["came"] for each in noted[1].json()}
    assert (came[bo_uuid], len(came)) == ("present", 2)
    assert [each.status_code for each in wrong] == [422, 400, 400]
    assert browser.get(f"{TIMES}{held.uuid}/").json()["present"] == 1
    with entered(alfa):
        assert HoursEntry.objects.count() == 1
        assert Seat.objects.filter(came="present").count() == 1
