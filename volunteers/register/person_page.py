"""The page of one person: what stands on it, from whichever app. Filled in each AppConfig.ready().

    person_page.register(Section(name="shifts", order=20, template="shifts/_person.html", context=find))
    person_page.tell(Teller(name="shifts", find=find_moments))

A section is a template with what `context(person, request)` gives it as `s`; None leaves it out. The person
comes from `dossier.load`, which has read all that the register knows in one query. A teller names moments of
the person's time here for the one timeline, latest first: at most `limit` of those before `before`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from accounts.http import TenantRequest
from volunteers.register.models import Person


@dataclass(frozen=True)
class Section:
    """A part of the page. `aside` ones stand beside, on a phone below."""

    name: str
    order: int
    template: str
    context: Callable[[Person, TenantRequest], dict[str, Any] | None]
    aside: bool = False


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    title: str
    text: str = ""
    state: Literal["done", "next", "wait", "bad", "quiet"] = "done"
    url: str = ""


@dataclass(frozen=True)
class Teller:
    """What one app knows of a person's time here."""

    name: str
    find: Callable[[Person, datetime, int], Iterable[Moment]]


@dataclass(frozen=True)
class Shown:
    """A section with what it shows."""

    template: str
    context: dict[str, Any]


_sections: dict[str, Section] = {}
_tellers: dict[str, Teller] = {}


def register(section: Section) -> None:
    """Add a part of the page. The same name again takes the place of the first."""
    _sections[section.name] = section


def tell(teller: Teller) -> None:
    """Add to the timeline. The same name again takes the place of the first."""
    _tellers[teller.name] = teller


def sections(person: Person, request: TenantRequest, *, aside: bool) -> list[Shown]:
    """The parts of one column that have something to show, in their order."""
    ordered = sorted(_sections.values(), key=lambda each: (each.order, each.name))
    asked = [(each.template, each.context(person, request)) for each in ordered if each.aside == aside]
    return [Shown(template, context) for template, context in asked if context is not None]


def moments(person: Person, *, before: datetime, limit: int) -> tuple[list[Moment], bool]:
    """The latest moments before one, latest first, and whether there are older ones.

    As many as `limit`, and those of the same instant as the last: the next page begins before it.
    """
    told = [
        each for _n, teller in sorted(_tellers.items()) for each in teller.find(person, before, limit + 1)
    ]
    found = sorted(told, key=lambda each: each.at, reverse=True)
    end = min(limit, len(found))
    while 0 < end < len(found) and found[end].at == found[end - 1].at:
        end += 1
    return found[:end], end < len(found)
