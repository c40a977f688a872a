"""Every route that a host answers, found by walking the URL configurations, so none is forgotten.

The tests of the walls and the demo's check try them all; a new route is among them without anybody adding it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.rights import rule_of
from tenants.addresses import URLCONFS, Kind

# What a part of an address stands for. Identifiers are tried with every one that another association has.
IDENTIFIERS = frozenset({"uuid", "person", "sign_up", "material", "qualification", "question", "row"})
HARMLESS: dict[str, object] = {
    "year": 2025,
    "month": 1,
    "number": 1,
    "slug": "alfa",
    "what": "qualification",
    "kind": "agreement",
    "purpose": "photo",
    "part": "contact",
    "words": "shift.reminder",
    "language": "fi",
    "tag": "0-0:0:0",
    "secret": "none",
    "code": "none",
    "place": "goals",
    "form": "json",
}


@dataclass(frozen=True)
class Route:
    """One address pattern of a kind of host."""

    kind: Kind
    name: str
    pattern: str
    rule: str | None
    kwargs: tuple[str, ...]
    view: Callable[..., Any]

    def __str__(self) -> str:
        return f"{self.kind}:/{self.pattern}"

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The parts of the address that name a row."""
        return tuple(name for name in self.kwargs if name in IDENTIFIERS)

    @property
    def is_api(self) -> bool:
        """Whether programs read its answers."""
        return self.pattern.startswith("api/")

    def path(self, **values: object) -> str:
        """An address of this pattern; parts that name no row get a harmless value."""
        harmless = {name: HARMLESS[name] for name in self.kwargs if name in HARMLESS}
        return reverse(self.name, urlconf=URLCONFS[self.kind], kwargs={**harmless, **values} or None)


def routes(kind: Kind) -> list[Route]:
    """All routes of a kind of host, in their order."""
    return list(_walk(kind, get_resolver(URLCONFS[kind]).url_patterns, "", ()))


def _walk(
    kind: Kind, patterns: list[URLPattern | URLResolver], prefix: str, kwargs: tuple[str, ...]
) -> Iterator[Route]:
    for each in patterns:
        text = prefix + str(each.pattern)
        names = (*kwargs, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from _walk(kind, each.url_patterns, text, names)
        else:
            yield Route(kind, each.name or "", text, rule_of(each.callback), names, each.callback)
