"""What is counted at information spaces, on phone lines and by companions, and where it is told."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.errors import PlaceIsNowhere
from scheduling.activities.models import ContactDetails, Count
from scheduling.activities.services import figures, imports
from scheduling.activities.services.tallies import MEASURES
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY
from tests.scheduling.activities.test_places import place
from volunteers.register import year_lines
from volunteers.register.year_lines import EVERYTHING

Browse = Callable[..., Client]
KEY = str(uuid4())
DAY = {"day": "2025-01-30", "method": "counted", "basis": ""}


def told() -> dict[str, list[tuple[str, Any]]]:
    """The year by line."""
    figures.make_figures(first_days=[row.first_month for row in Count.objects.all()])
    lines = year_lines.lines([2025], EVERYTHING)[2025]
    return {line.code: [(each.code, each.value) for each in line.figures] for line in lines}


def test_no_measure_is_of_two_kinds_of_places() -> None:
    times = Counter(measure for measures in MEASURES.values() for measure in measures)
    assert set(times.values()) == {1}


def test_information_space_counts_visits_questions_and_whom_it_accompanied(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        path = f"/coordinate/tallies/{place('info_space').uuid}/"
    said = {"info_visits": "30", "own": "12", "questions": "9", "accompanied": "2", "guided_to": "county"}
    for _twice in range(2):
        sent = browse(ada, alfa).post(path, {**DAY, **said, "key": KEY})
        assert sent.status_code == 302
    with entered(alfa):
        assert told() == {"info_space": [("info_visits", 18), ("questions", 9), ("accompanied", 2)]}
        (about,) = ContactDetails.objects.select_related("count")
        assert (about.count.measure, about.guided_to) == ("accompanied", "county")


def test_phone_line_counts_answered_contacts_and_their_time_but_no_caller(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        path = f"/coordinate/tallies/{place('phone', site=None).uuid}/"
    client = browse(ada, alfa)
    for calls, minutes in (("3", "70"), ("2", "35")):
        client.post(path, {**DAY, "calls": calls, "minutes": minutes, "key": str(uuid4())})
    page = client.get(f"{path}?year=2025").content.decode()
    assert "Time together: 1 h 45 min." in page.replace("\xa0", " ").replace("\u202f", " ")
    assert 'name="topic"' not in page
    with entered(alfa):
        assert told() == {"phone": [("calls", 5)]}


def test_companions_count_encounters_without_a_place_of_their_own(inside: Association) -> None:
    place("companions", site=None)
    with pytest.raises(PlaceIsNowhere):
        place("info_space", site=None)


def test_file_tells_an_information_space_apart_from_companions(inside: Association) -> None:
    place("info_space"), place("companions", site=None)
    rows = (
        "Pvm;Nimi;Kävijät;Kysymykset;Saattamiset",
        "2025-01-30;Paikka info_space;30;9;2",
        "2025-01-30;Paikka companions;4;;",
        "2025-01-29;Paikka companions;4;1;",
    )
    draft = imports.keep_draft(file=BytesIO("\n".join(rows).encode()), name="a.csv", by=BY)
    batch = imports.take_in(draft=draft, by=BY)
    assert [row for row, _cells, _problems in batch.left_out] == [4]
    assert told() == {
        "info_space": [("info_visits", 30), ("questions", 9), ("accompanied", 2)],
        "companions": [("met", 4)],
    }
