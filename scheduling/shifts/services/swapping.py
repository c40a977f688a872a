"""Two people give each other their places: asked, agreed, and done in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from notifications import services as messages
from scheduling.shifts import changes, conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import RoleRules, Shift, SignUp, Swap
from scheduling.shifts.selectors import swap_pairs
from scheduling.shifts.services import placing, reminders, swap_ends, telling
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person

ASKED = "swap.asked"
DONE = "swap.done"


@dataclass(frozen=True)
class Pair:
    """Both places of a swap, with everything locked."""

    swap: Swap
    people: dict[int, Person]
    shifts: dict[int, Shift]
    mine: SignUp
    yours: SignUp


@transaction.atomic(durable=True)
def ask(*, mine: SignUp, shifts: Collection[Shift], by: Actor) -> list[Swap]:
    """Ask those who come to these shifts whether they would swap; the first who says yes does.

    Whoever could not take the place, or whose place could not be taken, is not asked; nor is anybody twice.
    Raises NotSignedUp, ShiftHasStarted, SwapWaits (somebody has agreed already), NobodyToSwapWith, or Busy.
    """
    shift = locks.shift(mine.shift)
    mine = locks.sign_up(mine)
    _require_coming(mine, shift)
    if swap_ends.open_of(mine=mine).filter(state=Swap.State.AGREED).exists():
        raise errors.SwapWaits
    mine.shift = shift
    wanted = {each.pk for each in shifts}
    places = [
        place
        for found in swap_pairs.possible(mine, asked=False)
        if found.shift.pk in wanted
        for place in found.places
    ]
    if not places:
        raise errors.NobodyToSwapWith
    made = [changes.ask(mine=mine, yours=yours, by=by) for yours in places]
    for swap in made:
        messages.plan(
            kind=ASKED,
            key=f"{ASKED}:{swap.uuid}",
            person_uuid=swap.yours.person.uuid,
            due_at=clock.now(),
            subject_kind=changes.SWAP,
            subject_uuid=swap.uuid,
        )
    return made


@transaction.atomic(durable=True)
def withdraw(*, mine: SignUp, by: Actor) -> int:
    """Ask nobody any more; who had agreed is told. Returns how many had been asked."""
    shift = locks.shift(mine.shift)
    mine = locks.sign_up(mine)
    mine.shift = shift
    found = [locks.swap(each) for each in swap_ends.open_of(mine=mine).order_by("pk")]
    for swap in found:
        if swap.state in changes.OPEN:
            swap_ends.settle(swap=swap, to=Swap.State.WITHDRAWN, by=by, why=swap_ends.FELL_THROUGH)
    return len(found)


@transaction.atomic(durable=True)
def accept(*, swap: Swap, by: Actor) -> Swap:
    """Say yes: both have each other's place, or a coordinator is asked where the role says so.

    The first one has it; saying yes twice changes nothing. Raises SwapIsOver, Busy, and what speaks against
    either of them on the other's shift.
    """
    pair = _locked(swap)
    if pair.swap.state in (Swap.State.AGREED, Swap.State.DONE):
        return pair.swap
    _require_open(pair)
    if not needs_approval(shifts=pair.shifts.values()):
        return _exchange(pair, by=by)
    for place, other in ((pair.mine, pair.yours), (pair.yours, pair.mine)):
        shift = pair.shifts[other.shift_id]
        standing = eligibility.standing_of(pair.people[place.person_id], shifts=[shift])
        eligibility.require(shift, swap_pairs.without(standing, place), checks=swap_pairs.CHECKS)
    changes.move(pair.swap, to=Swap.State.AGREED, by=by)
    for also in swap_ends.open_of(mine=pair.mine).exclude(pk=pair.swap.pk).order_by("pk"):
        locked = locks.swap(also)
        if locked.state in changes.OPEN:
            changes.move(locked, to=Swap.State.LAPSED, by=by)
            messages.drop(subject_kind=changes.SWAP, subject_uuid=locked.uuid)
    return pair.swap


@transaction.atomic(durable=True)
def decline(*, swap: Swap, by: Actor) -> Swap:
    """Say no; nobody asks why. Who asked hears of it when nobody is left. Twice changes nothing."""
    locked = locks.swap(swap)
    if locked.state == Swap.State.ASKED:
        swap_ends.settle(swap=locked, to=Swap.State.DECLINED, by=by, why=swap_ends.NOBODY)
    return locked


@transaction.atomic(durable=True)
def approve(*, swap: Swap, by: Actor) -> Swap:
    """Let two people swap who have agreed. Twice changes nothing. Raises what `accept` raises."""
    pair = _locked(swap)
    if pair.swap.state == Swap.State.DONE:
        return pair.swap
    if pair.swap.state != Swap.State.AGREED:
        raise errors.SwapIsOver
    _require_open(pair)
    return _exchange(pair, by=by)


@transaction.atomic(durable=True)
def refuse(*, swap: Swap, by: Actor) -> Swap:
    """Let two people keep their own shifts; both are told. Twice changes nothing."""
    locked = locks.swap(swap)
    if locked.state == Swap.State.AGREED:
        swap_ends.settle(swap=locked, to=Swap.State.DECLINED, by=by, why=swap_ends.REFUSED)
    return locked


@transaction.atomic
def end_overdue() -> int:
    """End what nobody has settled before either shift began. The round of the hour; may run twice."""
    now = clock.now()
    found = Swap.objects.filter(state__in=changes.OPEN)
    overdue = found.filter(mine__starts_at__lte=now) | found.filter(yours__starts_at__lte=now)
    ended = 0
    for each in overdue.order_by("pk"):
        swap = locks.swap(each)
        if swap.state in changes.OPEN:
            swap_ends.settle(
                swap=swap, to=Swap.State.LAPSED, by=swap_ends.CHANGED, why=swap_ends.FELL_THROUGH
            )
            ended += 1
    return ended


def needs_approval(*, shifts: Collection[Shift]) -> bool:
    """Whether a coordinator has the last word about a swap of these shifts."""
    roles = {shift.role_id for shift in shifts}
    return RoleRules.objects.filter(role__in=roles, swap_needs_approval=True).exists()


def _locked(swap: Swap) -> Pair:
    """People, shifts, sign-ups, the swap: each kind in the order of its keys."""
    known = Swap.objects.select_related("mine", "yours").get(pk=swap.pk)
    places = {place.pk: place for place in (known.mine, known.yours)}
    people = {person.pk: person for person in locks.people({place.person_id for place in places.values()})}
    shifts = {
        shift.pk: locks.shift(shift)
        for shift in Shift.objects.filter(pk__in={place.shift_id for place in places.values()}).order_by("pk")
    }
    held = {pk: locks.sign_up(place) for pk, place in sorted(places.items())}
    if {place.person_id for place in held.values()} != set(people) or len(people) != len(places):
        raise errors.Busy  # one of them was merged with another or erased meanwhile
    for place in held.values():
        place.shift = shifts[place.shift_id]
    locked = locks.swap(known)
    locked.mine, locked.yours = held[known.mine_id], held[known.yours_id]
    return Pair(locked, people, shifts, mine=locked.mine, yours=locked.yours)


def _require_coming(place: SignUp, shift: Shift) -> None:
    if place.state != SignUp.State.SIGNED_UP or shift.state != Shift.State.PUBLISHED:
        raise errors.NotSignedUp
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted


def _require_open(pair: Pair) -> None:
    coming = all(
        place.state == SignUp.State.SIGNED_UP
        and place.shift.state == Shift.State.PUBLISHED
        and not conditions.has_started(place.shift)
        for place in (pair.mine, pair.yours)
    )
    if pair.swap.state not in changes.OPEN or not coming:
        raise errors.SwapIsOver


def _exchange(pair: Pair, *, by: Actor) -> Swap:
    """Both give their places back before either takes the other's: nobody is in two places at any time."""
    changes.move(pair.swap, to=Swap.State.DONE, by=by)
    messages.drop(subject_kind=changes.SWAP, subject_uuid=pair.swap.uuid)
    for place in (pair.mine, pair.yours):
        states.move_sign_up(
            place, shift=pair.shifts[place.shift_id], to=SignUp.State.SWAPPED, by=by, swap=str(pair.swap.uuid)
        )
        telling.released(sign_up=place)
    for place, other in ((pair.mine, pair.yours), (pair.yours, pair.mine)):
        person, shift = pair.people[place.person_id], pair.shifts[other.shift_id]
        standing = eligibility.standing_of(person, shifts=[shift])
        eligibility.require(shift, standing, checks=swap_pairs.CHECKS)
        taken = placing.place(shift=shift, person=person, by=by, swap=str(pair.swap.uuid))
        messages.plan(
            kind=DONE,
            key=f"{DONE}:{taken.uuid}",
            person_uuid=person.uuid,
            due_at=clock.now(),
            subject_kind=states.SIGN_UP,
            subject_uuid=taken.uuid,
        )
        reminders.plan(sign_up=taken)
    return pair.swap
