"""Who may do what in an association, besides its volunteers: inviting, limiting, ending. The shared side.

All of it is called from inside the association, by verbs that write the trail there in the same transaction.
Whoever changes who owns or coordinates locks all owners and coordinators first, in one order: so two who act
at once cannot leave an association to nobody.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import invitations
from accounts.models import ApiToken, User
from accounts.team_errors import EndIsOver, LastOne, LastOwner, NoAccess, OwnersOnly, TooLong, WholeOrPart
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Access, Association, Invitation

Role = Access.Role
LONGEST = timedelta(days=366)
TEAM = (Role.OWNER, Role.COORDINATOR, Role.DEPUTY, Role.LEADER, Role.GUEST, Role.SUPERVISOR)
_DECIDING = (Role.OWNER, Role.COORDINATOR)


@dataclass(frozen=True)
class Extent:
    """How far an access is to go, and from when until when."""

    limited: bool = False
    units: frozenset[UUID] = frozenset()
    roles: frozenset[UUID] = frozenset()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    instead_of: UUID | None = None

    def check(self, *, role: str) -> None:
        """Raises WholeOrPart, EndIsOver or TooLong."""
        now = clock.now()
        if self.limited and not (self.units or self.roles):
            raise WholeOrPart
        if self.ends_at is not None and self.ends_at <= max(now, self.starts_at or now):
            raise EndIsOver
        if role in Access.DATED and (
            self.ends_at is None or self.ends_at > max(now, self.starts_at or now) + LONGEST
        ):
            raise TooLong

    def fields(self) -> dict[str, object]:
        """As the tables have it, without the end."""
        return {
            "limited": self.limited,
            "unit_uuids": sorted(self.units) if self.limited else [],
            "role_uuids": sorted(self.roles) if self.limited else [],
            "starts_at": self.starts_at,
        }


@dataclass(frozen=True)
class Held:
    """One access of somebody in the team."""

    user: User
    access: Access
    begun: bool

    @property
    def who(self) -> str:
        """The login, as forms name it."""
        return str(self.user.uuid)


@dataclass(frozen=True)
class Team:
    """Who has access besides volunteers, by name, and who is invited."""

    held: list[Held] = field(default_factory=list)
    invited: list[Invitation] = field(default_factory=list)


def team() -> Team:
    """Everybody's accesses that count now or will, and open invitations. From inside the association."""
    association, now = current_association(), clock.now()
    with platform_role():
        rows = _open(association, now).filter(role__in=TEAM).select_related("user", "instead_of")
        held = [
            Held(user=access.user, access=access, begun=access.is_in_force(now))
            for access in rows.order_by("user__name", "user__email", "role", "pk")
        ]
        invited = Invitation.objects.filter(
            association=association, role__in=TEAM, accepted_at__isnull=True, expires_at__gt=now
        ).select_related("instead_of")
        return Team(held=held, invited=list(invited.order_by("name", "pk")))


def _open(association: Association, at: datetime) -> QuerySet[Access]:
    return Access.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), association=association)


def held(*, user_uuid: UUID, role: str) -> Held | None:
    """One of them."""
    found = (one for one in team().held if one.user.uuid == user_uuid and one.access.role == role)
    return next(found, None)


def supervisors() -> list[User]:
    """Who supervises from outside and can sign in, by name. From inside the association."""
    return [one.user for one in team().held if one.access.role == Role.SUPERVISOR and one.begun]


def has_owner() -> bool:
    """Whether somebody owns the association now."""
    return any(one.access.role == Role.OWNER for one in team().held)


