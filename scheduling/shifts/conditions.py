"""What the clock or a count decides about a shift. Nothing of it is stored; one function for each."""

from datetime import datetime

from django.db.models import F, Q

from scheduling.shifts.models import Shift
from tenants import clock


def has_started(shift: Shift, *, at: datetime | None = None) -> bool:
    """Whether its start is behind us: nobody signs up or cancels any more, attendance begins."""
    return shift.starts_at <= (at or clock.now())


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
