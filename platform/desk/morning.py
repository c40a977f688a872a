"""The coordinator's morning: what of their queue cannot wait, by mail, on days on which there is something.

It is counted when it leaves, by kinds, of what this coordinator may see and has not put off. Names stay
behind the sign-in.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.rights import may
from desk.needs import EACH, stretch_of
from notifications.kinds import Audience, Group, Kind, Quiet, Rendered
from notifications.letters import Fact
from notifications.models import Message, Sending
from notifications.rounds import Round
from notifications.services import Planned, plan_many
from tenants import clock
from tenants.context import current_association
from volunteers.register import coordinators, kinds, needs
from volunteers.register.coordinators import NO_LONGER, Coordinator, Said, to_coordinator
from volunteers.register.needs import MOST, Asking, Found
from web import formats

NAME = "desk.morning"
# After that the morning is over, and nothing of it is sent.
OVER = time(18)


@dataclass(frozen=True)
class Waiting:
    """Kinds with something that cannot wait, the urgent ones first."""

    kinds: tuple[Found, ...]

    @property
    def count(self) -> int:
        """How many things there are in all."""
        return sum(found.total for found in self.kinds)


def waiting(reader: Coordinator) -> Waiting:
    """What stands under "now" and "today" in the queue of one of them."""
    asking = Asking.of(reader.request)
    pressing = []
    for found in needs.waiting(asking, each=EACH):
        stretches = {stretch_of(each, asking) for each in found.waiting}
        if stretches & {"now", "today"}:
            pressing.append((0 if "now" in stretches else 1, found))
    return Waiting(tuple(found for _urgency, found in sorted(pressing, key=lambda each: each[0])))


def _local() -> datetime:
    return clock.now().astimezone(ZoneInfo(current_association().timezone))


def tell() -> int:
    """The round: a mail for this morning to each who coordinates. Returns how many are new."""
    local = _local()
    if local.time() >= OVER:
        return 0
    sending = Sending.objects.filter(pk=1).first() or Sending()
    due_at = datetime.combine(local.date(), sending.morning_at, tzinfo=local.tzinfo)
    return plan_many(
        kind=NAME,
        messages=[
            Planned(
                key=f"{NAME}:{each.person.uuid}:{local.date()}", person_uuid=each.person.uuid, due_at=due_at
            )
            for each in coordinators.listed()
            if may(each.request, "today")
        ],
        subject_kind="",
    )


def _still_wanted(message: Message) -> str | None:
    local = _local()
    if message.key.rpartition(":")[2] != str(local.date()) or local.time() >= OVER:
        return "the morning is over"
    reader = coordinators.reader_of(message)
    if reader is None or not may(reader.request, "today"):
        return NO_LONGER
    return None if waiting(reader).kinds else "nothing waits today"


def _render(message: Message, language: str) -> Rendered:
    reader = coordinators.reader_of(message)
    if reader is None:
        raise LookupError("A message to somebody who no longer coordinates was to be rendered.")
    found = waiting(reader)
    subject = ngettext("%(count)s thing needs you today", "%(count)s things need you today", found.count)
    facts = tuple(
        Fact(str(each.kind.label), formats.number(each.total) + ("+" if each.total >= MOST else ""))
        for each in found.kinds
    )
    said = Said(
        subject=subject % {"count": found.count},
        says=(
            _("This waits for you at %(association)s this morning.")
            % {"association": current_association().name},
        ),
        button=_("Open Today"),
        route="today",
        facts=facts,
    )
    return to_coordinator(reader, said)


ROUND = Round(NAME, tell)
KIND = Kind(
    name=NAME,
    label=gettext_lazy("What needs me, every morning"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.COORDINATION,
    audience=Audience.COORDINATOR,
    quiet=Quiet.CHOSEN,
    digest=False,
)
