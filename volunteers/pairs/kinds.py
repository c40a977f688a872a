"""What is told of support pairs: that something waits or has changed. Never what, and never of whom."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.http import TenantRequest
from notifications.kinds import Audience, Group, Kind, Rendered, Way
from notifications.models import Message
from notifications.rounds import Round
from notifications.words import Words
from tenants import clock
from tenants.context import current_association
from volunteers.pairs import selectors
from volunteers.pairs.models import Agreement, Pair, Proposal
from volunteers.pairs.services import charge, ending
from volunteers.pairs.services.holding import OVER, WAITS
from volunteers.register import kinds
from volunteers.register.coordinators import Said, Watch

DUE = "pairs.due"


def _waits(message: Message) -> str | None:
    """As long as they have not answered, or not signed."""
    pairs = Pair.objects.filter(uuid__in=filter(None, [message.subject_uuid])).values("pk")
    mine = Q(pair__in=pairs, person__uuid=message.person_uuid)
    asked = Proposal.objects.filter(mine, closed_at__isnull=True, volunteer_says="").exists()
    to_sign = Agreement.objects.filter(mine, volunteer_signed_at__isnull=True).exists()
    return None if asked or to_sign else "they have answered"


def _reviewed(message: Message) -> str | None:
    """As long as it is theirs and due."""
    theirs = Pair.objects.filter(
        uuid__in=filter(None, [message.subject_uuid]), volunteer__uuid=message.person_uuid
    )
    due = selectors.reviews_due(theirs, today=clock.today(current_association()))
    return None if due.exists() else "it was held, or is not theirs"


def _over(message: Message) -> str | None:
    known = message.subject_uuid and Pair.objects.filter(uuid=message.subject_uuid).exists()
    return None if known else "it is gone"


def _render(message: Message, language: str) -> Rendered:
    return kinds.to_volunteer(message, language, button=_("Open my page"), route="own-pairs")


def _seen(request: TenantRequest) -> Collection[str]:
    mine = selectors.in_charge(request)
    signals = selectors.waiting_signals(request)
    due = selectors.reviews_due(mine, today=clock.today(request.association))
    found = {f"signal:{uuid}" for uuid in signals.values_list("uuid", flat=True)}
    for uuid, half_done in due.values_list("agreement__uuid", "agreement__half_done_on"):
        found.add(f"review:{uuid}:{'end' if half_done else 'half'}")
    return found


def _say(keys: Collection[str]) -> Said:
    count = len(keys)
    subject = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count)
    return Said(
        subject=subject % {"count": count},
        says=(_("What it is stands on your page, behind the sign-in."),),
        button=_("Open Today"),
        route="today",
    )


WATCH = Watch(name=DUE, rule="pairs.manage", find=_seen, say=_say)
ROUNDS = (
    Round("pairs.charge", charge.leave_those_of_who_left),
    Round(DUE, WATCH.tell),
    Round("pairs.end", ending.end_due),
    Round(charge.REVIEW, charge.tell_reviews),
)
KINDS = (
    Kind(
        name=WAITS,
        label=gettext_lazy("Something waits for my answer"),
        recipient=kinds.recipient,
        still_wanted=_waits,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("Something waits for your answer"),
                paragraphs=(
                    gettext_lazy("Your coordinator has asked you something. It stands on your own page."),
                    gettext_lazy("You may say no to anything, and no reason is needed."),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
    Kind(
        name=charge.REVIEW,
        label=gettext_lazy("Looking back with my coordinator"),
        recipient=kinds.recipient,
        still_wanted=_reviewed,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("It is time to look back together"),
                paragraphs=(
                    gettext_lazy(
                        "How has it been, and does it go on as agreed? "
                        "Your coordinator gets in touch with you; you may call first."
                    ),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
    Kind(
        name=OVER,
        label=gettext_lazy("Something of mine has changed"),
        recipient=kinds.recipient,
        still_wanted=_over,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("Something on your page has changed"),
                paragraphs=(
                    gettext_lazy("Look at your own page. Your coordinator is glad to talk about it."),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
    Kind(
        name=DUE,
        label=gettext_lazy("Support pairs that need me"),
        recipient=kinds.recipient,
        still_wanted=WATCH.still_wanted,
        render=WATCH.render,
        group=Group.COORDINATION,
        audience=Audience.COORDINATOR,
        ways=(Way.INBOX, Way.EMAIL),
    ),
)
