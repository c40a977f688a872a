"""Pages over several apps."""

from datetime import date
from typing import Any

from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import beforehand, public_page, requires
from desk import selectors
from desk.greeting import greeting
from desk.nav import first_page
from scheduling.activities import public_calendar
from scheduling.shifts import conditions, elsewhere
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.views import show
from scheduling.shifts.words import shifts as words
from tenants import clock
from tenants.addresses import absolute_url
from volunteers.pairs import selectors as pairs
from volunteers.register import site_words, thanks, thanks_words
from volunteers.register.words import CountingUnit
from volunteers.supervision import duties, selectors as supervision
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
    context = {
        "roles": selectors.roles_on_offer(),
        "association": request.association,
        "is_on": bool(public_calendar.ahead(1)),
    }
    return render(request, "desk/public.html", context)


@requires("home")
@beforehand(elsewhere.look_up)
@require_GET
def home(request: TenantRequest) -> HttpResponse:
    """When is my next shift, what could I take, how many hours have I given?"""
    day = clock.today(request.association)
    person, supervises = supervision.oneself(request.user.uuid, has_pairs=pairs.going_on_with(OuterRef("pk")))
    page = selectors.home(person, user=request.user.uuid, today=day)
    request.new_messages = page.new_messages  # type: ignore[attr-defined]  # the frame shows it
    context = {
        "page": page,
        "greeting": greeting(str(request.user)),
        "meta": formats.day(day, long=True),
        "next": _next(page, today=day),
        "elsewhere": _elsewhere(request, page.next.sign_up) if page.next else [],
        "suggestions": [
            _suggestion(each) for each in page.suggestions if not _elsewhere(request, each.shift)
        ],
        "later": [show.own_line(claim, request=request) for claim in page.later],
        "leads": any(each.role.counting_unit == CountingUnit.SESSION for each in page.roles),
        "supervised": any(duties.asks(each.role) for each in page.roles),
        "supervises": supervises,
        "has_pairs": person is not None and person.has_pairs,  # type: ignore[attr-defined]  # annotated above
        "needed": any(each.lacks or each.soon for each in page.roles),
        "thanks": [thanks_words.as_read(each) for each in thanks.of_person(person, today=day)[:THANKS]]
        if person
        else [],
    }
    return render(request, "desk/home.html", context)


def _next(page: selectors.Home, *, today: date) -> dict[str, Any] | None:
    if page.next is None or page.place is None:
        return None
    sign_up, shift, site = page.next.sign_up, page.next.sign_up.shift, page.place.site
    begins = timezone.localtime(sign_up.starts_at).date()
    return {
        "day": formats.day(sign_up.starts_at),
        "time": formats.times(sign_up.starts_at, sign_up.ends_at),
        "distance": show.distance(begins, today=today).rstrip("."),
        "title": words.title(shift),
        "url": _to("shift", uuid=shift.uuid),
        # Who is there already calls, and presses nothing.
        "cancel_url": "" if conditions.has_started(shift) else _to("shift-cancel-own", uuid=shift.uuid),
        "site": site,
        "way": "" if shift.where == Shift.Where.SITE else words.way(shift),
        "online_address": words.online_address(sign_up),
        "site_note": ". ".join(part for part in (site.address, site.arrival) if part) if site else "",
        "map_url": site_words.map_link(site.address) if site else "",
        "with": ", ".join(page.place.others),
        "contact": page.place.contact,
    }


def _elsewhere(request: TenantRequest, one: Shift | SignUp) -> list[elsewhere.Elsewhere]:
    """Where else the reader is then: told beside their next shift, and a reason to suggest none."""
    return elsewhere.at(request, one.starts_at, one.ends_at)


def _suggestion(one: selectors.Suggestion) -> dict[str, Any]:
    shift = one.shift
    free = shift.places - shift.taken
    places = ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free}
    parts = [formats.times(shift.starts_at, shift.ends_at), words.where(shift), places]
    return {
        "title": words.title(shift),
        "url": _to("shift", uuid=shift.uuid),
        "take_url": _to("shift-sign-up", uuid=shift.uuid),
        "by_request": one.by_request,
        "weekday": formats.weekday(shift.starts_at),
        "day": formats.day(shift.starts_at, weekday=False),
        "sub": " · ".join(part for part in parts if part),
        "why": one.why,
    }


def _to(route: str, **kwargs: Any) -> str:
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)
