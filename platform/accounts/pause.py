"""At a suspended association nothing changes: whatever asks for it gets a sentence, whoever asks."""

from collections.abc import Callable

from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from accounts.rights import rule_of
from web.toasts import toast

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


class PauseMiddleware:
    """Stands before the rules: they would only say no, and not why. Signing in and out stay possible."""

    def __init__(self, get_response: Callable[[PersonRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        """403 with a sentence to the association's people; strangers are refused by the rules."""
        if request.method in LOOKING or not _writes(request):
            return self.get_response(request)
        sentence = _("%(association)s is paused at the moment: you can look, but nothing can be changed.") % {
            "association": request.place.association
        }
        if request.path_info.startswith("/api/"):
            refusal = {"code": "association_paused", "sentence": sentence, "data": {}}
            return JsonResponse(refusal, status=403)
        response = render(request, "accounts/paused.html", {"sentence": sentence}, status=403)
        if request.headers.get("HX-Request"):
            toast(request, sentence, bad=True)
            response["HX-Refresh"] = "true"
        return response


def _writes(request: PersonRequest) -> bool:
    association = request.association
    if association is None or not association.is_read_only:
        return False
    try:
        rule = rule_of(resolve(request.path_info, request.urlconf).func)
    except Resolver404:
        return False
    return rule != "identity" and (rule == "public" or bool(request.access))
