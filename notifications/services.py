"""Planning and calling off messages: rows that live and die with their cause."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from notifications import kinds, states
from notifications.models import Message, Said
from notifications.queues import QUEUES, queue_of
from tenants import clock
from tenants.backup.steps import Restoring
from tenants.wakeups import wake, wake_each


@transaction.atomic
def plan(
    *,
    kind: str,
    key: str,
    person_uuid: UUID,
    due_at: datetime,
    subject_kind: str = "",
    subject_uuid: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> Message:
    """Have a person told something once, at `due_at` or as soon after as can be.

    Part of the transaction of its cause: when that rolls back, nothing is sent. `key` says what makes it the
    same message; planned again it is returned unchanged, except that one which had become obsolete unsent is
    planned anew. `data` holds what the text needs and the subject cannot tell (JSON; no names, no addresses).
    Raises UnknownKind.
    """
    urgency = kinds.get(kind).urgency
    message, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "urgency": urgency,
            "person_uuid": person_uuid,
            "due_at": due_at,
            "next_at": due_at,
            "subject_kind": subject_kind,
            "subject_uuid": subject_uuid,
            "data": data or {},
            "created_at": clock.now(),
        },
    )
    if not made:
        states.revive(message, due_at=due_at, data=data or {})
    if message.state in states.WAITING:
        wake(queue=queue_of(message), at=message.next_at)
    return message


@dataclass(frozen=True)
class Wanted:
    """One of several messages about the same thing to the same person."""

    kind: str
    key: str
    due_at: datetime
    data: dict[str, Any] = field(default_factory=dict)


def plan_together(
    *, wanted: Sequence[Wanted], person_uuid: UUID, subject_kind: str, subject_uuid: UUID, new: bool = False
) -> None:
    """Plan messages about one thing as `plan` does each, in few statements.

    Part of the transaction of its cause, whose locks see to it that nobody plans the same at the same time.
    `new` says that nothing of this can have been planned before. Raises UnknownKind.
    """
    plan_each(
        about=[About(each, person_uuid, subject_uuid) for each in wanted], subject_kind=subject_kind, new=new
    )


@dataclass(frozen=True)
class About:
    """A message, to whom it goes and what it is about."""

    wanted: Wanted
    person_uuid: UUID
    subject_uuid: UUID


def plan_each(*, about: Sequence[About], subject_kind: str, new: bool = False) -> None:
    """`plan_together` for messages about many things, to many people."""
    keys = [] if new else [each.wanted.key for each in about]
    known = {each.key: each for each in Message.objects.filter(key__in=keys)} if keys else {}
    for each in about:
        if message := known.get(each.wanted.key):
            states.revive(message, due_at=each.wanted.due_at, data=each.wanted.data)
    made = [
        Message(
            kind=each.wanted.kind,
            urgency=kinds.get(each.wanted.kind).urgency,
            key=each.wanted.key,
            person_uuid=each.person_uuid,
            due_at=each.wanted.due_at,
            next_at=each.wanted.due_at,
            subject_kind=subject_kind,
            subject_uuid=each.subject_uuid,
            data=each.wanted.data,
            created_at=clock.now(),
        )
        for each in about
        if each.wanted.key not in known
    ]
    Message.objects.bulk_create(made, batch_size=1000)
    moments: dict[str, list[datetime]] = defaultdict(list)
    for message in (*made, *known.values()):
        if message.state in states.WAITING:
            moments[queue_of(message)].append(message.next_at)
    for queue, times in moments.items():
        wake_each(queue=queue, moments=times)


@dataclass(frozen=True)
class Planned:
    """One person's message among many about the same thing."""

    key: str
    person_uuid: UUID
    due_at: datetime


