"""Bookings that come with a file of numbers: taken in together, and taken back. Steps of the file's verbs."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import pgettext_lazy

from scheduling.activities.importing import beside
from scheduling.activities.importing.beside import Brought
from scheduling.activities.importing.judging import Line
from scheduling.activities.models import CountImport, Measure
from scheduling.hours import selectors as hours, split
from scheduling.premises import importing, locks, states, words
from scheduling.premises.importing import Use, use_of
from scheduling.premises.models import Booking, BookingCorrection, Equipment, ImportedBooking, Space
from scheduling.premises.services.outcomes import SAID
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Organisation
from volunteers.register.services.organisations import OrganisationPlan, add_organisation
from web import formats

UNTOUCHED = {"contact_name": "", "phone": "", "email": "", "checklist": "", "notes": "", "is_active": True}


def hold(*, lines: Sequence[Line]) -> None:
    """Hold what rows are of: see `scheduling.premises.locks`."""
    uses = [use_of(line) for line in lines]
    locks.lock_spaces(use.thing for use in uses if isinstance(use.thing, Space))
    locks.lock_equipment(use.thing for use in uses if isinstance(use.thing, Equipment))
    locks.lock_bookings(use.booking.pk for use in uses if use.booking)


def take_in(*, batch: CountImport, lines: Sequence[Line], by: Actor) -> None:
    """Note that these were held; bookings and organisations that are not known come with them."""
    if not lines:
        return
    new = _organisations(lines, by)
    now = clock.now()
    made: list[Booking] = []
    known: list[Booking] = []
    brought: list[ImportedBooking] = []
    fresh = {each.pk for each in new.values()}
    for line in lines:
        use, was = use_of(line), ""
        if use.booking is None:
            booking = _booking(line, use, new.get(line.said.organisation.casefold()), now)
            made.append(booking)
        else:
            booking, was = use.booking, use.booking.state
            if was != Booking.State.HELD:
                states.move(booking, to=Booking.State.HELD)
            known.append(booking)
        booking.attendance = line.numbers[Measure.VISITS]
        booking.method, booking.basis = line.said.method, line.said.basis
        row = ImportedBooking(batch=batch, booking=booking, mark=use.mark, was=was)
        row.attendance, row.made_organisation = booking.attendance, booking.organisation_id in fresh
        fresh.discard(booking.organisation_id or 0)
        brought.append(row)
    Booking.objects.bulk_create(made)
    Booking.objects.bulk_update(known, SAID)
    ImportedBooking.objects.bulk_create(brought)
    trail.record(
        "bookings.imported", by=by, subject_kind="count_import", subject_uuid=batch.uuid, rows=len(brought)
    )


def _organisations(lines: Sequence[Line], by: Actor) -> dict[str, Organisation]:
    """Those that nobody has noted yet, by their names in small letters."""
    found: dict[str, Organisation] = {}
    for line in lines:
        name = line.said.organisation
        if name and use_of(line).organisation is None and name.casefold() not in found:
            found[name.casefold()] = add_organisation(plan=OrganisationPlan(name=name), by=by)
    return found


def _booking(line: Line, use: Use, new: Organisation | None, now: datetime) -> Booking:
    assert use.starts_at is not None
    assert use.ends_at is not None
    return Booking(
        **use.of,
        organisation=use.organisation or new,
        grant_target=line.said.grant_target,
        purpose=line.said.purpose or use.who,
        starts_at=use.starts_at,
        ends_at=use.ends_at,
        local_date=line.day,
        first_month=split.month_of(line.day),
        own=line.said.own,
        state=Booking.State.HELD,
        created_at=now,
    )


def brought(*, batch: CountImport) -> Brought:
    """What a file brought, held; and what was done since with it, by what it is of."""
    rows = list(ImportedBooking.objects.filter(batch=batch).order_by("pk"))
    bookings = {each.pk: each for each in locks.lock_bookings(row.booking_id for row in rows)}
    first_days = {each.first_month for each in bookings.values()}
    closed = set(hours.closed_months(first_days))
    # Also where a later correction says the same number again: its row stands for good.
    corrected = set(
        BookingCorrection.objects.filter(booking__in=bookings).values_list("booking_id", flat=True)
    )
    found = []
    for row in rows:
        booking = bookings[row.booking_id]
        changed = booking.state != Booking.State.HELD or booking.attendance != row.attendance
        changed = changed or booking.pk in corrected
        if changed or booking.first_month in closed:
            found.append(f"{formats.day(booking.local_date, weekday=False, year=True)} {words.what(booking)}")
    return Brought(found, first_days)


def take_back(*, batch: CountImport) -> None:
    """Bookings of the file are gone again, and what was booked before is as it was."""
    rows = list(ImportedBooking.objects.filter(batch=batch).select_related("booking"))
    before = [states.put_back(row.booking, was=row.was) for row in rows if row.was]
    Booking.objects.bulk_update(before, SAID)
    organisations = {row.booking.organisation_id or 0 for row in rows if row.made_organisation}
    ImportedBooking.objects.filter(batch=batch).delete()
    Booking.objects.filter(pk__in=[row.booking_id for row in rows if not row.was]).delete()
    for organisation in Organisation.objects.filter(pk__in=organisations, **UNTOUCHED):
        try:
            with transaction.atomic():
                organisation.delete()
        except ProtectedError:  # somebody uses it by now
            continue


KIND = beside.Kind(
    code="booking",
    label=pgettext_lazy("activity", "booking of premises"),
    called=(
        *("booking", "bookings", "varaus", "varaukset", "tilavaraus", "tilavaraukset", "tilat", "tila"),
        *("väline", "välineet", "bokning", "bokningar", "lokal", "lokaler", "space", "premises", "equipment"),
    ),
    names=importing.names,
    judge=importing.judge,
    hold=lambda lines: hold(lines=lines),
    take_in=lambda batch, lines, by: take_in(batch=batch, lines=lines, by=by),
    brought=lambda batch: brought(batch=batch),
    take_back=lambda batch: take_back(batch=batch),
)
