"""The letter of thanks as a mail, and thanks on a person's page."""

from typing import Any

from django.utils.translation import get_language, gettext as _, gettext_lazy

from accounts.http import TenantRequest
from notifications.kinds import Kind, Rendered
from notifications.letters import Button, letter
from notifications.models import Message
from tenants import addresses
from tenants.context import current_association
from volunteers.register import dossier, kinds, selectors
from volunteers.register.models import Person, Thanks
from volunteers.register.person_page import Section
from volunteers.register.services import thanks as verbs

SHOWN = 5


def _thanks_of(message: Message) -> Thanks | None:
    if message.subject_uuid is None:
        return None
    return (
        Thanks.objects.filter(letter__uuid=message.subject_uuid, person__uuid=message.person_uuid)
        .select_related("letter")
        .first()
    )


def _still_wanted(message: Message) -> str | None:
    return None if _thanks_of(message) else "the thank-you was taken back"


def _render(message: Message, language: str) -> Rendered:
    association = current_association()
    names = {"association": association.name_in(language)}
    person = selectors.person_by_uuid(message.person_uuid)
    found = _thanks_of(message)
    said = found.letter.text_in(language) if found and found.letter else ""
    return letter(
        subject=_("Thank you from %(association)s") % names,
        name=person.given_name if person else "",
        paragraphs=[*paragraphs(said), found.by_name if found else ""],
        button=Button(_("Open my page"), addresses.absolute_url(association, "home")),
        why=_("You get this message because you volunteer at %(association)s.") % names,
    )


def paragraphs(text: str) -> list[str]:
    """A text by its empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def as_read(thanks: Thanks) -> dict[str, Any]:
    """One thank-you as the person who got it reads it."""
    return {
        "why": thanks.why,
        "by": thanks.by_name,
        "on": thanks.thanked_on,
        "paragraphs": paragraphs(thanks.letter.text_in(get_language())) if thanks.letter else [],
    }


def section(person: Person, request: TenantRequest) -> dict[str, Any]:
    """For what they were thanked last."""
    return {"thanks": dossier.of(person).thanks[:SHOWN]}


KIND = Kind(
    name=verbs.KIND,
    label=gettext_lazy("Thank-you"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
)
SECTION = Section("thanks", 55, "register/_person_thanks.html", section)
