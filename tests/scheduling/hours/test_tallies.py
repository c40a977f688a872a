"""Importing shift exports: looked at, once, with times that are not known, undone whole; and the pages."""

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
from scheduling.hours import drafts
from scheduling.hours.errors import FileMeanwhile, FileNotUndone, FileTooOld, NothingToImport
from scheduling.hours.models import ChangedMonth, HoursTally, ImportBatch, ImportDraft, MonthFigure
from scheduling.hours.services import correcting_heads, figures, months, tallies
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, MONDAY, at, role

SAMPLE = Path(__file__).parent / "files" / "shifts.csv"
Browse = Callable[..., Client]


def kept(content: bytes | None = None, name: str = "shifts.csv") -> ImportDraft:
    """A file that waits for a yes."""
    draft = tallies.keep_draft(
        file=io.BytesIO(content or SAMPLE.read_bytes()), name=name, default_start=time(10), role=role(), by=BY
    )
    assert isinstance(draft, ImportDraft)
    return draft


def take(content: bytes | None = None, name: str = "shifts.csv") -> ImportBatch:
    """A file that got its yes."""
    return tallies.take_in(draft=kept(content, name), by=BY)


def fates(content: bytes) -> list[tuple[int, str, str]]:
    """What is to become of each row, and why."""
    look = tallies.look(draft=kept(content, "other.csv"))
    return [(line.row.number, line.what, " ".join(line.problems)) for line in look.lines]


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
    moved = line.replace("2024-10-11", "2024-10-12")
    assert fates(f"{header}\n{line}\n".encode()) == [(2, "known", "")]
    assert fates(f"{header}\n{moved}\n".encode()) == [(2, "known", "")]


@pytest.mark.usefixtures("inside")
def test_export_becomes_tallies_whose_times_are_not_known() -> None:
    batch = take()
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
    twin, first = kept(), take()
    ChangedMonth.objects.all().delete()
    again = tallies.keep_draft(
        file=io.BytesIO(SAMPLE.read_bytes()), name="again.csv", default_start=time(10), role=role(), by=BY
    )
    assert again == first
    with pytest.raises(NothingToImport):
        tallies.take_in(draft=twin, by=BY)
    assert HoursTally.objects.count() == 6
    assert not ChangedMonth.objects.exists()


@pytest.mark.usefixtures("inside")
def test_what_a_later_export_repeats_is_known_and_other_figures_of_it_are_wrong() -> None:
    take()
    more = SAMPLE.read_bytes().replace(b"2.5,2,4", b"2.5,3,4") + b"2025-01-06,507,,1,1,1,85,More,\n"
    other = "The shift is here already, with other figures. Correct it on the page of its month, or "
    assert fates(more) == [
        (2, "known", ""),
        (3, "wrong", f"{other}leave the row out."),
        *[(row, "known", "") for row in range(4, 8)],
        (8, "new", ""),
    ]
    assert (take(more, "more.csv").rows, HoursTally.objects.count()) == (1, 7)


@pytest.mark.usefixtures("inside")
def test_rows_of_closed_months_are_left_out_and_the_others_come_in() -> None:
    months.close_month(first_day=date(2024, 10, 1), by=BY)
    text = "October\u00a02024 is closed. Correct it on the page of the month, or leave the row out."
    assert fates(SAMPLE.read_bytes())[:3] == [(row, "wrong", text) for row in (2, 3, 4)]
    batch = take()
    assert [number for number, _cells, _problems in tallies.left_out(batch=batch)] == [2, 3, 4]
    assert (batch.rows, HoursTally.objects.count()) == (3, 3)


@pytest.mark.usefixtures("inside")
def test_file_without_a_good_row_brings_nothing() -> None:
    draft = kept(b"date,shift_id,volunteer_hours,attended\nsoon,1,1,1\n")
    with pytest.raises(NothingToImport):
        tallies.take_in(draft=draft, by=BY)
    assert (ImportBatch.objects.count(), ImportDraft.objects.count()) == (0, 1)


