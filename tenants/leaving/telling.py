"""Who is told when an association goes, comes back or is deleted: its owners, each of each step once.

Rows that the federation's process sends (`umbrella.ending.letters`); the one of a deletion keeps the address,
for its reader has no access any more when it leaves.
"""

from datetime import datetime
from uuid import UUID

from tenants import clock
from tenants.models import Access, Association, LeavingLetter

Role = Access.Role


def plan(association: Association, *, kind: str, about: UUID, at: datetime | None) -> int:
    """Plan a mail of one step to its owners, or to who coordinates where it has none. May run twice.

    `about` is the passage or deletion; `at` None leaves it waiting. Returns to how many.
    """
    inside = Access.objects.filter(Access.in_force(clock.now()), association=association)
    owners = list(inside.filter(role=Role.OWNER, user__is_active=True).select_related("user"))
    readers = owners or list(
        inside.filter(role=Role.COORDINATOR, limited=False, user__is_active=True).select_related("user")
    )
    for access in readers:
        user = access.user
        LeavingLetter.objects.get_or_create(
            about=about,
            kind=kind,
            to_user=user.uuid,
            defaults={
                "association": association,
                "name": str(user.name)[:160],
                "email": user.email,
                "language": user.language,
                "next_at": at,
            },
        )
    return len(readers)
