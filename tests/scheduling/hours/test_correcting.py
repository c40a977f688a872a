"""Corrections of hours that count: in closed months and open ones, by verb, by page and past the verbs."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from scheduling.hours import looking_back, reporting, selectors
from scheduling.hours.errors import (
    CountsAlready,
    NotClosedYet,
    NotFromHere,
    RoleRequired,
    TimesOverlap,
    WhyCorrected,
)
from scheduling.hours.models import Correction, HoursEntry, Month, MonthFigure, Year
from scheduling.hours.services import batch, correcting, figures, months, telling
from scheduling.hours.services.entries import NewEntry
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, HELSINKI, at, person, role
from volunteers.register.models import Person, RoleHolding, VolunteerRole

New = Callable[..., NewEntry]
Browse = Callable[..., Client]
JANUARY = date(2025, 1, 1)
State = HoursEntry.State


def written(new: New, *, approve: bool = True, close: bool = True) -> HoursEntry:
    """Three hours of Bo's on 20.1., in a January that is closed."""
    batch.record_batch(entries=[new("2025-01-20 17:00", "2025-01-20 20:00")], by=BY, approve=approve)
    if close:
        months.close_month(first_day=JANUARY, by=BY)
    return HoursEntry.objects.get()


def bos_entry(alfa: Association) -> HoursEntry:
    """The same, from outside."""
    with entered(alfa):
        mine = NewEntry(person("Bo"), role(), at("2025-01-20 17:00"), at("2025-01-20 20:00"))
        return written(lambda *_: mine)


def corrected(entry: HoursEntry, starts: str, ends: str, **fields: object) -> HoursEntry:
    said = {"role": entry.role, "kind": entry.kind, "reason": "Left early", **fields}
    return correcting.correct(entry=entry, starts_at=at(starts), ends_at=at(ends), by=BY, **said)  # type: ignore[arg-type]  # named by the caller


def differences(year: int) -> Mapping[date, looking_back.Difference]:
    months_of_year = Month.objects.filter(first_day__year=year)
    return looking_back.differences(year, months=months_of_year, zone=HELSINKI)


def hours_of(first_day: date) -> int:
    figures.settle_marks(made=figures.make_figures())
    return MonthFigure.objects.get(
        year=first_day.year, month=first_day.month, measure="volunteer", role=None
    ).minutes


def test_closed_month_stays_closed_and_shows_what_was_corrected_beside_it(new: New) -> None:
    entry = written(new)
    now = corrected(entry, "2025-01-20 17:00", "2025-01-20 19:00")
    entry.refresh_from_db()
    assert (entry.state, entry.minutes, now.state, now.minutes) == (State.REVERSED, 180, State.APPROVED, 120)
    assert now.correction is not None
    assert now.correction == entry.reversal
    assert (now.correction.reason, now.correction.made_by) == ("Left early", BY.name)
    month = Month.objects.get(first_day=JANUARY)
    assert selectors.is_intact(month)
    assert hours_of(JANUARY) == 120
    difference = differences(2025)[JANUARY]
    assert (difference.count, difference.minutes) == (1, -60)
    # A correction is corrected like any other row.
    corrected(now, "2025-01-20 17:00", "2025-01-20 21:00", reason="Stayed after all")
    assert hours_of(JANUARY) == 240
    assert selectors.is_intact(month)
    assert reporting.verify().wrong == 0


def test_what_was_corrected_before_closing_is_part_of_what_the_month_closed_with(new: New) -> None:
    corrected(written(new, close=False), "2025-01-20 17:00", "2025-01-20 19:00")
    month = months.close_month(first_day=JANUARY, by=BY).month
    assert selectors.is_intact(month)
    assert not differences(2025)
    assert hours_of(JANUARY) == 120


def test_hours_that_were_never_done_are_taken_back_once(new: New) -> None:
    entry = written(new)
    correcting.take_back(entry=entry, reason="Another Bo", by=BY)
    assert hours_of(JANUARY) == 0
    with pytest.raises(NotFromHere):
        correcting.take_back(entry=entry, reason="Again", by=BY)
    with pytest.raises(NotFromHere):
        corrected(entry, "2025-01-20 17:00", "2025-01-20 18:00")
    assert Correction.objects.count() == 1
    # The time is free again.
    late = correcting.add_late(
        person=entry.person,
        role=entry.role,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        reason="He came",
        by=BY,
    )
    assert (late.state, hours_of(JANUARY)) == (State.APPROVED, 180)


