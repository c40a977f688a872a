"""Where people are reached, for all kinds of messages; and the invitation to sign in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from accounts import invitations
from notifications import wording
from notifications.kinds import Audience, Group, Kind, Recipient, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Words
from tenants import addresses, clock
from tenants.context import current_association, platform_role
from tenants.models import Invitation
from volunteers.register import selectors
from volunteers.register.models import Absence, Period
from volunteers.register.services.invite import KIND
from web import formats


def recipient(message: Message) -> Recipient | None:
    """The message's person, with the addresses that they have now; None for who is gone. For all kinds."""
    person = selectors.person_by_uuid(message.person_uuid)
    if person is None or person.is_blank:
        return None
    return Recipient(
        address=person.email,
        name=person.name,
        language=person.language,
        phone=person.phone,
        has_inbox=person.user_uuid is not None,
    )


def to_volunteer(
    message: Message,
    language: str,
    *,
    button: str,
    route: str,
    facts: Sequence[Fact] = (),
    values: Mapping[str, str] | None = None,
    variant: str = "",
) -> Rendered:
    """A mail in its kind's words about what is the reader's own; the `button` leads to their page `route`."""
    association = current_association()
    person = selectors.person_by_uuid(message.person_uuid)
    name = person.given_name if person else ""
    says = wording.said(message, values={"name": name, **(values or {})}, variant=variant)
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(button, addresses.absolute_url(association, route)),
        why=_("You get this message because you volunteer at %(association)s.")
        % {"association": association.name_in(language)},
    )


def away_until(person_uuid: UUID) -> datetime | None:
    """When a person who is on a break, or away for some days, is back: the first moment of the next day."""
    association = current_association()
    today = clock.today(association)
    breaks = Period.objects.filter(
        person__uuid=person_uuid, state=Period.State.ON_BREAK, break_until__gte=today
    )
    absences = Absence.objects.filter(person__uuid=person_uuid, from_on__lte=today, to_on__gte=today)
    days = breaks.values_list("break_until", flat=True).union(absences.values_list("to_on", flat=True))
    last = max(filter(None, days), default=None)
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(association.timezone))


def _invitation_of(message: Message) -> Invitation | None:
    with platform_role():
        return Invitation.objects.filter(
            uuid=UUID(message.data["invitation"]), accepted_at__isnull=True, expires_at__gt=clock.now()
        ).first()


def _still_wanted(message: Message) -> str | None:
    return None if _invitation_of(message) else "the invitation was replaced, accepted or has expired"


def _render(message: Message, language: str) -> Rendered:
    association = current_association()
    names = {"association": association.name_in(language)}
    person = selectors.person_by_uuid(message.person_uuid)
    name = person.given_name if person else ""
    invitation = _invitation_of(message)
    facts = []
    if invitation is not None:
        until = formats.day(invitation.expires_at, year=True)
        facts.append(Fact(pgettext("invitation", "Valid until"), until))
    says = wording.said(message, values={"name": name})
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(_("Accept the invitation"), invitations.link(UUID(message.data["invitation"]))),
        why=_("You get this message because %(association)s added you to its register.") % names,
    )


INVITATION = Kind(
    name=KIND,
    label=gettext_lazy("Invitation to sign in"),
    recipient=recipient,
    still_wanted=_still_wanted,
    render=_render,
    words=(
        Words(
            subject=gettext_lazy("%(association)s invites you"),
            paragraphs=(
                gettext_lazy("%(association)s invites you to its volunteers' pages."),
                gettext_lazy(
                    "There you see open shifts, sign up for those that suit you, and find your own hours. "
                    "Open the link to begin. You need no password: we can e-mail you a code each time."
                ),
            ),
        ),
    ),
    group=Group.SIGN_IN,
    audience=Audience.OUTSIDE,
    digest=False,
    rests_when_away=False,
)
