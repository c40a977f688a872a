"""Each night: open months in the federation's total, different people, figures held against their rows."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from scheduling.hours.models import MonthFigure, SampledYear
from scheduling.hours.services import months, sampling
from tenants import clock
from tenants.context import entered
from tests.umbrella.federation import BY, Federation, utc
from umbrella import nightly, releases, told
from umbrella.models import DistinctPeople, ExactFigure, ProvisionalFigure
from umbrella.routers import FIGURES

DAY = date(2024, 1, 10)


def people(letter: str, count: int) -> list[str]:
    return [f"{letter}{number}" for number in range(count)]


def provisional(place: Federation, month: int = 1) -> tuple[int, int] | None:
    row = ProvisionalFigure.objects.filter(umbrella=place.umbrella, year=2024, month=month).first()
    return (row.minutes, row.people) if row else None


def test_open_month_is_shown_once_five_people_stand_behind_it(empty: Federation) -> None:
    empty.record("aalto", DAY, people("a", 2))
    empty.record("koski", DAY, people("k", 2))
    empty.night(utc(2024, 1, 11))
    assert provisional(empty) is None
    empty.record("koski", date(2024, 1, 11), ["k9"])
    empty.night(utc(2024, 1, 12))
    assert provisional(empty) == (5 * 60, 5)


def test_open_month_moves_once_five_more_people_changed_since_it_was_shown(empty: Federation) -> None:
    for name in ("aalto", "koski"):
        empty.record(name, DAY, people(name[0], 6))
    empty.night(utc(2024, 1, 11))
    assert provisional(empty) == (720, 12)
    empty.record("aalto", date(2024, 1, 11), people("a", 3), minutes=31)
    # The same person in two associations is one.
    empty.record("koski", date(2024, 1, 11), ["a0", "k0"], minutes=31)
    empty.night(utc(2024, 1, 12))
    assert provisional(empty) == (720, 12)
    empty.record("koski", date(2024, 1, 12), ["k1"], minutes=31)
    empty.night(utc(2024, 1, 13))
    assert provisional(empty) == (720 + 6 * 31, 13)
    empty.night(utc(2024, 1, 13))
    assert provisional(empty) == (720 + 6 * 31, 13)


def test_heads_count_as_people_behind_an_open_month(empty: Federation) -> None:
    empty.record("aalto", DAY, people("a", 2))
    empty.tally("koski", DAY, heads=7, minutes=300)
    empty.night(utc(2024, 1, 11))
    assert provisional(empty) == (420, 9)


def test_one_open_association_beside_released_ones_stays_unseen(empty: Federation) -> None:
    for name in ("aalto", "koski"):
        empty.record(name, DAY, people(name[0], 6))
    empty.release(utc(2024, 2, 16))
    # Lampi's hours come late: its month is open, and the others' are known to everybody.
    empty.record("lampi", date(2024, 1, 11), people("l", 6), at=utc(2024, 2, 17))
    empty.night(utc(2024, 2, 18))
    assert provisional(empty) is None


def test_provisional_total_stays_until_its_month_is_released(empty: Federation) -> None:
    for name in ("aalto", "koski"):
        empty.record(name, DAY, people(name[0], 6))
    empty.night(utc(2024, 1, 11))
    for name in ("aalto", "koski"):
        empty.close(name, date(2024, 1, 1), at=utc(2024, 2, 2))
    empty.night(utc(2024, 2, 3))
    assert provisional(empty) == (720, 12)
    empty.release(utc(2024, 2, 16))
    empty.night(utc(2024, 2, 17))
    assert provisional(empty) is None
    assert empty.published()["federation", "", 2024, 1] == (720, 12)


def test_release_looks_back_on_nights_with_closed_months_in_them(empty: Federation) -> None:
    for name in ("aalto", "koski", "lampi"):
        empty.record(name, DAY, people(name[0], 6))
    empty.night(utc(2024, 1, 11))
    with clock.fixed(utc(2024, 1, 12)):
        assert told.before(empty.umbrella, 2024) == []
    empty.close("lampi", date(2024, 1, 1), at=utc(2024, 2, 2))
    for name in ("aalto", "koski"):
        empty.record(name, date(2024, 1, 31), people(name[0], 6), at=utc(2024, 2, 2))
    empty.night(utc(2024, 2, 3))
    assert provisional(empty) == (30 * 60, 18)
    with clock.fixed(utc(2024, 2, 4)):
        (shown,) = told.before(empty.umbrella, 2024)
    lampi = str(empty.associations["lampi"].uuid)
    assert [(cell.key, cell.minutes) for cell in shown.cells if cell.row == ("association", lampi)] == [
        (("association", lampi, 2024, 1), 360)
    ]


@pytest.mark.parametrize(("shared", "shown"), [(0, (12, 12)), (1, None), (4, None), (5, (12, 7))])
def test_different_people_are_shown_where_nobody_or_five_are_in_several(
    empty: Federation, shared: int, shown: tuple[int, int] | None
) -> None:
    empty.record("aalto", DAY, people("a", 6))
    empty.record("koski", DAY, people("a", shared) + people("k", 6 - shared))
    empty.release(utc(2024, 2, 16))
    empty.night(utc(2024, 2, 17))
    row = DistinctPeople.objects.filter(umbrella=empty.umbrella).first()
    assert ((row.memberships, row.people) if row else None) == shown


def test_different_people_are_counted_over_what_is_released(empty: Federation) -> None:
    empty.record("aalto", DAY, people("a", 6))
    empty.record("koski", DAY, people("k", 6))
    empty.tally("koski", DAY, heads=9, minutes=90)
    empty.release(utc(2024, 2, 16))
    empty.night(utc(2024, 2, 17))
    empty.record("koski", date(2024, 2, 20), ["k9"])
    empty.close("koski", date(2024, 2, 1), at=utc(2024, 3, 2))
    empty.night(utc(2024, 3, 3))
    row = DistinctPeople.objects.get(umbrella=empty.umbrella, year=2024)
    # February's new person is closed, but not released: the sum beside it does not know them either.
    assert (row.memberships, row.people) == (21, 21)
    assert empty.published()["federation", "", 2024, 0][1] == 21


def test_month_that_is_not_collected_is_in_no_total_and_keeps_none_open(empty: Federation) -> None:
    for name in ("aalto", "koski"):
        empty.record(name, DAY, people(name[0], 6))
    lampi = empty.associations["lampi"]
    with clock.fixed(utc(2024, 1, 9)), entered(lampi):
        sampling.choose(year=2024, numbers=[3, 10], by=BY)
    empty.record("lampi", DAY, people("l", 6))
    empty.night(utc(2024, 1, 11))
    assert provisional(empty) == (720, 12)
    empty.record("lampi", date(2024, 3, 5), people("l", 6))
    empty.night(utc(2024, 3, 6))
    rows = ExactFigure.objects.using(FIGURES).filter(association_uuid=lampi.uuid, month__gt=0)
    assert list(rows.values_list("year", "month")) == [(2024, 3)]


def test_what_was_told_of_a_month_goes_when_it_is_not_collected(empty: Federation) -> None:
    empty.record("lampi", DAY, people("l", 6))
    empty.night(utc(2024, 1, 11))
    lampi = empty.associations["lampi"]
    rows = ExactFigure.objects.using(FIGURES).filter(association_uuid=lampi.uuid, month=1)
    assert rows.exists()
    with clock.fixed(utc(2024, 1, 12)), entered(lampi):
        SampledYear.objects.create(year=2024, months=[3], chosen_at=clock.now(), chosen_by="Ada")
        months.mark_changed(first_days=[date(2024, 1, 1)])
    empty.night(utc(2024, 1, 13))
    assert not rows.exists()


def test_night_finds_a_wrong_figure(empty: Federation) -> None:
    empty.record("aalto", DAY, people("a", 6))
    assert empty.night(utc(2024, 1, 11)).months_wrong == 0
    with entered(empty.associations["aalto"]), transaction.atomic():
        MonthFigure.objects.filter(year=2024, month=1).update(minutes=7)
    night = empty.night(utc(2024, 1, 12))
    assert (night.months_wrong, night.is_verified) == (1, False)


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM {schema}.hours_hoursentry WHERE id = (SELECT min(id) FROM {schema}.hours_hoursentry)",
        "UPDATE {schema}.hours_monthfigure SET minutes = minutes + 60 WHERE month = 1 AND role_id IS NULL",
    ],
)
def test_night_finds_a_closed_month_that_was_tampered_with(empty: Federation, tampering: str) -> None:
    empty.record("aalto", DAY, people("a", 6))
    assert empty.night(utc(2024, 2, 17)).months_wrong == 0
    switch = "ALTER TABLE {{schema}}.hours_hoursentry {} TRIGGER USER;"
    empty.as_owner("aalto", f"{switch.format('DISABLE')} {tampering}; {switch.format('ENABLE')}")
    assert empty.night(utc(2024, 2, 18)).months_wrong == 1


@pytest.mark.logs_errors
def test_association_that_fails_counts_as_wrong_and_stops_no_other(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready = releases.make_ready

    def breaks(association: Any) -> None:
        if association == empty.associations["aalto"]:
            raise LookupError
        make_ready(association)

    for name in ("aalto", "koski"):
        empty.record(name, DAY, people(name[0], 6))
    monkeypatch.setattr(releases, "make_ready", breaks)
    night = empty.night(utc(2024, 2, 17))
    assert night.months_wrong == 1
    assert night.months_checked >= 1


def test_night_is_due_once_a_night(empty: Federation) -> None:
    with clock.fixed(utc(2024, 1, 11, 0)):
        assert not nightly.is_due(empty.umbrella)
    with clock.fixed(utc(2024, 1, 11)):
        assert nightly.is_due(empty.umbrella)
    empty.night(utc(2024, 1, 11))
    with clock.fixed(utc(2024, 1, 11, 20)):
        assert not nightly.is_due(empty.umbrella)
    with clock.fixed(utc(2024, 1, 12)):
        assert nightly.is_due(empty.umbrella)
