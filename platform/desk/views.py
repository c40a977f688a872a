"""Pages over several apps."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from desk import selectors
from desk.greeting import greeting
from desk.nav import first_page
from desk.today import line
from scheduling.shifts import words
from scheduling.shifts.models import Shift
from tenants import clock
from tenants.addresses import absolute_url
from volunteers.register import thanks, thanks_words
from volunteers.register.selectors import person_of
from web import formats

# So many thanks stand on a volunteer's first page.
THANKS = 3


@public_page
@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """The base host: what this is, and whose pages are here."""
    umbrellas = [
        {
            "umbrella": umbrella,
            "members": [{"name": a.name, "url": absolute_url(a)} for a in members],
        }
        for umbrella, members in selectors.umbrellas_with_members()
    ]
    context = {"umbrellas": umbrellas, "sign_in": absolute_url("identity", "account_login")}
    return render(request, "desk/landing.html", context)


@public_page
@require_GET
def public(request: TenantRequest) -> HttpResponseBase:
    """An association's front page. Those who belong here go on to their own page."""
    # What is withheld leads to the second factor, and then there.
    page = first_page(request.access) or first_page(request.access_withheld)
    if page and "stay" not in request.GET:
        return redirect(page)
    context = {"roles": selectors.roles_on_offer(), "association": request.association}
    return render(request, "desk/public.html", context)


@requires("home")
@require_GET
def home(request: TenantRequest) -> HttpResponse:
    """When is my next shift, what could I take, how many hours have I given?"""
    day = clock.today(request.association)
    person = person_of(request.user.uuid)
    page = selectors.home(person, today=day)
    context = {
        "page": page,
        "greeting": greeting(str(request.user)),
        "meta": formats.day(day, long=True),
        "next": _next(page),
        "suggestions": [_suggestion(shift) for shift in page.suggestions],
        "later": [line(sign_up.shift) for sign_up in page.later],
        "roles": [{"role": role, "lacks": lacks} for role, lacks in page.roles],
        "thanks": [thanks_words.as_read(each) for each in thanks.of_person(person, today=day)[:THANKS]]
        if person
        else [],
    }
    return render(request, "desk/home.html", context)


def _next(page: selectors.Home) -> dict[str, Any] | None:
    if page.next is None:
        return None
    shift = page.next.shift
    return {
        "day": formats.day(page.next.starts_at),
        "time": formats.times(page.next.starts_at, page.next.ends_at),
        "title": words.title(shift),
        "url": _to("shift", uuid=shift.uuid),
        "cancel_url": _to("shift-cancel-own", uuid=shift.uuid),
        "site": shift.site,
        "site_note": ". ".join(part for part in (shift.site.address, shift.site.arrival) if part)
        if shift.site
        else "",
        "map_url": f"https://www.openstreetmap.org/search?{urlencode({'query': shift.site.address})}"
        if shift.site and shift.site.address
        else "",
        "with": ", ".join(page.companions),
        "contact": shift.contact_person,
    }


def _suggestion(shift: Shift) -> dict[str, Any]:
    free = shift.places - shift.taken
    places = ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free}
    parts = [formats.times(shift.starts_at, shift.ends_at), shift.site.name if shift.site else "", places]
    return {
        "title": words.title(shift),
        "url": _to("shift", uuid=shift.uuid),
        "take_url": _to("shift-sign-up", uuid=shift.uuid),
        "weekday": formats.weekday(shift.starts_at),
        "day": formats.day(shift.starts_at, weekday=False),
        "sub": " · ".join(part for part in parts if part),
    }


def _to(route: str, **kwargs: Any) -> str:
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)
