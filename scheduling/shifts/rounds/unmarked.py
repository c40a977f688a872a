"""Nobody has marked who came: told to those who look after the shift, on the morning after."""

from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications.kinds import Audience, Group, Kind, Way
from notifications.rounds import Round
from scheduling.shifts.selectors import shifts as selectors
from tenants import clock
from tenants.context import current_association
from volunteers.register import kinds
from volunteers.register.coordinators import Said, Watch

NAME = "shift.unmarked"
# Older ones wait in the queue; nobody is told of them for the first time.
SINCE = timedelta(days=7)


def _seen(request: TenantRequest) -> Collection[str]:
    """A key for each shift that ended before today and on which somebody is not marked."""
    now = clock.now()
    today = selectors.midnight(clock.today(current_association()))
    over = selectors.awaiting_attendance(now=now, reader=request)
    found = over.filter(ends_at__lte=today, ends_at__gt=now - SINCE).order_by()
    return {str(uuid) for uuid in found.values_list("uuid", flat=True)}


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext(
        "Attendance of %(count)s shift is not marked", "Attendance of %(count)s shifts is not marked", count
    )
    return Said(
        subject=subject % {"count": count},
        says=(_("Hours come of it when it is marked. It takes a minute while you remember."),),
        button=_("Mark attendance"),
        route="today",
        query="?kind=shifts.unmarked",
    )


WATCH = Watch(name=NAME, rule="shifts.manage", find=_seen, say=_say)
ROUND = Round(NAME, WATCH.tell)
KIND = Kind(
    name=NAME,
    label=gettext_lazy("Attendance that is not marked"),
    recipient=kinds.recipient,
    still_wanted=WATCH.still_wanted,
    render=WATCH.render,
    group=Group.COORDINATION,
    audience=Audience.COORDINATOR,
    # The mail of the morning counts them, too.
    ways=(Way.INBOX, Way.EMAIL),
)
