"""Years collected in some months only: an estimate beside what was counted, nothing told of the rest."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from scheduling.hours import reporting, sampling
from scheduling.hours.errors import SampleClosed, SampleHasHours, SampleOfNone, YearNotFromHere
from scheduling.hours.models import MonthFigure, SampledYear, Year
from scheduling.hours.services import batch, figures, months, sampling as verbs
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role

Browse = Callable[..., Client]
MARCH, MAY = date(2024, 3, 1), date(2024, 5, 1)


def did(*days: str) -> None:
    """Two hours of Bo's on each of these days."""
    entries = [NewEntry(person("Bo"), role(), at(f"{day} 10:00"), at(f"{day} 12:00")) for day in days]
    batch.record_batch(entries=entries, by=BY)


def made() -> None:
    figures.settle_marks(made=figures.make_figures())


def test_year_is_reckoned_from_the_chosen_months_and_what_was_counted_stays(inside: Association) -> None:
    did("2024-03-05", "2024-10-08", "2024-10-09")
    assert verbs.choose(year=2024, numbers=[10, 3], by=BY) == (3, 10)
    made()
    estimate = sampling.estimate_of(2024)
    assert estimate is not None
    assert (estimate.minutes, estimate.months, estimate.factor) == (6 * 360, (3, 10), "6")
    whole = MonthFigure.objects.get(year=2024, month=0, measure="volunteer", role=None)
    assert whole.minutes == 360
    assert sampling.estimate_of(2023) is None
    # Nothing is reckoned from a month that is under way.
    verbs.choose(year=2025, numbers=[1, 2], by=BY)
    assert sampling.estimate_of(2025) is None


def test_those_outside_hear_of_collected_months_only(inside: Association) -> None:
    did("2024-03-05", "2024-10-08")
    verbs.choose(year=2024, numbers=[3, 10], by=BY)
    for number in range(1, 13):
        months.close_month(first_day=date(2024, number, 1), by=BY)
    made()
    assert {day.month for day in reporting.closed_months()} == {3, 10}
    assert reporting.told_months([MARCH, MAY]) == [MARCH]
    assert reporting.closed_year_amount(2024).minutes == 240
    assert reporting.verify().wrong == 0


def test_months_are_chosen_before_they_close_and_none_with_hours_is_left_out(inside: Association) -> None:
    did("2024-03-05", "2024-05-08")
    with pytest.raises(SampleOfNone):
        verbs.choose(year=2024, numbers=[0, 13], by=BY)
    with pytest.raises(SampleHasHours, match="May"):
        verbs.choose(year=2024, numbers=[3, 10], by=BY)
    verbs.choose(year=2024, numbers=[3, 5], by=BY)
    months.close_month(first_day=date(2024, 1, 1), by=BY)
    with pytest.raises(SampleClosed, match="January"):
        verbs.choose(year=2024, numbers=[1, 3, 5], by=BY)
    verbs.choose(year=2024, numbers=[3, 5, 10], by=BY)
    Year.objects.filter(year=2024).update(state="frozen")
    with pytest.raises(YearNotFromHere):
        verbs.choose(year=2024, numbers=[3, 5], by=BY)
    assert sampling.months_of(2024) == (3, 5, 10)


def test_all_months_make_it_a_whole_year_again(inside: Association) -> None:
    verbs.choose(year=2024, numbers=[3], by=BY)
    verbs.choose(year=2024, numbers=range(1, 13), by=BY)
    assert not SampledYear.objects.exists()
    for wrong in ([], list(range(1, 13)), [13]):
        with pytest.raises(IntegrityError), transaction.atomic():
            SampledYear.objects.create(year=2022, months=wrong, chosen_at=clock.now(), chosen_by="Ada")


def test_pages_choose_the_months_and_say_that_it_is_an_estimate(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    with entered(alfa):
        did("2024-03-05")
    address = "/coordinate/years/2024/sample/"
    assert len(client.get(address).context["form"].initial["months"]) == 12
    assert client.post(address, {"months": ["10"]}).status_code == 422
    assert client.post(address, {"months": ["3", "10"]}).status_code == 302
    with entered(alfa):
        made()
    for page in ("months/", "figures/", "years/"):
        path = f"/coordinate/{page}2024/" if page == "years/" else f"/coordinate/{page}?year=2024"
        assert "Estimate for the whole year: 12" in client.get(path).content.decode(), page
    assert "not collected" in client.get("/coordinate/months/?year=2024").content.decode()
    assert "sample" in client.get("/coordinate/figures/table/?year=2024").content.decode()
    # Neither a year ahead, nor one of which there is nothing here.
    for year in (2026, 2003):
        assert client.get(f"/coordinate/years/{year}/sample/").status_code == 404
        assert client.post(f"/coordinate/years/{year}/sample/", {"months": ["3"]}).status_code == 404
