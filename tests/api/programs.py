"""Programs of the tests: a token of somebody's, and a client that sends it."""

from collections.abc import Iterable

from django.test import Client

from accounts import tokens
from accounts.models import User
from accounts.scopes import Scope, known
from accounts.tokens import Made
from tenants.addresses import host_of
from tenants.models import Access, Association, Umbrella

Place = Association | Umbrella


def scopes_of(place: Place) -> list[Scope]:
    """All that there are at a place."""
    return known("umbrella" if isinstance(place, Umbrella) else "association")


def token(
    user: User, place: Place, *, scopes: Iterable[str] | None = None, name: str = "Wiki", days: int = 30
) -> Made:
    """A token that somebody has made; with all scopes if none are named."""
    here = {"umbrella": place} if isinstance(place, Umbrella) else {"association": place}
    accesses = Access.objects.filter(user=user, **here).select_related("user", "association", "umbrella")
    access = tokens.access_to_hang_on(accesses, place)
    assert access is not None
    wanted = [scope.name for scope in scopes_of(place)] if scopes is None else list(scopes)
    return tokens.make(access=access, name=name, scopes=wanted, days=days, allowed=scopes_of(place))


def program(place: Place, secret: str) -> Client:
    """A client that sends a token, and nothing else."""
    return Client(
        headers={"host": host_of(place), "authorization": f"Bearer {secret}"}, enforce_csrf_checks=True
    )
