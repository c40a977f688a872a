"""Predicates over a request's roles, from which the apps compose their rules."""

import rules
from django.http import HttpRequest

from accounts.reach import NOBODY, Reach

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def _roles(request: HttpRequest) -> frozenset[str]:
    return getattr(request, "access", frozenset())


def _writable(request: HttpRequest) -> bool:
    association = getattr(request, "association", None)
    return association is None or not association.is_read_only or request.method in READING


@rules.predicate
def is_coordinator(request: HttpRequest) -> bool:
    """Coordinates the association or a part of it, or owns it; at a suspended association only to look.

    Whom they see is asked of `volunteers.register.reach`.
    """
    return bool(_roles(request) & {"coordinator", "owner"}) and _writable(request)


@rules.predicate
def coordinates_all(request: HttpRequest) -> bool:
    """Coordinates the whole association, or owns it: for what is nobody's part of it alone."""
    reach: Reach = getattr(request, "reach", NOBODY)
    return bool(_roles(request) & {"coordinator", "owner"}) and reach.whole and _writable(request)


@rules.predicate
def stands_in(request: HttpRequest) -> bool:
    """Coordinates only for as long as somebody else is away, so hands nothing on."""
    roles = _roles(request)
    return "deputy" in roles and "owner" not in roles


@rules.predicate
def manages_team(request: HttpRequest) -> bool:
    """Says who else may coordinate. Not for who only stands in."""
    return bool(coordinates_all(request)) and not stands_in(request)


@rules.predicate
def is_owner(request: HttpRequest) -> bool:
    """Owns the association; at a suspended association only to look."""
    return "owner" in _roles(request) and _writable(request)


@rules.predicate
def is_guest(request: HttpRequest) -> bool:
    """Was asked in to look: their pages only read, and each reading is noted."""
    return "guest" in _roles(request) and _writable(request)


@rules.predicate
def is_supervisor(request: HttpRequest) -> bool:
    """Supervises groups of volunteers and is nobody of the association: sees the times of these groups."""
    return "supervisor" in _roles(request) and _writable(request)


@rules.predicate
def is_leader(request: HttpRequest) -> bool:
    """Leads groups: those who do some roles."""
    return "leader" in _roles(request) and _writable(request)


@rules.predicate
def is_volunteer(request: HttpRequest) -> bool:
    """Volunteers at the association; at a suspended association only to look."""
    return "volunteer" in _roles(request) and _writable(request)


@rules.predicate
def is_of_association(request: HttpRequest) -> bool:
    """Is one of the association's own people."""
    return bool(_roles(request) & {"coordinator", "owner", "volunteer"}) and _writable(request)


@rules.predicate
def is_of_umbrella(request: HttpRequest) -> bool:
    """Administers or analyses the federation."""
    return bool(_roles(request) & {"admin", "analyst"})


@rules.predicate
def has_role(request: HttpRequest) -> bool:
    """Has any role at all here; at a suspended association only to look."""
    return bool(_roles(request)) and _writable(request)


rules.add_rule("me", has_role)
# What concerns the whole association and is nobody's part alone.
rules.add_rule("association.manage", coordinates_all)
rules.add_rule("team.manage", manages_team)
rules.add_rule("tokens.manage", (is_coordinator & ~stands_in) | is_of_umbrella)
