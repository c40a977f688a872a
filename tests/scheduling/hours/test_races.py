"""Several at once: closing against writing, overlapping reports, figures against writers, one file twice.

Each race has its control: without what guards it, the harm really happens.
"""

import io
import itertools
import threading
from datetime import date, time
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, transaction
from psycopg import sql

from scheduling.hours import locks, selectors
from scheduling.hours.errors import FileMeanwhile, MonthClosed, NotFromHere, NothingToImport, TimesOverlap
from scheduling.hours.models import (
    ChangedMonth,
    Correction,
    HoursEntry,
    HoursTally,
    ImportDraft,
    Month,
    MonthFigure,
)
from scheduling.hours.services import batch, correcting, entries as shape, figures, months, own, tallies
from scheduling.hours.services.entries import NewEntry
from tenants.context import entered
from tenants.models import Association
from tests import environment
from tests.arena import at_once, happens_or_waits
from tests.scheduling.hours.conftest import BY, at, person, role
from volunteers.register.models import Trail
from volunteers.register.services import people, roles

pytestmark = pytest.mark.race
JANUARY = date(2025, 1, 1)
SOON = 10


@pytest.fixture(autouse=True)
def _bo(arena: Association, it_is_monday: None) -> None:
    with entered(arena):
        people.add_person(given_name="Bo", family_name="Berg", by=BY)
        roles.add_role(code="host", family="builders", name_fi="Isäntä", by=BY)
        # Two who open a month wait for each other already; here it is open.
        months.ensure(first_days=[JANUARY])


@pytest.fixture
def unguarded(arena: Association) -> None:
    """The arena's hours without the trigger that guards closed months."""
    with psycopg.connect(environment.OWNER_URL, autocommit=True) as owner:
        statement = sql.SQL("ALTER TABLE {}.hours_hoursentry DISABLE TRIGGER hours_hoursentry_month_guard")
        owner.execute(statement.format(sql.Identifier(arena.schema_name)))


def bos(starts: str, ends: str) -> NewEntry:
    return NewEntry(person("Bo"), role(), at(starts), at(ends), subject_kind="race", subject_uuid=uuid4())


def write(arena: Association, starts: str = "2025-01-20 10:00", ends: str = "2025-01-20 12:00") -> int:
    with entered(arena):
        return batch.record_batch(entries=[bos(starts, ends)], by=BY).created


def close(arena: Association) -> str:
    with entered(arena):
        return months.close_month(first_day=JANUARY, by=BY).month.state


