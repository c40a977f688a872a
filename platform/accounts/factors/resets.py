"""A lost phone and no recovery codes: somebody else takes the second factor away, and it is noted.

By a second coordinator, if the association is the only place where the person's roles need a factor: a reset
by one association must never weaken the way into another, or into a federation. In all other cases by the
operator: `manage.py reset_second_factor ADDRESS --reason …`, run as the owner.

Nothing else is taken away and nothing given: the person signs in by code or password as before, and is asked
to set up a new factor before anything that needs one. All their sign-ins end, and they get a mail.
"""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from accounts import sessions
from accounts.factors.errors import NothingToReset, NotOneself, ResetRefused, WorksElsewhereToo
from accounts.models import FactorReset, SignIn, User
from tenants import clock
from tenants.context import platform_role
from tenants.models import Access, Association


@dataclass(frozen=True)
class Member:
    """Somebody who coordinates or owns an association, and whether their factor can be taken away here."""

    user: User
    roles: list[str]
    has_factor: bool
    refusal: ResetRefused | None

    @property
    def who(self) -> str:
        """The login, as addresses name it."""
        return str(self.user.uuid)


def members(association: Association, *, by: User) -> list[Member]:
    """Who coordinates or owns the association, in order of name. From inside it, too."""
    with platform_role():
        found: dict[int, tuple[User, list[str]]] = {}
        rows = _living().filter(association=association, role__in=sessions.NEED_FACTOR)
        for access in rows.select_related("user").order_by("user__name", "user__email", "role"):
            found.setdefault(access.user_id, (access.user, []))[1].append(access.get_role_display())
        return [_member(user, roles, association, by) for user, roles in found.values()]


def _member(user: User, roles: list[str], association: Association, by: User) -> Member:
    return Member(user=user, roles=roles, has_factor=_factors(user), refusal=_refusal(user, association, by))


def member(association: Association, *, uuid: UUID, by: User) -> Member | None:
    """One of them."""
    return next((one for one in members(association, by=by) if one.user.uuid == uuid), None)


def by_coordinator(*, user: User, association: Association, by: User) -> FactorReset:
    """Take the factors of another coordinator away. From inside the association. Raises ResetRefused."""
    with platform_role(), transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        here = _living().filter(user=locked, association=association, role__in=sessions.NEED_FACTOR)
        if not here.exists():
            raise WorksElsewhereToo(name=str(locked))
        if refusal := _refusal(locked, association, by):
            raise refusal
        return _reset(locked, association=association.slug, by_user=by.uuid, by_name=str(by), reason="")


def by_operator(*, email: str, by_name: str, reason: str) -> FactorReset:
    """Take anybody's factors away. Raises User.DoesNotExist, NothingToReset."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(email__iexact=email)
        if not _factors(user):
            raise NothingToReset(name=str(user))
        return _reset(user, association="", by_user=None, by_name=by_name, reason=reason)


def _living() -> QuerySet[Access]:
    return Access.objects.filter(Access.in_force(clock.now()))


def _factors(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def _refusal(user: User, association: Association, by: User) -> ResetRefused | None:
    if user.pk == by.pk:
        return NotOneself()
    elsewhere = _living().filter(user=user, role__in=sessions.NEED_FACTOR)
    if elsewhere.exclude(association=association).exists():
        return WorksElsewhereToo(name=str(user))
    return None if _factors(user) else NothingToReset(name=str(user))


def _reset(user: User, *, association: str, by_user: UUID | None, by_name: str, reason: str) -> FactorReset:
    Authenticator.objects.filter(user=user).delete()
    SignIn.objects.filter(user=user, ended_at__isnull=True).update(ended_at=clock.real_now())
    return FactorReset.objects.create(
        user_uuid=user.uuid,
        association=association,
        by_user=by_user,
        by_name=by_name[:160],
        reason=reason[:300],
    )
