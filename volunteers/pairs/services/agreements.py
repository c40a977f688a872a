"""What the two agree: written by the coordinator, read and signed by both, and the pair begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.pairs import clients, limits, states
from volunteers.pairs.errors import NotFromHere, NothingToSign, ReadTheLimits, TooLong, WithoutGoals
from volunteers.pairs.models import Agreement, Pair
from volunteers.pairs.services import holding
from volunteers.pairs.states import SUBJECT
from volunteers.register import trail

State = Pair.State
SHORTEST, LONGEST = timedelta(days=14), timedelta(days=732)
BEFORE_END = timedelta(days=30)


@dataclass(frozen=True)
class Terms:
    """What is agreed: duration, content, goals, and how often they meet."""

    from_on: date
    to_on: date
    rhythm: str
    content: Sequence[str]
    goals: Sequence[str]
    own_content: str = ""
    own_goals: str = ""


@transaction.atomic
def write(*, pair: Pair, terms: Terms, by: Actor) -> Agreement:
    """Write down what is agreed, for both to sign. What nobody or one has signed is written over.

    While a pair goes on this is how it is prolonged: the signed one is in force until the new one is.
    Raises WithoutGoals, TooLong or NotFromHere.
    """
    if not (terms.content and terms.goals):
        raise WithoutGoals
    if not SHORTEST <= terms.to_on - terms.from_on <= LONGEST:
        raise TooLong
    locked = holding.lock(pair=pair)
    if locked.state not in {State.MATCHED, State.ACTIVE, State.PAUSED} or locked.volunteer is None:
        raise NotFromHere(now=locked.get_state_display(), wanted=State.ACTIVE.label)
    Agreement.objects.filter(pair=locked, client_signed_at__isnull=True).delete()
    Agreement.objects.filter(pair=locked, volunteer_signed_at__isnull=True).delete()
    last = locked.agreements.aggregate(last=Max("number"))["last"] or 0
    made = Agreement.objects.create(
        pair=locked,
        number=last + 1,
        person=locked.volunteer,
        from_on=terms.from_on,
        to_on=terms.to_on,
        rhythm=terms.rhythm,
        content=list(terms.content),
        goals=list(terms.goals),
        sealed_content=clients.seal(terms.own_content),
        sealed_goals=clients.seal(terms.own_goals),
        limits_version=limits.CURRENT,
        written_at=clock.now(),
        half_on=terms.from_on + (terms.to_on - terms.from_on) / 2,
        end_on=max(terms.to_on - BEFORE_END, terms.from_on),
    )
    trail.record("pair.agreement", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, number=made.number)
    holding.tell_waits(pair=locked, about=str(made.uuid))
    return made


@transaction.atomic
def sign_as_volunteer(*, agreement: Agreement, has_read: bool, by: Actor) -> Pair:
    """The volunteer signs; with the client's signature the pair begins.

    Raises ReadTheLimits or NothingToSign.
    """
    return _sign(agreement, has_read, by, volunteer_signed_at=clock.now())


@transaction.atomic
def sign_as_client(*, agreement: Agreement, has_read: bool, by: Actor) -> Pair:
    """The client signs on the screen of `by`, or on their own by the private link.

    With the volunteer's signature the pair begins.

    Raises ReadTheLimits or NothingToSign.
    """
    before = "" if by == clients.THEMSELVES else by.name[:160]
    return _sign(agreement, has_read, by, client_signed_at=clock.now(), signed_before=before)


def _sign(agreement: Agreement, has_read: bool, by: Actor, **signature: object) -> Pair:
    if not has_read:
        raise ReadTheLimits
    pair = holding.lock(pair=agreement.pair)
    found = Agreement.objects.select_for_update().filter(pk=agreement.pk).first()
    signed = next(iter(signature))
    if found is None or found.person_id != pair.volunteer_id or pair.closed_on is not None:
        raise NothingToSign
    if getattr(found, signed) is not None:
        return pair  # a second press
    for name, value in signature.items():
        setattr(found, name, value)
    found.save(update_fields=list(signature))
    trail.record("pair.signed", by=by, subject_kind=SUBJECT, subject_uuid=pair.uuid, number=found.number)
    if found.is_signed:
        _into_force(pair, found, by)
    return pair


def _into_force(pair: Pair, agreement: Agreement, by: Actor) -> None:
    if pair.state == State.MATCHED:
        states.move(pair, to=State.ACTIVE, by=by, agreement=agreement)
    else:
        pair.agreement = agreement
        pair.save(update_fields=["agreement"])


@transaction.atomic
def note_review(*, pair: Pair, by: Actor) -> Pair:
    """The review that is due was held: the one before the end, or else the one at half-time."""
    locked = holding.lock(pair=pair)
    today = clock.today(current_association())
    agreement = locked.agreement
    if agreement is None:
        return locked
    done = []
    if agreement.half_on <= today and agreement.half_done_on is None:
        agreement.half_done_on = today
        done.append("half_done_on")
    if agreement.end_on <= today and agreement.end_done_on is None:
        agreement.end_done_on = today
        done.append("end_done_on")
    if done:
        agreement.save(update_fields=done)
        trail.record("pair.reviewed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return locked
