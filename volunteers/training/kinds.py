"""What those who take part in courses are told. A course for a discreet role is not named in any message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Rendered, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Words
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register.kinds import recipient
from volunteers.training import selectors, words
from volunteers.training.models import Enrolment, Run, Session
from volunteers.training.services import telling
from web import formats

State = Enrolment.State


def _enrolment(message: Message) -> Enrolment | None:
    if message.subject_uuid is None:
        return None
    rows = Enrolment.objects.select_related("person", "run__course__role", "qualification__type")
    return rows.filter(uuid=message.subject_uuid).first()


def _there(message: Message) -> Enrolment:
    found = _enrolment(message)
    if found is None:
        raise LookupError("A message about an enrolment that is gone was to be rendered.")
    return found


def _is(message: Message, state: str) -> bool:
    found = _enrolment(message)
    return found is not None and found.state == state


def _still_enrolled(message: Message) -> str | None:
    return None if _is(message, State.ENROLLED) else "they take part no more"


def _still_off(message: Message) -> str | None:
    found = _enrolment(message)
    return None if found is not None and found.run.state == Run.State.CANCELLED else "it is held"


def _still_completed(message: Message) -> str | None:
    return None if _is(message, State.COMPLETED) else "it is not completed"


def _session(message: Message) -> Session | None:
    found = Session.objects.select_related("run__course__role", "site", "module")
    return found.filter(uuid=UUID(message.data["session"])).first()


def _still_then(message: Message) -> str | None:
    session = _session(message)
    if session is None or datetime.fromisoformat(message.data["start"]) != session.starts_at:
        return "the session has moved"
    if session.starts_at <= clock.now():
        return "the session has begun"
    return _still_enrolled(message)


def _letter(message: Message, *, facts: list[Fact], button: str) -> Rendered:
    enrolment = _there(message)
    association = current_association()
    name = enrolment.person.given_name
    says = wording.said(message, values={"name": name})
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(button, addresses.absolute_url(association, "course-run", uuid=enrolment.run.uuid)),
        why=_("You get this because of a course of %(association)s.") % {"association": association.name},
    )


def _what(run: Run) -> list[Fact]:
    return [] if run.course.is_discreet else [Fact(_("Course"), run.course.name)]


def _times(run: Run) -> list[Fact]:
    facts = []
    for session in selectors.sessions_of(run):
        parts = [words.when(session), words.told_where(session)]
        facts.append(Fact(_("Session"), ", ".join(filter(None, parts))))
    return facts


def with_times(message: Message, language: str) -> Rendered:
    """What, and all the times."""
    run = _there(message).run
    return _letter(message, facts=[*_what(run), *_times(run)], button=_("Open the course"))


def called_off(message: Message, language: str) -> Rendered:
    """It is not held."""
    return _letter(message, facts=_what(_there(message).run), button=_("Open the course"))


def reminder(message: Message, language: str) -> Rendered:
    """One session, soon."""
    session = _session(message)
    if session is None:
        raise LookupError("A message about a session that is gone was to be rendered.")
    facts = [*_what(session.run), Fact(_("When"), words.when(session))]
    if place := words.told_where(session):
        facts.append(Fact(_("Where"), place))
    return _letter(message, facts=facts, button=_("Open the course"))


def completed(message: Message, language: str) -> Rendered:
    """Done, with the certificate."""
    enrolment = _there(message)
    facts = _what(enrolment.run)
    held = enrolment.qualification
    if held is not None and not enrolment.run.course.is_discreet:
        until = formats.day(held.to_on, year=True) if held.to_on else _("without an end")
        facts.append(Fact(_("Qualification"), held.type.name))
        facts.append(Fact(_("Valid until"), until))
    return _letter(message, facts=facts, button=_("Fetch the certificate"))


# At once by mail, or by the phone of who chose that.
_OF_COURSES: dict[str, Any] = {
    "recipient": recipient,
    "group": Group.RECORDS,
    "ways": (Way.EMAIL, Way.SMS),
}

KINDS = (
    Kind(
        name=telling.ENROLLED,
        label=gettext_lazy("My place on a course"),
        render=with_times,
        still_wanted=_still_enrolled,
        words=(
            Words(
                subject=gettext_lazy("You have a place on the course"),
                paragraphs=(
                    gettext_lazy("You are enrolled. These are the times:"),
                    gettext_lazy(
                        "If you cannot come after all, give the place back on the page of the course. "
                        "Nobody asks why, and somebody who waits gets it."
                    ),
                ),
            ),
        ),
        **_OF_COURSES,
    ),
    Kind(
        name=telling.MOVED_UP,
        label=gettext_lazy("A place on a course became free for me"),
        render=with_times,
        still_wanted=_still_enrolled,
        words=(
            Words(
                subject=gettext_lazy("A place on the course is yours now"),
                paragraphs=(
                    gettext_lazy("You were on the waiting list, and a place became free. It is yours:"),
                    gettext_lazy(
                        "If it does not suit you any more, give it back on the page of the course, so that "
                        "the next one gets it."
                    ),
                ),
            ),
        ),
        **_OF_COURSES,
    ),
    Kind(
        name=telling.CHANGED,
        label=gettext_lazy("New times of my course"),
        render=with_times,
        still_wanted=_still_enrolled,
        words=(
            Words(
                subject=gettext_lazy("Your course has new times"),
                paragraphs=(gettext_lazy("Something about its times or places has changed. Now it is so:"),),
            ),
        ),
        **_OF_COURSES,
    ),
    Kind(
        name=telling.CALLED_OFF,
        label=gettext_lazy("A course of mine is cancelled"),
        render=called_off,
        still_wanted=_still_off,
        words=(
            Words(
                subject=gettext_lazy("Your course is cancelled"),
                paragraphs=(
                    gettext_lazy(
                        "The course is not held at the planned times. We are sorry. Look on the pages "
                        "whether another time suits you, or ask your coordinator."
                    ),
                ),
            ),
        ),
        **_OF_COURSES,
    ),
    Kind(
        name=telling.REMINDER,
        label=gettext_lazy("Reminder of a course session"),
        render=reminder,
        still_wanted=_still_then,
        words=(
            Words(
                subject=gettext_lazy("Your course in two days"),
                paragraphs=(gettext_lazy("We meet soon:"),),
            ),
        ),
        **_OF_COURSES,
    ),
    Kind(
        name=telling.COMPLETED,
        label=gettext_lazy("A course that I completed"),
        render=completed,
        still_wanted=_still_completed,
        words=(
            Words(
                subject=gettext_lazy("You have completed the course"),
                paragraphs=(
                    gettext_lazy("Thank you for learning with us! What you have shown is noted for you."),
                    gettext_lazy("The page of the course has your certificate."),
                ),
            ),
        ),
        **_OF_COURSES,
    ),
)
