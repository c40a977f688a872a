"""A new association is not used before somebody of it has accepted the agreement on its data."""

from collections.abc import Callable

from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from accounts.rights import may, rule_of

ACCEPTING = "agreement.accept"
# What has nothing to do with the association's data: signing in and out, oneself, and what everybody sees.
FREE = frozenset({"identity", "public", "me", ACCEPTING})


class AgreedMiddleware:
    """Stands before the rules, for the association's own people; strangers are refused by the rules."""

    def __init__(self, get_response: Callable[[PersonRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponseBase:
        """To the agreement for whom may accept it; a sentence for everybody else."""
        association = request.association
        if association is None or not association.agreement_due or not request.access:
            return self.get_response(request)
        try:
            rule = rule_of(resolve(request.path_info, request.urlconf).func)
        except Resolver404:
            return self.get_response(request)
        if rule in FREE:
            return self.get_response(request)
        sentence = _(
            "%(association)s is not in use yet: somebody who may decide for it first accepts the agreement on"
            " its data."
        ) % {"association": association}
        if request.path_info.startswith("/api/"):
            refusal = {"code": "agreement_missing", "sentence": sentence, "data": {}}
            return JsonResponse(refusal, status=403)
        if may(request, ACCEPTING):
            return redirect(reverse("agreement", urlconf=request.urlconf))
        return render(request, "accounts/not_in_use.html", {"sentence": sentence}, status=403)
