"""The hour card: lines of a month, a length in place of an end, one row with attendance, last week again."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given, settings, strategies as st

from accounts.models import User
from scheduling.hours.card_form import minutes_of
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import approval, attendance, own
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role

Browse = Callable[..., Client]
PATH = "/hours/card/"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120),
        ("2 h", 120),
        ("2,5", 150),
        ("2.5", 150),
        ("2,25 t", 135),
        ("2.30", 150),
        ("2:05", 125),
        ("2 h 30 min", 150),
        ("45 min", 45),
        ("half a day", None),
        ("-2", None),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@settings(max_examples=30)
@given(st.integers(0, 99), st.integers(0, 59))
def test_every_length_is_read_back(hours: int, minutes: int) -> None:
    whole = hours * 60 + minutes
    assert {minutes_of(f"{hours}.{minutes:02}"), minutes_of(f"{hours} h {minutes} min")} == {whole}


def send(client: Client, alfa: Association, **fields: Any) -> Any:
    with entered(alfa):
        said = {"role": role().pk, "day": "2025-01-20", "starts": "17:00", "kind": "task", **fields}
    return client.post(PATH, said)


def test_line_with_a_length_is_saved_and_summed_in_its_month(
    browse: Browse, bo: User, alfa: Association
) -> None:
    client = browse(bo, alfa)
    answer = send(client, alfa, day="2025-01-31", starts="22:00", length="4")
    assert answer["Location"] == "/hours/card/?month=2025-01"
    send(client, alfa, length="1.30", kind="training")
    card = client.get(answer["Location"]).context["card"]
    assert (len(card.entries), card.confirmed, card.waiting, card.other) == (2, 0, 120, 90)
    assert client.get("/hours/card/").context["card"].waiting == 120
    assert client.get("/hours/card/?month=2025-13").status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (
            {"length": "25"},
            "length",
            "One entry can be at most 24 hours long. Write each day as an entry of its own.",
        ),
        ({}, "ends", "Say when it ended, or how long it took: one of them."),
        ({"length": "1", "ends": "18:00"}, "ends", "Say when it ended, or how long it took: one of them."),
        ({"length": "long"}, "length", "Write the length as hours and minutes, for example 2.30 or 45 min."),
        ({"length": "1", "role": ""}, "role", "Choose the role in which the hours were done."),
        (
            {"length": "2", "day": "2025-02-03", "starts": "07:00"},
            "__all__",
            "This time has not passed yet. Write your hours when you have done them.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    browse: Browse, bo: User, alfa: Association, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = send(browse(bo, alfa), alfa, **fields)
    assert dict(page.context["form"].errors) == {field: [sentence]}
    assert page.context["form"]["length"].value() == fields.get("length")
    with entered(alfa):
        assert not HoursEntry.objects.exists()


def test_own_report_of_a_shift_joins_the_row_from_attendance(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        entry = attendance.record_attendance(
            person=person("Bo"),
            role=role(),
            starts_at=at("2025-01-20 17:00"),
            ends_at=at("2025-01-20 20:00"),
            subject_kind="sign_up",
            subject_uuid=uuid4(),
            by=BY,
        )
    client = browse(bo, alfa)
    send(client, alfa, starts="17:00", length="3.30")
    with entered(alfa):
        assert list(HoursEntry.objects.values_list("pk", "minutes", "source")) == [(entry.pk, 210, "shift")]
        approval.approve(entries=HoursEntry.objects.all(), by=BY)
    page = send(client, alfa, starts="17:00", length="4")
    assert "Bo Berg has hours at this time already" in page.context["form"].errors["__all__"][0]


def test_last_week_comes_again_as_far_as_it_has_passed_and_once(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        for day, hour in (("01-27", 10), ("01-28", 10), ("01-30", 10)):
            own.submit_own(
                person=person("Bo"),
                role=role(),
                starts_at=at(f"2025-{day} {hour}:00"),
                ends_at=at(f"2025-{day} {hour + 2}:00"),
                by=BY,
            )
    client = browse(bo, alfa)
    ahead = "1 lies ahead: copy again when it has passed."
    left_out = "2 were left out: you have hours at those times already."
    with clock.fixed(at("2025-02-05 12:00")):
        client = browse(bo, alfa)
        for told in (f"2 lines copied from last week. {ahead}", f"{left_out} {ahead}"):
            page = client.get(client.post(f"{PATH}copy/")["Location"])
            said = next(str(message) for message in page.context["messages"])
            assert said.endswith(told)
    with entered(alfa):
        copies = HoursEntry.objects.filter(starts_at__gte=at("2025-02-03 00:00")).order_by("starts_at")
        assert [copy.starts_at for copy in copies] == [at("2025-02-03 10:00"), at("2025-02-04 10:00")]
