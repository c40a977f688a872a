"""Programs do what the pages do: plan, come, wait, cannot come, swap, answer, look at series."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Call
from scheduling.shifts.models import RoleRules, Shift, SignUp
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import cancel_own, make_series, make_shift, move_shift, sign_up
from tenants import clock
from tenants.context import entered
from tests.api.programs import program, token
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local
from tests.scheduling.shifts.test_api import new, of, post
from volunteers.register.models import Person, QualificationType

Browse = Callable[..., Client]
TUESDAY, THURSDAY = "2025-02-04 17:00", "2025-02-06 17:00"
LONG_AGO = NOW - timedelta(days=3)


def patch(browser: Client, url: str, data: dict[str, Any]) -> Any:
    return browser.patch(url, data, content_type="application/json")


def url_of(shift: Shift, verb: str = "") -> str:
    return f"/api/v1/shifts/{shift.uuid}/{verb}"


def come(scene: Scene, shift: Shift, *people: Person) -> None:
    """Have people on a shift for some days."""
    with clock.fixed(LONG_AGO), entered(scene.association):
        for person in people:
            sign_up(shift=shift, person=person, by=SOMEBODY)


# --- planning -------------------------------------------------------------------------------------


def test_plan_a_shift_with_all_that_it_asks(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    with entered(scene.association):
        kind = QualificationType.objects.create(code="first-aid-x", name_fi="Ensiapu", name_en="First aid")
    wanted = {
        "sign_up_mode": "by_request",
        "names": "nobody",
        "places": 3,
        "minimum": 2,
        "training_places": 1,
        "where": "online",
        "online_address": "https://meet.example.org/soup",
        "for_those_who_come": "Door code 1234",
        "closes_hours_before": 12,
        "cancel_hours_before": 24,
        "contact_person": str(scene.someone("ada").uuid),
        "slots": [{"qualification": kind.code, "most": 2}],
    }
    made = of(post(browse(ada, scene.association), "/api/v1/shifts/", new(scene, **wanted)))

    expected = {
        **{name: wanted[name] for name in wanted.keys() - {"contact_person", "slots"}},
        "contact": {"name": "Ada Ahola", "phone": scene.someone("ada").phone},
        "slots": [{"qualification": {"code": "first-aid-x", "name": "First aid"}, "least": 1, "most": 2}],
        "closes_at": "2025-02-04T03:00:00+00:00",
    }
    assert {name: made[name] for name in expected} == expected
    for_bo = of(browse(bo, scene.association).get(f"/api/v1/shifts/{made['uuid']}/"))
    hidden = {"online_address": None, "for_those_who_come": None, "contact": None}
    assert {name: for_bo[name] for name in hidden} == hidden


def test_change_publish_and_call_off(scene: Scene, browse: Browse, ada: User) -> None:
    with entered(scene.association):
        kind = QualificationType.objects.create(code="first-aid-x", name_fi="Ensiapu")
    shift, browser = scene.shift(publish=False, site=scene.site), browse(ada, scene.association)

    change = {"title": "Soup", "slots": [{"qualification": kind.code}], "site": None}
    changed = of(patch(browser, url_of(shift), change))
    kept = of(patch(browser, url_of(shift), {"closes_hours_before": 3}))
    published = of(post(browser, url_of(shift, "publish/")))
    off = of(post(browser, url_of(shift, "call-off/")))

    assert (changed["title"], changed["site"], len(changed["slots"])) == ("Soup", None, 1)
    assert (kept["title"], kept["slots"], kept["places"]) == ("Soup", changed["slots"], 2)
    assert (kept["state"], published["state"], off["state"]) == ("draft", "published", "cancelled")
    refused = patch(browser, url_of(shift), {"title": "Tea"})
    assert (refused.status_code, of(refused)["code"]) == (409, "shift_is_closed")


def test_shifts_of_days_and_places(scene: Scene, browse: Browse, bo: User) -> None:
    for day in (3, 4, 5):
        scene.shift(f"2025-02-0{day} 17:00", title=str(day), site=scene.site if day == 4 else None)
    with clock.fixed(LONG_AGO), entered(scene.association):
        make_shift(plan=scene.plan("2025-02-02 17:00", title="2"), publish=True, by=SOMEBODY)
    browser = browse(bo, scene.association)

    def titles(query: str) -> list[str]:
        return [row["title"] for row in of(browser.get(f"/api/v1/shifts/?{query}"))["results"]]

    assert titles("since=2025-02-01&until=2025-02-04") == ["2", "3", "4"]
    assert titles("until=2025-02-03") == ["3"]
    assert titles(f"site={scene.site.uuid}&open=true") == ["4"]
    assert browser.get("/api/v1/shifts/?since=9999-12-31").status_code == 400


# --- the own place --------------------------------------------------------------------------------


def test_who_waits_is_offered_the_place(scene: Scene, browse: Browse, bo: User) -> None:
    shift, aino = scene.shift("2025-02-12 17:00", places=1), scene.person("Aino", "Vapaa")
    come(scene, shift, aino)
    browser = browse(bo, scene.association)

    before = of(browser.get(url_of(shift)))
    waits = of(post(browser, url_of(shift, "wait/")))
    with entered(scene.association):
        cancel_own(shift=shift, person=aino, by=SOMEBODY)
    offered = of(browser.get(url_of(shift)))
    comes = of(post(browser, url_of(shift, "take-offer/")))

    assert (before["may_sign_up"], before["may_wait"], before["own"]) == (False, True, None)
    assert (waits["mine"], waits["own"]["number"], waits["may_wait"]) == ("waiting", 1, False)
    assert (offered["mine"], offered["own"]["offered_until"]) == ("offered", "2025-02-03T18:10:00+00:00")
    assert (comes["mine"], comes["taken"]) == ("signed_up", 1)
    over = post(browser, url_of(scene.shift("2025-02-14 17:00"), "take-offer/"))
    assert (over.status_code, of(over)["code"]) == (409, "offer_is_over")


def test_who_leaves_the_list_waits_no_more(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift("2025-02-12 17:00", places=1)
    come(scene, shift, scene.person("Aino", "Vapaa"))
    browser = browse(bo, scene.association)

    post(browser, url_of(shift, "wait/"))

    assert of(post(browser, url_of(shift, "stop-waiting/")))["mine"] is None
    assert of(post(browser, url_of(shift, "stop-waiting/")))["mine"] is None


def test_who_cannot_come_tomorrow_is_stood_in_for(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    """The same decision as on the page: the place is not lost to the shift."""
    shift = scene.shift(TUESDAY, places=1)
    come(scene, shift, scene.someone("bo"))
    browser = browse(bo, scene.association)

    left = of(post(browser, url_of(shift, "cancel/")))
    stays = of(post(browser, url_of(shift, "come-after-all/")))
    post(browser, url_of(shift, "cancel/"))
    other = browse(ada, scene.association)
    seen = of(other.get(url_of(shift)))
    taken_over = of(post(other, url_of(shift, "stand-in/")))

    assert (left["mine"], left["own"]["looking_for_stand_in"], left["taken"]) == ("signed_up", True, 1)
    assert stays["own"]["looking_for_stand_in"] is False
    assert (seen["full"], seen["may_stand_in"]) == (True, True)
    assert (taken_over["mine"], taken_over["taken"]) == ("signed_up", 1)
    assert of(browser.get(url_of(shift)))["mine"] is None


def test_a_place_far_ahead_is_free_and_taken_back(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift("2025-02-12 17:00")
    come(scene, shift, scene.someone("bo"))
    browser = browse(bo, scene.association)

    assert of(post(browser, url_of(shift, "cancel/")))["taken"] == 0
    assert of(post(browser, url_of(shift, "undo-cancel/")))["mine"] == "signed_up"


def test_request_is_asked_and_withdrawn(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(sign_up_mode="by_request")
    browser = browse(bo, scene.association)

    asks = of(post(browser, url_of(shift, "sign-up/")))
    assert (asks["mine"], asks["taken"], asks["may_sign_up"]) == ("requested", 0, False)
    assert of(post(browser, url_of(shift, "cancel/")))["mine"] is None


def test_who_learns_fills_no_place(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(places=1)
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(training_places=1)

    learns = of(post(browse(bo, scene.association), url_of(shift, "learn/")))

    assert (learns["own"]["in_training"], learns["taken"], learns["training_taken"]) == (True, 0, 1)


def test_a_new_time_is_confirmed_once_and_for_that_time(scene: Scene, browse: Browse, bo: User) -> None:
    shift, browser = scene.shift(TUESDAY), browse(bo, scene.association)
    come(scene, shift, scene.someone("bo"))
    with entered(scene.association):
        starts = local("2025-02-04 18:00")
        move_shift(shift=shift, starts_at=starts, ends_at=starts + timedelta(hours=3), by=SOMEBODY)

    asked_at = of(browser.get(url_of(shift)))["own"]["confirm_asked_at"]
    older = post(browser, url_of(shift, "confirm/"), {"answer": "yes", "asked_at": "2025-02-01T00:00Z"})
    suits = post(browser, url_of(shift, "confirm/"), {"answer": "yes", "asked_at": asked_at})

    assert (older.status_code, of(older)["code"]) == (409, "moved_again")
    assert (suits.status_code, of(suits)["own"]["confirm_asked_at"]) == (200, None)


# --- others ---------------------------------------------------------------------------------------


def test_who_comes_is_for_coordinators_and_their_programs(
    scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift, aino = scene.shift(), scene.person("Aino", "Vapaa")
    browser, place = browse(ada, scene.association), url_of(shift, "sign-ups/")

    made = post(browser, place, {"person": str(aino.uuid)})
    again = post(browser, place, {"person": str(aino.uuid)})
    listed = of(browser.get(place))["results"]
    off = of(post(browser, f"/api/v1/sign-ups/{of(made)['uuid']}/release/"))

    assert (made.status_code, of(made)["person"]["name"], of(made)["state"]) == (
        201,
        "Aino Vapaa",
        "signed_up",
    )
    assert of(again) == of(made)
    assert listed == [of(made)]
    assert (off["state"], of(browser.get(place))["results"]) == ("cancelled_by_org", [])
    gone = of(browser.get(f"{place}?state=cancelled_by_org"))["results"]
    assert [row["uuid"] for row in gone] == [of(made)["uuid"]]
    assert browse(bo, scene.association).get(place).status_code == 403
    reads_shifts = token(ada, scene.association, scopes=["shifts:read", "sign_ups:read"])
    assert program(scene.association, reads_shifts.secret).get(place).status_code == 200
    only_shifts = token(ada, scene.association, scopes=["shifts:read", "shifts:write"])
    refused = program(scene.association, only_shifts.secret).get(place)
    assert refused.status_code == 403


def test_what_speaks_against_somebody_wants_a_reason(scene: Scene, browse: Browse, ada: User) -> None:
    with entered(scene.association):
        kind = QualificationType.objects.create(code="first-aid-x", name_fi="Ensiapu")
    browser, aino = browse(ada, scene.association), scene.person("Aino", "Vapaa")
    wanted = new(scene, places=1, slots=[{"qualification": kind.code}])
    uuid = of(post(browser, "/api/v1/shifts/", wanted))["uuid"]
    place = f"/api/v1/shifts/{uuid}/sign-ups/"

    refused = post(browser, place, {"person": str(aino.uuid)})
    made = of(post(browser, place, {"person": str(aino.uuid), "reason": "Knows the house"}))

    assert (refused.status_code, of(refused)["code"]) == (409, "override_needs_reason")
    assert (made["override_reason"], made["qualification"]) == ("Knows the house", None)


@pytest.mark.parametrize("by_approval", [False, True])
def test_two_swap(scene: Scene, browse: Browse, ada: User, bo: User, by_approval: bool) -> None:
    tuesday, thursday = scene.shift(TUESDAY, places=1), scene.shift(THURSDAY, places=1)
    come(scene, tuesday, scene.someone("bo"))
    come(scene, thursday, scene.someone("ada"))
    with entered(scene.association):
        RoleRules.objects.create(role=scene.role, swap_needs_approval=by_approval)
    asker, asked = browse(bo, scene.association), browse(ada, scene.association)

    could = of(asker.get(url_of(tuesday, "swaps/")))
    asks = of(post(asker, url_of(tuesday, "swaps/"), {"shifts": [str(thursday.uuid)]}))
    waiting = of(asked.get("/api/v1/swaps/"))["results"]
    answer = f"/api/v1/swaps/{waiting[0]['uuid']}/"
    said = of(post(asked, f"{answer}answer/", {"answer": "yes"}))

    assert [(row["shift"]["uuid"], row["people"]) for row in could["possible"]] == [(str(thursday.uuid), 1)]
    assert (could["asked"], [row["agreed"] for row in asks["asked"]]) == ([], [False])
    assert (waiting[0]["asker"], waiting[0]["state"]) == ("Bo", "asked")
    assert (waiting[0]["theirs"]["uuid"], waiting[0]["own"]["uuid"]) == (
        str(tuesday.uuid),
        str(thursday.uuid),
    )
    if by_approval:
        assert said["state"] == "agreed"
        assert of(asker.get(url_of(tuesday, "swaps/")))["asked"][0]["agreed"] is True
        found = of(asked.get("/api/v1/swaps/agreed/"))["results"]
        assert [(row["asker"], row["agrees"]) for row in found] == [("Bo Berg", "Ada Ahola")]
        assert asker.get("/api/v1/swaps/agreed/").status_code == 403
        said = of(post(asked, f"{answer}decide/", {"answer": "yes"}))
    assert said["state"] == "done"
    assert of(asker.get(url_of(thursday)))["mine"] == "signed_up"
    assert post(asker, f"{answer}answer/", {"answer": "no"}).status_code == 404


def test_what_is_asked_is_withdrawn(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    tuesday, thursday = scene.shift(TUESDAY, places=1), scene.shift(THURSDAY, places=1)
    come(scene, tuesday, scene.someone("bo"))
    come(scene, thursday, scene.someone("ada"))
    browser = browse(bo, scene.association)

    post(browser, url_of(tuesday, "swaps/"), {"shifts": [str(thursday.uuid)]})
    assert of(post(browser, url_of(tuesday, "swaps/withdraw/")))["asked"] == []
    assert of(browse(ada, scene.association).get("/api/v1/swaps/"))["results"] == []
    assert browser.get(url_of(thursday, "swaps/")).status_code == 404


def test_a_search_is_answered(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    """Bo cannot come, Ada is asked; what she says counts as on the page."""
    shift = scene.shift(TUESDAY, places=1)
    come(scene, shift, scene.someone("bo"))
    post(browse(bo, scene.association), url_of(shift, "cancel/"))
    browser = browse(ada, scene.association)

    waiting = of(browser.get("/api/v1/calls/"))["results"]
    answer = f"/api/v1/calls/{waiting[0]['uuid']}/answer/"
    no = of(post(browser, answer, {"answer": "no"}))
    yes = of(post(browser, answer, {"answer": "yes"}))

    assert (waiting[0]["what"], waiting[0]["state"], waiting[0]["answer"]) == ("stand_in", "open", "")
    assert (waiting[0]["shift"]["uuid"], no["answer"]) == (str(shift.uuid), "no")
    assert (yes["state"], yes["shift"]["mine"]) == ("filled", "signed_up")
    assert of(browser.get("/api/v1/calls/"))["results"] == []
    assert post(browse(bo, scene.association), answer, {"answer": "yes"}).status_code == 404


# --- series ---------------------------------------------------------------------------------------


def test_series_and_its_shifts(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    rule = Rule(
        weekdays=(1,), times=(Time(17 * 60, 180),), from_on=date(2025, 2, 4), until_on=date(2025, 2, 25)
    )
    with entered(scene.association):
        series = make_series(plan=scene.plan(title="Soup"), rule=rule, publish=False, by=SOMEBODY)
    browser = browse(ada, scene.association)

    found = of(browser.get("/api/v1/series/"))["results"]
    assert found == [of(browser.get(f"/api/v1/series/{series.uuid}/"))]
    told = {name: found[0][name] for name in ("title", "says", "times", "ahead", "next_at", "until_on")}
    assert told == {
        "title": "Soup",
        "says": "Every week: Tuesday",
        "times": [{"starts": "17:00", "ends": "20:00", "minutes": 180}],
        "ahead": 4,
        "next_at": "2025-02-04T15:00:00+00:00",
        "until_on": "2025-02-25",
    }
    shifts = of(browser.get(f"/api/v1/series/{series.uuid}/shifts/"))["results"]
    assert [(row["series"], row["state"]) for row in shifts] == [(str(series.uuid), "draft")] * 4
    assert of(browser.get("/api/v1/series/?ended=yes"))["results"] == []
    assert browse(bo, scene.association).get("/api/v1/series/").status_code == 403


# --- neighbours -----------------------------------------------------------------------------------


def test_another_associations_rows_are_not_there(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User
) -> None:
    planted = other_scene.shift(TUESDAY, title="Planted")
    come(other_scene, planted, other_scene.someone("dan"))
    with entered(other_scene.association):
        held = SignUp.objects.get(shift=planted)
        assert Call.objects.count() == 0
    browser = browse(ada, scene.association)

    for address in (url_of(planted, "sign-ups/"), f"/api/v1/sign-ups/{held.uuid}/"):
        assert browser.get(address).status_code == 404
    stranger = {"person": str(other_scene.someone("dan").uuid)}
    refused = post(browser, url_of(scene.shift(), "sign-ups/"), stranger)
    assert (refused.status_code, of(refused)["code"]) == (400, "invalid")
