"""What became of an occasion, told after its month had closed: it counts, and why it comes late is kept.

Only what nobody had told changes; a number that was wrong is corrected (`counts.correct`).
"""

from django.db import transaction

from scheduling.activities import locks, states
from scheduling.activities.errors import BasisMissing, NotFromHere
from scheduling.activities.models import Activity, Count
from scheduling.activities.services import counts
from scheduling.activities.services.closing import hold_closed
from scheduling.activities.services.outcomes import SUBJECT, WITH_BASIS, Heads, measure_of
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

SAID = ("quantity", "method", "basis")


@transaction.atomic(durable=True)
def tell_held(*, activity: Activity, heads: Heads, reason: str, by: Actor) -> Activity:
    """Note that an occasion of a closed month was held, with how many; a second press changes nothing.

    Of one that was held the number is noted if there is none. Raises ReasonMissing, MonthOpen, BasisMissing,
    or NotFromHere for what was told already.
    """
    if heads.method in WITH_BASIS and not heads.basis.strip():
        raise BasisMissing
    locked = locks.lock_activity(activity)
    why = hold_closed(first_day=locked.first_month, reason=reason)
    known = locked.counts.filter(measure=measure_of(activity=locked), corrected_by__isnull=True).first()
    said = (heads.quantity, heads.method, heads.basis.strip())
    same = known is not None and tuple(getattr(known, name) for name in SAID) == said
    if locked.state == Activity.State.HELD and known is not None:
        if same and known.state == Count.State.APPROVED:
            return locked
        raise NotFromHere(now=locked.get_state_display(), wanted=Activity.State.HELD.label)
    if locked.state != Activity.State.HELD:
        _tell(locked, to=Activity.State.HELD, why=why)
    if known is None or not same or known.state != Count.State.APPROVED:
        _note(locked, known, said, why)
    trail.record(
        "activity.held_late",
        by=by,
        subject_kind=SUBJECT,
        subject_uuid=locked.uuid,
        heads=heads.quantity,
    )
    return locked


@transaction.atomic(durable=True)
def tell_cancelled(*, activity: Activity, cancel_reason: str, reason: str, by: Actor) -> Activity:
    """Note that an occasion of a closed month was not held; a second press changes nothing.

    Raises ReasonMissing, MonthOpen, or NotFromHere for what was told already.
    """
    locked = locks.lock_activity(activity)
    why = hold_closed(first_day=locked.first_month, reason=reason)
    if locked.state == Activity.State.CANCELLED and locked.cancel_reason == cancel_reason:
        return locked
    _tell(locked, to=Activity.State.CANCELLED, why=why, cancel_reason=cancel_reason)
    trail.record(
        "activity.cancelled_late",
        by=by,
        subject_kind=SUBJECT,
        subject_uuid=locked.uuid,
        reason=str(cancel_reason),
    )
    return locked


def _tell(activity: Activity, *, to: Activity.State, why: str, cancel_reason: str = "") -> None:
    if activity.state != Activity.State.PLANNED:
        raise NotFromHere(now=activity.get_state_display(), wanted=to.label)
    activity.late_reason = why
    states.move_activity(activity, to=to, cancel_reason=cancel_reason)


def _note(activity: Activity, known: Count | None, said: tuple[int, str, str], why: str) -> None:
    """The number: a row of its own, or one in the place of what waited."""
    if known is not None:
        same = {name: getattr(known, name) for name in counts.SAME}
    else:
        same = {
            "activity": activity,
            "measure": measure_of(activity=activity),
            "local_date": activity.local_date,
            "first_month": activity.first_month,
            "site": activity.site,
            "unit": activity.unit,
            "role": activity.role,
            "grant_target": activity.grant_target,
        }
    Count.objects.create(
        corrects=known,
        reason=why,
        state=Count.State.APPROVED,
        created_at=clock.now(),
        **same,
        **dict(zip(SAID, said, strict=True)),
    )
