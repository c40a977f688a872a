"""How our mails look: a greeting, a few paragraphs, facts, one button, and why you get it.

A kind's `render` returns `letter(…)`. What it says comes in plain text, already in the language in use.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language

from notifications.kinds import Attachment, Rendered
from tenants.context import current_association


@dataclass(frozen=True)
class Button:
    """The one thing to do. `url` is a whole link (tenants.addresses.absolute_url)."""

    label: str
    url: str


@dataclass(frozen=True)
class Fact:
    """One line of facts: when, where."""

    label: str
    value: str


def letter(
    *,
    subject: str,
    paragraphs: Sequence[str],
    why: str,
    name: str = "",
    facts: Sequence[Fact] = (),
    button: Button | None = None,
    attachments: Sequence[Attachment] = (),
) -> Rendered:
    """A mail from the association that is entered, as text and as HTML that say the same.

    `why` is the footer's sentence why the person gets it; `name` is how the greeting addresses them.
    """
    subject = " ".join(subject.split())
    context = {
        "subject": subject,
        "paragraphs": paragraphs,
        "why": why,
        "name": name,
        "facts": facts,
        "button": button,
        "association": current_association(),
        "language": get_language() or "fi",
    }
    return Rendered(
        subject=subject,
        text=render_to_string("mail/letter.txt", context).strip() + "\n",
        html=render_to_string("mail/letter.html", context),
        attachments=tuple(attachments),
    )
