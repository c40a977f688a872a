"""The pages of premises: book, refused with what was typed, a number and a tap, the year, the public page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from scheduling.hours.services import months
from scheduling.premises.models import Booking, Space
from scheduling.premises.services import figures
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.premises.conftest import BY, booked, hall, organisation

Browse = Callable[..., Client]


def said(client: Client, answer: Any) -> list[str]:
    """What the next page says."""
    messages = client.get(answer["Location"]).context["messages"]
    return [str(message).replace("\u00a0", " ") for message in messages]


def test_space_is_made_and_booked_and_a_second_booking_keeps_what_was_typed(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    made = client.post(
        "/coordinate/premises/spaces/new/", {"name_fi": "Sali", "capacity": "40", "is_active": "on"}
    )
    assert said(client, made) == ["“Sali” is saved."]
    with entered(alfa):
        choir, sali = organisation(), Space.objects.get()
    wish = {
        "space": sali.pk, "organisation": choir.pk, "purpose": "Harjoitus", "day": "2025-02-04",
        "starts": "10:00", "ends": "12:00", "expected": "60", "is_public": "on",
    }  # fmt: skip
    answer = client.post("/coordinate/premises/bookings/new/", wish)
    assert said(client, answer) == [
        "“Sali” holds 40 people at most. More are expected.", "It is booked.",
    ]  # fmt: skip
    again = client.post("/coordinate/premises/bookings/new/", wish | {"purpose": "Toinen"})
    assert again.status_code == 422
    assert "is taken" in str(again.context["form"].non_field_errors())
    assert again.context["form"]["purpose"].value() == "Toinen"
    backwards = client.post("/coordinate/premises/bookings/new/", wish | {"starts": "13:00"})
    assert [str(each) for each in backwards.context["form"].non_field_errors()] == [
        "The end must be later than the start."
    ]
    far = client.post("/coordinate/premises/bookings/new/", wish | {"day": "9999-12-31"})
    assert [str(each) for each in far.context["form"].errors["day"]] == [
        "Choose a day between 2000 and 2099."
    ]
    assert client.get("/coordinate/premises/?week=9999-12-31").status_code == 200
    week = client.get(f"/coordinate/premises/?week=2025-02-04&space={sali.uuid}")
    assert [line[1] for line in week.context["lines"]] == ["Kuoro ry"]
    assert week.context["free"][1][1].replace("\u00a0", " ") == "08:00–10:00, 12:00–22:00"
    page = Client(headers={"host": client.defaults["HTTP_HOST"]}).get("/happening/").content.decode()
    assert "Harjoitus" in page
    assert "Kuoro ry" in page


@pytest.mark.parametrize("rows", [1, 12])
def test_week_and_year_ask_as_much_for_many_as_for_one(
    browse: Browse, ada: User, alfa: Association, django_assert_max_num_queries: Any, rows: int
) -> None:
    with entered(alfa):
        for number in range(rows):
            booked("2025-02-04", space=hall(f"Sali {number}"), organisation=organisation(f"Kuoro {number}"))
    client = browse(ada, alfa)
    for page in ("/coordinate/premises/?week=2025-02-04", "/coordinate/premises/year/?year=2025"):
        client.get(page)
        with django_assert_max_num_queries(15):
            assert client.get(page).status_code == 200


def test_number_and_a_tap_many_at_once_and_a_correction_after_closing(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        one, other = booked("2025-01-20"), booked("2025-01-27")
    client = browse(ada, alfa)
    page = client.get("/coordinate/premises/waiting/")
    assert [line[0].pk for line in page.context["lines"]] == [one.pk, other.pk]
    answer = client.post("/coordinate/premises/waiting/", {one.uuid.hex: "31", other.uuid.hex: ""})
    assert said(client, answer) == ["1 number is saved."]
    held = {"held": "1", "heads": "52", "method": "counted", "basis": ""}
    answer = client.post(f"/coordinate/premises/bookings/{other.uuid}/", held)
    assert said(client, answer) == ["Saved: it was held."]
    page = client.get(f"/coordinate/premises/bookings/{other.uuid}/")
    assert page.context["too_many"]
    with entered(alfa):
        months.close_month(first_day=date(2025, 1, 1), by=BY)
    answer = client.post(f"/coordinate/premises/bookings/{other.uuid}/", held | {"heads": "25"})
    assert "is closed: what was held" in answer.content.decode()
    correct = {"correct": "1", "heads": "25", "method": "counted", "basis": "", "reason": "Näppäily"}
    client.post(f"/coordinate/premises/bookings/{other.uuid}/", correct)
    with entered(alfa):
        figures.make_figures(first_days=[date(2025, 1, 1)])
    year = client.get("/coordinate/premises/year/?year=2025").context["found"]
    assert (year.whole.parties, year.whole.bookings, year.whole.visits) == (1, 2, 56)


def test_booking_of_a_closed_month_is_told_late_and_is_in_nobodys_way(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        came, nobody = booked("2025-01-20"), booked("2025-01-27")
        new = booked("2025-02-02")
        months.close_month(first_day=date(2025, 1, 1), by=BY)
    client = browse(ada, alfa)
    waiting = client.get("/coordinate/premises/waiting/").context
    assert [line[0] for line in waiting["lines"]] == [new]
    assert [line[0] for line in waiting["late"]] == [came, nobody]
    page = f"/coordinate/premises/bookings/{came.uuid}/"
    late = {"late": "1", "heads": "25", "method": "counted", "basis": "", "reason": "The list was lost"}
    assert client.post(page, late | {"reason": ""}).status_code == 422
    for _sent in range(2):
        assert client.post(page, late).status_code == 302
    assert client.post(page, late | {"heads": "26"}).status_code == 422
    none = {"late_none": "1", "reason": "The list was lost"}
    assert client.post(f"/coordinate/premises/bookings/{nobody.uuid}/", none).status_code == 302
    # What is open is noted as ever.
    assert client.post(f"/coordinate/premises/bookings/{new.uuid}/", late).status_code == 422
    with entered(alfa):
        figures.make_figures(first_days=[date(2025, 1, 1)])
        assert [Booking.objects.get(pk=each.pk).state for each in (came, nobody, new)] == [
            "held",
            "no_show",
            "booked",
        ]
    year = client.get("/coordinate/premises/year/?year=2025").context["found"]
    assert (year.whole.bookings, year.whole.visits) == (1, 25)


def test_booking_enters_a_closed_month_with_a_reason_only(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        space = hall()
        months.close_month(first_day=date(2025, 1, 1), by=BY)
    client = browse(ada, alfa)
    new = {"space": space.pk, "purpose": "Kokous", "day": "2025-01-20", "starts": "10:00", "ends": "12:00"}
    assert client.post("/coordinate/premises/bookings/new/", new).status_code == 422
    made = client.post("/coordinate/premises/bookings/new/", new | {"late_reason": "It was on paper"})
    assert made.status_code == 302
    with entered(alfa):
        assert Booking.objects.get().late_reason == "It was on paper"
        with pytest.raises(IntegrityError, match="premises_month_closed"), transaction.atomic():
            Booking.objects.update(purpose="Muu")
