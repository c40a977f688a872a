"""How a letter to many reads when it comes to one of them."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Group, Kind, Rendered, Urgency
from notifications.letters import Button, letter as mail
from notifications.models import Message
from notifications.placeholders import paragraphs
from notifications.subjects import Subject
from tenants import addresses
from tenants.context import current_association
from volunteers.register import kinds, selectors
from volunteers.register.models import Letter, Person
from volunteers.register.services import letters


def _letter_of(message: Message) -> Letter | None:
    return Letter.objects.filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def _still_wanted(message: Message) -> str | None:
    letter = _letter_of(message)
    person = selectors.person_by_uuid(message.person_uuid)
    if letter is None or person is None:
        return "the letter or its reader is gone"
    if not letter.everyone and person.pk not in letters.allow_letters(keys=[person.pk]):
        return "such letters are no longer allowed"
    return None


def _render(message: Message, language: str) -> Rendered:
    letter = _letter_of(message)
    if letter is None:
        raise LookupError("The letter is gone.")
    reader = selectors.person_by_uuid(message.person_uuid)
    return rendered(letter, language=language, reader=reader)


def rendered(letter: Letter, *, language: str, reader: Person | None) -> Rendered:
    """The mail as one reader gets it; for a preview too."""
    association = current_association()
    names = {"association": association.name_in(language)}
    subject, text = letter.in_language(language)
    button = None
    why = _("You get this message because you volunteer at %(association)s.") % names
    if not letter.everyone:
        why = (
            _(
                "You get this message because you allowed %(association)s to write about other things than "
                "your shifts. You can take that back at any time."
            )
            % names
        )
        button = Button(
            _("Choose which letters I get"), addresses.absolute_url(association, "own-agreements")
        )
    return mail(
        subject=subject,
        name=reader.given_name if reader else "",
        paragraphs=[*paragraphs(text), letter.by_name],
        button=button,
        why=why,
    )


def _label(uuid: UUID) -> str:
    letter = Letter.objects.filter(uuid=uuid).first()
    return letter.subject if letter else ""


def _url(uuid: UUID) -> str:
    if not Letter.objects.filter(uuid=uuid).exists():
        return ""
    return reverse("letter", kwargs={"uuid": uuid}, urlconf="config.urls.association")


LETTER = Kind(
    name=letters.KIND,
    label=gettext_lazy("Letter to many"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.ASSOCIATION,
    urgency=Urgency.BULK,
)
THANKS = Kind(
    name=letters.THANKS,
    label=gettext_lazy("Letter of thanks"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.ASSOCIATION,
    urgency=Urgency.BULK,
)
SUBJECT = Subject(kind=letters.SUBJECT, label=_label, url=_url)
