"""What a clock shows, and the instant that is meant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from scheduling.hours import walltime
from scheduling.hours.errors import AmbiguousTime, SkippedTime

HELSINKI = ZoneInfo("Europe/Helsinki")
minutes_of_day = st.integers(min_value=0, max_value=24 * 60 - 1).map(lambda all_: time(all_ // 60, all_ % 60))


def test_times_of_a_quiet_day_are_what_they_say() -> None:
    found = walltime.instant(day=date(2025, 2, 4), at=time(17), zone=HELSINKI)
    assert found == datetime(2025, 2, 4, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "skipped"), [("02:59", False), ("03:00", True), ("03:59", True), ("04:00", False)]
)
def test_hour_that_clocks_skip_is_refused(shown: str, skipped: bool) -> None:
    day, at = date(2024, 3, 31), time.fromisoformat(shown)
    if skipped:
        with pytest.raises(SkippedTime):
            walltime.instant(day=day, at=at, zone=HELSINKI)
    else:
        assert walltime.instant(day=day, at=at, zone=HELSINKI).tzinfo is UTC


@pytest.mark.parametrize(
    ("shown", "twice"), [("02:59", False), ("03:00", True), ("03:59", True), ("04:00", False)]
)
def test_hour_that_clocks_show_twice_is_refused(shown: str, twice: bool) -> None:
    day, at = date(2024, 10, 27), time.fromisoformat(shown)
    if twice:
        with pytest.raises(AmbiguousTime):
            walltime.instant(day=day, at=at, zone=HELSINKI)
    else:
        assert walltime.instant(day=day, at=at, zone=HELSINKI).tzinfo is UTC


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2036, 12, 31)), minutes_of_day)
def test_what_is_not_refused_comes_back_as_it_was(day: date, at: time) -> None:
    try:
        found = walltime.instant(day=day, at=at, zone=HELSINKI)
    except (SkippedTime, AmbiguousTime):
        # Only in the two nights of a year in which clocks change.
        assert day.month in {3, 10}
        assert day.day >= 25
        assert day.weekday() == 6
        return
    local = found.astimezone(HELSINKI)
    assert (local.date(), local.time()) == (day, at)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2036, 12, 31)), minutes_of_day)
def test_time_that_stands_for_an_unknown_one_is_never_refused(day: date, at: time) -> None:
    local = walltime.about(day=day, at=at, zone=HELSINKI).astimezone(HELSINKI)
    shown = datetime.combine(day, at, tzinfo=HELSINKI)
    assert local.date() == day
    assert abs(local.replace(tzinfo=None) - shown.replace(tzinfo=None)) <= timedelta(hours=1)
