"""Groups, occasions and numbers over HTTP."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.models import User
from scheduling.activities.models import Count
from scheduling.activities.services import outcomes
from scheduling.hours.models import Month
from scheduling.hours.services import months
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, count, group, occasion
from tests.scheduling.activities.test_places import noted, place

Browse = Callable[..., Client]


def post(browser: Client, url: str, data: dict[str, Any]) -> Any:
    """Post JSON."""
    return browser.post(url, json.dumps(data), content_type="application/json")


def rows(browser: Client, url: str) -> Any:
    """The rows of a first page."""
    return json.loads(browser.get(url).content)["results"]


def test_occasions_with_their_numbers(browse: Browse, ada: User, bo: User, alfa: Association) -> None:
    with entered(alfa):
        choir = group()
        sung = occasion("2025-01-14", group=choir)
        count(sung, 12)
        occasion("2025-01-20")
    browser = browse(ada, alfa)

    groups = rows(browser, "/api/v1/groups/")
    found = rows(browser, f"/api/v1/activities/?group={choir.uuid}&since=2025-01-01&until=2025-01-31")
    events = rows(browser, "/api/v1/activities/?kind=event")

    assert [(each["uuid"], each["role"]) for each in groups] == [(str(choir.uuid), "host")]
    assert [(each["title"], each["state"]) for each in found] == [("Kuoro", "held")]
    assert found[0]["counts"] == [
        {"measure": "participations", "quantity": 12, "method": "counted", "state": "approved"}
    ]
    assert [each["title"] for each in events] == ["Kevätjuhla"]
    assert browse(bo, alfa).get("/api/v1/activities/").status_code == 403


def test_a_number_sent_again_counts_once(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        food, party = place(), occasion("2025-01-20", state="planned")
    browser = browse(ada, alfa)
    bags = {"sent_key": str(uuid4()), "quantity": 41, "method": "counted", "place": str(food.uuid),
            "measure": "bag", "day": "2025-01-30"}  # fmt: skip
    heads = {"sent_key": str(uuid4()), "quantity": 130, "method": "estimated", "basis": "Chairs",
             "activity": str(party.uuid)}  # fmt: skip

    answers = [post(browser, "/api/v1/counts/", each) for each in (bags, bags, heads, heads)]
    wrong = [
        post(browser, "/api/v1/counts/", said)
        for said in (
            heads | {"sent_key": str(uuid4()), "basis": ""},
            bags | {"sent_key": str(uuid4()), "day": "2025-02-09"},
            bags | {"sent_key": str(uuid4()), "measure": "visits"},
            bags | {"sent_key": str(uuid4()), "activity": str(party.uuid)},
            bags | {"sent_key": str(uuid4()), "place": str(uuid4())},
            bags | {"sent_key": "x"},
        )
    ]

    assert [each.status_code for each in answers] == [201] * 4
    assert answers[0].content == answers[1].content
    assert answers[2].content == answers[3].content
    assert [each.status_code for each in wrong] == [422, 422, 422, 400, 400, 400]
    assert [(each["measure"], each["quantity"]) for each in rows(browser, "/api/v1/counts/")] == [
        ("participations", 130),
        ("bag", 41),
    ]
    assert len(rows(browser, f"/api/v1/counts/?place={food.uuid}&measure=bag&since=2025-01-30")) == 1
    with entered(alfa):
        assert {each.source for each in Count.objects.filter(measure="bag")} == {"api"}


def test_an_old_key_changes_nothing_after_a_later_number_or_a_cancelling(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        party = occasion("2025-01-20", state="planned")
    browser = browse(ada, alfa)
    first = {"sent_key": str(uuid4()), "quantity": 12, "method": "counted", "activity": str(party.uuid)}
    later = first | {"sent_key": str(uuid4()), "quantity": 14}

    answers = [post(browser, "/api/v1/counts/", each) for each in (first, later, first)]
    with entered(alfa):
        outcomes.note_cancelled(activity=party, reason="few", by=BY)
    again = post(browser, "/api/v1/counts/", later)

    assert [json.loads(each.content)["quantity"] for each in answers] == [12, 14, 14]
    assert again.status_code == 201
    with entered(alfa):
        party.refresh_from_db()
        assert (party.state, Count.objects.get().quantity) == ("cancelled", 14)


def test_one_number_is_read_corrected_in_a_closed_month_and_taken_back_in_an_open_one(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        food, choir = place(), group()
        evening = occasion("2025-01-14", group=choir)
        sung = count(evening, 12)
        noted(food, date(2025, 2, 3), "bag", 7)
        bags = Count.objects.get(measure="bag")
        months.ensure(first_days=[date(2024, 12, 1)])
        old = count(occasion("2024-12-10", title="Joulu"), 50)
        Month.objects.filter(first_day=date(2024, 12, 1)).update(state="closed")
    browser = browse(ada, alfa)
    said = {"quantity": 55, "method": "counted", "reason": "Lista löytyi"}

    one = json.loads(browser.get(f"/api/v1/groups/{choir.uuid}/").content)
    kept = json.loads(browser.get(f"/api/v1/activities/{evening.uuid}/").content)
    counted = rows(browser, "/api/v1/counting-places/")
    corrected = post(browser, f"/api/v1/counts/{old.uuid}/correct/", said)
    refused = [
        post(browser, f"/api/v1/counts/{sung.uuid}/correct/", said),
        post(browser, f"/api/v1/counts/{old.uuid}/correct/", said),
        post(browser, f"/api/v1/counts/{sung.uuid}/take-back/", {}),
        post(browser, f"/api/v1/counts/{uuid4()}/take-back/", {}),
        browse(bo, alfa).get(f"/api/v1/counts/{old.uuid}/"),
    ]
    taken = [post(browser, f"/api/v1/counts/{bags.uuid}/take-back/", {}) for _twice in range(2)]

    assert (one["name"], kept["counts"][0]["quantity"]) == ("Kuoro", 12)
    assert counted[0]["measures"] == ["bag", "lunch", "other_food"]
    assert json.loads(corrected.content)["corrects"] == str(old.uuid)
    assert [json.loads(each.content)["code"] for each in refused[:3]] == [
        "activity_month_open",
        "count_corrected",
        "tally_stays",
    ]
    assert [each.status_code for each in refused[3:]] == [404, 403]
    assert [each.status_code for each in taken] == [200, 404]


def test_occasion_is_cancelled_once_with_a_reason_and_not_in_a_closed_month(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        party = occasion("2025-01-20")
        months.ensure(first_days=[date(2024, 12, 1)])
        old = occasion("2024-12-10", title="Joulu")
        Month.objects.filter(first_day=date(2024, 12, 1)).update(state="closed")
    browser = browse(ada, alfa)
    path, why = f"/api/v1/activities/{party.uuid}/cancel/", {"cancel_reason": "few"}

    answers = [post(browser, path, why) for _twice in range(2)]
    closed = post(browser, f"/api/v1/activities/{old.uuid}/cancel/", why)
    refused = [
        post(browser, path, {"cancel_reason": "rain"}),
        post(browser, f"/api/v1/activities/{uuid4()}/cancel/", why),
        post(browse(bo, alfa), path, why),
    ]

    told = [json.loads(each.content) for each in answers]
    assert [(each["state"], each["cancel_reason"]) for each in told] == [("cancelled", "few")] * 2
    assert (closed.status_code, json.loads(closed.content)["code"]) == (409, "activity_month_closed")
    assert [each.status_code for each in refused] == [400, 404, 403]
