"""What takes place at sites. Apps above the register name their own when they start:

site_uses.register(SiteUse(name="shifts", planned=…, numbers=…, comes=…))
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from volunteers.register.models import Person, Site
from volunteers.register.reach import Reaching


class Planned(Protocol):
    """What is planned at a site from now on, whoever looks after it."""

    def __call__(self, *, site: Site) -> str:
        """In words, `3 shifts, the next on Tue 4 Feb`; empty for nothing."""


class Numbers(Protocol):
    """How much is planned at sites from now on, of what the reader looks after."""

    def __call__(self, *, sites: Collection[int], reader: Reaching) -> dict[int, int]:
        """By the key of the site."""


class Comes(Protocol):
    """Whether somebody is expected there."""

    def __call__(self, *, person: Person, site: Site) -> bool:
        """Now or later."""


@dataclass(frozen=True)
class SiteUse:
    """What one app plans at sites."""

    name: str
    planned: Planned
    numbers: Numbers
    comes: Comes


_known: dict[str, SiteUse] = {}


def register(use: SiteUse) -> None:
    """Add a use. The same name again takes the place of the first."""
    _known[use.name] = use


def planned(site: Site) -> str:
    """All that is planned there, in words; empty for nothing."""
    found = [use.planned(site=site) for _name, use in sorted(_known.items())]
    return ", ".join(each for each in found if each)


def numbers(sites: Collection[int], reader: Reaching) -> Counter[int]:
    """How much is planned at each site."""
    found: Counter[int] = Counter()
    for _name, use in sorted(_known.items()):
        found.update(use.numbers(sites=sites, reader=reader))
    return found


def comes(person: Person | None, site: Site) -> bool:
    """Whether somebody is expected there."""
    return person is not None and any(use.comes(person=person, site=site) for use in _known.values())
