"""Several messages in one, at the time of the day that their reader has chosen.

A message that is gathered is told: it stands in the inbox, and names the digest that mails it. The digest is
a message of its own. What it holds is asked once more, when it is sent, whether it is still wanted.
"""

from datetime import UTC, datetime, time, timedelta, tzinfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from notifications import kinds, preferences, services, states
from notifications.kinds import Group, Kind, Recipient, Rendered
from notifications.letters import Button, Fact, Part, letter
from notifications.models import Message
from notifications.telling import Telling
from notifications.ways import Way
from tenants import clock
from tenants.addresses import absolute_url
from tenants.context import current_association

KIND = "notifications.digest"


def next_time(after: datetime, *, at: time, weekday: int | None, zone: tzinfo) -> datetime:
    """The first moment later than `after` at which a digest goes out: daily, or on one weekday (0 Monday)."""
    day = after.astimezone(zone).date()
    for _day in range(9):
        moment = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
        if moment > after and (weekday is None or day.weekday() == weekday):
            return moment
        day += timedelta(days=1)
    raise AssertionError("A week has every weekday.")


@transaction.atomic
def gather(telling: Telling) -> bool:
    """Have a claimed message told by its reader's next digest; False when the claim was lost meanwhile.

    The digest's row is locked until then: who sends it claims it before, and then this message goes with the
    next one, or after, and then it is in.
    """
    message = telling.message
    chosen = preferences.of(message.person_uuid)
    zone = timezone.get_current_timezone()
    due_at = clock.now()
    while True:
        due_at = next_time(due_at, at=chosen.digest_at, weekday=chosen.digest_weekday, zone=zone)
        digest = services.plan(
            kind=KIND,
            key=f"{KIND}:{message.person_uuid}:{due_at.isoformat(timespec='minutes')}",
            person_uuid=message.person_uuid,
            due_at=due_at,
        )
        locked = Message.objects.select_for_update(no_key=True).get(pk=digest.pk)
        if locked.state in states.WAITING:
            return telling.tell(Way.DIGEST, digest=locked)


def _held(digest: Message) -> list[Message]:
    """What a digest has to tell, the earliest first, without what nobody needs any more."""
    found = digest.gathered.select_related("said").order_by("due_at", "pk")
    return [each for each in found if hasattr(each, "said") and _is_wanted(each)]


def _is_wanted(message: Message) -> bool:
    kind = kinds.listed().get(message.kind)
    return kind is not None and kind.still_wanted(message) is None


def _still_wanted(digest: Message) -> str | None:
    return None if _held(digest) else "nothing is left to tell"


def _recipient(digest: Message) -> Recipient | None:
    """As the messages in it are: this app knows nobody itself."""
    for message in digest.gathered.order_by("pk"):
        kind = kinds.listed().get(message.kind)
        if kind is not None:
            return kind.recipient(message)
    return None


def _render(digest: Message, language: str) -> Rendered:
    held = _held(digest)
    names = {"association": current_association().name_in(language), "number": len(held)}
    says = [
        ngettext(
            "Here is what has come for you since the last digest.",
            "Here are the %(number)s messages that have come for you since the last digest.",
            len(held),
        )
        % names
    ]
    subject = ngettext(
        "A message from %(association)s", "%(number)s messages from %(association)s", len(held)
    )
    reader = _recipient(digest)
    button = None
    if reader is not None and reader.has_inbox:
        button = Button(_("Open my messages"), absolute_url(current_association(), "messages"))
    return letter(
        subject=subject % names,
        paragraphs=says,
        parts=[_part(message) for message in held],
        button=button,
        why=_("You get this since you have chosen to get messages of %(association)s gathered.") % names,
    )


def _part(message: Message) -> Part:
    said = message.said
    button = None
    if said.button_path:
        home = absolute_url(current_association()).rstrip("/")
        button = Button(said.button_label, home + said.button_path)
    return Part(
        title=said.subject,
        paragraphs=said.paragraphs,
        facts=[Fact(label, value) for label, value in said.facts],
        button=button,
    )


DIGEST = Kind(
    name=KIND,
    label=gettext_lazy("Digest"),
    recipient=_recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.ASSOCIATION,
    digest=False,
    # What it holds stands in the inbox already.
    in_inbox=False,
)
