"""Heads without names that a leader wrote down: approved, given back, or taken away by the leader.

A night over a month's end is two rows of one sending. What happens to the one happens to the other, as long
as it waits too and its month is open.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from notifications import services as messages
from scheduling.hours import states, waiting_heads
from scheduling.hours.errors import HeadsNotWaiting, NotClosedYet, ReasonRequired, WhyCorrected
from scheduling.hours.models import HoursTally
from scheduling.hours.services import months
from scheduling.hours.services.approval import RETURNED
from scheduling.hours.services.correcting import because
from tenants import clock
from tenants.actors import Actor
from volunteers.register import selectors as register, trail

State = HoursTally.State
SUBJECT = "heads"


@dataclass(frozen=True)
class Approved:
    """What came to count: how many people, and the minutes of all of them."""

    heads: int
    minutes: int


@transaction.atomic(durable=True)
def approve(*, tallies: Collection[HoursTally], by: Actor) -> Approved:
    """Approve those of the heads that wait; the others stay as they are.

    All or nothing: raises MonthClosed when one of them lies in a closed month.
    """
    waiting = [tally for tally in tallies if tally.state == State.SUBMITTED]
    months.open_for_writing(first_days=[tally.first_month for tally in waiting])
    rows = _hold(_open_parts(waiting), states_of=(State.SUBMITTED,))
    if not rows:
        return Approved(heads=0, minutes=0)
    chosen = HoursTally.objects.filter(pk__in=[row.pk for row in rows])
    states.move_all_heads(chosen, to=State.APPROVED, approved_at=clock.now())
    trail.record_each(
        "heads.approved",
        by=by,
        subject_kind="hours",
        subjects={row.uuid: {"heads": row.heads, "minutes": row.minutes} for row in rows},
    )
    months.mark_changed(first_days=[row.first_month for row in rows])
    return Approved(heads=sum(row.heads for row in rows), minutes=sum(row.minutes for row in rows))


@transaction.atomic(durable=True)
def return_heads(*, tally: HoursTally, reason: str, by: Actor) -> None:
    """Give heads that wait back to the leaders of their role, who read why; whoever wrote them is told.

    Raises ReasonRequired, MonthClosed, or HeadsNotWaiting.
    """
    if not reason.strip():
        raise ReasonRequired
    months.open_for_writing(first_days=[tally.first_month])
    rows = _hold(_open_parts([tally]), states_of=(State.SUBMITTED,))
    if tally not in rows:
        raise HeadsNotWaiting
    chosen = HoursTally.objects.filter(pk__in=[row.pk for row in rows])
    states.move_all_heads(chosen, to=State.RETURNED, return_reason=reason.strip()[:200])
    trail.record_each("heads.returned", by=by, subject_kind="hours", subjects=[row.uuid for row in rows])
    _tell_returned(rows)


def _tell_returned(rows: Collection[HoursTally]) -> None:
    """Once for each sending. A login without a person has no message, and reads it on the page."""
    first = min(rows, key=lambda row: row.starts_at)
    writer = register.person_of(waiting_heads.writer(first.uuid))
    if writer is None:
        return
    at = clock.now()
    messages.plan(
        kind=RETURNED,
        key=f"{RETURNED}:{first.uuid}:{at.isoformat()}",
        person_uuid=writer.uuid,
        due_at=at,
        subject_kind=SUBJECT,
        subject_uuid=first.uuid,
    )


@transaction.atomic(durable=True)
def withdraw(*, tally: HoursTally, by: Actor) -> None:
    """Take away heads that wait or came back; they are gone. Raises MonthClosed or HeadsNotWaiting."""
    months.open_for_writing(first_days=[tally.first_month])
    rows = _hold(_open_parts([tally]), states_of=(State.SUBMITTED, State.RETURNED))
    if tally not in rows:
        raise HeadsNotWaiting
    HoursTally.objects.filter(pk__in=[row.pk for row in rows]).delete()
    trail.record_each("heads.withdrawn", by=by, subject_kind="hours", subjects=[row.uuid for row in rows])


@transaction.atomic(durable=True)
def count_late(*, tally: HoursTally, reason: str, by: Actor) -> HoursTally:
    """Have heads count that nobody had approved when their month closed.

    Raises WhyCorrected, NotClosedYet, or HeadsNotWaiting.
    """
    if not reason.strip():
        raise WhyCorrected
    if not months.closed_among(first_days=[tally.first_month]):
        raise NotClosedYet
    locked = HoursTally.objects.select_for_update().get(pk=tally.pk)
    if locked.state != State.SUBMITTED:
        raise HeadsNotWaiting
    states.move_heads(
        locked, to=State.APPROVED, approved_at=clock.now(), correction=because(reason=reason, by=by)
    )
    trail.record(
        "heads.counted_late",
        by=by,
        subject_kind="hours",
        subject_uuid=locked.uuid,
        heads=locked.heads,
        minutes=locked.minutes,
    )
    months.mark_changed(first_days=[locked.first_month])
    return locked


def _open_parts(tallies: Collection[HoursTally]) -> QuerySet[HoursTally]:
    """These heads and the other months' parts of their nights, but for those in closed months."""
    keys = [tally.external_id for tally in tallies if tally.external_id]
    rows = HoursTally.objects.filter(Q(pk__in=[tally.pk for tally in tallies]) | Q(external_id__in=keys))
    held = set(rows.order_by().values_list("first_month", flat=True).distinct())
    return rows.exclude(first_month__in=months.closed_among(first_days=held))


def _hold(rows: QuerySet[HoursTally], *, states_of: Collection[str]) -> list[HoursTally]:
    """Those in one of these states, held: a second press finds them in another."""
    held = rows.order_by("pk").select_for_update()
    return [row for row in held if row.state in states_of]
