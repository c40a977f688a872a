"""What became of bookings: held with so many people, nobody came; and numbers of closed months corrected."""

from collections.abc import Mapping

from django.db import transaction

from scheduling.activities.errors import BasisMissing, MonthOpen, NotFromHere, NotYet, ReasonMissing
from scheduling.activities.services.closing import hold_closed, hold_months
from scheduling.activities.services.outcomes import WITH_BASIS, Heads
from scheduling.hours import selectors as hours
from scheduling.hours.services import months
from scheduling.premises import locks, states
from scheduling.premises.models import Booking, BookingCorrection
from scheduling.premises.services.bookings import require_free
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from web import formats

SAID = ["state", "attendance", "method", "basis"]


@transaction.atomic
def note_held(*, heads: Mapping[Booking, Heads | None], by: Actor) -> int:
    """Note that these were held and how many came, all or nothing; said again, changed. Returns how many.

    None leaves the number open. Raises NotYet, BasisMissing, NotFromHere, MonthClosed, or Taken where nobody
    was said to have come and the time was given to others since.
    """
    said = {booking.pk: number for booking, number in heads.items()}
    if any(number and number.method in WITH_BASIS and not number.basis.strip() for number in said.values()):
        raise BasisMissing
    now = clock.now()
    locked = locks.lock_bookings(said)
    if any(booking.starts_at > now for booking in locked):
        raise NotYet
    hold_months(first_days=[booking.first_month for booking in locked])
    for booking in locked:
        if booking.state not in Booking.KEEPING:
            require_free(wanted=booking, but=booking)
        if booking.state != Booking.State.HELD:
            states.move(booking, to=Booking.State.HELD)
        number = said[booking.pk]
        booking.attendance = number.quantity if number else None
        booking.method = number.method if number else ""
        booking.basis = number.basis.strip() if number else ""
    Booking.objects.bulk_update(locked, SAID)
    trail.record_each(
        "booking.held",
        by=by,
        subject_kind="booking",
        subjects={booking.uuid: {"heads": booking.attendance} for booking in locked},
    )
    return len(locked)


@transaction.atomic
def note_no_show(*, booking: Booking, by: Actor) -> Booking:
    """Note that nobody came. Raises NotYet, NotFromHere or MonthClosed."""
    if booking.starts_at > clock.now():
        raise NotYet
    (locked,) = locks.lock_bookings([booking.pk])
    hold_months(first_days=[locked.first_month])
    if locked.state != Booking.State.NO_SHOW:
        states.move(locked, to=Booking.State.NO_SHOW)
        locked.save(update_fields=SAID)
        trail.record("booking.no_show", by=by, subject_kind="booking", subject_uuid=locked.uuid)
    return locked


@transaction.atomic(durable=True)
def tell_late(*, booking: Booking, heads: Heads | None, reason: str, by: Actor) -> Booking:
    """Note after its month had closed how many came to what nobody told of; None says that nobody did.

    A second press changes nothing. Raises ReasonMissing, MonthOpen, BasisMissing, or NotFromHere for what was
    told already.
    """
    if heads and heads.method in WITH_BASIS and not heads.basis.strip():
        raise BasisMissing
    to = Booking.State.HELD if heads else Booking.State.NO_SHOW
    (locked,) = locks.lock_bookings([booking.pk])
    why = hold_closed(first_day=locked.first_month, reason=reason)
    said = (heads.quantity, heads.method, heads.basis.strip()) if heads else (None, "", "")
    if locked.state == to and (locked.attendance, locked.method, locked.basis) == said:
        return locked
    if locked.state != Booking.State.BOOKED:
        raise NotFromHere(now=locked.get_state_display(), wanted=to.label)
    states.move(locked, to=to)
    locked.attendance, locked.method, locked.basis = said
    locked.late_reason = why
    locked.save(update_fields=[*SAID, "late_reason"])
    trail.record(
        "booking.told_late", by=by, subject_kind="booking", subject_uuid=locked.uuid, heads=locked.attendance
    )
    return locked


@transaction.atomic
def correct(*, booking: Booking, heads: Heads, reason: str, by: Actor) -> BookingCorrection:
    """Put another number in the place of one in a closed month; the first one stays to be seen.

    Raises MonthOpen, ReasonMissing, BasisMissing or NotFromHere.
    """
    if not reason.strip():
        raise ReasonMissing
    if heads.method in WITH_BASIS and not heads.basis.strip():
        raise BasisMissing
    (locked,) = locks.lock_bookings([booking.pk])
    if not hours.closed_months([locked.first_month]):
        raise MonthOpen(month=formats.month(locked.first_month))
    if locked.state != Booking.State.HELD:
        raise NotFromHere(now=locked.get_state_display(), wanted=Booking.State.HELD.label)
    last = locked.corrections.order_by("-number").first()
    made = BookingCorrection.objects.create(
        booking=locked,
        number=last.number + 1 if last else 1,
        attendance=heads.quantity,
        method=heads.method,
        basis=heads.basis.strip(),
        reason=reason.strip()[:200],
        created_at=clock.now(),
    )
    trail.record(
        "booking.corrected",
        by=by,
        subject_kind="booking",
        subject_uuid=locked.uuid,
        before=last.attendance if last else locked.attendance,
        after=made.attendance,
    )
    months.mark_changed(first_days=[locked.first_month])
    return made
