"""Parties, bookings and visits: only what was held, nobody counted twice, corrections after closing."""

from datetime import date

import pytest

from scheduling.activities.errors import BasisMissing, MonthOpen, NotYet, ReasonMissing
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.services import months
from scheduling.premises import selectors, year_lines
from scheduling.premises.models import Booking, BookingFigure, Space
from scheduling.premises.services import bookings, figures, outcomes
from tests.scheduling.premises.conftest import BY, booked, hall, organisation
from volunteers.register.models import GrantTarget
from volunteers.register.year_lines import EVERYTHING, Scope

pytestmark = pytest.mark.usefixtures("inside")
JANUARY = date(2025, 1, 1)


def made() -> BookingFigure:
    """The year's whole, made again."""
    figures.make_figures(first_days=[JANUARY])
    whole = selectors.year_of(2025).whole
    assert whole is not None
    return whole


def test_figures_are_of_what_was_held_and_parts_add_up_to_the_whole() -> None:
    target = GrantTarget.objects.create(
        code="Ak2", kind="targeted", funder="Rahoittaja", name_fi="Talo", from_on=JANUARY
    )
    hall("Piha")
    Space.objects.filter(name_fi="Piha").update(grant_target=target)
    choir, city = organisation(), organisation("Napajoen kaupunki")
    outcomes.note_held(
        heads={
            booked("2025-01-07", organisation=choir): Heads(20),
            booked("2025-01-14", organisation=choir): Heads(30, "estimated", "Tuolit"),
            booked("2025-01-14", organisation=city, space=hall("Piha")): Heads(100),
            booked("2025-01-15", organisation=None, own=True): Heads(12),
            booked("2025-01-16", organisation=city): None,
        },
        by=BY,
    )
    outcomes.note_no_show(booking=booked("2025-01-21"), by=BY)
    bookings.call_off(booking=booked("2025-01-22", organisation=organisation("Muu ry")), by=BY)
    booked("2025-01-28")
    year_made = made()
    assert (year_made.parties, year_made.bookings, year_made.visits, year_made.own, year_made.uncounted) == (
        2,
        5,
        150,
        1,
        1,
    )
    assert year_made.methods == {"counted": 120, "estimated": 30}
    year = selectors.year_of(2025)
    for part in (year.spaces, list(year.months.values())):
        assert sum(row.visits for row in part) == 150
        assert sum(row.bookings for row in part) == 5
    assert {row.organisation.name: row.visits for row in year.organisations if row.organisation} == {
        "Kuoro ry": 50, "Napajoen kaupunki": 100,
    }  # fmt: skip
    for scope, values in ((EVERYTHING, [2, 5, 150]), (Scope(grant_target=target.pk), [1, 1, 100])):
        (line,) = year_lines.tells([2025], scope)[2025]
        assert [figure.value for figure in line.figures] == values
    assert year_lines.tells([2025, 2024], Scope(units=(987,))) == {2025: [], 2024: []}
    figures.make_figures(first_days=[JANUARY])
    assert BookingFigure.objects.filter(month=0, space=None, organisation=None).count() == 1


def test_number_needs_its_basis_and_a_booking_that_has_begun() -> None:
    with pytest.raises(BasisMissing):
        outcomes.note_held(heads={booked("2025-01-07"): Heads(20, "estimated")}, by=BY)
    with pytest.raises(NotYet):
        outcomes.note_held(heads={booked("2025-02-07"): Heads(20)}, by=BY)
    assert set(Booking.objects.values_list("state", flat=True)) == {"booked"}


def test_closed_month_takes_a_correction_with_a_reason_and_keeps_the_first_number() -> None:
    one = booked("2025-01-07")
    outcomes.note_held(heads={one: Heads(20)}, by=BY)
    with pytest.raises(MonthOpen):
        outcomes.correct(booking=one, heads=Heads(25), reason="Laskettu uudelleen", by=BY)
    months.close_month(first_day=JANUARY, by=BY)
    with pytest.raises(ReasonMissing):
        outcomes.correct(booking=one, heads=Heads(25), reason=" ", by=BY)
    for number in (25, 24):
        outcomes.correct(booking=one, heads=Heads(number), reason="Laskettu uudelleen", by=BY)
    assert (made().visits, Booking.objects.get().attendance) == (24, 20)