def test_hours_left_behind_count_with_a_reason_and_in_a_closed_month_only(new: New) -> None:
    entry = written(new, approve=False, close=False)
    with pytest.raises(NotClosedYet):
        correcting.count_late(entry=entry, reason="Forgotten", by=BY)
    months.close_month(first_day=JANUARY, by=BY)
    assert hours_of(JANUARY) == 0
    assert correcting.count_late(entry=entry, reason="Forgotten", by=BY).state == State.APPROVED
    assert hours_of(JANUARY) == 180
    assert selectors.is_intact(Month.objects.get(first_day=JANUARY))


def test_correction_says_what_keeps_it_from_being_made(new: New) -> None:
    entry = written(new, close=False)
    batch.record_batch(entries=[new("2025-01-20 21:00", "2025-01-20 22:00")], by=BY)
    months.close_month(first_day=JANUARY, by=BY)
    for refusal, starts, ends, fields in (
        (WhyCorrected, "17:00", "19:00", {"reason": "  "}),
        (CountsAlready, "17:00", "20:00", {}),
        (TimesOverlap, "17:00", "21:30", {}),
        (RoleRequired, "17:00", "19:00", {"role": None}),
    ):
        with pytest.raises(refusal):
            corrected(entry, f"2025-01-20 {starts}", f"2025-01-20 {ends}", **fields)
    assert not Correction.objects.exists()
    assert (
        corrected(entry, "2025-01-20 17:00", "2025-01-20 20:00", role=None, kind="governance").minutes == 180
    )
    assert hours_of(JANUARY) == 60


