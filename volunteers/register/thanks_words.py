"""Thanks as they are read: by the person who got them, and on a person's page."""

from typing import Any

from accounts.http import TenantRequest
from notifications.placeholders import paragraphs
from volunteers.register import dossier
from volunteers.register.models import Person, Thanks
from volunteers.register.person_page import Section

SHOWN = 5


def as_read(thanks: Thanks) -> dict[str, Any]:
    """One thank-you as the person who got it reads it."""
    return {
        "why": thanks.why,
        "by": thanks.by_name,
        "on": thanks.thanked_on,
        "paragraphs": paragraphs(thanks.letter.in_language()[1]) if thanks.letter else [],
    }


def section(person: Person, request: TenantRequest) -> dict[str, Any]:
    """For what they were thanked last."""
    return {"thanks": dossier.of(person).thanks[:SHOWN]}


SECTION = Section("thanks", 55, "register/_person_thanks.html", section)
