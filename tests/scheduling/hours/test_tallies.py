"""Importing: all or nothing, once, with times that are not known; and the pages around it."""

import io
import os
import time as clock_time
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from scheduling.hours.importing.problems import RowsRefused
from scheduling.hours.models import ChangedMonth, HoursTally, ImportBatch, ImportDraft, MonthFigure
from scheduling.hours.services import correcting_heads, figures, months, tallies
from scheduling.hours.services.tallies import Imported
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, MONDAY, at, role

SAMPLE = Path(__file__).parent / "files" / "shifts.csv"
Browse = Callable[..., Client]


def take(content: bytes | None = None, name: str = "shifts.csv") -> Imported:
    return tallies.import_tallies(
        file=io.BytesIO(content or SAMPLE.read_bytes()), name=name, default_start=time(10), role=role(), by=BY
    )


@pytest.mark.usefixtures("inside")
def test_shift_whose_day_was_corrected_is_known_on_its_new_day() -> None:
    take()
    tally = HoursTally.objects.get(external_id="501")
    correcting_heads.correct(
        tally=tally,
        role=tally.role,
        local_date=date(2024, 10, 12),
        heads=tally.heads,
        minutes=tally.minutes,
        method=tally.method,
        basis="",
        reason="It was on Saturday",
        by=BY,
    )
    header, line, *_others = SAMPLE.read_text().splitlines()
    with pytest.raises(RowsRefused) as refused:
        take("\n".join([header, line.replace("2024-10-11", "2024-10-12"), ""]).encode(), "again.csv")
    [problem] = refused.value.problems
    assert problem.text == "The shift is here already: its day was corrected by hand. Leave the row out."


@pytest.mark.usefixtures("inside")
def test_export_becomes_tallies_whose_times_are_not_known() -> None:
    imported = take()
    assert imported.is_new
    batch = imported.batch
    assert (batch.name, batch.rows, batch.heads, batch.minutes, batch.created_by) == (
        "shifts.csv",
        6,
        25,
        9730,
        "test",
    )
    first = HoursTally.objects.get(external_id="501")
    assert (
        first.local_date,
        first.starts_at,
        first.time_known,
        first.places,
        first.heads,
        first.minutes,
    ) == (
        date(2024, 10, 11),
        at("2024-10-11 10:00"),
        False,
        3,
        3,
        120,
    )
    assert (first.label, first.role, first.method) == ("Harvest market, morning", role(), "counted")
    figures.make_figures()
    year = MonthFigure.objects.get(year=2024, month=0, role=None)
    assert (year.minutes, year.people, year.heads) == (9490, 0, 24)


@pytest.mark.usefixtures("inside")
def test_same_file_under_another_name_changes_nothing() -> None:
    first = take()
    ChangedMonth.objects.all().delete()
    second = take(name="again.csv")
    assert (second.batch, second.is_new) == (first.batch, False)
    assert HoursTally.objects.count() == 6
    assert not ChangedMonth.objects.exists()


@pytest.mark.usefixtures("inside")
def test_later_export_that_repeats_shifts_is_refused_by_row() -> None:
    take()
    more = SAMPLE.read_bytes() + b"2025-01-06,507,,1,1,1,85,More,\n"
    with pytest.raises(RowsRefused) as refusal:
        take(more, name="more.csv")
    assert [(problem.row, problem.text) for problem in refusal.value.problems] == [
        (row, "The shift was imported with the file “shifts.csv” already. Leave the row out.")
        for row in range(2, 8)
    ]
    assert HoursTally.objects.count() == 6


@pytest.mark.usefixtures("inside")
def test_rows_of_closed_months_are_named_and_nothing_is_imported() -> None:
    months.close_month(first_day=date(2024, 10, 1), by=BY)
    with pytest.raises(RowsRefused) as refusal:
        take()
    assert [(problem.row, problem.text) for problem in refusal.value.problems] == [
        (row, "October\u00a02024 is closed. Leave the row out, or talk to your federation.")
        for row in (2, 3, 4)
    ]
    assert not HoursTally.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.usefixtures("inside")
def test_20_000_rows_are_imported_within_seconds() -> None:
    lines = (f"2025-01-{n % 28 + 1:02},{n},2.5,3,4,Fair\n" for n in range(20_000))
    content = "date,shift_id,volunteer_hours,attended,demand,event_name\n" + "".join(lines)
    started = clock_time.perf_counter()
    imported = take(content.encode())
    assert clock_time.perf_counter() - started < 25
    assert (imported.batch.rows, imported.batch.heads, imported.batch.minutes) == (20_000, 60_000, 3_000_000)


@pytest.mark.usefixtures("inside")
@pytest.mark.skipif("SHIFTS" not in os.environ, reason="SHIFTS names no real export")
def test_real_export_is_taken_to_the_minute() -> None:
    imported = take(Path(os.environ["SHIFTS"]).read_bytes())
    assert (imported.batch.rows, imported.batch.heads, imported.batch.minutes) == (1_081, 6_098, 1_066_011)
    tallies_in = HoursTally.objects.filter(batch=imported.batch)
    assert tallies_in.count() == 1_081
    assert sum(tally.heads > (tally.places or 0) for tally in tallies_in) == 10


