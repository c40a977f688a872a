"""From a rule to dates: recurrence, midnight, the nights in which clocks change, holidays, bounds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings, strategies as st

from scheduling.shifts.errors import series as errors
from scheduling.shifts.series import public_holidays, repeating
from scheduling.shifts.series.repeating import Clocks, Dates, LeftOut, Rule, Time, Why

HELSINKI = ZoneInfo("Europe/Helsinki")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
EVENING = Time(17 * 60, 180)
TUESDAYS = Rule(
    weekdays=(1,), times=(EVENING,), from_on=date(2025, 2, 3), until_on=date(2025, 12, 31), holidays=True
)


def dates(rule: Rule, *, now: datetime = LONG_AGO, **more: date) -> Dates:
    with translation.override("en"):
        known = public_holidays.named(range(rule.from_on.year, rule.until_on.year + 1))
    return repeating.dates(rule, zone=HELSINKI, holidays=known, now=now, **more)


def days(rule: Rule) -> list[str]:
    return [f"{one.day:%d.%m.}" for one in dates(rule).occurrences]


def walls(rule: Rule) -> list[str]:
    return [
        f"{one.starts_at.astimezone(HELSINKI):%d.%m. %H:%M}–{one.ends_at.astimezone(HELSINKI):%d.%m. %H:%M}"
        for one in dates(rule).occurrences
    ]


# --- which days -----------------------------------------------------------------------------------


def test_every_second_week_counts_from_the_first_day_that_fits() -> None:
    mondays = replace(
        TUESDAYS, weekdays=(0, 2), every=2, from_on=date(2025, 2, 5), until_on=date(2025, 3, 10)
    )
    assert days(mondays) == ["05.02.", "17.02.", "19.02.", "03.03.", "05.03."]


@pytest.mark.parametrize(
    ("nth", "found"),
    [
        (1, ["04.02.", "04.03.", "01.04.", "06.05."]),
        (4, ["25.02.", "25.03.", "22.04.", "27.05."]),
        (-1, ["25.02.", "25.03.", "29.04.", "27.05."]),
    ],
)
def test_nth_tuesday_of_the_month(nth: int, found: list[str]) -> None:
    assert days(replace(TUESDAYS, nth=nth, until_on=date(2025, 6, 1))) == found


def test_every_second_month_counts_from_the_first_one_that_fits() -> None:
    rule = replace(TUESDAYS, nth=1, every=2, from_on=date(2025, 2, 5), until_on=date(2025, 8, 1))
    assert days(rule) == ["04.03.", "06.05.", "01.07."]


def test_several_shifts_a_day_are_in_order_of_time() -> None:
    rule = replace(TUESDAYS, times=(EVENING, Time(9 * 60, 60)), until_on=date(2025, 2, 4))
    assert walls(rule) == ["04.02. 09:00–04.02. 10:00", "04.02. 17:00–04.02. 20:00"]


# --- clocks ---------------------------------------------------------------------------------------


def test_five_in_the_afternoon_stays_five_when_clocks_change() -> None:
    rule = replace(TUESDAYS, weekdays=(5, 6), from_on=date(2025, 3, 29), until_on=date(2025, 3, 30))
    assert walls(rule) == ["29.03. 17:00–29.03. 20:00", "30.03. 17:00–30.03. 20:00"]


def test_night_in_which_an_hour_is_missing() -> None:
    night = replace(
        TUESDAYS,
        weekdays=(5,),
        from_on=date(2025, 3, 29),
        until_on=date(2025, 3, 29),
        times=(Time(22 * 60, 330), Time(27 * 60 + 30 - 24 * 60, 270)),
    )
    evening = dates(night).occurrences[1]
    assert evening.clocks is Clocks.SKIPPED
    assert evening.ends_at.astimezone(HELSINKI).isoformat() == "2025-03-30T04:00:00+03:00"
    # The next one takes over at the same moment.
    morning = dates(replace(night, weekdays=(6,), until_on=date(2025, 3, 30))).occurrences[0]
    assert (morning.starts_at, morning.clocks) == (evening.ends_at, Clocks.SKIPPED)


def test_shift_that_the_change_of_clocks_skips_whole_is_left_out() -> None:
    rule = replace(
        TUESDAYS,
        weekdays=(6,),
        times=(Time(3 * 60, 60),),
        from_on=date(2025, 3, 24),
        until_on=date(2025, 4, 6),
    )
    found = dates(rule)
    assert [one.day for one in found.occurrences] == [date(2025, 4, 6)]
    assert found.left_out == [LeftOut(date(2025, 3, 30), Why.SKIPPED, time=0)]


def test_night_in_which_an_hour_comes_twice_means_the_first() -> None:
    rule = replace(
        TUESDAYS,
        weekdays=(5,),
        times=(Time(22 * 60, 330),),
        from_on=date(2025, 10, 25),
        until_on=date(2025, 10, 25),
    )
    (night,) = dates(rule).occurrences
    assert night.ends_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert night.clocks is Clocks.TWICE


minutes = st.integers(min_value=0, max_value=1439)
rules = st.builds(
    Rule,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    times=st.lists(st.builds(Time, minutes, st.integers(1, 720)), min_size=1, max_size=2, unique=True).map(
        tuple
    ),
    from_on=st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    until_on=st.just(date(2027, 1, 1)),
    every=st.integers(1, 4),
    nth=st.sampled_from([None, 1, 2, 3, 4, -1]),
    holidays=st.booleans(),
)


@given(rules, st.integers(0, 400))
@settings(max_examples=30)
def test_what_a_rule_makes_is_what_it_says(rule: Rule, length: int) -> None:
    rule = replace(rule, until_on=rule.from_on + timedelta(days=length))
    try:
        found = dates(rule)
    except errors.NoShifts:
        return
    except errors.TooManyShifts:
        assert (length + 7) * len(rule.times) * len(rule.weekdays) > 7 * repeating.MOST
        return
    known = public_holidays.named([2024, 2025, 2026, 2027])
    keys = [(one.day, one.time) for one in found.occurrences]
    assert len(set(keys)) == len(keys)
    assert [one.starts_at for one in found.occurrences] == sorted(one.starts_at for one in found.occurrences)
    for one in found.occurrences:
        at = rule.times[one.time]
        assert rule.from_on <= one.day <= rule.until_on
        assert one.day.weekday() in rule.weekdays
        assert rule.holidays or one.day not in known
        assert one.starts_at < one.ends_at
        start, end = one.starts_at.astimezone(HELSINKI), one.ends_at.astimezone(HELSINKI)
        if one.clocks is Clocks.STEADY:  # what the clock on the wall shows is what was said
            assert (start.date(), start.time()) == (one.day, at.start)
            assert end.time() == at.end
        if rule.nth in {1, 2, 3, 4}:
            assert (one.day.day - 1) // 7 + 1 == rule.nth
        elif rule.nth:
            assert (one.day + timedelta(days=7)).month != one.day.month


@given(rules, st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=30)
def test_rule_that_goes_on_later_keeps_its_days(rule: Rule, length: int, more: int) -> None:
    short = replace(rule, until_on=rule.from_on + timedelta(days=length))
    longer = replace(short, until_on=short.until_on + timedelta(days=more))
    kept = [day for day in repeating.days(longer) if day <= short.until_on]
    assert kept == list(repeating.days(short))


@given(minutes, st.integers(1, 720), minutes, st.sampled_from([date(2025, 3, 29), date(2025, 10, 25)]))
@settings(max_examples=30)
def test_one_that_takes_over_starts_when_the_one_before_ends(
    start: int, length: int, after: int, day: date
) -> None:
    """Also in the nights of change, and the clock never runs backwards."""
    first = repeating.occurrence(day, 0, Time(start, length), zone=HELSINKI)
    second = repeating.occurrence(
        day + timedelta(days=(start + length) // 1440),
        0,
        Time((start + length) % 1440, after + 60),
        zone=HELSINKI,
    )
    if first is not None and second is not None:
        assert first.ends_at == second.starts_at


# --- holidays and bounds --------------------------------------------------------------------------


def test_public_holidays_are_left_out_by_name() -> None:
    rule = replace(
        TUESDAYS, weekdays=(3, 4), from_on=date(2025, 12, 24), until_on=date(2025, 12, 31), holidays=False
    )
    with pytest.raises(errors.NoShifts):
        dates(rule)
    found = dates(replace(rule, weekdays=(2, 4)))
    assert [one.day for one in found.occurrences] == [date(2025, 12, 31)]
    assert found.left_out == [
        LeftOut(date(2025, 12, 24), Why.HOLIDAY, "Christmas Eve"),
        LeftOut(date(2025, 12, 26), Why.HOLIDAY, "Second Day of Christmas"),
    ]


@pytest.mark.parametrize(
    ("language", "name"), [("fi", "Juhannuspäivä"), ("sv", "Midsommardagen"), ("en", "Midsummer Day")]
)
def test_holidays_are_named_in_the_language_in_use(language: str, name: str) -> None:
    with translation.override(language):
        assert public_holidays.named([2025])[date(2025, 6, 21)] == name


def test_today_s_shift_that_has_begun_is_left_out() -> None:
    found = dates(replace(TUESDAYS, until_on=date(2025, 2, 11)), now=datetime(2025, 2, 4, 15, 0, tzinfo=UTC))
    assert [one.day for one in found.occurrences] == [date(2025, 2, 11)]
    assert found.left_out == [LeftOut(date(2025, 2, 4), Why.PAST, time=0)]


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        (replace(TUESDAYS, weekdays=()), errors.NoWeekday),
        (replace(TUESDAYS, until_on=date(2025, 2, 2)), errors.EndsBeforeItStarts),
        (replace(TUESDAYS, until_on=date(2027, 2, 5)), errors.SeriesTooLong),
        (replace(TUESDAYS, times=(EVENING, EVENING)), errors.SameTimeTwice),
        (replace(TUESDAYS, until_on=date(2025, 2, 3)), errors.NoShifts),
        (replace(TUESDAYS, weekdays=tuple(range(7)), until_on=date(2027, 2, 3)), errors.TooManyShifts),
    ],
)
def test_rules_that_are_refused(rule: Rule, refusal: type[errors.SeriesRefusal]) -> None:
    with pytest.raises(refusal):
        dates(rule)


def test_exactly_520_are_made_and_one_more_is_counted() -> None:
    daily = replace(TUESDAYS, weekdays=tuple(range(7)), until_on=TUESDAYS.from_on + timedelta(days=519))
    assert len(dates(daily).occurrences) == 520
    with pytest.raises(errors.TooManyShifts) as refused:
        dates(replace(daily, until_on=daily.until_on + timedelta(days=1)))
    assert refused.value.data == {"count": 521, "most": 520}
