"""The coordinator's pages: what waits, approving, returning, months, and who may not."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from scheduling.hours.models import HoursEntry, Month
from scheduling.hours.services import approval, batch, figures, months
from scheduling.hours.services.entries import NewEntry
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role

Browse = Callable[..., Client]
State = HoursEntry.State
JANUARY = date(2025, 1, 1)


def waiting(*hours: int, day: str = "2025-01-20", who: str = "Bo") -> list[HoursEntry]:
    """Hours of one hour each that wait."""
    batch.record_batch(
        entries=[
            NewEntry(person(who), role(), at(f"{day} {hour:02}:00"), at(f"{day} {hour + 1:02}:00"))
            for hour in hours
        ],
        by=BY,
        approve=False,
    )
    return list(HoursEntry.objects.order_by("-pk")[: len(hours)])[::-1]


def said(client: Client, answer: Any) -> list[str]:
    """What the next page says."""
    page = client.get(answer["Location"])
    return [str(message) for message in page.context["messages"]]


def test_marked_hours_are_approved_and_the_others_wait_on(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        first, second, third = waiting(10, 11, 12)
    client = browse(ada, alfa)
    answer = client.post(
        "/coordinate/hours/", {"entry": [first.uuid, second.uuid, "x", uuid4()], "some": "1"}
    )
    assert said(client, answer) == ["2 entries approved, 2\u00a0h."]
    with entered(alfa):
        assert dict(HoursEntry.objects.values_list("pk", "state")) == {
            first.pk: "approved",
            second.pk: "approved",
            third.pk: "submitted",
        }
        first.refresh_from_db()
        assert (first.approved_by, first.approved_at) == ("Ada Ahola", at("2025-02-03 08:00"))


def test_approving_nothing_says_what_to_do(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    answer = client.post("/coordinate/hours/", {"some": "1"})
    assert said(client, answer) == ["Mark the hours that you want to approve."]


def test_hours_go_back_with_a_reason_only(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        (entry,) = waiting(10)
    client = browse(ada, alfa)
    path = f"/coordinate/hours/{entry.uuid}/return/"
    assert list(client.post(path, {"reason": " "}).context["form"].errors) == ["reason"]
    answer = client.post(path, {"reason": "It was on Tuesday."})
    assert said(client, answer) == ["Returned to Bo Berg."]
    with entered(alfa):
        entry.refresh_from_db()
        assert (entry.state, entry.return_reason) == ("returned", "It was on Tuesday.")


def test_what_a_closed_month_left_behind_waits_no_more(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        (left,) = waiting(10, day="2024-12-20")
        waiting(10)
        months.close_month(first_day=date(2024, 12, 1), by=BY)
    client = browse(ada, alfa)
    page = client.get("/coordinate/hours/")
    assert ["20\u00a0Jan" in line.choose for line in page.context["lines"]] == [True]
    answer = client.post("/coordinate/hours/", {"entry": [left.uuid], "some": "1"})
    assert said(client, answer) == [
        "December\u00a02024 is closed and its hours do not change any more. Nothing was saved."
    ]


def test_month_is_closed_after_a_question(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        entries = waiting(10, 11)
        approval.approve(entries=entries[:1], by=BY)
    client = browse(ada, alfa)
    question = client.get("/coordinate/months/2025-1/close/")
    assert question.context["waiting"] == 1
    with entered(alfa):
        assert Month.objects.get(first_day=JANUARY).state == "open"
    answer = client.post("/coordinate/months/2025-1/close/")
    assert said(client, answer) == [
        "January\u00a02025 is closed. 1 entry was not approved and does not count."
    ]
    with entered(alfa):
        month = Month.objects.get(first_day=JANUARY)
        assert (month.state, month.closed_by) == ("closed", "Ada Ahola")


@pytest.mark.parametrize(
    ("path", "status"), [("2025-2", 302), ("2025-13", 404), ("2025-0", 404), ("0-1", 404)]
)
def test_month_that_has_not_ended_or_never_was_stays_open(
    browse: Browse, ada: User, alfa: Association, path: str, status: int
) -> None:
    assert browse(ada, alfa).post(f"/coordinate/months/{path}/close/").status_code == status
    with entered(alfa):
        assert not Month.objects.filter(state="closed").exists()


def test_months_page_shows_sums_state_and_completeness(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        approval.approve(entries=waiting(10, 11, day="2024-12-20"), by=BY)
        waiting(12, 13, 14, day="2024-12-20")
        waiting(10)
        months.close_month(first_day=date(2024, 11, 1), by=BY)
        figures.make_figures()
    client = browse(ada, alfa)
    year = client.get("/coordinate/months/?year=2024").context["year"]
    assert (year.closed, year.figure.minutes, year.being_made, len(year.lines)) == (1, 120, False, 12)
    december = year.lines[11]
    assert (december.minutes, december.people, december.waiting, december.is_closed, december.has_ended) == (
        120,
        1,
        3,
        False,
        True,
    )
    now = client.get("/coordinate/months/?year=1999").context["year"]
    assert (now.year, [line.first_day.month for line in now.lines]) == (2025, [1, 2])
    assert [line.has_ended for line in now.lines] == [True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_the_same_queries_for_any_length(
    browse: Browse, ada: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    with entered(alfa):
        waiting(*range(10, 10 + rows))
    client = browse(ada, alfa)
    client.get("/coordinate/hours/")
    # The clock twice, session, sign-in and access; what there is to choose from, twice; what waits, what is
    # usual, who is away, who is on a break; the rows, and which leader wrote them; people without names.
    with django_assert_num_queries(14):
        client.get("/coordinate/hours/")


@pytest.mark.parametrize("rows", [1, 3])
def test_months_take_the_same_queries_for_any_length(
    browse: Browse, ada: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    with entered(alfa):
        months.ensure(first_days=[date(2024, month, 1) for month in range(1, rows + 1)])
    client = browse(ada, alfa)
    client.get("/coordinate/months/?year=2024")
    # The clock twice, session, sign-in and access; years, months, figures, what waits, what is being made,
    # which people without names wait, what was corrected of people's hours and of heads, what somebody
    # decided about the year, and which months of it are collected.
    with django_assert_num_queries(15):
        client.get("/coordinate/months/?year=2024")


PATHS = ["/coordinate/hours/", "/coordinate/months/", "/coordinate/months/2025-1/close/", "/api/v1/figures/"]


@pytest.mark.parametrize("path", PATHS)
def test_volunteers_and_strangers_may_not(
    browse: Browse, bo: User, cleo: User, alfa: Association, path: str
) -> None:
    assert browse(bo, alfa).get(path).status_code == 403
    assert browse(cleo, alfa).get(path).status_code == 404
    assert browse(None, alfa).get(path).status_code == (401 if path.startswith("/api/") else 302)


def test_hours_of_another_association_are_not_reached(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        (entry,) = waiting(10, who="Dan")
    client = browse(ada, alfa)
    assert client.get("/coordinate/hours/").context["lines"] == []
    assert client.get(f"/coordinate/hours/{entry.uuid}/return/").status_code == 404
    client.post("/coordinate/hours/", {"entry": [entry.uuid], "some": "1"})
    with entered(beta):
        entry.refresh_from_db()
        assert entry.state == "submitted"


def test_api_gives_own_figures_by_year(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        approval.approve(entries=waiting(9, 10, 11, who="Dan"), by=BY)
        figures.make_figures()
    with entered(alfa):
        approval.approve(entries=waiting(10) + waiting(10, day="2024-12-20"), by=BY)
        figures.make_figures()
    rows = browse(ada, alfa).get("/api/v1/figures/?year=2024").json()["results"]
    assert [
        (row["year"], row["month"], row["role"], row["minutes"], row["people"], row["heads"]) for row in rows
    ] == [
        (2024, 0, "host", 60, 1, 0),
        (2024, 0, None, 60, 1, 0),
        (2024, 12, "host", 60, 1, 0),
        (2024, 12, None, 60, 1, 0),
    ]


def test_suspended_association_may_look_and_not_change(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        (entry,) = waiting(10)
    Association.objects.filter(pk=alfa.pk).update(state="suspended")
    client = browse(ada, alfa)
    assert client.get("/coordinate/hours/").status_code == 200
    assert client.post("/coordinate/hours/", {"entry": [entry.uuid], "some": "1"}).status_code == 403
