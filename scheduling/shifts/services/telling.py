"""What the people of a shift are told, as rows that their cause writes in its own transaction."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from notifications import rounds, services as messages
from scheduling.shifts import states
from scheduling.shifts.models import SignUp
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services import reminders, swap_ends
from scheduling.shifts.services.news import News
from tenants import clock

SIGNED_UP = "shift.signed_up"
CANCELLED = "shift.cancelled"
TAKEN_OFF = "shift.taken_off"
OWN_TIMES = "shift.own_times"
# So far ahead coordinators hear of gaps; a freed place counts when its undo is over.
GAPS_AHEAD = timedelta(hours=72)


def signed_up(*, sign_up: SignUp, kind: str = SIGNED_UP) -> None:
    """The confirmation of a place that has just become theirs now, the reminders when they are due.

    `kind` is in which words it is confirmed.
    """
    confirmation = messages.Wanted(kind=kind, key=f"{kind}:{sign_up.uuid}", due_at=clock.now())
    messages.plan_together(
        wanted=[confirmation, *reminders.wanted(sign_up=sign_up)],
        person_uuid=sign_up.person.uuid,
        subject_kind=states.SIGN_UP,
        subject_uuid=sign_up.uuid,
        new=True,  # a place becomes somebody's once
    )


def released(*, sign_up: SignUp) -> None:
    """Nothing more of what was planned, nor of a swap. Who cancels themselves has read it on the page.

    What is near is looked at soon: those who coordinate hear of a gap.
    """
    released_all(sign_ups=[sign_up])


def released_all(*, sign_ups: Sequence[SignUp]) -> None:
    """`released` for many."""
    messages.drop_each(subject_kind=states.SIGN_UP, subject_uuids=[sign_up.uuid for sign_up in sign_ups])
    swap_ends.lapse_all(sign_ups=sign_ups)
    now = clock.now()
    if any(now < sign_up.starts_at < now + GAPS_AHEAD for sign_up in sign_ups):
        rounds.soon(at=now + selectors.UNDO)


def shift_cancelled(*, sign_up: SignUp, news: News) -> None:
    """That the shift on which they had a place is off, with the news of the verb that releases them."""
    news.add("off", sign_up, alone=partial(_now, CANCELLED, sign_up))


def taken_off(*, sign_up: SignUp) -> None:
    """Nothing more of what was planned, but that the coordinator has taken them off."""
    released(sign_up=sign_up)
    _now(TAKEN_OFF, sign_up)


def own_times(*, sign_up: SignUp) -> None:
    """That a coordinator has said when they are there; only the last word of it."""
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=sign_up.uuid, kind=OWN_TIMES)
    _now(OWN_TIMES, sign_up, key=f"{OWN_TIMES}:{sign_up.uuid}:{clock.now().isoformat()}")


def _now(kind: str, sign_up: SignUp, *, key: str = "") -> None:
    messages.plan(
        kind=kind,
        key=key or f"{kind}:{sign_up.uuid}",
        person_uuid=sign_up.person.uuid,
        due_at=clock.now(),
        subject_kind=states.SIGN_UP,
        subject_uuid=sign_up.uuid,
    )
