"""What is told to applicants. Their private link comes along, made anew for each mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Attachment, Audience, Group, Kind, Recipient, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.placeholders import paragraphs
from notifications.words import Place, Words
from tenants import clock
from tenants.context import current_association
from volunteers.recruiting import calendar_file, links, words
from volunteers.recruiting.models import Application, InterviewTime, Reply
from volunteers.recruiting.services import applying, handling, interviews, redirecting
from web import formats

State = Application.State


def _application(message: Message) -> Application | None:
    if message.subject_uuid is None:
        return None
    return Application.objects.filter(uuid=message.subject_uuid, is_blank=False).first()


def recipient(message: Message) -> Recipient | None:
    """The applicant, at the address that they gave."""
    application = _application(message)
    if application is None or not application.email:
        return None
    return Recipient(address=application.email, name=application.name, language=application.language)


def _there(message: Message) -> str | None:
    return None if _application(message) else "the application is gone"


def _still_draft(message: Message) -> str | None:
    application = _application(message)
    return None if application and application.state == State.DRAFT else "no longer a draft"


def _still_so(message: Message) -> str | None:
    application = _application(message)
    if application is None or application.state != message.data.get("state"):
        return "the application has moved on"
    return None


def _still_offered(message: Message) -> str | None:
    application = _application(message)
    if application is None or application.state != State.IN_REVIEW:
        return "the application has moved on"
    return None if application.offers.exists() else "no time is on offer"


def _still_booked(message: Message) -> str | None:
    time = _time(message)
    return None if time is not None and time.starts_at > clock.now() else "no meeting is ahead"


def _still_that_time(message: Message) -> str | None:
    time = _time(message)
    if time is None or str(time.uuid) != message.data.get("time"):
        return "another time was agreed, or none"
    if datetime.fromisoformat(message.data["start"]) != time.starts_at:
        return "the meeting has moved"
    return None if time.starts_at > clock.now() else "the meeting is over"


def _time(message: Message) -> InterviewTime | None:
    if message.subject_uuid is None:
        return None
    return InterviewTime.objects.filter(taken_by__uuid=message.subject_uuid).first()


def _letter(
    message: Message,
    *,
    button: str,
    variant: str = "",
    values: Mapping[str, str] | None = None,
    facts: Sequence[Fact] = (),
    attachments: tuple[Attachment, ...] = (),
) -> Rendered:
    application = _application(message)
    if application is None:
        raise LookupError("A message about an application that is gone was to be rendered.")
    says = wording.said(message, values={"name": application.given_name, **(values or {})}, variant=variant)
    return letter(
        subject=says.subject,
        name=application.given_name,
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(button, links.link(application)),
        attachments=attachments,
        why=_why(),
    )


def _why() -> str:
    names = {"association": current_association().name}
    return _("You get this because of an application to volunteer at %(association)s.") % names


def draft_kept(message: Message, language: str) -> Rendered:
    """Here is the way back to what you began."""
    return _letter(message, button=_("Go on with the application"))


def received(message: Message, language: str) -> Rendered:
    """It is here, and this is what happens next."""
    application = _application(message)
    facts = []
    if application is not None and application.submitted_at is not None:
        day = formats.day(words.reply_by(application), year=True)
        facts.append(Fact(_("You hear from us by"), day))
    return _letter(message, facts=facts, button=_("See your application"))


def status(message: Message, language: str) -> Rendered:
    """Something was decided."""
    state = State(str(message.data.get("state", "")))
    return _letter(message, variant=state, button=_("See your application"))


def interview_offered(message: Message, language: str) -> Rendered:
    """Choose a time to meet."""
    return _letter(message, button=_("Choose a time"))


def _meeting_facts(time: InterviewTime) -> list[Fact]:
    return [
        Fact(_("When"), formats.when(time.starts_at, time.ends_at)),
        Fact(_("Where"), time.place),
        Fact(_("With"), time.host),
    ]


def interview_booked(message: Message, language: str) -> Rendered:
    """The time is yours; here is the entry for your calendar."""
    application, time = _application(message), _time(message)
    if application is None or time is None:
        raise LookupError("A message about a meeting that is gone was to be rendered.")
    content = calendar_file.calendar_file(time, application)
    return _letter(
        message,
        values={"when": formats.when(time.starts_at), "with": time.host},
        facts=_meeting_facts(time),
        attachments=(Attachment(calendar_file.NAME, content, calendar_file.MIMETYPE),),
        button=_("See your application"),
    )


def interview_reminder(message: Message, language: str) -> Rendered:
    """We meet soon."""
    time = _time(message)
    if time is None:
        raise LookupError("A message about a meeting that is gone was to be rendered.")
    return _letter(
        message,
        values={"when": formats.when(time.starts_at), "with": time.host},
        facts=_meeting_facts(time),
        button=_("See your application"),
    )


def _still_suggested(message: Message) -> str | None:
    application = _application(message)
    if application is None or str(application.suggested_to) != message.data.get("to"):
        return "nothing is suggested any more"
    return None


def suggested(message: Message, language: str) -> Rendered:
    """Another association might suit you; nothing is sent before you say so."""
    application = _application(message)
    other = {"other": application.suggested_name if application else ""}
    return _letter(message, values=other, button=_("See and decide"))


def reply(message: Message, language: str) -> Rendered:
    """What a coordinator wrote, word by word."""
    found = Reply.objects.get(uuid=UUID(message.data["reply"]))
    application = _application(message)
    return letter(
        subject=found.subject,
        paragraphs=paragraphs(found.text),
        button=Button(_("See your application"), links.link(application)) if application else None,
        why=_why(),
    )


_MEETING = (
    Place("when", gettext_lazy("Day and time of the meeting"), gettext_lazy("Sat 21 Nov 18:00")),
    Place(
        "with",
        gettext_lazy("Whom the applicant meets"),
        gettext_lazy("Satu Alatalo"),
        in_subject=False,
    ),
)

# Applicants have no inbox and no preferences, and nothing of what they are told is kept.
_OUTSIDE: dict[str, Any] = {
    "recipient": recipient,
    "group": Group.ASSOCIATION,
    "audience": Audience.OUTSIDE,
    "digest": False,
}

KINDS = [
    Kind(
        name=applying.DRAFT_KEPT,
        label=gettext_lazy("Link to an unfinished application"),
        render=draft_kept,
        still_wanted=_still_draft,
        words=(
            Words(
                subject=gettext_lazy("Your unfinished application to %(association)s"),
                paragraphs=(
                    gettext_lazy(
                        "What you have filled in so far is kept for two weeks. The link takes you back to it."
                    ),
                    gettext_lazy("Nobody at %(association)s reads it before you send it."),
                ),
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=applying.RECEIVED,
        label=gettext_lazy("Confirmation of an application"),
        render=received,
        still_wanted=_there,
        words=(
            Words(
                subject=gettext_lazy("%(association)s has your application"),
                paragraphs=(
                    gettext_lazy("Thank you for wanting to volunteer! Your application has arrived."),
                    gettext_lazy(
                        "The link shows where it is. It needs no password, so keep it to yourself. There you "
                        "can also withdraw the application at any time, without a reason."
                    ),
                ),
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=handling.STATUS,
        label=gettext_lazy("Decision on an application"),
        render=status,
        still_wanted=_still_so,
        words=(
            Words(
                variant=State.ACCEPTED,
                label=gettext_lazy("Accepted"),
                subject=gettext_lazy("Welcome to %(association)s"),
                paragraphs=(
                    gettext_lazy(
                        "We are glad to have you with us! You are now in our register of volunteers."
                    ),
                    gettext_lazy(
                        "If you gave an e-mail address, an invitation to sign in comes in a message of "
                        "its own."
                    ),
                ),
            ),
            Words(
                variant=State.WAITLISTED,
                label=gettext_lazy("On the waiting list"),
                subject=gettext_lazy("Your application to %(association)s is on the waiting list"),
                paragraphs=(
                    gettext_lazy(
                        "There is no place in the role just now. We keep your application on the waiting "
                        "list."
                    ),
                    gettext_lazy(
                        "We write as soon as there is a place. You can withdraw the application at any time."
                    ),
                ),
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=interviews.OFFERED,
        label=gettext_lazy("Times offered for a meeting"),
        render=interview_offered,
        still_wanted=_still_offered,
        words=(
            Words(
                subject=gettext_lazy("Choose a time to meet: %(association)s"),
                paragraphs=(
                    gettext_lazy(
                        "We would like to get to know you. Open the link and choose the time that suits "
                        "you best."
                    ),
                    gettext_lazy("If none of them suits you, answer this message."),
                ),
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=interviews.BOOKED,
        label=gettext_lazy("Agreed meeting"),
        render=interview_booked,
        still_wanted=_still_booked,
        words=(
            Words(
                subject=gettext_lazy("Your meeting with %(association)s is agreed"),
                paragraphs=(
                    gettext_lazy(
                        "The attached file adds it to your calendar. If something comes up, choose "
                        "another time."
                    ),
                ),
                places=_MEETING,
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=interviews.REMINDER,
        label=gettext_lazy("Reminder of a meeting"),
        render=interview_reminder,
        still_wanted=_still_that_time,
        words=(
            Words(
                subject=gettext_lazy("Your meeting with %(association)s is near"),
                paragraphs=(
                    gettext_lazy(
                        "This is a reminder of our meeting. If something comes up, choose another time."
                    ),
                ),
                places=_MEETING,
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=redirecting.SUGGESTED,
        label=gettext_lazy("Suggestion of another association"),
        render=suggested,
        still_wanted=_still_suggested,
        words=(
            Words(
                subject=gettext_lazy("Another association might suit you"),
                paragraphs=(
                    gettext_lazy("We think that %(other)s could have a place for you."),
                    gettext_lazy(
                        "Open the link and decide whether we send your application there. Nothing is "
                        "sent before."
                    ),
                ),
                places=(
                    Place(
                        "other",
                        gettext_lazy("Name of the other association"),
                        gettext_lazy("Name of the other association"),
                        in_subject=False,
                    ),
                ),
            ),
        ),
        **_OUTSIDE,
    ),
    Kind(
        name=handling.REPLY,
        label=gettext_lazy("Reply to an application"),
        render=reply,
        still_wanted=_there,
        **_OUTSIDE,
    ),
]
