"""From host to person to phase."""

from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.db import connection
from django.http import Http404, HttpResponseBase, JsonResponse
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.http import PersonRequest, SignedInRequest
from accounts.rights import may, rule_of
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association

Answer = Callable[[PersonRequest], HttpResponseBase]
OPEN = frozenset({"public", "identity"})


class SignInMiddleware:
    """Loads who is signed in and what they may be here, all of it before any association is entered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        """At the sign-in host Django's own session decides, at every other the sign-in it was handed."""
        request.access = frozenset()
        request.accesses = []
        if request.place.kind == "identity":
            sessions.require_living_sign_in(request)
        else:
            request.user = sessions.user_of_host_session(request) or AnonymousUser()
        if request.user.is_authenticated:
            signed_in = cast("SignedInRequest", request)
            sessions.load_access(signed_in)
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
        rule = rule_of(match.func)
        if rule is None and request.place.kind != "identity":
            raise ImproperlyConfigured(f"{match.view_name} does not say who may open it (accounts.rights).")
        if rule is not None and rule not in OPEN and (refusal := _refusal(request, rule)):
            return refusal
        association = request.association
        if association is None or rule == "identity":
            return self.get_response(request)
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
        here = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('signin', urlconf=request.urlconf)}?{urlencode({'next': here})}")
    if not request.access:
        return _said(404, "not_found", _("Not found.")) if api else response_for_exception(request, Http404())
    if not may(request, rule):
        if api:
            return _said(403, "permission_denied", _("You do not have the right to do this."))
        return response_for_exception(request, PermissionDenied())
    return None


def _said(status: int, code: str, sentence: str) -> JsonResponse:
    """What the API says, in the shape of all its errors (api.errors)."""
    return JsonResponse({"code": code, "sentence": sentence, "data": {}}, status=status)


def _inside(association: Association, content: Any) -> Iterator[bytes]:
    """Each chunk of a streamed body is made inside the association again."""
    chunks = iter(content)
    while True:
        with entered(association):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
