"""What is told to those whose shift has moved: the new time, and the question whether it suits them."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Attachment, Kind, Quiet, Rendered, Urgency
from notifications.letters import Button
from notifications.models import Message
from scheduling.shifts import calendar_file
from scheduling.shifts.kinds import shape
from scheduling.shifts.kinds.shifts import coming_at_that_time
from scheduling.shifts.links import confirming as confirm_links
from scheduling.shifts.services import confirming


def unanswered(message: Message) -> str | None:
    """Wanted while they come at that time and have not said whether it suits them."""
    if reason := coming_at_that_time(message):
        return reason
    sign_up = shape.sign_up_of(message)
    return "answered already" if sign_up and sign_up.confirm_asked_at is None else None


def _letter(message: Message, language: str) -> Rendered:
    sign_up = shape.place_of(message)
    file = calendar_file.calendar_file(sign_up.shift) if message.kind == confirming.MOVED else b""
    return shape.told(
        message,
        person=sign_up.person,
        shift=sign_up.shift,
        button=Button(
            _("Say whether it suits you"),
            confirm_links.link(sign_up),
            private=True,
            path=confirm_links.path(sign_up),
        ),
        attachments=[Attachment(calendar_file.NAME, file, calendar_file.MIMETYPE)] if file else [],
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
        still_wanted=coming_at_that_time,
        render=_letter,
        words=(
            shape.text(
                gettext_lazy("The time of your shift has changed: %(when)s"),
                gettext_lazy(
                    "The time of your shift has changed. Your place is kept; the new time is below."
                ),
                _ONE_PRESS,
            ),
        ),
        urgency=Urgency.URGENT,
        quiet=Quiet.PASS,
        **shape.OF_SHIFTS,
        rests_when_away=False,
    ),
    Kind(
        name=confirming.REMINDER,
        label=gettext_lazy("Reminder to answer about a new time"),
        still_wanted=unanswered,
        render=_letter,
        words=(
            shape.text(
                gettext_lazy("Does the new time %(when)s suit you?"),
                gettext_lazy(
                    "The time of your shift has changed, and you have not said yet whether it suits you."
                ),
                _ONE_PRESS,
            ),
        ),
        **shape.OF_SHIFTS,
        digest=False,
        rests_when_away=False,
    ),
]
