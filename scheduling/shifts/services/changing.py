"""Changing many locked shifts, and calling many off, in a number of statements that hardly grows with them.

A series has hundreds of shifts, and whoever signs up meanwhile waits for their locks: so what is the same for
all is written at once. Only what hangs on few of them is done one by one: a swap that is open, a call for
people, somebody who waits, places that ask for a qualification.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from notifications.models import Call
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility.checks import BUSY
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import Shift, SignUp, Slot
from scheduling.shifts.plans import ShiftPlan, SlotPlan
from scheduling.shifts.services import calling, confirming, offering, telling
from scheduling.shifts.services.news import News
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

Pair = tuple[Shift, ShiftPlan]


@transaction.atomic
def change(*, pairs: Sequence[Pair], locked_people: set[int], news: News, by: Actor) -> None:
    """Change locked shifts, each to its plan; those who come are locked too, where one moves.

    A step of the verbs that change shifts, which tell the news. Raises what `edit_shift` raises.
    """
    slots = _slots_of([shift for shift, _plan in pairs])
    differ: list[tuple[Shift, ShiftPlan, list[str]]] = []
    for shift, plan in pairs:
        _require_changeable(shift, plan)
        changed = [name for name, value in plan.columns().items() if getattr(shift, name) != value]
        if slots[shift.pk] != plan.slots:
            changed.append("slots")
        if changed:
            differ.append((shift, plan, changed))
    moved = [shift for shift, plan, _changed in differ if _moves(shift, plan)]
    _write(differ)
    for shift, plan, changed in differ:
        if "slots" in changed:
            _change_slots(shift, plan.slots)
        if "slots" in changed or ("places" in changed and plan.slots):
            states.seat(shift)
    _note(differ, by=by)
    _take_along(moved, locked_people=locked_people, news=news)
    for shift in _called_for(moved):
        calling.not_needed(shift=shift)
    is_moved = {shift.pk for shift in moved}
    for shift in _hoped_for([shift for shift, _plan, _changed in differ]):
        offering.shift_changed(shift=shift, moved=shift.pk in is_moved)


@transaction.atomic
def call_off(*, shifts: Sequence[Shift], news: News, by: Actor) -> None:
    """Call locked shifts off; those that are cancelled already stay so.

    A step of the verbs that call shifts off, which tell the news. Raises what `cancel_shift` raises.
    """
    shifts = [shift for shift in shifts if shift.state != Shift.State.CANCELLED]
    of = {shift.pk: shift for shift in shifts}
    coming = locks.sign_ups_of(shifts)
    if any(sign_up.state == SignUp.State.ATTENDED for sign_up in coming):
        raise errors.AttendanceMarked
    lost = [sign_up for sign_up in coming if sign_up.state == SignUp.State.SIGNED_UP]
    states.take_off_all(lost, shifts=of, by=by)
    telling.released_all(sign_ups=lost)
    for sign_up in lost:
        if not conditions.has_started(of[sign_up.shift_id]):
            telling.shift_cancelled(sign_up=sign_up, news=news)
    for shift in _hoped_for(shifts):
        tell = not conditions.has_started(shift)
        offering.shift_is_off(shift=shift, by=by, news=news if tell else None)
    for shift in _called_for(shifts):
        calling.not_needed(shift=shift)
    states.cancel_all(shifts, by=by)


def _moves(shift: Shift, plan: ShiftPlan) -> bool:
    return (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at)


def _require_changeable(shift: Shift, plan: ShiftPlan) -> None:
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsClosed
    if plan.places < shift.taken:
        raise errors.PlacesBelowTaken(taken=shift.taken)
    if plan.training_places < shift.training_taken:
        raise place_errors.TrainingPlacesBelowTaken(taken=shift.training_taken)
    if (shift.taken or shift.training_taken) and plan.role != shift.role:
        raise errors.RoleIsFixed
    if _moves(shift, plan):
        if shift.state == Shift.State.PUBLISHED and conditions.has_started(shift):
            raise errors.TimeIsFixed
        if plan.starts_at <= clock.now():
            raise errors.StartInThePast


def _slots_of(shifts: Collection[Shift]) -> dict[int, tuple[SlotPlan, ...]]:
    found: dict[int, list[SlotPlan]] = {shift.pk: [] for shift in shifts}
    for row in Slot.objects.filter(shift__in=found).select_related("qualification").order_by("pk"):
        found[row.shift_id or 0].append(SlotPlan(row.qualification, least=row.least, most=row.most))
    return {pk: tuple(slots) for pk, slots in found.items()}


def _write(differ: Sequence[tuple[Shift, ShiftPlan, list[str]]]) -> None:
    """What is the same for all of them in one statement, the rest in another."""
    if not differ:
        return
    own = set()
    first = differ[0][1].columns()
    for shift, plan, _changed in differ:
        said = plan.columns()
        own |= {name for name, value in said.items() if value != first[name]}
        for name, value in said.items():
            setattr(shift, name, value)
        shift.sequence += 1
    rows = [shift for shift, _plan, _changed in differ]
    Shift.objects.filter(pk__in=[row.pk for row in rows]).update(
        **{name: value for name, value in first.items() if name not in own}
    )
    Shift.objects.bulk_update(rows, [*sorted(own), "sequence"])


def _change_slots(shift: Shift, slots: tuple[SlotPlan, ...]) -> None:
    """Those that stay keep their rows, and with them who sits there."""
    kept = {slot.qualification_id: slot for slot in Slot.objects.filter(shift=shift)}
    for slot in slots:
        row = kept.pop(slot.qualification.pk, None) or Slot(shift=shift, qualification=slot.qualification)
        row.least, row.most = slot.least, slot.most
        row.save()
    Slot.objects.filter(pk__in=[slot.pk for slot in kept.values()]).delete()


def _note(differ: Iterable[tuple[Shift, ShiftPlan, list[str]]], *, by: Actor) -> None:
    alike: dict[tuple[str, ...], list[Shift]] = defaultdict(list)
    for shift, _plan, changed in differ:
        alike[tuple(changed)].append(shift)
    for names, shifts in alike.items():
        trail.record_each(
            "shift.changed",
            by=by,
            subject_kind=states.SHIFT,
            subjects=[shift.uuid for shift in shifts],
            fields=list(names),
        )


def _take_along(moved: Sequence[Shift], *, locked_people: set[int], news: News) -> None:
    """Give everybody who comes the new time. Their rows are locked, so that nobody ends up in two places."""
    of = {shift.pk: shift for shift in moved}
    coming = locks.sign_ups_of(moved)
    if not {sign_up.person_id for sign_up in coming} <= locked_people:
        raise errors.ChangedMeanwhile
    _require_one_place(coming, of)
    confirming.take_along(sign_ups=coming, shifts=of, news=news)


def _require_one_place(coming: Sequence[SignUp], of: dict[int, Shift]) -> None:
    """Refuse to move people to where they have something else then. Raises TheirTimesOverlap."""
    elsewhere: dict[int, list[tuple[int, datetime, datetime]]] = defaultdict(list)
    others = SignUp.objects.filter(
        person__in={sign_up.person_id for sign_up in coming},
        state__in=BUSY,
        ends_at__gt=min((shift.starts_at for shift in of.values()), default=clock.now()),
    ).exclude(pk__in=[sign_up.pk for sign_up in coming])
    for person, other, start, end in others.values_list("person_id", "shift_id", "starts_at", "ends_at"):
        elsewhere[person].append((other, start, end))
    for sign_up in coming:
        shift = of[sign_up.shift_id]
        elsewhere[sign_up.person_id].append((shift.pk, shift.starts_at, shift.ends_at))
    names = {
        sign_up.person.name: sign_up.person.sort_key
        for sign_up in coming
        if any(
            other != sign_up.shift_id
            and start < of[sign_up.shift_id].ends_at
            and end > of[sign_up.shift_id].starts_at
            for other, start, end in elsewhere[sign_up.person_id]
        )
    }
    if names:
        raise errors.TheirTimesOverlap(people=", ".join(sorted(names, key=names.__getitem__)))


def _hoped_for(shifts: Collection[Shift]) -> list[Shift]:
    """Those for which somebody waits, asks, or is offered a place."""
    hopes = SignUp.objects.filter(shift__in=[shift.pk for shift in shifts], state__in=SignUp.HOPING)
    keys = set(hopes.values_list("shift", flat=True))
    return [shift for shift in shifts if shift.pk in keys]


def _called_for(shifts: Collection[Shift]) -> list[Shift]:
    """Those for which people are called."""
    calls = Call.objects.filter(
        subject_kind=states.SHIFT,
        subject_uuid__in=[shift.uuid for shift in shifts],
        state=Call.State.OPEN,
    )
    uuids = set(calls.values_list("subject_uuid", flat=True))
    return [shift for shift in shifts if shift.uuid in uuids]
