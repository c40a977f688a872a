"""Months: when they open, when they close, and what they were made of."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from scheduling.hours import selectors, states, tasks
from scheduling.hours.errors import MonthClosed, MonthNotOver, NotFromHere, ReasonRequired
from scheduling.hours.models import ChangedMonth, Correction, HoursEntry, Month
from scheduling.hours.services import approval, batch, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.context import entered, platform_role
from tenants.models import Association, Wakeup
from tests.scheduling.hours.conftest import BY, MONDAY, at
from volunteers.register.models import Trail

New = Callable[..., NewEntry]
JANUARY, DECEMBER = date(2025, 1, 1), date(2024, 12, 1)


def states_of_months() -> dict[date, str]:
    return dict(Month.objects.values_list("first_day", "state"))


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("first_day", "due"),
    [
        (date(2025, 2, 1), "2025-03-16 00:00"),
        (date(2024, 12, 1), "2025-01-16 00:00"),
        (date(2025, 1, 1), "2025-02-16 00:00"),
        (date(2025, 3, 1), "2025-04-16 00:00"),
    ],
)
def test_month_is_due_at_the_start_of_the_16th_of_the_next(first_day: date, due: str) -> None:
    assert months.due_at(first_day=first_day) == at(due)


@pytest.mark.usefixtures("inside")
def test_month_that_opens_late_stays_open_15_days() -> None:
    months.ensure(first_days=[DECEMBER, JANUARY])
    closes = dict(Month.objects.values_list("first_day", "closes_at"))
    assert closes == {DECEMBER: at("2025-02-18 00:00"), JANUARY: at("2025-02-18 00:00")}
    with platform_role():
        due = set(
            Wakeup.objects.filter(schema_name="a_alfa", queue="months").values_list("due_at", flat=True)
        )
    assert at("2025-02-18 00:00") in due


def test_february_closes_by_itself_on_16_march_and_not_a_minute_before(alfa: Association, new: New) -> None:
    batch.record_batch(entries=[new("2025-02-02 10:00", "2025-02-02 11:00")], by=BY)
    for moment, state in (("2025-03-15 23:59", "open"), ("2025-03-16 00:00", "closed")):
        with clock.fixed(at(moment)):
            tasks.close_due_months.run(schema_name=alfa.schema_name)
        assert states_of_months()[date(2025, 2, 1)] == state
    month = Month.objects.get(first_day=date(2025, 2, 1))
    assert (month.closed_at, month.closed_by) == (at("2025-03-16 00:00"), "calendar")
    assert selectors.is_intact(month)
    # Again, and nothing more happens.
    with clock.fixed(at("2025-03-16 00:05")):
        tasks.close_due_months.run(schema_name=alfa.schema_name)
    assert Trail.objects.filter(verb="month.closed").count() == 1


def test_months_without_hours_close_too_once_there_was_one(alfa: Association, new: New) -> None:
    with clock.fixed(at("2024-10-05 12:00")):
        batch.record_batch(entries=[new("2024-10-02 10:00", "2024-10-02 11:00")], by=BY)
    with clock.fixed(at("2024-12-20 12:00")):
        tasks.close_due_months.run(schema_name=alfa.schema_name)
    with clock.fixed(at("2025-02-20 12:00")):
        tasks.close_due_months.run(schema_name=alfa.schema_name)
    assert states_of_months() == {
        date(2024, 10, 1): "closed",
        date(2024, 11, 1): "closed",
        date(2024, 12, 1): "closed",
        date(2025, 1, 1): "open",
        date(2025, 2, 1): "open",
    }


def test_association_that_never_wrote_hours_has_no_months(alfa: Association, inside: Association) -> None:
    tasks.close_due_months.run(schema_name=alfa.schema_name)
    assert not Month.objects.exists()


@pytest.mark.usefixtures("inside")
def test_month_closes_by_hand_after_its_last_minute() -> None:
    with clock.fixed(at("2025-01-31 23:59")), pytest.raises(MonthNotOver) as refusal:
        months.close_month(first_day=JANUARY, by=BY)
    assert str(refusal.value) == (
        "January\u00a02025 has not ended yet. It can be closed from Sat\u00a01\u00a0Feb\u00a02025 on."
    )
    with clock.fixed(at("2025-02-01 00:00")):
        assert months.close_month(first_day=JANUARY, by=BY).month.state == "closed"


def test_closing_twice_keeps_the_first(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    first = months.close_month(first_day=JANUARY, by=BY).month
    with clock.fixed(MONDAY + timedelta(days=1)):
        second = months.close_month(first_day=JANUARY, by=BY).month
    assert (second.closed_at, second.input_hash) == (MONDAY, first.input_hash)
    assert ChangedMonth.objects.filter(first_day=JANUARY).exists()


def test_closing_tells_what_was_left_behind(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    batch.record_batch(
        entries=[new("2025-01-21 10:00", "2025-01-21 11:00"), new("2025-01-31 23:00", "2025-02-01 01:00")],
        by=BY,
        approve=False,
    )
    closed = months.close_month(first_day=JANUARY, by=BY)
    assert closed.left_behind == 2
    with pytest.raises(MonthClosed):
        approval.approve(entries=HoursEntry.objects.filter(state="submitted"), by=BY)
    assert HoursEntry.objects.filter(state="submitted").count() == 2


def test_hash_changes_with_what_counts_and_with_nothing_else(new: New) -> None:
    empty = selectors.input_hash(JANUARY, last_correction=0)
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    one = selectors.input_hash(JANUARY, last_correction=0)
    batch.record_batch(entries=[new("2025-01-21 10:00", "2025-01-21 11:00")], by=BY, approve=False)
    batch.record_batch(entries=[new("2025-02-01 10:00", "2025-02-01 11:00")], by=BY)
    assert selectors.input_hash(JANUARY, last_correction=0) == one
    batch.record_batch(entries=[new("2024-12-31 23:00", "2025-01-01 01:00")], by=BY)
    assert len({empty, one, selectors.input_hash(JANUARY, last_correction=0)}) == 3


def test_closed_month_that_was_tampered_with_is_not_intact(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    month = months.close_month(first_day=JANUARY, by=BY).month
    assert selectors.is_intact(month)
    Month.objects.filter(pk=month.pk).update(state="open")
    HoursEntry.objects.update(kind="training")
    Month.objects.filter(pk=month.pk).update(state="closed")
    assert not selectors.is_intact(month)


def test_closed_month_refuses_raw_changes_too(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    months.close_month(first_day=JANUARY, by=BY)
    for change in (
        lambda: HoursEntry.objects.update(minutes=59),
        lambda: HoursEntry.objects.all().delete(),
        lambda: HoursEntry.objects.update(first_month=date(2025, 2, 1), last_month=date(2025, 2, 1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_approving_again_changes_nothing(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY, approve=False)
    assert approval.approve(entries=HoursEntry.objects.all(), by=BY) == 1
    with clock.fixed(MONDAY + timedelta(hours=1)):
        assert approval.approve(entries=HoursEntry.objects.all(), by=BY) == 0
    assert HoursEntry.objects.get().approved_at == MONDAY
    assert ChangedMonth.objects.get().first_day == JANUARY


def test_only_what_waits_can_be_returned(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    entry = HoursEntry.objects.get()
    with pytest.raises(NotFromHere):
        approval.return_entry(entry=entry, reason="Why", by=BY)
    with pytest.raises(ReasonRequired):
        approval.return_entry(entry=entry, reason="  ", by=BY)


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("now", list(HoursEntry.State))
@pytest.mark.parametrize("to", list(HoursEntry.State))
def test_entry_moves_where_the_table_leads_only(new: New, now: str, to: str) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 11:00")], by=BY)
    why = Correction.objects.create(reason="x", made_at=MONDAY, made_by="x")
    HoursEntry.objects.update(state=now, reversal=why if now == "reversed" else None)
    entry = HoursEntry.objects.get()
    if to in states.MOVES[now]:
        changes = {"reversal": why} if to == "reversed" else {}
        assert states.move(entry, to=to, **changes).state == to
    else:
        with pytest.raises(NotFromHere):
            states.move(entry, to=to)
    assert HoursEntry.objects.get().state == (to if to in states.MOVES[now] else now)


def test_months_of_another_association_stay_open(alfa: Association, beta: Association) -> None:
    for place in (alfa, beta):
        with entered(place):
            months.ensure(first_days=[JANUARY])
    with entered(alfa):
        months.close_month(first_day=JANUARY, by=BY)
    with entered(beta):
        assert states_of_months() == {JANUARY: "open"}
