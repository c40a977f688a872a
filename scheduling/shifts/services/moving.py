"""Giving a shift another time and nothing else, and taking that back while it is fresh."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from scheduling.shifts import plans
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift
from scheduling.shifts.plans import ShiftPlan
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services.making import edit_shift
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association

_SALT = "shifts.moved"


def plan_of(*, shift: Shift, **other: Any) -> ShiftPlan:
    """What a coordinator has said of a shift, with something else said in its place."""
    return replace(plans.plan_of(shift), **other)


def move_shift(*, shift: Shift, starts_at: datetime, ends_at: datetime, by: Actor) -> str:
    """Give a shift another time, and return what `move_back` takes. Who comes is taken along and told.

    Raises what `edit_shift` raises.
    """
    before = [shift.starts_at, shift.ends_at]
    edit_shift(shift=shift, plan=plan_of(shift=shift, starts_at=starts_at, ends_at=ends_at), by=by)
    moved = [str(current_association().pk), str(shift.uuid), clock.now(), *before, starts_at, ends_at]
    return signing.dumps(
        [each.isoformat() if isinstance(each, datetime) else each for each in moved], salt=_SALT
    )


def move_back(*, shift: Shift, token: str, by: Actor) -> Shift:
    """Take a move back, for ten minutes and as long as nobody has changed the time again.

    Raises TooLateToMoveBack, and what `edit_shift` raises.
    """
    try:
        association, uuid, *times = signing.loads(token, salt=_SALT)
        at, starts_at, ends_at, new_start, new_end = (datetime.fromisoformat(each) for each in times)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise errors.TooLateToMoveBack from error
    is_fresh = timedelta() <= clock.now() - at <= selectors.UNDO
    is_this = (association, uuid) == (str(current_association().pk), str(shift.uuid))
    if not (is_fresh and is_this and (shift.starts_at, shift.ends_at) == (new_start, new_end)):
        raise errors.TooLateToMoveBack
    return edit_shift(shift=shift, plan=plan_of(shift=shift, starts_at=starts_at, ends_at=ends_at), by=by)
