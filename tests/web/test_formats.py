"""Dates, times, hours and numbers in three languages."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given, strategies as st

from tests.web.conftest import draw
from web import formats

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture(autouse=True)
def _in_helsinki() -> Iterator[None]:
    with timezone.override(HELSINKI):
        yield


def at(day: int, hour: int, minute: int = 0, month: int = 2) -> dt.datetime:
    return dt.datetime(2025, month, day, hour, minute, tzinfo=HELSINKI).astimezone(dt.UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fi", "ti 4.2. klo 17–20"), ("sv", "tis 4.2 kl. 17–20"), ("en", "Tue 4 Feb 17:00–20:00")],
)
def test_when_in_each_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(formats.when(at(4, 17), at(4, 20))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fi", "ti 4.2. klo 22 – ke 5.2. klo 6"),
        ("sv", "tis 4.2 kl. 22 – ons 5.2 kl. 6"),
        ("en", "Tue 4 Feb 22:00 – Wed 5 Feb 06:00"),
    ],
)
def test_when_over_night_shows_both_days(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(formats.when(at(4, 22), at(5, 6))) == expected


@pytest.mark.usefixtures("finnish")
def test_when_shows_minutes_that_are_not_zero() -> None:
    assert plain(formats.when(at(4, 9, 30), at(4, 12))) == "ti 4.2. klo 9.30–12"


@pytest.mark.usefixtures("finnish")
def test_when_ends_at_midnight_on_the_same_day() -> None:
    assert plain(formats.when(at(4, 20), at(5, 0))) == "ti 4.2. klo 20–24"


@pytest.mark.usefixtures("finnish")
def test_when_breaks_only_between_day_and_time() -> None:
    assert formats.when(at(4, 17), at(4, 20)).split(" ") == ["ti\u00a04.2.", "klo\u00a017–20"]


@pytest.mark.usefixtures("finnish")
def test_when_follows_the_current_time_zone() -> None:
    with timezone.override("Europe/Stockholm"):
        assert plain(formats.when(at(4, 0, 30), at(4, 2))) == "ma 3.2. klo 23.30 – ti 4.2. klo 1"


@pytest.mark.usefixtures("finnish")
def test_when_without_an_end_and_with_the_year() -> None:
    assert plain(formats.when(at(4, 17), year=True)) == "ti 4.2.2025 klo 17"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fi", "tiistai 4.2.2025"), ("sv", "tisdag 4.2.2025"), ("en", "Tuesday 4 February 2025")],
)
def test_day_long_in_each_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(formats.day(dt.date(2025, 2, 4), long=True)) == expected


@pytest.mark.usefixtures("finnish")
def test_day_without_its_name() -> None:
    assert formats.day(dt.date(2025, 11, 21), weekday=False) == "21.11."


@pytest.mark.parametrize(
    ("language", "expected"), [("fi", "helmikuu 2025"), ("sv", "februari 2025"), ("en", "February 2025")]
)
def test_month_in_each_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(formats.month(dt.date(2025, 2, 1))) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("fi", "13 632 h"), ("sv", "13 632 h"), ("en", "13,632 h")]
)
def test_hours_in_each_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(formats.hours(817_920)) == expected


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_whole_hours_rounds_half_an_hour_up(minutes: int) -> None:
    exact = (Decimal(minutes) / 60).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert formats.whole_hours(minutes) == int(exact)


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["fi", "sv", "en"]))
def test_hours_reads_back_as_the_figure(minutes: int, language: str) -> None:
    with translation.override(language):
        digits = "".join(sign for sign in formats.hours(minutes) if sign.isdigit())
    assert int(digits) == (minutes + 30) // 60


@given(st.integers(min_value=0, max_value=10**6))
def test_duration_loses_no_minute(minutes: int) -> None:
    with translation.override("fi"):
        parts = formats.duration(minutes).replace("\u00a0h", "h").replace("\u00a0min", "m").split(" ")
    value = {"h": 60, "m": 1}
    total = sum(int(part[:-1].replace("\u00a0", "")) * value[part[-1]] for part in parts)
    assert total == minutes


@pytest.mark.usefixtures("finnish")
def test_number_with_decimals_and_minus() -> None:
    assert (formats.number(49.25, decimals=1), plain(formats.number(-1234))) == ("49,3", "−1 234")


@pytest.mark.usefixtures("finnish")
@pytest.mark.parametrize(
    ("now", "before", "expected"), [(104, 100, "+4 %"), (97, 100, "−3 %"), (5, 5, "0 %")]
)
def test_change_carries_its_sign(now: int, before: int, expected: str) -> None:
    assert plain(formats.change(now, before)) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Eeva-Liisa Maria Salmela", "ES"), ("Åke", "Å"), ("", ""), ("ada ahola", "AA")]
)
def test_initials(name: str, expected: str) -> None:
    assert formats.initials(name) == expected


@pytest.mark.usefixtures("finnish")
def test_when_tag_gives_machines_the_moment() -> None:
    drawn = draw("{% when starts ends %}", starts=at(4, 17), ends=at(4, 20))
    moment = 'class="rn-nowrap" datetime="2025-02-04T15:00:00+00:00"'
    assert plain(drawn) == f"<time {moment}>ti 4.2. klo 17–20</time>"


@pytest.mark.parametrize(("value", "whole", "expected"), [(1, 3, 33), (5, 4, 100), (1, 0, 0), (-1, 4, 0)])
def test_share_is_a_whole_percent_from_0_to_100(value: int, whole: int, expected: int) -> None:
    assert draw("{{ value|share:whole }}", value=value, whole=whole) == str(expected)
