"""Supervision should have been by now: told to whom it is for, again when it closes shifts.

Those who coordinate them are told, too.

A role that is discreet is not named in any message.
"""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

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
from volunteers.register.models import VolunteerRole
from web import formats

OWN, OTHERS = "register.supervision_due", "register.supervision_late"
# What has been late for longer was late before anybody was told of it.
FRESH = timedelta(days=14)
DUE, CLOSED = "due", "closed"


def steps_of(*, due: date, last: date, blocks: bool, today: date) -> list[str]:
    """What is told today of a supervision that was due on a day: that it is due, that shifts are closed."""
    found = [DUE] if due < today <= due + FRESH else []
    return found + ([CLOSED] if blocks and last < today <= last + FRESH else [])


def _rows(person: UUID | None = None, request: TenantRequest | None = None) -> list[tuple[UUID, str]]:
    """For each thing to tell: the person, and a key of role, day and step."""
    today = clock.today(current_association())
    late = calendar_dates.late_supervision(today=today).order_by("pk")
    if person is not None:
        late = late.filter(person__uuid=person)
    if request is not None:
        late = reach.of_roles(request, reach.of_people(request, late))
    fields = ("person__uuid", "role__uuid", "role__supervision", "due", "last")
    blocking = VolunteerRole.Supervision.BLOCKING
    return [
        (whose, f"{role}:{due.isoformat()}:{last.isoformat()}:{step}")
        for whose, role, supervision, due, last in late.values_list(*fields)
        for step in steps_of(due=due, last=last, blocks=supervision == blocking, today=today)
    ]


def tell() -> int:
    """The round: to each whose supervision is late. Returns how many messages are new."""
    about: dict[UUID, list[str]] = {}
    for person, key in _rows():
        about.setdefault(person, []).append(key)
    return gathering.tell(kind=OWN, about=about, due_at=rounds.in_the_day())


def _left(message: Message) -> list[list[str]]:
    """What a message is about and is still so: role, due day, last day, step."""
    now = {key for _person, key in _rows(person=message.person_uuid)}
    return [key.split(":") for key in gathering.gathered(message) if key in now]


def _still_wanted(message: Message) -> str | None:
    return None if _left(message) else SETTLED


def _render(message: Message, language: str) -> Rendered:
    left = _left(message)
    roles = {
        str(role.uuid): role for role in VolunteerRole.objects.filter(uuid__in=[each[0] for each in left])
    }
    facts = []
    for role_uuid, _due, last, step in left:
        role = roles[role_uuid]
        day = formats.day(date.fromisoformat(last), year=True)
        if step == CLOSED:
            said = _("no new shifts until it has been")
        elif role.supervision == VolunteerRole.Supervision.BLOCKING:
            said = _("by %(day)s; after that no new shifts") % {"day": day}
        else:
            said = _("recommended by now")
        facts.append(Fact(_("A role of yours") if role.discreet else role.name, said))
    return kinds.to_volunteer(message, language, facts=facts, button=_("Open my page"), route="own-profile")


def _seen(request: TenantRequest) -> Collection[str]:
    return {f"{person}:{key}" for person, key in _rows(request=request)}


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext("Supervision of %(count)s volunteer is late", "%(count)s supervisions are late", count)
    return Said(
        subject=subject % {"count": count},
        says=(
            _("The people were told as well. Who has been in supervision is noted on their page."),
            _("Names stand on the pages, never in a message."),
        ),
        button=_("See whose"),
        route="today",
        query="?kind=register.supervision",
    )


WATCH = Watch(name=OTHERS, rule="people.manage", find=_seen, say=_say)
ROUNDS = (Round(OWN, tell), Round(OTHERS, WATCH.tell))
KINDS = (
    Kind(
        name=OWN,
        label=gettext_lazy("My supervision is due"),
        recipient=kinds.recipient,
        still_wanted=_still_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("It is time for your supervision"),
                paragraphs=(
                    gettext_lazy(
                        "Supervision is there for you: time to talk about what the work brings with it."
                    ),
                    gettext_lazy(
                        "If you have been, tell your coordinator, who notes it. Else ask for a time."
                    ),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
    Kind(
        name=OTHERS,
        label=gettext_lazy("Supervision of volunteers is late"),
        recipient=kinds.recipient,
        still_wanted=WATCH.still_wanted,
        render=WATCH.render,
        group=Group.COORDINATION,
        audience=Audience.COORDINATOR,
        ways=(Way.INBOX, Way.EMAIL),
    ),
)
