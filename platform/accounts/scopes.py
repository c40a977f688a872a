"""What a token may be allowed: scopes by name, each under the rule that its maker needs for it anyway.

The apps register theirs as they start. A view of the API names its subject (`scope = "people"`), and the
method says whether it reads or writes: GET needs `people:read`, POST `people:write`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.rights import may
from tenants.addresses import Kind

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ANY = "any"
"""The subject of a view that every token may ask: what the API is."""


@dataclass(frozen=True)
class Scope:
    """`name` is a subject with `:read` or `:write`; `label` says to people what it lets a program do."""

    name: str
    label: str | Promise
    rule: str
    kind: Kind = "association"


_known: dict[tuple[Kind, str], Scope] = {}


def register(*scopes: Scope) -> None:
    """Make scopes known. Once for each name at each kind of host."""
    for scope in scopes:
        if (scope.kind, scope.name) in _known:
            raise ValueError(f"The scope {scope.name} is there already.")
        _known[scope.kind, scope.name] = scope


def known(kind: Kind) -> list[Scope]:
    """All of a kind of host, by name."""
    return [scope for (of, _name), scope in sorted(_known.items()) if of == kind]


def offered(request: HttpRequest) -> list[Scope]:
    """What the person of the request may hand on here: what they may do themselves."""
    kind: Kind = "umbrella" if getattr(request, "umbrella", None) else "association"
    return [scope for scope in known(kind) if may(request, scope.rule)]


def needed(view: Callable[..., Any], method: str | None) -> str:
    """The scope that a view asks of a token by this method; empty if it names none, and no token may."""
    holder = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    subject: str = getattr(holder, "scope", "")
    if not subject or subject == ANY:
        return subject
    return f"{subject}:{'read' if method in READING else 'write'}"
