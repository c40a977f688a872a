"""How a view says who may open it, and the one function that decides.

Every view carries exactly one mark: `@requires("rule")`, `@public_page`, or `@identity_page`. A test walks
the routes and fails for a view without a mark.

Strangers to a place get 404, people of the place without the right get 403, and somebody who is not signed
in is taken to the sign-in.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import rules
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])


def requires(rule: str) -> Callable[[View], View]:
    """Only for those to whom the named rule says yes. Rules are predicates over the request."""

    def mark(view: View) -> View:
        _mark(view, rule)
        return view

    return mark


def public_page(view: View) -> View:
    """For everybody, inside the association (or at the umbrella) but without a person."""
    _mark(view, "public")
    return view


def identity_page(view: View) -> View:
    """For everybody, in the identity phase: signing in and out, and the demo's own pages."""
    _mark(view, "identity")
    return view


def beforehand(load: Callable[[Any], None]) -> Callable[[View], View]:
    """Let something be loaded into the request once the view may be seen and before it is inside: what a
    person's page needs of other places of theirs, by a listed crossing. Stands below the view's mark.
    """

    def mark(view: View) -> View:
        view.beforehand = load  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def beforehand_of(view: Callable[..., Any]) -> Callable[[Any], None] | None:
    """What a view has loaded before it is inside, if it has. A class names it as it names its rule."""
    load: Callable[[Any], None] | None = _marked(view, "beforehand")
    return load


def _mark(view: Callable[..., Any], rule: str) -> None:
    view.rule = rule  # type: ignore[attr-defined]  # functions and classes take attributes


def rule_of(view: Callable[..., Any]) -> str | None:
    """The mark of a view as Django resolved it (function, `as_view()` of a class, or an API view)."""
    rule: str | None = _marked(view, "rule")
    return rule


def _marked(view: Callable[..., Any], name: str) -> Any:
    found = getattr(view, name, None)
    if found is None:
        holder = getattr(view, "view_class", None) or getattr(view, "cls", None)
        found = getattr(holder, name, None)
    return found


def may(request: HttpRequest, rule: str) -> bool:
    """Whether the person of the request may do what the rule names. Templates ask it through `{% may %}`."""
    return bool(rules.test_rule(rule, request))
