"""The page on which somebody makes, changes and stops their calendars."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.feeds import selectors, services, words
from scheduling.feeds.forms import AlarmForm, NewCalendarForm
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.services import Made
from volunteers.register.selectors import active_roles, active_sites, people_with_period
from web import formats
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

PAGE = "feeds/calendars.html"


def _language() -> str:
    return (get_language() or "fi")[:2]


def _feed(request: TenantRequest, uuid: UUID) -> CalendarFeed:
    found = selectors.of_login(request.user.uuid).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _form(request: TenantRequest, feeds: list[CalendarFeed], data: Any = None) -> NewCalendarForm:
    """Offers what they do not have yet."""
    roles = {feed.role_id for feed in feeds}
    sites = {feed.site_id for feed in feeds}
    volunteers = people_with_period().filter(user_uuid=request.user.uuid).exists()
    return NewCalendarForm(
        data,
        has_own=volunteers and not any(feed.what == CalendarFeed.What.OWN for feed in feeds),
        roles=[role for role in active_roles() if role.pk not in roles],
        sites=[site for site in active_sites() if site.pk not in sites],
    )


def _page(
    request: TenantRequest, feeds: list[CalendarFeed], form: NewCalendarForm, *, status: int = 200
) -> HttpResponse:
    lines = [
        {
            "feed": feed,
            "name": words.name(feed),
            "sub": _used(feed),
            "alarm": AlarmForm(initial={"minutes": feed.alarm_minutes}, auto_id=f"{feed.uuid}_%s")
            if feed.what == CalendarFeed.What.OWN
            else None,
        }
        for feed in feeds
    ]
    context = {"section": "shifts", "lines": lines, "form": form, "most": services.MOST}
    return render(request, PAGE, context, status=status)


def _used(feed: CalendarFeed) -> str:
    if feed.read_on is None:
        return _("No calendar program has read it yet")
    return _("Last read %(day)s") % {"day": formats.day(feed.read_on, weekday=False, year=True)}


@requires("shifts.see")
@require_GET
def calendars(request: TenantRequest) -> HttpResponse:
    """Their calendars, and a new one."""
    feeds = list(selectors.of_login(request.user.uuid))
    return _page(request, feeds, _form(request, feeds))


@requires("shifts.see")
@limited("secret", methods=frozenset({"POST"}))
@require_POST
@never_cache
def new(request: TenantRequest) -> HttpResponse:
    """Make one, and show its address this once."""
    feeds = list(selectors.of_login(request.user.uuid))
    form = _form(request, feeds, request.POST)
    if not form.is_valid():
        return _page(request, feeds, form, status=422)
    try:
        made = services.make(user_uuid=request.user.uuid, language=_language(), **form.chosen())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, feeds, form, status=refusal.status)
    return _shown(request, made)


def _shown(request: TenantRequest, made: Made) -> HttpResponse:
    _scheme, _colon, rest = made.address.partition(":")
    context = {"section": "shifts", "made": made, "name": words.name(made.feed), "app_url": f"webcal:{rest}"}
    response = render(request, "feeds/calendar_made.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@requires("shifts.see")
@require_POST
def alarm(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Let it ring, or not."""
    feed = _feed(request, uuid)
    form = AlarmForm(request.POST)
    if feed.what != CalendarFeed.What.OWN or not form.is_valid():
        raise Http404
    services.set_alarm(feed=feed, minutes=form.cleaned_data["minutes"], language=_language())
    toast(request, _("Saved. Your calendar follows when it reads the address next."))
    return redirect("calendars")


@requires("shifts.see")
@limited("secret", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
@never_cache
def reset(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask, then give it a new address, which is shown this once."""
    feed = _feed(request, uuid)
    if request.method == "POST":
        return _shown(request, services.reset(feed=feed, language=_language()))
    context = {"section": "shifts", "feed": feed, "name": words.name(feed)}
    return render(request, "feeds/calendar_reset.html", context)


@requires("shifts.see")
@require_http_methods(["GET", "POST"])
def stop(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask, then stop it."""
    feed = _feed(request, uuid)
    name = words.name(feed)
    if request.method == "POST":
        services.stop(feed=feed)
        toast(request, _("Stopped: %(name)s. The address opens nothing any more.") % {"name": name})
        return redirect("calendars")
    return render(request, "feeds/calendar_stop.html", {"section": "shifts", "feed": feed, "name": name})