@transaction.atomic
def invite(
    *, name: str, email: str, language: str, role: str, extent: Extent, by: Actor, by_owner: bool
) -> Invitation:
    """Offer somebody access. Raises OwnersOnly, WholeOrPart, EndIsOver, TooLong."""
    extent.check(role=role)
    if role == Role.OWNER and not by_owner and has_owner():
        raise OwnersOnly
    association = current_association()
    with platform_role():
        invitation = invitations.invite(
            association=association,
            email=email,
            name=name,
            role=role,
            language=language,
            person_uuid=None,
            by=by,
        )
        for key, value in extent.fields().items():
            setattr(invitation, key, value)
        invitation.access_ends_at = extent.ends_at
        whom = extent.instead_of
        invitation.instead_of = User.objects.filter(uuid=whom).first() if whom else None
        invitation.save()
    return invitation


@transaction.atomic
def withdraw(*, uuid: UUID) -> Invitation | None:
    """An open invitation opens nothing any more."""
    association, now = current_association(), clock.now()
    with platform_role():
        found = Invitation.objects.select_for_update().filter(
            association=association, uuid=uuid, role__in=TEAM, accepted_at__isnull=True, expires_at__gt=now
        )
        invitation = found.first()
        if invitation is not None:
            invitation.expires_at = now
            invitation.save(update_fields=["expires_at"])
    return invitation


@transaction.atomic
def limit(*, user_uuid: UUID, role: str, extent: Extent, by_owner: bool) -> tuple[Access, Access]:
    """Change how far an access goes and until when. Returns it as it was, and as it is.

    Raises NoAccess, OwnersOnly, LastOne, WholeOrPart, EndIsOver, TooLong.
    """
    extent.check(role=role)
    association = current_association()
    with platform_role():
        access = _locked(association, user_uuid=user_uuid, role=role, by_owner=by_owner)
        before = Access.objects.get(pk=access.pk)
        for key, value in extent.fields().items():
            setattr(access, key, value)
        access.starts_at = before.starts_at
        access.ends_at = extent.ends_at
        access.save()
        _require_somebody(association, changed=access)
    return before, access


@transaction.atomic
def end(*, user_uuid: UUID, role: str, by_owner: bool) -> Access:
    """From now on the login may do nothing there in this role; tokens made by it open nothing.

    Its sessions at the association end with the next request, wherever they are (`sessions.load_access`).
    Raises NoAccess, OwnersOnly, LastOwner, LastOne.
    """
    association = current_association()
    with platform_role():
        access = _locked(association, user_uuid=user_uuid, role=role, by_owner=by_owner)
        access.ends_at = max(clock.now(), access.starts_at or clock.now())
        access.save(update_fields=["ends_at"])
        ApiToken.objects.filter(access=access, ended_at__isnull=True).update(ended_at=clock.real_now())
        _require_somebody(association, changed=access)
    return access


def _locked(association: Association, *, user_uuid: UUID, role: str, by_owner: bool) -> Access:
    now = clock.now()
    deciding = _open(association, now).filter(role__in=_DECIDING)
    list(deciding.select_for_update(of=("self",)).order_by("pk"))
    rows = _open(association, now).select_related("user").filter(user__uuid=user_uuid, role=role)
    access = rows.select_for_update(of=("self",)).order_by("pk").first()
    if access is None:
        name = User.objects.filter(uuid=user_uuid).first()
        raise NoAccess(name=str(name or ""))
    if role == Role.OWNER and not by_owner:
        raise OwnersOnly
    return access


def _require_somebody(association: Association, *, changed: Access) -> None:
    """After a change: an owner where there was one, and somebody who decides over all without an end."""
    left = Access.objects.filter(
        Access.in_force(clock.now()), association=association, role__in=_DECIDING, ends_at__isnull=True
    )
    if changed.role == Role.OWNER and not left.filter(role=Role.OWNER).exists():
        raise LastOwner(name=str(changed.user))
    if changed.role in _DECIDING and not left.filter(limited=False).exists():
        raise LastOne(name=str(changed.user))


def coordinating() -> list[User]:
    """Who owns or coordinates the association now, by name: who can take something over."""
    deciding = (one.user for one in team().held if one.access.role in _DECIDING and one.begun)
    return list({user.pk: user for user in deciding}.values())
