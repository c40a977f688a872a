"""When a release is made, what comes with it, and what happens when it must not go out."""

from datetime import date
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from tenants import clock
from tenants.models import Umbrella
from tests.umbrella.federation import Federation, utc
from umbrella import nightly, releases, spans, tasks
from umbrella.due import last_due
from umbrella.models import HeldBack, PublishedFigure, Release
from umbrella.publishing import answering
from umbrella.suppression import NO_TABLES, Decision, Tables
from umbrella.totals import taking

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)


def people(letter: str, count: int = 6) -> list[str]:
    return [f"{letter}{number}" for number in range(count)]


def two_associations(place: Federation, *, month: int) -> None:
    for name in ("aalto", "koski"):
        place.record(name, date(2024, month, 10), people(name[0]))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (utc(2024, 3, 16, 0), date(2024, 2, 16)),  # 02:00 in Finland
        (utc(2024, 3, 16, 1), date(2024, 3, 16)),
        (utc(2024, 1, 3), date(2023, 12, 16)),
    ],
)
def test_latest_due_release(at: Any, due: date) -> None:
    assert last_due(Umbrella(timezone="Europe/Helsinki"), at) == due


def test_clock_that_jumps_months_brings_the_latest_release_only(empty: Federation) -> None:
    two_associations(empty, month=1)
    made = empty.release(utc(2024, 6, 20))
    assert made is not None
    assert list(Release.objects.filter(umbrella=empty.umbrella)) == [made]
    assert (made.due_on, made.released_at) == (date(2024, 6, 16), utc(2024, 6, 20))
    assert empty.published()["federation", "", 2024, 1] == (720, 12)
    with clock.fixed(utc(2024, 6, 21)):
        assert not releases.is_due(empty.umbrella)
    with clock.fixed(utc(2024, 7, 16)):
        assert releases.is_due(empty.umbrella)


def test_late_month_comes_with_the_next_release(empty: Federation) -> None:
    two_associations(empty, month=1)
    # Recorded long after: the month stays open for as many days as any other.
    empty.record("lampi", date(2024, 1, 11), people("l"), at=utc(2024, 2, 10))
    empty.release(utc(2024, 2, 16))
    assert empty.published()["federation", "", 2024, 1] == (720, 12)
    assert ("association", "lampi", 2024, 1) not in empty.published()
    empty.release(utc(2024, 3, 16))
    assert empty.published()["federation", "", 2024, 1] == (1080, 18)
    assert empty.published()["association", "lampi", 2024, 1] == (360, 6)


def test_small_association_that_comes_late_is_not_the_difference(empty: Federation) -> None:
    two_associations(empty, month=1)
    empty.record("puro", date(2024, 1, 11), people("p", 2), minutes=77, at=utc(2024, 2, 10))
    empty.release(utc(2024, 2, 16))
    assert empty.published()["federation", "", 2024, 1] == (720, 12)
    empty.release(utc(2024, 3, 16))
    # What was published of the month with two associations stays known: a new sum would give Puro away.
    told = empty.published()
    assert told["association", "puro", 2024, 1] == (None, None)
    assert told["federation", "", 2024, 1] == (None, None)


def unproven(**_: Any) -> tuple[Decision, Tables]:
    decision = Decision(
        hidden={},
        partners={},
        kept=frozenset(),
        exposed=frozenset(),
        unproven=frozenset({"a cell"}),
        proven={},
    )
    return decision, NO_TABLES


@pytest.mark.logs_errors
def test_release_that_cannot_be_proven_is_held_back_and_told_once(
    empty: Federation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    two_associations(empty, month=1)
    with monkeypatch.context() as patched:
        patched.setattr(releases, "choose_with_roles", unproven)
        for _ in range(2):
            with pytest.raises(releases.Unproven):
                empty.release(utc(2024, 2, 16))
    assert [record.msg for record in caplog.records] == ["release_held_back"]
    assert not PublishedFigure.objects.filter(umbrella=empty.umbrella).exists()
    assert not Release.objects.filter(umbrella=empty.umbrella).exists()
    with clock.fixed(utc(2024, 2, 20)):
        assert not releases.is_due(empty.umbrella)
    with clock.fixed(utc(2024, 3, 16)):
        assert releases.is_due(empty.umbrella)
    assert empty.release(utc(2024, 3, 16)) is not None
    assert HeldBack.objects.using("figures").filter(umbrella_id=empty.umbrella.pk).count() == 1


@pytest.mark.logs_errors
def test_figures_that_do_not_fit_together_are_held_back_too(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contradiction(**_: Any) -> tuple[Decision, Tables]:
        raise ValueError("The minutes of a total and its parts do not fit")

    two_associations(empty, month=1)
    monkeypatch.setattr(releases, "choose_with_roles", contradiction)
    with pytest.raises(releases.Unproven):
        empty.release(utc(2024, 2, 16))
    with clock.fixed(utc(2024, 2, 20)):
        assert not releases.is_due(empty.umbrella)


@pytest.mark.django_db
def test_tick_goes_on_with_the_night_and_with_other_umbrellas(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        Umbrella.objects.first(),
        Umbrella.objects.create(slug="toinen", name_fi="Toinen", created_at=clock.now()),
    )
    done: list[tuple[str, Umbrella]] = []

    def release(umbrella: Umbrella) -> None:
        done.append(("release", umbrella))
        if umbrella == first:
            raise releases.Unproven("a cell")

    monkeypatch.setattr(taking, "take", lambda umbrella: done.append(("totals", umbrella)))
    monkeypatch.setattr(answering, "answer", lambda umbrella: done.append(("answers", umbrella)))
    monkeypatch.setattr(releases, "is_due", lambda umbrella: umbrella in (first, second))
    monkeypatch.setattr(nightly, "is_due", lambda umbrella: umbrella in (first, second))
    monkeypatch.setattr(releases, "release", release)
    monkeypatch.setattr(nightly, "run", lambda umbrella: done.append(("night", umbrella)))
    tasks.tick()
    parts = ("totals", "answers", "release", "night")
    theirs = [(part, umbrella) for part, umbrella in done if umbrella in (first, second)]
    assert theirs == [(part, umbrella) for umbrella in (first, second) for part in parts]


@pytest.mark.logs_errors
def test_release_that_takes_too_long_is_held_back_and_the_night_comes_with_the_next_tick(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(umbrella: Umbrella) -> None:
        raise SoftTimeLimitExceeded

    nights: list[Umbrella] = []
    monkeypatch.setattr(releases, "release", endless)
    monkeypatch.setattr(nightly, "is_due", lambda umbrella: umbrella == empty.umbrella)
    monkeypatch.setattr(nightly, "run", nights.append)
    monkeypatch.setattr(tasks, "Umbrella", Only(empty.umbrella))
    with clock.fixed(utc(2024, 2, 16)):
        tasks.tick()
        assert nights == []
        assert not releases.is_due(empty.umbrella)
        tasks.tick()
    assert nights == [empty.umbrella]


class Only:
    """One umbrella where a tick looks for all."""

    def __init__(self, umbrella: Umbrella) -> None:
        self.objects = self
        self._umbrella = umbrella

    def order_by(self, _: str) -> list[Umbrella]:
        return [self._umbrella]


def test_districts_of_two_umbrellas_are_two_even_under_one_code() -> None:
    keys = {spans.district_key(Umbrella(slug=slug), "north") for slug in ("one", "two")}
    assert len(keys) == 2
