"""Inviting people to a shift for which some choose first."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from notifications import services as messages
from notifications.services import Planned
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility.standings import day_of
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import Invitation, Shift, SignUp
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Period, Person, RoleHolding

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


@transaction.atomic
def take_along(*, shifts: Iterable[tuple[int, Shift]], by: Actor) -> None:
    """Invite to new shifts who is invited to those after which they are made, whose keys stand before them.

    A step of the verbs that make shifts after others. Who does not volunteer, or do the role, on the day of
    the new shift is left out; the others are told, of a series once; of drafts when they are published.
    Raises TooManyInvited.
    """
    after = [(pk, shift) for pk, shift in shifts if shift.sign_up_mode == Shift.SignUpMode.INVITED_FIRST]
    if not after:
        return
    invited: dict[int, list[Person]] = defaultdict(list)
    rows = Invitation.objects.filter(shift__in={pk for pk, _shift in after}).select_related("person")
    for row in rows.order_by("pk"):
        invited[row.shift_id].append(row.person)
    may = _may(
        shifts=[shift for _pk, shift in after], people={each for of in invited.values() for each in of}
    )
    new = {shift: [each for each in invited[pk] if (each.pk, shift.pk) in may] for pk, shift in after}
    if sum(len(people) for people in new.values()) > MOST:
        raise place_errors.TooManyInvited(most=MOST)
    now = clock.now()
    Invitation.objects.bulk_create(
        (
            Invitation(shift=shift, person=person, at=now)
            for shift, people in new.items()
            for person in people
        ),
        batch_size=1000,
    )
    trail.record_each(
        "shift.invited",
        by=by,
        subject_kind=states.SHIFT,
        subjects={
            shift.uuid: {"people": [str(person.uuid) for person in people], "shifts": 1}
            for shift, people in new.items()
            if people
        },
    )
    told: set[tuple[int, int]] = set()  # of a series once, as its first one tells of all
    published = [shift for shift in new if shift.state == Shift.State.PUBLISHED]
    for shift in sorted(published, key=lambda each: (each.starts_at, each.pk)):
        keys = {(person.pk, shift.series_id or -shift.pk): person for person in new[shift]}
        _tell(shift, [person for key, person in keys.items() if key not in told])
        told |= keys.keys()


def _may(*, shifts: Collection[Shift], people: Collection[Person]) -> set[tuple[int, int]]:
    """Which of these people do the role of which of these shifts on its day, by their keys."""
    holdings = RoleHolding.objects.filter(
        person__in=people,
        person__periods__state=Period.State.ACTIVE,
        role__in={shift.role_id for shift in shifts},
    )
    of_role: dict[int, list[RoleHolding]] = defaultdict(list)
    for holding in holdings.distinct():
        of_role[holding.role_id].append(holding)
    return {
        (held.person_id, shift.pk)
        for shift in shifts
        for held in of_role[shift.role_id]
        if held.from_on <= (day := day_of(shift)) and (held.to_on is None or held.to_on >= day)
    }


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
