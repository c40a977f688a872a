"""How our mails look: a greeting, a few paragraphs, facts, one button, and why you get it.

A kind's `render` returns `letter(…)`. What it says comes in plain text, already in the language in use.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language

from notifications.kinds import Attachment, Rendered
from tenants.addresses import absolute_url
from tenants.context import current_association


@dataclass(frozen=True)
class Button:
    """The one thing to do. `url` is a whole link (tenants.addresses.absolute_url).

    A `private` link opens a door by itself: it goes out and is never kept. `path` may then say where the same
    thing is on the association's pages for somebody who is signed in.
    """

    label: str
    url: str
    private: bool = False
    path: str = ""

    @property
    def kept_path(self) -> str:
        """Where it leads on the association's own host; empty for private links and for other hosts."""
        home = absolute_url(current_association())
        if self.path or self.private or not self.url.startswith(home):
            return self.path
        return "/" + self.url.removeprefix(home)


@dataclass(frozen=True)
class Fact:
    """One line of facts: when, where."""

    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """One of several things that a letter tells: a heading, what there is to say of it, where to look."""

    title: str
    paragraphs: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    button: Button | None = None


_stop: ContextVar[str] = ContextVar("stop", default="")


@contextmanager
def that_can_be_stopped(link: str) -> Iterator[None]:
    """Letters that are made inside the block name this link at their end; none where it is empty."""
    token = _stop.set(link)
    try:
        yield
    finally:
        _stop.reset(token)


def letter(
    *,
    subject: str,
    paragraphs: Sequence[str],
    why: str,
    name: str = "",
    facts: Sequence[Fact] = (),
    button: Button | None = None,
    attachments: Sequence[Attachment] = (),
    enclosed: str = "",
    parts: Sequence[Part] = (),
) -> Rendered:
    """A mail from the association that is entered, as text and as HTML that say the same.

    `why` is the footer's sentence why the person gets it; `name` is how the greeting addresses them. What is
    `enclosed` is told by the mail alone: a digest and the inbox bring no file.
    """
    subject = " ".join(subject.split())
    context = {
        "subject": subject,
        "paragraphs": paragraphs,
        "why": why,
        "name": name,
        "facts": facts,
        "button": button,
        "enclosed": enclosed if attachments else "",
        "parts": parts,
        "stop_link": _stop.get(),
        "association": current_association(),
        "language": get_language() or "fi",
    }
    return Rendered(
        subject=subject,
        text=render_to_string("mail/letter.txt", context).strip() + "\n",
        html=render_to_string("mail/letter.html", context),
        attachments=tuple(attachments),
        paragraphs=tuple(str(paragraph) for paragraph in paragraphs),
        facts=tuple((fact.label, fact.value) for fact in facts),
        button_label=button.label if button else "",
        button_url=button.url if button else "",
        button_path=button.kept_path if button else "",
    )
