"""From host to person to phase."""

from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from accounts import scopes, sessions, tokens
from accounts.factors.errors import SecondFactorNeeded
from accounts.http import PersonRequest, SignedInRequest
from accounts.reach import NOBODY
from accounts.rights import beforehand_of, may, rule_of
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from web.errors import DomainError

Answer = Callable[[PersonRequest], HttpResponseBase]
OPEN = frozenset({"public", "identity"})


class SignInMiddleware:
    """Loads who is signed in and what they may be here, all of it before any association is entered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        """At the sign-in host Django's own session decides, at every other the sign-in it was handed."""
        request.access = request.access_withheld = frozenset()
        request.accesses = []
        request.reach = request.reach_withheld = request.leads = NOBODY
        request.factor_at = None
        request.token = request.refused = None
        if secret := tokens.presented(request):
            request.sign_in = None
            try:
                tokens.let_in(request, secret)
            except DomainError as refusal:
                request.refused = refusal
            return self.get_response(request)
        if request.place.kind == "identity":
            request.sign_in = sessions.sign_in_at_identity(request)
        else:
            request.sign_in = sessions.sign_in_at_host(request)
            request.user = request.sign_in.user if request.sign_in else AnonymousUser()
        signed_in = cast("SignedInRequest", request)
        if request.user.is_authenticated:
            sessions.load_access(signed_in)
        if request.user.is_authenticated:  # not where an access of theirs has ended since
            signed_in.actor = Actor(user=signed_in.user.uuid, name=str(signed_in.user))
        return self.get_response(request)


class PhaseMiddleware:
    """Decides whether the view may be seen, and runs it inside the association if it belongs there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        """404 for strangers, 403 without the right, the sign-in for those whom we do not know."""
        try:
            match = resolve(request.path_info, request.urlconf)
        except Resolver404:
            return self.get_response(request)
        if request.refused is not None:
            return _refused(request.refused)
        rule = rule_of(match.func)
        if rule is None and request.place.kind != "identity":
            raise ImproperlyConfigured(f"{match.view_name} does not say who may open it (accounts.rights).")
        if rule is not None and rule not in OPEN and (refusal := _refusal(request, rule)):
            return refusal
        if request.token is not None:
            try:
                tokens.require_scope(request.token, scopes.needed(match.func, request.method))
            except DomainError as missing:
                return _refused(missing)
        association = request.association
        if association is None or rule == "identity":
            return self.get_response(request)
        if load := beforehand_of(match.func):
            load(request)
        with entered(association):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not hasattr(response, "file_to_stream"):
            response.streaming_content = _inside(association, response.streaming_content)
        return response

    def process_exception(self, request: PersonRequest, exception: Exception) -> None:
        """Handlers of other middleware and the error pages run in the identity phase."""
        connection.set_schema_to_public()  # type: ignore[attr-defined]  # set by django-tenants


def _refusal(request: PersonRequest, rule: str) -> HttpResponseBase | None:
    api = request.path_info.startswith("/api/")
    if not request.user.is_authenticated:
        if api:
            return _said(401, "not_authenticated", _("Sign in first."))
        return _sign_in(request, second="")
    if not (request.access or request.access_withheld):
        return _said(404, "not_found", _("Not found.")) if api else response_for_exception(request, Http404())
    if may(request, rule):
        return None
    if _would_with_factor(request, rule):
        return _second_factor(request, api=api)
    if api:
        return _said(403, "permission_denied", _("You do not have the right to do this."))
    return response_for_exception(request, PermissionDenied())


def _would_with_factor(request: PersonRequest, rule: str) -> bool:
    """Whether only the second factor is missing."""
    in_force = request.access, request.reach
    request.access, request.reach = request.access | request.access_withheld, request.reach_withheld
    try:
        return bool(request.access_withheld) and may(request, rule)
    finally:
        request.access, request.reach = in_force


def _second_factor(request: PersonRequest, *, api: bool) -> HttpResponseBase:
    """Pages lead to where the factor is shown and back; what changes something is not done meanwhile."""
    if not api and request.method in {"GET", "HEAD"}:
        return _sign_in(request, second="yes")
    refusal = SecondFactorNeeded()
    if api:
        return _said(refusal.status, refusal.code, str(refusal))
    show = f"{reverse('signin', urlconf=request.urlconf)}?second=yes"
    context = {"refusal": refusal, "show_url": show}
    return render(request, "accounts/second_factor_needed.html", context, status=refusal.status)


def _sign_in(request: PersonRequest, *, second: str) -> HttpResponseBase:
    """To the sign-in and back; a part of a page takes its whole page along."""
    part = request.headers.get("HX-Request") == "true"
    page = request.htmx.current_url_abs_path if part else request.get_full_path()
    query = {"next": (page or "/") if request.method in {"GET", "HEAD"} else "/"}
    if second:
        query["second"] = second
    address = f"{reverse('signin', urlconf=request.urlconf)}?{urlencode(query)}"
    return HttpResponse(headers={"HX-Redirect": address}) if part else redirect(address)


def _said(status: int, code: str, sentence: str, data: dict[str, object] | None = None) -> JsonResponse:
    """What the API says, in the shape of all its errors (api.errors)."""
    return JsonResponse(
        {"code": code, "sentence": sentence, "data": data or {}},
        status=status,
        headers={"WWW-Authenticate": "Bearer"} if status == 401 else None,
    )


def _refused(refusal: DomainError) -> JsonResponse:
    response = _said(refusal.status, refusal.code, str(refusal), refusal.data)
    if refusal.status == 429:
        response.headers["Retry-After"] = "60"
    return response


def _inside(association: Association, content: Any) -> Iterator[bytes]:
    """Each chunk of a streamed body is made inside the association again."""
    chunks = iter(content)
    while True:
        with entered(association):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
