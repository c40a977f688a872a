"""Heads without names that were counted wrongly are corrected as hours of people are: taken back, and added.

The month may be closed: it stays so, and what it closed with stays to be read.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from scheduling.hours import split, states, walltime
from scheduling.hours.errors import (
    BasisRequired,
    CountsAlready,
    HeadsNotFromHere,
    MinutesNeedHeads,
    NotYet,
    ShiftOnThatDay,
    TooMuchForHeads,
    WhyCorrected,
)
from scheduling.hours.models import Correction, HoursTally
from scheduling.hours.services import months
from scheduling.hours.services.correcting import because
from scheduling.hours.services.entries import paid_by
from scheduling.hours.services.together import NEEDS_BASIS, SUBJECT
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import VolunteerRole

State = HoursTally.State
MINUTES_A_DAY = 24 * 60
WHAT = ("role", "local_date", "heads", "minutes", "method", "basis")


@transaction.atomic(durable=True)
def correct(
    *,
    tally: HoursTally,
    role: VolunteerRole,
    local_date: date,
    heads: int,
    minutes: int,
    method: str,
    basis: str,
    reason: str,
    by: Actor,
) -> HoursTally:
    """Take back heads that count and add them as they were. Returns what counts now.

    Raises WhyCorrected, CountsAlready, MinutesNeedHeads, TooMuchForHeads, NotYet, BasisRequired,
    ShiftOnThatDay, or HeadsNotFromHere for what does not count (any more).
    """
    _check(heads + tally.heads_before, minutes, local_date)
    if not reason.strip():
        raise WhyCorrected
    if method in NEEDS_BASIS and not basis.strip():
        raise BasisRequired
    first_day = split.month_of(local_date)
    months.closed_among(first_days=[tally.first_month, first_day])
    now = _counting(tally)
    new = HoursTally(
        role=role,
        grant_target_id=now.grant_target_id if now.role_id == role.pk else paid_by(role=role),
        label=_label(now, local_date),
        external_id=now.external_id,
        local_date=local_date,
        starts_at=_moved(now, local_date),
        time_known=now.time_known,
        places=now.places,
        heads=heads,
        heads_before=now.heads_before,
        minutes=minutes,
        first_month=first_day,
        last_month=first_day,
        method=method,
        basis=basis.strip()[:200] if method in NEEDS_BASIS else "",
        created_at=clock.now(),
    )
    if all(getattr(now, name) == getattr(new, name) for name in WHAT):
        raise CountsAlready
    new.correction = because(reason=reason, by=by)
    _take_back(now, new.correction)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:  # one shift of another product counts once a day
        raise ShiftOnThatDay from None
    trail.record(
        "heads.put_right",
        by=by,
        subject_kind="hours",
        subject_uuid=new.uuid,
        corrects=str(now.uuid),
        heads=[now.heads, new.heads],
        minutes=[now.minutes, new.minutes],
    )
    months.mark_changed(first_days=[now.first_month, first_day])
    return new


@transaction.atomic(durable=True)
def take_back(*, tally: HoursTally, reason: str, by: Actor) -> HoursTally:
    """Take back heads that never were. Raises WhyCorrected, or HeadsNotFromHere for what does not count."""
    if not reason.strip():
        raise WhyCorrected
    months.closed_among(first_days=[tally.first_month])
    now = _counting(tally)
    _take_back(now, because(reason=reason, by=by))
    trail.record(
        "heads.taken_back",
        by=by,
        subject_kind="hours",
        subject_uuid=now.uuid,
        heads=now.heads,
        minutes=now.minutes,
    )
    months.mark_changed(first_days=[now.first_month])
    return now


def _check(heads: int, minutes: int, local_date: date) -> None:
    if minutes and not heads:
        raise MinutesNeedHeads
    if minutes > heads * MINUTES_A_DAY:
        raise TooMuchForHeads
    if local_date > clock.today(current_association()):
        raise NotYet


def _counting(tally: HoursTally) -> HoursTally:
    """The heads as they are now, held: a second press finds them taken back."""
    now = HoursTally.objects.select_for_update().get(pk=tally.pk)
    if now.state != State.APPROVED:
        raise HeadsNotFromHere
    return now


def _take_back(now: HoursTally, correction: Correction) -> None:
    states.move_heads(now, to=State.REVERSED, reversal=correction)


def _label(now: HoursTally, day: date) -> str:
    """What people did together is called after its day and time: on another day that would be wrong."""
    is_when = now.external_id.startswith(f"{SUBJECT}:")
    return "" if is_when and day != now.local_date else now.label


def _moved(now: HoursTally, day: date) -> datetime:
    """The same time of day on another day."""
    if day == now.local_date:
        return now.starts_at
    zone = months.zone()
    return walltime.about(day=day, at=now.starts_at.astimezone(zone).time(), zone=zone)