def upload(alfa: Association, content: bytes | None = None, **fields: Any) -> dict[str, Any]:
    with entered(alfa):
        chosen = role().pk
    file = SimpleUploadedFile("shifts.csv", SAMPLE.read_bytes() if content is None else content)
    return {"file": file, "role": chosen, "default_start": "9.30", **fields}


def said(client: Client, answer: Any) -> list[str]:
    """What the next page says."""
    page = client.get(answer["Location"])
    return [str(message) for message in page.context["messages"]]


def test_file_is_looked_at_first_and_counts_after_a_yes(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    check = client.post("/coordinate/import/", upload(alfa))["Location"]
    page = client.get(check)
    export = page.context["export"]
    assert (len(export.occasions), export.heads, export.minutes) == (6, 25, 9730)
    assert page.content.decode().count("time unknown") == 7  # in each row, and where the start is explained
    with entered(alfa):
        assert not HoursTally.objects.exists()
    answer = client.post(check, {"import": "1"})
    assert said(client, answer) == ["shifts.csv is imported: 6 shifts, 162\u00a0h."]
    with entered(alfa):
        assert HoursTally.objects.first().starts_at == at("2024-10-11 09:30")  # type: ignore[union-attr]  # six rows
        assert not ImportDraft.objects.exists()
    listed = client.get(answer["Location"])
    assert [row.external_id for row in listed.context["rows"]] == ["501", "502", "503", "504", "505", "506"]
    assert client.post(check, {"import": "1"}).status_code == 404


def test_no_leaves_nothing(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    check = client.post("/coordinate/import/", upload(alfa))["Location"]
    assert said(client, client.post(check, {"cancel": "1"})) == ["Nothing was imported."]
    with entered(alfa):
        assert (HoursTally.objects.count(), ImportDraft.objects.count()) == (0, 0)


def test_file_that_was_imported_is_told_at_once(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        batch = take().batch
    client = browse(ada, alfa)
    answer = client.post("/coordinate/import/", upload(alfa))
    assert answer["Location"] == f"/coordinate/import/{batch.uuid}/"
    assert said(client, answer) == [
        "This file was imported on Mon\u00a03\u00a0Feb\u00a02025 as shifts.csv. Nothing changed."
    ]


def test_bad_rows_are_shown_and_what_was_chosen_is_kept(browse: Browse, ada: User, alfa: Association) -> None:
    content = SAMPLE.read_bytes().replace(b"2.5,2,4", b"two,2,4").replace(b"4.008,1,1", b",1,1")
    answer = browse(ada, alfa).post("/coordinate/import/", upload(alfa, content))
    assert [(line.rows, line.column) for line in answer.context["problems"]] == [
        ("3", "volunteer_hours"),
        ("7", "volunteer_hours"),
    ]
    form = answer.context["form"]
    assert form.errors["file"] == [
        "2 rows need a change. Nothing was imported: correct the file and choose it again."
    ]
    assert form["default_start"].value() == "9.30"
    with entered(alfa):
        assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The submitted file is empty."),
        (b"\xff\xfed\x00a\x00", "The letters of this file cannot be read."),
        (b"a,b\n1,2\n", "These columns are missing: date, shift_id, volunteer_hours, attended."),
    ],
)
def test_unreadable_file_is_refused_in_words(
    browse: Browse, ada: User, alfa: Association, content: bytes, error: str
) -> None:
    answer = browse(ada, alfa).post("/coordinate/import/", upload(alfa, content))
    assert [text[: len(error)] for text in answer.context["form"].errors["file"]] == [error]


def test_drafts_of_earlier_days_are_thrown_away(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    old = client.post("/coordinate/import/", upload(alfa))["Location"]
    with clock.fixed(MONDAY + timedelta(days=1, minutes=1)):
        client.post("/coordinate/import/", upload(alfa))
        assert client.get(old).status_code == 404
    with entered(alfa):
        assert ImportDraft.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_files_takes_the_same_queries_for_any_length(
    browse: Browse,
    ada: User,
    alfa: Association,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    with entered(alfa):
        for number in range(count):
            content = f"date,shift_id,volunteer_hours,attended\n2025-01-05,{number},1,1\n"
            take(content.encode(), name=f"{number}.csv")
    client = browse(ada, alfa)
    client.get("/coordinate/import/")
    # The clock twice, session, sign-in and access; roles to choose from, files.
    with django_assert_num_queries(7):
        client.get("/coordinate/import/")


def test_import_is_for_coordinators_of_the_place(
    browse: Browse, ada: User, bo: User, cleo: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        there = take().batch
    draft = browse(cleo, beta).post(
        "/coordinate/import/", upload(beta, b"date,shift_id,volunteer_hours,attended\n2025-01-05,1,1,1\n")
    )["Location"]
    assert browse(bo, alfa).get("/coordinate/import/").status_code == 403
    assert browse(cleo, alfa).get("/coordinate/import/").status_code == 404
    for path in (draft, f"/coordinate/import/{there.uuid}/", f"/coordinate/import/{uuid4()}/"):
        assert browse(ada, alfa).get(path).status_code == 404
    assert browse(cleo, beta).get(draft).status_code == 200
