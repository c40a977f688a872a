"""Inviting somebody of the register to sign in."""

from django.db import transaction

from accounts import invitations
from notifications.services import plan
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Access, Invitation
from volunteers.register import trail
from volunteers.register.errors import HasLogin, NoAddress
from volunteers.register.models import Person

KIND = "register.invitation"


@transaction.atomic
def invite_person(*, person: Person, by: Actor, role: str = Access.Role.VOLUNTEER) -> Invitation:
    """Offer a person access to the association, and have the link sent to their address.

    One of the verbs that write both sides in one transaction. An open invitation of the same role is
    replaced; its link no longer works. Part of larger verbs too. Raises NoAddress or HasLogin.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.user_uuid is not None:
        raise HasLogin(name=locked.name)
    if not locked.email:
        raise NoAddress(name=locked.name)
    association = current_association()
    with platform_role():
        invitation = invitations.invite(
            association=association,
            email=locked.email,
            name=locked.name,
            role=role,
            language=locked.language,
            person_uuid=locked.uuid,
            by=by,
        )
    plan(
        kind=KIND,
        key=f"{KIND}:{invitation.uuid}",
        person_uuid=locked.uuid,
        due_at=clock.now(),
        subject_kind="person",
        subject_uuid=locked.uuid,
        data={"invitation": str(invitation.uuid)},
    )
    trail.record("person.invited", by=by, subject_kind="person", subject_uuid=locked.uuid, role=str(role))
    return invitation
