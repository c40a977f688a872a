"""Somebody cannot come and another is looked for, or was found: at once to those who look after the shift."""

from collections.abc import Collection
from datetime import UTC

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications.kinds import Audience, Group, Kind, Quiet, Urgency, Way
from notifications.letters import Fact
from notifications.rounds import Round
from scheduling.shifts.models import Shift, StandIn
from scheduling.shifts.selectors.searches import looked_for
from tenants import clock
from volunteers.register import kinds, reach
from volunteers.register.coordinators import Said, Watch
from web import formats

NAME = "shift.stand_ins"
SHOWN = 8
_OPEN, _FOUND = StandIn.State.OPEN.value, StandIn.State.FOUND.value


def _seen(request: TenantRequest) -> Collection[str]:
    """A key for each search on a shift ahead: which, for which shift, and whether somebody was found."""
    found = StandIn.objects.filter(
        state=StandIn.State.FOUND,
        sign_up__shift__state=Shift.State.PUBLISHED,
        sign_up__shift__starts_at__gt=clock.now(),
    )
    keys = set()
    for state, searches in ((_OPEN, looked_for()), (_FOUND, found)):
        theirs = reach.of_roles(request, searches, by="sign_up__shift__role")
        keys |= {
            f"{starts_at.astimezone(UTC).isoformat(timespec='minutes')}|{shift}|{uuid}|{state}"
            for starts_at, shift, uuid in theirs.values_list(
                "sign_up__shift__starts_at", "sign_up__shift__uuid", "uuid"
            )
        }
    return keys


def _facts(keys: Collection[str]) -> tuple[Fact, ...]:
    """When the shifts are, and how it stands. What and where stands on the page."""
    states = {key.split("|")[1]: key.split("|")[3] for key in sorted(keys)}
    shifts = Shift.objects.filter(uuid__in=list(states)).order_by("starts_at", "pk")
    said = {_OPEN: _("somebody is looked for"), _FOUND: _("somebody was found")}
    return tuple(
        Fact(formats.when(each.starts_at, each.ends_at), said[states[str(each.uuid)]])
        for each in shifts[:SHOWN]
    )


def _say(keys: Collection[str]) -> Said:
    searched = sum(key.endswith(f"|{_OPEN}") for key in keys)
    if searched:
        subject = ngettext(
            "A stand-in is looked for: %(count)s shift",
            "Stand-ins are looked for: %(count)s shifts",
            searched,
        ) % {"count": searched}
        says: tuple[str, ...] = (
            _("Somebody cannot come. Those who could take the place over are being asked, a few at a time."),
            _("On the shift's page you see who was asked, and whom you could call."),
        )
    else:
        subject = ngettext(
            "A stand-in was found: %(count)s shift", "Stand-ins were found: %(count)s shifts", len(keys)
        ) % {"count": len(keys)}
        says = (_("Somebody else comes now. You need not do anything."),)
    return Said(subject=subject, says=says, button=_("See the shifts"), route="today", facts=_facts(keys))


WATCH = Watch(name=NAME, rule="shifts.manage", find=_seen, say=_say, due_at=lambda _keys: clock.now())
ROUND = Round(NAME, WATCH.tell, every="hour")
KIND = Kind(
    name=NAME,
    label=gettext_lazy("Stand-ins: looked for and found"),
    recipient=kinds.recipient,
    still_wanted=WATCH.still_wanted,
    render=WATCH.render,
    group=Group.COORDINATION,
    audience=Audience.COORDINATOR,
    urgency=Urgency.URGENT,
    quiet=Quiet.PASS,
    ways=(Way.EMAIL, Way.SMS),
)
