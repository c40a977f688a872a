"""Calls in waves: somebody is looked for at short notice, a few people at a time, and the first yes wins.

This app knows no domain: who may be asked, and what a yes takes, is said by the app that calls. Everybody's
message is planned at once, for the time of their wave, and its kind's `still_wanted` asks at sending whether
the call is still open: whose turn comes too late is never asked.

Locks: the call's row, after whatever a yes takes, and before what belongs to the call.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, OuterRef, QuerySet

from notifications import services
from notifications.models import Call, Called, Message
from notifications.services import Planned
from tenants import clock

SUBJECT = "call"
State = Call.State
Answer = Called.Answer

MOVES: dict[str, set[str]] = {
    State.OPEN: {State.FILLED, State.ENDED},
    State.FILLED: set(),
    State.ENDED: set(),
}


@transaction.atomic
def start(
    *,
    kind: str,
    subject_kind: str,
    subject_uuid: UUID,
    people: Sequence[UUID],
    places: int,
    wave_size: int,
    wave_minutes: int,
    by_name: str,
) -> Call:
    """Ask these people in their order, `wave_size` of them every `wave_minutes`, the first ones now.

    Part of the caller's transaction, which holds what is called for: of one thing only one call is open.
    """
    now = clock.now()
    call = Call.objects.create(
        kind=kind,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        places=places,
        wave_size=wave_size,
        wave_minutes=wave_minutes,
        by_name=by_name[:160],
        at=now,
    )
    called = Called.objects.bulk_create(
        Called(
            call=call,
            person_uuid=person,
            wave=number // wave_size + 1,
            due_at=now + timedelta(minutes=wave_minutes) * (number // wave_size),
        )
        for number, person in enumerate(people)
    )
    services.plan_many(
        kind=kind,
        messages=(
            Planned(key=_key(kind, call, each.person_uuid), person_uuid=each.person_uuid, due_at=each.due_at)
            for each in called
        ),
        subject_kind=SUBJECT,
        subject_uuid=call.uuid,
    )
    return call


@transaction.atomic
def note(*, call: Call, person: UUID, answer: str) -> Called | None:
    """Write down what somebody answered; None for somebody who is not asked. The last answer counts."""
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    called = Called.objects.filter(call=call, person_uuid=person).first()
    if called is not None and called.answer != answer:
        called.answer, called.answered_at = answer, clock.now()
        called.save(update_fields=["answer", "answered_at"])
    return called


@transaction.atomic
def close(*, call: Call, to: State, tell: str, but: Collection[UUID] = ()) -> bool:
    """End an open call, and have those told who were asked and wait: not `but`, nor who has said no.

    Nobody else hears of it: whose turn had not come is not asked any more. False when it was over already.
    """
    found = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if to not in MOVES[found.state]:
        return False
    found.state = to
    found.save(update_fields=["state"])
    services.drop(subject_kind=SUBJECT, subject_uuid=call.uuid)
    now = clock.now()
    declined = call.called.filter(answer=Answer.NO).values_list("person_uuid", flat=True)
    waiting = asked(call).exclude(person_uuid__in=[*but, *declined])
    services.plan_many(
        kind=tell,
        messages=(
            Planned(key=_key(tell, call, person), person_uuid=person, due_at=now)
            for person in waiting.values_list("person_uuid", flat=True)
        ),
        subject_kind=SUBJECT,
        subject_uuid=call.uuid,
    )
    return True


def asked(call: Call) -> QuerySet[Message]:
    """The messages by which people were asked, or are being asked at this moment."""
    gone_out = (Message.State.SENT, Message.State.SENDING)
    return Message.objects.filter(
        kind=call.kind, subject_kind=SUBJECT, subject_uuid=call.uuid, state__in=gone_out
    )


@transaction.atomic
def go_on(*, call: Call) -> bool:
    """Ask the next wave now where all who were asked so far have answered; the later ones follow sooner too.

    Returns whether it did.
    """
    found = Call.objects.select_for_update(no_key=True).filter(pk=call.pk, state=State.OPEN).first()
    if found is None:
        return False
    now = clock.now()
    called = Called.objects.filter(call=found)
    ahead = called.filter(due_at__gt=now)
    next_at = ahead.aggregate(first=Min("due_at"))["first"]
    if next_at is None or called.filter(due_at__lte=now, answer="").exists():
        return False
    sooner = next_at - now
    ahead.update(due_at=F("due_at") - sooner)
    services.bring_forward(kind=found.kind, subject_kind=SUBJECT, subject_uuid=found.uuid, by=sooner)
    return True


def is_open(call: Call) -> bool:
    """Whether people are still looked for, as it is known now."""
    return Call.objects.filter(pk=call.pk, state=State.OPEN).exists()


def not_answered(person: UUID | OuterRef) -> QuerySet[Called]:
    """What somebody has not answered in open calls, also of waves to come."""
    return Called.objects.filter(person_uuid=person, answer="", call__state=State.OPEN)


def unanswered(person: UUID) -> QuerySet[Called]:
    """What somebody is asked now in open calls, and has not answered, with the calls."""
    return not_answered(person).filter(due_at__lte=clock.now()).select_related("call")


def open_call(*, subject_kind: str, subject_uuid: UUID) -> Call | None:
    """The call that is open about a thing."""
    return Call.objects.filter(subject_kind=subject_kind, subject_uuid=subject_uuid, state=State.OPEN).first()


def calls_about(*, subject_kind: str, subject_uuid: UUID) -> QuerySet[Call]:
    """All calls about a thing, the latest first."""
    return Call.objects.filter(subject_kind=subject_kind, subject_uuid=subject_uuid).order_by("-at", "-pk")


def call_of(message: Message) -> Call | None:
    """The call that a message belongs to."""
    return Call.objects.filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def _key(kind: str, call: Call, person: UUID) -> str:
    return f"{kind}:{call.uuid}:{person}"