@pytest.mark.usefixtures("inside")
def test_undone_whole_within_ten_minutes_and_the_file_may_come_anew() -> None:
    batch = take()
    with clock.fixed(MONDAY + timedelta(minutes=11)), pytest.raises(FileTooOld):
        tallies.undo(batch=batch, by=BY)
    assert HoursTally.objects.count() == 6
    ChangedMonth.objects.all().delete()
    with clock.fixed(MONDAY + timedelta(minutes=9)):
        tallies.undo(batch=batch, by=BY)
    assert not HoursTally.objects.exists()
    assert ChangedMonth.objects.filter(first_day=date(2024, 10, 1)).exists()
    with pytest.raises(FileMeanwhile):
        tallies.undo(batch=batch, by=BY)
    again = take()
    assert (again.pk != batch.pk, again.rows, HoursTally.objects.count()) == (True, 6, 6)


@pytest.mark.usefixtures("inside")
def test_nothing_is_undone_once_a_shift_was_corrected_or_a_month_closed() -> None:
    batch = take()
    tally = HoursTally.objects.filter(batch=batch).latest("local_date")
    correcting_heads.take_back(tally=tally, reason="It never was", by=BY)
    with pytest.raises(FileNotUndone, match="5\u00a0Jan\u00a02025"):
        tallies.undo(batch=batch, by=BY)
    header, *_rows = SAMPLE.read_text().splitlines()
    other = take(f"{header}\n2024-11-06,601,,1,1,1,85,More,\n".encode(), "other.csv")
    months.close_month(first_day=date(2024, 11, 1), by=BY)
    with pytest.raises(FileNotUndone, match="November\u00a02024"):
        tallies.undo(batch=other, by=BY)
    assert HoursTally.objects.filter(batch__in=[batch, other]).count() == 7


@pytest.mark.usefixtures("inside")
def test_rows_that_did_not_come_in_are_kept_for_a_day_or_until_the_undo() -> None:
    content = SAMPLE.read_bytes().replace(b"2.5,2,4", b"two,2,4")
    batch = take(content)
    [(number, cells, problems)] = tallies.left_out(batch=batch)
    assert (number, cells[1], len(problems)) == (3, "502", 1)
    with clock.fixed(MONDAY + timedelta(days=1, minutes=1)):
        assert tallies.left_out(batch=batch) == []
        drafts.drop_old()
    batch.refresh_from_db()
    assert batch.left_out is None
    with clock.fixed(MONDAY):
        undone = tallies.undo(batch=batch, by=BY)
        assert (undone.left_out, take(content).rows) == (None, 5)


@pytest.mark.usefixtures("inside")
def test_20_000_rows_are_imported_within_seconds() -> None:
    lines = (f"2025-01-{n % 28 + 1:02},{n},2.5,3,4,Fair\n" for n in range(20_000))
    content = "date,shift_id,volunteer_hours,attended,demand,event_name\n" + "".join(lines)
    started = clock_time.perf_counter()
    batch = take(content.encode())
    assert clock_time.perf_counter() - started < 25
    assert (batch.rows, batch.heads, batch.minutes) == (20_000, 60_000, 3_000_000)


@pytest.mark.usefixtures("inside")
@pytest.mark.skipif("SHIFTS" not in os.environ, reason="SHIFTS names no real export")
def test_real_export_is_taken_to_the_minute() -> None:
    batch = take(Path(os.environ["SHIFTS"]).read_bytes())
    assert (batch.rows, batch.heads, batch.minutes) == (1_081, 6_098, 1_066_011)
    tallies_in = HoursTally.objects.filter(batch=batch)
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
    sums = page.context["sums"]
    assert (page.context["counts"]["new"], sums.heads, sums.minutes) == (6, 25, 9730)
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
    assert client.post(check, {"import": "1"})["Location"] == answer["Location"]
    with entered(alfa):
        assert HoursTally.objects.count() == 6


