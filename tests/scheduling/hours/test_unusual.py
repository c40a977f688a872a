"""What is unusual about hours that wait: by itself, by what is known around it, and pressed away at once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings, strategies as st

from accounts.models import User
from scheduling.hours import looking_over, planned, unusual
from scheduling.hours.models import ChangedMonth, HoursEntry
from scheduling.hours.selectors import EVERYTHING, Narrowed, waiting_entries
from scheduling.hours.services import approval, batch, months
from scheduling.hours.services.entries import NewEntry
from scheduling.hours.unusual import Facts, Reason, Usual, night_minutes, reasons_of
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role
from volunteers.register.models import Absence, RoleHolding
from volunteers.register.services import periods

Browse = Callable[..., Client]
New = Callable[..., NewEntry]

instants = st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2027, 1, 1))
usuals = st.none() | st.builds(Usual, minutes=st.integers(1, 600), has_nights=st.booleans())


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    starts = draw(instants).replace(second=0, microsecond=0)
    minutes = draw(st.integers(1, 3000))
    shift = starts + timedelta(minutes=draw(st.integers(-200, 200)))
    return Facts(
        starts=starts,
        ends=starts + timedelta(minutes=minutes),
        minutes=minutes,
        usual=draw(usuals),
        planned=draw(st.none() | st.just((shift, shift + timedelta(minutes=minutes)))),
        has_role=draw(st.booleans()),
        is_away=draw(st.booleans()),
        is_on_break=draw(st.booleans()),
        is_second=draw(st.booleans()),
    )


@settings(max_examples=30)
@given(facts())
def test_each_reason_holds_by_itself_and_has_words(known: Facts) -> None:
    found = set(reasons_of(known))
    assert (Reason.AWAY in found, Reason.ON_BREAK in found) == (known.is_away, known.is_on_break)
    assert (Reason.NO_ROLE in found, Reason.SECOND in found) == (not known.has_role, known.is_second)
    assert (Reason.LONG in found) + (Reason.OVER_A_DAY in found) == (known.minutes > 600)
    if known.usual is None:
        assert not found & {Reason.LONGER, Reason.NIGHT}
    if known.planned is not None:
        assert (Reason.FAR in found) == (abs(known.starts - known.planned[0]) > timedelta(hours=1))
    assert all(unusual.sentence(reason, known) for reason in found)


@settings(max_examples=30)
@given(instants, st.integers(0, 3000), st.integers(0, 3000))
def test_night_minutes_of_parts_add_up(starts: datetime, one: int, other: int) -> None:
    between, ends = starts + timedelta(minutes=one), starts + timedelta(minutes=one + other)
    whole = night_minutes(starts, ends)
    assert abs(whole - night_minutes(starts, between) - night_minutes(between, ends)) <= 1
    assert 0 <= whole <= one + other


def lately(new: New, number: int = 10, starts: str = "17:00", ends: str = "19:00") -> None:
    """What the role is usually like: two hours in the evening, by Ada."""
    days = [date(2024, 12, 1) + timedelta(days=each) for each in range(number)]
    batch.record_batch(entries=[new(f"{day} {starts}", f"{day} {ends}", who="Ada") for day in days], by=BY)


def waits(new: New, *stretches: tuple[str, str], **fields: Any) -> None:
    batch.record_batch(entries=[new(*each, **fields) for each in stretches], by=BY, approve=False)


def look(alfa: Association) -> list[tuple[Reason, ...]]:
    with connection.execute_wrapper(counted := Counted()):
        looked = looking_over.look_over(waiting_entries(reader=EVERYBODY), zone=months.zone())
    assert counted.number <= 5
    return [each.reasons for each in looked]


class Counted:
    """Statements that were sent."""

    number = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.number += 1
        return execute(*arguments)


class _Everybody:
    from accounts.reach import EVERYBODY as reach


EVERYBODY = _Everybody()


def test_ordinary_hours_have_no_reason_and_longer_ones_or_nights_do(alfa: Association, new: New) -> None:
    lately(new)
    waits(
        new,
        ("2025-01-20 17:00", "2025-01-20 20:00"),
        ("2025-01-21 17:00", "2025-01-21 21:01"),
        ("2025-01-22 22:00", "2025-01-23 00:00"),
    )
    assert look(alfa) == [(), (Reason.LONGER,), (Reason.NIGHT,)]


def test_nights_of_a_role_of_nights_and_hours_of_a_new_role_are_ordinary(alfa: Association, new: New) -> None:
    waits(new, ("2025-01-20 12:00", "2025-01-20 21:00"))
    assert look(alfa) == [()]
    lately(new, starts="23:30", ends="23:59")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looking_over, "NIGHT_LEAST", 29)
        waits(new, ("2025-01-22 23:00", "2025-01-23 00:20"))
        assert look(alfa) == [(Reason.LONGER,), ()]


def test_what_is_known_of_the_person_and_the_shift_is_said(alfa: Association, new: New) -> None:
    key = uuid4()
    waits(
        new,
        ("2025-01-20 10:00", "2025-01-20 12:00"),
        ("2025-01-20 13:00", "2025-01-20 14:00"),
        ("2025-01-27 13:00", "2025-01-27 14:00"),
    )
    waits(new, ("2025-01-28 13:00", "2025-01-28 14:00"), subject_kind="bench", subject_uuid=key)
    Absence.objects.create(person=person("Bo"), from_on=date(2025, 1, 26), to_on=date(2025, 1, 27))
    RoleHolding.objects.filter(person=person("Bo")).update(from_on=date(2025, 1, 21))
    starts = new("2025-01-28 09:00", "2025-01-28 12:00")
    planned.register("bench", lambda _uuids: {key: (starts.starts_at, starts.ends_at)})
    both = (Reason.NO_ROLE, Reason.SECOND)
    assert look(alfa) == [both, both, (Reason.AWAY,), (Reason.FAR,)]


def test_hours_within_a_break_are_looked_at(alfa: Association, new: New) -> None:
    with clock.fixed(at("2025-01-15 10:00")):
        periods.take_break(person=person("Bo"), until=date(2025, 3, 1), by=BY)
    waits(new, ("2025-01-14 10:00", "2025-01-14 12:00"), ("2025-01-20 10:00", "2025-01-20 12:00"))
    assert look(alfa) == [(), (Reason.ON_BREAK,)]


def did(starts: str, ends: str) -> NewEntry:
    """What Bo did, in the entered association."""
    return NewEntry(person("Bo"), role(), at(starts), at(ends))


def test_one_press_approves_what_is_ordinary_and_a_second_says_that_nothing_is_left(
    browse: Browse, ada: User, alfa: Association
) -> None:
    days = ("2025-01-20", "2025-01-21", "2025-01-22")
    with entered(alfa):
        waits(did, *((f"{day} 10:00", f"{day} 12:00") for day in days))
        waits(did, ("2025-01-23 08:00", "2025-01-23 19:00"))
    client = browse(ada, alfa)
    page = client.get("/coordinate/hours/").context
    assert (page["ordinary"], page["ordinary_minutes"], len(page["lines"])) == (3, 360, 1)
    assert page["lines"][0].reasons == ["More than 10 hours in one entry"]
    press = {"ordinary": "1", "up_to": page["up_to"], "month": "2025-01-01"}
    with entered(alfa):
        # Nobody has seen this one yet.
        waits(did, ("2025-01-24 10:00", "2025-01-24 12:00"))
    for said in (
        "3 entries approved, 6\u00a0h.",
        "Nothing is left to approve here: these hours are approved already, or were changed.",
    ):
        answer = client.post("/coordinate/hours/", press)
        told = client.get(answer["Location"]).context["messages"]
        assert [str(each) for each in told] == [said]
    with entered(alfa):
        assert HoursEntry.objects.filter(state="submitted").count() == 2
        assert ChangedMonth.objects.get().first_day == date(2025, 1, 1)


def test_only_the_chosen_role_and_month_are_shown_and_approved(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        waits(did, ("2024-12-20 10:00", "2024-12-20 12:00"), ("2025-01-20 10:00", "2025-01-20 12:00"))
        narrow = Narrowed(role=role(), month=date(2024, 12, 1))
        query = f"role={role().uuid}&month=2024-12-01"
    client = browse(ada, alfa)
    page = client.get(f"/coordinate/hours/?{query}").context
    assert ["20\u00a0Dec" in line.choose for line in page["lines"]] == [True]
    assert len(client.get("/coordinate/hours/?role=x&month=2020-01-01").context["lines"]) == 2
    with entered(alfa):
        done = approval.approve_ordinary(reader=EVERYBODY, of=narrow, up_to=page["up_to"], by=BY)
        assert done == approval.Approved(count=1, minutes=120)
        done = approval.approve_ordinary(reader=EVERYBODY, of=EVERYTHING, up_to=0, by=BY)
        assert done.count == 0
