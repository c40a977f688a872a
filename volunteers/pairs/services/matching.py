"""A volunteer and a client are proposed to each other; either may say no."""

from django.db import transaction

from notifications import services as messages
from notifications.services import Wanted
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.pairs import states, suggestions
from volunteers.pairs.errors import AnsweredAlready, NotASuggestion
from volunteers.pairs.models import Pair, Proposal
from volunteers.pairs.services import holding
from volunteers.pairs.states import SUBJECT
from volunteers.register import reach, trail
from volunteers.register.models import Person
from volunteers.register.requirements import Duty
from volunteers.supervision import duties

State, Says = Pair.State, Proposal.Says


@transaction.atomic
def propose(*, pair: Pair, person: Person, among: reach.Reaching, by: Actor) -> Proposal:
    """Ask a volunteer whether they could. They learn no name. Raises NotASuggestion or NotFromHere."""
    today = clock.today(current_association())
    locked = holding.lock(pair=pair)
    if not suggestions.candidates(among, locked, today=today).filter(pk=person.pk).exists():
        raise NotASuggestion
    blocked = duties.standings(today=today).filter(role=locked.role, person=person, standing=Duty.BLOCKED)
    if blocked.exists():
        raise NotASuggestion
    states.move(locked, to=State.PROPOSED, by=by)
    made = Proposal.objects.create(pair=locked, person=person, made_at=clock.now())
    messages.plan_together(
        wanted=[Wanted(kind=holding.WAITS, key=f"{holding.WAITS}:{made.uuid}", due_at=clock.now())],
        person_uuid=person.uuid,
        subject_kind=SUBJECT,
        subject_uuid=locked.uuid,
    )
    return made


@transaction.atomic
def volunteer_answers(*, proposal: Proposal, yes: bool, by: Actor) -> Proposal:
    """The volunteer says yes or no. Raises AnsweredAlready."""
    return _answer(proposal, "volunteer_says", yes=yes, by=by)


@transaction.atomic
def client_answers(*, proposal: Proposal, yes: bool, by: Actor) -> Proposal:
    """What the client says, as their coordinator notes it. Raises AnsweredAlready."""
    return _answer(proposal, "client_says", yes=yes, by=by)


def _answer(proposal: Proposal, who: str, *, yes: bool, by: Actor) -> Proposal:
    pair = holding.lock(pair=proposal.pair)
    found = Proposal.objects.select_for_update(of=("self",)).select_related("person").get(pk=proposal.pk)
    wanted = Says.YES if yes else Says.NO
    if getattr(found, who) == wanted:
        return found  # a second press
    if found.closed_at is not None or pair.state != State.PROPOSED:
        raise AnsweredAlready
    setattr(found, who, wanted)
    both = found.volunteer_says == Says.YES and found.client_says == Says.YES
    if both or not yes:
        found.closed_at = clock.now()
    found.save(update_fields=[who, "closed_at"])
    trail.record("pair.answered", by=by, subject_kind=SUBJECT, subject_uuid=pair.uuid)
    if both:
        states.move(pair, to=State.MATCHED, by=by, volunteer=found.person)
    elif not yes:
        states.move(pair, to=State.WAITING, by=by)
    return found
