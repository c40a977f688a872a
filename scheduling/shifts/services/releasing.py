"""Giving back all places ahead at once: who pauses or leaves gives them to others."""

from django.db import transaction

from scheduling.shifts import conditions, locks, states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors.shifts import own_sign_ups
from scheduling.shifts.services import offering, standing, telling
from scheduling.shifts.words import shifts as words
from tenants import clock
from tenants.actors import Actor
from volunteers.register.leaving import Ahead, Releasing
from volunteers.register.models import Person
from web import formats


def ahead(*, person: Person) -> list[Ahead]:
    """The places on shifts that have not started."""
    return [
        Ahead(
            starts_at=sign_up.starts_at,
            when=formats.when(sign_up.starts_at, sign_up.ends_at),
            what=words.title(sign_up.shift),
        )
        for sign_up in own_sign_ups(person).filter(shift__starts_at__gt=clock.now())
    ]


@transaction.atomic
def release(*, person: Person, by: Actor) -> int:
    """Give back every place of a locked person on shifts that have not started, and drop their reminders.
    Who waits for one of these places is offered it; the person waits for none any more, and has no standing
    place.

    A step of the verbs that pause or end somebody's time; they tell the person. Raises Busy.
    """
    held = SignUp.objects.filter(
        person=person,
        state__in=(SignUp.State.SIGNED_UP, *SignUp.HOPING),
        shift__starts_at__gt=clock.now(),
    )
    own = by.user is not None and by.user == person.user_uuid
    released = 0
    for found in Shift.objects.filter(pk__in=held.values("shift")).order_by("pk"):
        shift = locks.shift(found)
        sign_up = held.filter(shift=shift).first()
        if sign_up is None or conditions.has_started(shift):
            continue
        held_a_place = sign_up.state == SignUp.State.SIGNED_UP
        states.move_sign_up(
            locks.sign_up(sign_up),
            shift=shift,
            to=SignUp.State.CANCELLED_BY_VOLUNTEER if own else SignUp.State.CANCELLED_BY_ORG,
            by=by,
            leaving=True,
        )
        telling.released(sign_up=sign_up)
        offering.offer_places(shift=shift)
        released += held_a_place
    standing.end_all(person=person, by=by)
    return released


RELEASING = Releasing(name="shifts", ahead=ahead, release=release, away=standing.away)
