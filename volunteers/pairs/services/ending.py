"""Pausing, going on, ending; and letting go of what is over."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.pairs import states
from volunteers.pairs.errors import NotFromHere
from volunteers.pairs.models import Feeling, Pair, Proposal, Signal
from volunteers.pairs.services import holding, intake
from volunteers.pairs.states import SUBJECT
from volunteers.register import trail
from volunteers.register.models import Person

State = Pair.State


@transaction.atomic
def pause(*, pair: Pair, by: Actor) -> Pair:
    """The two do not meet for a while. Raises NotFromHere."""
    return states.move(holding.lock(pair=pair), to=State.PAUSED, by=by)


@transaction.atomic
def go_on(*, pair: Pair, by: Actor) -> Pair:
    """They meet again, with the same agreement. Raises NotFromHere."""
    locked = holding.lock(pair=pair)
    if locked.volunteer is None:
        raise NotFromHere(now=locked.get_state_display(), wanted=State.ACTIVE.label)
    return states.move(locked, to=State.ACTIVE, by=by)


@transaction.atomic
def seek_another(*, pair: Pair, by: Actor) -> Pair:
    """The client waits for another volunteer; what was agreed with this one is over. Raises NotFromHere."""
    locked = holding.lock(pair=pair)
    holding.tell_over(pair=locked)
    unsigned = Q(client_signed_at__isnull=True) | Q(volunteer_signed_at__isnull=True)
    locked.agreements.filter(unsigned).delete()
    fresh = {"agreement": None, "volunteer": None, "client_says": "", "client_said_on": None}
    return states.move(locked, to=State.WAITING, by=by, **fresh)


@transaction.atomic
def stop(*, pair: Pair, by: Actor) -> Pair:
    """The volunteer pauses or stops, and need not say why: the coordinator has to act within two days."""
    locked = holding.lock(pair=pair)
    _stop(locked, by)
    return locked


def release(*, person: Person, by: Actor) -> int:
    """The same for all pairs of somebody who pauses or leaves. A step; no places are given back."""
    asked = Proposal.objects.filter(person=person, closed_at__isnull=True)
    for pair_id in list(asked.order_by("pair_id").values_list("pair_id", flat=True)):
        pair = holding.lock(pair=Pair(pk=pair_id))
        # Read again under the lock: the client may have said no while we waited for it.
        if asked.filter(pair=pair).update(volunteer_says=Proposal.Says.NO, closed_at=clock.now()):
            states.move(pair, to=State.WAITING, by=by)
    theirs = Pair.objects.filter(volunteer=person, closed_on__isnull=True)
    for pair_id in list(theirs.order_by("pk").values_list("pk", flat=True)):
        pair = holding.lock(pair=Pair(pk=pair_id))
        if pair.volunteer == person:
            _stop(pair, by)
    return 0


def _stop(pair: Pair, by: Actor) -> None:
    if pair.closed_on is not None:
        return
    if pair.state == State.ACTIVE:
        states.move(pair, to=State.PAUSED, by=by)
    holding.signal(pair=pair, kind=Signal.Kind.STOPS)


@transaction.atomic
def ask(*, pair: Pair, kind: str, by: Actor) -> Signal:
    """Let the coordinator know that one would like to talk, or asks whose job this is."""
    locked = holding.lock(pair=pair)
    trail.record("pair.signal", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, kind=str(kind))
    return holding.signal(pair=locked, kind=kind)


@transaction.atomic
def client_says(*, pair: Pair, feeling: str, by: Actor) -> bool:
    """The client presses on their own page how it is; a wish to talk reaches the coordinator.

    Returns False where the pair has ended: nothing is noted then.
    """
    locked = holding.lock(pair=pair)
    if locked.closed_on is not None:
        return False
    locked.client_says, locked.client_said_on = feeling, clock.today(current_association())
    locked.save(update_fields=["client_says", "client_said_on"])
    if feeling == Feeling.TALK:
        holding.signal(pair=locked, kind=Signal.Kind.CLIENT)
    trail.record("pair.client_said", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return True


@transaction.atomic
def settle(*, pair: Pair, by: Actor) -> int:
    """What waited was talked about. Returns how many things it were."""
    locked = holding.lock(pair=pair)
    waiting = locked.signals.filter(settled_at__isnull=True)
    done = waiting.update(settled_at=clock.now(), settled_by=by.name[:160])
    if done:
        trail.record("pair.settled", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return done


@transaction.atomic
def end(*, pair: Pair, on: date, how: str, by: Actor) -> Pair:
    """Agree on the last day; when it has come, the pair has ended. Raises NotFromHere."""
    locked = holding.lock(pair=pair)
    if locked.state != State.ENDING:
        states.move(locked, to=State.ENDING, by=by, ends_on=on, ended_how=how)
    else:
        locked.ends_on, locked.ended_how = on, how
        locked.save(update_fields=["ends_on", "ended_how"])
    if on <= clock.today(current_association()):
        _close(locked, by)
    return locked


def _close(pair: Pair, by: Actor) -> None:
    states.move(pair, to=State.ENDED, by=by)
    pair.signals.filter(settled_at__isnull=True).update(settled_at=clock.now(), settled_by=by.name[:160])
    holding.tell_over(pair=pair)


def end_due() -> int:
    """The round: end what was to end by today. Again: nothing. Returns how many."""
    due = Pair.objects.filter(state=State.ENDING, ends_on__lt=clock.today(current_association()))
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            pair = holding.lock(pair=Pair(pk=key))
            if pair.state == State.ENDING:
                _close(pair, Actor.system("pairs"))
    return len(keys)


def anonymise(*, over: QuerySet[Pair]) -> int:
    """Let go of clients whose time is over; the pair stays as a number. Again: nothing."""
    count = 0
    for pair in list(over):
        locked = holding.lock(pair=pair)
        if locked.state == State.ANONYMISED:
            continue
        client = holding.client_of(pair=locked)
        states.move(locked, to=State.ANONYMISED, by=Actor.system("pairs"))
        if client.blanked_at is None and not client.pairs.exclude(state=State.ANONYMISED).exists():
            intake.blank(client=client)
        count += 1
    return count
