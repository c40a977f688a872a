"""The shared side of a person's time as a volunteer: whether their login may act as one here."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Access, Invitation

# Whoever has one of these sees the association's shifts.
ACTING = (Access.Role.VOLUNTEER, Access.Role.COORDINATOR, Access.Role.OWNER, Access.Role.DEPUTY)


@transaction.atomic
def end_access(*, user_uuid: UUID | None, person_uuid: UUID) -> int:
    """In the association that is entered: the login no longer acts as a volunteer, open invitations end.

    A coordinator's or owner's own rights stay. Part of larger verbs, which write both sides in one
    transaction. Returns how many accesses ended.
    """
    association = current_association()
    with platform_role():
        now = clock.now()
        Invitation.objects.filter(
            association=association,
            person_uuid=person_uuid,
            role=Access.Role.VOLUNTEER,
            accepted_at__isnull=True,
            expires_at__gt=now,
        ).update(expires_at=now)
        if user_uuid is None:
            return 0
        return Access.objects.filter(
            user__uuid=user_uuid, association=association, role=Access.Role.VOLUNTEER, ends_at__isnull=True
        ).update(ends_at=now)


@transaction.atomic
def grant_access(*, user_uuid: UUID) -> None:
    """In the association that is entered: the login acts as a volunteer, again. Twice changes nothing."""
    association = current_association()
    with platform_role():
        user = User.objects.filter(uuid=user_uuid).first()
        if user is not None:
            Access.objects.get_or_create(
                user=user,
                association=association,
                role=Access.Role.VOLUNTEER,
                ends_at=None,
                defaults={"created_at": clock.now()},
            )


def acts_here(*, user_uuid: UUID) -> bool:
    """Whether the login may still act in the association that is entered, as a volunteer or as more."""
    association = current_association()
    with platform_role():
        return Access.objects.filter(
            Access.in_force(clock.now()),
            user__uuid=user_uuid,
            user__is_active=True,
            association=association,
            role__in=ACTING,
        ).exists()
