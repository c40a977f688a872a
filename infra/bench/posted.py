"""What `posting` asks of the application: plan, tick, and count what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from infra.bench.data_messages import KIND, NOON
from notifications import services as messages
from notifications.models import Message
from notifications.queues import QUEUES
from scheduling.shifts.models import SignUp
from tenants import clock, jobs, tasks, wakeups
from tenants.context import entered
from tenants.models import Association, ClockOffset, Wakeup

MUCH_LATER = datetime(2100, 1, 1, tzinfo=UTC)


def _whole() -> list[Association]:
    return list(Association.objects.filter(slug__startswith="posti").order_by("pk"))


@contextmanager
def noon() -> Iterator[None]:
    """Inside the block it is the noon of the data, for all processes; others' work is nobody's."""
    others = Wakeup.objects.exclude(schema_name__startswith="a_posti")
    others.update(leased_until=MUCH_LATER)
    clock.move_to(NOON)
    tasks.wake_due.app.control.purge()
    try:
        yield
    finally:
        ClockOffset.objects.all().delete()
        others.update(leased_until=None)


def plan_reminders() -> int:
    """A reminder of its sign-up for everybody, due now, in the place of those of an earlier run."""
    Wakeup.objects.filter(schema_name__startswith="a_posti").delete()
    planned = 0
    for association in _whole():
        with entered(association):
            Message.objects.all().delete()
            at = clock.now()
            made = Message.objects.bulk_create(
                Message(
                    kind=KIND,
                    key=f"bench:{held.pk}",
                    person_uuid=held.person.uuid,
                    due_at=at,
                    next_at=at,
                    subject_kind="sign_up",
                    subject_uuid=held.uuid,
                    data=_start(held),
                    created_at=at,
                )
                for held in SignUp.objects.select_related("person").order_by("pk")
            )
            wakeups.wake(queue=QUEUES["default"], at=at)
            planned += len(made)
    return planned


def _start(held: SignUp) -> dict[str, str]:
    return {"starts_at": held.starts_at.astimezone(UTC).isoformat(timespec="minutes")}


def plan_urgent(number: int) -> str:
    """Something urgent, in the middle of all; returns which."""
    whole = _whole()
    with entered(whole[len(whole) // 2 + number]):
        held = SignUp.objects.select_related("person").order_by("pk")[number]
        message = messages.plan(
            kind="shift.moved",
            key=f"bench:urgent:{number}",
            person_uuid=held.person.uuid,
            due_at=clock.now(),
            subject_kind="sign_up",
            subject_uuid=held.uuid,
            data=_start(held),
        )
        return str(message.uuid)


def tick() -> None:
    """What beat does."""
    jobs.start(tasks.wake_due)


def ended() -> dict[str, Any]:
    """How the rows say that it ended."""
    states: dict[str, int] = {}
    for association in _whole():
        with entered(association):
            for state in Message.objects.values_list("state", flat=True):
                states[state] = states.get(state, 0) + 1
    return {"states": states}
