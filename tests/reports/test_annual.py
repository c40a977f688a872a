"""The annual report: what it says of everything and of one target, written, frozen, amended, given out."""

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import User
from reports import year as years
from reports.annual import amounts, content
from reports.errors import SameAsBefore, TextChanged, ThereAlready, WhyAmended, YearOpen
from reports.models import AnnualReport
from reports.services import annual
from scheduling.activities.services import counts, figures as activity_figures
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.models import HEADLINE, HoursTally, Kind
from scheduling.hours.sampling import Estimate
from scheduling.hours.services import batch, correcting, months
from scheduling.hours.services.entries import NewEntry
from scheduling.premises.models import Booking
from scheduling.premises.services import outcomes as bookings_held
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.reports.test_doings import target
from tests.reports.test_year import made
from tests.scheduling.activities.conftest import count, occasion
from tests.scheduling.hours.conftest import BY, at, person
from tests.scheduling.premises.conftest import booked
from volunteers.register.models import VolunteerRole
from volunteers.register.year_lines import EVERYTHING, Scope

Browse = Callable[..., Client]


def begun(**fields: Any) -> AnnualReport:
    asked: dict[str, Any] = {"year": 2024, "grant_target": None, "language": "en", "with_trustees": False}
    return annual.make(**(asked | fields), by=BY)


def values(report: AnnualReport) -> dict[str, int | None]:
    said = annual.build(report=report)
    parts = [line for section in said["sections"] for line in section["lines"]]
    return {figure["code"]: figure["value"] for line in parts for figure in line["figures"]}


def close_year() -> None:
    months.ensure(first_days=[date(2024, number, 1) for number in range(1, 13)])
    for number in range(1, 13):
        months.close_month(first_day=date(2024, number, 1), by=BY)


def second_role(**fields: Any) -> VolunteerRole:
    return VolunteerRole.objects.create(code="guide", family="guides", name_fi="Opas", **fields)


def test_it_says_what_was_recorded_and_never_a_zero_for_what_was_not(inside: Association) -> None:
    made(
        inside,
        ("2024-12-31 22:00", "2025-01-01 02:00"),
        ("2024-06-01 10:00", "2024-06-01 11:00", Kind.PREPARATION),
        ("2024-06-02 10:00", "2024-06-02 14:00", Kind.GOVERNANCE),
    )
    count(occasion("2024-12-02"), 40, method="estimated", basis="Pihalla")
    activity_figures.make_figures(first_days=[date(2024, 12, 1)])
    said = values(begun())
    assert (
        said
        | {
            "volunteer_hours": 180,
            "hours.governance": 240,
            "hours.training": None,
            "active_volunteers": 1,
            "roles_in_use": 1,
            "events": 1,
            "event_participations": 40,
            "participants_distinct": None,
            "students": None,
        }
        == said
    )
    assert values(begun(year=2023))["volunteer_hours"] is None


def test_target_has_its_own_and_the_board_counts_only_where_asked(inside: Association) -> None:
    one = target()
    VolunteerRole.objects.filter(code="host").update(grant_target=one)
    made(inside, ("2024-06-01 10:00", "2024-06-01 12:00"))
    with entered(inside):
        entry = NewEntry(
            person=person("Ada"),
            role=None,
            starts_at=at("2024-06-03 10:00"),
            ends_at=at("2024-06-03 11:00"),
            kind=Kind.GOVERNANCE,
        )
        batch.record_batch(entries=[entry], by=BY)
    assert values(begun(grant_target=one))["volunteer_hours"] == 120
    assert values(begun(grant_target=target("Ak2")))["volunteer_hours"] == 0
    everything = begun()
    assert values(everything)["active_volunteers"] == 1
    annual.count_trustees(report=everything, among=True, by=BY)
    everything.refresh_from_db()
    assert values(everything)["active_volunteers"] == 2


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(Kind.values),
            st.sampled_from(["registered", "counted", "sample"]),
            st.sampled_from([1, 2]),
            st.integers(0, 10_000),
        )
    )
)
def test_parts_of_hours_are_the_whole(rows: list[tuple[str, str, int, int]]) -> None:
    hours = amounts.Hours()
    for kind, method, of, minutes in rows:
        hours.add(kind, method, of, minutes, {1: "guides", 2: "builders"})
    whole = sum(minutes for kind, _method, _role, minutes in rows if kind in HEADLINE)
    assert (hours.minutes, hours.methods.total(), hours.families.total()) == (whole, whole, whole)
    assert hours.kinds.total() == sum(minutes for *_rest, minutes in rows)


