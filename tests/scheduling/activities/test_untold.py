"""What nobody has told yet is named wherever a month or a year is called whole."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from notifications import kinds
from notifications.models import Message
from scheduling.hours import rounds
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import batch, correcting, months
from scheduling.hours.services.entries import NewEntry
from scheduling.premises.services import outcomes as bookings
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, at, count, group, occasion
from tests.scheduling.hours.conftest import person, role
from tests.scheduling.premises.conftest import booked

Browse = Callable[..., Client]
JANUARY = date(2025, 1, 1)
UNTOLD = [
    "1 number of people or things waits for approval",
    "Nobody has said what became of 1 occasion",
    "1 booking is over, and nobody has said how many came",
]


def left_of_january() -> None:
    """An occasion, a number and a booking of which nobody has said enough."""
    occasion("2025-01-20", state="planned")
    count(occasion("2025-01-21", group=group()), 12, state="entered")
    booked("2025-01-22")
    # Neither what is told nor what is still to come is missing.
    count(occasion("2025-01-23", title="Talvirieha"), 5)
    occasion("2025-02-20", state="planned", title="Laskiainen")
    booked("2025-02-20")


def missing_in(browse: Browse, who: User, where: Association) -> list[Any]:
    return list(browse(who, where).get("/coordinate/figures/?year=2025").context["missing"])


def test_year_names_what_is_untold_and_leads_there(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        left_of_january()
        occasion("2024-12-30", state="planned", title="Joulu")  # of another year
    found = {each.title: each.url for each in missing_in(browse, ada, alfa)}
    assert [found[title] for title in UNTOLD] == [
        "/coordinate/counts/waiting/",
        "/coordinate/activities/",
        "/coordinate/premises/waiting/",
    ]


def test_untold_of_a_closed_month_is_still_missing_and_says_that_a_reason_is_asked(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        left_of_january()
        months.close_month(first_day=JANUARY, by=BY)
    found = {each.title: each.why for each in missing_in(browse, ada, alfa)}
    for title in UNTOLD:
        assert "1 is of a closed month and counts with a reason." in found[title]


def test_hours_left_behind_lead_to_their_month_where_they_are_counted(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        new = NewEntry(
            person=person("Bo"), role=role(), starts_at=at("2025-01-20 10:00"), ends_at=at("2025-01-20 12:00")
        )
        batch.record_batch(entries=[new], by=BY, approve=False)
    title = "1 entry of hours was not approved when January\u00a02025 closed"
    assert title not in {each.title for each in missing_in(browse, ada, alfa)}
    with entered(alfa):
        months.close_month(first_day=JANUARY, by=BY)
        entry = HoursEntry.objects.get()
    (found,) = (each for each in missing_in(browse, ada, alfa) if each.title == title)
    assert f"/coordinate/hours/{entry.uuid}/" in browse(ada, alfa).get(found.url).content.decode()
    with entered(alfa):
        correcting.count_late(entry=entry, reason="Sheet was lost", by=BY)
    assert title not in {each.title for each in missing_in(browse, ada, alfa)}
    assert browse(ada, alfa).get(found.url).context["entries"] == []


def test_question_before_closing_and_its_answer_name_what_is_untold(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        left_of_january()
    client = browse(ada, alfa)
    page = client.get("/coordinate/months/2025-1/close/").content.decode()
    assert "Nothing waits for approval" not in page
    for title in UNTOLD:
        assert title in page
    done = client.post("/coordinate/months/2025-1/close/")
    (said,) = (str(each) for each in client.get(done["Location"]).context["messages"])
    assert all(title in said for title in UNTOLD)


def test_month_without_anything_untold_says_that_nothing_waits(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        count(occasion("2025-01-23"), 5)
        occasion("2025-02-02", state="planned", title="Laskiainen")
    page = browse(ada, alfa).get("/coordinate/months/2025-1/close/").content.decode()
    assert "Nothing waits for approval" in page
    assert "This is not told yet" not in page


def test_reminder_before_closing_speaks_of_more_than_hours(inside: Association) -> None:
    left_of_january()
    with clock.fixed(at("2025-02-16 04:15")):
        for _ in range(2):
            rounds.ROUND.run()
        (message,) = Message.objects.filter(kind=rounds.WAITING)
        assert kinds.get(rounds.WAITING).still_wanted(message) is None
        for language, subject in {
            "fi": "Kaikkea ei ole vielä kerrottu: tammikuu 2025 sulkeutuu pian",
            "sv": "Allt är inte berättat än: januari 2025 stängs snart",
            "en": "Something is not told yet: January 2025 closes soon",
        }.items():
            with translation.override(language):
                said = kinds.get(rounds.WAITING).render(message, language)
            assert said.subject.replace("\u00a0", " ") == subject
            assert "Kevätjuhla" not in said.text


@pytest.mark.parametrize("rows", [1, 9])
def test_year_asks_as_much_for_many_as_for_one(
    browse: Browse,
    ada: User,
    alfa: Association,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    with entered(alfa):
        for day in range(rows):
            occasion(f"2025-01-{day + 10}", state="planned", title=f"Juhla {day}")
            bookings.note_no_show(booking=booked(f"2025-01-{day + 10}"), by=BY)
    client = browse(ada, alfa)
    client.get("/coordinate/figures/?year=2025")
    with django_assert_max_num_queries(15):
        client.get("/coordinate/figures/?year=2025")
