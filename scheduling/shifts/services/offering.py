"""The waiting list of a shift: a place that is free is offered to who has waited longest and still may come.

An offer holds the place until its time is over; then it goes on to the next one. Whatever frees a place
calls `offer_places` under the shift's lock. What passes by that, and what the clock ends, is found by
`sweep`, which is woken when an offer ends and looks in every hour; so it may run twice, or late, and changes
nothing then.
"""

from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from notifications import preferences, quiet, rounds, services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, ShiftSettings, SignUp
from scheduling.shifts.services.news import News
from tenants import clock
from tenants.actors import Actor

OFFER = "shift.offer"
OVER = "shift.waiting_over"
LAPSED, OFF = "lapsed", "off"
# With less time than this for an answer nobody is asked.
SHORTEST = timedelta(minutes=10)
AGAIN = timedelta(minutes=1)
# How far back the sweep looks for people who waited until the start.
BEHIND = timedelta(days=7)
# Who has an offered place needs no free one, and may take it after sign-up has closed.
CHECKS_OF_OFFERED = tuple(check for check in eligibility.ASKED_CHECKS if check is not eligibility.has_a_place)
CHECKS_OF_WAITING = tuple(check for check in eligibility.CHECKS if check is not eligibility.has_a_place)
LIST = Actor.system("waiting list")

_WAITING = SignUp.State.WAITING
_OFFERED = SignUp.State.OFFERED


def settings() -> ShiftSettings:
    """How the association runs its shifts; the defaults where it has said nothing."""
    return ShiftSettings.objects.first() or ShiftSettings()


def answer_by(*, told_at: datetime, starts_at: datetime, hours: int) -> datetime | None:
    """Until when somebody who is told at `told_at` may answer: so many hours, near the start less.

    At most half of what is left, so that the next one has time too; None where it is not worth asking.
    """
    left = starts_at - told_at
    if left < 2 * SHORTEST:
        return None
    until = told_at + min(timedelta(hours=hours), left / 2)
    return until.replace(second=0, microsecond=0)


def has_lapsed(*, offered: SignUp, at: datetime | None = None) -> bool:
    """Whether an offered place waits for its answer no more."""
    return offered.offered_until is not None and offered.offered_until <= (at or clock.now())


def offer_places(*, shift: Shift, told_from: datetime | None = None) -> list[SignUp]:
    """Offer the free places of a locked shift to those who have waited longest and still may take one.

    A step of the verbs that free a place or add some. `told_from`: nobody hears of it before that, as long as
    who gave the place back may still change their mind.
    """
    now = clock.now()
    if shift.state != Shift.State.PUBLISHED or conditions.has_started(shift, at=now):
        return []
    made: list[SignUp] = []
    for waits in _in_order(shift):
        if waits.in_training:
            if shift.training_taken >= shift.training_places:
                continue
        elif conditions.is_full(shift):
            continue
        until = _until(waits, shift=shift, told_from=told_from or now)
        if until is None:
            continue
        standing = eligibility.standing_of(waits.person, shifts=[shift])
        if eligibility.reasons(shift, standing, checks=CHECKS_OF_OFFERED):
            continue
        made.append(_offer(waits, shift=shift, until=until, told_from=told_from or now))
    return made


def _in_order(shift: Shift) -> list[SignUp]:
    if conditions.is_full(shift) and shift.training_taken >= shift.training_places:
        return []
    return [hopes for hopes in locks.hopes(shift) if hopes.state == _WAITING]


def _until(waits: SignUp, *, shift: Shift, told_from: datetime) -> datetime | None:
    """Until when: the hours in which they hear nothing do not count."""
    chosen = preferences.of(waits.person.uuid)
    over = quiet.over_at(
        told_from,
        quiet_from=chosen.quiet_from,
        quiet_to=chosen.quiet_to,
        zone=timezone.get_current_timezone(),
    )
    return answer_by(told_at=over or told_from, starts_at=shift.starts_at, hours=settings().offer_hours)


