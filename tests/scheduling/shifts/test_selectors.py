"""Reading shifts; and that what is listed as suiting is what the checks say."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.reach import EVERYBODY
from scheduling.shifts import conditions
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import ahead, planning, shifts as selectors
from scheduling.shifts.selectors.ahead import Found, Wish
from scheduling.shifts.services import cancel_own, mark_attendance, sign_up
from scheduling.shifts.words import shifts as words
from tenants import clock
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local
from volunteers.register.models import Period, Person, RoleHolding, VolunteerRole


def test_conditions(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00", places=1)

    def now(at: str) -> tuple[bool, bool, bool, bool]:
        moment = local(at)
        return (
            conditions.is_open(shift, at=moment),
            conditions.has_started(shift, at=moment),
            conditions.is_under_way(shift, at=moment),
            conditions.is_over(shift, at=moment),
        )

    assert now("2025-02-04 16:59") == (True, False, False, False)
    assert now("2025-02-04 17:00") == (False, True, True, False)
    assert now("2025-02-04 19:59") == (False, True, True, False)
    assert now("2025-02-04 20:00") == (False, True, False, True)
    shift.taken = 1
    assert conditions.is_full(shift)
    assert now("2025-02-04 16:59") == (False, False, False, False)


def test_reasons_are_all_told(inside: Scene) -> None:
    """Not the first only: whoever reads them knows at once what it would take."""
    role = inside.another_role()
    shift = inside.shift(places=1, role=role)
    ada, bo = inside.someone("ada"), inside.someone("bo")
    inside.hold(ada, role)
    sign_up(shift=shift, person=ada, by=SOMEBODY)
    sign_up(shift=inside.shift(), person=bo, by=SOMEBODY)
    Period.objects.filter(person=bo).update(state="on_break")
    shift.refresh_from_db()

    found = eligibility.reasons(shift, eligibility.standing_of(bo, shifts=[shift]))

    assert [reason.code for reason in found] == [
        "on_a_break",
        "role_not_held",
        "times_overlap",
        "shift_full",
    ]


def test_nobody_has_reasons_without_a_query(
    inside: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shift = selectors.shifts().get(pk=inside.shift().pk)

    with django_assert_num_queries(0):
        standing = eligibility.standing_of(None, shifts=[shift])
        codes = [reason.code for reason in eligibility.reasons(shift, standing)]
    assert codes == ["not_a_volunteer_here", "role_not_held"]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_queries(inside: Scene, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    found = [
        selectors.shifts().get(pk=inside.shift(f"2025-02-{4 + number:02} 10:00").pk)
        for number in range(count)
    ]
    bo = inside.someone("bo")

    with django_assert_num_queries(3):
        rows = selectors.rows_of(found, person=bo)
    assert [row.may_sign_up for row in rows] == [True] * count


shapes = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["draft", "published", "published", "cancelled"]),
        "start": st.integers(min_value=-4, max_value=60),
        "hours": st.integers(min_value=1, max_value=9),
        "full": st.booleans(),
        "role": st.sampled_from(["host", "host", "line"]),
        "mine": st.sampled_from([None, None, None, "signed_up", "no_show", "cancelled_by_volunteer"]),
    }
)
people = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["active", "active", "active", "on_break"]),
        "since": st.sampled_from([date(2020, 1, 1), date(2025, 2, 4)]),
        "to_on": st.sampled_from([None, None, date(2025, 2, 3), date(2025, 2, 4)]),
    }
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes=st.lists(shapes, min_size=1, max_size=5), person=people)
def test_what_is_listed_as_suiting_is_what_the_checks_say(
    inside: Scene, shapes: list[dict[str, Any]], person: dict[str, Any]
) -> None:
    SignUp.objects.all().delete()
    Shift.objects.all().delete()
    bo = inside.someone("bo")
    Period.objects.filter(person=bo).update(state=person["state"], started_on=person["since"])
    RoleHolding.objects.filter(person=bo).update(to_on=person["to_on"])
    line = VolunteerRole.objects.filter(code="line").first() or inside.another_role()
    roles = {"host": inside.role, "line": line}
    taken: list[tuple[datetime, datetime]] = []
    for shape in shapes:
        start = NOW + timedelta(hours=shape["start"])
        end = start + timedelta(hours=shape["hours"])
        shift = Shift.objects.create(
            role=roles[shape["role"]],
            state=shape["state"],
            starts_at=start,
            ends_at=end,
            places=1,
            taken=int(shape["full"]),
            created_at=NOW,
        )
        busy = shape["mine"] == "signed_up"
        if shape["mine"] and not (busy and any(start < e and s < end for s, e in taken)):
            taken += [(start, end)] if busy else []
            SignUp.objects.create(
                shift=shift,
                person=bo,
                state=shape["mine"],
                starts_at=start,
                ends_at=end,
                created_at=NOW,
                changed_at=NOW,
            )

    rows = selectors.rows_of(list(selectors.shifts()), person=bo)

    assert {shift.pk for shift in ahead.suiting_shifts(bo)} == {
        row.shift.pk for row in rows if row.may_sign_up
    }


MONDAY = date(2025, 2, 3)


def find(person: Person | None, wish: Wish) -> Found:
    """The first page."""
    return ahead.find(ahead.outlook(person), wish=wish, number=1, monday=MONDAY)


def test_find_counts_and_days(inside: Scene) -> None:
    bo = inside.someone("bo")
    for at in ("2025-02-04 10:00", "2025-02-04 17:00", "2025-02-06 10:00"):
        inside.shift(at)
    inside.shift("2025-02-07 10:00", role=inside.another_role())

    found = find(bo, Wish(everything=True))

    assert (found.total, found.open, found.suiting) == (4, 4, 3)
    assert [(day.day.day, len(day.rows)) for day in found.days] == [(4, 2), (6, 1), (7, 1)]


def test_find_suiting_keeps_my_own(inside: Scene) -> None:
    bo, mine = inside.someone("bo"), inside.shift("2025-02-04 10:00")
    sign_up(shift=mine, person=bo, by=SOMEBODY)
    inside.shift("2025-02-05 10:00", role=inside.another_role())

    found = find(bo, Wish())

    assert [row.shift.pk for day in found.days for row in day.rows] == [mine.pk]


def test_strip_counts_open_shifts_and_mine(inside: Scene) -> None:
    bo, mine = inside.someone("bo"), inside.shift("2025-02-04 10:00")
    sign_up(shift=mine, person=bo, by=SOMEBODY)
    inside.shift("2025-02-04 17:00")
    inside.shift("2025-02-09 23:00")
    inside.shift("2025-02-10 00:30")

    strip = find(bo, Wish(everything=True)).strip

    assert [(day.day.day, day.open, day.mine) for day in strip] == [
        (3, 0, False),
        (4, 2, True),
        (5, 0, False),
        (6, 0, False),
        (7, 0, False),
        (8, 0, False),
        (9, 1, False),
    ]


def test_own_sign_ups_are_those_ahead(inside: Scene) -> None:
    bo = inside.someone("bo")
    first, second, third = (inside.shift(f"2025-02-0{day} 10:00") for day in (4, 5, 6))
    for shift in (third, first, second):
        sign_up(shift=shift, person=bo, by=SOMEBODY)
    cancel_own(shift=second, person=bo, by=SOMEBODY)

    assert [each.shift_id for each in selectors.own_sign_ups(bo)] == [first.pk, third.pk]
    with clock.fixed(first.ends_at):
        assert [each.shift_id for each in selectors.own_sign_ups(bo)] == [third.pk]
    assert list(selectors.own_sign_ups(None)) == []


def test_week_counts_published_ones_only(inside: Scene) -> None:
    sign_up(shift=inside.shift("2025-02-04 10:00", places=2), person=inside.someone("bo"), by=SOMEBODY)
    inside.shift("2025-02-04 17:00", places=3)
    inside.shift("2025-02-05 10:00", places=9, publish=False)

    week = planning.week(date(2025, 2, 3), reader=EVERYBODY)

    assert (week.taken, week.places) == (1, 5)
    assert [(day.taken, day.places, day.empty_shifts, len(day.shifts)) for day in week.days[1:3]] == [
        (1, 5, 1, 2),
        (0, 0, 0, 1),
    ]


def test_coverage_says_what_the_weeks_say(
    inside: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The days before the change of the clocks, and those after it."""
    sign_up(shift=inside.shift("2025-03-24 00:00", places=2), person=inside.someone("bo"), by=SOMEBODY)
    for at in ("2025-03-30 23:30", "2025-03-31 00:30", "2025-04-06 23:30", "2025-04-07 00:00"):
        inside.shift(at, places=3)
    inside.shift("2025-03-25 10:00", places=9, publish=False)

    with django_assert_num_queries(1):
        days = selectors.coverage(date(2025, 3, 24), days=14, reader=EVERYBODY)

    weeks = [planning.week(date(2025, 3, day), reader=EVERYBODY) for day in (24, 31)]
    assert [(one.day, one.taken, one.places, one.empty_shifts) for one in days] == [
        (one.day, one.taken, one.places, one.empty_shifts) for week in weeks for one in week.days
    ]
    assert [one.places for one in days] == [2, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 3]


