"""What of hours is told: that some came back, and that some wait while their month is about to close.

Neither says what somebody did, nor for whom; the reason stands on the page.
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _, gettext_lazy

from accounts.http import TenantRequest
from notifications import wording
from notifications.kinds import Audience, Group, Kind, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.rounds import Round
from notifications.words import Place, Words
from scheduling.hours import selectors, untold, waiting_heads
from scheduling.hours.models import HoursEntry, Month
from scheduling.hours.services import approval, approving_heads
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register import kinds
from volunteers.register.coordinators import Said, Watch
from web import formats

WAITING = "hours.waiting"
WHEN = Place("when", gettext_lazy("When the hours were"), gettext_lazy("Sat 21 Nov 2026 18:00–20:00"))
BEFORE_CLOSING = timedelta(days=3)
# Between a month and what beside hours waits in it.
BESIDE = "/"
# The words to a leader, of people without names.
HEADS = "heads"


def _entry(message: Message) -> HoursEntry | None:
    if message.subject_uuid is None:
        return None
    return HoursEntry.objects.select_related("person").filter(uuid=message.subject_uuid).first()


def _still_returned(message: Message) -> str | None:
    if message.subject_kind == approving_heads.SUBJECT:
        heads = waiting_heads.of_message(message.subject_uuid)
        back = heads is not None and heads.state == heads.State.RETURNED
        return None if back else "taken away"
    entry = _entry(message)
    if entry is None or entry.state != HoursEntry.State.RETURNED:
        return "handed in again, or taken back"
    return None


def _returned(message: Message, language: str) -> Rendered:
    if message.subject_kind == approving_heads.SUBJECT:
        return _heads_returned(message, language)
    entry = _entry(message)
    if entry is None:
        raise LookupError("A message about hours that are gone was to be rendered.")
    association = current_association()
    when = formats.when(entry.starts_at, entry.ends_at, year=True)
    says = wording.said(message, values={"name": entry.person.given_name, "when": when})
    return letter(
        subject=says.subject,
        name=entry.person.given_name,
        paragraphs=says.paragraphs,
        facts=[Fact(_("When"), when)],
        button=Button(_("Open my hours"), addresses.absolute_url(association, "hours")),
        why=_("You get this message because you volunteer at %(association)s.")
        % {"association": association.name_in(language)},
    )


def _heads_returned(message: Message, language: str) -> Rendered:
    """To whoever leads a role and wrote how many more there were."""
    heads = waiting_heads.of_message(message.subject_uuid)
    if heads is None:
        raise LookupError("A message about heads that are gone was to be rendered.")
    [line] = waiting_heads.lines([heads])
    when = formats.when(heads.starts_at, line.ends_at, year=True)
    return kinds.to_volunteer(
        message,
        language,
        button=_("Look at what came back"),
        route="hours-led",
        facts=[Fact(_("When"), when)],
        values={"when": when},
        variant=HEADS,
    )


def _seen(request: TenantRequest) -> Collection[str]:
    """A key for each month that closes soon and each thing that waits in it for the reader.

    Hours have the month alone; what else is not told or approved has its source beside it.
    """
    now = clock.now()
    waiting = selectors.waiting_entries(reader=request).order_by()
    inside = waiting.filter(first_month__lte=OuterRef("first_day"), last_month__gte=OuterRef("first_day"))
    closing = Month.objects.exclude(state=Month.State.CLOSED).filter(
        closes_at__gt=now, closes_at__lte=now + BEFORE_CLOSING
    )
    found = dict(closing.annotate(waits=Exists(inside)).values_list("first_day", "waits"))
    others = untold.months_of(request, months=list(found))
    return {
        *(day.isoformat() for day, waits in found.items() if waits),
        *(f"{day.isoformat()}{BESIDE}{code}" for day, code in others),
    }


def _say(keys: Collection[str]) -> Said:
    first = min(date.fromisoformat(key.partition(BESIDE)[0]) for key in keys)
    month = {"month": formats.month(first)}
    others = sorted({code for key in keys if (code := key.partition(BESIDE)[2])})
    if not others:
        return Said(
            subject=_("Hours wait for approval: %(month)s closes soon") % month,
            says=(
                _("Some hours are not approved yet, and the month closes by itself within three days."),
                _("What is not approved by then counts nowhere."),
            ),
            button=_("Approve hours"),
            route="hours-approve",
        )
    labels = [str(source.label) for code in others if (source := untold.known(code))]
    if any(not key.partition(BESIDE)[2] for key in keys):
        labels.insert(0, _("Hours to approve"))
    return Said(
        subject=_("Something is not told yet: %(month)s closes soon") % month,
        says=(
            _("Not everything of the month is told and approved, and it closes by itself within three days."),
            _("What is left then counts only with a reason."),
        ),
        facts=(Fact(_("What waits"), ", ".join(labels)),),
        button=_("Look at it on Today"),
        route="today",
    )


WATCH = Watch(name=WAITING, rule="hours.approve", find=_seen, say=_say)
ROUND = Round(WAITING, WATCH.tell)
KINDS = (
    Kind(
        name=approval.RETURNED,
        label=gettext_lazy("Hours that came back"),
        recipient=kinds.recipient,
        still_wanted=_still_returned,
        render=_returned,
        words=(
            Words(
                subject=gettext_lazy("Some hours of yours came back"),
                paragraphs=(
                    gettext_lazy(
                        "Your coordinator gave an entry of hours back to you. The reason stands on your page."
                    ),
                    gettext_lazy("Correct it there and hand it in again. Until then it counts nowhere."),
                ),
                places=(WHEN,),
            ),
            Words(
                subject=gettext_lazy("People without names that you wrote down came back"),
                paragraphs=(
                    gettext_lazy("Your coordinator gave them back to you. The reason stands on your page."),
                    gettext_lazy("Remove them there and write them down anew. They count nowhere."),
                ),
                places=(WHEN,),
                variant=HEADS,
                label=gettext_lazy("Where a leader wrote down how many more there were"),
            ),
        ),
        group=Group.HOURS,
    ),
    Kind(
        name=WAITING,
        label=gettext_lazy("What waits before a month closes"),
        recipient=kinds.recipient,
        still_wanted=WATCH.still_wanted,
        render=WATCH.render,
        group=Group.COORDINATION,
        audience=Audience.COORDINATOR,
    ),
)
