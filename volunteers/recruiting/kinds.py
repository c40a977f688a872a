"""What is told to applicants. Their private link comes along, made anew for each mail."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Attachment, Audience, Group, Kind, Recipient, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
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
    subject: str,
    says: list[str],
    button: str,
    facts: list[Fact] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Rendered:
    application = _application(message)
    if application is None:
        raise LookupError("A message about an application that is gone was to be rendered.")
    names = {"association": current_association().name}
    return letter(
        subject=subject % names,
        name=application.given_name,
        paragraphs=[each % names for each in says],
        facts=facts or [],
        button=Button(button, links.link(application)),
        attachments=attachments,
        why=_("You get this because of an application to volunteer at %(association)s.") % names,
    )


def draft_kept(message: Message, language: str) -> Rendered:
    """Here is the way back to what you began."""
    return _letter(
        message,
        subject=_("Your unfinished application to %(association)s"),
        says=[
            _("What you have filled in so far is kept for two weeks. The link takes you back to it."),
            _("Nobody at %(association)s reads it before you send it."),
        ],
        button=_("Go on with the application"),
    )


def received(message: Message, language: str) -> Rendered:
    """It is here, and this is what happens next."""
    application = _application(message)
    facts = []
    if application is not None and application.submitted_at is not None:
        day = formats.day(words.reply_by(application), year=True)
        facts.append(Fact(_("You hear from us by"), day))
    return _letter(
        message,
        subject=_("%(association)s has your application"),
        says=[
            _("Thank you for wanting to volunteer! Your application has arrived."),
            _(
                "The link shows where it is. It needs no password, so keep it to yourself. There you can "
                "also withdraw the application at any time, without a reason."
            ),
        ],
        facts=facts,
        button=_("See your application"),
    )


def status(message: Message, language: str) -> Rendered:
    """Something was decided."""
    state = str(message.data.get("state", ""))
    subject, says = {
        State.ACCEPTED: (
            _("Welcome to %(association)s"),
            [
                _("We are glad to have you with us! You are now in our register of volunteers."),
                _("If you gave an e-mail address, an invitation to sign in comes in a message of its own."),
            ],
        ),
        State.WAITLISTED: (
            _("Your application to %(association)s is on the waiting list"),
            [
                _("There is no place in the role just now. We keep your application on the waiting list."),
                _("We write as soon as there is a place. You can withdraw the application at any time."),
            ],
        ),
    }[State(state)]
    return _letter(message, subject=subject, says=says, button=_("See your application"))


def interview_offered(message: Message, language: str) -> Rendered:
    """Choose a time to meet."""
    return _letter(
        message,
        subject=_("Choose a time to meet: %(association)s"),
        says=[
            _("We would like to get to know you. Open the link and choose the time that suits you best."),
            _("If none of them suits you, answer this message."),
        ],
        button=_("Choose a time"),
    )


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
        subject=_("Your meeting with %(association)s is agreed"),
        says=[_("The attached file adds it to your calendar. If something comes up, choose another time.")],
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
        subject=_("Your meeting with %(association)s is near"),
        says=[_("This is a reminder of our meeting. If something comes up, choose another time.")],
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
    return _letter(
        message,
        subject=_("Another association might suit you"),
        says=[
            _("We think that %(other)s could have a place for you.") % other,
            _("Open the link and decide whether we send your application there. Nothing is sent before."),
        ],
        button=_("See and decide"),
    )


def reply(message: Message, language: str) -> Rendered:
    """What a coordinator wrote, word by word."""
    found = Reply.objects.get(uuid=UUID(message.data["reply"]))
    application = _application(message)
    names = {"association": current_association().name}
    return letter(
        subject=found.subject,
        paragraphs=[part.strip() for part in found.text.split("\n\n") if part.strip()],
        button=Button(_("See your application"), links.link(application)) if application else None,
        why=_("You get this because of an application to volunteer at %(association)s.") % names,
    )


def _kind(
    name: str,
    label: str | Promise,
    render: Callable[[Message, str], Rendered],
    still_wanted: Callable[[Message], str | None],
) -> Kind:
    """Applicants have no inbox and no preferences, and nothing of what they are told is kept."""
    return Kind(
        name=name,
        label=label,
        recipient=recipient,
        render=render,
        still_wanted=still_wanted,
        group=Group.ASSOCIATION,
        audience=Audience.OUTSIDE,
        digest=False,
    )


KINDS = [
    _kind(
        applying.DRAFT_KEPT,
        gettext_lazy("Link to an unfinished application"),
        draft_kept,
        _still_draft,
    ),
    _kind(applying.RECEIVED, gettext_lazy("Confirmation of an application"), received, _there),
    _kind(handling.STATUS, gettext_lazy("Decision on an application"), status, _still_so),
    _kind(
        interviews.OFFERED,
        gettext_lazy("Times offered for a meeting"),
        interview_offered,
        _still_offered,
    ),
    _kind(interviews.BOOKED, gettext_lazy("Agreed meeting"), interview_booked, _still_booked),
    _kind(
        interviews.REMINDER,
        gettext_lazy("Reminder of a meeting"),
        interview_reminder,
        _still_that_time,
    ),
    _kind(
        redirecting.SUGGESTED,
        gettext_lazy("Suggestion of another association"),
        suggested,
        _still_suggested,
    ),
    _kind(handling.REPLY, gettext_lazy("Reply to an application"), reply, _there),
]
