"""What is told about shifts, to whom, and until when it is worth telling.

A subject line says when, and never what or where: it shows on locked screens. What is discreet stays so in
the text and in the calendar file too.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from notifications.kinds import Attachment, Group, Kind, Quiet, Rendered, Urgency, Way
from notifications.letters import Fact
from notifications.models import Message
from scheduling.shifts import calendar_file, conditions
from scheduling.shifts.kinds import shape
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import reminders, requesting, telling, writing
from scheduling.shifts.words import shifts as words
from volunteers.register import letter_kind
from volunteers.register.models import Letter
from web import formats


def coming(message: Message) -> str | None:
    """Wanted as long as the person holds the place and the shift lies ahead."""
    sign_up = shape.sign_up_of(message)
    if sign_up is None:
        return "the sign-up is gone"
    if sign_up.state != SignUp.State.SIGNED_UP:
        return "no longer signed up"
    if sign_up.shift.state != Shift.State.PUBLISHED:
        return "the shift is not published"
    if conditions.has_started(sign_up.shift):
        return "the shift has started"
    return None


def coming_at_that_time(message: Message) -> str | None:
    """Wanted as `coming`, and as long as the person starts when the message was planned for."""
    if reason := coming(message):
        return reason
    sign_up = shape.sign_up_of(message)
    planned = message.data.get("starts_at") or message.data.get("start")
    if sign_up and planned and datetime.fromisoformat(planned) != sign_up.starts_at:
        return "the shift has moved"
    return None


def off(message: Message) -> str | None:
    """Wanted until the time at which the person would have come."""
    sign_up = shape.sign_up_of(message)
    if sign_up is None or sign_up.shift.state != Shift.State.CANCELLED:
        return "the shift is not cancelled"
    if conditions.has_started(sign_up.shift):
        return "too late to tell"
    return None


def still_off(message: Message) -> str | None:
    """Wanted until the start, and as long as the person has not taken a place again."""
    sign_up = shape.sign_up_of(message)
    if sign_up is None or sign_up.state != SignUp.State.CANCELLED_BY_ORG:
        return "not taken off"
    if conditions.has_started(sign_up.shift):
        return "too late to tell"
    held = SignUp.objects.filter(shift=sign_up.shift, person=sign_up.person, state__in=SignUp.ACTIVE)
    return "back on the shift" if held.exists() else None


def facts_of_place(sign_up: SignUp) -> list[Fact]:
    """What is the person's own about a place: the room online, when they are there, and that they learn."""
    facts = []
    if (address := words.online_address(sign_up)) and not words.is_discreet(sign_up.shift):
        facts.append(Fact(_("Online"), address))
    if sign_up.has_own_times(sign_up.shift):
        facts.append(Fact(_("You are there"), formats.times(sign_up.starts_at, sign_up.ends_at)))
    if sign_up.in_training:
        facts.append(Fact(_("You come"), pgettext("to a shift", "to learn")))
    return facts


def letter_of_place(message: Message, language: str) -> Rendered:
    sign_up = shape.place_of(message)
    shift = sign_up.shift
    # What the coordinator wrote who confirmed the place.
    word = sign_up.answer if message.kind == requesting.CONFIRMED else ""
    file = calendar_file.calendar_file(shift, own=sign_up) if message.kind in WITH_CALENDAR else b""
    return shape.told(
        message,
        person=sign_up.person,
        shift=shift,
        values={"when": formats.when(sign_up.starts_at)},
        also=[word] if word else [],
        facts=facts_of_place(sign_up),
        button=shape.open_the_shift(shift),
        attachments=[Attachment(calendar_file.NAME, file, calendar_file.MIMETYPE)] if file else [],
        enclosed=_("The attached file adds it to your calendar."),
        why=_("You get this because you signed up for a shift."),
    )


WITH_CALENDAR = (telling.SIGNED_UP, requesting.CONFIRMED, "swap.done")


def _short_letter(message: Message, language: str) -> str:
    about = message.subject_uuid
    written = Letter.objects.filter(uuid=about).first() if about else None
    return ": ".join(written.in_language(language)) if written else ""


# A place that somebody still holds concerns them on a day off too; what they have lost cannot wait.
_OWN_PLACE: dict[str, Any] = {**shape.OF_SHIFTS, "rests_when_away": False}
_CHANGED: dict[str, Any] = {**_OWN_PLACE, "urgency": Urgency.URGENT, "quiet": Quiet.PASS}

KINDS = [
    # What somebody wrote to the people of a shift: it cannot wait until a digest.
    replace(
        letter_kind.LETTER,
        name=writing.LETTER,
        label=gettext_lazy("Letter to those of a shift"),
        short=_short_letter,
        digest=False,
        urgency=Urgency.DEFAULT,
        group=Group.SHIFTS,
        ways=(Way.EMAIL, Way.SMS),
        rests_when_away=False,
    ),
    Kind(
        name=reminders.KIND,
        label=gettext_lazy("Reminder of a shift"),
        still_wanted=coming_at_that_time,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("Your shift %(when)s"),
                gettext_lazy("This is a reminder of your shift. Thank you for coming!"),
                gettext_lazy(
                    "If you cannot make it, open the shift and press “I can't make it”. Nobody asks why."
                ),
            ),
        ),
        digest=False,
        **_OWN_PLACE,
    ),
    Kind(
        name=telling.SIGNED_UP,
        label=gettext_lazy("Confirmation of a sign-up"),
        still_wanted=coming,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("Your shift %(when)s is confirmed"),
                gettext_lazy("You have signed up for a shift. Thank you!"),
                gettext_lazy(
                    "If you cannot make it, open the shift and press “I can't make it”. Nobody asks why."
                ),
            ),
        ),
        **_OWN_PLACE,
    ),
    Kind(
        name=telling.CANCELLED,
        label=gettext_lazy("Cancelled shift"),
        still_wanted=off,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("Your shift %(when)s is cancelled"),
                gettext_lazy(
                    "The association has cancelled this shift, so you need not come. "
                    "We are sorry for the change."
                ),
            ),
        ),
        **_CHANGED,
    ),
    Kind(
        name=telling.OWN_TIMES,
        label=gettext_lazy("Own times on a shift"),
        still_wanted=coming,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("Your times on the shift %(when)s"),
                gettext_lazy("The coordinator has noted from when to when you are at this shift; see below."),
                gettext_lazy("If that is a mistake, open the shift and change the times."),
            ),
        ),
        **_OWN_PLACE,
    ),
    Kind(
        name=telling.TAKEN_OFF,
        label=gettext_lazy("Taken off a shift"),
        still_wanted=still_off,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("You are off the shift %(when)s"),
                gettext_lazy("The coordinator has taken you off this shift, so you need not come."),
                gettext_lazy(
                    "If that is a mistake, take the shift again while there is room, or ask the association."
                ),
            ),
        ),
        **_CHANGED,
    ),
]
