"""A year of one association: what is read, what is compared with what, and what is said to be missing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from reports import year as years
from reports.models import PastYear
from reports.side_by_side import known_years
from scheduling.hours.models import HEADLINE, HoursTally, Kind, Method, Month, MonthFigure
from scheduling.hours.services import batch, figures, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role
from tests.scheduling.shifts.scene import Scene
from tests.scheduling.shifts.test_pages import taken
from volunteers.register.models import GrantTarget, VolunteerRole

Browse = Callable[..., Client]
ALL_MONTHS = (
    "January, February, March, April, May, June, July, August, September, October, November, December"
)


def did(starts: str, ends: str, kind: Kind = Kind.TASK) -> NewEntry:
    """What Bo did, as host where it was volunteering."""
    return NewEntry(
        person=person("Bo"),
        role=role() if kind in HEADLINE else None,
        starts_at=at(starts),
        ends_at=at(ends),
        kind=kind,
    )


def made(where: Association, *times: tuple[Any, ...]) -> None:
    """Hours that count, with the figures made of them."""
    with entered(where):
        batch.record_batch(entries=[did(*each) for each in times], by=BY)
        figures.make_figures()


def page_of(browse: Browse, who: User, where: Association, query: str = "") -> Any:
    return browse(who, where).get(f"/coordinate/figures/{query}")


def test_year_keeps_headline_hours_and_others_apart(inside: Association) -> None:
    made(
        inside,
        ("2025-01-20 10:00", "2025-01-20 12:00"),
        ("2025-01-21 10:00", "2025-01-21 11:00", Kind.PREPARATION),
        ("2025-01-22 10:00", "2025-01-22 14:00", Kind.GOVERNANCE),
    )
    year = years.read(2025)
    assert year.now == years.Amount(minutes=180, people=1, heads=0)
    assert [(kind, amount.minutes) for kind, amount in year.others] == [(Kind.GOVERNANCE, 240)]
    assert year.minutes_per_person == 180


def test_new_years_night_gives_each_year_its_part(inside: Association) -> None:
    made(inside, ("2024-12-31 22:00", "2025-01-01 02:00"))
    assert [years.read(year).now.minutes for year in (2024, 2025)] == [120, 120]  # type: ignore[union-attr]  # both have hours


@pytest.mark.usefixtures("inside")
def test_year_without_a_row_is_not_reported_and_no_zero() -> None:
    year = years.read(2023)
    assert (year.now, {month.amount for month in year.months}) == (None, {None})


def test_closed_months_are_compared_with_the_same_of_last_year(inside: Association) -> None:
    made(
        inside,
        ("2024-01-20 10:00", "2024-01-20 12:00"),
        ("2024-02-20 10:00", "2024-02-20 19:00"),
        ("2025-01-20 10:00", "2025-01-20 13:00"),
        ("2025-02-02 10:00", "2025-02-02 11:00"),
    )
    assert years.read(2025).change is None
    months.close_month(first_day=date(2025, 1, 1), by=BY)
    figures.make_figures()
    assert years.read(2025).change == years.Change(now=180, before=120, months=1)


def test_hours_per_person_are_not_told_where_names_lack(inside: Association) -> None:
    HoursTally.objects.create(
        role=role(),
        local_date=date(2025, 1, 10),
        starts_at=at("2025-01-10 10:00"),
        heads=3,
        minutes=360,
        first_month=date(2025, 1, 1),
        last_month=date(2025, 1, 1),
        method=Method.COUNTED,
        created_at=clock.now(),
    )
    made(inside, ("2025-01-20 10:00", "2025-01-20 12:00"))
    year = years.read(2025)
    assert (year.now, year.minutes_per_person) == (years.Amount(minutes=480, people=1, heads=3), None)


def test_page_shows_the_year_that_is_over_first(browse: Browse, ada: User, alfa: Association) -> None:
    made(alfa, ("2024-01-20 10:00", "2024-01-20 12:00"), ("2025-01-20 10:00", "2025-01-20 13:00"))
    assert page_of(browse, ada, alfa).context["year"].year == 2024
    assert page_of(browse, ada, alfa, "?year=2025").context["year"].year == 2025
    assert page_of(browse, ada, alfa, "?year=1999").status_code == 404
    assert page_of(browse, ada, alfa, "?year=x").status_code == 404


def test_what_is_missing_leads_to_its_place(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        batch.record_batch(entries=[did("2024-05-20 10:00", "2024-05-20 12:00")], by=BY, approve=False)
        host = role()
    found = page_of(browse, ada, alfa, "?year=2024").context["missing"]
    assert [(each.title, each.url) for each in found] == [
        ("1 entry of hours waits for approval", "/coordinate/hours/"),
        (f"These months are open: {ALL_MONTHS}", "/coordinate/months/?year=2024"),
        ("No hours of Meeting place host", f"/coordinate/roles/{host.uuid}/"),
    ]


def test_shift_without_attendance_is_missing(browse: Browse, ada: User, alfa: Association) -> None:
    scene = Scene(alfa)
    taken(scene, scene.shift("2025-02-03 09:00", hours=1), "bo")
    with clock.fixed(at("2025-02-04 12:00")):
        found = page_of(browse, ada, alfa, "?year=2025").context["missing"][0]
    assert (found.title, found.url) == (
        "Attendance is missing for 1 shift",
        "/coordinate/shifts/?week=2025-02-03",
    )


def test_table_says_each_figure_once_with_its_state(browse: Browse, ada: User, alfa: Association) -> None:
    made(alfa, ("2025-01-20 10:00", "2025-01-20 12:30"))
    sheet = browse(ada, alfa).get("/coordinate/figures/table/?year=2025").content.decode("utf-8-sig")
    assert sheet.splitlines()[1:] == [
        "2025;;volunteering;;2,50;1;0;provisional",
        "2025;1;volunteering;;2,50;1;0;provisional",
        "2025;2;volunteering;;;;;not reported",
        "2025;;volunteering;Meeting place host;2,50;1;0;provisional",
    ]


@pytest.mark.parametrize("entries", [1, 12])
def test_page_costs_the_same_whatever_is_in_it(
    browse: Browse,
    ada: User,
    alfa: Association,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    entries: int,
) -> None:
    made(alfa, *((f"2024-01-{day:02} 10:00", f"2024-01-{day:02} 12:00") for day in range(1, entries + 1)))
    client = browse(ada, alfa)
    client.get("/coordinate/figures/")
    with django_assert_max_num_queries(15):
        client.get("/coordinate/figures/")


def test_figures_of_another_association_are_not_among_them(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    made(alfa, ("2024-01-20 10:00", "2024-01-20 12:00"))
    with entered(beta):
        assert years.read(2024).now is None
    assert browse(ada, beta).get("/coordinate/figures/").status_code == 404


def test_totals_from_paper_stand_beside_what_was_recorded(
    browse: Browse, ada: User, alfa: Association
) -> None:
    made(alfa, ("2024-01-20 10:00", "2024-01-20 12:00"))
    client, address = browse(ada, alfa), "/coordinate/figures/past/"
    total = {"hours_done": "12860", "people": "226", "method": "estimated", "source": "Vuosikirja"}
    refused = {"2024": b"are recorded here", "2025": b"a year that is over"}
    for year, why in refused.items():
        page = client.post(address, total | {"year": year})
        assert (page.status_code, why in page.content, b"Vuosikirja" in page.content) == (422, True, True)
    assert client.post(address, total | {"year": "2023", "source": " "}).status_code == 422
    client.post(address, total | {"year": "2023", "people": "1"})
    client.post(address, total | {"year": "2023"})
    known = client.get("/coordinate/figures/").context["years"]
    assert [(each.year, each.minutes, each.people) for each in known] == [(2024, 120, 1), (2023, 771600, 226)]
    client.post(f"{address}2023/forget/")
    assert [each.year for each in client.get(address).context["years"]] == [2024]


def test_hours_of_a_role_are_its_grant_targets_and_the_parts_are_all(
    browse: Browse, ada: User, alfa: Association
) -> None:
    made(alfa, ("2024-01-20 10:00", "2024-01-20 12:00"))
    with entered(alfa):
        assert years.read(2024).targets == []
        target = GrantTarget.objects.create(
            code="Ak1", kind="targeted", funder="STEA", name_fi="Kohtaamiset", from_on=date(2024, 1, 1)
        )
        VolunteerRole.objects.filter(code="host").update(grant_target=target)
        year = years.read(2024)
        assert year.now is not None
        assert [(each.target, each.minutes, each.percent) for each in year.targets] == [
            (target, year.now.minutes, 100)
        ]
    page = browse(ada, alfa).get("/coordinate/figures/?year=2024")
    assert [share.label for share in page.context["targets"]] == ["Ak1 Kohtaamiset"]


@pytest.mark.usefixtures("inside")
def test_year_in_which_only_other_things_were_noted_is_told_from_paper() -> None:
    """It has no hours here, which is not 0 of them."""
    PastYear.objects.create(
        year=2023, minutes=6000, people=7, method="estimated", source="Kertomus", noted_by="Ada",
        noted_at=clock.now(),
    )  # fmt: skip
    recorded = {2022: years.NOTHING, 2023: years.NOTHING, 2024: years.Amount(minutes=60, people=1, heads=0)}
    assert [(each.year, each.minutes, each.past is not None) for each in known_years(recorded)] == [
        (2024, 60, False),
        (2023, 6000, True),
    ]


def test_page_of_a_year_from_paper_shows_its_total_and_lacks_nothing(
    browse: Browse, ada: User, alfa: Association
) -> None:
    """Something else was noted of the year here, so that it has months: they are no hours of 0."""
    with entered(alfa):
        PastYear.objects.create(
            year=2023, minutes=6000, people=7, method="estimated", source="Kertomus", noted_by="Ada",
            noted_at=clock.now(),
        )  # fmt: skip
        for month in (12, years.WHOLE_YEAR):
            MonthFigure.objects.create(
                year=2023, month=month, minutes=0, people=0, heads=0,
                computed_at=clock.now(),
            )  # fmt: skip
        Month.objects.create(first_day=date(2023, 12, 1), closes_at=clock.now())
    page = browse(ada, alfa).get("/coordinate/figures/?year=2023")
    assert page.context["paper"].minutes == 6000
    assert page.context["missing"] == []
    assert "Kertomus" in page.content.decode()
    with entered(alfa):
        assert years.read(2024).before is None
