"""Hours of several people at once: by name and by heads, refused in words, counted once if sent twice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.hours.models import HoursEntry, HoursTally
from scheduling.hours.services import batch, months
from scheduling.hours.services.entries import NewEntry
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, at, person, role

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
