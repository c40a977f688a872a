"""Months: opened by the first row, shared by writers, closed by hand or by themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from scheduling.hours import locks, selectors, split, states
from scheduling.hours.errors import MonthClosed, MonthNotOver
from scheduling.hours.models import ChangedMonth, Month
from tenants import clock
from tenants.actors import Actor
from tenants.backup.steps import Restoring
from tenants.context import current_association
from tenants.wakeups import wake
from volunteers.register import trail
from web import formats

# A month closes by itself this many days after its end, at midnight.
DAYS_TO_CLOSE = 15


@dataclass(frozen=True)
class Closed:
    """A closed month, and how many entries were left behind in it without being approved."""

    month: Month
    left_behind: int


def zone() -> ZoneInfo:
    """The entered association's time zone."""
    return ZoneInfo(current_association().timezone)


def due_at(*, first_day: date) -> datetime:
    """When a month closes by itself: at the start of the 16th of the next one."""
    return _midnight(split.after(first_day) + timedelta(days=DAYS_TO_CLOSE))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone()).astimezone(UTC)


def ensure(*, first_days: Iterable[date]) -> None:
    """Have rows for these months. One that is due already stays open for as many days as any other."""
    wanted = sorted(set(first_days))
    known = set(Month.objects.filter(first_day__in=wanted).values_list("first_day", flat=True))
    missing = [first_day for first_day in wanted if first_day not in known]
    if not missing:
        return
    late = _midnight(clock.today(current_association()) + timedelta(days=DAYS_TO_CLOSE))
    rows = [
        Month(first_day=first_day, closes_at=max(due_at(first_day=first_day), late)) for first_day in missing
    ]
    Month.objects.bulk_create(rows, ignore_conflicts=True)
    for closes_at in sorted({row.closes_at for row in rows}):
        wake(queue="months", at=closes_at)


def open_for_writing(*, first_days: Iterable[date]) -> None:
    """Keep these months open until the transaction ends. A step of larger verbs. Raises MonthClosed."""
    for first_day in closed_among(first_days=first_days):
        raise MonthClosed(month=formats.month(first_day))


def closed_among(*, first_days: Iterable[date]) -> list[date]:
    """Those of these months that are closed; the others stay open until the transaction ends. A step."""
    wanted = sorted(set(first_days))
    ensure(first_days=wanted)
    return [day for day, state in locks.share_months(wanted).items() if state == Month.State.CLOSED]


def mark_changed(*, first_days: Iterable[date]) -> None:
    """Say that these months' rows were written, and wake whoever makes the figures. A step of verbs."""
    at = clock.now()
    _mark(first_days, at)
    wake(queue="figures", at=at)


def after_restore(*, restoring: Restoring) -> None:
    """What came back from a backup is the truth again: figures are made of it, and told to those who follow.

    A copy under another name is followed by nobody.
    """
    if not restoring.is_copy:
        mark_all()


def mark_all() -> None:
    """Have the figures of all months made and told again. Whoever calls it wakes the queue."""
    _mark(Month.objects.values_list("first_day", flat=True), clock.now())


def _mark(first_days: Iterable[date], at: datetime) -> None:
    ChangedMonth.objects.bulk_create(
        [ChangedMonth(first_day=first_day, marked_at=at) for first_day in sorted(set(first_days))],
        update_conflicts=True,
        unique_fields=["first_day"],
        update_fields=["marked_at", "told_by"],
    )


@transaction.atomic(durable=True)
def close_month(*, first_day: date, by: Actor) -> Closed:
    """Close a month for good, with the hash of what it was made of. A closed one stays as it is.

    What waits for approval is left behind and counts nowhere. Raises MonthNotOver.
    """
    if clock.now() < (ends_at := split.bounds(first_day, zone())[1]):
        raise MonthNotOver(month=formats.month(first_day), day=formats.day(ends_at, year=True))
    ensure(first_days=[first_day])
    month = locks.lock_month(first_day)
    left_behind = selectors.left_behind(first_day)
    if month.state == Month.State.CLOSED:
        return Closed(month=month, left_behind=left_behind)
    last = selectors.last_correction()
    states.close(
        month,
        at=clock.now(),
        by=by.name,
        input_hash=selectors.input_hash(first_day, last_correction=last),
        last_correction=last,
    )
    trail.record(
        "month.closed", by=by, subject_kind="month", month=first_day.isoformat(), left_behind=left_behind
    )
    mark_changed(first_days=[first_day])
    return Closed(month=month, left_behind=left_behind)


def close_due_months(*, by: Actor) -> list[Closed]:
    """Close every month whose day has come, each in its own transaction; months without hours too."""
    _fill_gaps()
    due = Month.objects.filter(state=Month.State.OPEN, closes_at__lte=clock.now()).order_by("first_day")
    return [close_month(first_day=first_day, by=by) for first_day in due.values_list("first_day", flat=True)]


@transaction.atomic(durable=True)
def _fill_gaps() -> None:
    """Rows for all months from the first known one to the present one: a month with no hours is a true 0."""
    first = Month.objects.order_by("first_day").values_list("first_day", flat=True).first()
    if first is None:
        return
    months, last = [first], split.month_of(clock.today(current_association()))
    while months[-1] < last:
        months.append(split.after(months[-1]))
    ensure(first_days=months)
