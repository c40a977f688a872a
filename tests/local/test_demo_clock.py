"""Steps of the demo's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from local.demo_clock import NotForward, UnknownStep, target

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)  # 08:00 in Helsinki


@pytest.mark.parametrize(
    ("step", "now", "expected"),
    [
        ("3h", MONDAY, datetime(2025, 2, 3, 9, tzinfo=UTC)),
        ("morning", MONDAY, datetime(2025, 2, 4, 6, tzinfo=UTC)),
        ("morning", datetime(2025, 2, 3, 5, 59, tzinfo=UTC), MONDAY),
        ("morning", datetime(2025, 3, 29, 12, tzinfo=UTC), datetime(2025, 3, 30, 5, tzinfo=UTC)),
        ("2025-02-04T14:01", MONDAY, datetime(2025, 2, 4, 12, 1, tzinfo=UTC)),
        (" 2025-02-04T12:01Z ", MONDAY, datetime(2025, 2, 4, 12, 1, tzinfo=UTC)),
    ],
    ids=["hours", "next day", "same day", "over the clock change", "local instant", "instant"],
)
def test_step_leads_forward(step: str, now: datetime, expected: datetime) -> None:
    assert target(step=step, now=now, zone=HELSINKI) == expected


@pytest.mark.parametrize("step", ["0h", "2025-02-03T07:59", "2027-01-01T00:00", "9999h"])
def test_step_back_or_too_far_is_refused(step: str) -> None:
    with pytest.raises(NotForward):
        target(step=step, now=MONDAY, zone=HELSINKI)


@pytest.mark.parametrize("step", ["", "3", "-3h", "tomorrow", "2025-02-30", "3h; drop"])
def test_unknown_step_is_refused(step: str) -> None:
    with pytest.raises(UnknownStep):
        target(step=step, now=MONDAY, zone=HELSINKI)
