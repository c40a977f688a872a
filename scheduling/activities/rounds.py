"""Nobody has said how many came: told to who leads the group on the morning after, then to coordinators.

A letter says neither which group nor who is in it.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications import gathering, rounds
from notifications.kinds import Audience, Group, Kind, Rendered, Way
from notifications.models import Message
from notifications.rounds import Round
from notifications.words import Words
from scheduling.activities import selectors
from scheduling.activities.models import Activity
from scheduling.hours import selectors as hours
from tenants import clock
from tenants.context import current_association
from volunteers.register import kinds
from volunteers.register.coordinators import Said, Watch

UNSAID, LED = "activity.unsaid", "activity.led_unsaid"
# Older ones wait on their pages; nobody is told of them for the first time.
SINCE = timedelta(days=7)
# The leader is asked first.
LEADERS = timedelta(days=1)


def _midnight(day: date) -> datetime:
    zone = ZoneInfo(current_association().timezone)
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _over() -> QuerySet[Activity]:
    """Those of open months that ended before today, not long ago, and of which nobody has told."""
    now = clock.now()
    today = _midnight(clock.today(current_association()))
    found = selectors.unsaid(Activity.objects.all(), at=now).filter(
        ends_at__lte=today, ends_at__gt=now - SINCE
    )
    return found.alias(shut=hours.its_month_is_closed()).filter(shut=False).order_by()


def _seen(request: TenantRequest) -> Collection[str]:
    """A key for each that the reader looks after; of those that somebody leads a day later."""
    before = _midnight(clock.today(current_association()) - LEADERS)
    ripe = Q(group__leader__isnull=True) | Q(ends_at__lte=before)
    found = selectors.seen(request, _over().filter(ripe))
    return {str(uuid) for uuid in found.values_list("uuid", flat=True)}


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext(
        "Nobody has said what became of %(count)s occasion",
        "Nobody has said what became of %(count)s occasions",
        count,
    )
    return Said(
        subject=subject % {"count": count},
        says=(
            _(
                "They count once it is said whether they were held, and how many came. "
                "It takes a minute while you remember."
            ),
        ),
        button=_("Say what became of them"),
        route="activities",
    )


def tell_leaders() -> int:
    """The round: ask those who lead a group by name and sign in. Returns how many messages are new."""
    about: defaultdict[UUID, set[str]] = defaultdict(set)
    led = _over().filter(group__leader__user_uuid__isnull=False, group__leader__is_blank=False)
    for leader, uuid in led.values_list("group__leader__uuid", "uuid"):
        about[leader].add(str(uuid))
    if not about:
        return 0
    return gathering.tell(kind=LED, about=about, due_at=rounds.in_the_day())


def _still_wanted(message: Message) -> str | None:
    """As long as they lead the group and one of its times is not told."""
    left = _over().filter(uuid__in=gathering.gathered(message), group__leader__uuid=message.person_uuid)
    return None if left.exists() else "everything is told"


def _render(message: Message, language: str) -> Rendered:
    return kinds.to_volunteer(message, language, button=_("Note how many came"), route="led")


WATCH = Watch(name=UNSAID, rule="activities.manage", find=_seen, say=_say)
ROUNDS = (Round(UNSAID, WATCH.tell), Round(LED, tell_leaders))
KINDS = (
    Kind(
        name=UNSAID,
        label=gettext_lazy("Occasions of which nobody has told"),
        recipient=kinds.recipient,
        still_wanted=WATCH.still_wanted,
        render=WATCH.render,
        group=Group.COORDINATION,
        audience=Audience.COORDINATOR,
        # The mail of the morning counts them, too.
        ways=(Way.INBOX, Way.EMAIL),
    ),
    Kind(
        name=LED,
        label=gettext_lazy("How many came to a group that I lead"),
        recipient=kinds.recipient,
        still_wanted=_still_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("Your group: how many came?"),
                paragraphs=(
                    gettext_lazy(
                        "Your group met, and how many came is not noted yet. It takes two taps; if it was "
                        "cancelled, say that."
                    ),
                ),
            ),
        ),
        group=Group.HOURS,
    ),
)
