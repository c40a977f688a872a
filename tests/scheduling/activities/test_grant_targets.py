"""A single number may be paid for by another grant target than its place, its group or its space."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.models import Count
from scheduling.activities.services import imports
from scheduling.premises.models import Booking, Space
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, group, occasion
from tests.scheduling.activities.test_api import post
from tests.scheduling.activities.test_places import place
from volunteers.register import year_lines
from volunteers.register.models import GrantTarget
from volunteers.register.year_lines import Scope

Browse = Callable[..., Client]
HEADER = "Pvm;Nimi;Lukumäärä;Avustuskohde;Järjestö"


def target(code: str) -> GrantTarget:
    """Something that is paid for."""
    return GrantTarget.objects.create(
        code=code, kind="targeted", funder="Rahoittaja", name_fi=f"Kohde {code}", from_on=date(2024, 1, 1)
    )


def told(paid_by: GrantTarget) -> dict[str, object]:
    """What the report to a funder tells of 2025."""
    lines = year_lines.lines([2025], Scope(grant_target=paid_by.pk))[2025]
    return {figure.code: figure.value for line in lines for figure in line.figures}


def test_number_of_a_place_stands_in_the_report_of_who_pays_for_it(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        one, other = target("Ak1"), target("Ak2")
        food = place(grant_target=one)
    path = f"/coordinate/tallies/{food.uuid}/"
    said = {"day": "2025-01-30", "method": "counted", "basis": ""}
    client = browse(ada, alfa)
    client.post(path, {**said, "key": str(uuid4()), "bag": "7"})
    key = str(uuid4())
    for paid in ("", other.pk, other.pk):
        client.post(path, {**said, "key": key, "bag": "5", "grant_target": paid})
    with entered(alfa):
        assert [told(each) for each in (one, other)] == [{"bag": 12}, {"bag": 5}]
    assert "paid by Kohde Ak2" in client.get(path).content.decode()


def test_program_says_who_pays_for_a_number(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        target("Ak1"), target("Ak2")
        food, party = place(), occasion("2025-01-20")
    bags = {"quantity": 4, "method": "counted", "grant_target": "Ak2"}
    at_place = {"place": str(food.uuid), "measure": "bag", "day": "2025-01-30"}
    client = browse(ada, alfa)
    made = post(client, "/api/v1/counts/", {**bags, **at_place, "sent_key": str(uuid4())})
    assert (made.status_code, made.json()["grant_target"]) == (201, "Ak2")
    for wrong in ({**at_place, "grant_target": "Ak9"}, {"activity": str(party.uuid)}):
        sent = post(client, "/api/v1/counts/", {**bags, **wrong, "sent_key": str(uuid4())})
        assert "grant_target" in sent.content.decode()
        assert sent.status_code >= 400
    with entered(alfa):
        assert Count.objects.count() == 1


def test_file_says_who_pays_for_each_row(inside: Association) -> None:
    one, other = target("Ak1"), target("Ak2")
    place(grant_target=one), group(grant_target=one)
    Space.objects.create(name_fi="Sali", grant_target=one)
    rows = (
        "2025-01-14;Kuoro;12;Kohde Ak2;",
        "2025-01-15;Sali;25;ak2;Kuoro ry",
        "2025-01-16;Sali;8;;Kuoro ry",
        "2025-01-17;Kuoro;3;Ak9;",
    )
    content = BytesIO("\n".join([HEADER, *rows]).encode())
    batch = imports.take_in(draft=imports.keep_draft(file=content, name="a.csv", by=BY), by=BY)

    assert [problems for _row, _cells, problems in batch.left_out] == [
        ["Avustuskohde: There is no grant target “Ak9”."]
    ]
    visits = "premises_visits"
    assert (told(one)[visits], told(other)[visits]) == (8, 25)
    assert told(other)["group_participations"] == 12
    assert "group_participations" not in told(one)


def test_row_of_what_is_in_the_calendar_does_not_change_who_pays(inside: Association) -> None:
    target("Ak1")
    occasion("2025-01-14", group=group(), state="planned")
    content = BytesIO(f"{HEADER}\n2025-01-14;Kuoro;12;Ak1;".encode())
    (line,) = imports.look(draft=imports.keep_draft(file=content, name="a.csv", by=BY)).lines
    assert line.said.problems == [
        "It is in the calendar with another grant target. Change that on its own page."
    ]


@pytest.mark.parametrize("paid", [True, False])
def test_booking_is_told_to_who_pays_for_it(browse: Browse, ada: User, alfa: Association, paid: bool) -> None:
    with entered(alfa):
        one, other = target("Ak1"), target("Ak2")
        hall = Space.objects.create(name_fi="Sali", grant_target=one)
    said = {"space": hall.pk, "purpose": "Ilta", "day": "2025-01-30", "starts": "10:00", "ends": "12:00"}
    client = browse(ada, alfa)
    client.post("/coordinate/premises/bookings/new/", said | ({"grant_target": other.pk} if paid else {}))
    with entered(alfa):
        booking = Booking.objects.get()
        Booking.objects.update(state="held", attendance=5, method="counted")
        assert told(other if paid else one)["premises_visits"] == 5
        assert told(one if paid else other) == {}
    assert (
        "Kohde Ak2" in client.get(f"/coordinate/premises/bookings/{booking.uuid}/").content.decode()
    ) == paid
