"""The requests that views get: what the identity phase has loaded, typed."""

from accounts.models import User
from tenants.actors import Actor
from tenants.http import HostRequest
from tenants.models import Access, Association, Umbrella


class PersonRequest(HostRequest):
    """Somebody or nobody. `access` holds the names of their roles at this host, `accesses` all of theirs."""

    access: frozenset[str]
    accesses: list[Access]


class SignedInRequest(PersonRequest):
    """Somebody is signed in."""

    user: User
    actor: Actor


class TenantRequest(SignedInRequest):
    """At an association's host, inside the association."""

    association: Association


class UmbrellaRequest(SignedInRequest):
    """At an umbrella's host, in the identity phase."""

    umbrella: Umbrella
