"""Who has what when: one at a time, week by week, called off; and what the tables themselves keep."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies as st

from scheduling.activities.errors import EndsBeforeStart, MonthClosed, NotFromHere
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.services import months
from scheduling.premises import free, states
from scheduling.premises.errors import DaysTaken, NothingToBook, NotInUse, Taken, TooManyWeeks
from scheduling.premises.models import Booking, Equipment, Space
from scheduling.premises.services import bookings, outcomes
from tests.scheduling.premises.conftest import BY, at, booked, hall, plan

pytestmark = pytest.mark.usefixtures("inside")


def test_second_party_is_told_who_has_it_and_what_is_free() -> None:
    booked("2025-02-04")
    booked("2025-02-04", "14:00", "16:00")
    with pytest.raises(Taken) as refused:
        booked("2025-02-04", "11:00", "13:00")
    assert str(refused.value).replace("\u00a0", " ") == (
        "“Sali” is taken Tue 4 Feb 10:00–12:00: Kuoro ry. "
        "Free that day: 08:00–10:00, 12:00–14:00, 16:00–22:00."
    )
    booked("2025-02-04", "12:00", "14:00")
    booked("2025-02-04", space=hall("Keittiö"))


def test_equipment_is_had_by_one_at_a_time_and_a_booking_is_of_something_in_order() -> None:
    bicycle = Equipment.objects.create(name_fi="Riksa")
    booked("2025-02-04", space=None, equipment=bicycle)
    with pytest.raises(Taken, match="Riksa"):
        booked("2025-02-04", space=hall("Piha"), equipment=bicycle)
    with pytest.raises(NothingToBook):
        booked("2025-02-04", space=None)
    with pytest.raises(EndsBeforeStart):
        booked("2025-02-04", "12:00", "10:00")
    Space.objects.create(name_fi="Vanha", is_active=False)
    with pytest.raises(NotInUse):
        booked("2025-02-05", space=hall("Vanha"))


def test_what_is_asked_for_keeps_nobody_out_and_is_confirmed_if_free() -> None:
    asked = bookings.book(plan=plan("2025-02-04"), by=BY, asked=True)
    first = booked("2025-02-04")
    with pytest.raises(Taken):
        bookings.confirm(booking=asked, by=BY)
    bookings.call_off(booking=first, by=BY)
    assert bookings.confirm(booking=asked, by=BY).state == "booked"
    with pytest.raises(Taken):
        bookings.confirm(booking=first, by=BY)
    with pytest.raises(NotFromHere):
        states.move(first, to="requested")


def test_weeks_are_booked_by_the_clock_on_the_wall_and_taken_ones_named_or_left_out() -> None:
    booked("2025-03-25", "09:00", "11:00")
    wish = plan("2025-03-18")
    with pytest.raises(DaysTaken) as refused:
        bookings.book_weekly(plan=wish, until_on=date(2025, 4, 8), by=BY)
    assert (
        str(refused.value).replace("\u00a0", " ") == "“Sali” is taken on Tue 25 Mar 2025. Nothing was saved."
    )
    assert Booking.objects.count() == 1
    done = bookings.book_weekly(plan=wish, until_on=date(2025, 4, 8), by=BY, leave_out=True)
    assert done.left_out == [date(2025, 3, 25)]
    assert [row.starts_at for row in done.made] == [
        at("2025-03-18 10:00"), at("2025-04-01 10:00"), at("2025-04-08 10:00"),
    ]  # fmt: skip
    with pytest.raises(TooManyWeeks):
        bookings.book_weekly(plan=wish, until_on=date(2029, 1, 1), by=BY)
    assert bookings.call_off(booking=done.made[1], by=BY, following=True) == 2
    assert Booking.objects.filter(state="booked").count() == 2


def test_change_minds_others_and_not_itself() -> None:
    first, second = booked("2025-02-04"), booked("2025-02-04", "14:00", "16:00")
    bookings.change(booking=second, plan=plan("2025-02-04", "15:00", "17:00"), by=BY)
    with pytest.raises(Taken):
        bookings.change(booking=second, plan=plan("2025-02-04", "11:00", "13:00"), by=BY)
    assert [first.starts_at, Booking.objects.get(pk=second.pk).starts_at] == [
        at("2025-02-04 10:00"), at("2025-02-04 15:00"),
    ]  # fmt: skip


def test_who_came_after_all_is_told_who_has_the_time_since() -> None:
    missed = booked("2025-01-21")
    outcomes.note_no_show(booking=missed, by=BY)
    booked("2025-01-21", "11:00", "13:00")
    with pytest.raises(Taken):
        outcomes.note_held(heads={missed: Heads(4)}, by=BY)
    assert Booking.objects.get(pk=missed.pk).state == "no_show"


def test_tables_keep_one_party_at_a_time_and_closed_months() -> None:
    one = booked("2025-01-20")
    row = {
        name: getattr(one, name) for name in ("space", "purpose", "local_date", "first_month", "created_at")
    }
    with pytest.raises(IntegrityError, match="booking_space_once"), transaction.atomic():
        Booking.objects.create(**row, starts_at=one.starts_at, ends_at=one.starts_at + timedelta(minutes=1))
    months.close_month(first_day=date(2025, 1, 1), by=BY)
    with pytest.raises(IntegrityError, match="premises_month_closed"), transaction.atomic():
        Booking.objects.filter(pk=one.pk).update(first_month=date(2025, 2, 1))
    for write in (
        lambda: booked("2025-01-21"),
        lambda: bookings.call_off(booking=one, by=BY),
        lambda: bookings.change(booking=one, plan=plan("2025-02-04"), by=BY),
    ):
        with pytest.raises(MonthClosed):
            write()
    assert Booking.objects.get().state == "booked"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(1, 300)), max_size=6))
def test_free_and_taken_make_up_the_day(taken: list[tuple[int, int]]) -> None:
    day = datetime(2025, 2, 4)
    stretches = [(day + timedelta(minutes=at), day + timedelta(minutes=at + last)) for at, last in taken]
    opens, closes = day + timedelta(hours=8), day + timedelta(hours=22)
    left = free.left(opens, closes, stretches)
    for minute in range(8 * 60, 22 * 60):
        now = day + timedelta(minutes=minute)
        is_taken = any(starts <= now < ends for starts, ends in stretches)
        assert any(starts <= now < ends for starts, ends in left) is not is_taken
