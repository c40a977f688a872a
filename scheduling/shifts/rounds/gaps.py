"""The alarm of gaps: shifts of the next 72 hours that lack people, to those who look after them.

Each shift is told of once, and again when it has moved, wants more people, or somebody has given a place back
since. Looked for every hour, and soon after a place was given back.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications import rounds
from notifications.kinds import Audience, Group, Kind, Quiet, Urgency, Way
from notifications.letters import Fact
from notifications.rounds import Round
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services.telling import GAPS_AHEAD
from tenants import clock
from volunteers.register import kinds
from volunteers.register.coordinators import Said, Watch
from web import formats

NAME = "shift.gaps"
# What begins sooner is told at once; the person's own quiet hours have the last word.
AT_ONCE = timedelta(hours=12)
SHOWN = 8


def _seen(request: TenantRequest) -> Collection[str]:
    """A key for each shift that is short of people: which, how many it needs, when, freed when."""
    now = clock.now()
    freed = SignUp.objects.filter(
        shift=OuterRef("pk"),
        state__in=[SignUp.State.CANCELLED_BY_VOLUNTEER, SignUp.State.CANCELLED_BY_ORG],
    ).order_by("-changed_at")
    short = (
        selectors.short_of_people(now=now, until=now + GAPS_AHEAD, reader=request)
        .order_by()
        .annotate(freed=Subquery(freed.values("changed_at")[:1]))
    )
    return {
        "|".join(
            (
                starts_at.astimezone(UTC).isoformat(timespec="minutes"),
                str(uuid),
                str(places),
                freed_at.astimezone(UTC).isoformat(timespec="seconds") if freed_at else "",
            )
        )
        for uuid, starts_at, places, freed_at in short.values_list("uuid", "starts_at", "places", "freed")
    }


def _due_at(keys: Collection[str]) -> datetime:
    first = min(datetime.fromisoformat(key.partition("|")[0]) for key in keys)
    return clock.now() if first < clock.now() + AT_ONCE else rounds.in_the_day()


def _first_of(keys: Collection[str]) -> tuple[Fact, ...]:
    """When the next of them are, and how far their places are taken. What and where stands on the page."""
    shifts = Shift.objects.filter(uuid__in=[key.split("|")[1] for key in keys]).order_by("starts_at", "pk")
    return tuple(
        Fact(formats.when(each.starts_at, each.ends_at), f"{each.taken}/{each.places}")
        for each in shifts[:SHOWN]
    )


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext(
        "%(count)s shift of the next three days needs people",
        "%(count)s shifts of the next three days need people",
        count,
    )
    return Said(
        subject=subject % {"count": count},
        says=(_("Places are free there. On the shift's page you see who could be asked."),),
        button=_("See the shifts"),
        route="today",
        facts=_first_of(keys),
    )


WATCH = Watch(name=NAME, rule="shifts.manage", find=_seen, say=_say, due_at=_due_at)
ROUND = Round(NAME, WATCH.tell, every="hour")
KIND = Kind(
    name=NAME,
    label=gettext_lazy("Shifts of the next three days need people"),
    recipient=kinds.recipient,
    still_wanted=WATCH.still_wanted,
    render=WATCH.render,
    group=Group.COORDINATION,
    audience=Audience.COORDINATOR,
    urgency=Urgency.URGENT,
    quiet=Quiet.PASS,
    ways=(Way.EMAIL, Way.SMS),
)
