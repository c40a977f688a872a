"""Napajoki's rooms and who had them: month by month in 2024, and the spring's weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction

from local.enacting import times
from local.enacting.register import Cast
from local.federation import premises as told_ones
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from local.federation.local_time import aware
from local.federation.premises import ToldBooking
from scheduling.activities.services.outcomes import Heads
from scheduling.premises.models import Booking, Space
from scheduling.premises.services import bookings, outcomes, spaces
from scheduling.premises.services.bookings import BookingPlan
from scheduling.premises.services.spaces import EquipmentPlan, SpacePlan
from tenants.actors import Actor
from volunteers.register.models import Organisation, Unit
from volunteers.register.services import organisations
from volunteers.register.services.organisations import OrganisationPlan

BEGINS, SPRING_ENDS = date(2024, 1, 2), date(2025, 5, 30)
NAMES = {
    "Sali": ("Salen", "Hall"),
    "Työpaja": ("Verkstaden", "Workshop"),
    "Keittiö": ("Köket", "Kitchen"),
    "Ryhmähuone": ("Grupprummet", "Group room"),
    "Kokoushuone": ("Mötesrummet", "Meeting room"),
}
THINGS = (
    ("Videotykki", "Projektor", "Projector", "Toimiston kaapissa, johto mukana"),
    ("Riksapyörä", "Rickshacykel", "Rickshaw", "Ajolupa luotsilta, avain toimistosta"),
    ("Juhlateltta", "Festtält", "Marquee", "6 × 3 m, kaksi kantajaa"),
)
# Those who work in the house for everybody: what, whose, room, weekday, from, to.
IN_THE_HOUSE = (
    ("Asumisen neuvontaa", "Napajoen kaupungin asuntoneuvonta", "Kokoushuone", 1, 10, 12),
    ("Terveyspiste: verenpaine ja kuulumiset", "Napajoen hyvinvointikeskus", "Ryhmähuone", 2, 13, 15),
    ("Nuorten työpajan ovet auki", "Joen nuorten pajat", "Työpaja", 3, 12, 16),
)


@transaction.atomic
def tell(told: Told, cast: Cast, by: Actor, *, seed: int) -> None:
    """Note the whole year before its months close, each at its month's end; a second time changes nothing."""
    if told.slug != "napajoki" or Space.objects.exists():
        return
    with times.at(BEGINS, 9):
        rooms, whose = _rooms(cast, by), _organisations(by)
    rows = told_ones.bookings(seed)
    for month in range(1, 13):
        with times.at(date(2024 + month // 12, month % 12 + 1, 1) - timedelta(days=1), 23, 40):
            _month([row for row in rows if row.starts_at.month == month], rooms, whose, by)
    _beside(rooms["Sali"], by)


@transaction.atomic
def go_on(told: Told, by: Actor, *, seed: int) -> None:
    """Have the spring booked week by week, and January noted but for its last week."""
    if told.slug != "napajoki" or Booking.objects.filter(starts_at__year=2025).exists():
        return
    draws = Draws(seed, "premises", "spring")
    rooms = {space.name_fi: space for space in Space.objects.all()}
    with times.at(date(2025, 1, 8), 10):
        for what, name, room, weekday, starts, ends in IN_THE_HOUSE:
            host = organisations.add_organisation(plan=OrganisationPlan(name=name), by=by)
            _weekly(rooms[room], host, what, weekday, (starts, ends), by, is_public=True)
        hosts = Organisation.objects.filter(name__startswith="Napajoen ", name__endswith=" ry")
        for at, host in enumerate(hosts[:10]):
            space = rooms[("Sali", "Keittiö")[at % 2]]
            _weekly(space, host, draws.pick(told_ones.PURPOSES), at // 2, (17, 19), by)
    with times.at(date(2025, 2, 1), 12):
        january = Booking.objects.filter(local_date__range=(date(2025, 1, 13), date(2025, 1, 28)))
        outcomes.note_held(heads={each: Heads(draws.between(5, 24)) for each in january}, by=by)


def _rooms(cast: Cast, by: Actor) -> dict[str, Space]:
    centre = Unit.objects.filter(kind=Unit.Kind.CENTRE).first()
    house = cast.sites["majakka"]
    for name, swedish, english, note in THINGS:
        plan = EquipmentPlan(name, swedish, english, site=house, unit=centre, note=note)
        spaces.add_equipment(plan=plan, by=by)
    return {
        name: spaces.add_space(
            plan=SpacePlan(
                name,
                *NAMES[name],
                site=house,
                unit=centre,
                capacity=most,
                access_text="Luiska pihan puolelta, esteetön wc. Salissa induktiosilmukka.",
            ),
            by=by,
        )
        for name, most in told_ones.ROOMS.items()
    }


def _organisations(by: Actor) -> dict[str, Organisation]:
    return {
        name: organisations.add_organisation(plan=OrganisationPlan(name=name), by=by)
        for name in told_ones.ORGANISATIONS
    }


def _month(
    rows: list[ToldBooking], rooms: Mapping[str, Space], whose: Mapping[str, Organisation], by: Actor
) -> None:
    plans = [
        BookingPlan(
            purpose=row.purpose,
            starts_at=aware(row.starts_at),
            ends_at=aware(row.ends_at),
            space=rooms[row.room],
            organisation=whose[row.organisation],
        )
        for row in rows
    ]
    made = bookings.book_many(plans=plans, by=by).made
    came = zip(made, rows, strict=True)
    outcomes.note_held(heads={booking: Heads(row.came) for booking, row in came}, by=by)


def _weekly(
    room: Space,
    host: Organisation,
    what: str,
    weekday: int,
    hours: tuple[int, int],
    by: Actor,
    *,
    is_public: bool = False,
) -> None:
    day = date(2025, 1, 13) + timedelta(days=weekday)
    starts, ends = (aware(datetime.combine(day, time(hour))) for hour in hours)
    plan = BookingPlan(
        purpose=what, starts_at=starts, ends_at=ends, space=room, organisation=host, is_public=is_public
    )
    bookings.book_weekly(plan=plan, until_on=SPRING_ENDS, by=by)


def _beside(hall: Space, by: Actor) -> None:
    """What must change no figure: a booking that was called off, and one to which nobody came."""
    with times.at(date(2024, 9, 22), 18):
        host = organisations.add_organisation(plan=OrganisationPlan(name="Pilviranta ry"), by=by)
        for hour in (12, 15):
            starts = times.instant(date(2024, 9, 21), hour)
            plan = BookingPlan("Juhlat", starts, starts + timedelta(hours=2), space=hall, organisation=host)
            made = bookings.book(plan=plan, by=by)
            if hour == 15:
                outcomes.note_no_show(booking=made, by=by)
            else:
                bookings.call_off(booking=made, by=by)
