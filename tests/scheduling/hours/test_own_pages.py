"""A volunteer's own hours: what they see, write, correct, and what never is theirs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from scheduling.hours import selectors
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import approval, batch, months, own
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role
from volunteers.register.models import Person

Browse = Callable[..., Client]
State = HoursEntry.State

SKIPPED = (
    "On Sun\u00a031\u00a0Mar\u00a02024 there was no 03:30: the clocks went forward. "
    "Choose a time before or after."
)
TWICE = (
    "On Sun\u00a027\u00a0Oct\u00a02024 it was 03:30 twice: the clocks went back. "
    "Choose a start and an end outside that hour."
)
TOO_OLD = "Hours before Mon\u00a01\u00a0Jan\u00a02024 are no longer written down here. Ask your coordinator."
OVERLAP = (
    "Bo Berg has hours at this time already: Mon\u00a020\u00a0Jan\u00a02025 17:00–20:00. "
    "Change the times, or correct the other entry."
)


def typed(**fields: Any) -> dict[str, Any]:
    return {"role": role().pk, "day": "2025-01-20", "starts": "17:00", "ends": "20:00", **fields}


def submit(starts: str = "2025-01-20 17:00", ends: str = "2025-01-20 20:00", who: str = "Bo") -> HoursEntry:
    return own.submit_own(person=person(who), role=role(), starts_at=at(starts), ends_at=at(ends), by=BY)


def send(client: Client, alfa: Association, path: str = "/hours/new/", **fields: Any) -> Any:
    with entered(alfa):
        data = typed(**fields)
    return client.post(path, data)


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def test_hours_written_down_wait_for_the_coordinator(browse: Browse, bo: User, alfa: Association) -> None:
    answer = send(browse(bo, alfa), alfa)
    assert (answer.status_code, answer["Location"]) == (302, "/hours/")
    with entered(alfa):
        entry = HoursEntry.objects.get()
        assert (entry.person, entry.minutes, entry.state, entry.source) == (
            person("Bo"),
            180,
            "submitted",
            "self",
        )
    page = browse(bo, alfa).get("/hours/")
    year = page.context["year"]
    assert (year.year, year.confirmed, year.waiting) == (2025, 0, 180)


def test_night_ends_the_next_day(browse: Browse, bo: User, alfa: Association) -> None:
    send(browse(bo, alfa), alfa, day="2025-01-31", starts="22:00", ends="2.00", next_day="on")
    with entered(alfa):
        entry = HoursEntry.objects.get()
        assert (entry.minutes, entry.first_month.month, entry.last_month.month) == (240, 1, 2)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (
            {"ends": "16:00"},
            "ends",
            "The end must be later than the start. For a night, choose that it ended the next day.",
        ),
        (
            {"day": "2024-03-31", "starts": "03:30"},
            "starts",
            SKIPPED,
        ),
        (
            {"day": "2024-10-26", "starts": "22:00", "ends": "03:30", "next_day": "on"},
            "ends",
            TWICE,
        ),
        (
            {"day": "2025-02-03", "starts": "07:00", "ends": "09:00"},
            "__all__",
            "This time has not passed yet. Write your hours when you have done them.",
        ),
        (
            {"day": "2023-12-31"},
            "__all__",
            TOO_OLD,
        ),
        (
            {"ends": "17:30", "next_day": "on"},
            "__all__",
            "One entry can be at most 24 hours long. Write each day as an entry of its own.",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_typed_is_lost(
    browse: Browse, bo: User, alfa: Association, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(browse(bo, alfa), alfa, **fields)
    assert answer.status_code == 200
    assert errors(answer) == {field: [sentence]}
    assert answer.context["form"]["starts"].value() == fields.get("starts", "17:00")
    with entered(alfa):
        assert not HoursEntry.objects.exists()


def test_overlap_names_the_other_hours(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)
    send(client, alfa)
    answer = send(client, alfa, starts="19:00", ends="21:00")
    assert errors(answer) == {"__all__": [OVERLAP]}


def test_closed_month_refuses_and_says_so(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        months.close_month(first_day=at("2025-01-01 12:00").date(), by=BY)
    answer = send(browse(bo, alfa), alfa)
    assert errors(answer) == {
        "__all__": ["January\u00a02025 is closed and its hours do not change any more. Nothing was saved."]
    }


def test_returned_hours_show_the_reason_and_are_handed_in_again(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        entry = submit()
        approval.return_entry(entry=entry, reason="The shift ended at 19.", by=BY)
    client = browse(bo, alfa)
    page = client.get("/hours/").content.decode()
    assert page.count("The shift ended at 19.") == 1
    form = client.get(f"/hours/{entry.uuid}/").context["form"]
    assert [str(form[name].value()) for name in ("day", "starts", "ends")] == [
        "2025-01-20",
        "17:00:00",
        "20:00:00",
    ]
    send(client, alfa, f"/hours/{entry.uuid}/", ends="19:00")
    with entered(alfa):
        entry.refresh_from_db()
        assert (entry.minutes, entry.state, entry.return_reason) == (120, "submitted", "")


def test_hours_can_be_taken_back_until_they_are_approved(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        entry, other = submit(), submit("2025-01-21 10:00", "2025-01-21 11:00")
        approval.approve(entries=[other], by=BY)
    client = browse(bo, alfa)
    assert client.post(f"/hours/{entry.uuid}/withdraw/").status_code == 302
    assert client.post(f"/hours/{other.uuid}/withdraw/").status_code == 404
    assert client.get(f"/hours/{other.uuid}/").status_code == 404
    with entered(alfa):
        assert list(HoursEntry.objects.all()) == [other]


def test_hours_of_others_are_not_there(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        entry = submit(who="Ada")
    client = browse(bo, alfa)
    assert client.get("/hours/").context["pages"].total == 0
    for path in (f"/hours/{entry.uuid}/", f"/hours/{uuid4()}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {}).status_code == 404
        assert client.post(f"{path}withdraw/").status_code == 404
    assert client.get("/api/v1/hours/").json()["results"] == []


def test_hours_at_another_association_are_not_there(
    browse: Browse, bo: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        Person.objects.filter(given_name="Dan").update(user_uuid=bo.uuid)
        entry = submit(who="Dan")
    client = browse(bo, alfa)
    assert client.get("/hours/").context["pages"].total == 0
    assert client.get(f"/hours/{entry.uuid}/").status_code == 404
    assert client.get("/api/v1/hours/").json()["results"] == []
    assert browse(bo, beta).get("/hours/").status_code == 404


def test_login_without_a_person_is_told_so(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        Person.objects.filter(user_uuid=bo.uuid).update(user_uuid=None)
    client = browse(bo, alfa)
    assert client.get("/hours/").content.decode().count("You are not in the register") == 1
    assert client.get("/hours/new/").status_code == 404


def test_stranger_is_taken_to_the_sign_in(browse: Browse, alfa: Association) -> None:
    assert browse(None, alfa).get("/hours/")["Location"] == "/signin/?next=%2Fhours%2F"
    assert browse(None, alfa).get("/api/v1/hours/").status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_own_list_takes_the_same_queries_for_any_length(
    browse: Browse, bo: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    with entered(alfa):
        for hour in range(rows):
            submit(f"2025-01-20 {10 + hour}:00", f"2025-01-20 {11 + hour}:00")
    client = browse(bo, alfa)
    client.get("/hours/")
    # The clock twice, session, sign-in and access; person; how many, the sums, the rows; new messages.
    with django_assert_num_queries(12):
        client.get("/hours/")


def test_api_gives_own_hours_page_by_page(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        entries = [submit(f"2025-01-{day} 10:00", f"2025-01-{day} 11:00") for day in (20, 21, 22)]
    client = browse(bo, alfa)
    first = client.get("/api/v1/hours/?page_size=2").json()
    assert [row["uuid"] for row in first["results"]] == [str(entry.uuid) for entry in reversed(entries[1:])]
    assert first["results"][0] == {
        "uuid": str(entries[2].uuid),
        "role": "host",
        "kind": "task",
        "starts_at": "2025-01-22T10:00:00+02:00",
        "ends_at": "2025-01-22T11:00:00+02:00",
        "minutes": 60,
        "state": "submitted",
        "source": "self",
        "return_reason": "",
    }
    second = client.get(first["next"].split(":8000")[-1]).json()
    assert [row["uuid"] for row in second["results"]] == [str(entries[0].uuid)]


def test_own_year_splits_a_new_years_night(new: Callable[..., Any]) -> None:
    batch.record_batch(entries=[new("2024-12-31 22:00", "2025-01-01 03:00")], by=BY)
    zone = months.zone()
    assert selectors.own_year(person("Bo"), year=2024, zone=zone).confirmed == 120
    assert selectors.own_year(person("Bo"), year=2025, zone=zone).confirmed == 180
