"""Spaces, equipment and bookings over HTTP."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.models import Month
from scheduling.hours.services import months
from scheduling.premises.models import Booking, Equipment, Space
from scheduling.premises.services import outcomes
from tenants.context import entered
from tenants.models import Access, Association
from tests.api.programs import program, token
from tests.scheduling.activities.test_api import post, rows
from tests.scheduling.premises.conftest import BY, booked, hall, organisation
from volunteers.register.models import Unit

Browse = Callable[..., Client]
BOOKINGS = "/api/v1/bookings/"


def wish(of: Space, **said: Any) -> dict[str, Any]:
    """The hall, from ten to twelve."""
    return {
        "sent_key": str(uuid4()),
        "space": str(of.uuid),
        "purpose": "Harjoitus",
        "starts_at": "2025-02-04T10:00+02:00",
        "ends_at": "2025-02-04T12:00+02:00",
    } | said


def said(answer: Any) -> Any:
    """What was answered."""
    return json.loads(answer.content)


def test_a_booking_sent_again_books_once_and_a_second_party_reads_what_is_free(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        space, choir = hall(), organisation()
    browser = browse(ada, alfa)
    wanted = wish(space, organisation=str(choir.uuid), expected=20)

    first, again = (post(browser, BOOKINGS, wanted) for _twice in range(2))
    second = post(browser, BOOKINGS, wish(space, starts_at="2025-02-04T11:00+02:00"))
    maybe = [post(browser, BOOKINGS, wish(space, asked=True)) for _twice in range(2)]

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert said(first)["uuid"] == wanted["sent_key"]
    assert (said(first)["state"], said(first)["organisation"]) == ("booked", str(choir.uuid))
    assert (second.status_code, said(second)["code"]) == (409, "booking_taken")
    assert said(second)["sentence"].replace("\u00a0", " ") == (
        "“Sali” is taken Tue 4 Feb 10:00–12:00: Kuoro ry. Free that day: 08:00–10:00, 12:00–22:00."
    )
    assert [said(each)["state"] for each in maybe] == ["requested", "requested"]
    assert len(rows(browser, f"{BOOKINGS}?space={space.uuid}&since=2025-02-04&until=2025-02-04")) == 3
    assert [each["name"] for each in rows(browser, "/api/v1/spaces/")] == ["Sali"]
    assert post(browse(bo, alfa), BOOKINGS, wish(space)).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"space": None}, 422, "booking_of_nothing"),
        ({"ends_at": "2025-02-04T09:00+02:00"}, 422, "activity_ends_before_start"),
        ({"ends_at": "2025-06-04T09:00+02:00"}, 422, "booking_too_long"),
        (
            {"starts_at": "2025-01-14T10:00+02:00", "ends_at": "2025-01-14T12:00+02:00"},
            409,
            "activity_month_closed",
        ),
        ({"starts_at": "0001-01-01T00:00+14:00"}, 400, "invalid"),
        ({"space": str(uuid4())}, 400, "invalid"),
        ({"purpose": ""}, 400, "invalid"),
    ],
)
def test_what_cannot_be_booked_is_refused_and_nothing_is_noted(
    browse: Browse, ada: User, alfa: Association, wrong: dict[str, Any], status: int, code: str
) -> None:
    with entered(alfa):
        space = hall()
        months.ensure(first_days=[date(2025, 1, 1)])
        Month.objects.update(state="closed")
    answer = post(browse(ada, alfa), BOOKINGS, wish(space, **wrong))
    assert (answer.status_code, said(answer)["code"]) == (status, code)
    with entered(alfa):
        assert not Booking.objects.exists()


def test_what_became_of_it_is_noted_changed_called_off_and_booked_again(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        past, ahead = booked("2025-02-02"), booked("2025-02-04")
    browser = browse(ada, alfa)
    one, other = f"{BOOKINGS}{past.uuid}/", f"{BOOKINGS}{ahead.uuid}/"

    no_basis = post(browser, f"{one}held/", {"quantity": 30, "method": "estimated"})
    held = post(browser, f"{one}held/", {"quantity": 30, "method": "estimated", "basis": "Chairs"})
    changed = post(browser, f"{one}held/", {"quantity": 31, "method": "counted"})
    too_early = post(browser, f"{one}correct/", {"quantity": 1, "method": "counted", "reason": "x"})
    not_yet = post(browser, f"{other}held/", {"quantity": 1, "method": "counted"})
    off = [post(browser, f"{other}cancel/", {}) for _twice in range(2)]
    again = [post(browser, f"{other}confirm/", {}) for _twice in range(2)]
    nobody = post(browser, f"{one}no-show/", {})

    assert (no_basis.status_code, no_basis.json()["code"]) == (422, "count_without_basis")
    assert (said(held)["attendance"], said(held)["method"], said(held)["basis"]) == (
        30,
        "estimated",
        "Chairs",
    )
    assert (said(changed)["attendance"], said(changed)["basis"]) == (31, "")
    assert (too_early.status_code, not_yet.status_code) == (409, 422)
    assert [(each.status_code, said(each)["state"]) for each in off] == [(200, "cancelled")] * 2
    assert [said(each)["state"] for each in again] == ["booked", "booked"]
    assert (said(nobody)["state"], said(nobody)["attendance"]) == ("no_show", None)


def test_number_of_a_closed_month_changes_by_correction_only(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        past = booked("2025-01-14")
        outcomes.note_held(heads={past: Heads(12)}, by=BY)
        Month.objects.update(state="closed")
    browser = browse(ada, alfa)
    one, number = f"{BOOKINGS}{past.uuid}/", {"quantity": 14, "method": "counted"}

    refused = [post(browser, f"{one}{verb}/", number) for verb in ("held", "no-show", "cancel")]
    corrected = post(browser, f"{one}correct/", number | {"reason": "List was found"})

    assert {(each.status_code, said(each)["code"]) for each in refused} == {(409, "activity_month_closed")}
    assert said(corrected)["attendance"] == said(browser.get(one))["attendance"] == 14


def test_coordinator_of_a_unit_and_programs_of_others_reach_their_own_only(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        unit = Unit.objects.create(name_fi="Talo")
        within, beyond = hall("Oma"), hall("Muiden")
        Space.objects.filter(pk=within.pk).update(unit=unit)
        riksa = Equipment.objects.create(name_fi="Riksa")
        mine, theirs = booked("2025-02-04", space=within), booked("2025-02-04", space=beyond)
    assert [each["uuid"] for each in rows(browse(ada, alfa), "/api/v1/equipment/")] == [str(riksa.uuid)]
    Access.objects.filter(user=ada, association=alfa, role="coordinator").update(
        limited=True, unit_uuids=[unit.uuid]
    )
    part = browse(ada, alfa)
    foreign = program(beta, token(ada, alfa, scopes=["premises:read"]).secret)

    assert [each["uuid"] for each in rows(part, BOOKINGS)] == [str(mine.uuid)]
    assert [each["name"] for each in rows(part, "/api/v1/spaces/")] == ["Oma"]
    assert part.get(f"{BOOKINGS}{theirs.uuid}/").status_code == 404
    assert post(part, f"{BOOKINGS}{theirs.uuid}/cancel/", {}).status_code == 404
    assert post(part, BOOKINGS, wish(beyond)).status_code == 400
    # Its own mark is somebody else's: nothing is booked, and nothing told.
    assert post(part, BOOKINGS, wish(within) | {"sent_key": str(theirs.uuid)}).status_code == 409
    assert foreign.get(BOOKINGS).status_code in {401, 404}


def test_list_takes_the_same_queries_for_any_length(
    browse: Browse, ada: User, alfa: Association, django_assert_max_num_queries: Any
) -> None:
    with entered(alfa):
        for hour in range(8, 18):
            booked("2025-02-04", f"{hour:02}:00", f"{hour + 1:02}:00")
    browser = browse(ada, alfa)
    browser.get(BOOKINGS)
    with django_assert_max_num_queries(8):
        assert len(rows(browser, BOOKINGS)) == 10


def test_a_booking_is_moved_where_there_is_room_and_repeated_week_by_week(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        space = hall()
    browser = browse(ada, alfa)
    mine, other = (
        wish(space),
        wish(space, starts_at="2025-02-11T10:00+02:00", ends_at="2025-02-11T12:00+02:00"),
    )
    for each in (mine, other):
        post(browser, BOOKINGS, each)

    def move(day: str) -> Any:
        new = {"starts_at": f"2025-02-{day}T11:00+02:00", "ends_at": f"2025-02-{day}T13:00+02:00"}
        return browser.patch(
            f"{BOOKINGS}{mine['sent_key']}/", json.dumps(new), content_type="application/json"
        )

    taken, moved = move("11"), move("12")
    weekly = {name: value for name, value in wish(space).items() if name != "sent_key"}
    weekly |= {"until_on": "2025-02-28"}
    refused = post(browser, f"{BOOKINGS}weekly/", weekly)
    fitting = post(browser, f"{BOOKINGS}weekly/", weekly | {"leave_out": True})

    assert (taken.status_code, said(taken)["code"]) == (409, "booking_taken")
    assert (moved.status_code, said(moved)["purpose"]) == (200, "Harjoitus")
    assert refused.status_code == 409
    assert (fitting.status_code, said(fitting)["left_out"]) == (201, ["2025-02-11"])
    assert [each["starts_at"][:10] for each in said(fitting)["made"]] == [
        "2025-02-04",
        "2025-02-18",
        "2025-02-25",
    ]


def test_who_came_to_a_booking_of_a_closed_month_is_told_late_with_a_reason(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        months.ensure(first_days=[date(2025, 1, 1)])
        space = hall()
        came, nobody = (booked(f"2025-01-1{day}", space=space) for day in (4, 5))
        Month.objects.filter(first_day=date(2025, 1, 1)).update(state="closed")
    browser, heads = browse(ada, alfa), {"quantity": 9, "method": "counted"}

    refused = post(browser, f"{BOOKINGS}{came.uuid}/held/", heads)
    told = [
        post(browser, f"{BOOKINGS}{came.uuid}/held/", heads | {"late_reason": "Unohtui"})
        for _twice in range(2)
    ]
    none = post(browser, f"{BOOKINGS}{nobody.uuid}/no-show/", {"late_reason": "Unohtui"})

    assert said(refused)["code"] == "activity_month_closed"
    assert [(said(each)["state"], said(each)["attendance"]) for each in told] == [("held", 9)] * 2
    assert said(none)["state"] == "no_show"
