"""Who gave much lately: what is found, who is shown it, and that it leaves when they rest or are asked."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from scheduling.hours import rest
from scheduling.hours.models import HoursEntry, RestLimits, RestSign
from scheduling.hours.rest import Signs, signs_of
from scheduling.hours.services import batch, own, resting
from scheduling.hours.services.entries import NewEntry
from scheduling.hours.services.resting import LimitsPlan
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, HELSINKI, MONDAY, at, person, role
from volunteers.register.models import Period

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)
NOTHING = LimitsPlan(most_hours=None, most_days=None, most_nights=None, most_weeks=None, times_usual=None)


def found(*stretches: tuple[str, str], **limits: int | None) -> Signs:
    """What is found on Monday 3.2.2025 with these limits alone."""
    row = RestLimits(**(vars(NOTHING) | limits))
    return signs_of(
        [(at(one), at(other)) for one, other in stretches], today=TODAY, limits=row, zone=HELSINKI
    )


def daily(
    first: date, last: date, *, starts: str = "10:00", hours: int = 1, step: int = 1
) -> list[tuple[str, str]]:
    said, day = [], first
    while day <= last:
        begins = datetime.fromisoformat(f"{day} {starts}")
        said.append((str(begins), str(begins + timedelta(hours=hours))))
        day += timedelta(days=step)
    return said


def test_hours_of_four_weeks_count_to_the_minute() -> None:
    # Four weeks before Monday 3.2. begin with Tuesday 7.1.: of the night before, its part counts.
    four = [("2025-01-06 22:00", "2025-01-07 02:00"), ("2025-02-02 10:00", "2025-02-02 12:00")]
    assert found(*four, most_hours=4) == Signs(minutes=240)
    assert found(*four, ("2025-02-03 08:00", "2025-02-03 08:01"), most_hours=4).is_many


@pytest.mark.parametrize(
    ("last", "days"), [(date(2025, 2, 3), 25), (date(2025, 1, 28), 19), (date(2025, 1, 27), None)]
)
def test_days_in_a_row_are_much_until_a_week_of_rest(last: date, days: int | None) -> None:
    assert found(*daily(date(2025, 1, 10), last), most_days=7).days == days


def test_a_day_off_breaks_the_row() -> None:
    row = daily(date(2025, 1, 27), date(2025, 1, 30)) + daily(date(2025, 2, 1), date(2025, 2, 3))
    assert found(*row, most_days=4).days is None


def test_nights_are_those_with_an_hour_of_night() -> None:
    nights = daily(date(2025, 1, 29), date(2025, 2, 2), starts="22:00", hours=8)
    assert found(*nights, most_nights=3).nights == 5
    evenings = daily(date(2025, 1, 29), date(2025, 2, 2), starts="20:00", hours=3)
    assert found(*evenings, most_nights=3).nights is None


def test_weeks_without_a_week_off_reach_over_new_year() -> None:
    weekly = daily(date(2024, 11, 5), date(2025, 1, 28), step=7)
    assert found(*weekly, most_weeks=12).weeks == 13
    assert found(*weekly, most_weeks=13).weeks is None


def test_leap_is_against_what_is_usual_for_this_person() -> None:
    before = daily(date(2024, 8, 6), date(2025, 1, 6), step=7, hours=2)
    lately = daily(date(2025, 1, 7), date(2025, 2, 3), step=2, hours=2)
    signs = found(*before, *lately, times_usual=2)
    assert (signs.minutes, signs.usual_minutes) == (28 * 60, 480)
    # Who has only begun has nothing that is usual, and a little more than little is no leap.
    assert found(*lately, times_usual=2).usual_minutes is None
    assert found(*before, *daily(date(2025, 1, 7), date(2025, 1, 14), hours=2), times_usual=2) == Signs(960)


def test_each_sign_has_words_and_advice() -> None:
    signs = Signs(minutes=3000, is_many=True, days=8, nights=5, weeks=21, usual_minutes=600)
    assert len(rest.sentences(signs)) == 5
    assert rest.sentences(Signs(minutes=3000)) == []
    assert rest.advice(signs)


def much(who: str = "Bo", **fields: object) -> None:
    """Somebody was there on eight days in a row, up to yesterday."""
    days = daily(TODAY - timedelta(days=8), TODAY - timedelta(days=1))
    entries = [NewEntry(person(who), role(), at(one), at(other)) for one, other in days]
    batch.record_batch(entries=entries, by=BY, **fields)  # type: ignore[arg-type]  # as the caller says


@pytest.mark.usefixtures("inside")
def test_what_waits_for_approval_counts_and_what_was_returned_does_not() -> None:
    much(approve=False)
    assert resting.look() == 1
    assert (RestSign.objects.get().person, RestSign.objects.get().days) == (person("Bo"), 8)
    HoursEntry.objects.update(state="returned", return_reason="x")
    assert (resting.look(), RestSign.objects.count()) == (0, 0)


@pytest.mark.usefixtures("inside")
def test_looking_twice_changes_nothing_and_rest_ends_it() -> None:
    much()
    resting.look()
    before = list(RestSign.objects.values())
    resting.look()
    assert list(RestSign.objects.values()) == before
    with clock.fixed(MONDAY + timedelta(days=8)):
        assert resting.look() == 0
    assert not RestSign.objects.exists()


@pytest.mark.usefixtures("inside")
def test_who_does_not_volunteer_now_is_not_looked_at() -> None:
    much()
    Period.objects.filter(person=person("Bo")).update(state="on_break")
    assert resting.look() == 0


@pytest.mark.usefixtures("inside")
def test_association_may_look_at_nothing() -> None:
    much()
    resting.look()
    resting.set_limits(plan=NOTHING, by=BY)
    assert not RestSign.objects.exists()
    resting.set_limits(plan=LimitsPlan(**(vars(NOTHING) | {"most_days": 3})), by=BY)
    assert RestSign.objects.get().days == 8


@pytest.mark.usefixtures("inside")
def test_who_was_asked_stays_quiet_for_four_weeks_though_it_goes_on() -> None:
    much()
    resting.look()
    assert resting.note_talk(person=person("Bo"), by=BY)
    assert not resting.note_talk(person=person("Bo"), by=BY)
    HoursEntry.objects.all().delete()
    resting.look()
    kept = RestSign.objects.get()
    assert (kept.days, kept.quiet_until) == (None, date(2025, 3, 3))
    with clock.fixed(MONDAY + timedelta(days=28)):
        resting.look()
    assert not RestSign.objects.exists()


@pytest.mark.usefixtures("inside")
def test_who_gives_much_again_on_the_day_the_quiet_ends_is_shown() -> None:
    much()
    resting.look()
    resting.note_talk(person=person("Bo"), by=BY)
    entries = list(HoursEntry.objects.all())
    HoursEntry.objects.all().delete()
    resting.look()  # nothing is left of it but the quiet
    for entry in entries:
        entry.starts_at, entry.ends_at = (
            each + timedelta(days=28) for each in (entry.starts_at, entry.ends_at)
        )
    HoursEntry.objects.bulk_create(entries)
    with clock.fixed(MONDAY + timedelta(days=28)):
        assert resting.look() == 1
    assert (RestSign.objects.get().days, RestSign.objects.get().quiet_until) == (8, None)


def test_coordinator_sees_whom_to_ask_and_lets_them_be(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        much()
        resting.look()
        bo = person("Bo").uuid
    client = browse(ada, alfa)
    page = client.get("/coordinate/rest/").content.decode()
    assert ("Bo Berg" in page, "Hours on 8 days in a row" in page) == (True, True)
    assert "1 volunteer gave much lately" in client.get("/coordinate/?kind=hours.rest").content.decode()
    client.post(f"/coordinate/rest/{bo}/talked/")
    asked = client.get("/coordinate/rest/")
    assert (asked.context["rows"], [each.person.uuid for each in asked.context["quiet"]]) == ([], [bo])
    client.post(f"/coordinate/rest/{bo}/again/")
    assert len(client.get("/coordinate/rest/").context["rows"]) == 1


def test_list_asks_as_much_for_many_as_for_one(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    with entered(alfa):
        much()
        resting.look()
    client.get("/coordinate/rest/")
    with CaptureQueriesContext(connection) as one:
        client.get("/coordinate/rest/")
    with entered(alfa):
        much("Ada")
        assert resting.look() == 2
    with CaptureQueriesContext(connection) as two:
        assert len(client.get("/coordinate/rest/").context["rows"]) == 2
    assert len(one) == len(two)


def test_own_page_says_kindly_that_one_may_rest(browse: Browse, bo: User, alfa: Association) -> None:
    said = "You have given much of your time lately."
    client = browse(bo, alfa)
    assert said not in client.get("/hours/").content.decode()
    with entered(alfa):
        much()
        resting.look()
    assert said in client.get("/hours/").content.decode()
    with entered(alfa):
        resting.note_talk(person=person("Bo"), by=BY)
    assert said not in client.get("/hours/").content.decode()


def test_no_limit_stops_anybody(inside: Association) -> None:
    much()
    resting.look()
    starts, ends = at("2025-02-03 06:00"), at("2025-02-03 07:00")
    own.submit_own(person=person("Bo"), role=role(), starts_at=starts, ends_at=ends, by=BY)
    assert HoursEntry.objects.filter(state="submitted").count() == 1


@pytest.mark.parametrize(("typed", "wrong"), [("0", True), ("x", True), ("", False), ("12", False)])
def test_limit_is_a_number_or_nothing(
    browse: Browse, ada: User, alfa: Association, typed: str, wrong: bool
) -> None:
    fields = {"most_hours": "40", "times_usual": "2", "most_days": typed, "most_nights": "", "most_weeks": ""}
    answer = browse(ada, alfa).post("/coordinate/settings/rest/", fields)
    assert (answer.status_code == 422) == wrong
    if wrong:
        sentence = "Write a whole number from 1 to 60, or leave it empty."
        assert answer.context["form"].errors == {"most_days": [sentence]}
        assert typed in answer.content.decode()
    else:
        with entered(alfa):
            assert RestLimits.objects.get().most_days == (int(typed) if typed else None)
