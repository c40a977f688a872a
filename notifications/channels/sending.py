"""What an association has set about sending, and what it may still spend this month."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Sum

from notifications.channels import sms
from notifications.channels.answers import Refused
from notifications.models import Attempt, Sending
from tenants import clock
from tenants.context import current_association


def current() -> Sending:
    """The association's settings, or those of one that has set nothing."""
    return Sending.objects.filter(pk=1).first() or Sending()


def parts_this_month() -> int:
    """How many SMS were paid for since the association's month began."""
    first = clock.now().astimezone(ZoneInfo(current_association().timezone))
    since = datetime(first.year, first.month, 1, tzinfo=first.tzinfo)
    used = Attempt.objects.filter(parts__gt=0, at__gte=since).aggregate(used=Sum("parts"))["used"]
    return int(used or 0)


def sms_obstacle(*, parts: int = 1) -> str:
    """Why the association sends no SMS of so many parts now, as a code; empty where it may.

    What other workers hand over at this moment is not counted yet: the limit may be passed by those few.
    """
    return _obstacle(current(), parts=parts)


def for_sms(parts: int) -> str:
    """The name in which an SMS of so many parts goes. Raises Refused where none may go."""
    settings = current()
    if code := _obstacle(settings, parts=parts):
        raise Refused(code)
    return settings.sms_sender


def _obstacle(settings: Sending, *, parts: int) -> str:
    if not sms.is_set_up():
        return "no_gateway"
    if not settings.sms_on:
        return "sms_off"
    most = settings.sms_parts_a_month
    if most is not None and parts_this_month() + parts > most:
        return "sms_cap"
    return ""
