"""Places that are kept for people who are not in the register: “two from the scouts”."""

from django.db import transaction

from notifications import rounds
from scheduling.shifts import locks, states
from scheduling.shifts.errors import places as place_errors
from scheduling.shifts.errors.shifts import ShiftIsClosed
from scheduling.shifts.models import Placeholder, Shift
from scheduling.shifts.services import calling, offering
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail


@transaction.atomic(durable=True)
def keep_places(*, shift: Shift, label: str, places: int, by: Actor, was: str = "") -> int:
    """Keep so many places under a label, in place of those that were kept under `was`; with 0 they are free.

    They count as taken, and who waits is offered what becomes free. The same again changes nothing. Returns
    how many more are kept now. Raises ShiftIsClosed (cancelled), NotSoManyFree, or Busy.
    """
    shift = locks.shift(shift)
    if shift.state == Shift.State.CANCELLED:
        raise ShiftIsClosed
    kept = list(Placeholder.objects.filter(shift=shift, label=was or label))
    more = places - len(kept)
    if more > (free := shift.places - shift.taken):
        raise place_errors.NotSoManyFree(free=free)
    renamed = bool(was) and was != label and bool(places)
    if not more and not renamed:
        return 0
    _write(shift, kept, label=label, more=more, by=by)
    trail.record(
        "shift.places_kept", by=by, subject_kind=states.SHIFT, subject_uuid=shift.uuid, places=places
    )
    if more:
        states.count(shift, by=more)
    if more > 0:
        calling.is_filled(shift=shift)
    elif more < 0:
        offering.offer_places(shift=shift)
        rounds.soon(at=clock.now())
    return more


def _write(shift: Shift, kept: list[Placeholder], *, label: str, more: int, by: Actor) -> None:
    staying = kept[: len(kept) + min(more, 0)]
    Placeholder.objects.filter(pk__in=[each.pk for each in kept[len(staying) :]]).delete()
    Placeholder.objects.filter(pk__in=[each.pk for each in staying]).update(label=label)
    now = clock.now()
    Placeholder.objects.bulk_create(
        Placeholder(shift=shift, label=label, created_at=now, created_by=by.name[:160]) for _ in range(more)
    )
