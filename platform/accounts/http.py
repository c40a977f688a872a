"""The requests that views get: what the identity phase has loaded, typed."""

from django.http import HttpRequest

from accounts.models import User
from tenants.actors import Actor
from tenants.models import Association, Umbrella


class SignedInRequest(HttpRequest):
    """Somebody is signed in. `access` holds the names of their roles at this host."""

    user: User
    access: frozenset[str]
    actor: Actor
    request_id: str


class TenantRequest(SignedInRequest):
    """At an association's host, inside the association."""

    association: Association


class UmbrellaRequest(SignedInRequest):
    """At an umbrella's host, in the identity phase."""

    umbrella: Umbrella
