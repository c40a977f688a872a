"""Tokens: how a program says in whose name it asks, with which scopes, and until when.

A token is resolved in the identity phase, like a session (accounts.middleware). It acts with the rights that
its maker has now, narrowed by its scopes. Its times are real time, as those of sign-ins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.http import PersonRequest, SignedInRequest
from accounts.models import ApiToken, User
from accounts.reach import NOBODY
from accounts.scopes import ANY, Scope
from tenants import clock
from tenants.actors import Actor
from tenants.models import Access, Association, Umbrella
from web import limits
from web.errors import DomainError

# So that somebody, or a program that looks for lost secrets, sees what a text is.
START = "rnl_"
SHOWN = len(START) + 6
MOST = 20
LIFETIMES = (30, 90, 365)
"""Days."""
SOON = timedelta(days=14)
MAKERS = ("owner", "coordinator", "admin", "analyst")
"""Roles that may make tokens, the highest of each place first. All of them need a second factor."""


class TokenRefused(DomainError):
    """Nobody's, ended, expired, for another place, or its maker has no access any more."""

    code = "token_not_valid"
    sentence = _("This token is not valid here: it is wrong, has ended, or is for another place.")
    status = 401


class TokenAndSession(DomainError):
    """Whose rights count would be a guess."""

    code = "token_and_session"
    sentence = _("Send the token or a session's cookie, not both.")
    status = 400


class TriedTooOften(DomainError):
    """Too many wrong tokens from one address."""

    code = "throttled"
    sentence = _("This was a little too often. Wait a minute and try again.")
    status = 429


class ScopeMissing(DomainError):
    """The token's maker may do this, the token may not."""

    code = "scope_missing"
    sentence = _("This token does not have the scope that this needs.")
    status = 403


class TooManyTokens(DomainError):
    """A place has as many as anybody can keep an eye on."""

    code = "too_many_tokens"
    sentence = _("There are %(most)s tokens in use already. End one that nobody needs any more.")
    status = 409


class NotHandedOn(DomainError):
    """Who asks may not do this themselves, or not make tokens at all."""

    code = "not_handed_on"
    sentence = _("You can let a token do only what you may do yourself.")
    status = 403


@dataclass(frozen=True)
class Made:
    """A new token. `secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


def presented(request: PersonRequest) -> str:
    """What a program sends to the API as `Authorization: Bearer …`; pages know no tokens."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    asks_api = request.path_info.startswith("/api/") and request.place.kind in {"association", "umbrella"}
    return value.strip() if asks_api and scheme.lower() == "bearer" else ""


def let_in(request: PersonRequest, secret: str) -> None:
    """Make the request its maker's, with the token in `request.token`.

    Raises TokenAndSession, TokenRefused or TriedTooOften; then the request is nobody's.
    """
    request.user = AnonymousUser()
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        raise TokenAndSession
    now = clock.real_now()
    token = _living(now).filter(secret_hash=sessions.hashed(secret)).first()
    if token is None or not _is_for(token, request) or not token.access.user.is_active:
        _count_wrong(request)
    signed_in: SignedInRequest = request  # type: ignore[assignment]  # it becomes one here
    signed_in.user = token.access.user
    request.factor_at = token.created_at  # its maker had shown one
    sessions.load_access(signed_in)
    if not any(access.pk == token.access_id and access.role in MAKERS for access in request.accesses):
        request.user, request.access, request.accesses = AnonymousUser(), frozenset(), []
        request.reach = NOBODY
        _count_wrong(request)
    request.token = token
    request.counted_as = f"token {token.pk}"
    signed_in.actor = Actor(user=signed_in.user.uuid, name=named(token))
    if token.last_used_on != now.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=now.date())


def _is_for(token: ApiToken, request: PersonRequest) -> bool:
    place = request.association or request.umbrella
    return place is not None and place == place_of(token)


def _count_wrong(request: PersonRequest) -> NoReturn:
    if not limits.allowed("secret", source=f"token from {limits.address(request)}"):
        raise TriedTooOften
    raise TokenRefused


def require_scope(token: ApiToken, needed: str) -> None:
    """Raises ScopeMissing, which names it; a view that names no scope is for no token."""
    if needed != ANY and needed not in token.scopes:
        raise ScopeMissing(scope=needed)


def named(token: ApiToken) -> str:
    """How the trail names who did something: the maker, and by which program; the same in all languages."""
    return f"{token.access.user} (API: {token.name})"


def place_of(token: ApiToken) -> Association | Umbrella:
    """The one place whose API it opens."""
    place = token.access.association or token.access.umbrella
    assert place is not None  # the table's constraint says so
    return place


def access_to_hang_on(accesses: Iterable[Access], place: Association | Umbrella) -> Access | None:
    """By which of somebody's accesses they may make a token there."""
    here = {each.role: each for each in accesses if place in (each.association, each.umbrella)}
    return next((here[role] for role in MAKERS if role in here), None)


@transaction.atomic
def make(*, access: Access, name: str, scopes: Sequence[str], days: int, allowed: Iterable[Scope]) -> Made:
    """A token of a place; `allowed` is what its maker may hand on. Raises NotHandedOn or TooManyTokens."""
    if not scopes or not set(scopes) <= {scope.name for scope in allowed} or access.role not in MAKERS:
        raise NotHandedOn
    Access.objects.select_for_update().get(pk=access.pk)  # two at once count one after the other
    place = access.association or access.umbrella
    now = clock.real_now()
    if place is None or living(place).count() >= MOST:
        raise TooManyTokens(most=MOST)
    secret = f"{START}{sessions.new_secret()}"
    token = ApiToken.objects.create(
        access=access,
        name=name,
        prefix=secret[:SHOWN],
        secret_hash=sessions.hashed(secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return Made(token=token, secret=secret)


def end(*, place: Association | Umbrella, uuid: UUID, by: User) -> ApiToken | None:
    """From here on it opens nothing. None where the place has none such; ended twice is ended once."""
    token = of_place(place).filter(uuid=uuid).first()
    if token is not None:
        ApiToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(
            ended_at=clock.real_now(), ended_by=str(by)[:160]
        )
    return token


def of_place(place: Association | Umbrella) -> QuerySet[ApiToken]:
    """All that were ever made for it, the newest first."""
    here = Q(access__association=place) if isinstance(place, Association) else Q(access__umbrella=place)
    return ApiToken.objects.filter(here).select_related("access__user").order_by("-created_at", "-pk")


def living(place: Association | Umbrella) -> QuerySet[ApiToken]:
    """Those of a place that open something."""
    return of_place(place).filter(_in_force(clock.real_now()))


def _living(now: datetime) -> QuerySet[ApiToken]:
    tokens = ApiToken.objects.select_related("access__user", "access__association", "access__umbrella")
    return tokens.filter(_in_force(now))


def _in_force(now: datetime) -> Q:
    return Q(ended_at__isnull=True, expires_at__gt=now) & (
        Q(access__ends_at__isnull=True) | Q(access__ends_at__gt=clock.now())
    )
