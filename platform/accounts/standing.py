"""What somebody may see when they are not asking: for words that go out to them later."""

from collections.abc import Iterable

from accounts import reach
from accounts.http import TenantRequest
from accounts.models import User
from tenants.actors import Actor
from tenants.models import Access, Association


def reading_as(user: User, association: Association, accesses: Iterable[Access]) -> TenantRequest:
    """A request as if they read a page now, with these accesses to the association and nothing else.

    What is found with it may be counted in a message of theirs. It answers no page and writes nothing.
    """
    here = list(accesses)
    roles = {str(access.role) for access in here}
    if Access.Role.DEPUTY in roles:
        roles.add(Access.Role.COORDINATOR.value)
    request = TenantRequest()
    request.method = "GET"
    request.association, request.umbrella = association, None
    request.user, request.actor = user, Actor(user=user.uuid, name=str(user))
    request.access, request.access_withheld = frozenset(roles), frozenset()
    request.accesses = here
    request.reach = reach.of(user, here, roles=roles)
    request.reach_withheld = request.leads = reach.NOBODY
    request.token = request.refused = request.sign_in = request.factor_at = None
    return request
