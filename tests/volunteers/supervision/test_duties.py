"""Duty status of everybody in one query, the same as of one person; who is late, who comes next, coverage."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.reach import Reach
from tests.volunteers.supervision.conftest import BY, MONDAY, asks, group, person, role, session
from volunteers.register.models import Period, RoleHolding, SupervisionDuty
from volunteers.register.requirements import DUE_DAYS, Duty, asked_of, duty_of, shown_by, unmet
from volunteers.supervision import duties
from volunteers.supervision.services import attending, inviting

pytestmark = pytest.mark.usefixtures("inside")
TODAY = MONDAY.date()
EDGES = (0, 30, 31, 32, 44, 45, 46, 60, 75, 76, 77, 400)


class _Whole:
    reach = Reach(whole=True)


WHOLE = _Whole()


def last(name: str, days: int) -> None:
    """Somebody was in supervision so many days ago."""
    SupervisionDuty.objects.update_or_create(
        person=person(name),
        role=role(),
        defaults={"since_on": date(2020, 1, 1), "last_on": TODAY - timedelta(days=days)},
    )


@pytest.mark.parametrize("blocking", [True, False])
def test_the_one_query_says_what_is_said_of_one_person(blocking: bool) -> None:
    """At every edge: interval, two weeks before it, grace. Who was never there is counted from the role."""
    asks(blocking=blocking)
    for days in (*EDGES, 45 - DUE_DAYS, 46 - DUE_DAYS):
        last("Bo", days)
        for name in ("Bo", "Ada"):
            row = duties.standings(today=TODAY).get(person=person(name))
            shown = shown_by([person(name)], today=TODAY)[person(name).pk]
            assert row.standing == duty_of(role(), shown), (name, days)


def test_it_is_one_query_however_many_people() -> None:
    asks()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(list(duties.standings(today=TODAY))) > 1
    assert len(asked) == 1


def test_who_is_on_a_break_is_left_in_peace() -> None:
    asks()
    last("Bo", 80)
    Period.objects.filter(person=person("Bo")).update(state="on_break", break_until=date(2025, 3, 1))
    assert not duties.late(WHOLE, today=TODAY).filter(person=person("Bo")).exists()


def test_role_that_asks_for_nothing_is_not_in_it() -> None:
    assert not duties.standings(today=TODAY).exists()
    assert duties.coverage(today=TODAY).percent is None


def test_late_are_listed_first_those_without_new_shifts_and_with_their_next_time() -> None:
    asks()
    RoleHolding.objects.exclude(person__in=[person("Bo"), person("Ada")]).delete()
    last("Bo", 80)
    last("Ada", 50)
    inviting.invite(session=session(group("Ada"), "2025-02-10 17:00"), by=BY)
    found = list(duties.late(WHOLE, today=TODAY))
    assert [(row.person.given_name, row.standing) for row in found] == [("Bo", "blocked"), ("Ada", "overdue")]
    assert found[0].next_at is None
    assert found[1].next_at is not None


def test_forecast_is_of_thirty_days() -> None:
    asks()
    RoleHolding.objects.exclude(person__in=[person("Bo"), person("Ada")]).delete()
    for days, expected in ((46, []), (45, ["Bo"]), (15, ["Bo"]), (14, [])):
        last("Bo", days)
        last("Ada", 46)
        assert [row.person.given_name for row in duties.ahead(WHOLE, today=TODAY)] == expected, days


@pytest.mark.parametrize(("blocking", "expected"), [(True, True), (False, False)])
def test_new_shifts_are_closed_only_where_the_role_says_so(blocking: bool, expected: bool) -> None:
    asks(blocking=blocking)
    last("Bo", 76)
    shown = shown_by([person("Bo")], today=TODAY)[person("Bo").pk]
    lacks = unmet(role(), asked=asked_of([role()], today=TODAY), shown=shown, on=TODAY)
    assert ("supervision_overdue" in {lack.code for lack in lacks}) is expected


def test_who_was_there_is_open_to_new_shifts_again() -> None:
    asks()
    last("Bo", 76)
    one = session(group("Bo"), "2025-02-02 17:00")
    attending.note_held(session=one, among=[person("Bo")], present=[person("Bo").uuid], by=BY)
    assert duties.standings(today=TODAY).get(person=person("Bo")).standing == Duty.OK


def test_coverage_counts_people_in_order_and_never_rounds_up_to_all() -> None:
    asks()
    RoleHolding.objects.exclude(person__in=[person("Bo"), person("Ada")]).delete()
    last("Bo", 80)
    last("Ada", 40)
    found = duties.coverage(today=TODAY)
    assert (found.people, found.covered, found.late, found.blocked, found.percent) == (2, 1, 1, 1, 50)
    assert duties.Coverage(people=1000, late=1, blocked=0).percent == 99


def test_coverage_of_a_day_gone_by_is_told_only_where_it_is_known() -> None:
    asks()
    RoleHolding.objects.exclude(person=person("Bo")).delete()
    last("Bo", 19)
    day = date(2024, 12, 31)
    assert duties.coverage_on(day) is None  # noted since; what stood on that day is not known
    one = session(group("Bo"), "2024-12-10 17:00")
    attending.note_held(session=one, among=[person("Bo")], present=[person("Bo").uuid], by=BY)
    assert duties.coverage_on(day) == 100
    assert duties.coverage_on(date(2024, 12, 1)) is None


def test_number_of_queries_is_the_same_for_one_and_for_many() -> None:
    asks()
    last("Bo", 80)

    def count(of: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            of()
        return len(asked)

    assert count(lambda: list(duties.late(WHOLE, today=TODAY))) == 1
    assert count(lambda: list(duties.ahead(WHOLE, today=TODAY))) == 1
    assert count(lambda: duties.coverage(today=TODAY)) == 1