def test_no_leaves_nothing(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    check = client.post("/coordinate/import/", upload(alfa))["Location"]
    assert said(client, client.post(check, {"cancel": "1"})) == ["Nothing was imported."]
    with entered(alfa):
        assert (HoursTally.objects.count(), ImportDraft.objects.count()) == (0, 0)


def test_file_that_was_imported_is_told_at_once(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        batch = take()
    client = browse(ada, alfa)
    answer = client.post("/coordinate/import/", upload(alfa))
    assert answer["Location"] == f"/coordinate/import/{batch.uuid}/"
    assert said(client, answer) == [
        "This file was imported on Mon\u00a03\u00a0Feb\u00a02025 as shifts.csv. Nothing changed."
    ]


def test_pages_map_columns_import_download_and_undo(browse: Browse, ada: User, alfa: Association) -> None:
    content = b"Kun;Avain;Summa;Montako\n21.1.2025;a1;7,5;3\n22.1.2025;a2;paljon;3\n"
    client = browse(ada, alfa)
    check = client.post("/coordinate/import/", upload(alfa, content))["Location"]
    page = client.get(check)
    assert page.context["missing"] == ["Date", "Identifier of the shift", "Hours of all together", "Attended"]
    assert 'name="import"' not in page.content.decode()
    nothing = client.post(check, {"import": "1"})
    assert said(client, nothing)[0].startswith("No row of this file can be imported.")
    twice = client.post(check, {"columns": "1", "column_0": "date", "column_1": "date"})
    assert said(client, twice) == ["Two columns are read as “Date”. Choose one of them."]
    places = ("date", "shift_id", "volunteer_hours", "attended")
    client.post(check, {"columns": "1", **{f"column_{place}": name for place, name in enumerate(places)}})
    page = client.get(check)
    assert (page.context["counts"], page.context["wrong_count"]) == ({"new": 1, "known": 0}, 1)
    here = check.replace("check/", "")
    assert "paljon" in client.get(f"{here}wrong/").content.decode("utf-8-sig")
    client.post(check, {"import": "1"})
    with entered(alfa):
        assert [(row.external_id, row.minutes) for row in HoursTally.objects.all()] == [("a1", 450)]
    lines = client.get(f"{here}wrong/").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Kun;Avain;Summa;Montako;What is wrong"
    assert lines[1].startswith("22.1.2025;a2;paljon;3;Summa: “paljon” is no number of hours.")
    assert f"{here}undo/" in client.get(here).content.decode()
    answers = [client.post(f"{here}undo/") for _press in range(2)]
    assert {answer["Location"] for answer in answers} == {here}
    assert "This import was undone" in client.get(here).content.decode()
    assert client.get(f"{here}wrong/").status_code == 404
    with entered(alfa):
        assert not HoursTally.objects.exists()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The submitted file is empty."),
        (b"\xff\xfed\x00a\x00", "The letters of this file cannot be read."),
        (b"date,shift_id,volunteer_hours,attended\n", "The file has no rows below its header."),
        (b"%PDF-1.7 x\n", "This is no CSV or XLSX file."),
        (b"date\n" + b"2025-01-05\n" * 50_000, "The file is too large: at most 10 MB and 20\u00a0000 rows"),
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
        there = take()
    draft = browse(cleo, beta).post(
        "/coordinate/import/", upload(beta, b"date,shift_id,volunteer_hours,attended\n2025-01-05,1,1,1\n")
    )["Location"]
    assert browse(bo, alfa).get("/coordinate/import/").status_code == 403
    assert browse(cleo, alfa).get("/coordinate/import/").status_code == 404
    one = f"/coordinate/import/{there.uuid}/"
    waits = draft.replace("check/", "")
    for path in (draft, one, f"{one}wrong/", f"{waits}wrong/", f"/coordinate/import/{uuid4()}/"):
        assert browse(ada, alfa).get(path).status_code == 404
    assert browse(ada, alfa).post(f"{one}undo/").status_code == 404
    assert browse(bo, alfa).post(f"{one}undo/").status_code == 403
    assert browse(cleo, beta).get(draft).status_code == 200
