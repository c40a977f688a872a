"""A qualification ends: told 60, 30 and 7 days before, to whom it belongs and to those who coordinate them.

What a role that is discreet asks for is not named in any message.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications import gathering, rounds
from notifications.kinds import Audience, Group, Kind, Rendered, Way
from notifications.letters import Fact
from notifications.models import Message
from notifications.rounds import Round
from notifications.words import Words
from tenants import clock
from tenants.context import current_association
from volunteers.register import calendar_dates, kinds, reach
from volunteers.register.coordinators import SETTLED, Said, Watch
from volunteers.register.models import Qualification, RoleQualification
from web import formats

OWN, OTHERS = "register.qualification_ends", "register.qualifications_end"
STEPS = tuple(timedelta(days=days) for days in (60, 30, 7))
# Who comes to know of it longer after a step than this is told at the next one.
FRESH = timedelta(days=14)


def step_of(*, to_on: date, today: date) -> int | None:
    """The step at which a day is told of today: 60, 30 or 7; None between them."""
    left = to_on - today
    reached = [step for step in STEPS if timedelta() <= left <= step]
    if not reached or left <= min(reached) - FRESH:
        return None
    return min(reached).days


def key_of(*, uuid: UUID, to_on: date, today: date) -> str | None:
    """What is told: of which qualification, with which last day, at which step."""
    step = step_of(to_on=to_on, today=today)
    return f"{uuid}:{to_on.isoformat()}:{step}" if step is not None else None


def _ending() -> QuerySet[Qualification]:
    today = clock.today(current_association())
    return calendar_dates.ending_qualifications(first=today, last=today + max(STEPS))


def _keys(rows: Iterable[tuple[UUID, date]]) -> set[str]:
    today = clock.today(current_association())
    return {key for uuid, to_on in rows if (key := key_of(uuid=uuid, to_on=to_on, today=today))}


def tell() -> int:
    """The round: to each whose qualification ends. Returns how many messages are new."""
    today = clock.today(current_association())
    about: dict[UUID, list[str]] = {}
    for person, uuid, to_on in _ending().values_list("person__uuid", "uuid", "to_on"):
        if to_on is not None and (key := key_of(uuid=uuid, to_on=to_on, today=today)):
            about.setdefault(person, []).append(key)
    return gathering.tell(kind=OWN, about=about, due_at=rounds.in_the_day())


def _left(message: Message) -> list[Qualification]:
    """What a message is about and still ends on that day."""
    days = dict(key.split(":")[:2] for key in gathering.gathered(message))
    hides = RoleQualification.objects.filter(type=OuterRef("type"), role__discreet=True)
    found = (
        _ending()
        .filter(uuid__in=list(days), person__uuid=message.person_uuid)
        .select_related("type")
        .annotate(hidden=Exists(hides))
    )
    return [each for each in found.order_by("to_on", "pk") if str(each.to_on) == days[str(each.uuid)]]


def _still_wanted(message: Message) -> str | None:
    return None if _left(message) else SETTLED


def _render(message: Message, language: str) -> Rendered:
    facts = [
        Fact(
            _("A qualification of yours") if each.hidden else each.type.name,  # type: ignore[attr-defined]  # annotated
            _("ends on %(day)s") % {"day": formats.day(each.to_on, year=True)},
        )
        for each in _left(message)
        if each.to_on is not None
    ]
    return kinds.to_volunteer(message, language, facts=facts, button=_("Open my page"), route="own-profile")


def _seen(request: TenantRequest) -> Collection[str]:
    rows = reach.of_people(request, _ending()).values_list("uuid", "to_on")
    return _keys((uuid, to_on) for uuid, to_on in rows if to_on is not None)


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext(
        "%(count)s qualification is about to end", "%(count)s qualifications are about to end", count
    )
    return Said(
        subject=subject % {"count": count},
        says=(
            _("They end within 60, 30 or 7 days. The people were told as well."),
            _("Names stand on the pages, never in a message."),
        ),
        button=_("See whose"),
        route="today",
        query="?kind=register.qualification",
    )


WATCH = Watch(name=OTHERS, rule="people.manage", find=_seen, say=_say)
ROUNDS = (Round(OWN, tell), Round(OTHERS, WATCH.tell))
KINDS = (
    Kind(
        name=OWN,
        label=gettext_lazy("A qualification of mine ends"),
        recipient=kinds.recipient,
        still_wanted=_still_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("A qualification of yours is about to end"),
                paragraphs=(
                    gettext_lazy(
                        "It was noted with a last day. If you have renewed it, tell your coordinator."
                    ),
                    gettext_lazy(
                        "After its last day, shifts that ask for it are closed to you until the renewal is "
                        "noted."
                    ),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
    Kind(
        name=OTHERS,
        label=gettext_lazy("Qualifications of volunteers end"),
        recipient=kinds.recipient,
        still_wanted=WATCH.still_wanted,
        render=WATCH.render,
        group=Group.COORDINATION,
        audience=Audience.COORDINATOR,
        ways=(Way.INBOX, Way.EMAIL),
    ),
)
