"""Who was on shifts, over HTTP."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.models import User
from tenants import clock
from tests.scheduling.shifts.scene import Scene
from tests.scheduling.shifts.test_api import of, post
from tests.scheduling.shifts.test_attendance_pages import hours
from tests.scheduling.shifts.test_coordinator_pages import sign_up_of
from tests.scheduling.shifts.test_pages import states, taken

Browse = Callable[..., Client]


def test_a_program_marks_who_came(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "bo")
    browser, held = browse(ada, scene.association), sign_up_of(scene, shift, "bo")
    url = f"/api/v1/sign-ups/{held.uuid}/attendance/"

    early = post(browser, url, {"came": True})
    with clock.fixed(shift.ends_at + timedelta(hours=1)):
        waiting = of(browser.get("/api/v1/attendance/?marked=signed_up&role=host&since=2025-02-04"))
        partly = post(browser, url, {"came": True, "ends_at": "2025-02-04T19:00:00+02:00"})
        again = post(browser, url, {"came": True, "ends_at": "2025-02-04T19:00:00+02:00"})
        left = of(browser.get("/api/v1/attendance/?marked=signed_up"))
        other_day = of(browser.get("/api/v1/attendance/?until=2025-02-03"))
        wrong = post(browser, url, {"came": True, "ends_at": "2025-02-04T16:00:00+02:00"})
        theirs = post(browse(bo, scene.association), url, {"came": False})

    assert (early.status_code, of(early)["code"]) == (409, "not_started")
    assert [each["uuid"] for each in waiting["results"]] == [str(held.uuid)]
    assert of(partly)["state"] == "attended"
    assert of(partly) == of(again)
    assert left["results"] == []
    assert other_day["results"] == []
    assert (wrong.status_code, of(wrong)["code"]) == (400, "end_before_start")
    assert theirs.status_code == 403
    assert states(scene, shift) == [("Bo", "attended")]
    assert hours(scene) == [("Bo", 120, "submitted")]
