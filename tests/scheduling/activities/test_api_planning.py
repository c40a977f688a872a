"""Groups and occasions begun, changed and told over HTTP, by the rules of the pages."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.models import Activity, DialogueGroup, Group
from scheduling.hours.models import Month
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import count, group, occasion
from tests.scheduling.activities.test_api import post, rows
from volunteers.register.models import Organisation, Person, Site

Browse = Callable[..., Client]
GROUPS, OCCASIONS = "/api/v1/groups/", "/api/v1/activities/"
CHOIR = {"name_fi": "Kuoro", "role": "host", "weekday": 0, "starts": "17:00", "minutes": 90}


def patch(browser: Client, url: str, data: dict[str, Any]) -> Any:
    """Change by JSON."""
    return browser.patch(url, json.dumps(data), content_type="application/json")


def said(answer: Any) -> Any:
    """What was answered."""
    return json.loads(answer.content)


def party(**other: Any) -> dict[str, Any]:
    """A party in the spring."""
    return {
        "sent_key": str(uuid4()),
        "kind": "event",
        "title": "Kevätjuhla",
        "starts_at": "2025-03-04T17:00+02:00",
        "ends_at": "2025-03-04T20:00+02:00",
    } | other


def close_december() -> None:
    """What is in December stays as it is."""
    Month.objects.filter(first_day=date(2024, 12, 1)).update(state="closed")


def test_a_group_is_begun_meets_each_week_and_is_changed(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    browser = browse(ada, alfa)

    made, twice = (post(browser, GROUPS, CHOIR) for _twice in range(2))
    one = f"{GROUPS}{said(made)['uuid']}/"
    times = [
        post(browser, f"{one}times/", {"from_on": "2025-03-01", "until_on": "2025-03-31"})
        for _twice in range(2)
    ]
    changed = patch(browser, one, {"minutes": 120, "is_public": True})
    met = rows(browser, f"{OCCASIONS}?group={said(made)['uuid']}")

    assert (made.status_code, said(made)["starts"], said(made)["leader"]) == (201, "17:00", None)
    assert (twice.status_code, said(twice)["code"]) == (409, "group_known")
    assert [said(each) for each in times] == [{"made": 5, "known": 0}, {"made": 0, "known": 5}]
    assert (said(changed)["minutes"], said(changed)["weekday"], said(changed)["is_public"]) == (120, 0, True)
    assert (met[0]["starts_at"][:10], met[0]["is_public"]) == ("2025-03-03", True)
    assert len(met) == 5
    assert post(browse(bo, alfa), GROUPS, CHOIR).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts": None}, "starts"),
        ({"starts": "24:00"}, "starts"),
        ({"weekday": 7}, "weekday"),
        ({"role": "nobody"}, "role"),
        ({"leader": str(uuid4())}, "leader"),
        ({"is_open": False, "is_public": True}, "is_public"),
        ({"name_fi": ""}, "name_fi"),
    ],
)
def test_a_group_that_cannot_be_is_refused_at_its_field(
    browse: Browse, ada: User, alfa: Association, wrong: dict[str, Any], field: str
) -> None:
    answer = post(browse(ada, alfa), GROUPS, CHOIR | wrong)

    assert answer.status_code == 400
    assert field in said(answer)["data"]
    with entered(alfa):
        assert not Group.objects.exists()


def test_an_occasion_sent_again_is_planned_once_and_changed_until_its_month_is_closed(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        partner = Organisation.objects.create(name="Kuoro ry")
        old = occasion("2024-12-10", title="Joulu")
        close_december()
        site = Site.objects.get(name="Majakka")
    browser, wanted = browse(ada, alfa), party(role="host", partners=[str(partner.uuid)])

    first, again = (post(browser, OCCASIONS, wanted) for _twice in range(2))
    moved = patch(browser, f"{OCCASIONS}{wanted['sent_key']}/", {"site": str(site.uuid), "title": "Juhla"})
    late = post(
        browser, OCCASIONS, party(starts_at="2024-12-04T17:00+02:00", ends_at="2024-12-04T18:00+02:00")
    )
    closed = patch(browser, f"{OCCASIONS}{old.uuid}/", {"title": "Uusi"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (said(first)["uuid"], said(first)["role"]) == (wanted["sent_key"], "host")
    assert (said(moved)["title"], said(moved)["site"]) == ("Juhla", str(site.uuid))
    assert said(moved)["starts_at"] == said(first)["starts_at"]
    assert [(each.status_code, said(each)["code"]) for each in (late, closed)] == [
        (409, "activity_month_closed")
    ] * 2
    with entered(alfa):
        planned = Activity.objects.get(uuid=wanted["sent_key"])
        assert [each.organisation for each in planned.partners.all()] == [partner]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": "gig"}, 422),
        ({"kind": "group_session"}, 400),
        ({"kind": "dialogue", "is_public": True}, 400),
        ({"programme": "Lauluja"}, 400),
        ({"title": ""}, 400),
        ({"ends_at": "2025-03-04T16:00+02:00"}, 422),
        ({"starts_at": "0001-01-01T00:00+14:00"}, 400),
        ({"partners": [str(uuid4())]}, 400),
        ({"sent_key": "x"}, 400),
    ],
)
def test_an_occasion_that_cannot_be_is_refused_and_nothing_is_noted(
    browse: Browse, ada: User, alfa: Association, wrong: dict[str, Any], status: int
) -> None:
    assert post(browse(ada, alfa), OCCASIONS, party() | wrong).status_code == status
    with entered(alfa):
        assert not Activity.objects.exists()


def test_a_key_of_another_occasion_plans_nothing(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        meeting = occasion("2025-01-14", group=group())
    answer = post(browse(ada, alfa), OCCASIONS, party(sent_key=str(meeting.uuid)))

    assert said(answer)["code"] == "sent_key_used"
    with entered(alfa):
        assert Activity.objects.count() == 1


def test_what_became_of_an_occasion_is_told_also_late_with_a_reason(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        january, ahead = occasion("2025-01-20", state="planned"), occasion("2025-03-01", state="planned")
        old, other = (occasion(f"2024-12-1{day}", state="planned") for day in (0, 1))
        close_december()
    browser = browse(ada, alfa)

    def held(of: Activity, **heads: Any) -> Any:
        return post(browser, f"{OCCASIONS}{of.uuid}/held/", heads)

    nobody = held(january)
    number = held(january, quantity=40, method="estimated", basis="Tuolit")
    refused = [held(january, quantity=40, method="estimated"), held(ahead, quantity=2), held(old, quantity=7)]
    late = [held(old, quantity=7, late_reason="Lista löytyi") for _twice in range(2)]
    without = held(other, late_reason="Lista löytyi")
    off = post(
        browser, f"{OCCASIONS}{other.uuid}/cancel/", {"cancel_reason": "few", "late_reason": "Unohtui"}
    )

    assert (said(nobody)["state"], said(nobody)["counts"]) == ("held", [])
    assert said(number)["counts"][0]["quantity"] == 40
    assert [said(each)["code"] for each in refused] == [
        "count_without_basis",
        "activity_in_future",
        "activity_month_closed",
    ]
    assert [said(each)["counts"][0]["quantity"] for each in late] == [7, 7]
    assert "quantity" in said(without)["data"]
    assert said(off)["state"] == "cancelled"
    with entered(alfa):
        assert Activity.objects.get(pk=old.pk).late_reason == "Lista löytyi"


def test_groups_of_a_dialogue_have_ten_at_most_and_tell_how_many_took_part(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        dialogue, choir = occasion("2025-01-20", kind="dialogue", state="planned"), occasion("2025-01-21")
        count(choir, 12)
        writer = Person.objects.get(user_uuid=ada.uuid)
    browser, path = browse(ada, alfa), f"{OCCASIONS}{dialogue.uuid}/dialogue-groups/"
    ten = {"recorder": str(writer.uuid), "participants": 10}

    untold = post(browser, f"{OCCASIONS}{dialogue.uuid}/held/", {})
    first = post(browser, path, ten)
    eleven = post(browser, path, ten | {"participants": 11})
    second = post(browser, path, ten | {"participants": 6})
    one = f"/api/v1/dialogue-groups/{said(second)['uuid']}/"
    told = post(browser, f"{OCCASIONS}{dialogue.uuid}/held/", {"quantity": 900})
    fewer = patch(browser, one, {"participants": 5})
    after = said(browser.get(f"{OCCASIONS}{dialogue.uuid}/"))["counts"]
    listed = said(browser.get(path))
    out = [browser.delete(one).status_code for _twice in range(2)]

    assert said(untold)["code"] == "dialogue_without_groups"
    assert (first.status_code, said(first)["number"], said(first)["facilitator"]) == (201, 1, None)
    assert (eleven.status_code, said(eleven)["code"]) == (422, "dialogue_group_full")
    assert said(told)["counts"][0]["quantity"] == 16
    assert (said(fewer)["participants"], said(fewer)["recorder"]) == (5, str(writer.uuid))
    assert after[0]["quantity"] == 15
    assert [each["participants"] for each in listed] == [10, 5]
    assert out == [204, 404]
    elsewhere = post(browser, f"{OCCASIONS}{choir.uuid}/dialogue-groups/", ten)
    assert said(elsewhere)["code"] == "not_a_dialogue"
    with entered(alfa):
        assert DialogueGroup.objects.count() == 1
