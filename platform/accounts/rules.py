"""Predicates over a request's roles, from which the apps compose their rules."""

import rules
from django.http import HttpRequest


def _roles(request: HttpRequest) -> frozenset[str]:
    return getattr(request, "access", frozenset())


def _writable(request: HttpRequest) -> bool:
    association = getattr(request, "association", None)
    return association is None or not association.is_read_only or request.method in {"GET", "HEAD", "OPTIONS"}


@rules.predicate
def is_coordinator(request: HttpRequest) -> bool:
    """Coordinates the association, or owns it; at a suspended association only to look."""
    return bool(_roles(request) & {"coordinator", "owner"}) and _writable(request)


@rules.predicate
def is_owner(request: HttpRequest) -> bool:
    """Owns the association; at a suspended association only to look."""
    return "owner" in _roles(request) and _writable(request)


@rules.predicate
def is_volunteer(request: HttpRequest) -> bool:
    """Volunteers at the association; at a suspended association only to look."""
    return "volunteer" in _roles(request) and _writable(request)


@rules.predicate
def is_of_association(request: HttpRequest) -> bool:
    """Has any role at the association."""
    return bool(_roles(request) & {"coordinator", "owner", "volunteer"}) and _writable(request)


@rules.predicate
def is_of_umbrella(request: HttpRequest) -> bool:
    """Administers or analyses the federation."""
    return bool(_roles(request) & {"admin", "analyst"})


rules.add_rule("me", is_of_association | is_of_umbrella)
rules.add_rule("tokens.manage", is_coordinator | is_of_umbrella)
