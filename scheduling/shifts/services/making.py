"""Making a shift, changing it, and letting people see it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from scheduling.shifts import conditions, errors, locks, states
from scheduling.shifts.eligibility import BUSY
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import calling, confirming, offering, standing
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, Site, VolunteerRole


@dataclass(frozen=True)
class ShiftPlan:
    """What a coordinator says of a shift."""

    role: VolunteerRole
    starts_at: datetime
    ends_at: datetime
    places: int
    site: Site | None = None
    title: str = ""
    description: str = ""
    contact_person: Person | None = None


@transaction.atomic(durable=True)
def make_shift(*, plan: ShiftPlan, publish: bool, by: Actor) -> Shift:
    """Make a shift, as a draft or published at once.

    Raises EndBeforeStart, StartInThePast or NoPlaces.
    """
    require_sound(plan)
    if plan.starts_at <= clock.now():
        raise errors.StartInThePast
    shift = Shift.objects.create(
        role=plan.role,
        site=plan.site,
        title=plan.title,
        description=plan.description,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        places=plan.places,
        contact_person=plan.contact_person,
        created_at=clock.now(),
    )
    trail.record("shift.made", by=by, subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if publish:
        states.move_shift(shift, to=Shift.State.PUBLISHED, by=by)
    return shift


@transaction.atomic(durable=True)
def publish(*, shift: Shift, by: Actor) -> Shift:
    """Let volunteers see a draft; who has a standing place there has it. A published shift stays as it is.

    Raises StartInThePast or ShiftIsClosed.
    """
    locks.people(standing.people_of(shift))
    shift = locks.shift(shift)
    if shift.state == Shift.State.PUBLISHED:
        return shift
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsClosed
    if conditions.has_started(shift):
        raise errors.StartInThePast
    states.move_shift(shift, to=Shift.State.PUBLISHED, by=by)
    standing.fill(shift=shift)
    return shift


@transaction.atomic(durable=True)
def edit_shift(*, shift: Shift, plan: ShiftPlan, by: Actor) -> Shift:
    """Change what a shift is. Moved in time, it takes along those who come, and asks them again.

    Old reminders become obsolete and new ones are planned; a call for people ends; free places are offered
    to those who wait. Raises EndBeforeStart, StartInThePast, NoPlaces, PlacesBelowTaken, ShiftIsClosed,
    TimeIsFixed (it has started), RoleIsFixed (somebody holds a place), TheirTimesOverlap (somebody would be
    in two places), or ChangedMeanwhile.
    """
    require_sound(plan)
    coming = SignUp.objects.filter(shift=shift, state=SignUp.State.SIGNED_UP)
    coming_people = set(coming.values_list("person", flat=True))
    if (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at):
        locks.people(coming_people)
    shift = locks.shift(shift)
    moved = (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at)
    _require_changeable(shift, plan, moved=moved)
    changed = [name for name in plan.__dataclass_fields__ if getattr(shift, name) != getattr(plan, name)]
    if not changed:
        return shift
    for name in changed:
        setattr(shift, name, getattr(plan, name))
    shift.sequence += 1
    shift.save(update_fields=[*changed, "sequence"])
    trail.record("shift.changed", by=by, subject_kind=states.SHIFT, subject_uuid=shift.uuid, fields=changed)
    if moved:
        _take_along(shift, locked_people=coming_people)
        calling.not_needed(shift=shift)
    offering.shift_changed(shift=shift, moved=moved)
    return shift


def require_sound(plan: ShiftPlan) -> None:
    """Raises EndBeforeStart or NoPlaces."""
    if any(at.second or at.microsecond for at in (plan.starts_at, plan.ends_at)):
        raise ValueError("Shifts start and end on whole minutes, as hours do.")
    if plan.ends_at <= plan.starts_at:
        raise errors.EndBeforeStart
    if plan.places < 1:
        raise errors.NoPlaces


def _require_changeable(shift: Shift, plan: ShiftPlan, *, moved: bool) -> None:
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsClosed
    if plan.places < shift.taken:
        raise errors.PlacesBelowTaken(taken=shift.taken)
    if shift.taken and plan.role != shift.role:
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
