"""Which shift is which when a rule changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st

from scheduling.shifts.errors import series as errors
from scheduling.shifts.series import repeating
from scheduling.shifts.series.repeating import Occurrence, Rule, Time
from scheduling.shifts.series.rewriting import Made, rewritten

HELSINKI = ZoneInfo("Europe/Helsinki")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TUESDAYS = Rule(
    weekdays=(1,), times=(Time(17 * 60, 180),), from_on=date(2025, 2, 4), until_on=date(2025, 2, 28)
)


def dates(rule: Rule) -> list[Occurrence]:
    return list(repeating.dates(rule, zone=HELSINKI, holidays={}, now=LONG_AGO).occurrences)


def shifts(rule: Rule) -> list[Made]:
    return [Made(key, one.day, one.time) for key, one in enumerate(dates(rule), start=1)]


def days(found: dict[int, Occurrence]) -> dict[int, str]:
    return {key: f"{one.day:%d.%m.}" for key, one in sorted(found.items())}


def test_another_day_of_the_week_takes_each_shift_along() -> None:
    found = rewritten(shifts(TUESDAYS), dates(replace(TUESDAYS, weekdays=(3,))), monthly=False)
    assert days(found.kept) == {1: "06.02.", 2: "13.02.", 3: "20.02.", 4: "27.02."}
    assert (found.gone, found.made) == ([], [])


def test_every_second_week_calls_off_the_others() -> None:
    found = rewritten(shifts(TUESDAYS), dates(replace(TUESDAYS, every=2)), monthly=False)
    assert (days(found.kept), found.gone) == ({1: "04.02.", 3: "18.02."}, [2, 4])


def test_one_more_day_makes_only_the_new_ones() -> None:
    found = rewritten(shifts(TUESDAYS), dates(replace(TUESDAYS, weekdays=(0, 1))), monthly=False)
    assert days(found.kept) == {1: "04.02.", 2: "11.02.", 3: "18.02.", 4: "25.02."}
    assert [f"{one.day:%d.%m.}" for one in found.made] == ["10.02.", "17.02.", "24.02."]


def test_shifts_of_a_time_that_is_gone_go() -> None:
    old = [replace(each, time=None) for each in shifts(TUESDAYS)]
    found = rewritten(old, dates(TUESDAYS), monthly=False)
    assert (found.kept, found.gone, len(found.made)) == ({}, [1, 2, 3, 4], 4)


def test_by_the_month_a_shift_moves_within_its_month() -> None:
    first = replace(TUESDAYS, nth=1, until_on=date(2025, 4, 30))
    found = rewritten(shifts(first), dates(replace(first, nth=-1)), monthly=True)
    assert days(found.kept) == {1: "25.02.", 2: "25.03.", 3: "29.04."}


rules = st.builds(
    Rule,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    times=st.just((Time(540, 60), Time(1020, 180))),
    from_on=st.just(date(2025, 2, 3)),
    until_on=st.integers(6, 120).map(lambda length: date(2025, 2, 3) + timedelta(days=length)),
    every=st.integers(1, 3),
    nth=st.sampled_from([None, None, 1, -1]),
)


@given(rules, rules)
@settings(max_examples=30)
def test_nobody_is_lost_or_doubled(before: Rule, after: Rule) -> None:
    try:
        old, new = shifts(before), dates(after)
    except errors.NoShifts:
        return
    found = rewritten(old, new, monthly=bool(after.nth))
    assert sorted([*found.kept, *found.gone]) == [each.key for each in old]
    taken = [(one.day, one.time) for one in [*found.kept.values(), *found.made]]
    assert sorted(taken) == sorted((one.day, one.time) for one in new)
    # What need not move does not, and the same rule changes nothing.
    for each in old:
        if any((one.day, one.time) == (each.day, each.time) for one in new):
            assert found.kept[each.key].day == each.day
    again = rewritten(old, dates(before), monthly=bool(before.nth))
    assert (len(again.kept), again.gone, again.made) == (len(old), [], [])
