"""How far somebody's rights go inside an association: over all people, over some units and roles, or nobody.

Resolved before the association is entered, from the accesses that are in force. What it means for rows is
said in one place, `volunteers.register.reach`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from tenants import clock
from tenants.models import Access, Association

# Whoever has one of these looks after people; a guest looks at them. Who does both does not look further
# than they coordinate.
COORDINATING: frozenset[str] = frozenset({Access.Role.OWNER, Access.Role.COORDINATOR, Access.Role.DEPUTY})
LOOKING: frozenset[str] = frozenset({Access.Role.GUEST})


@dataclass(frozen=True)
class Reach:
    """Whom somebody may see: everybody, those who do these roles or roles of these units, or nobody."""

    whole: bool = False
    units: frozenset[UUID] = frozenset()
    roles: frozenset[UUID] = frozenset()
    # The login: who took somebody in sees them while they prepare and do no role yet.
    user: UUID | None = None

    @property
    def reach(self) -> "Reach":
        """Itself, so that jobs may hand it over where pages hand over their request."""
        return self


NOBODY, EVERYBODY = Reach(), Reach(whole=True)


def of(user: User, accesses: Iterable[Access], *, roles: Iterable[str] | None = None) -> Reach:
    """The reach of these accesses to one place together, as far as they are in one of these roles."""
    counting = [access for access in accesses if roles is None or access.role in roles]
    deciding = [access for access in counting if access.role in COORDINATING]
    deciding = deciding or [access for access in counting if access.role in LOOKING]
    if not deciding:
        return NOBODY
    return Reach(
        whole=any(not access.limited for access in deciding),
        units=frozenset(uuid for access in deciding for uuid in access.unit_uuids),
        roles=frozenset(uuid for access in deciding for uuid in access.role_uuids),
        user=user.uuid,
    )


def of_leader(user: User, accesses: Iterable[Access]) -> Reach:
    """Whose names somebody sees who leads groups: never everybody's."""
    leading = [access for access in accesses if access.role == Access.Role.LEADER]
    return Reach(
        units=frozenset(uuid for access in leading for uuid in access.unit_uuids),
        roles=frozenset(uuid for access in leading for uuid in access.role_uuids),
        user=user.uuid,
    )


def of_login(user_uuid: UUID, association: Association) -> Reach:
    """Somebody's reach at this moment, for jobs that go on after their request. In the identity phase."""
    user = User.objects.filter(uuid=user_uuid, is_active=True).first()
    if user is None:
        return NOBODY
    return of(user, Access.objects.filter(Access.in_force(clock.now()), user=user, association=association))
