"""May this person take a place on this shift? A list of small checks, each of which says its own reason.

The same list gives the button's state, the reasons beside it, the refusal of the verb, and the data by which
places are filled. What the checks look at is loaded once (`standings`); the checks read nothing.

How heavy a reason is, its class says (`errors.Weight`): FIXED is overridden by nobody; HARD refuses, and a
coordinator may pass it by with a reason that is kept; SOFT is only said, never refused.

    CHECKS              who signs up by themselves
    ASKED_CHECKS        who was asked by us: a call, an offer from the waiting list, a swap; how one signs up
                        (by request, from when on, whether invited) is no matter then
    COORDINATOR_CHECKS  who is put on it by a coordinator, who answers for the role
    TRAINING_CHECKS     who learns: what they are still to learn is not asked
    REMARKS             what is worth saying before one signs up
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from scheduling.shifts import conditions, seating
from scheduling.shifts.eligibility import nights
from scheduling.shifts.eligibility.standings import (
    BUSY,
    LONGEST_REST,
    Claim,
    Standing,
    day_of,
    rules_of,
    standing_of,
    standings_of,
)
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.errors.shifts import ShiftRefusal, Weight
from scheduling.shifts.models import Shift, SignUp
from volunteers.register import requirements
from volunteers.register.requirements import Unmet
from web import formats

__all__ = [
    "ASKED_CHECKS",
    "BUSY",
    "CHECKS",
    "COORDINATOR_CHECKS",
    "COORDINATOR_TRAINING_CHECKS",
    "REMARKS",
    "TRAINING_CHECKS",
    "Check",
    "Finding",
    "Standing",
    "findings",
    "nothing_against",
    "reasons",
    "remarks",
    "require",
    "standing_of",
    "standings_of",
]

Check = Callable[[Shift, Standing], None]

# What somebody lacks who is still to learn it.
_LEARNT = {"qualification_missing", "qualification_ended"}


# --- the shift ------------------------------------------------------------------------------------


def shift_is_open(shift: Shift, standing: Standing) -> None:
    """Published, and not started. Raises a kind of SignUpClosed."""
    if shift.state == Shift.State.DRAFT:
        raise errors.ShiftIsDraft
    if shift.state == Shift.State.CANCELLED:
        raise errors.ShiftIsCancelled
    if conditions.has_started(shift, at=standing.now):
        raise errors.ShiftHasStarted


def sign_up_is_open(shift: Shift, standing: Standing) -> None:
    """The time in which people sign up. Raises NotOpenYet or NoLongerOpen."""
    opens, closes = conditions.opens_at(shift), conditions.closes_at(shift)
    if opens is not None and standing.now < opens:
        raise place_errors.NotOpenYet(at=formats.when(timezone.localtime(opens)))
    if closes <= standing.now < shift.starts_at:
        raise place_errors.NoLongerOpen(at=formats.when(timezone.localtime(closes)))


def may_sign_up_by_themselves(shift: Shift, standing: Standing) -> None:
    """By how one gets a place here. Raises OnlyByCoordinator or InvitedFirst."""
    if shift.sign_up_mode == Shift.SignUpMode.BY_COORDINATOR:
        raise place_errors.OnlyByCoordinator
    if shift.sign_up_mode != Shift.SignUpMode.INVITED_FIRST or shift.pk in standing.invited:
        return
    opens = conditions.for_all_from(shift)
    if opens is None:
        raise place_errors.OnlyInvited
    if standing.now < opens:
        raise place_errors.InvitedFirst(at=formats.when(timezone.localtime(opens)))


# --- the person -----------------------------------------------------------------------------------


def is_volunteer_here(shift: Shift, standing: Standing) -> None:
    """An active period that has begun by the day of the shift. Raises NotAVolunteerHere or OnABreak."""
    facts = standing.facts
    if facts.on_break:
        raise place_errors.OnABreak
    if facts.active_since is None or facts.active_since > day_of(shift):
        raise errors.NotAVolunteerHere


def holds_the_role(shift: Shift, standing: Standing) -> None:
    """The role is held on the day of the shift, not merely today. Raises RoleNotHeld."""
    day = day_of(shift)
    if not any(
        holding.role_id == shift.role_id
        and holding.from_on <= day
        and (holding.to_on is None or holding.to_on >= day)
        for holding in standing.facts.holdings
    ):
        raise errors.RoleNotHeld(role=shift.role.name)


def meets_requirements(shift: Shift, standing: Standing) -> None:
    """Has what the role asks for on the day of the shift. Raises RequirementsUnmet with all that lacks."""
    _require_no(_lacks(shift, standing))


def meets_all_but_what_is_learnt(shift: Shift, standing: Standing) -> None:
    """The same without qualifications. Raises RequirementsUnmet."""
    _require_no([lack for lack in _lacks(shift, standing) if lack.code not in _LEARNT])


def _lacks(shift: Shift, standing: Standing) -> list[Unmet]:
    if standing.asked is None or standing.shown is None:
        return []
    return requirements.unmet(shift.role, asked=standing.asked, shown=standing.shown, on=day_of(shift))


def _require_no(lacks: list[Unmet]) -> None:
    if lacks:
        raise errors.RequirementsUnmet(
            said=" ".join(lack.sentence for lack in lacks), lacks=[lack.code for lack in lacks]
        )


def is_not_away(shift: Shift, standing: Standing) -> None:
    """Has not said to be away on that day. Raises Away."""
    day = day_of(shift)
    if any(first <= day <= last for first, last in standing.facts.away):
        raise place_errors.Away


# --- the person's time ----------------------------------------------------------------------------


def has_the_time(shift: Shift, standing: Standing) -> None:
    """Nowhere else at that time; back to back is fine. Raises TimesOverlap. Nobody overrides this one."""
    for other in (claim.sign_up for claim in _others(shift, standing)):
        if other.starts_at < shift.ends_at and other.ends_at > shift.starts_at:
            raise errors.TimesOverlap(other=formats.when(other.starts_at, other.ends_at))


def has_rested(shift: Shift, standing: Standing) -> None:
    """Enough hours between a night shift and any other, before and after it. Raises RestTooShort."""
    zone = timezone.get_current_timezone()
    for claim in _others(shift, standing):
        other = claim.sign_up
        between = nights.between((shift.starts_at, shift.ends_at), (other.starts_at, other.ends_at))
        if not timedelta() <= between < LONGEST_REST:
            continue
        night = nights.is_night(shift.starts_at, shift.ends_at, zone=zone)
        other_night = nights.is_night(other.starts_at, other.ends_at, zone=zone)
        hours = max(rules_of(shift.role).rest_hours if night else 0, claim.rest_hours if other_night else 0)
        if between < timedelta(hours=hours):
            raise place_errors.RestTooShort(hours=hours, other=formats.when(other.starts_at, other.ends_at))


def has_room_in_the_week(shift: Shift, standing: Standing) -> None:
    """Not more shifts of the role in a week than it allows. Raises WeekIsFull."""
    most = rules_of(shift.role).most_per_week
    if most is None:
        return
    same = [each for each in _of_the_week(shift, standing) if each.role_id == shift.role_id]
    if len(same) >= most:
        raise place_errors.WeekIsFull(most=most, role=shift.role.name)


def _others(shift: Shift, standing: Standing) -> list[Claim]:
    """The person's other shifts."""
    return [
        each for each in standing.claims if each.sign_up.shift_id != shift.pk and each.sign_up.state in BUSY
    ]


