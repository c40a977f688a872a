"""Quiet hours: when they hold, and when they are over, on every night of the year."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings, strategies as st

from notifications import quiet

HELSINKI = ZoneInfo("Europe/Helsinki")
# Around the nights on which clocks go forward (30.3., 03:00 to 04:00) and back (26.10., 04:00 to 03:00).
SPRING, AUTUMN = datetime(2025, 3, 29, 12, tzinfo=UTC), datetime(2025, 10, 25, 12, tzinfo=UTC)
INSTANTS = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from([SPRING, AUTUMN, datetime(2025, 6, 1, tzinfo=UTC)]),
    st.integers(0, 48 * 60),
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("at", "over"),
    [
        ("2025-02-04 20:59", ""),
        ("2025-02-04 21:00", "2025-02-05 08:00"),
        ("2025-02-05 07:59", "2025-02-05 08:00"),
        ("2025-02-05 08:00", ""),
        ("2025-03-29 23:00", "2025-03-30 08:00"),
        ("2025-10-25 23:00", "2025-10-26 08:00"),
    ],
)
def test_nine_in_the_evening_to_eight(at: str, over: str) -> None:
    ends = quiet.over_at(local(at), quiet_from=time(21), quiet_to=time(8), zone=HELSINKI)
    assert ends == (local(over) if over else None)


def test_hours_that_begin_and_end_together_are_none() -> None:
    assert quiet.over_at(SPRING, quiet_from=time(8), quiet_to=time(8), zone=HELSINKI) is None


@settings(max_examples=50, deadline=None)
@given(instant=INSTANTS, quiet_from=TIMES, quiet_to=TIMES)
@example(instant=datetime(2025, 10, 26, 1, 10, tzinfo=UTC), quiet_from=time(22), quiet_to=time(3, 30))
@example(instant=datetime(2025, 3, 30, 0, 50, tzinfo=UTC), quiet_from=time(22), quiet_to=time(3, 30))
@example(instant=datetime(2025, 3, 30, 1, 5, tzinfo=UTC), quiet_from=time(3, 15), quiet_to=time(5))
@example(instant=datetime(2025, 10, 26, 0, 20, tzinfo=UTC), quiet_from=time(3, 15), quiet_to=time(3, 45))
def test_quiet_hours_always_end_in_an_hour_that_is_not_quiet(
    instant: datetime, quiet_from: time, quiet_to: time
) -> None:
    over = quiet.over_at(instant, quiet_from=quiet_from, quiet_to=quiet_to, zone=HELSINKI)
    shown = instant.astimezone(HELSINKI).time()
    assert (over is not None) == quiet.holds(shown, quiet_from=quiet_from, quiet_to=quiet_to)
    if over is None:
        return
    assert timedelta() < over - instant <= timedelta(hours=25)
    assert quiet.over_at(over, quiet_from=quiet_from, quiet_to=quiet_to, zone=HELSINKI) is None
    began = quiet.began_at(instant, quiet_from=quiet_from, quiet_to=quiet_to, zone=HELSINKI)
    assert began is not None
    assert began <= instant
