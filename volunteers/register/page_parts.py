"""Parts of pages of the register that apps above it know. Filled in each AppConfig.ready().

    page_parts.register(Part("role", "shifts", 10, "shifts/_role.html", find))

What a page is about is handed to `context(subject, request)`: a role, a site or a person; what it returns is
the template's `s`, and None leaves the part out. A person's own page has `person_page`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from accounts.http import TenantRequest
from volunteers.register.person_page import Shown

Page = Literal["role", "site", "own-site", "person-times", "own-times"]


@dataclass(frozen=True)
class Part:
    """A part of a page."""

    page: Page
    name: str
    order: int
    template: str
    context: Callable[[Any, TenantRequest], dict[str, Any] | None]


_parts: dict[tuple[Page, str], Part] = {}


def register(part: Part) -> None:
    """Add a part to its page. The same name again takes the place of the first."""
    _parts[part.page, part.name] = part


def parts(page: Page, subject: object, request: TenantRequest) -> list[Shown]:
    """The parts of a page that have something to show, in their order."""
    ordered = sorted(_parts.values(), key=lambda each: (each.order, each.name))
    asked = [(each.template, each.context(subject, request)) for each in ordered if each.page == page]
    return [Shown(template, context) for template, context in asked if context is not None]
