"""Two parties and one hall at once: one has it; two halls are the control."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from scheduling.premises.errors import Taken
from scheduling.premises.models import Booking, Space
from scheduling.premises.services import bookings
from scheduling.premises.services.bookings import BookingPlan
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once

pytestmark = pytest.mark.race
NOW = datetime(2025, 2, 3, 6, tzinfo=UTC)
PARTIES = 6


@pytest.fixture
def arena_on_monday(arena: Association) -> Iterator[Association]:
    """An association of its own on Monday morning."""
    with clock.fixed(NOW):
        yield arena
        connections.close_all()


def booking(association: Association, hall: str, number: int) -> Callable[[], Any]:
    """A booking as a thread makes it: in the association, with a connection of its own."""

    def run() -> Any:
        with entered(association):
            plan = BookingPlan(
                purpose=f"Harjoitus {number}",
                starts_at=NOW + timedelta(days=1, minutes=number),
                ends_at=NOW + timedelta(days=1, hours=2),
                space=Space.objects.get(name_fi=hall),
            )
            return bookings.book(plan=plan, by=Actor.system("test"))

    return run


@pytest.mark.parametrize("one_hall", [True, False])
def test_hall_is_given_once(arena_on_monday: Association, one_hall: bool) -> None:
    names = ["Sali"] if one_hall else [f"Sali {number}" for number in range(PARTIES)]
    with entered(arena_on_monday):
        for name in names:
            Space.objects.create(name_fi=name)
    answers = at_once(
        *(booking(arena_on_monday, names[number % len(names)], number) for number in range(PARTIES))
    )
    made = [each for each in answers if isinstance(each, Booking)]
    refused = [each for each in answers if isinstance(each, Taken)]
    assert (len(made), len(refused)) == ((1, PARTIES - 1) if one_hall else (PARTIES, 0))
