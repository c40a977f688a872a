"""What is told to those whose shift has moved: the new time, and the question whether it suits them."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Attachment, Group, Kind, Quiet, Rendered, Urgency, Way
from notifications.letters import Button, letter
from notifications.models import Message
from notifications.words import Words
from scheduling.shifts import calendar_file
from scheduling.shifts.kinds.shifts import coming_at_that_time, facts_of, sign_up_of
from scheduling.shifts.links import confirming as confirm_links
from scheduling.shifts.services import confirming
from scheduling.shifts.words import shifts as words
from volunteers.register.kinds import recipient


def unanswered(message: Message) -> str | None:
    """Wanted while they come at that time and have not said whether it suits them."""
    if reason := coming_at_that_time(message):
        return reason
    sign_up = sign_up_of(message)
    return "answered already" if sign_up and sign_up.confirm_asked_at is None else None


def _letter(message: Message, language: str) -> Rendered:
    sign_up = sign_up_of(message)
    if sign_up is None:
        raise LookupError("A message about a sign-up that is gone was to be rendered.")
    shift = sign_up.shift
    says = wording.said(message, values={"name": sign_up.person.given_name, **words.told(shift)})
    return letter(
        subject=says.subject,
        name=sign_up.person.given_name,
        paragraphs=says.paragraphs,
        facts=facts_of(shift),
        button=Button(
            _("Say whether it suits you"),
            confirm_links.link(sign_up),
            private=True,
            path=confirm_links.path(sign_up),
        ),
        attachments=[
            Attachment(calendar_file.NAME, calendar_file.calendar_file(shift), calendar_file.MIMETYPE)
        ]
        if message.kind == confirming.MOVED
        else [],
        enclosed=_("The attached file adds it to your calendar."),
        why=_("You get this because you signed up for a shift."),
    )


_ONE_PRESS = gettext_lazy(
    "Please say whether it suits you: one press is enough. If it does not, somebody else gets the place. "
    "Nobody asks why."
)
KINDS = [
    Kind(
        name=confirming.MOVED,
        label=gettext_lazy("Changed time of a shift"),
        recipient=recipient,
        still_wanted=coming_at_that_time,
        render=_letter,
        words=(
            Words(
                subject=gettext_lazy("The time of your shift has changed: %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "The time of your shift has changed. Your place is kept; the new time is below."
                    ),
                    _ONE_PRESS,
                ),
                places=words.PLACES,
            ),
        ),
        group=Group.SHIFTS,
        urgency=Urgency.URGENT,
        quiet=Quiet.PASS,
        ways=(Way.EMAIL, Way.SMS),
        rests_when_away=False,
    ),
    Kind(
        name=confirming.REMINDER,
        label=gettext_lazy("Reminder to answer about a new time"),
        recipient=recipient,
        still_wanted=unanswered,
        render=_letter,
        words=(
            Words(
                subject=gettext_lazy("Does the new time %(when)s suit you?"),
                paragraphs=(
                    gettext_lazy(
                        "The time of your shift has changed, and you have not said yet whether it suits you."
                    ),
                    _ONE_PRESS,
                ),
                places=words.PLACES,
            ),
        ),
        group=Group.SHIFTS,
        ways=(Way.EMAIL, Way.SMS),
        digest=False,
        rests_when_away=False,
    ),
]
