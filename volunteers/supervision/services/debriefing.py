"""Asking to talk after a hard shift: told at once to who is on duty, and then to all who coordinate.

Both messages are rows from the beginning: the second leaves only if nobody has answered by then.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from notifications import services as messages
from scheduling.shifts.models import SignUp
from tenants import clock
from tenants.actors import Actor
from volunteers.register import coordinators, reach, trail
from volunteers.register.models import Person
from volunteers.supervision.errors import DebriefOver
from volunteers.supervision.models import DebriefRequest

ASKED, PASSED_ON = "supervision.debrief", "supervision.debrief_passed_on"
SUBJECT = "debrief"
# Who is on duty has so long to answer; then all who coordinate are told, the owner among them.
ANSWER_WITHIN = timedelta(minutes=30)
# A shift is hard until so long after it.
AFTER = timedelta(hours=24)


def on_duty(*, person: Person) -> Person | None:
    """Who is there for somebody now: whom their shift names, or who coordinates its role."""
    now = clock.now()
    latest = (
        SignUp.objects.filter(
            person=person,
            state__in=SignUp.ACTIVE,
            shift__starts_at__lte=now,
            shift__ends_at__gte=now - AFTER,
        )
        .select_related("shift__contact_person", "shift__role__coordinator")
        .order_by("-shift__starts_at", "-pk")
        .first()
    )
    if latest is None:
        return None
    for one in (latest.shift.contact_person, latest.shift.role.coordinator):
        if one is not None and one.pk != person.pk and not one.is_blank:
            return one
    return None


@transaction.atomic
def ask(*, person: Person, by: Actor) -> DebriefRequest:
    """Ask to talk. Pressed again while it is open, it is the same request."""
    whom, now = on_duty(person=person), clock.now()
    try:
        with transaction.atomic():
            made = DebriefRequest.objects.create(person=person, asked_of=whom, asked_at=now)
    except IntegrityError:
        return DebriefRequest.objects.get(person=person, answered_at=None, withdrawn_at=None)
    if whom is not None:
        _tell(ASKED, made, whom, due_at=now)
    for each in coordinators.listed():
        if each.person.pk not in (person.pk, whom.pk if whom else 0) and reach.has(each.request, person):
            _tell(PASSED_ON, made, each.person, due_at=now + ANSWER_WITHIN if whom else now)
    trail.record("debrief.asked", by=by, subject_kind=SUBJECT, subject_uuid=made.uuid)
    return made


def _tell(kind: str, request: DebriefRequest, whom: Person, *, due_at: datetime) -> None:
    messages.plan(
        kind=kind,
        key=f"{kind}:{request.uuid}:{whom.uuid}",
        person_uuid=whom.uuid,
        due_at=due_at,
        subject_kind=SUBJECT,
        subject_uuid=request.uuid,
    )


@transaction.atomic
def answer(*, request: DebriefRequest, by: Actor) -> DebriefRequest:
    """Say that one gets in touch at once. Said again by the same, it stays. Raises DebriefOver."""
    locked = DebriefRequest.objects.select_for_update().get(pk=request.pk)
    if locked.answered_at is not None and locked.answered_by == by.name[:160]:
        return locked
    if not locked.is_open:
        raise DebriefOver
    locked.answered_at, locked.answered_by = clock.now(), by.name[:160]
    locked.save(update_fields=["answered_at", "answered_by"])
    trail.record("debrief.answered", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return locked


@transaction.atomic
def withdraw(*, request: DebriefRequest, by: Actor) -> DebriefRequest:
    """Take it back: nobody is told any more. What has been answered stays answered."""
    locked = DebriefRequest.objects.select_for_update().get(pk=request.pk)
    if locked.is_open:
        locked.withdrawn_at = clock.now()
        locked.save(update_fields=["withdrawn_at"])
        trail.record("debrief.withdrawn", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return locked
