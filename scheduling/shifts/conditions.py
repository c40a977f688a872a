"""What the clock or a count decides about a shift. Nothing of it is stored; one function for each."""

from datetime import datetime, timedelta

from django.db.models import DurationField, F, Q, Value

from scheduling.shifts.models import Shift
from tenants import clock


def has_started(shift: Shift, *, at: datetime | None = None) -> bool:
    """Whether its start is behind us: nobody signs up or cancels any more, attendance begins."""
    return shift.starts_at <= (at or clock.now())


def is_ahead(shift: Shift, *, at: datetime | None = None) -> bool:
    """Whether it will be held and has not begun."""
    return shift.state == Shift.State.PUBLISHED and not has_started(shift, at=at)


def is_over(shift: Shift, *, at: datetime | None = None) -> bool:
    """Whether its end is behind us."""
    return shift.ends_at <= (at or clock.now())


def is_under_way(shift: Shift, *, at: datetime | None = None) -> bool:
    """Whether people are there now."""
    at = at or clock.now()
    return shift.state == Shift.State.PUBLISHED and has_started(shift, at=at) and not is_over(shift, at=at)


def is_full(shift: Shift) -> bool:
    """Whether all places are taken."""
    return shift.taken >= shift.places


def is_open(shift: Shift, *, at: datetime | None = None) -> bool:
    """Whether a place can be taken, as far as the shift itself goes."""
    return shift.state == Shift.State.PUBLISHED and not has_started(shift, at=at) and not is_full(shift)


def open_at(at: datetime) -> Q:
    """`is_open` as a condition for queries."""
    return Q(state=Shift.State.PUBLISHED, starts_at__gt=at, taken__lt=F("places"))


# --- when one signs up ----------------------------------------------------------------------------


def opens_at(shift: Shift) -> datetime | None:
    """From when on people sign up; None: as soon as it is published."""
    return _before(shift, shift.opens_hours_before)


def closes_at(shift: Shift) -> datetime:
    """Until when people sign up."""
    return _before(shift, shift.closes_hours_before) or shift.starts_at


def cancels_until(shift: Shift) -> datetime:
    """Until when people give their places back by themselves."""
    return _before(shift, shift.cancel_hours_before) or shift.starts_at


def for_all_from(shift: Shift) -> datetime | None:
    """Where some are invited first: from when on everybody may; None: never."""
    return _before(shift, shift.all_hours_before)


def _before(shift: Shift, hours: int | None) -> datetime | None:
    return None if hours is None else shift.starts_at - timedelta(hours=hours)


def sign_up_open_at(at: datetime) -> Q:
    """That sign-up has opened and not closed, as a condition for queries."""
    hour = Value(timedelta(hours=1), output_field=DurationField())
    return Q(
        Q(opens_hours_before__isnull=True) | Q(starts_at__lte=at + hour * F("opens_hours_before")),
        Q(closes_hours_before__isnull=True) | Q(starts_at__gt=at + hour * F("closes_hours_before")),
    )


def for_all_at(at: datetime) -> Q:
    """That everybody may sign up by themselves, invited or not, as a condition for queries."""
    hour = Value(timedelta(hours=1), output_field=DurationField())
    return ~Q(sign_up_mode__in=[Shift.SignUpMode.BY_COORDINATOR, Shift.SignUpMode.INVITED_FIRST]) | Q(
        sign_up_mode=Shift.SignUpMode.INVITED_FIRST, starts_at__lte=at + hour * F("all_hours_before")
    )
