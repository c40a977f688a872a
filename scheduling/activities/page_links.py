"""What else can be done from an occasion's page. Apps above add theirs when they start:

page_links.register(PageLink("survey-poll", _("Ask the audience"), "chart"))
"""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class PageLink:
    """A route that takes the occasion's identifier as `uuid`, what it is called, and its sign."""

    route: str
    label: Promise
    icon: str


_links: list[PageLink] = []


def register(link: PageLink) -> None:
    """Add a link. The same one is added once."""
    if link not in _links:
        _links.append(link)


def of(uuid: UUID) -> list[tuple[str, str, str]]:
    """Label, address and sign of each for an occasion."""
    return [(str(each.label), reverse(each.route, kwargs={"uuid": uuid}), each.icon) for each in _links]