def writer_and_closer(arena: Association, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A writer who has asked whether the month is open waits for a closer, as long as that can take."""
    asked, closed = threading.Event(), threading.Event()
    insert = batch._insert

    def insert_late(*args: object) -> None:
        asked.set()
        happens_or_waits(closed)
        insert(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(batch, "_insert", insert_late)

    def closer() -> str:
        asked.wait(SOON)
        state = close(arena)
        closed.set()
        return state

    return at_once(lambda: write(arena), closer)


def test_closing_waits_for_a_writer_who_has_begun(
    arena: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert writer_and_closer(arena, monkeypatch) == [1, "closed"]
    with entered(arena):
        assert HoursEntry.objects.count() == 1
        assert selectors.is_intact(Month.objects.get(first_day=JANUARY))


@pytest.mark.usefixtures("unguarded")
def test_control_without_locks_hours_slip_into_a_closed_month(
    arena: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_look(first_days: object) -> dict[date, str]:
        return dict(Month.objects.values_list("first_day", "state"))

    monkeypatch.setattr(locks, "share_months", only_look)
    assert writer_and_closer(arena, monkeypatch) == [1, "closed"]
    with entered(arena):
        assert HoursEntry.objects.count() == 1
        assert not selectors.is_intact(Month.objects.get(first_day=JANUARY))


def test_trigger_keeps_hours_out_where_a_verb_forgets_to_ask(
    arena: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "share_months", lambda first_days: {})
    written, closed = writer_and_closer(arena, monkeypatch)
    assert (type(written), closed) == (IntegrityError, "closed")
    with entered(arena):
        assert not HoursEntry.objects.exists()


def test_closing_and_writing_at_once_end_one_way_or_the_other(arena: Association) -> None:
    written, closed = at_once(lambda: write(arena), lambda: close(arena))
    with entered(arena):
        stored = HoursEntry.objects.count()
        assert selectors.is_intact(Month.objects.get(first_day=JANUARY))
    assert closed == "closed"
    assert (written == 1, stored) in {(True, 1), (False, 0)}
    assert written == 1 or isinstance(written, MonthClosed)


def test_closing_twice_at_once_closes_once(arena: Association) -> None:
    write(arena)
    assert at_once(*[lambda: close(arena)] * 3) == ["closed"] * 3
    with entered(arena):
        assert Trail.objects.filter(verb="month.closed").count() == 1


def report(arena: Association, starts: str, ends: str) -> str:
    with entered(arena):
        entry = own.submit_own(
            person=person("Bo"), role=role(), starts_at=at(starts), ends_at=at(ends), by=BY
        )
        return str(entry.state)


def two_reports(arena: Association) -> list[Any]:
    return at_once(
        lambda: report(arena, "2025-01-20 10:00", "2025-01-20 12:00"),
        lambda: report(arena, "2025-01-20 11:00", "2025-01-20 13:00"),
    )


def both_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both see that nothing is in the way before either writes, if nothing keeps one of them back."""
    both, looked, look = threading.Event(), itertools.count(1), shape.refuse_overlap

    def look_and_wait(**arguments: object) -> None:
        look(**arguments)  # type: ignore[arg-type]  # passed on
        if next(looked) == 2:
            both.set()
        happens_or_waits(both)

    monkeypatch.setattr(shape, "refuse_overlap", look_and_wait)


def test_overlapping_reports_at_once_leave_one_and_a_sentence(
    arena: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_look_first(monkeypatch)
    answers = two_reports(arena)
    assert [type(answer) for answer in answers if answer != "submitted"] == [TimesOverlap]
    with entered(arena):
        assert HoursEntry.objects.count() == 1


def test_control_without_the_persons_lock_only_the_constraint_is_left(
    arena: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "lock_people", lambda people: None)
    both_look_first(monkeypatch)
    answers = two_reports(arena)
    [refused] = [answer for answer in answers if answer != "submitted"]
    assert isinstance(refused, (IntegrityError, OperationalError))  # both waited: a deadlock
    with entered(arena):
        assert HoursEntry.objects.count() == 1


def late_writer(arena: Association, written: threading.Event, made: threading.Event) -> None:
    """Has written and marked its month, and commits when the figures are made or wait for it."""
    with entered(arena), transaction.atomic():
        rows = [
            shape.row_of(
                new=bos("2025-01-21 10:00", "2025-01-21 12:00"),
                zone=months.zone(),
                state="approved",
                source="batch",
                at=at("2025-01-22 10:00"),
            )
        ]
        months.open_for_writing(first_days=[JANUARY])
        HoursEntry.objects.bulk_create(rows)
        months.mark_changed(first_days=[JANUARY])
        written.set()
        happens_or_waits(made)


def january() -> int:
    return MonthFigure.objects.get(year=2025, month=1, role=None).minutes


def test_figures_wait_for_a_writer_and_count_what_it_wrote(arena: Association) -> None:
    write(arena)
    written, made = threading.Event(), threading.Event()

    def make() -> None:
        written.wait(SOON)
        with entered(arena):
            figures.settle_marks(made=figures.make_figures())
        made.set()

    assert at_once(lambda: late_writer(arena, written, made), make) == [None, None]
    with entered(arena):
        assert (january(), ChangedMonth.objects.count()) == (240, 0)


def test_control_figures_that_do_not_wait_lose_what_was_written(arena: Association) -> None:
    write(arena)
    written, made = threading.Event(), threading.Event()

    def make_without_waiting() -> None:
        written.wait(SOON)
        with entered(arena):
            changed = list(ChangedMonth.objects.values_list("first_day", flat=True))
            MonthFigure.objects.bulk_create(figures.read(year=2025, changed=changed))
            made.set()
            ChangedMonth.objects.all().delete()

    assert at_once(lambda: late_writer(arena, written, made), make_without_waiting) == [None, None]
    with entered(arena):
        assert (january(), ChangedMonth.objects.count()) == (120, 0)
        assert HoursEntry.objects.count() == 2


def test_runs_and_writers_at_once_end_with_the_right_figures(arena: Association) -> None:
    def make() -> None:
        with entered(arena):
            for _turn in range(5):
                figures.settle_marks(made=figures.make_figures())

    def writer(day: int) -> None:
        for hour in range(10, 15):
            write(arena, f"2025-01-{day} {hour}:00", f"2025-01-{day} {hour + 1}:00")

    answers = at_once(make, make, lambda: writer(10), lambda: writer(11), lambda: writer(12))
    assert answers == [None] * 5
    with entered(arena):
        if ChangedMonth.objects.exists():
            figures.settle_marks(made=figures.make_figures())
        assert (january(), HoursEntry.objects.count()) == (15 * 60, 15)


def test_one_entry_corrected_twice_at_once_is_corrected_once(arena: Association) -> None:
    write(arena)
    close(arena)

    def correct(ends: str) -> int:
        with entered(arena):
            entry = HoursEntry.objects.order_by("pk")[0]
            starts_at, ends_at = entry.starts_at, at(f"2025-01-20 {ends}")
            return correcting.correct(
                entry=entry,
                role=entry.role,
                kind=entry.kind,
                starts_at=starts_at,
                ends_at=ends_at,
                reason="Left early",
                by=BY,
            ).minutes

    answers = at_once(lambda: correct("11:00"), lambda: correct("11:30"))
    [refused] = [answer for answer in answers if answer not in (60, 90)]
    assert isinstance(refused, NotFromHere)
    with entered(arena):
        assert sorted(HoursEntry.objects.values_list("state", flat=True)) == ["approved", "reversed"]
        assert Correction.objects.count() == 1


def shift_file(*lines: str) -> ImportDraft:
    """A shift export that waits for a yes."""
    content = "\n".join(["date,shift_id,volunteer_hours,attended", *lines, ""])
    draft = tallies.keep_draft(
        file=io.BytesIO(content.encode()), name="a.csv", default_start=time(10), role=role(), by=BY
    )
    assert isinstance(draft, ImportDraft)
    return draft


def test_two_files_with_one_shift_at_once_import_it_once(arena: Association) -> None:
    with entered(arena):
        files = [shift_file("2025-01-05,1,2.5,3", f"2025-01-06,{other},1,1") for other in (2, 3)]

    def take(draft: ImportDraft) -> int:
        with entered(arena):
            return tallies.take_in(draft=draft, by=BY).rows

    assert sorted(at_once(lambda: take(files[0]), lambda: take(files[1]))) == [1, 2]
    with entered(arena):
        assert sorted(HoursTally.objects.values_list("external_id", flat=True)) == ["1", "2", "3"]


def test_same_file_at_once_is_imported_once(arena: Association) -> None:
    with entered(arena):
        files = [shift_file("2025-01-05,1,2.5,3") for _upload in range(2)]

    def take(draft: ImportDraft) -> int:
        with entered(arena):
            return tallies.take_in(draft=draft, by=BY).rows

    first, second = files
    answers = at_once(lambda: take(first), lambda: take(first), lambda: take(second))
    assert [answer for answer in answers if isinstance(answer, int)] == [1]
    assert all(isinstance(answer, int | FileMeanwhile | NothingToImport) for answer in answers)
    with entered(arena):
        assert HoursTally.objects.count() == 1
