"""The requests that views get: what the identity phase has loaded, typed."""

from datetime import datetime

from django_htmx.middleware import HtmxDetails

from accounts.models import ApiToken, SignIn, User
from accounts.reach import Reach
from tenants.actors import Actor
from tenants.http import HostRequest
from tenants.models import Access, Association, Umbrella
from web.errors import DomainError


class PersonRequest(HostRequest):
    """Somebody or nobody. `access` holds the names of their roles at this host, `accesses` all of theirs.

    `access_withheld` holds the roles that would be theirs with a second factor, `factor_at` is when one was
    shown in this session's sign-in. `reach` says whom their roles let them see, `reach_withheld` whom they
    would with the withheld ones. `token` is set where a program asks in somebody's name, `refused` where the
    token that it sent is not taken.
    """

    htmx: HtmxDetails
    sign_in: SignIn | None
    factor_at: datetime | None
    access: frozenset[str]
    access_withheld: frozenset[str]
    accesses: list[Access]
    reach: Reach
    reach_withheld: Reach
    leads: Reach
    token: ApiToken | None
    refused: DomainError | None
    counted_as: str


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
