"""May this person take a place on this shift? A list of small checks, each of which says its own reason.

The same list gives the button's state, the reasons beside it, and the refusal of the verb. What the checks
look at is loaded once (`standing_of`), for one shift or for a page of them; the checks read nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from scheduling.shifts import conditions, errors
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from volunteers.register import requirements
from volunteers.register.models import Period, Person, RoleHolding
from volunteers.register.requirements import Asked, Shown
from web import formats

# These take the person's time. Somebody who did not come was free.
BUSY = (SignUp.State.SIGNED_UP, SignUp.State.ATTENDED)


@dataclass(frozen=True)
class Standing:
    """What the checks need to know of a person, read at one moment."""

    now: datetime
    person: Person | None = None
    active_since: date | None = None
    holdings: Sequence[RoleHolding] = ()
    sign_ups: Sequence[SignUp] = ()
    of_shift: dict[int, SignUp] = field(default_factory=dict)
    # What the shifts' roles ask for and what the person has shown; nothing where no role asks for anything.
    asked: Asked | None = None
    shown: Shown | None = None

    def own(self, shift: Shift) -> SignUp | None:
        """The person's sign-up that holds a place on this shift."""
        return self.of_shift.get(shift.pk)


def standing_of(person: Person | None, *, shifts: Iterable[Shift]) -> Standing:
    """Read what decides about these shifts for this person; nothing for nobody.

    Four queries, and at most six more where a role asks for something, however many shifts there are.
    """
    now = clock.now()
    shifts = list(shifts)
    if person is None or not shifts:
        return Standing(now=now, person=person)
    first = min(shift.starts_at for shift in shifts)
    last = max(shift.ends_at for shift in shifts)
    period = Period.objects.filter(person=person, state=Period.State.ACTIVE).first()
    holdings = list(RoleHolding.objects.filter(person=person))
    sign_ups = list(
        SignUp.objects.filter(
            Q(shift__in=shifts) | Q(starts_at__lt=last, ends_at__gt=first),
            person=person,
            state__in=SignUp.ACTIVE,
        )
    )
    today = timezone.localtime(now).date()
    roles = {shift.role_id: shift.role for shift in shifts}.values()
    asked = requirements.asked_of(roles, today=today)
    asks = any(requirements.asks_anything(role, asked=asked) for role in roles)
    return Standing(
        now=now,
        person=person,
        active_since=period.started_on if period else None,
        holdings=holdings,
        sign_ups=sign_ups,
        of_shift={sign_up.shift_id: sign_up for sign_up in sign_ups},
        asked=asked if asks else None,
        shown=requirements.shown_by([person], today=today)[person.pk] if asks else None,
    )


Check = Callable[[Shift, Standing], None]


def shift_is_open(shift: Shift, standing: Standing) -> None:
    """Published, and not started. Raises a kind of SignUpClosed."""
    if shift.state == Shift.State.DRAFT:
        raise errors.ShiftIsDraft
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsCancelled
    if conditions.has_started(shift, at=standing.now):
        raise errors.ShiftHasStarted


def is_volunteer_here(shift: Shift, standing: Standing) -> None:
    """An active period that has begun by the day of the shift. Raises NotAVolunteerHere."""
    if standing.active_since is None or standing.active_since > _day(shift):
        raise errors.NotAVolunteerHere


def holds_the_role(shift: Shift, standing: Standing) -> None:
    """The role is held on the day of the shift, not merely today. Raises RoleNotHeld."""
    day = _day(shift)
    if not any(
        holding.role_id == shift.role_id
        and holding.from_on <= day
        and (holding.to_on is None or holding.to_on >= day)
        for holding in standing.holdings
    ):
        raise errors.RoleNotHeld(role=shift.role.name)


def meets_requirements(shift: Shift, standing: Standing) -> None:
    """Has what the role asks for on the day of the shift. Raises RequirementsUnmet with all that lacks."""
    if standing.asked is None or standing.shown is None:
        return
    lacks = requirements.unmet(shift.role, asked=standing.asked, shown=standing.shown, on=_day(shift))
    if lacks:
        raise errors.RequirementsUnmet(
            said=" ".join(lack.sentence for lack in lacks), lacks=[lack.code for lack in lacks]
        )


def has_the_time(shift: Shift, standing: Standing) -> None:
    """Nowhere else at that time; back to back is fine. Raises TimesOverlap. Nobody overrides this one."""
    for other in standing.sign_ups:
        if (
            other.shift_id != shift.pk
            and other.state in BUSY
            and other.starts_at < shift.ends_at
            and other.ends_at > shift.starts_at
        ):
            raise errors.TimesOverlap(other=formats.when(other.starts_at, other.ends_at))


def has_a_place(shift: Shift, standing: Standing) -> None:
    """A place is free. Raises ShiftFull."""
    if conditions.is_full(shift):
        raise errors.ShiftFull


CHECKS: tuple[Check, ...] = (
    shift_is_open,
    is_volunteer_here,
    holds_the_role,
    meets_requirements,
    has_the_time,
    has_a_place,
)
# A coordinator may add somebody who helps out of turn, and answers for it.
COORDINATOR_CHECKS = tuple(check for check in CHECKS if check is not holds_the_role)


def reasons(
    shift: Shift, standing: Standing, *, checks: Iterable[Check] = CHECKS
) -> list[errors.ShiftRefusal]:
    """All that speaks against it, in the order of the checks; empty means: may take a place."""
    found: list[errors.ShiftRefusal] = []
    for check in checks:
        try:
            check(shift, standing)
        except errors.ShiftRefusal as reason:
            found.append(reason)
    return found


def require(shift: Shift, standing: Standing, *, checks: Iterable[Check] = CHECKS) -> None:
    """Raise the first reason, if there is one."""
    for check in checks:
        check(shift, standing)


def _day(shift: Shift) -> date:
    return timezone.localtime(shift.starts_at).date()
