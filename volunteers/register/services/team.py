"""Who works with the association's people: access given, limited and ended, and handed over.

Each verb writes the shared side and the association's trail in one transaction.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import team
from accounts.tasks import tell_of_invitation
from accounts.team import Extent
from tenants.actors import Actor
from tenants.models import Access, Invitation
from volunteers.register import handover, selectors, trail
from volunteers.register.handover import Party
from volunteers.register.models import Person
from volunteers.register.team_errors import NotToThemselves, SuccessorNotInRegister

ENDS = (Access.Role.OWNER, Access.Role.COORDINATOR, Access.Role.DEPUTY, Access.Role.LEADER)


@transaction.atomic(durable=True)
def invite(
    *, name: str, email: str, language: str, role: str, extent: Extent, by: Actor, by_owner: bool
) -> Invitation:
    """Offer somebody access and have the link sent. Raises what `accounts.team.invite` does."""
    invitation = team.invite(
        name=name, email=email, language=language, role=role, extent=extent, by=by, by_owner=by_owner
    )
    trail.record(
        "access.offered",
        by=by,
        subject_kind="invitation",
        subject_uuid=invitation.uuid,
        role=role,
        **_said(invitation, invitation.access_ends_at),
    )
    tell_of_invitation(invitation)
    return invitation


@transaction.atomic(durable=True)
def withdraw(*, uuid: UUID, by: Actor) -> Invitation | None:
    """Take an open invitation back."""
    invitation = team.withdraw(uuid=uuid)
    if invitation is not None:
        trail.record(
            "access.withdrawn", by=by, subject_kind="invitation", subject_uuid=uuid, role=invitation.role
        )
    return invitation


@transaction.atomic(durable=True)
def limit(*, user_uuid: UUID, role: str, extent: Extent, by: Actor, by_owner: bool) -> Access:
    """Change how far an access goes. Raises what `accounts.team.limit` does."""
    before, after = team.limit(user_uuid=user_uuid, role=role, extent=extent, by_owner=by_owner)
    _record(
        "access.limited",
        user_uuid,
        by,
        role=role,
        before=_said(before, before.ends_at),
        after=_said(after, after.ends_at),
    )
    return after


@transaction.atomic(durable=True)
def end(*, user_uuid: UUID, role: str, by: Actor, by_owner: bool) -> Access:
    """End an access now. Raises what `accounts.team.end` does."""
    access = team.end(user_uuid=user_uuid, role=role, by_owner=by_owner)
    _record("access.ended", user_uuid, by, role=role)
    return access


@transaction.atomic(durable=True)
def hand_over(*, leaver: Party, successor: Party, by: Actor, by_owner: bool) -> dict[str, int]:
    """Everything that hangs on somebody goes to a successor, and their access ends: all of it or nothing.

    Raises NotToThemselves, SuccessorNotInRegister, or what `accounts.team.end` does.
    """
    if leaver.user == successor.user:
        raise NotToThemselves
    keys = sorted(party.person.pk for party in (leaver, successor) if party.person)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    hanging = handover.found(leaver)
    if successor.person is None and any(one.hanging.needs_person for one in hanging):
        raise SuccessorNotInRegister(name=successor.name)
    moved = handover.move(leaver, successor)
    held = {one.access.role for one in team.team().held if one.user.uuid == leaver.user}
    for role in ENDS:
        if role in held:
            team.end(user_uuid=leaver.user, role=role, by_owner=by_owner)
    _record("access.handed_over", leaver.user, by, to=str(successor.user), moved=moved)
    return moved


def party_of(*, user_uuid: UUID, name: str) -> Party:
    """Somebody as the handover knows them."""
    return Party(user=user_uuid, name=name, person=selectors.person_of(user_uuid))


def _said(row: Access | Invitation, ends_at: Any) -> dict[str, Any]:
    """An extent as JSON."""
    return {
        "limited": row.limited,
        "units": [str(uuid) for uuid in row.unit_uuids],
        "roles": [str(uuid) for uuid in row.role_uuids],
        "starts_at": row.starts_at.isoformat() if row.starts_at else None,
        "ends_at": ends_at.isoformat() if ends_at else None,
    }


def _record(verb: str, user_uuid: UUID, by: Actor, **data: Any) -> None:
    """On the person's page where there is a person, else beside the login."""
    person = selectors.person_of(user_uuid)
    kind, uuid = ("person", person.uuid) if person else ("login", user_uuid)
    trail.record(verb, by=by, subject_kind=kind, subject_uuid=uuid, **data)
