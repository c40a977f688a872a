"""Figures are made again from rows: what counts, where, and for whom."""

from collections.abc import Callable
from datetime import date

import pytest

from scheduling.hours import after_figures, tasks
from scheduling.hours.models import ChangedMonth, HoursTally, Kind, MonthFigure
from scheduling.hours.services import batch, figures
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, role
from volunteers.register.services import roles

New = Callable[..., NewEntry]


def row(year: int, month: int, *, measure: str = "volunteer", code: str | None = None) -> tuple[int, ...]:
    """Minutes, people, heads and the largest one's minutes of a figure."""
    figure = MonthFigure.objects.get(year=year, month=month, measure=measure, role__code=code)
    return figure.minutes, figure.people, figure.heads, figure.top_minutes


def all_rows() -> list[tuple[object, ...]]:
    """Everything that was reckoned."""
    rows = MonthFigure.objects.order_by("year", "month", "role")
    return list(rows.values_list("year", "month", "role", "minutes", "people", "heads", "top_minutes"))


def test_figures_of_a_new_years_night_give_each_year_its_minutes(new: New) -> None:
    batch.record_batch(entries=[new("2024-12-31 22:00", "2025-01-01 02:00")], by=BY)
    figures.make_figures()
    assert row(2024, 12) == row(2024, 0) == (120, 1, 0, 120)
    assert row(2025, 1) == row(2025, 0) == (120, 1, 0, 120)


def test_figures_of_a_night_in_which_clocks_change_count_what_passes(new: New) -> None:
    batch.record_batch(
        entries=[
            new("2024-03-30 22:00", "2024-03-31 06:00"),
            new("2024-10-26 22:00", "2024-10-27 06:00"),
        ],
        by=BY,
    )
    figures.make_figures()
    assert (row(2024, 3)[0], row(2024, 10)[0]) == (7 * 60, 9 * 60)


def test_figures_count_a_person_once_whatever_the_number_of_roles(new: New) -> None:
    roles.add_role(code="driver", family="builders", name_fi="Kuljettaja", by=BY)
    batch.record_batch(
        entries=[
            new("2025-01-20 10:00", "2025-01-20 12:00"),
            new("2025-01-20 12:00", "2025-01-20 13:00", role=role("driver")),
            new("2025-01-20 10:00", "2025-01-20 11:00", who="Ada"),
        ],
        by=BY,
    )
    figures.make_figures()
    assert row(2025, 1) == (240, 2, 0, 180)
    assert row(2025, 1, code="host") == (180, 2, 0, 120)
    assert row(2025, 1, code="driver") == (60, 1, 0, 60)


def test_figures_leave_out_what_waits_and_keep_other_kinds_apart(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    batch.record_batch(entries=[new("2025-01-21 10:00", "2025-01-21 12:00")], by=BY, approve=False)
    batch.record_batch(
        entries=[
            new("2025-01-22 10:00", "2025-01-22 11:00", kind=Kind.PREPARATION),
            new("2025-01-23 10:00", "2025-01-23 14:00", kind=Kind.GOVERNANCE, role=None),
            new("2025-01-24 10:00", "2025-01-24 14:00", kind=Kind.OWN_TRAVEL),
        ],
        by=BY,
    )
    figures.make_figures()
    assert row(2025, 1) == (180, 1, 0, 180)
    assert row(2025, 1, measure="governance") == (240, 1, 0, 240)
    assert row(2025, 1, measure="own_travel", code="host") == (240, 1, 0, 240)


def test_figures_add_tallies_by_heads_and_minutes(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    for heads, minutes in ((3, 1000), (0, 0)):
        HoursTally.objects.create(
            role=role(),
            local_date=date(2025, 1, 21),
            starts_at=at("2025-01-21 10:00"),
            heads=heads,
            minutes=minutes,
            first_month=date(2025, 1, 1),
            last_month=date(2025, 1, 1),
            created_at=clock.now(),
        )
    figures.make_figures()
    assert row(2025, 1) == row(2025, 1, code="host") == row(2025, 0) == (1120, 1, 3, 334)


def test_figures_made_twice_are_the_same_and_a_month_without_hours_is_a_true_0(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    ChangedMonth.objects.create(first_day=date(2024, 7, 1), marked_at=clock.now())
    figures.make_figures()
    once = all_rows()
    made = figures.make_figures()
    assert made.months == [date(2024, 7, 1), date(2025, 1, 1)]
    assert all_rows() == once
    assert row(2024, 7) == row(2024, 0) == (0, 0, 0, 0)


def test_refresh_tells_those_who_follow_and_forgets_the_marks(
    alfa: Association, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    told: list[tuple[str, list[date]]] = []

    def follower(schema_name: str, months: list[date]) -> None:
        told.append((schema_name, months))

    monkeypatch.setattr(after_figures, "_followers", [])
    after_figures.register(follower)
    tasks.refresh_figures.run(schema_name=alfa.schema_name)
    tasks.refresh_figures.run(schema_name=alfa.schema_name)
    assert told == [("a_alfa", [date(2025, 1, 1)])]
    assert not ChangedMonth.objects.exists()


def test_marks_stay_when_a_follower_breaks_down(
    alfa: Association, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)

    def broken(schema_name: str, months: list[date]) -> None:
        raise ConnectionError

    monkeypatch.setattr(after_figures, "_followers", [])
    after_figures.register(broken)
    with pytest.raises(ConnectionError):
        tasks.refresh_figures.run(schema_name=alfa.schema_name)
    assert list(ChangedMonth.objects.values_list("first_day", flat=True)) == [date(2025, 1, 1)]


def test_a_month_written_again_while_others_are_told_stays_marked(new: New) -> None:
    batch.record_batch(entries=[new("2025-01-20 10:00", "2025-01-20 12:00")], by=BY)
    made = figures.make_figures()
    batch.record_batch(entries=[new("2025-01-21 10:00", "2025-01-21 12:00")], by=BY)
    figures.settle_marks(made=made)
    assert list(ChangedMonth.objects.values_list("first_day", "told_by")) == [(date(2025, 1, 1), None)]
