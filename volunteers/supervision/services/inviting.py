"""Asking members to a time, and what they answer. Nobody is asked for a reason."""

from datetime import timedelta

from django.db import transaction

from notifications import services as messages
from notifications.services import Wanted
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.supervision import states
from volunteers.supervision.errors import CalledOff, TooLate
from volunteers.supervision.models import Seat, SupervisionGroup, SupervisionSession

INVITATION, CALLED_OFF = "supervision.invitation", "supervision.called_off"
SUBJECT = "supervision"
# Members are asked so long before, by themselves.
AHEAD = timedelta(days=21)
State = SupervisionSession.State


@transaction.atomic
def invite(*, session: SupervisionSession, by: Actor) -> int:
    """Ask the group's members to a time. Who was asked before is not asked again. Returns how many were.

    Raises TooLate, or NotFromHere for one that was held or called off.
    """
    locked = lock(session=session)
    if locked.starts_at <= clock.now():
        raise TooLate
    if locked.state != State.INVITED:
        states.move(locked, to=State.INVITED)
        trail.record("supervision.invited", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return _ask(locked)


def ask_newcomers(*, group: SupervisionGroup) -> None:
    """Ask newcomers of a group to the times of which the others were told. A step of taking them in."""
    ahead = group.sessions.filter(state=State.INVITED, starts_at__gt=clock.now())
    for session in ahead.order_by("pk").select_for_update():
        _ask(session)


def invite_due() -> int:
    """The round: ask to all times that are near enough. Returns how many people were asked."""
    now = clock.now()
    due = SupervisionSession.objects.filter(
        state=State.PLANNED, starts_at__gt=now, starts_at__lte=now + AHEAD, group__is_active=True
    )
    return sum(invite(session=each, by=Actor.system("supervision")) for each in due.order_by("starts_at"))


@transaction.atomic
def answer(*, seat: Seat, comes: bool, by: Actor) -> Seat:
    """Say that one comes, or cannot; said again, it changes. Raises CalledOff or TooLate."""
    session = lock(session=seat.session)
    if session.state == State.CANCELLED:
        raise CalledOff
    if session.starts_at <= clock.now():
        raise TooLate
    locked = Seat.objects.select_for_update().get(pk=seat.pk)
    wanted = Seat.Answer.YES if comes else Seat.Answer.NO
    if locked.answer != wanted:
        locked.answer, locked.answered_at = wanted, clock.now()
        locked.save(update_fields=["answer", "answered_at"])
        trail.record("supervision.answered", by=by, subject_kind=SUBJECT, subject_uuid=session.uuid)
    return locked


@transaction.atomic
def call_off(*, session: SupervisionSession, by: Actor) -> SupervisionSession:
    """Call a time off; who was asked and has not said no is told. Raises NotFromHere for what was held."""
    locked = lock(session=session)
    if locked.state == State.CANCELLED:
        return locked
    states.move(locked, to=State.CANCELLED)
    if locked.starts_at > clock.now():
        for seat in _expecting(locked):
            _tell(CALLED_OFF, locked, seat)
    trail.record("supervision.called_off", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return locked


def lock(*, session: SupervisionSession) -> SupervisionSession:
    """Hold a session until the transaction ends. Order: person, then session, then months, then hours."""
    rows = SupervisionSession.objects.select_for_update(of=("self",)).select_related("group__role")
    return rows.get(pk=session.pk)


def seat_members(*, session: SupervisionSession) -> None:
    """Give each member of the group a row of this time. A step of asking and of ticking."""
    members = session.group.members.values_list("person_id", flat=True)
    Seat.objects.bulk_create(
        [Seat(session=session, person_id=person) for person in members], ignore_conflicts=True
    )


def _ask(session: SupervisionSession) -> int:
    seat_members(session=session)
    unanswered = list(session.seats.filter(answer="").select_related("person").order_by("pk"))
    for seat in unanswered:
        _tell(INVITATION, session, seat)
    return len(unanswered)


def _expecting(session: SupervisionSession) -> list[Seat]:
    return list(session.seats.exclude(answer=Seat.Answer.NO).select_related("person").order_by("pk"))


def _tell(kind: str, session: SupervisionSession, seat: Seat) -> None:
    messages.plan_together(
        wanted=[Wanted(kind=kind, key=f"{kind}:{seat.uuid}", due_at=clock.now())],
        person_uuid=seat.person.uuid,
        subject_kind=SUBJECT,
        subject_uuid=session.uuid,
    )
