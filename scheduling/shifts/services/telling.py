"""What the people of a shift are told, as rows that their cause writes in its own transaction."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from notifications import rounds, services as messages
from scheduling.shifts import selectors, states
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import reminders, swap_ends
from scheduling.shifts.services.news import News
from tenants import clock

SIGNED_UP = "shift.signed_up"
CANCELLED = "shift.cancelled"
TAKEN_OFF = "shift.taken_off"
# So far ahead coordinators hear of gaps; a freed place counts when its undo is over.
GAPS_AHEAD = timedelta(hours=72)


def signed_up(*, sign_up: SignUp) -> None:
    """The confirmation now, the reminders when they are due."""
    _now(SIGNED_UP, sign_up)
    reminders.plan(sign_up=sign_up)


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


def _now(kind: str, sign_up: SignUp) -> None:
    messages.plan(
        kind=kind,
        key=f"{kind}:{sign_up.uuid}",
        person_uuid=sign_up.person.uuid,
        due_at=clock.now(),
        subject_kind=states.SIGN_UP,
        subject_uuid=sign_up.uuid,
    )
