"""What volunteers are told of a survey: that there is one, and that nobody knows who answers."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Rendered, Urgency
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Words
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register import kinds
from volunteers.register.selectors import person_by_uuid
from volunteers.surveys import selectors
from volunteers.surveys.models import Survey
from volunteers.surveys.services.asking import KIND
from web import formats


def _survey(message: Message) -> Survey | None:
    return selectors.by_link(message.subject_uuid) if message.subject_uuid else None


def _still_wanted(message: Message) -> str | None:
    survey = _survey(message)
    is_open = survey is not None and selectors.is_open(survey, today=clock.today(current_association()))
    return None if is_open else "the survey is closed"


def _render(message: Message, language: str) -> Rendered:
    association = current_association()
    survey = _survey(message)
    if survey is None:
        raise LookupError("A message about a survey that is gone was to be rendered.")
    person = person_by_uuid(message.person_uuid)
    name = person.given_name if person else ""
    says = wording.said(message, values={"name": name})
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=[
            Fact(_("Survey"), survey.name_in(language)),
            Fact(_("Open until"), formats.day(survey.closes_on, year=True)),
        ],
        button=Button(_("Answer"), addresses.absolute_url(association, "survey-answer", uuid=survey.uuid)),
        why=_("You get this message because you volunteer at %(association)s.")
        % {"association": association.name_in(language)},
    )


ASKED = Kind(
    name=KIND,
    label=gettext_lazy("A short survey"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    words=(
        Words(
            subject=gettext_lazy("A few questions for you"),
            paragraphs=(
                gettext_lazy("We have a few short questions. Answering takes a minute or two."),
                gettext_lazy(
                    "The link is the same for everybody, so nobody can know who answered or what they said. "
                    "Answering is up to you."
                ),
            ),
        ),
    ),
    group=Group.ASSOCIATION,
    urgency=Urgency.BULK,
)
