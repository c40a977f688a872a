"""Where an application is, in words for the applicant and for the coordinators."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tenants import clock
from volunteers.recruiting.models import Application
from volunteers.recruiting.states import SETTLED
from web import formats

State = Application.State
# The association promises to answer within this time.
PROMISE = timedelta(days=7)
# Nobody waits for a first reply here: what is not sent, and what is settled.
UNANSWERED = frozenset({State.DRAFT, *SETTLED})


def reply_by(application: Application) -> datetime:
    """Until when the first reply is promised."""
    return (application.submitted_at or application.created_at) + PROMISE


def is_late(application: Application) -> bool:
    """Whether the promised first reply is overdue."""
    return (
        application.state not in UNANSWERED
        and application.first_replied_at is None
        and clock.now() > reply_by(application)
    )


def clock_of(application: Application) -> tuple[str, str]:
    """The clock of the first reply as a chip says it, and its tone; nothing once there is an answer."""
    if application.first_replied_at is not None or application.state in UNANSWERED:
        return "", "neutral"
    day = formats.day(reply_by(application))
    if is_late(application):
        return _("answer late since %(day)s") % {"day": day}, "urgent"
    return _("answer by %(day)s") % {"day": day}, "wait"


def standing(application: Application) -> tuple[str, str]:
    """For the applicant: where it is, and what comes next."""
    by_day = {"day": formats.day(reply_by(application), year=True)}
    offered = application.state == State.IN_REVIEW and application.offers.exists()
    said = {
        State.DRAFT: (
            _("You have not sent the application yet"),
            _("Go on where you stopped. What you have filled in is deleted after two weeks."),
        ),
        State.SUBMITTED: (
            _("Your application has arrived"),
            _("You hear from us by %(day)s at the latest.") % by_day,
        ),
        State.IN_REVIEW: (
            _("We are looking at your application"),
            _("Next: choose a time to meet below.")
            if offered
            else _("Next: we contact you. You hear from us by %(day)s at the latest.") % by_day,
        ),
        State.INTERVIEW_BOOKED: (_("We meet soon"), _("Next: our meeting. Time and place are below.")),
        State.ACCEPTED: (
            _("Welcome!"),
            _("You are in our register now. Your invitation to sign in comes by e-mail, if you gave one."),
        ),
        State.WAITLISTED: (
            _("You are on the waiting list"),
            _("We contact you as soon as there is a place. You need not do anything."),
        ),
        State.REJECTED: (
            _("We could not offer you a place this time"),
            _("Thank you for offering your time. What you wrote is deleted after six months."),
        ),
        State.WITHDRAWN: (
            _("You have withdrawn the application"),
            _("Nobody asks why. What you wrote is deleted after six months. You can apply again."),
        ),
    }
    if application.state == State.REDIRECTED:
        return (
            _("We have sent your application on"),
            _("%(name)s has it now and answers you. What we still keep here is deleted after six months.")
            % {"name": application.suggested_name},
        )
    return said[State(application.state)]
