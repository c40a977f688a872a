"""Where the demo's clock may be moved to: forward only, by hours, to the next morning, or to an instant."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError

MORNING = time(8)
FARTHEST = timedelta(days=400)
HOURS = re.compile(r"(\d{1,4})h")


class UnknownStep(DomainError):
    """The step is neither hours, nor the morning, nor an instant."""

    code = "clock_step_unknown"
    sentence = _("“%(step)s” is no step of the clock: write 3h, morning, or a time such as 2025-02-04T14:01.")
    status = 400


class NotForward(DomainError):
    """What has happened in the demo cannot be taken back, so its clock does not go back."""

    code = "clock_not_forward"
    sentence = _("The demo's clock only moves forward, at most 400 days at a time.")
    status = 400


def target(*, step: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that a step leads to from `now`. Instants without a zone are local.

    Raises UnknownStep or NotForward.
    """
    at = _aim(step=step.strip(), now=now, zone=zone)
    if not now < at <= now + FARTHEST:
        raise NotForward
    return at


def _aim(*, step: str, now: datetime, zone: ZoneInfo) -> datetime:
    if match := HOURS.fullmatch(step):
        return now + timedelta(hours=int(match[1]))
    if step == "morning":
        local = now.astimezone(zone)
        day = local.date() + timedelta(days=local.time() >= MORNING)
        return datetime.combine(day, MORNING, tzinfo=zone)
    try:
        at = datetime.fromisoformat(step)
    except ValueError:
        raise UnknownStep(step=step[:40]) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)
