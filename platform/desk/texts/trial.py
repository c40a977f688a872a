"""A text sent to whoever writes it: as it would read in their own latest message, or with examples."""

from django.utils.translation import gettext as _, gettext_lazy

from desk.texts.adapted import Adapted, adapted
from desk.texts.services import TRIAL
from notifications import wording
from notifications.kinds import Audience, Group, Kind, Quiet, Recipient, Rendered, Urgency
from notifications.letters import Fact, letter
from notifications.models import Message
from notifications.wording import Trial
from volunteers.register import kinds, selectors


def _adapted(message: Message) -> Adapted | None:
    return adapted(str(message.data.get("words", "")))


def _recipient(message: Message) -> Recipient | None:
    """The writer, in the language of the text."""
    found = kinds.recipient(message)
    if found is None:
        return None
    return Recipient(address=found.address, name=found.name, language=str(message.data["language"]))


def _still_wanted(message: Message) -> str | None:
    return None if _adapted(message) else "the kind is gone"


def _render(message: Message, language: str) -> Rendered:
    found = _adapted(message)
    if found is None:
        raise LookupError("A test of words that are gone was to be rendered.")
    trial = Trial(words=found.words, subject=message.data["subject"], text=message.data["text"])
    reader = selectors.person_by_uuid(message.person_uuid)
    sample, _is_real = wording.sample(trial, kind=found.kind, reader=message.person_uuid, others=False)
    return letter(
        subject=_("Test: %(subject)s") % {"subject": sample.subject},
        name=reader.given_name if reader else "",
        paragraphs=sample.paragraphs,
        facts=[Fact(label, value) for label, value in sample.facts],
        why=_("You get this because you asked for a test of this text."),
    )


KIND = Kind(
    name=TRIAL,
    label=gettext_lazy("Test of a text"),
    recipient=_recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.COORDINATION,
    # Whoever asks for it waits for it, so that nothing holds it back, and nobody keeps it.
    audience=Audience.OUTSIDE,
    urgency=Urgency.URGENT,
    quiet=Quiet.PASS,
    safety=True,
)
