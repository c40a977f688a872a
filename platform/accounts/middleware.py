"""From host to person to phase."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from accounts import sessions
from accounts.rights import may, rule_of
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association

Answer = Callable[[HttpRequest], HttpResponseBase]


class SignInMiddleware:
    """Loads who is signed in and what they may be here, all of it before any association is entered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """At the sign-in host Django's own session decides, at every other the sign-in it was handed."""
        request.access = frozenset()  # type: ignore[attr-defined]
        request.accesses = []  # type: ignore[attr-defined]
        if request.place.kind == "identity":  # type: ignore[attr-defined]
            sessions.require_living_sign_in(request)
        else:
            user = sessions.user_of_host_session(request)
            request.user = user or AnonymousUser()
        if request.user.is_authenticated:
            sessions.load_access(request)
            request.actor = Actor(user=request.user.uuid, name=str(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)


class PhaseMiddleware:
    """Decides whether the view may be seen, and runs it inside the association if it belongs there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """404 for strangers, 403 without the right, the sign-in for those whom we do not know."""
        try:
            match = resolve(request.path_info, request.urlconf)  # type: ignore[attr-defined]
        except Resolver404:
            return self.get_response(request)
        rule = rule_of(match.func)
        place = request.place  # type: ignore[attr-defined]
        if rule is None and place.kind != "identity":
            raise ImproperlyConfigured(f"{match.view_name} does not say who may open it (accounts.rights).")
        if rule not in {None, "public", "identity"} and (refused := self._refused(request, str(rule))):
            return refused
        association: Association | None = place.association
        if association is None or rule == "identity":
            return self.get_response(request)
        with entered(association):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        if isinstance(response, StreamingHttpResponse) and not hasattr(response, "file_to_stream"):
            response.streaming_content = _inside(association, response.streaming_content)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """allauth's own handler and the error pages run in the identity phase."""
        from django.db import connection  # noqa: PLC0415  # only on errors

        connection.set_schema_to_public()  # type: ignore[attr-defined]  # set by django-tenants

    @staticmethod
    def _refused(request: HttpRequest, rule: str) -> HttpResponseBase | None:
        wants_page = not request.path_info.startswith("/api/")
        if isinstance(request.user, AnonymousUser):
            if wants_page:
                here = request.get_full_path() if request.method == "GET" else "/"
                return redirect(f"{reverse('signin', urlconf=request.urlconf)}?{urlencode({'next': here})}")  # type: ignore[attr-defined]
            return None  # the API answers 401 by itself
        if not request.access:  # type: ignore[attr-defined]
            return _error_page(request, Http404())
        if not may(request, rule):
            return _error_page(request, PermissionDenied()) if wants_page else None
        return None


def _error_page(request: HttpRequest, error: Exception) -> HttpResponseBase:
    from django.core.handlers.exception import response_for_exception  # noqa: PLC0415  # only on refusals

    return response_for_exception(request, error)


def _inside(
    association: Association, content: Iterator[bytes] | AsyncIterator[bytes] | Any
) -> Iterator[bytes]:
    """Each chunk of a streamed body is made inside the association again."""
    chunks = iter(content)
    while True:
        with entered(association):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
