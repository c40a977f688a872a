"""Inviting people to a shift for which some choose first."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from notifications import services as messages
from notifications.services import Planned
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import Invitation, Shift, SignUp
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

INVITED = "shift.invited"
# So many invitations are made at once; a long series times a large role is a slip of the hand.
MOST = 20_000


@transaction.atomic(durable=True)
def invite(*, shift: Shift, people: Collection[Person], by: Actor, following: bool = False) -> int:
    """Let these people sign up before everybody else may, and tell them; of a draft when it is published.

    With `following` also for the shifts after it in its series, of which they hear once. Who is invited
    already, has a place or asks for one stays as they are. Returns how many people are new. Raises
    NotByInvitation, ShiftIsClosed, ShiftHasStarted, NobodyToInvite, TooManyInvited, or Busy.
    """
    if following:
        locks.shifts(Shift.objects.filter(Q(pk=shift.pk) | Q(pk__in=after(shift=shift).values("pk"))))
    shift = locks.shift(shift)
    _require_open(shift)
    shifts = [shift, *(after(shift=shift).order_by("starts_at", "pk") if following else ())]
    if len(shifts) * len(people) > MOST:
        raise place_errors.TooManyInvited(most=MOST)
    new = _new(shifts, people)
    if not new:
        raise place_errors.NobodyToInvite
    now = clock.now()
    Invitation.objects.bulk_create(
        (Invitation(shift=each, person=person, at=now) for person, found in new.items() for each in found),
        batch_size=1000,
    )
    trail.record(
        "shift.invited",
        by=by,
        subject_kind=states.SHIFT,
        subject_uuid=shift.uuid,
        people=[str(person.uuid) for person in new],
        shifts=len(shifts),
    )
    first: dict[Shift, list[Person]] = defaultdict(list)
    for person, found in new.items():
        if published := [each for each in found if each.state == Shift.State.PUBLISHED]:
            first[published[0]].append(person)
    for each, told in first.items():
        _tell(each, told)
    return len(new)


@transaction.atomic(durable=True)
def uninvite(*, shift: Shift, person: Person, by: Actor) -> bool:
    """Take an invitation back. A place that was taken by it stays. False where there was none."""
    shift = locks.shift(shift)
    gone, _rows = Invitation.objects.filter(shift=shift, person=person).delete()
    if gone:
        trail.record(
            "shift.uninvited",
            by=by,
            subject_kind=states.SHIFT,
            subject_uuid=shift.uuid,
            people=[str(person.uuid)],
        )
    return bool(gone)


def after(*, shift: Shift) -> QuerySet[Shift]:
    """The shifts after this one in its series to which people are invited."""
    return Shift.objects.filter(
        series__isnull=False,
        series=shift.series_id,
        starts_at__gt=shift.starts_at,
        sign_up_mode=Shift.SignUpMode.INVITED_FIRST,
        state__in=(Shift.State.DRAFT, Shift.State.PUBLISHED),
    )


def published(*, shift: Shift) -> None:
    """A locked shift is to be seen now: who was invited to the draft is told."""
    if shift.sign_up_mode == Shift.SignUpMode.INVITED_FIRST:
        _tell(shift, Person.objects.filter(invited_to_shifts__shift=shift))


def _require_open(shift: Shift) -> None:
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsClosed
    if shift.sign_up_mode != Shift.SignUpMode.INVITED_FIRST:
        raise place_errors.NotByInvitation
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted


def _new(shifts: Collection[Shift], people: Iterable[Person]) -> dict[Person, list[Shift]]:
    """To which of these shifts each of these people is to be invited; those who need none are left out."""
    claims = SignUp.objects.filter(shift__in=shifts, state__in=(*SignUp.ACTIVE, *SignUp.HOPING))
    known = set(claims.values_list("shift", "person"))
    known.update(Invitation.objects.filter(shift__in=shifts).values_list("shift", "person"))
    new = {person: [each for each in shifts if (each.pk, person.pk) not in known] for person in people}
    return {person: found for person, found in new.items() if found}


def _tell(shift: Shift, people: Iterable[Person]) -> None:
    messages.plan_many(
        kind=INVITED,
        messages=(
            Planned(key=f"{INVITED}:{shift.uuid}:{person.uuid}", person_uuid=person.uuid, due_at=clock.now())
            for person in people
        ),
        subject_kind=states.SHIFT,
        subject_uuid=shift.uuid,
    )
