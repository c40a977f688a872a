"""Hours look like hours: nobody is in two places, nights are counted by what passes, shapes are as told."""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from local.federation.hours import HourRow
from local.federation.local_time import HELSINKI, aware, elapsed_minutes, minutes_by_month
from local.federation.months import GROUPS, crisis_nights, group_days
from local.federation.story import Story


def _times(story: Story) -> Iterator[tuple[str, datetime, datetime]]:
    """Everything that fills somebody's time, attended and coming shifts included."""
    for slug, rows in story.hours.items():
        for row in rows:
            yield story.people[slug][row.person].key, aware(row.starts_at), aware(row.ends_at)
    for slug, shifts in story.shifts.items():
        for shift in shifts:
            for sign_up in shift.sign_ups:
                if sign_up.state in ("signed_up", "attended"):
                    key = story.people[slug][sign_up.person].key
                    yield key, aware(shift.starts_at), aware(shift.ends_at)


def _in_order(story: Story) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for key, starts_at, ends_at in _times(story):
        found.setdefault(key, []).append((starts_at.astimezone(UTC), ends_at.astimezone(UTC)))
    for times in found.values():
        times.sort()
    return found


def test_nobody_is_in_two_places_at_once(story: Story) -> None:
    for times in _in_order(story).values():
        for (_, before), (after, _) in itertools.pairwise(times):
            assert before <= after


def test_everybody_rests_eleven_hours_after_a_night(story: Story) -> None:
    nights = 0
    for times in _in_order(story).values():
        for (begin, before), (after, _) in itertools.pairwise(times):
            if begin.astimezone(HELSINKI).date() != before.astimezone(HELSINKI).date():
                nights += 1
                assert after - before >= timedelta(hours=11)
    assert nights > 80


def test_times_exist_and_are_in_quarters(story: Story) -> None:
    for rows in story.hours.values():
        for row in rows:
            assert row.starts_at < row.ends_at
            assert row.minutes % 15 == 0
            for moment in (row.starts_at, row.ends_at):
                back = aware(moment).astimezone(UTC).astimezone(HELSINKI)
                assert back.replace(tzinfo=None) == moment
                assert back.replace(fold=1).utcoffset() == back.replace(fold=0).utcoffset()


def test_days_are_days_and_only_crisis_nights_are_nights(story: Story) -> None:
    for slug, rows in story.hours.items():
        for row in rows:
            if row.starts_at.date() != row.ends_at.date():
                assert (slug, row.role, row.starts_at.hour, row.ends_at.hour) == (
                    "uusisuvanto",
                    "kriisipuhelin",
                    22,
                    6,
                )
            else:
                assert row.starts_at.hour + row.starts_at.minute / 60 >= 9
                assert row.ends_at.hour + row.ends_at.minute / 60 <= 22


def test_nothing_is_before_the_system_or_after_the_demo_begins(story: Story) -> None:
    rows = [row for rows in story.hours.values() for row in rows]
    early = [row for row in rows if row.starts_at.year < 2024]
    assert [(row.association, row.role, row.starts_at) for row in early] == [
        ("uusisuvanto", "kriisipuhelin", datetime(2023, 12, 31, 22)),
    ] * 2
    assert max(row.ends_at for row in rows) < datetime(2025, 2, 1)


def _nights_from(story: Story, day: date) -> list[HourRow]:
    return [
        row
        for row in story.hours["uusisuvanto"]
        if row.starts_at == datetime(day.year, day.month, day.day, 22) and row.role == "kriisipuhelin"
    ]


@pytest.mark.parametrize(
    ("night", "hours", "split"),
    [
        (date(2023, 12, 31), 8, {(2023, 12): 120, (2024, 1): 360}),
        (date(2024, 3, 30), 7, {(2024, 3): 420}),
        (date(2024, 5, 31), 8, {(2024, 5): 120, (2024, 6): 360}),
        (date(2024, 10, 26), 9, {(2024, 10): 540}),
        (date(2024, 12, 31), 8, {(2024, 12): 120, (2025, 1): 360}),
    ],
)
def test_nights_over_clock_changes_and_months(
    story: Story, night: date, hours: int, split: dict[tuple[int, int], int]
) -> None:
    rows = _nights_from(story, night)
    assert len(rows) == dict(crisis_nights())[night]
    for row in rows:
        assert row.minutes == hours * 60
        assert minutes_by_month(row.starts_at, row.ends_at) == split


def test_hours_are_within_the_time_that_a_role_is_held(story: Story) -> None:
    for slug, rows in story.hours.items():
        for row in rows:
            if row.kind not in {"governance", "training"}:
                person = story.people[slug][row.person]
                assert person.holds(row.role, row.starts_at.date()), (person.full_name, row)


def test_those_on_a_break_rest_since_new_year(story: Story) -> None:
    for slug, rows in story.hours.items():
        for row in rows:
            if story.people[slug][row.person].state == "on_break":
                assert row.starts_at.year == 2024


def test_lakeus_stops_on_15_january(story: Story) -> None:
    assert max(row.ends_at for row in story.hours["lakeus"]) < datetime(2025, 1, 15)
    assert story.shifts["lakeus"] == ()


def test_shapes_at_napajoki(story: Story) -> None:
    rows = [row for row in story.hours["napajoki"] if row.kind == "task" and row.starts_at.year == 2024]
    approved = [row for row in rows if row.state == "approved"]
    shapes = {
        role: Counter(row.minutes for row in approved if row.role == role)
        for role in ("kriisipuhelin", "ohjelmarengas", "ryhmanohjaaja", "arkeen-voimaa")
    }
    assert shapes == {
        "kriisipuhelin": {180: 432},
        "ohjelmarengas": {120: 390 * 3},
        "ryhmanohjaaja": {120: 241},
        "arkeen-voimaa": {150: 12 * 2},
    }


def test_groups_meet_as_often_as_told() -> None:
    assert len(GROUPS) == 18
    assert sum(len(group_days(group)) for group in GROUPS) == 241
    assert all(day.weekday() == group.weekday for group in GROUPS for day in group_days(group))


def test_the_refused_row_overlaps_another(story: Story) -> None:
    refused = story.refused
    assert refused not in story.hours["napajoki"]
    assert [
        row
        for row in story.hours["napajoki"]
        if row.person == refused.person
        and row.starts_at < refused.ends_at
        and refused.starts_at < row.ends_at
    ] != []


MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2025, 2, 1)).map(
    lambda moment: moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
)


@given(MOMENTS, st.integers(1, 4 * 20))
def test_minutes_by_month_counts_what_each_month_sees(starts_at: datetime, quarters: int) -> None:
    begin = aware(starts_at).astimezone(UTC)
    local = [(begin + timedelta(minutes=15 * step)).astimezone(HELSINKI) for step in range(quarters)]
    end = (begin + timedelta(minutes=15 * quarters)).astimezone(HELSINKI)
    starts_at = local[0].replace(tzinfo=None)
    if local[0].fold or end.fold or local[0].replace(fold=1).utcoffset() != local[0].utcoffset():
        return  # the hour that comes twice has no wall time of its own
    if end.replace(fold=1).utcoffset() != end.utcoffset():
        return
    ends_at = end.replace(tzinfo=None)
    seen = Counter((moment.year, moment.month) for moment in local)
    assert minutes_by_month(starts_at, ends_at) == {month: 15 * count for month, count in seen.items()}
    assert elapsed_minutes(starts_at, ends_at) == 15 * quarters
