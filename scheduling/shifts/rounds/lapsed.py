"""A qualification ends or was revoked between sign-up and shift: told to who has the place, and who runs it.

Neither message says which shift it is of: whoever reads over a shoulder learns no more than a day.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications import gathering, rounds
from notifications.kinds import Audience, Group, Kind, Rendered, Way
from notifications.letters import Fact
from notifications.models import Message
from notifications.rounds import Round
from notifications.words import Words
from scheduling.shifts.selectors import lapsed
from tenants import clock
from volunteers.register import kinds, reach
from volunteers.register.coordinators import SETTLED, Said, Watch
from web import formats

OWN, OTHERS = "shift.qualification_lapsed", "shift.qualifications_lapsed"


def tell() -> int:
    """The round: to each who has such a place, once for each. Returns how many messages are new."""
    about: dict[UUID, list[str]] = {}
    for person, uuid in lapsed.ahead(now=clock.now()).values_list("person__uuid", "uuid"):
        about.setdefault(person, []).append(str(uuid))
    return gathering.tell(kind=OWN, about=about, due_at=rounds.in_the_day())


def _left(message: Message) -> QuerySet[Any]:
    """The places that a message is about and of which it is still so."""
    found = lapsed.ahead(now=clock.now())
    return found.filter(uuid__in=gathering.gathered(message), person__uuid=message.person_uuid)


def _still_wanted(message: Message) -> str | None:
    return None if _left(message).exists() else SETTLED


def _render(message: Message, language: str) -> Rendered:
    facts = [
        Fact(_("A shift of yours"), formats.when(each.starts_at, each.ends_at, year=True))
        for each in _left(message).order_by("starts_at", "pk")
    ]
    return kinds.to_volunteer(message, language, facts=facts, button=_("Open my page"), route="own-profile")


def _seen(request: TenantRequest) -> Collection[str]:
    theirs = reach.of_people(request, lapsed.ahead(now=clock.now()))
    theirs = reach.of_roles(request, theirs, by="shift__role")
    return {str(uuid) for uuid in theirs.values_list("uuid", flat=True)}


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext(
        "%(count)s place on a shift without the qualification",
        "%(count)s places on shifts without the qualification",
        count,
    )
    return Said(
        subject=subject % {"count": count},
        says=(
            _("What the shift asks for ends or was revoked before its day. The people were told as well."),
            _("Names stand on the pages, never in a message."),
        ),
        button=_("See whose"),
        route="today",
        query="?kind=shifts.lapsed",
    )


WATCH = Watch(name=OTHERS, rule="shifts.manage", find=_seen, say=_say)
ROUNDS = (Round(OWN, tell), Round(OTHERS, WATCH.tell))
KINDS = (
    Kind(
        name=OWN,
        label=gettext_lazy("A shift of mine asks for a qualification that ends before it"),
        recipient=kinds.recipient,
        still_wanted=_still_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("A qualification ends before a shift of yours"),
                paragraphs=(
                    gettext_lazy("What the shift asks for does not stand on that day any more."),
                    gettext_lazy(
                        "If you have renewed it, tell your coordinator. If not, talk about what to do with "
                        "the shift."
                    ),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
    Kind(
        name=OTHERS,
        label=gettext_lazy("Places on shifts without the qualification"),
        recipient=kinds.recipient,
        still_wanted=WATCH.still_wanted,
        render=WATCH.render,
        group=Group.COORDINATION,
        audience=Audience.COORDINATOR,
        ways=(Way.INBOX, Way.EMAIL),
    ),
)
