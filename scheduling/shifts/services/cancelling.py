"""Calling a shift off, and taking one person off."""

from django.db import transaction

from scheduling.shifts import conditions, locks, states
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import changing, offering, telling
from scheduling.shifts.services.news import News
from tenants.actors import Actor
from volunteers.register.models import Person


@transaction.atomic(durable=True)
def cancel_shift(*, shift: Shift, by: Actor) -> Shift:
    """Call a shift off: everybody's place is released, and they are told, as are those who waited for one.
    Doing it twice changes nothing.

    Cannot be undone. Raises AttendanceMarked when somebody is marked as having been there.
    """
    shift, news = locks.shift(shift), News()
    changing.call_off(shifts=[shift], news=news, by=by)
    news.tell()
    return shift


@transaction.atomic(durable=True)
def take_off(*, shift: Shift, person: Person, by: Actor) -> SignUp | None:
    """Take somebody off a shift as a coordinator, as when they called. They are told by mail, and who waits
    for a place is offered it.

    Without a place nothing changes, and the answer is None. Raises ShiftHasStarted.
    """
    shift = locks.shift(shift)
    held = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first()
    if held is None:
        return None
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    held = locks.sign_up(held)
    states.move_sign_up(held, shift=shift, to=SignUp.State.CANCELLED_BY_ORG, by=by)
    telling.taken_off(sign_up=held)
    offering.offer_places(shift=shift)
    return held
