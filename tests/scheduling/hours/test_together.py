"""Hours of several people at once: by name and by heads, refused in words, counted once if sent twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings, strategies as st

from accounts.models import User
from scheduling.hours import reporting, split
from scheduling.hours.models import HoursEntry, HoursTally, MonthFigure
from scheduling.hours.services import batch, correcting_heads, figures, months, together
from scheduling.hours.services.entries import NewEntry
from tenants.context import entered
from tenants.models import Access, Association
from tests.scheduling.hours.conftest import BY, MONDAY, at, person, role
from volunteers.register.models import Trail, VolunteerRole
from volunteers.register.services import placements

Browse = Callable[..., Client]
PATH = "/coordinate/hours/new/"


def typed(alfa: Association, *names: str, **fields: Any) -> dict[str, Any]:
    with entered(alfa):
        said = {"role": role().uuid, "people": [person(name).uuid for name in names], "key": uuid4()}
    times = {"day": "2025-01-20", "starts": "17:00", "ends": "20:00", "kind": "task", "method": "counted"}
    return {**said, **times, **fields}


def test_marked_people_and_heads_are_counted_once_however_often_sent(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    said = typed(alfa, "Ada", "Bo", heads="4", method="estimated", basis="Tables of four")
    for told in (
        "Hours of 6 people saved, 18\u00a0h.",
        "These hours were saved already. Nothing was changed.",
    ):
        answer = client.post(PATH, said)
        page = client.get(answer["Location"])
        assert [str(message) for message in page.context["messages"]] == [told]
    with entered(alfa):
        rows = HoursEntry.objects.order_by("person__given_name")
        assert [(row.person.given_name, row.minutes, row.state, row.source) for row in rows] == [
            ("Ada", 180, "approved", "batch"),
            ("Bo", 180, "approved", "batch"),
        ]
        tally = HoursTally.objects.get()
        assert (tally.heads, tally.minutes, tally.method, tally.basis) == (
            4,
            720,
            "estimated",
            "Tables of four",
        )


def test_whoever_has_hours_at_that_time_is_named_and_nothing_is_saved(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        other = NewEntry(person("Bo"), role(), at("2025-01-20 18:00"), at("2025-01-20 19:00"))
        batch.record_batch(entries=[other], by=BY)
    page = browse(ada, alfa).post(PATH, typed(alfa, "Ada", "Bo", heads="2"))
    form = page.context["form"]
    assert (page.status_code, form["starts"].value(), form["heads"].value()) == (422, "17:00", "2")
    there = "Mon\u00a020\u00a0Jan\u00a02025 18:00–19:00"
    assert dict(form.errors) == {
        "people": [
            f"Bo Berg has hours at this time already: {there}. Change the times, or correct the other entry."
        ],
        "__all__": ["Nothing was saved: 1 person cannot get these hours. The reason stands below the names."],
    }
    with entered(alfa):
        assert (HoursEntry.objects.count(), HoursTally.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "__all__", "Mark who was there, or say how many there were without names."),
        (
            {"heads": "2", "method": "sample"},
            "basis",
            "Say in a few words what the sample or the estimate is based on.",
        ),
        (
            {"heads": "2", "kind": "training"},
            "heads",
            "People without names are counted for volunteering hours only. Choose another kind, or names.",
        ),
        (
            {"heads": "2", "day": "2025-02-03"},
            "__all__",
            "This time has not passed yet. Write your hours when you have done them.",
        ),
        (
            {"heads": "2", "day": "2024-12-20"},
            "__all__",
            "December\u00a02024 is closed and its hours do not change any more. Nothing was saved.",
        ),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(
    browse: Browse, ada: User, alfa: Association, fields: dict[str, str], field: str, sentence: str
) -> None:
    with entered(alfa):
        months.close_month(first_day=at("2024-12-01 12:00").date(), by=BY)
    page = browse(ada, alfa).post(PATH, typed(alfa, **fields))
    assert dict(page.context["form"].errors) == {field: [sentence]}
    with entered(alfa):
        assert not HoursTally.objects.exists()


@pytest.mark.parametrize(
    ("day", "months_of_it"),
    [("2024-12-31", ["2024-12-01", "2025-01-01"]), ("2025-01-31", ["2025-01-01", "2025-02-01"])],
)
def test_heads_over_a_months_end_give_each_month_its_minutes_and_count_once(
    browse: Browse, ada: User, alfa: Association, day: str, months_of_it: list[str]
) -> None:
    client = browse(ada, alfa)
    said = typed(alfa, heads="5", day=day, starts="22:00", ends="02:00", next_day="on")
    for _twice in range(2):
        client.post(PATH, said)
    with entered(alfa):
        first, second = HoursTally.objects.order_by("starts_at")
        parts = [
            (str(each.first_month), each.heads, each.heads_before, each.minutes) for each in (first, second)
        ]
        assert parts == [(months_of_it[0], 5, 0, 600), (months_of_it[1], 0, 5, 600)]
        figures.make_figures()
        whole = MonthFigure.objects.filter(month__gt=0, role=None, measure="volunteer", minutes__gt=0)
        assert sorted(whole.values_list("minutes", "heads", "top_minutes")) == [(600, 0, 120), (600, 5, 120)]
        for first_day in months_of_it:
            assert reporting.amount_over([date.fromisoformat(first_day)]).top_minutes == 120
        assert reporting.amount_over([date.fromisoformat(each) for each in months_of_it]).heads == 5
        right = correcting_heads.correct(
            tally=second,
            role=second.role,
            local_date=second.local_date,
            heads=0,
            minutes=300,
            method="counted",
            basis="",
            reason="Ended at one",
            by=BY,
        )
        assert (right.heads, right.heads_before, right.minutes) == (0, 5, 300)


def test_second_month_of_a_night_is_open_or_nothing_is_saved(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        months.close_month(first_day=date(2024, 12, 1), by=BY)
    said = typed(alfa, heads="5", day="2024-12-31", starts="22:00", ends="02:00", next_day="on")
    assert browse(ada, alfa).post(PATH, said).status_code == 422
    with entered(alfa):
        assert not HoursTally.objects.exists()


STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2025, 2, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@pytest.mark.usefixtures("inside")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STARTS, st.integers(1, 24 * 60), st.integers(1, 500))
@example(datetime(2024, 12, 31, 20, tzinfo=UTC), 240, 3)
@example(datetime(2024, 2, 29, 20, tzinfo=UTC), 24 * 60, 7)
def test_parts_of_heads_are_the_whole(starts_at: datetime, minutes: int, number: int) -> None:
    done = together.Together(VolunteerRole(), starts_at, starts_at + timedelta(minutes=minutes), uuid4())
    parts = split.split(done.starts_at, done.ends_at, months.zone())
    tallies = list(together.tallies_of(done=done, heads=together.Heads(number), key="key", parts=parts))
    assert sum(each.minutes for each in tallies) == number * minutes
    assert (sum(each.heads for each in tallies), tallies[0].heads) == (number, number)
    assert all(each.heads + each.heads_before == number for each in tallies)
    assert [each.first_month for each in tallies] == sorted(
        {each.local_date.replace(day=1) for each in tallies}
    )


def minutes_of(alfa: Association, **minutes: int) -> dict[str, int]:
    with entered(alfa):
        return {f"minutes_{person(name).uuid}": number for name, number in minutes.items()}


def led_by(alfa: Association, browse: Browse, code: str = "host") -> Client:
    """Lea leads those who do a role, and coordinates nobody."""
    lea = User.objects.create_user("lea@example.org", name="Lea Niemi", language="en")
    with entered(alfa):
        led = role(code).uuid
    Access.objects.create(
        user=lea, association=alfa, role="leader", created_at=MONDAY, limited=True, role_uuids=[led]
    )
    return browse(lea, alfa)


def told(client: Client, answer: Any) -> list[str]:
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def test_times_differ_by_person_and_who_has_a_time_was_there(
    browse: Browse, ada: User, alfa: Association
) -> None:
    browse(ada, alfa).post(PATH, typed(alfa, "Ada", **minutes_of(alfa, Bo=45)))
    with entered(alfa):
        rows = HoursEntry.objects.order_by("minutes").values_list("person__given_name", "minutes")
        assert list(rows) == [("Bo", 45), ("Ada", 180)]


def test_what_a_leader_writes_waits_for_the_coordinator_and_counts_once(
    browse: Browse, alfa: Association
) -> None:
    client = led_by(alfa, browse)
    page = client.get("/led/hours/").content.decode()
    assert ("Bo Berg" in page, 'name="heads"' in page) == (True, True)
    said = typed(alfa, "Bo", heads="4", **minutes_of(alfa, Ada=60))
    assert [told(client, client.post("/led/hours/", said)) for _again in range(2)] == [
        ["Hours of 6 people sent, 16\u00a0h. They count when the coordinator has confirmed them."],
        ["These hours were saved already. Nothing was changed."],
    ]
    with entered(alfa):
        rows = HoursEntry.objects.values_list("state", "source", "approved_by")
        assert list(rows) == [("submitted", "batch", "")] * 2
        assert HoursTally.objects.values_list("state", "heads", "minutes").get() == ("submitted", 4, 720)


def test_each_row_that_cannot_be_is_said_and_what_was_typed_stays(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        other = NewEntry(person("Bo"), role(), at("2025-01-20 17:30"), at("2025-01-20 18:00"))
        batch.record_batch(entries=[other], by=BY)
    said = typed(alfa, "Bo", **minutes_of(alfa, Ada=25 * 60))
    page = led_by(alfa, browse).post("/led/hours/", said)
    form = page.context["form"]
    there = "Mon\u00a020\u00a0Jan\u00a02025 17:30–18:00"
    assert sorted(form.errors["people"]) == [
        "Ada Ahola: One entry can be at most 24 hours long. Write each day as an entry of its own.",
        f"Bo Berg has hours at this time already: {there}. Change the times, or correct the other entry.",
    ]
    assert [field.value() for field in form.own_minutes if field.value()] == [str(25 * 60)]
    with entered(alfa):
        assert HoursEntry.objects.count() == 1


def test_who_was_there_shorter_is_not_in_the_way_of_what_came_after(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        later = NewEntry(person("Bo"), role(), at("2025-01-20 18:00"), at("2025-01-20 19:00"))
        batch.record_batch(entries=[later], by=BY)
    browse(ada, alfa).post(PATH, typed(alfa, "Ada", **minutes_of(alfa, Bo=60)))
    with entered(alfa):
        assert HoursEntry.objects.filter(person=person("Bo")).count() == 2


def test_leader_reaches_nobody_outside_the_roles_that_they_lead(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        VolunteerRole.objects.create(code="led", family="guides", name_fi="Vertaisryhmä")
    client = led_by(alfa, browse, "led")
    assert "Bo Berg" not in client.get("/led/hours/").content.decode()
    page = client.post("/led/hours/", typed(alfa, "Bo"))
    assert page.context["form"] is None
    with entered(alfa):
        said = typed(alfa, "Bo", role=role("led").uuid)
    assert client.post("/led/hours/", said).status_code == 422
    with entered(alfa):
        assert not HoursEntry.objects.exists()


def test_person_corrects_what_a_leader_wrote_for_them_until_it_is_approved(
    browse: Browse, bo: User, alfa: Association
) -> None:
    led_by(alfa, browse).post("/led/hours/", typed(alfa, "Bo"))
    with entered(alfa):
        entry = HoursEntry.objects.get()
        host = role().pk
    fields = {"role": host, "day": "2025-01-20", "starts": "17:00", "ends": "19:00", "kind": "task"}
    browse(bo, alfa).post(f"/hours/{entry.uuid}/", fields)
    with entered(alfa):
        entry.refresh_from_db()
        assert (entry.minutes, entry.state, entry.source) == (120, "submitted", "batch")
        HoursEntry.objects.update(state="approved", approved_at=MONDAY)
    assert browse(bo, alfa).get(f"/hours/{entry.uuid}/").status_code == 404


@pytest.mark.parametrize("in_the_way", ["another role", "placement"])
def test_leader_reads_nothing_of_other_roles_and_of_why_somebody_is_here(
    browse: Browse, alfa: Association, monkeypatch: pytest.MonkeyPatch, in_the_way: str
) -> None:
    with entered(alfa):
        if in_the_way == "another role":
            discreet = VolunteerRole.objects.create(code="d", family="guides", name_fi="Rikosuhrityö")
            other = NewEntry(person("Bo"), discreet, at("2025-01-20 17:30"), at("2025-01-20 18:00"))
            batch.record_batch(entries=[other], by=BY)
        else:
            monkeypatch.setattr(placements, "only_placed", lambda *, people: people)
    form = led_by(alfa, browse).post("/led/hours/", typed(alfa, "Bo")).context["form"]
    assert form.errors["people"] == [
        "Hours of Bo Berg cannot be written down for this time. Ask the coordinator."
    ]


def test_leader_writes_nothing_of_years_that_are_told_already(browse: Browse, alfa: Association) -> None:
    page = led_by(alfa, browse).post("/led/hours/", typed(alfa, "Bo", day="2023-12-31"))
    assert "Hours before" in str(page.context["form"].errors)
    with entered(alfa):
        assert not HoursEntry.objects.exists()


def test_coordinator_sees_which_leader_wrote_it_and_each_entry_has_its_line(
    browse: Browse, ada: User, alfa: Association
) -> None:
    led_by(alfa, browse).post("/led/hours/", typed(alfa, "Bo", "Ada"))
    with entered(alfa):
        lines = Trail.objects.filter(verb="hours.submitted", actor_name="Lea Niemi")
        uuids = set(HoursEntry.objects.values_list("uuid", flat=True))
        assert set(lines.values_list("subject_uuid", flat=True)) == uuids
    assert "batch: Lea Niemi" in browse(ada, alfa).get("/coordinate/hours/").content.decode()