def test_targets_together_are_everything(inside: Association) -> None:
    one, two = target("Ak1"), target("Ak2")
    VolunteerRole.objects.filter(code="host").update(grant_target=one)
    other = second_role(grant_target=two)
    made(inside, ("2024-06-01 10:00", "2024-06-01 12:00"))
    HoursTally.objects.create(
        role=other,
        local_date=date(2024, 5, 10),
        starts_at=at("2024-05-10 10:00"),
        heads=3,
        minutes=361,
        first_month=date(2024, 5, 1),
        last_month=date(2024, 5, 1),
        created_at=clock.now(),
    )
    parts = [amounts.hours_of(2024, Scope(grant_target=each.pk)) for each in (one, two)]
    whole = amounts.hours_of(2024, EVERYTHING)
    assert (sum(each.minutes for each in parts), sum(each.heads for each in parts)) == (481, 3)
    assert (whole.minutes, whole.heads, whole.methods) == (481, 3, {"registered": 120, "counted": 361})


def test_hours_stay_with_who_paid_when_their_role_moves_to_another_target(inside: Association) -> None:
    one, two = target("Ak1"), target("Ak2")
    VolunteerRole.objects.filter(code="host").update(grant_target=one)
    made(inside, ("2024-06-01 10:00", "2024-06-01 12:00"))
    VolunteerRole.objects.filter(code="host").update(grant_target=two)
    made(inside, ("2024-07-01 10:00", "2024-07-01 11:00"))
    assert [amounts.hours_of(2024, Scope(grant_target=each.pk)).minutes for each in (one, two)] == [120, 60]
    year = years.read(2024)
    assert [(each.target, each.minutes) for each in year.targets] == [(one, 120), (two, 60)]


def test_corrected_numbers_of_a_target_are_told_beside_corrected_hours(inside: Association) -> None:
    one, two = target("Ak1"), target("Ak2")
    counted = count(occasion("2024-06-02", grant_target=one), 40)
    others = booked("2024-06-03")
    Booking.objects.filter(pk=others.pk).update(state="held", attendance=12, method="counted")
    close_year()
    assert "corrections.numbers" not in values(begun(year=2024))
    counts.correct(count=counted, heads=Heads(42), reason="Laskuvirhe", by=BY)
    bookings_held.correct(booking=others, heads=Heads(13), reason="Yksi lisää", by=BY)
    told = [values(begun(grant_target=each)).get("corrections.numbers") for each in (one, two)]
    assert told == [1, None]
    assert values(AnnualReport.objects.get(grant_target=None))["corrections.numbers"] == 2


def test_frozen_it_stays_and_corrections_amend_it(inside: Association) -> None:
    made(inside, ("2024-06-01 10:00", "2024-06-01 12:00"))
    report = begun()
    with pytest.raises(YearOpen):
        annual.freeze(report=report, by=BY)
    close_year()
    first = annual.freeze(report=report, by=BY)
    assert annual.freeze(report=report, by=BY) == first
    assert first.input_hash == annual.fingerprint(said=first.content)
    with pytest.raises(SameAsBefore):
        annual.amend(report=report, reason="Sama", by=BY)
    entry = person("Bo").hours.get()
    correcting.take_back(entry=entry, reason="Oli kahdesti", by=BY)
    with pytest.raises(WhyAmended):
        annual.amend(report=report, reason=" ", by=BY)
    second = annual.amend(report=report, reason="Yksi kirjaus oli kahdesti", by=BY)
    first.refresh_from_db()
    hours = [
        figure["value"]
        for version in (first, second)
        for section in version.content["sections"]
        for line in section["lines"]
        for figure in line["figures"]
        if figure["code"] == "volunteer_hours"
    ]
    assert hours == [120, 0]
    assert first.input_hash == annual.fingerprint(said=first.content) != second.input_hash