def test_shifts_of_a_day_are_told_in_one_query(
    inside: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    inside.shift("2025-02-04 23:30")
    inside.shift("2025-02-04 00:00")
    inside.shift("2025-02-05 00:00")
    inside.shift("2025-02-04 10:00", publish=False)

    with django_assert_num_queries(1):
        found = selectors.of_day(date(2025, 2, 4), reader=EVERYBODY)
        said = [(words.title(each), each.site and each.site.name, each.taken, each.places) for each in found]

    assert said == [("Kohtaamispaikan isäntä", None, 0, 2)] * 2


def test_week_of_the_change_of_clocks(inside: Scene) -> None:
    """A week begins and ends at local midnight, also where it has an hour less."""
    inside.shift("2025-03-30 23:30")
    inside.shift("2025-03-31 00:30")

    assert [len(day.shifts) for day in planning.week(date(2025, 3, 24), reader=EVERYBODY).days] == [
        0,
        0,
        0,
        0,
        0,
        0,
        1,
    ]


def test_awaiting_attendance(inside: Scene) -> None:
    shift = inside.shift()
    taken = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    assert list(selectors.awaiting_attendance(now=clock.now(), reader=EVERYBODY)) == []

    with clock.fixed(shift.ends_at):
        assert list(selectors.awaiting_attendance(now=shift.ends_at, reader=EVERYBODY)) == [shift]
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        assert list(selectors.awaiting_attendance(now=shift.ends_at, reader=EVERYBODY)) == []


def test_short_of_people(inside: Scene) -> None:
    soon, full = inside.shift("2025-02-04 10:00"), inside.shift("2025-02-05 10:00", places=1)
    sign_up(shift=full, person=inside.someone("bo"), by=SOMEBODY)
    inside.shift("2025-02-20 10:00")

    assert list(selectors.short_of_people(now=NOW, until=NOW + timedelta(days=7), reader=EVERYBODY)) == [soon]


def test_addable_people_do_the_role_first(inside: Scene) -> None:
    shift = inside.shift()
    sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    inside.person("Aaro", "Aalto", role=False)
    inside.person("Eeva", "Ek")
    inside.person("Poissa", "Oleva", state="on_break")

    assert [
        (each.given_name, each.does_the_role) for each in selectors.addable_people(shift, reader=EVERYBODY)
    ] == [
        ("Ada", True),
        ("Eeva", True),
        ("Aaro", False),
    ]
