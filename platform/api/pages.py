"""The page about the API of an association or umbrella: what it is for, who has a token, and making one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import scopes, tokens
from accounts.factors import proof
from accounts.http import SignedInRequest
from accounts.models import ApiToken
from accounts.rights import requires
from api.forms import TokenForm
from api.views import description
from tenants import clock
from tenants.addresses import Kind
from tenants.context import platform_role
from tenants.models import Association, Umbrella
from web import formats
from web.errors import DomainError
from web.kit import Column
from web.limits import limited
from web.toasts import toast


@dataclass(frozen=True)
class Line:
    """A token as the list shows it."""

    token: ApiToken
    labels: str
    made: str
    used: str
    until: str
    is_living: bool
    ends_soon: bool


@dataclass(frozen=True)
class Allowed:
    """A scope with the addresses that it opens."""

    scope: scopes.Scope
    addresses: list[str]


@requires("tokens.manage")
@require_GET
@never_cache
def access(request: SignedInRequest) -> HttpResponse:
    """What the API is for and how to use it, and which programs have a token."""
    with platform_role():
        found = list(tokens.of_place(_place(request))[:200])
    lines = [_line(token, request) for token in found]
    allowed = _allowed(request)
    context = {
        "face": _face(request),
        "section": "api",
        "lines": [line for line in lines if line.is_living],
        "ended": [line for line in lines if not line.is_living],
        "allowed": allowed,
        "columns": [
            Column(_("Scope"), wide=True),
            Column(_("What it lets a program do")),
            Column(_("Addresses"), wide=True),
        ],
        "example": _example(request, allowed, [one.scope.name for one in allowed]),
        "start": tokens.START,
        "rate": settings.RATE_LIMITS["api"][0],
    }
    return render(request, "api/access.html", context)


@requires("tokens.manage")
@limited("secret", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
@never_cache
def token_new(request: SignedInRequest) -> HttpResponseBase:
    """Make a token, and show it this once. Wants the second factor of who makes it, shown just now."""
    if not proof.is_fresh(request.factor_at):
        return redirect(
            f"{reverse('signin')}?{urlencode({'next': reverse('api-token-new'), 'second': 'fresh'})}"
        )
    offered = scopes.offered(request)
    form = TokenForm(request.POST if request.method == "POST" else None, offered=offered)
    context = {"face": _face(request), "section": "api", "form": form}
    if not form.is_valid():
        return render(request, "api/token_new.html", context)
    hangs_on = tokens.access_to_hang_on(request.accesses, _place(request))
    if hangs_on is None:
        raise Http404
    try:
        with platform_role():
            made = tokens.make(access=hangs_on, allowed=offered, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "api/token_new.html", context)
    example = _example(request, _allowed(request), made.token.scopes)
    context |= {"made": made, "until": _day(made.token.expires_at), "example": example}
    return render(request, "api/token_made.html", context)


@requires("tokens.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def token_end(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """Ask, then end a token of this place, whoever made it."""
    place = _place(request)
    with platform_role():
        token = tokens.of_place(place).filter(uuid=uuid).first()
        if token is not None and request.method == "POST":
            tokens.end(place=place, uuid=uuid, by=request.user)
    if token is None:
        raise Http404
    if request.method == "POST":
        toast(request, _("%(name)s has no access any more.") % {"name": token.name})
        return redirect("api-access")
    return render(request, "api/token_end.html", {"face": _face(request), "section": "api", "token": token})


def _place(request: SignedInRequest) -> Association | Umbrella:
    place = request.association or request.umbrella
    if place is None:
        raise Http404
    return place


def _face(request: SignedInRequest) -> str:
    return "web/federation.html" if request.umbrella else "web/coordinator.html"


def _example(request: SignedInRequest, allowed: list[Allowed], names: Sequence[str]) -> str:
    """An address that a token with these scopes may read."""
    opened = [address for one in allowed if one.scope.name in names for address in one.addresses]
    lists = [address for address in opened if address.startswith("GET ") and "{" not in address]
    path = lists[0].removeprefix("GET ") if lists else reverse("api-schema")
    return request.build_absolute_uri(path)


def _day(at: datetime) -> str:
    return formats.day(at, weekday=False, year=True)


def _line(token: ApiToken, request: SignedInRequest) -> Line:
    now = clock.real_now()
    labels = {scope.name: str(scope.label) for scope in scopes.known(_kind(request))}
    has_access = token.access.ends_at is None or token.access.ends_at > clock.now()
    said = {"maker": str(token.access.user), "day": _day(token.created_at)}
    return Line(
        token=token,
        labels=" · ".join(labels.get(name, name) for name in token.scopes),
        made=_("Made by %(maker)s, %(day)s") % said,
        used=_used(token),
        until=_until(token, now, has_access=has_access),
        is_living=token.ended_at is None and token.expires_at > now and has_access,
        ends_soon=token.expires_at - now < tokens.SOON,
    )


def _used(token: ApiToken) -> str:
    if token.last_used_on is None:
        return _("Not used yet")
    return _("Last used %(day)s") % {"day": formats.day(token.last_used_on, weekday=False, year=True)}


def _until(token: ApiToken, now: datetime, *, has_access: bool) -> str:
    if token.ended_at is not None:
        return _("Ended %(day)s by %(name)s") % {"day": _day(token.ended_at), "name": token.ended_by}
    if token.expires_at <= now:
        return _("Expired %(day)s") % {"day": _day(token.expires_at)}
    if not has_access:
        return _("Ended together with the access of %(name)s") % {"name": token.access.user}
    return _("Works until %(day)s") % {"day": _day(token.expires_at)}


def _kind(request: SignedInRequest) -> Kind:
    return "umbrella" if request.umbrella else "association"


def _allowed(request: SignedInRequest) -> list[Allowed]:
    """All scopes of this kind of host, with what each opens, as the description of the API says."""
    paths = description(request.urlconf, get_language() or "")["paths"]
    opened: dict[str, list[str]] = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            opened.setdefault(operation.get("x-scope", ""), []).append(f"{method.upper()} {path}")
    return [Allowed(scope, opened.get(scope.name, [])) for scope in scopes.known(_kind(request))]