def test_words_are_kept_as_typed_and_two_writers_lose_nothing(inside: Association) -> None:
    report = begun()
    with pytest.raises(ThereAlready):
        begun()
    row = annual.write(report=report, place="goals", text="  =Yksi\n\nkaksi ", edition=0, by=BY)
    assert annual.write(report=report, place="goals", text=row.text, edition=0, by=BY).edition == 1
    with pytest.raises(TextChanged):
        annual.write(report=report, place="goals", text="Toinen", edition=0, by=BY)
    annual.write(report=report, place="goals", text="Toinen", edition=1, by=BY)
    assert report.texts.get().text == "Toinen"


def test_page_shows_both_texts_where_two_wrote(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        report = begun()
        annual.write(report=report, place="goals", text="Ensin", edition=0, by=BY)
    address = f"/coordinate/reports/{report.uuid}/"
    page = browse(ada, alfa).post(
        f"{address}write/goals/", {"goals-text": "Sitten", "goals-edition": "0"}, follow=True
    )
    assert page.status_code == 422
    assert page.context["other"] == "Ensin"
    assert b"Sitten</textarea>" in page.content
    again = browse(ada, alfa).post(f"{address}write/goals/", {"goals-text": "Sitten", "goals-edition": "1"})
    assert again["Location"] == f"{address}#place-goals"


def test_files_say_the_same_and_the_hash_can_be_checked(browse: Browse, ada: User, alfa: Association) -> None:
    made(alfa, ("2024-06-01 10:00", "2024-06-01 12:20"))
    with entered(alfa):
        report = begun()
        annual.write(report=report, place="goals", text="=1+1", edition=0, by=BY)
        close_year()
        version = annual.freeze(report=report, by=BY)
    client, address = browse(ada, alfa), f"/coordinate/reports/{report.uuid}/versions/1/file"
    told = json.loads(client.get(f"{address}/json/").content)
    assert told["sha256"] == version.input_hash == annual.fingerprint(said=told["content"])
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/xlsx/").content))
    rows = {row[6]: row[3:5] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert rows["volunteer_hours"] == (2.3333, "h")
    assert rows["students"][0] == "not reported"
    assert [row[2] for row in book.worksheets[1].iter_rows(values_only=True) if row[1] == "Goals"] == [
        "'=1+1"
    ]
    assert client.get(f"{address}/pdf/").content.startswith(b"%PDF")
    assert client.get(f"/coordinate/reports/{report.uuid}/file/pdf/").content.startswith(b"%PDF")
    assert client.get(f"{address}/doc/").status_code == 404
    page = client.get(f"/coordinate/reports/{report.uuid}/")
    assert page.context["gaps"][0].title == "6 figures are not reported"
    assert client.get(f"/coordinate/reports/{report.uuid}/versions/1/").status_code == 200


def test_pages_begin_freeze_and_throw_away(browse: Browse, ada: User, alfa: Association) -> None:
    made(alfa, ("2024-06-01 10:00", "2024-06-01 12:20"))
    client = browse(ada, alfa)
    assert client.get("/coordinate/reports/").status_code == 200
    begin = client.post("/coordinate/reports/new/", {"year": "2024", "language": "sv"})
    address = begin["Location"]
    assert client.get(address).context["state"] == "draft"
    twice = client.post("/coordinate/reports/new/", {"year": "2024", "language": "fi"})
    assert (twice.status_code, b"there already" in twice.content) == (422, True)
    assert client.get(f"{address}freeze/").status_code == 200
    client.post(f"{address}freeze/")
    assert client.get(address).context["state"] == "draft"
    assert client.post(f"{address}discard/")["Location"] == "/coordinate/reports/"
    assert client.get(address).status_code == 404


def test_closed_months_that_nobody_collects_are_not_told_as_whole() -> None:
    with translation.override("en"):
        told = {fact["label"]: fact["text"] for fact in content._quality(12, Estimate(60, (3, 10)))}
        open_ones = {fact["label"]: fact["text"] for fact in content._quality(9, Estimate(60, (3, 10)))}
    assert told["Months"] == "Collected months: 2 of 12."
    assert open_ones["Months"] == "Collected months: 2 of 12. Open months can still change."