def _of_the_week(shift: Shift, standing: Standing) -> list[Claim]:
    zone = timezone.get_current_timezone()
    week = nights.week_of(shift.starts_at, zone=zone)
    return [
        each for each in _others(shift, standing) if nights.week_of(each.sign_up.starts_at, zone=zone) == week
    ]


# --- the places -----------------------------------------------------------------------------------


def has_a_place(shift: Shift, standing: Standing) -> None:
    """A place is free, or kept for this person. Raises ShiftFull."""
    if conditions.is_full(shift) and not _is_offered(shift, standing):
        raise errors.ShiftFull


def has_a_seat(shift: Shift, standing: Standing) -> None:
    """A free place asks for nothing, or for what the person has that day. Raises NoPlaceForYou."""
    seats = standing.seats.get(shift.pk)
    if seats is None or conditions.is_full(shift) or _is_offered(shift, standing):
        return
    if not seating.has_room(seats.people, standing.kinds(shift), seats.benches):
        asked = (bench.kind for bench in seats.benches if bench.room and bench.kind is not None)
        wanted = ", ".join(dict.fromkeys(seats.names[kind] for kind in asked))
        raise place_errors.NoPlaceForYou(wanted=wanted)


def has_a_training_place(shift: Shift, standing: Standing) -> None:
    """A place for somebody who learns. Raises NoTrainingPlace."""
    if shift.training_taken >= shift.training_places:
        raise place_errors.NoTrainingPlace


def _is_offered(shift: Shift, standing: Standing) -> bool:
    hope = standing.hope(shift)
    return hope is not None and hope.state == SignUp.State.OFFERED


