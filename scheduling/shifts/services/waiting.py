"""Standing on a waiting list, and the word of those to whom a place is offered."""

from dataclasses import dataclass

from django.db import transaction

from notifications import services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import calling, offering, signing_up, telling
from tenants.actors import Actor
from volunteers.register.models import Person


@dataclass(frozen=True)
class Place:
    """Where somebody stands who would like a place: their sign-up, and their number among those who wait."""

    sign_up: SignUp
    number: int = 0

    @property
    def is_offered(self) -> bool:
        """Whether a place is theirs for a word, still."""
        return self.sign_up.state == SignUp.State.OFFERED and not offering.has_lapsed(offered=self.sign_up)

    @property
    def waits(self) -> bool:
        """Whether they stand on the list."""
        return self.sign_up.state == SignUp.State.WAITING


def place_of(*, shift: Shift, person: Person | None) -> Place | None:
    """Where a person stands who waits for a place, or to whom one is offered."""
    if person is None:
        return None
    hopes = (SignUp.State.WAITING, SignUp.State.OFFERED)
    found = SignUp.objects.filter(shift=shift, person=person, state__in=hopes).first()
    if found is None:
        return None
    before = SignUp.objects.filter(shift=shift, state=SignUp.State.WAITING, pk__lte=found.pk)
    return Place(found, number=before.count())


def may_wait(*, shift: Shift, person: Person | None) -> bool:
    """Whether nothing but the lack of a place speaks against this person on this shift."""
    if person is None or not conditions.is_full(shift):
        return False
    if eligibility.by_request(shift, checks=eligibility.CHECKS):
        return False
    standing = eligibility.standing_of(person, shifts=[shift])
    return standing.own(shift) is None and not eligibility.reasons(
        shift, standing, checks=offering.CHECKS_OF_WAITING
    )


@transaction.atomic(durable=True)
def wait(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Take a place where one is free, else stand at the end of the list; who has either keeps it.

    Where a coordinator confirms, there is no list: one asks, and the coordinator chooses.

    The order of the list is that in which the shift's lock was given. Raises what signing up raises, but
    never ShiftFull.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    claims = (*SignUp.ACTIVE, *SignUp.HOPING)
    mine = SignUp.objects.filter(shift=shift, person=person, state__in=claims).first()
    if mine is not None:
        return mine
    if eligibility.by_request(shift, checks=eligibility.CHECKS):
        return signing_up.take(shift=shift, person=person, by=by, checks=eligibility.CHECKS)
    offering.offer_places(shift=shift)  # who stood here before goes first
    if not conditions.is_full(shift):
        return signing_up.take(shift=shift, person=person, by=by, checks=eligibility.CHECKS)
    standing = eligibility.standing_of(person, shifts=[shift])
    eligibility.require(shift, standing, checks=offering.CHECKS_OF_WAITING)
    return states.hope_for_place(shift, person=person, state=SignUp.State.WAITING, by=by)


@transaction.atomic(durable=True)
def stop_waiting(*, shift: Shift, person: Person, by: Actor) -> SignUp | None:
    """Leave the list, or say no to an offered place, which goes on to the next one. Nobody asks why.

    Who does not wait has changed nothing, and the answer is None.
    """
    shift = locks.shift(shift)
    found = place_of(shift=shift, person=person)
    if found is None:
        return None
    hoped = locks.sign_up(found.sign_up)
    states.move_sign_up(hoped, shift=shift, to=SignUp.State.PASSED, by=by)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hoped.uuid)
    offering.offer_places(shift=shift)
    return hoped


@transaction.atomic(durable=True)
def take_offered(*, sign_up: SignUp, by: Actor) -> SignUp:
    """Say yes to an offered place. Saying it twice changes nothing.

    Raises OfferIsOver, and what signing up raises where something has come between.
    """
    person = locks.person(sign_up.person)
    shift = locks.shift(sign_up.shift)
    offered = locks.sign_up(sign_up)
    if offered.state in SignUp.ACTIVE:
        return offered
    if offered.state != SignUp.State.OFFERED or offering.has_lapsed(offered=offered):
        raise errors.OfferIsOver
    standing = eligibility.standing_of(person, shifts=[shift])
    eligibility.require(shift, standing, checks=offering.CHECKS_OF_OFFERED)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=offered.uuid)
    states.move_sign_up(offered, shift=shift, to=SignUp.State.SIGNED_UP, by=by)
    telling.signed_up(sign_up=offered)
    calling.place_taken(shift=shift, person=person)
    return offered