def _offer(waits: SignUp, *, shift: Shift, until: datetime, told_from: datetime) -> SignUp:
    states.move_sign_up(waits, shift=shift, to=_OFFERED, by=LIST, offered_until=until)
    said = until.astimezone(UTC).isoformat(timespec="minutes")
    messages.plan(
        kind=OFFER,
        key=f"{OFFER}:{waits.uuid}:{said}",
        person_uuid=waits.person.uuid,
        due_at=told_from,
        subject_kind=states.SIGN_UP,
        subject_uuid=waits.uuid,
        data={"until": said},
    )
    rounds.soon(at=until)
    return waits


def take_back_untold(*, shift: Shift) -> bool:
    """Take the latest offer of a locked shift back of which nobody has been told yet. For an undo.

    Who was offered it waits again, where they stood. False where everybody has heard already.
    """
    offered_ones = [hopes for hopes in locks.hopes(shift) if hopes.state == _OFFERED]
    for offered in sorted(offered_ones, key=lambda each: (each.changed_at, each.pk), reverse=True):
        if messages.drop(subject_kind=states.SIGN_UP, subject_uuid=offered.uuid, kind=OFFER):
            states.move_sign_up(offered, shift=shift, to=_WAITING, by=LIST)
            return True
    return False


def shift_changed(*, shift: Shift, moved: bool) -> None:
    """A locked shift is another now: its free places are offered, for the new time to those who waited."""
    if moved:
        for hopes in locks.hopes(shift):
            hopes.starts_at, hopes.ends_at = shift.starts_at, shift.ends_at
            if hopes.state == _OFFERED:
                messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hopes.uuid)
                states.move_sign_up(hopes, shift=shift, to=_WAITING, by=LIST)
            else:
                hopes.save(update_fields=["starts_at", "ends_at"])
    offer_places(shift=shift)


def shift_is_off(*, shift: Shift, by: Actor, news: News | None) -> None:
    """A locked shift is cancelled: nobody waits for it any more, and who did is told with its verb's news."""
    for hopes in locks.hopes(shift):
        messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hopes.uuid)
        states.move_sign_up(hopes, shift=shift, to=SignUp.State.CANCELLED_BY_ORG, by=by)
        if news is not None:
            news.add("off", hopes, alone=partial(_tell_over, hopes, why=OFF))


def sweep() -> int:
    """Let offers lapse whose time is over, offer what is free, and let nobody wait for what has begun.

    Each shift in a transaction of its own; a busy one is looked at again in a minute. Returns how many.
    """
    now = clock.now()
    of_shift = SignUp.objects.filter(shift=OuterRef("pk"))
    lapsed = Exists(of_shift.filter(state=_OFFERED, offered_until__lte=now))
    waits = Exists(of_shift.filter(state=_WAITING))
    hopes = Exists(of_shift.filter(state__in=SignUp.HOPING))
    free = Q(taken__lt=F("places")) | Q(training_taken__lt=F("training_places"))
    ahead = Shift.objects.filter(starts_at__gt=now, state=Shift.State.PUBLISHED).filter(
        lapsed | (waits & free)
    )
    begun = Shift.objects.filter(hopes, starts_at__lte=now, starts_at__gt=now - BEHIND)
    settled = 0
    for shift in [*ahead.order_by("starts_at", "pk"), *begun.order_by("pk")]:
        try:
            settle(shift=shift)
        except errors.Busy:
            rounds.soon(at=now + AGAIN)
        else:
            settled += 1
    return settled


@transaction.atomic(durable=True)
def settle(*, shift: Shift) -> Shift:
    """What the clock has decided about those who wait for one shift. Twice changes nothing. Raises Busy."""
    shift = locks.shift(shift)
    now = clock.now()
    begun = conditions.has_started(shift, at=now)
    for hopes in locks.hopes(shift):
        if not begun and not has_lapsed(offered=hopes, at=now):
            continue
        states.move_sign_up(hopes, shift=shift, to=SignUp.State.PASSED, by=LIST)
        messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hopes.uuid)
        if not begun:
            _tell_over(hopes, why=LAPSED)
    offer_places(shift=shift)
    return shift


def _tell_over(hoped: SignUp, *, why: str) -> None:
    messages.plan(
        kind=OVER,
        key=f"{OVER}:{hoped.uuid}",
        person_uuid=hoped.person.uuid,
        due_at=clock.now(),
        subject_kind=states.SIGN_UP,
        subject_uuid=hoped.uuid,
        data={"why": why},
    )
