"""What is looked for in every association once a day or once an hour, so that somebody is told of it.

    rounds.register(Round(name="register.qualifications", run=qualifications.tell))

A round finds what has come about with the calendar (something ends, nobody came) and plans messages for it;
their keys see to it that each is planned once, however often the round is made. So a round may be made twice,
at once or again, and one that could not be made in its hour is made as soon as somebody can.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from tenants import clock, wakeups
from tenants.context import current_association

log = logging.getLogger(__name__)

Every = Literal["day", "hour"]
QUEUES: dict[Every, str] = {"day": "rounds.daily", "hour": "rounds.hourly"}
# In the local night, when the day's dates are new and nobody waits for anything.
OF_THE_DAY = time(4, 15)
AGAIN = timedelta(minutes=10)
# What nobody has to know at once is told in the day.
MORNING, EVENING = time(9), time(20, 45)


@dataclass(frozen=True)
class Round:
    """One thing to look for. `run` plans messages and may be called again at any time."""

    name: str
    run: Callable[[], object]
    every: Every = "day"


_rounds: dict[str, Round] = {}


def register(made: Round) -> None:
    """Add a round. The same name again takes the place of the first."""
    _rounds[made.name] = made


def unregister(name: str) -> None:
    """Take a round away again, as tests do with theirs."""
    _rounds.pop(name, None)


def listed(every: Every) -> list[Round]:
    """The rounds of a day or of an hour, by name."""
    return [_rounds[name] for name in sorted(_rounds) if _rounds[name].every == every]


def go(*, every: Every) -> bool:
    """Make the rounds that are due in the association that is entered. Returns whether any were.

    They are due when somebody has woken them, or when nothing would ever wake them, as in an association that
    is new. One that fails is made again soon, and stops no other.
    """
    queue = QUEUES[every]
    with wakeups.at_work(queue=queue) as work:
        if not work.is_due and wakeups.is_awaited(queue=queue):
            return False
        failed = False
        for each in listed(every):
            try:
                each.run()
            except Exception:
                log.exception("round_failed", extra={"round": each.name})
                failed = True
            work.go_on()
        wakeups.wake(queue=queue, at=_next(every))
        if failed:
            wakeups.wake(queue=queue, at=clock.now() + AGAIN)
    return True


def soon(*, at: datetime) -> None:
    """Have the rounds of the hour made at `at` already (with the transaction)."""
    wakeups.wake(queue=QUEUES["hour"], at=at)


def in_the_day(at: time = MORNING) -> datetime:
    """Today at this local time; now where that has passed; tomorrow where it is evening already."""
    zone = ZoneInfo(current_association().timezone)
    local = clock.now().astimezone(zone)
    meant = datetime.combine(local.date(), at, tzinfo=zone)
    if local < meant:
        return meant
    return local if local.time() < EVENING else meant + timedelta(days=1)


def moments() -> list[datetime]:
    """Rounds are due at once where what wakes them was lost."""
    return [clock.now()]


def _next(every: Every) -> datetime:
    zone = ZoneInfo(current_association().timezone)
    local = clock.now().astimezone(zone)
    if every == "hour":
        return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    days = 1 if local.time() >= OF_THE_DAY else 0
    return datetime.combine(local.date() + timedelta(days=days), OF_THE_DAY, tzinfo=zone)
