"""Years: closing by their months, frozen with their hash, submitted, amended beside what was submitted."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from scheduling.hours import looking_back, selectors
from scheduling.hours.errors import YearNotClosed, YearNotFromHere, YearUnchanged
from scheduling.hours.models import HoursEntry, Month, Year, YearVersion
from scheduling.hours.services import batch, correcting, figures, months, years
from scheduling.hours.services.entries import NewEntry
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, HELSINKI, MONDAY, at, person, role

Browse = Callable[..., Client]
MONTHS = [date(2024, number, 1) for number in range(1, 13)]


def closed(*, of: list[date] = MONTHS) -> HoursEntry:
    """Two hours of Bo's in May 2024, and these months closed."""
    mine = NewEntry(person("Bo"), role(), at("2024-05-20 17:00"), at("2024-05-20 19:00"))
    batch.record_batch(entries=[mine], by=BY)
    for first_day in of:
        months.close_month(first_day=first_day, by=BY)
    return HoursEntry.objects.get()


def taken_back(entry: HoursEntry) -> None:
    correcting.take_back(entry=entry, reason="Never came", by=BY)


@pytest.mark.usefixtures("inside")
def test_year_freezes_when_its_twelve_months_are_closed_and_once() -> None:
    closed(of=MONTHS[:-1])
    with pytest.raises(YearNotClosed) as refusal:
        years.freeze(year=2024, by=BY)
    assert str(refusal.value) == "11 of the 12 months of 2024 are closed. Close the others first."
    assert looking_back.year_seen(2024, at=MONDAY, zone=HELSINKI).state == "closing"
    assert looking_back.year_seen(2025, at=MONDAY, zone=HELSINKI).state == "open"
    months.close_month(first_day=MONTHS[-1], by=BY)
    version = years.freeze(year=2024, by=BY)
    assert years.freeze(year=2024, by=BY) == version
    whole = looking_back.lines(version, by="month")
    assert [(line.of, line.minutes) for line in whole if line.minutes] == [(0, 120), (5, 120)]
    assert [(line.of, line.minutes, line.people) for line in looking_back.lines(version, by="role")] == [
        ("host", 120, 1)
    ]


@pytest.mark.usefixtures("inside")
def test_amended_year_keeps_the_old_version_and_needs_something_new() -> None:
    entry = closed()
    first = years.freeze(year=2024, by=BY)
    years.submit(year=2024, by=BY)
    with pytest.raises(YearNotFromHere):
        years.submit(year=2024, by=BY)
    with pytest.raises(YearUnchanged):
        years.amend(year=2024, reason="Nothing", by=BY)
    assert Year.objects.get().state == "submitted"
    taken_back(entry)
    assert looking_back.year_seen(2024, at=MONDAY, zone=HELSINKI).has_changed
    second = years.amend(year=2024, reason="A shift never was", by=BY)
    first.refresh_from_db()
    assert first.submitted_at == MONDAY
    assert looking_back.lines(first, by="month")[0].minutes == 120
    whole = looking_back.lines(second, by="month")[0]
    assert (whole.minutes, whole.more) == (0, -120)
    seen = looking_back.year_seen(2024, at=MONDAY, zone=HELSINKI)
    assert (seen.state, seen.has_changed, len(seen.versions)) == ("amended", False, 2)
    # The first is still what its rows were, corrections after it left aside.
    held = list(Month.objects.filter(first_day__year=2024).order_by("first_day"))
    assert selectors.year_hash(held, last_correction=first.last_correction) == first.input_hash
    years.submit(year=2024, by=BY)


@pytest.mark.usefixtures("inside")
def test_freezing_tells_those_outside_of_every_correction_so_far() -> None:
    taken_back(closed())
    figures.settle_marks(made=figures.make_figures())
    assert Year.objects.filter(told_correction__gt=0).count() == 0
    years.freeze(year=2024, by=BY)
    assert Year.objects.get().told_correction == selectors.last_correction() > 0


def test_pages_lead_from_closed_months_to_an_amended_year(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        entry = closed()
    client = browse(ada, alfa)
    assert "2024 can be frozen" in client.get("/coordinate/").content.decode()
    assert client.get("/coordinate/years/2025/").status_code == 404
    assert "/coordinate/years/2024/" in client.get("/coordinate/months/?year=2024").content.decode()
    assert "/coordinate/years/2024/freeze/" in client.get("/coordinate/years/2024/").content.decode()
    assert "Freeze the year 2024?" in client.get("/coordinate/years/2024/freeze/").content.decode()
    client.post("/coordinate/years/2024/freeze/")
    assert "2024 can be frozen" not in client.get("/coordinate/").content.decode()
    client.post("/coordinate/years/2024/submit/")
    with entered(alfa):
        taken_back(entry)
    refused = client.post("/coordinate/years/2024/amend/", {"reason": ""})
    assert refused.status_code == 422
    client.post("/coordinate/years/2024/amend/", {"reason": "A shift never was"})
    page = client.get("/coordinate/years/2024/").content.decode()
    assert "A shift never was" in page
    assert "Version 1" in page
    version = client.get("/coordinate/years/2024/versions/2/").content.decode()
    assert "−2\u00a0h" in version
    with entered(alfa):
        assert YearVersion.objects.count() == 2
