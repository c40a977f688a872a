""" "I can't come", decided by how late it is: the place is free, or somebody is looked for who takes it over.

Nobody asks why. As long as somebody is looked for the place stays theirs, so that it is not lost to the shift
twice; the first who says yes has it. Whatever else becomes of the place or of the shift ends the search (see
`searches.looked_for`), and `sweep` writes that down.
"""

from collections.abc import Sequence

from django.db import transaction

from accounts.reach import EVERYBODY
from notifications import calls, rounds, services as messages
from notifications.models import Call
from scheduling.shifts import conditions, locks, stand_ins, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp, StandIn, Wish
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.selectors.candidates import candidates
from scheduling.shifts.selectors.searches import looked_for
from scheduling.shifts.services import calling, offering, reminders, signing_up
from scheduling.shifts.stand_ins import Way, is_looked_for, way_of
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person

FOUND = "shift.stand_in_found"
SITE = "shift.stand_in_site"
# So many are asked at a time, the next ones so much later; sooner when it is late.
WAVE, WAVE_MINUTES, WAVE_MINUTES_LATE = 5, 30, 5
SEARCH = Actor.system("stand-in")


@transaction.atomic(durable=True)
def cannot_come(*, shift: Shift, person: Person, by: Actor) -> SignUp | None:
    """Say that one cannot come. Free the place, or look for somebody who takes it over; twice is once.

    The sign-up that comes back is still SIGNED_UP where somebody is looked for. Where nobody could be asked
    the place is free at once. None for who has no place. Raises ShiftHasStarted, or Busy; and
    CancelDeadlinePassed where the place would only be free.
    """
    shift = locks.shift(shift)
    claims = (SignUp.State.REQUESTED, *SignUp.ACTIVE)
    held = SignUp.objects.filter(shift=shift, person=person, state__in=claims).first()
    if held is None:
        return None
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    held = locks.sign_up(held)
    if looked_for().filter(sign_up=held).exists():
        return held
    way = way_of(now=clock.now(), starts_at=shift.starts_at, settings=offering.settings())
    only_back = held.state != SignUp.State.SIGNED_UP or held.in_training or _just_taken(held)
    asked = [] if only_back or way == Way.FREE else _who_could(held, shift=shift)
    if not asked:
        signing_up.require_in_time(shift=shift, held=held)
        return signing_up.free(held=held, shift=shift, by=by)
    _look(held, shift=shift, people=asked, way=way, by=by)
    return held


def _just_taken(held: SignUp) -> bool:
    """Whether this only undoes what was pressed a moment ago, and nobody has counted on it."""
    took_over = StandIn.objects.filter(sign_up__shift=held.shift_id, found=held.person_id)
    return held.changed_at > clock.now() - selectors.UNDO and not took_over.exists()


def _who_could(held: SignUp, *, shift: Shift) -> list[Person]:
    """Who may take the place and would, in the order of asking: who waits for one, then who has done least.

    Looked at as if the place were free, and nothing of that is kept.
    """
    waiting = dict(SignUp.objects.filter(shift=shift, state=SignUp.State.WAITING).values_list("person", "pk"))
    with transaction.atomic():
        free = locks.shift(shift)
        states.move_sign_up(locks.sign_up(held), shift=free, to=SignUp.State.SWAPPED, by=SEARCH)
        found = candidates(free, reader=EVERYBODY).people
        transaction.set_rollback(True)
    rests = set(Wish.objects.filter(stands_in=False, person__in=found).values_list("person", flat=True))
    would = [
        each for each in found if each.pk != held.person_id and (each.pk in waiting or each.pk not in rests)
    ]
    return sorted(would, key=lambda each: (each.pk not in waiting, waiting.get(each.pk, 0)))


def _look(held: SignUp, *, shift: Shift, people: Sequence[Person], way: Way, by: Actor) -> None:
    for stale in StandIn.objects.filter(sign_up=held, state=StandIn.State.OPEN):
        stand_ins.move(stale, to=StandIn.State.ENDED, by=SEARCH)
    stand_ins.look(held, by=by)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=held.uuid, kind=reminders.KIND)
    if calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid) is None:
        calls.start(
            kind=calling.STAND_IN,
            subject_kind=states.SHIFT,
            subject_uuid=shift.uuid,
            people=[each.uuid for each in people],
            places=1,
            wave_size=WAVE,
            wave_minutes=WAVE_MINUTES_LATE if way == Way.LATE else WAVE_MINUTES,
            by_name=SEARCH.name,
        )
    rounds.soon(at=clock.now())
    rounds.soon(at=shift.starts_at)


