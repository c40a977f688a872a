"""For everybody: the form to join a federation, and the page behind its private link."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Literal

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import UmbrellaRequest
from accounts.rights import public_page
from tenants.models import JoinRequest
from umbrella.joining import links, services
from umbrella.joining.forms import AskForm
from volunteers.recruiting import guard
from web import formats, limits
from web.errors import DomainError
from web.kit import Event
from web.limits import limited
from web.toasts import toast

View = Callable[..., HttpResponseBase]
State = JoinRequest.State
Mark = Literal["done", "bad", "quiet"]


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store, private"
    return response


def own(view: View) -> View:
    """Give the view the request that this browser may see; whoever has none gets 404."""

    @wraps(view)
    def wrapped(request: UmbrellaRequest) -> HttpResponseBase:
        asked = links.remembered(request, request.umbrella)
        if asked is None:
            raise Http404
        return _private(view(request, asked))

    return wrapped


@public_page
@require_http_methods(["GET", "POST"])
def join(request: UmbrellaRequest) -> HttpResponseBase:
    """The form. What is stopped or wrong comes back as it was filled in."""
    place = f"umbrella {request.umbrella.slug}"
    if request.method != "POST":
        return _form(request, AskForm(umbrella=request.umbrella), place)
    form = AskForm(request.POST, umbrella=request.umbrella)
    if objection := guard.objection(request, place):
        form.errors.clear()
        return _form(request, form, place, objection=objection, status=429)
    if not form.is_valid():
        return _form(request, form, place)
    if objection := _too_many(request, place):
        return _form(request, form, place, objection=objection, status=429)
    said = {name: value for name, value in form.cleaned_data.items() if name != "may_keep"}
    asked = services.hand_in(umbrella=request.umbrella, form=links.form_uuid(request), **said)
    response = redirect("join-status")
    links.remember(response, asked)
    return response


def _too_many(request: UmbrellaRequest, place: str) -> str:
    """Each whole form becomes a mail to the address in it, so few are taken. Empty when this one is."""
    if not limits.allowed("join", source=f"address {limits.address(request)}"):
        return _("Several requests came from your network. Wait an hour and press again.")
    if not limits.allowed("joins", source=place):
        return _("Very many requests are coming in today. Try again tomorrow.")
    return ""


def _form(
    request: UmbrellaRequest, form: AskForm, place: str, *, objection: str = "", status: int = 200
) -> HttpResponseBase:
    context = {
        "form": form,
        "umbrella": request.umbrella,
        "objection": objection,
        "opened": guard.stamp(place),
        "form_id": links.form_id(request),
        "honeypot": _("Leave this empty"),
    }
    return _private(render(request, "umbrella/joining/join.html", context, status=status))


@public_page
@require_GET
@limited("secret")
def join_open(request: UmbrellaRequest) -> HttpResponseBase:
    """From the link in the mail: the secret leaves the address at once."""
    asked = links.by_token(request.umbrella, request.GET.get("token", ""))
    if asked is None:
        raise Http404
    response = redirect("join-status")
    links.remember(response, asked)
    return _private(response)


@public_page
@require_GET
@own
def join_status(request: UmbrellaRequest, asked: JoinRequest) -> HttpResponse:
    """Where it stands, what comes next, and what was told."""
    context = {
        "asked": asked,
        "umbrella": request.umbrella,
        "standing": _standing(asked),
        "events": _events(asked),
        "link": links.link(asked),
    }
    response = render(request, "umbrella/joining/status.html", context)
    if asked.state == State.WITHDRAWN:  # shown once; the link in the mail opens it again
        links.forget(response)
    return response


def _standing(asked: JoinRequest) -> tuple[str, str]:
    """A heading and a sentence."""
    return {
        State.RECEIVED: (
            _("Your request is here"),
            _("Two people of the federation look at it. You get a mail when it is decided."),
        ),
        State.BACKED: (
            _("Your request is being looked at"),
            _("One of two people has approved it. You get a mail when it is decided."),
        ),
        State.APPROVED: (
            _("Your request is approved"),
            _("The association's pages are made next. The first coordinator gets an invitation by e-mail."),
        ),
        State.REFUSED: (_("Your request was not accepted"), _("The reason is below.")),
        State.WITHDRAWN: (
            _("You have withdrawn your request"),
            _("What you wrote is deleted after half a year. You can ask again at any time."),
        ),
    }[asked.state]


def _events(asked: JoinRequest) -> list[Event]:
    """No name of anybody at the federation is in it."""
    told: list[tuple[dt.datetime | None, str, Mark]] = [
        (asked.withdrawn_at, _("Withdrawn"), "quiet"),
        (asked.refused_at, _("Not accepted"), "bad"),
        (asked.approved_at, _("Approved"), "done"),
        (asked.created_at, _("Received"), "done"),
    ]
    return [
        Event(when=formats.day(at, weekday=False, year=True), title=title, state=state)
        for at, title, state in told
        if at is not None
    ]


@public_page
@require_http_methods(["GET", "POST"])
@own
def join_withdraw(request: UmbrellaRequest, asked: JoinRequest) -> HttpResponseBase:
    """Ask once, then take it back."""
    if request.method != "POST":
        return render(request, "umbrella/joining/withdraw.html", {"asked": asked})
    try:
        services.withdraw(asked=asked)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The request is withdrawn."))
    return redirect("join-status")