def test_closed_month_takes_nothing_but_whole_corrections(new: New) -> None:
    entry = written(new)
    why = Correction.objects.create(reason="x", made_at=at("2025-02-02 10:00"), made_by="x")
    for change in (
        # Taken back without a reason, for a reason but with other minutes, and not at all.
        {"state": State.REVERSED},
        {"state": State.REVERSED, "reversal": why, "kind": "training"},
        {"reversal": why},
        {"correction": why},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            HoursEntry.objects.update(**change)
    HoursEntry.objects.update(state=State.REVERSED, reversal=why)
    for row in (
        {"state": State.APPROVED, "correction": None},
        {"state": State.SUBMITTED, "correction": why},
    ):
        entry.pk, entry.reversal = None, None
        entry.uuid = Correction.objects.create(reason="y", made_at=why.made_at, made_by="y").uuid
        for name, value in row.items():
            setattr(entry, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save(force_insert=True)
    # One correction takes back one row.
    batch.record_batch(entries=[new("2025-02-02 10:00", "2025-02-02 11:00")], by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursEntry.objects.filter(state=State.APPROVED).update(state=State.REVERSED, reversal=why)


def test_new_years_night_is_corrected_in_both_years(new: New) -> None:
    batch.record_batch(entries=[new("2024-12-31 22:00", "2025-01-01 02:00")], by=BY)
    for day in (date(2024, 12, 1), JANUARY):
        months.close_month(first_day=day, by=BY)
    corrected(HoursEntry.objects.get(), "2024-12-31 21:00", "2025-01-01 01:00")
    assert (hours_of(JANUARY), hours_of(date(2024, 12, 1))) == (60, 180)
    by_year = [differences(year) for year in (2024, 2025)]
    assert [[each.minutes for each in year.values()] for year in by_year] == [[60], [-60]]


def test_those_outside_hear_of_five_peoples_corrections_and_never_of_one(new: New) -> None:
    people = [
        Person.objects.create(
            given_name=f"P{n}", family_name="X", sort_key=f"x{n}", created_at=at("2025-01-01 10:00")
        )
        for n in range(5)
    ]
    entries = [NewEntry(each, role(), at("2025-01-20 17:00"), at("2025-01-20 20:00")) for each in people]
    batch.record_batch(entries=entries, by=BY)
    months.close_month(first_day=JANUARY, by=BY)
    rows = list(HoursEntry.objects.order_by("pk"))
    for row in rows[:4]:
        corrected(row, "2025-01-20 17:00", "2025-01-20 18:00")
    assert hours_of(JANUARY) == 4 * 60 + 180
    assert reporting.told_month_amount(JANUARY).minutes == 5 * 180
    assert reporting.closed_year_amount(2025).minutes == 5 * 180
    corrected(rows[4], "2025-01-20 17:00", "2025-01-20 18:00")
    assert hours_of(JANUARY) == 5 * 60
    assert reporting.told_month_amount(JANUARY) == reporting.month_amount(JANUARY)
    assert reporting.closed_year_amount(2025).minutes == 5 * 60
    # The next one waits again.
    correcting.take_back(entry=HoursEntry.objects.filter(state=State.APPROVED)[0], reason="Never came", by=BY)
    assert (hours_of(JANUARY), reporting.told_month_amount(JANUARY).minutes) == (4 * 60, 5 * 60)
    assert Year.objects.get(year=2025).told_correction < selectors.last_correction()
    assert telling.last_told(first_days=[JANUARY])[JANUARY] is not None


def test_coordinator_corrects_from_the_months_page(browse: Browse, ada: User, alfa: Association) -> None:
    entry = bos_entry(alfa)
    client = browse(ada, alfa)
    page = client.get("/coordinate/months/2025-01/", {"q": "bo"}).content.decode()
    assert f"/coordinate/hours/{entry.uuid}/correct/" in page
    with entered(alfa):
        host = role().pk
    times = {"day": "2025-01-20", "starts": "17:00", "ends": "19:30"}
    said = {"role": host, "kind": "task", "reason": "", **times}
    address = f"/coordinate/hours/{entry.uuid}/correct/"
    refused = client.post(address, said)
    assert (refused.status_code, "19:30" in refused.content.decode()) == (422, True)
    client.post(address, {**said, "reason": "Left early"})
    page = client.get("/coordinate/months/2025-01/").content.decode()
    assert "Left early" in page
    assert "−30\u00a0min" in page
    assert "−30\u00a0min" in client.get("/coordinate/months/?year=2025").content.decode()
    assert client.get(address).status_code == 404
    with entered(alfa):
        assert HoursEntry.objects.filter(state=State.APPROVED).get().minutes == 150


def test_hours_that_are_late_are_written_with_a_reason_alone(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        months.close_month(first_day=JANUARY, by=BY)
        host, bo = role().pk, person("Bo").uuid
    client = browse(ada, alfa)
    address = f"/coordinate/people/{bo}/hours/"
    said = {"role": host, "day": "2025-01-20", "starts": "17:00", "ends": "19:00"}
    assert "is closed" in client.post(address, said).content.decode()
    assert client.post(address, {**said, "reason": "The card came in February"}).status_code == 302
    with entered(alfa):
        row = HoursEntry.objects.get()
        assert (row.state, row.correction is not None) == (State.APPROVED, True)


def test_coordinator_writes_all_kinds_in_all_roles_that_somebody_once_had(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        bo = person("Bo")
        old, never = (
            VolunteerRole.objects.create(code=code, family="guides", name_fi=code, is_active=False)
            for code in ("old", "never")
        )
        RoleHolding.objects.create(person=bo, role=old, from_on=date(2023, 1, 1), to_on=date(2024, 6, 30))
        months.close_month(first_day=JANUARY, by=BY)
    client = browse(ada, alfa)
    address = f"/coordinate/people/{bo.uuid}/hours/"
    form = client.get(address).context["form"]
    with entered(alfa):
        offered = set(form.fields["role"].queryset)
    assert (old in offered, never in offered) == (True, False)
    told = {"day": "2025-01-20", "starts": "17:00", "length": "2.30", "kind": "supervision"}
    assert client.post(address, {**told, "reason": "The card came in February"}).status_code == 302
    earlier = {"day": "2024-05-20", "starts": "17:00", "ends": "19:00", "kind": "task", "role": old.pk}
    assert client.post(address, earlier).status_code == 302
    assert client.post(address, {**earlier, "day": "2024-05-21", "role": ""}).status_code == 422
    with entered(alfa):
        rows = HoursEntry.objects.order_by("-starts_at").values_list("kind", "role", "minutes", "state")
        assert list(rows) == [("supervision", None, 150, "approved"), ("task", old.pk, 120, "submitted")]


def test_volunteer_reads_why_their_hours_were_corrected(browse: Browse, bo: User, alfa: Association) -> None:
    entry = bos_entry(alfa)
    with entered(alfa):
        corrected(entry, "2025-01-20 17:00", "2025-01-20 19:00", reason="Left for the last bus")
    page = browse(bo, alfa).get("/hours/").content.decode()
    assert "Left for the last bus" in page
    assert page.count("2\u00a0h") >= 1
    assert "3\u00a0h" not in page