@transaction.atomic
def plan_many(
    *, kind: str, messages: Iterable[Planned], subject_kind: str, subject_uuid: UUID | None = None
) -> int:
    """Have many people told about one thing, in few statements; who has been told keeps their message.

    Returns how many are new. Raises UnknownKind.
    """
    urgency = kinds.get(kind).urgency
    at = clock.now()
    wanted = {each.key: each for each in messages}
    known = set(Message.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    new = [each for key, each in wanted.items() if key not in known]
    Message.objects.bulk_create(
        (
            Message(
                kind=kind,
                urgency=urgency,
                key=each.key,
                person_uuid=each.person_uuid,
                due_at=each.due_at,
                next_at=each.due_at,
                subject_kind=subject_kind,
                subject_uuid=subject_uuid,
                created_at=at,
            )
            for each in new
        ),
        batch_size=1000,
    )
    for due_at in sorted({each.due_at for each in new}):
        wake(queue=QUEUES[urgency], at=due_at)
    return len(new)


@transaction.atomic
def drop_each(*, subject_kind: str, subject_uuids: Collection[UUID]) -> int:
    """Call off what waits to be told about many things. Returns how many messages."""
    if not subject_uuids:
        return 0
    return states.call_off(Message.objects.filter(subject_kind=subject_kind, subject_uuid__in=subject_uuids))


@transaction.atomic
def drop(
    *,
    subject_kind: str,
    subject_uuid: UUID,
    kind: str | None = None,
    due_after: datetime | None = None,
) -> int:
    """Call off what waits to be told about a thing (of one kind, or of all). Returns how many messages.

    With `due_after` only what was to be told later than that. What is being sent at this moment cannot be
    called back.
    """
    messages = Message.objects.filter(subject_kind=subject_kind, subject_uuid=subject_uuid)
    if kind is not None:
        messages = messages.filter(kind=kind)
    if due_after is not None:
        messages = messages.filter(due_at__gt=due_after)
    return states.call_off(messages)


@transaction.atomic
def bring_forward(*, kind: str, subject_kind: str, subject_uuid: UUID, by: timedelta) -> int:
    """Have told sooner, by so much, what is planned about a thing for a time ahead. Returns how many."""
    now = clock.now()
    ahead = Message.objects.filter(
        kind=kind,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        state=Message.State.PLANNED,
        due_at__gt=now,
    )
    times = set(ahead.values_list("due_at", flat=True))
    moved = ahead.update(due_at=F("due_at") - by, next_at=F("due_at") - by)
    for due_at in sorted(times):
        wake(queue=QUEUES[kinds.get(kind).urgency], at=due_at - by)
    return moved


@transaction.atomic
def send_again(*, message: Message) -> bool:
    """Have a message that was given up or withheld tried anew, now, with a fresh count of attempts.

    By hand, when what stood in its way is mended. False where it is in another state by now.
    """
    at = clock.now()
    if not states.reopen(message, at=at):
        return False
    wake(queue=queue_of(message), at=at)
    return True


@transaction.atomic
def look_again(*, person_uuid: UUID) -> int:
    """What was held for somebody is looked at again now: they are back, or have chosen other hours.

    Part of larger verbs too. What still has to wait is held anew. Returns how many messages.
    """
    at = clock.now()
    found = 0
    for urgency, queue in QUEUES.items():
        theirs = Message.objects.filter(person_uuid=person_uuid, urgency=urgency)
        if held := states.let_go(theirs, at=at):
            wake(queue=queue, at=at)
            found += held
    return found


def cancel(*, message: Message, why: str = "called off by hand") -> bool:
    """Call one waiting message off. False where it is being sent or in another state by now."""
    return states.call_off(Message.objects.filter(pk=message.pk), failure=why) == 1


def mark_read(*, person_uuid: UUID, uuid: UUID | None = None) -> int:
    """Note that somebody has opened one message in their inbox, or all of them. Returns how many were new."""
    said = Said.objects.filter(message__person_uuid=person_uuid, read_at__isnull=True)
    if uuid is not None:
        said = said.filter(message__uuid=uuid)
    return said.update(read_at=clock.now())


def after_restore(*, restoring: Restoring) -> None:
    """A copy of an association under another name sends nothing that the original had to say."""
    if restoring.is_copy:
        states.withhold(Message.objects.all(), failure="restored_as_a_copy")
