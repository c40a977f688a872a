"""Making a shift, changing it, and letting people see it."""

from django.db import transaction

from scheduling.shifts import conditions, errors, locks, place_errors, states
from scheduling.shifts.eligibility import BUSY
from scheduling.shifts.models import Shift, SignUp, Slot
from scheduling.shifts.plans import ShiftPlan, SlotPlan, require_sound, slots_of
from scheduling.shifts.services import calling, confirming, inviting, offering, standing
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail


@transaction.atomic(durable=True)
def make_shift(*, plan: ShiftPlan, publish: bool, by: Actor) -> Shift:
    """Make a shift, as a draft or published at once.

    Raises EndBeforeStart, StartInThePast, NoPlaces, MinimumOverPlaces, SlotsOverPlaces or SlotTwice.
    """
    require_sound(plan)
    if plan.starts_at <= clock.now():
        raise errors.StartInThePast
    shift = Shift.objects.create(**plan.columns(), created_at=clock.now())
    Slot.objects.bulk_create(plan.slot_rows(shift=shift))
    trail.record("shift.made", by=by, subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if publish:
        states.move_shift(shift, to=Shift.State.PUBLISHED, by=by)
    return shift


@transaction.atomic(durable=True)
def publish(*, shift: Shift, by: Actor) -> Shift:
    """Let volunteers see a draft; who has a standing place there has it. A published shift stays as it is.

    Raises StartInThePast or ShiftIsClosed.
    """
    locks.people(standing.people_of(shift=shift))
    shift = locks.shift(shift)
    if shift.state == Shift.State.PUBLISHED:
        return shift
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsClosed
    if conditions.has_started(shift):
        raise errors.StartInThePast
    states.move_shift(shift, to=Shift.State.PUBLISHED, by=by)
    standing.fill(shift=shift)
    inviting.published(shift=shift)
    return shift


@transaction.atomic(durable=True)
def edit_shift(*, shift: Shift, plan: ShiftPlan, by: Actor) -> Shift:
    """Change what a shift is. Moved in time, it takes along those who come, and asks them again.

    Old reminders become obsolete and new ones are planned; a call for people ends; free places are offered
    to those who wait. Raises EndBeforeStart, StartInThePast, NoPlaces, MinimumOverPlaces, SlotsOverPlaces,
    SlotTwice, PlacesBelowTaken, TrainingPlacesBelowTaken, ShiftIsClosed, TimeIsFixed (it has started),
    RoleIsFixed (somebody holds a place), TheirTimesOverlap (somebody would be in two places), or
    ChangedMeanwhile.
    """
    require_sound(plan)
    coming = SignUp.objects.filter(shift=shift, state=SignUp.State.SIGNED_UP)
    coming_people = set(coming.values_list("person", flat=True))
    if (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at):
        locks.people(coming_people)
    shift = locks.shift(shift)
    if shift.series_id and not shift.is_own:
        # What is changed for all of its series passes it by from now on.
        shift.is_own = True
        shift.save(update_fields=["is_own"])
    return change(shift=shift, plan=plan, locked_people=coming_people, by=by)


@transaction.atomic
def change(*, shift: Shift, plan: ShiftPlan, locked_people: set[int], by: Actor) -> Shift:
    """Change a locked shift; those who come are locked too, if it moves. A step of verbs that change some.

    Raises what `edit_shift` raises.
    """
    moved = (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at)
    _require_changeable(shift, plan, moved=moved)
    said = plan.columns()
    changed = [name for name, value in said.items() if getattr(shift, name) != value]
    if slots_changed := slots_of(shift) != plan.slots:
        changed.append("slots")
    if not changed:
        return shift
    for name, value in said.items():
        setattr(shift, name, value)
    shift.sequence += 1
    shift.save(update_fields=[*said, "sequence"])
    if slots_changed:
        _change_slots(shift, plan.slots)
    if slots_changed or "places" in changed:
        states.seat(shift)
    trail.record("shift.changed", by=by, subject_kind=states.SHIFT, subject_uuid=shift.uuid, fields=changed)
    if moved:
        _take_along(shift, locked_people=locked_people)
        calling.not_needed(shift=shift)
    offering.shift_changed(shift=shift, moved=moved)
    return shift


def _change_slots(shift: Shift, slots: tuple[SlotPlan, ...]) -> None:
    """Those that stay keep their rows, and with them who sits there."""
    kept = {slot.qualification_id: slot for slot in Slot.objects.filter(shift=shift)}
    for slot in slots:
        row = kept.pop(slot.qualification.pk, None) or Slot(shift=shift, qualification=slot.qualification)
        row.least, row.most = slot.least, slot.most
        row.save()
    Slot.objects.filter(pk__in=[slot.pk for slot in kept.values()]).delete()


def _require_changeable(shift: Shift, plan: ShiftPlan, *, moved: bool) -> None:
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsClosed
    if plan.places < shift.taken:
        raise errors.PlacesBelowTaken(taken=shift.taken)
    if plan.training_places < shift.training_taken:
        raise place_errors.TrainingPlacesBelowTaken(taken=shift.training_taken)
    if (shift.taken or shift.training_taken) and plan.role != shift.role:
        raise errors.RoleIsFixed
    if moved:
        if shift.state == Shift.State.PUBLISHED and conditions.has_started(shift):
            raise errors.TimeIsFixed
        if plan.starts_at <= clock.now():
            raise errors.StartInThePast


def _take_along(shift: Shift, *, locked_people: set[int]) -> None:
    """Give everybody who comes the new time. Their rows are locked, so that nobody ends up in two places."""
    coming = locks.sign_ups(shift)
    if not {sign_up.person_id for sign_up in coming} <= locked_people:
        raise errors.ChangedMeanwhile
    elsewhere = (
        SignUp.objects.filter(
            person__in=locked_people,
            state__in=BUSY,
            starts_at__lt=shift.ends_at,
            ends_at__gt=shift.starts_at,
        )
        .exclude(shift=shift)
        .select_related("person")
        .order_by("person__sort_key")
    )
    if names := list(dict.fromkeys(other.person.name for other in elsewhere)):
        raise errors.TheirTimesOverlap(people=", ".join(names))
    for sign_up in coming:
        confirming.take_along(sign_up=sign_up, shift=shift)
