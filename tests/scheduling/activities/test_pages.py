"""The pages of activities: groups and their times, two taps, gigs, corrections, the public page."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from icalendar import Calendar

from accounts.models import User
from scheduling.activities.models import Activity, Count, Group
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import months
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, at, count, group, occasion
from tests.scheduling.hours.conftest import person
from volunteers.register.models import Site, VolunteerRole

Browse = Callable[..., Client]
HELD = {"heads": "12", "method": "counted", "basis": "", "minutes": "120"}


def said(client: Client, answer: Any) -> list[str]:
    """What the next page says."""
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def test_group_is_made_and_its_weeks_are_put_in_the_calendar_once(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        role, bo = VolunteerRole.objects.get(code="host"), person("Bo")
    client = browse(ada, alfa)
    made = client.post(
        "/coordinate/groups/new/",
        {"name_fi": "Kuoro", "role": role.pk, "leader": bo.pk, "weekday": "1", "starts": "17:00",
         "minutes": "120", "is_open": "on", "is_active": "on"},
    )  # fmt: skip
    page = made["Location"]
    client.get(page)
    weeks = {"from_on": "2025-02-03", "until_on": "2025-03-04"}
    assert said(client, client.post(page, weeks)) == ["5 times were put in the calendar."]
    assert said(client, client.post(page, weeks)) == ["These times were in the calendar already."]
    with entered(alfa):
        days = Group.objects.get().sessions.order_by("starts_at").values_list("local_date", flat=True)
        assert [str(day) for day in days] == [
            "2025-02-04", "2025-02-11", "2025-02-18", "2025-02-25", "2025-03-04",
        ]  # fmt: skip
    too_many = client.post(page, {"from_on": "2025-02-03", "until_on": "2029-02-03"})
    assert [str(each) for each in too_many.context["form"].non_field_errors()] == [
        "That would be 209 times. Plan at most 60 at once, about a year."
    ]
    assert client.get(page).status_code == 200
    assert client.get("/coordinate/groups/").context["lines"][0][1].startswith("Tuesday 17:00")


def test_leader_notes_a_session_in_two_taps_and_the_coordinator_approves(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        role = VolunteerRole.objects.get(code="host")
        session = occasion("2025-02-02", group=group(leader=person("Bo")), state="planned", role=role)
    client = browse(bo, alfa)
    assert [line[1] for line in client.get("/led/").context["waiting"]] == ["Kuoro"]
    answer = client.post(f"/led/{session.uuid}/", HELD)
    assert said(client, answer) == ["Thank you, it is noted."]
    client.post(f"/led/{session.uuid}/", HELD)
    with entered(alfa):
        counted, entry = Count.objects.get(), HoursEntry.objects.get()
        assert (counted.quantity, counted.state) == (12, "entered")
        assert (entry.person.given_name, entry.minutes, entry.state) == ("Bo", 120, "submitted")
    coordinator = browse(ada, alfa)
    approved = coordinator.post("/coordinate/counts/waiting/", {"count": [counted.uuid, "x"]})
    assert said(coordinator, approved) == ["1 number approved."]
    again = client.post(f"/led/{session.uuid}/", HELD | {"heads": "13"})
    assert [str(each) for each in again.context["held"].non_field_errors()] == [
        "The coordinator has approved the number of this time already. Ask them to change it."
    ]
    with entered(alfa):
        counted.refresh_from_db()
        assert (counted.quantity, counted.state) == (12, "approved")


def test_cancelled_session_has_no_hours_and_others_groups_are_not_there(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        role = VolunteerRole.objects.get(code="host")
        session = occasion("2025-02-02", group=group(leader=person("Bo")), state="planned", role=role)
        other = occasion("2025-02-02", group=group("Toinen", leader=person("Ada")), role=role)
    client = browse(bo, alfa)
    client.post(f"/led/{session.uuid}/", HELD)
    client.post(f"/led/{session.uuid}/", {"cancel": "1", "reason": "few"})
    with entered(alfa):
        session.refresh_from_db()
        assert (session.state, session.cancel_reason) == ("cancelled", "few")
        assert not HoursEntry.objects.exists()
    assert client.get(f"/led/{other.uuid}/").status_code == 404
    assert client.get("/coordinate/groups/").status_code == 403


def test_estimate_needs_its_basis_and_nothing_typed_is_lost(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        event = occasion("2025-02-01", state="planned")
    client = browse(ada, alfa)
    refused = client.post(
        f"/coordinate/activities/{event.uuid}/", HELD | {"heads": "700", "method": "estimated"}
    )
    assert refused.status_code == 422
    assert [str(each) for each in refused.context["held"].non_field_errors()] == [
        "Say in a few words on what the number rests, for example “chairs counted at two o'clock”."
    ]
    assert refused.context["held"]["heads"].value() == "700"
    with entered(alfa):
        assert (Activity.objects.get().state, Count.objects.count()) == ("planned", 0)


def test_gig_is_planned_held_with_its_performers_and_its_audience(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        role, site, bo = VolunteerRole.objects.get(code="host"), Site.objects.get(), person("Bo")
    client = browse(ada, alfa)
    gig = {"title": "Haitari soi", "day": "2025-02-02", "starts": "13:00", "ends": "15:00",
           "role": role.pk, "programme": "Valsseja"}  # fmt: skip
    without = client.post("/coordinate/activities/new/gig/", gig)
    assert without.context["form"].errors["site"] == ["This field is required."]
    page = client.post("/coordinate/activities/new/gig/", gig | {"site": site.pk})["Location"]
    client.post(page, HELD | {"heads": "33", "people": [bo.uuid]})
    with entered(alfa):
        counted, entry = Count.objects.get(), HoursEntry.objects.get()
        assert (counted.measure, counted.quantity, counted.state) == ("audience", 33, "approved")
        assert (entry.person, entry.minutes) == (bo, 120)
    client.post(page, HELD | {"heads": "33", "people": []})
    with entered(alfa):
        assert not HoursEntry.objects.exists()
    ahead = client.post(
        "/coordinate/activities/new/event/", gig | {"title": "Messu", "day": "2025-03-01", "site": site.pk}
    )["Location"]
    assert client.post(ahead, HELD).context["held"].non_field_errors() == [
        "This has not begun yet. Come back when it has been held, or say that it is cancelled."
    ]


def test_number_of_a_closed_month_is_corrected_with_a_reason_and_nothing_else_changes(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        event = occasion("2025-01-20")
        counted = count(event, 40)
    client = browse(ada, alfa)
    correct = f"/coordinate/counts/{counted.uuid}/correct/"
    number = {"heads": "42", "method": "counted", "reason": "Laskuvirhe"}
    assert client.post(correct, number).context["form"].non_field_errors() == [
        "January\xa02025 is still open. Change the number itself."
    ]
    with entered(alfa):
        months.close_month(first_day=event.first_month, by=BY)
    closed = client.post(f"/coordinate/activities/{event.uuid}/", HELD | {"heads": "42"})
    assert closed.context["held"].non_field_errors() == [
        "January\xa02025 is closed: what was held and counted in it stays. Nothing was saved."
    ]
    answer = client.post(correct, number)
    assert said(client, answer) == ["The number was corrected. The first one stays to be seen."]
    assert client.post(correct, number).status_code == 404
    with entered(alfa):
        assert list(Count.objects.order_by("pk").values_list("quantity", "reason")) == [
            (40, ""),
            (42, "Laskuvirhe"),
        ]


def test_public_page_tells_what_is_open_and_nobodys_name(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        site = Site.objects.get()
        leads = group(leader=person("Bo"), is_public=True)
        occasion("2025-02-11", group=leads, state="planned", is_public=True, site=site)
        occasion("2025-02-12", title="Suljettu ilta", state="planned")
    anybody = browse(None, alfa)
    told = [anybody.get(f"/happening/{end}").content.decode() for end in ("", "calendar.ics")]
    for page in told:
        assert ("Kuoro" in page, "Majakka" in page) == (True, True)
        assert ("Bo Berg" in page, "Suljettu ilta" in page) == (False, False)
    event = Calendar.from_ical(told[1]).walk("VEVENT")[0]
    assert event.decoded("DTSTART") == at("2025-02-11 12:00")
    for changes in ({"is_open": False}, {"is_open": True, "is_active": False}):
        with entered(alfa):
            Group.objects.update(**changes)
        assert "Kuoro" not in anybody.get("/happening/").content.decode()


def test_closed_group_is_not_put_into_the_public_calendar(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        role = VolunteerRole.objects.get(code="host")
    refused = browse(ada, alfa).post(
        "/coordinate/groups/new/", {"name_fi": "Kuoro", "role": role.pk, "minutes": "60", "is_public": "on"}
    )
    assert refused.context["form"].errors["is_public"] == [
        "A closed group is not in the public calendar. Open the group to all, or leave this out."
    ]


def test_leader_still_tells_the_last_time_of_a_group_that_ended(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        last = occasion("2025-02-01", group=group(leader=person("Bo"), is_active=False), state="planned")
    client = browse(bo, alfa)
    assert "Kuoro" in client.get("/led/").content.decode()
    client.post(f"/led/{last.uuid}/", HELD)
    with entered(alfa):
        assert Count.objects.get().quantity == 12
    assert "Kuoro" not in client.get("/led/").content.decode()