@transaction.atomic(durable=True)
def come_after_all(*, shift: Shift, person: Person, by: Actor) -> SignUp | None:
    """Take "I can't come" back, as long as nobody was found. Who was asked is told that nobody is needed.

    None where nobody is looked for any more.
    """
    shift = locks.shift(shift)
    found = looked_for().filter(sign_up__shift=shift, sign_up__person=person).first()
    if found is None:
        return None
    held = locks.sign_up(found.sign_up)
    stand_ins.move(found, to=StandIn.State.ENDED, by=by)
    reminders.plan(sign_up=held)
    _end_call(shift)
    return held


def take_over(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Take the place over of who has said so first; without anybody, a place that is free.

    A step of a yes: inside the transaction of the verb that calls it. Raises what the checks raise.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    held = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first()
    if held is not None:
        return held
    found = looked_for().filter(sign_up__shift=shift).order_by("pk").first()
    left = locks.sign_up(found.sign_up) if found is not None else None
    if found is not None and left is not None:
        states.move_sign_up(left, shift=shift, to=SignUp.State.SWAPPED, by=by)
        stand_ins.move(found, to=StandIn.State.FOUND, by=by, person=person)
    taken = signing_up.take(shift=shift, person=person, by=by, checks=eligibility.ASKED_CHECKS)
    if left is not None:
        _tell(left, taken, shift=shift)
    return taken


@transaction.atomic(durable=True)
def stand_in(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Take over a place for which somebody is looked for, without having been asked.

    Raises ShiftFull where nobody is looked for any more, and what the checks raise.
    """
    return take_over(shift=shift, person=person, by=by)


def _tell(left: SignUp, taken: SignUp, *, shift: Shift) -> None:
    """The one who could not come, those who look after the shift, and where it is."""
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=left.uuid)
    now = clock.now()
    messages.plan(
        kind=FOUND,
        key=f"{FOUND}:{left.uuid}",
        person_uuid=left.person.uuid,
        due_at=now,
        subject_kind=states.SIGN_UP,
        subject_uuid=left.uuid,
    )
    if shift.site is not None and shift.site.email:
        messages.plan(
            kind=SITE,
            key=f"{SITE}:{taken.uuid}",
            person_uuid=shift.site.uuid,
            due_at=now,
            subject_kind=states.SIGN_UP,
            subject_uuid=taken.uuid,
        )
    rounds.soon(at=now)


def _end_call(shift: Shift) -> None:
    """Nobody is asked any more where the last one whose place it was comes after all."""
    call = calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if call is not None and call.kind == calling.STAND_IN and not is_looked_for(shift):
        calls.close(call=call, to=Call.State.ENDED, tell=calling.CALL_OVER)


def sweep() -> int:
    """Write down which searches are over; who had said so is not expected at a shift that begins.

    Each shift in a transaction of its own; it may run twice. Returns how many shifts were looked at.
    """
    over = StandIn.objects.filter(state=StandIn.State.OPEN).exclude(pk__in=looked_for().values("pk"))
    found = Shift.objects.filter(pk__in=over.values("sign_up__shift")).order_by("pk")
    for shift in found:
        try:
            settle(shift=shift)
        except errors.Busy:
            rounds.soon(at=clock.now() + offering.AGAIN)
    return len(found)


@transaction.atomic(durable=True)
def settle(*, shift: Shift) -> None:
    """What has become of the searches of one shift. Twice changes nothing. Raises Busy."""
    shift = locks.shift(shift)
    going_on = looked_for().values("pk")
    over = StandIn.objects.filter(sign_up__shift=shift, state=StandIn.State.OPEN).exclude(pk__in=going_on)
    for found in over.select_related("sign_up").order_by("pk"):
        held = locks.sign_up(found.sign_up)
        stand_ins.move(found, to=StandIn.State.ENDED, by=SEARCH)
        unmarked = held.state == SignUp.State.SIGNED_UP and held.confirm_asked_at is None
        if unmarked and conditions.has_started(shift):
            states.move_sign_up(held, shift=shift, to=SignUp.State.CANCELLED_BY_VOLUNTEER, by=SEARCH)
            messages.drop(subject_kind=states.SIGN_UP, subject_uuid=held.uuid)
    _end_call(shift)
