"""The page behind the link in a mail that stops such mails: without signing in, and only by a press.

A mail scanner that opens the link changes nothing. A mail program that has its own button for it posts to the
link (RFC 8058): it has no cookie and no form, and the link is its proof.
"""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import public_page
from desk.messages import choosing
from notifications import links
from notifications.models import Message
from volunteers.register.models import Person
from web import language
from web.machines import by_machines

ONE_CLICK = ("List-Unsubscribe", "One-Click")


@public_page
@by_machines
@require_http_methods(["GET", "POST"])
@never_cache
def unsubscribe(request: TenantRequest) -> HttpResponseBase:
    """What the link stops; a press stops it, and another one takes that back."""
    response = _answer(request, request.GET.get(links.PARAMETER, ""))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: TenantRequest, token: str) -> HttpResponseBase:
    try:
        message = links.message_of(token)
        reader = choosing.reader_of(message)
    except links.LinkRefused as refusal:
        return render(request, "desk/unsubscribe_refused.html", {"refusal": refusal}, status=refusal.status)
    return language.answer_in(reader.language, request, lambda: _to_reader(request, message, reader, token))


def _to_reader(request: TenantRequest, message: Message, reader: Person, token: str) -> HttpResponseBase:
    found = choosing.stoppable(message, person=reader)
    if request.method != "POST":
        context = {"found": found, "link": _path(token)}
        return render(request, "desk/unsubscribe.html", context)
    if "again" in request.POST:
        choosing.go_on(found=found)
    else:
        choosing.stop(found=found)
    if request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        return HttpResponse(status=204)  # mail programs follow nowhere and show nothing
    return HttpResponseRedirect(_path(token))


def _path(token: str) -> str:
    return f"{reverse(links.ROUTE)}?{urlencode({links.PARAMETER: token})}"
