"""Making a shift, changing it, and letting people see it."""

from django.db import transaction

from scheduling.shifts import conditions, locks, states
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp, Slot
from scheduling.shifts.plans import ShiftPlan, require_sound
from scheduling.shifts.services import changing, inviting, standing
from scheduling.shifts.services.news import News
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
    news = News()
    changing.change(pairs=[(shift, plan)], locked_people=coming_people, news=news, by=by)
    news.tell()
    return shift
