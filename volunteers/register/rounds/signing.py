"""A text waits for somebody's signature: told once to who is new, and to everybody when the text is new."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from notifications import gathering, rounds
from notifications.kinds import Group, Kind, Rendered
from notifications.letters import Fact
from notifications.models import Message
from notifications.rounds import Round
from notifications.words import Words
from tenants import clock
from tenants.context import current_association
from volunteers.register import kinds, selectors
from volunteers.register.coordinators import SETTLED
from volunteers.register.models import AgreementText, Period, Person

NAME = "register.to_sign"
# Older things are known: they wait on people's pages and in the coordinators' queue.
NEW = timedelta(days=30)


def _in_force() -> list[list[AgreementText]]:
    """For each kind its versions in force, newest first."""
    today = clock.today(current_association())
    found: dict[str, list[AgreementText]] = {}
    for text in AgreementText.objects.filter(in_force_on__lte=today).order_by("kind", "-version"):
        found.setdefault(text.kind, []).append(text)
    return list(found.values())


def _obliging(texts: list[AgreementText]) -> AgreementText:
    """The version since which everybody has to sign."""
    return next((text for text in texts if text.renews), texts[-1])


def _unsigned(texts: list[AgreementText]) -> QuerySet[Person]:
    """Who has to sign and can do so on screen."""
    return selectors.without_signature(texts).filter(user_uuid__isnull=False, is_blank=False)


def tell() -> int:
    """The round: one message to each for all that they have to sign. Returns how many messages are new."""
    today = clock.today(current_association())
    began = Period.objects.filter(
        ~Q(state=Period.State.ENDED), person=OuterRef("pk"), started_on__gt=today - NEW
    )
    about: dict[UUID, list[str]] = {}
    for texts in _in_force():
        text, people = _obliging(texts), _unsigned(texts)
        if text.in_force_on <= today - NEW:
            people = people.filter(Exists(began))
        for person in people.values_list("uuid", flat=True):
            about.setdefault(person, []).append(str(text.uuid))
    return gathering.tell(kind=NAME, about=about, due_at=rounds.in_the_day())


def _left(message: Message) -> list[AgreementText]:
    """What a message is about and still waits for a signature."""
    told = set(gathering.gathered(message))
    return [
        _obliging(texts)
        for texts in _in_force()
        if str(_obliging(texts).uuid) in told and _unsigned(texts).filter(uuid=message.person_uuid).exists()
    ]


def _still_wanted(message: Message) -> str | None:
    return None if _left(message) else SETTLED


def _render(message: Message, language: str) -> Rendered:
    facts = [Fact(_("To sign"), text.get_kind_display()) for text in _left(message)]
    return kinds.to_volunteer(
        message, language, facts=facts, button=_("Read and sign"), route="own-agreements"
    )


ROUNDS = (Round(NAME, tell),)
KINDS = (
    Kind(
        name=NAME,
        label=gettext_lazy("A text to sign"),
        recipient=kinds.recipient,
        still_wanted=_still_wanted,
        render=_render,
        words=(
            Words(
                subject=gettext_lazy("A text waits for your signature"),
                paragraphs=(
                    gettext_lazy("%(association)s asks its volunteers to read and sign a text."),
                    gettext_lazy("You can read it and sign it on your page. It takes a few minutes."),
                ),
            ),
        ),
        group=Group.RECORDS,
    ),
)