# --- what is only said ----------------------------------------------------------------------------


def is_at_a_liked_time(shift: Shift, standing: Standing) -> None:
    """Within the times that the person likes, where they said any. Raises NotALikedTime."""
    zone = timezone.get_current_timezone()
    likes = list(standing.facts.likes)
    if likes and not nights.lies_within(shift.starts_at, shift.ends_at, likes, zone=zone):
        raise place_errors.NotALikedTime


def is_no_unwished_night(shift: Shift, standing: Standing) -> None:
    """No night for who wishes none. Raises NightNotWished."""
    zone = timezone.get_current_timezone()
    if standing.facts.no_nights and nights.is_night(shift.starts_at, shift.ends_at, zone=zone):
        raise place_errors.NightNotWished


def is_within_the_wish(shift: Shift, standing: Standing) -> None:
    """Not more shifts in a week than the person wishes. Raises MoreThanWished."""
    most = standing.facts.most_per_week
    if most is not None and len(_of_the_week(shift, standing)) >= most:
        raise place_errors.MoreThanWished(most=most)


# --- the lists ------------------------------------------------------------------------------------

_ALL: tuple[Check, ...] = (
    shift_is_open,
    sign_up_is_open,
    may_sign_up_by_themselves,
    is_volunteer_here,
    holds_the_role,
    meets_requirements,
    is_not_away,
    has_the_time,
    has_rested,
    has_room_in_the_week,
    has_a_place,
    has_a_seat,
)
_HOW_ONE_SIGNS_UP = (sign_up_is_open, may_sign_up_by_themselves)
CHECKS = _ALL
ASKED_CHECKS = tuple(check for check in _ALL if check not in _HOW_ONE_SIGNS_UP)
# A coordinator may add somebody who helps out of turn, and answers for it.
COORDINATOR_CHECKS = tuple(check for check in ASKED_CHECKS if check is not holds_the_role)
TRAINING_CHECKS: tuple[Check, ...] = (
    shift_is_open,
    sign_up_is_open,
    may_sign_up_by_themselves,
    is_volunteer_here,
    holds_the_role,
    meets_all_but_what_is_learnt,
    is_not_away,
    has_the_time,
    has_rested,
    has_room_in_the_week,
    has_a_training_place,
)
COORDINATOR_TRAINING_CHECKS = tuple(
    check for check in TRAINING_CHECKS if check not in (*_HOW_ONE_SIGNS_UP, holds_the_role)
)
REMARKS: tuple[Check, ...] = (is_at_a_liked_time, is_no_unwished_night, is_within_the_wish)


@dataclass(frozen=True)
class Finding:
    """One thing that a check found, as data: for whoever fills places by rule, and for other programs."""

    code: str
    sentence: str
    weight: Weight


def reasons(shift: Shift, standing: Standing, *, checks: Iterable[Check] = CHECKS) -> list[ShiftRefusal]:
    """All that speaks against it, in the order of the checks; empty means: may take a place."""
    found: list[ShiftRefusal] = []
    for check in checks:
        try:
            check(shift, standing)
        except ShiftRefusal as reason:
            found.append(reason)
    return found


def nothing_against(shift: Shift, standing: Standing) -> bool:
    """Whether `reasons` would find none, for many shifts: it stops at the first."""
    try:
        for check in CHECKS:
            check(shift, standing)
    except ShiftRefusal:
        return False
    return True


def remarks(shift: Shift, standing: Standing) -> list[ShiftRefusal]:
    """What goes against the person's own wishes; what they choose themselves goes before."""
    return reasons(shift, standing, checks=REMARKS)


def findings(shift: Shift, standing: Standing, *, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """All that the checks and the wishes say, as data."""
    said = [*reasons(shift, standing, checks=checks), *remarks(shift, standing)]
    return [Finding(code=each.code, sentence=str(each), weight=each.weight) for each in said]


def by_request(shift: Shift, *, checks: Iterable[Check]) -> bool:
    """Whether these checks are of somebody who signs up by themselves where a coordinator confirms."""
    by_themselves = may_sign_up_by_themselves in checks
    return by_themselves and shift.sign_up_mode == Shift.SignUpMode.BY_REQUEST


def require(
    shift: Shift, standing: Standing, *, checks: Iterable[Check] = CHECKS, overridden: bool = False
) -> None:
    """Raise the first reason, if there is one; with `overridden` the first that nobody passes by."""
    for reason in reasons(shift, standing, checks=checks):
        if not overridden or reason.weight == Weight.FIXED:
            raise reason
