"""The federation's pages over requests to join: the list, one request, what it begins with, yes and no."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants import clock
from tenants.addresses import absolute_url
from tenants.models import JoinRequest
from umbrella.joining import links, selectors, services
from umbrella.joining.forms import (
    AddressForm,
    CatalogueForm,
    ContactForm,
    DetailsForm,
    RefuseForm,
    suggested_slug,
)
from web import formats
from web.errors import DomainError
from web.kit import Column, Event, Pages
from web.toasts import toast

SHOWN = 50
SECTION = "join-requests"
PARTS = ("names", "address", "contact", "roles")
State = JoinRequest.State
Mark = Literal["done", "bad", "quiet"]
TONES = {
    State.RECEIVED: ("wait", "wait"),
    State.BACKED: ("wait", "check"),
    State.APPROVED: ("good", "check"),
    State.REFUSED: ("neutral", "close"),
    State.WITHDRAWN: ("neutral", "close"),
}


def _found(request: UmbrellaRequest, uuid: UUID) -> JoinRequest:
    asked = selectors.request_of(request.umbrella, uuid)
    if asked is None:
        raise Http404
    return asked


def _page(request: UmbrellaRequest, asked: JoinRequest) -> HttpResponse:
    return redirect(reverse("join-request", urlconf=request.urlconf, kwargs={"uuid": asked.uuid}))


@requires("joining.see")
@require_GET
@never_cache
def join_requests(request: UmbrellaRequest) -> HttpResponse:
    """Who asked to join, those that wait first."""
    pages = Paginator(selectors.requests(request.umbrella), SHOWN)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "section": SECTION,
        "requests": [(asked, *TONES[asked.state]) for asked in page],
        "pages": Pages.of(number=page.number, size=SHOWN, total=pages.count),
        "form_url": absolute_url(request.umbrella, "join"),
        "decides": may(request, "joining.decide"),
        "columns": [
            Column(_("Association")),
            Column(_("State")),
            Column(_("District"), wide=True),
            Column(pgettext("column", "Received"), wide=True),
        ],
    }
    return render(request, "umbrella/joining/requests.html", context)


@requires("joining.see")
@require_GET
@never_cache
def join_request(request: UmbrellaRequest, uuid: UUID) -> HttpResponse:
    """One request: what it says, what is still missing, and what its reader may do now."""
    asked = _found(request, uuid)
    decides, mine = may(request, "joining.decide"), asked.backed_by == request.user.uuid
    missing = services.missing(asked=asked) if asked.is_open else []
    backed = services.has_first_approval(asked=asked)
    context = {
        "section": SECTION,
        "asked": asked,
        "label": State(asked.state).label,
        "tone": TONES[asked.state],
        "roles": [role.name for role, taken in selectors.roles(asked) if taken],
        "texts": [name for _code, name, taken in selectors.texts(asked) if taken],
        "missing": missing,
        "decides": decides and asked.is_open,
        "backed": backed,
        "backs": asked.is_open and not backed and not missing,
        "approves": asked.is_open and backed and decides and not mine,
        "mine": mine and backed,
        "mark": services.mark(asked=asked),
        "events": _events(asked),
    }
    return render(request, "umbrella/joining/request.html", context)


def _events(asked: JoinRequest) -> list[Event]:
    told: list[tuple[dt.datetime | None, str, str, Mark]] = [
        (asked.withdrawn_at, _("Withdrawn"), "", "quiet"),
        (asked.refused_at, _("Not accepted"), asked.refused_by_name, "bad"),
        (asked.approved_at, _("Second approval"), asked.approved_by_name, "done"),
        (asked.backed_at, _("First approval"), asked.backed_by_name, "done"),
        (asked.created_at, _("Begun") if asked.begun_by_name else _("Received"), asked.begun_by_name, "done"),
    ]
    return [
        Event(when=formats.day(at, weekday=False, year=True), title=title, text=by, state=state)
        for at, title, by, state in told
        if at is not None
    ]


@requires("joining.decide")
@require_http_methods(["GET", "POST"])
@never_cache
def join_request_new(request: UmbrellaRequest) -> HttpResponse:
    """Begin with an association that did not use the form."""
    form = DetailsForm(request.POST or None, initial={"language": request.umbrella.language})
    if request.method == "POST" and form.is_valid():
        asked = services.begin(
            umbrella=request.umbrella, form=links.form_uuid(request), by=request.actor, **form.cleaned_data
        )
        return _part(request, asked, "address")
    return _step(request, form, "names", None)


@requires("joining.decide")
@require_http_methods(["GET", "POST"])
@never_cache
def join_request_part(request: UmbrellaRequest, uuid: UUID, part: str) -> HttpResponse:
    """One part of what it begins with; the next follows."""
    asked = _found(request, uuid)
    if part not in PARTS:
        raise Http404
    if not asked.is_open:
        return _page(request, asked)
    form = _form(request, asked, part)
    if request.method == "POST" and form.is_valid():
        said = form.left_out() if isinstance(form, CatalogueForm) else form.cleaned_data
        try:
            services.prepare(asked=asked, by=request.actor, **said)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            following = PARTS[PARTS.index(part) + 1 :]
            goes_on = following and request.POST.get("do") != "back"
            return _part(request, asked, following[0]) if goes_on else _page(request, asked)
    return _step(request, form, part, asked)


def _part(request: UmbrellaRequest, asked: JoinRequest, part: str) -> HttpResponse:
    kwargs = {"uuid": asked.uuid, "part": part}
    return redirect(reverse("join-request-part", urlconf=request.urlconf, kwargs=kwargs))


def _form(request: UmbrellaRequest, asked: JoinRequest, part: str) -> forms.Form:
    typed = request.POST if request.method == "POST" else None
    if part == "roles":
        return CatalogueForm(typed, asked=asked)
    if part == "address":
        initial = {
            "slug": asked.slug or suggested_slug(asked.name_fi),
            "district": asked.district_id,
            "from_on": asked.from_on or clock.today(request.umbrella),
        }
        return AddressForm(typed, umbrella=request.umbrella, initial=initial)
    kind = DetailsForm if part == "names" else ContactForm
    return kind(typed, initial={name: getattr(asked, name) for name in kind.base_fields})


def _step(request: UmbrellaRequest, form: forms.Form, part: str, asked: JoinRequest | None) -> HttpResponse:
    number = PARTS.index(part) + 1
    context = {
        "section": SECTION,
        "form": form,
        "asked": asked,
        "part": part,
        "title": {
            "names": _("The association"),
            "address": _("District and address"),
            "contact": _("First coordinator"),
            "roles": _("Roles and texts to begin with"),
        }[part],
        "meta": _("Step %(number)s of %(all)s") % {"number": number, "all": len(PARTS)},
        "host": absolute_url(request.umbrella).split("//")[1].partition(".")[2].rstrip("/"),
        "is_last": number == len(PARTS),
        "form_id": "" if asked else links.form_id(request),
    }
    return render(request, "umbrella/joining/part.html", context)


@requires("joining.see")
@require_POST
def join_request_back(request: UmbrellaRequest, uuid: UUID) -> HttpResponse:
    """Give the first approval."""
    asked = _found(request, uuid)
    try:
        services.back(asked=asked, by=request.actor, seen=request.POST.get("seen", ""))
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Your approval is noted. Somebody else gives the second one."))
    return _page(request, asked)


@requires("joining.decide")
@require_POST
def join_request_approve(request: UmbrellaRequest, uuid: UUID) -> HttpResponse:
    """Give the second approval, and go to the association that is there now."""
    asked = _found(request, uuid)
    try:
        done = services.approve(asked=asked, by=request.actor, seen=request.POST.get("seen", ""))
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return _page(request, asked)
    assert done.association is not None
    toast(request, _("%(name)s is approved. Press “Set up” next.") % {"name": done.association.name})
    return redirect(reverse("association", urlconf=request.urlconf, kwargs={"slug": done.association.slug}))


@requires("joining.decide")
@require_http_methods(["GET", "POST"])
@never_cache
def join_request_refuse(request: UmbrellaRequest, uuid: UUID) -> HttpResponse:
    """Ask why, then say no."""
    asked = _found(request, uuid)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.refuse(asked=asked, by=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("The request is refused."))
        return _page(request, asked)
    if not asked.is_open:
        return _page(request, asked)
    context: dict[str, Any] = {"section": SECTION, "asked": asked, "form": form}
    return render(request, "umbrella/joining/refuse.html", context)
