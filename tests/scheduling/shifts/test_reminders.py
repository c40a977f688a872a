"""When somebody is reminded: examples first, then what holds for every start."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from scheduling.shifts.services.reminders import due, out_of_the_night
from tests.scheduling.shifts.scene import HELSINKI, local

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
EVENING = time(20, 45)
EARLY, LATE = timedelta(hours=48), timedelta(hours=3)


def reminded(starts: str, known: str) -> list[str]:
    """The local times of the reminders."""
    found = due(starts_at=local(starts), known_at=local(known), zone=HELSINKI)
    return [f"{reminder.due_at.astimezone(HELSINKI):%Y-%m-%d %H:%M}" for reminder in found]


@pytest.mark.parametrize(
    ("starts", "known", "expected"),
    [
        # Known long ago: two days and three hours before.
        ("2025-02-04 17:00", "2025-01-20 12:00", ["2025-02-02 17:00", "2025-02-04 14:00"]),
        # Signed up under 48 hours before: only the later one.
        ("2025-02-04 17:00", "2025-02-03 08:00", ["2025-02-04 14:00"]),
        ("2025-02-04 17:00", "2025-02-02 17:00", ["2025-02-04 14:00"]),
        # Under three hours: the confirmation is enough.
        ("2025-02-04 17:00", "2025-02-04 14:30", []),
        ("2025-02-04 17:00", "2025-02-04 14:00", []),
        # At night: 20:45 of the evening before.
        ("2025-02-06 07:00", "2025-01-20 12:00", ["2025-02-03 20:45", "2025-02-05 20:45"]),
        ("2025-02-06 10:00", "2025-01-20 12:00", ["2025-02-04 10:00", "2025-02-05 20:45"]),
        ("2025-02-06 00:30", "2025-01-20 12:00", ["2025-02-03 20:45", "2025-02-05 20:45"]),
        ("2025-02-06 22:00", "2025-01-20 12:00", ["2025-02-04 20:45", "2025-02-06 19:00"]),
        # The edges of the night: 21 is quiet, 8 is not.
        ("2025-02-06 11:00", "2025-01-20 12:00", ["2025-02-04 11:00", "2025-02-06 08:00"]),
        ("2025-02-06 10:59", "2025-01-20 12:00", ["2025-02-04 10:59", "2025-02-05 20:45"]),
        ("2025-02-06 23:59", "2025-01-20 12:00", ["2025-02-04 20:45", "2025-02-06 20:59"]),
        ("2025-02-07 00:00", "2025-01-20 12:00", ["2025-02-04 20:45", "2025-02-06 20:45"]),
        # Moved to an evening that has passed: dropped.
        ("2025-02-06 09:00", "2025-02-05 22:00", []),
        ("2025-02-06 07:00", "2025-02-03 21:00", ["2025-02-05 20:45"]),
        # Hours are hours, also when the clocks change in between (30.3. and 26.10.2025).
        ("2025-03-30 12:00", "2025-03-01 12:00", ["2025-03-28 11:00", "2025-03-30 09:00"]),
        ("2025-10-26 12:00", "2025-10-01 12:00", ["2025-10-24 13:00", "2025-10-26 09:00"]),
        ("2025-03-30 05:00", "2025-03-01 12:00", ["2025-03-27 20:45", "2025-03-29 20:45"]),
    ],
)
def test_due(starts: str, known: str, expected: list[str]) -> None:
    assert reminded(starts, known) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-02-04 20:59", "2025-02-04 20:59"),
        ("2025-02-04 21:00", "2025-02-04 20:45"),
        ("2025-02-04 23:59", "2025-02-04 20:45"),
        ("2025-02-05 00:00", "2025-02-04 20:45"),
        ("2025-02-05 07:59", "2025-02-04 20:45"),
        ("2025-02-05 08:00", "2025-02-05 08:00"),
        ("2025-03-30 04:30", "2025-03-29 20:45"),
    ],
)
def test_out_of_the_night(at: str, expected: str) -> None:
    assert out_of_the_night(instant=local(at), zone=HELSINKI) == local(expected)


zones = st.sampled_from(["Europe/Helsinki", "Europe/Stockholm", "UTC", "America/St_Johns"]).map(ZoneInfo)
minutes = st.integers(min_value=0, max_value=60 * 24 * 900)
starts = minutes.map(lambda count: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=count))
# Around the nights in which the clocks change, so that they are met often.
changes = st.tuples(
    st.sampled_from([datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)]),
    st.integers(min_value=-60 * 80, max_value=60 * 80),
).map(lambda pair: pair[0] + timedelta(minutes=pair[1]))
ahead = st.integers(min_value=0, max_value=60 * 24 * 10).map(lambda count: timedelta(minutes=count))


@given(starts_at=starts | changes, ahead=ahead, zone=zones)
@example(starts_at=local("2025-03-30 05:00"), ahead=timedelta(days=9), zone=HELSINKI)
def test_reminders_always(starts_at: datetime, ahead: timedelta, zone: ZoneInfo) -> None:
    known_at = starts_at - ahead

    found = due(starts_at=starts_at, known_at=known_at, zone=zone)

    for reminder in found:
        at = reminder.due_at.astimezone(zone)
        assert known_at < reminder.due_at <= starts_at - reminder.lead
        assert time(8) <= at.time() < time(21)
        # As meant, or moved to the evening by less than a night.
        if reminder.due_at != starts_at - reminder.lead:
            assert at.time() == EVENING
            assert starts_at - reminder.lead - reminder.due_at < timedelta(hours=12, minutes=16)
    leads = [reminder.lead for reminder in found]
    assert leads in ([], [LATE], [EARLY, LATE], [EARLY])
    assert [reminder.due_at for reminder in found] == sorted({reminder.due_at for reminder in found})
    if ahead <= LATE:
        assert found == []
    if ahead <= EARLY:
        assert EARLY not in leads


@given(starts_at=starts | changes, zone=zones)
def test_who_knows_long_ahead_gets_both(starts_at: datetime, zone: ZoneInfo) -> None:
    leads = [reminder.lead for reminder in due(starts_at=starts_at, known_at=LONG_AGO, zone=zone)]

    assert leads == [EARLY, LATE]


@given(starts_at=starts | changes, ahead=ahead, later=ahead, zone=zones)
def test_knowing_later_never_adds_a_reminder(
    starts_at: datetime, ahead: timedelta, later: timedelta, zone: ZoneInfo
) -> None:
    first = due(starts_at=starts_at, known_at=starts_at - ahead - later, zone=zone)
    second = due(starts_at=starts_at, known_at=starts_at - ahead, zone=zone)

    assert [reminder for reminder in first if reminder in second] == second
