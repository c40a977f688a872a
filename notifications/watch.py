"""Whether messages go out in time, over all associations, without looking into any of them.

What wakes a queue of messages stays until its work is done, so the oldest due row tells how late the oldest
due message is: when workers are dead, when they are too few, and when the mail server is away. Whoever runs
the platform is told by mail once for each outage, and once when it is over.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail

from notifications.models import Urgency
from notifications.queues import QUEUES
from tenants import clock, wakeups
from tenants.addresses import absolute_url
from tenants.models import Outage

log = logging.getLogger(__name__)

LATE = {
    Urgency.URGENT: timedelta(minutes=2),
    Urgency.DEFAULT: timedelta(minutes=10),
    Urgency.BULK: timedelta(hours=2),
}
"""From then on the oldest due message of an urgency is late."""
FIRM = timedelta(minutes=2)
"""So long it has to be seen late before anybody is told: restarts take a moment, a demo's clock jumps."""
WHAT = "messages"
ADVICE = (
    "Look whether the workers run and the mail server answers (“What to watch” in infra/README.md).",
    "You are told once, and again when it is over.",
)
"""Operators read English, as in the logs."""


@dataclass(frozen=True)
class Standing:
    """How much of an urgency is due and not out: for how long, in how many associations."""

    urgency: Urgency
    since: datetime | None
    associations: int

    @property
    def waits(self) -> timedelta:
        """How long the oldest has waited."""
        return clock.now() - self.since if self.since else timedelta()

    @property
    def is_late(self) -> bool:
        """Whether that is too long."""
        return self.waits > LATE[self.urgency]


def standing() -> list[Standing]:
    """The three urgencies, the most urgent first. Identity phase; one indexed read."""
    found = wakeups.waiting()
    return [
        Standing(
            urgency=urgency,
            since=found[QUEUES[urgency]].since if QUEUES[urgency] in found else None,
            associations=found[QUEUES[urgency]].associations if QUEUES[urgency] in found else 0,
        )
        for urgency in Urgency
    ]


def look() -> None:
    """Note an outage, tell of it once it is firm, and tell when it is over. May run twice at once."""
    late = [one for one in standing() if one.is_late]
    outage = Outage.objects.filter(what=WHAT).first()
    if late:
        for one in late:
            log.warning(
                "messages_late",
                extra={"urgency": one.urgency, "seconds": round(one.waits.total_seconds())},
            )
        if outage is None:
            Outage.objects.get_or_create(what=WHAT, defaults={"since": clock.real_now()})
        elif outage.told_at is None and clock.real_now() - outage.since >= FIRM:
            _tell_of(outage, late)
    elif outage is not None:
        _tell_that_over(outage)


def _tell_of(outage: Outage, late: list[Standing]) -> None:
    """Whoever takes the row tells; when the mail does not leave, the row is given back."""
    untold = Outage.objects.filter(pk=outage.pk, told_at__isnull=True)
    if untold.update(told_at=clock.real_now()) != 1:
        return
    log.error("messages_late_for_long", extra={"urgencies": [one.urgency for one in late]})
    if not _mail("Messages go out late", [*_in_words(late), "", *ADVICE]):
        Outage.objects.filter(pk=outage.pk).update(told_at=None)


def _tell_that_over(outage: Outage) -> None:
    if Outage.objects.filter(pk=outage.pk).delete()[0] and outage.told_at is not None:
        _mail("Messages go out in time again", ["Nothing that is due waits too long any more."])


def _in_words(late: list[Standing]) -> Iterator[str]:
    for one in late:
        minutes = round(one.waits.total_seconds() / 60)
        yield f"{one.urgency}: the oldest has waited {minutes} min; waiting associations: {one.associations}"


def _mail(subject: str, lines: list[str]) -> bool:
    """False when it did not leave; True too where nobody is to be told."""
    if not settings.OPERATORS_MAIL:
        return True
    text = "\n".join([*lines, "", absolute_url("base")])
    try:
        send_mail(subject, text + "\n", settings.DEFAULT_FROM_EMAIL, list(settings.OPERATORS_MAIL))
    except OSError as error:
        log.warning("operators_not_told", extra={"error": type(error).__name__})
        return False
    return True
