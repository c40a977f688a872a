"""Minutes by local month: whatever the clocks do, they add up, and each lies where it passed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from scheduling.hours import split

HELSINKI = ZoneInfo("Europe/Helsinki")
# Helsinki and some whose clocks change at midnight, by half an hour, or on the first of a month.
ZONES = [
    HELSINKI,
    ZoneInfo("UTC"),
    ZoneInfo("America/Havana"),
    ZoneInfo("America/Asuncion"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Asia/Beirut"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Pacific/Apia"),
]

zones = st.sampled_from(ZONES)
instants = st.datetimes(min_value=datetime(2005, 1, 1), max_value=datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
lengths = st.integers(min_value=1, max_value=60 * 24 * 70).map(lambda minutes: timedelta(minutes=minutes))


def helsinki(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@given(instants, lengths, zones)
@example(datetime(2024, 12, 31, 20, tzinfo=UTC), timedelta(hours=4), HELSINKI)
@example(datetime(2024, 3, 30, 20, tzinfo=UTC), timedelta(hours=8), HELSINKI)
@example(datetime(2024, 10, 26, 19, tzinfo=UTC), timedelta(hours=9), HELSINKI)
def test_parts_add_up_to_what_passed(starts: datetime, length: timedelta, zone: ZoneInfo) -> None:
    parts = split.split(starts, starts + length, zone)
    assert sum(parts.values()) == length // timedelta(minutes=1)
    assert all(minutes > 0 for minutes in parts.values())


@given(instants, lengths, zones)
def test_parts_are_months_without_a_gap(starts: datetime, length: timedelta, zone: ZoneInfo) -> None:
    months = split.months_touched(starts, starts + length, zone)
    assert list(split.split(starts, starts + length, zone)) == months
    assert all(after == split.after(before) for before, after in pairwise(months))
    assert months[0] == split.month_at(starts, zone)


@given(instants, lengths, st.floats(min_value=0.01, max_value=0.99), zones)
def test_cutting_in_two_changes_no_month(
    starts: datetime, length: timedelta, share: float, zone: ZoneInfo
) -> None:
    ends = starts + length
    middle = starts + timedelta(minutes=int(share * (length // timedelta(minutes=1))))
    if middle in {starts, ends}:
        return
    first, second = split.split(starts, middle, zone), split.split(middle, ends, zone)
    together = {month: first.get(month, 0) + second.get(month, 0) for month in {*first, *second}}
    assert together == split.split(starts, ends, zone)


@given(instants, zones)
def test_month_of_an_instant_holds_it(instant: datetime, zone: ZoneInfo) -> None:
    since, until = split.bounds(split.month_at(instant, zone), zone)
    assert since <= instant < until


@given(st.dates(min_value=date(2005, 1, 1), max_value=date(2035, 1, 1)), zones)
def test_months_follow_each_other(day: date, zone: ZoneInfo) -> None:
    month = split.month_of(day)
    assert split.bounds(month, zone)[1] == split.bounds(split.after(month), zone)[0]
    assert (split.after(month) - month).days in {28, 29, 30, 31}


@pytest.mark.parametrize(
    ("starts", "ends", "parts"),
    [
        ("2024-12-31T22:00", "2025-01-01T02:00", {date(2024, 12, 1): 120, date(2025, 1, 1): 120}),
        ("2025-01-31T22:00", "2025-02-01T02:00", {date(2025, 1, 1): 120, date(2025, 2, 1): 120}),
        ("2024-03-30T22:00", "2024-03-31T06:00", {date(2024, 3, 1): 7 * 60}),
        ("2024-10-26T22:00", "2024-10-27T06:00", {date(2024, 10, 1): 9 * 60}),
        ("2025-01-31T22:00", "2025-02-01T00:00", {date(2025, 1, 1): 120}),
        ("2025-02-01T00:00", "2025-02-01T02:00", {date(2025, 2, 1): 120}),
        ("2025-01-31T23:59", "2025-02-01T00:01", {date(2025, 1, 1): 1, date(2025, 2, 1): 1}),
    ],
)
def test_nights_at_home(starts: str, ends: str, parts: dict[date, int]) -> None:
    assert split.split(helsinki(starts).astimezone(UTC), helsinki(ends).astimezone(UTC), HELSINKI) == parts


def test_year_has_the_minutes_of_its_months() -> None:
    since, until = split.year_bounds(2024, HELSINKI)
    parts = split.split(since, until, HELSINKI)
    assert (len(parts), sum(parts.values())) == (12, 366 * 24 * 60)
