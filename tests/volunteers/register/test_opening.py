"""Opening hours: read, said, and asked whether a time lies within."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from volunteers.register import opening
from volunteers.register.opening import DAY, Stretch
from volunteers.register.site_errors import ClosesBeforeItOpens, HoursOverlap, HoursUnread

# A week of quarters of hours: which of them are open.
QUARTER = 15
WEEKS = st.sets(st.integers(min_value=0, max_value=7 * 96 - 1), min_size=1)
MONDAY = datetime(2025, 2, 3)


def _week(quarters: set[int]) -> list[Stretch]:
    return [(each // 96, each % 96 * QUARTER, (each % 96 + 1) * QUARTER) for each in sorted(quarters)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("9-16", [(540, 960)]),
        (" 9.30 – 12 , 13–17:45", [(570, 720), (780, 1065)]),
        ("13–17; 9–12", [(540, 720), (780, 1020)]),
        ("0–24", [(0, DAY)]),
        ("9–12, 12–16", [(540, 720), (720, 960)]),
        ("", []),
    ],
)
def test_day_is_read_as_people_write_it(typed: str, found: list[tuple[int, int]]) -> None:
    assert opening.read_day(typed) == found
    assert opening.read_day(opening.typed(found)) == found


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("from nine", HoursUnread),
        ("9–", HoursUnread),
        ("9–25", HoursUnread),
        ("9.75–10", HoursUnread),
        ("22–24.30", HoursUnread),
        ("9–10,11–12,13–14,15–16,17–18,19–20,21–22", HoursUnread),
        ("16–9", ClosesBeforeItOpens),
        ("9–9", ClosesBeforeItOpens),
        ("9–13, 12–16", HoursOverlap),
    ],
)
def test_what_is_no_opening_hours_is_refused_in_words(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        opening.read_day(typed)


def test_days_with_the_same_hours_stand_on_one_line() -> None:
    week = [(day, 540, 960) for day in range(5)] + [(5, 600, 840)]
    assert opening.week_in_words(week) == [("Mon–Fri", "9–16"), ("Sat", "10–14"), ("Sun", "closed")]
    assert opening.week_in_words([]) == []


@pytest.mark.parametrize(
    ("starts", "hours", "is_open"),
    [
        ("2025-02-03 09:00", 7, True),
        ("2025-02-03 08:59", 1, False),
        ("2025-02-03 15:00", 2, False),
        ("2025-02-07 20:00", 6, True),  # Friday until two in the night
        ("2025-02-07 20:00", 7, False),
        ("2025-02-09 12:00", 1, False),
    ],
)
def test_shift_is_within_the_hours_or_not(starts: str, hours: int, is_open: bool) -> None:
    week = [(0, 540, 720), (0, 720, 960), (4, 1080, DAY), (5, 0, 120)]
    begin = datetime.fromisoformat(starts)
    assert opening.is_open(week, begin, begin + timedelta(hours=hours)) is is_open


def test_nothing_is_outside_of_hours_that_nobody_knows() -> None:
    assert opening.is_open([], MONDAY, MONDAY + timedelta(hours=3))


@settings(max_examples=30, deadline=None)
@given(
    quarters=WEEKS,
    first=st.integers(min_value=0, max_value=7 * 96 - 1),
    length=st.integers(min_value=1, max_value=96),
)
def test_open_means_open_in_every_quarter(quarters: set[int], first: int, length: int) -> None:
    starts = MONDAY + timedelta(minutes=first * QUARTER)
    ends = starts + timedelta(minutes=length * QUARTER)
    every = {(first + number) % (7 * 96) for number in range(length)}
    assert opening.is_open(_week(quarters), starts, ends) is (every <= quarters)
