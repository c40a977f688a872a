"""What is open to all, for everybody: when and where, and nobody's name; as a page and as a calendar."""

import hashlib
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe
from icalendar import Calendar, Event

from accounts.rights import public_page
from scheduling.activities import public_calendar
from tenants import clock
from tenants.addresses import absolute_url, host_of
from tenants.context import current_association
from tenants.http import HostRequest
from web import formats
from web.limits import limited

SHOWN = 30
IN_CALENDAR = 200


@public_page
@require_GET
def happening(request: HostRequest) -> HttpResponse:
    """The next occasions that anybody may come to, day by day."""
    days: dict[object, list[dict[str, str]]] = {}
    for each in public_calendar.ahead(SHOWN):
        day = timezone.localtime(each.starts_at).date()
        days.setdefault(day, []).append(
            {
                "title": each.title,
                "times": formats.times(each.starts_at, each.ends_at),
                "place": each.place,
                "description": each.description,
            }
        )
    return render(request, "activities/happening.html", {"days": list(days.items())})


@public_page
@require_safe
@limited("feed", methods=frozenset({"GET", "HEAD"}))
def happening_calendar(_request: HostRequest) -> HttpResponseBase:
    """The same as a calendar that phones and other sites follow."""
    association = current_association()
    zone, host = ZoneInfo(association.timezone), host_of(association)
    calendar = Calendar()
    calendar.add("prodid", "-//Rinnalla//What is on//FI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", association.name)
    for each in public_calendar.ahead(IN_CALENDAR):
        event = Event()
        event.add("uid", f"{_mark(each)}@{host}")
        event.add("dtstamp", clock.now())
        event.add("dtstart", each.starts_at.astimezone(zone))
        event.add("dtend", each.ends_at.astimezone(zone))
        event.add("summary", each.title)
        if each.place:
            event.add("location", each.place)
        if each.description:
            event.add("description", each.description)
        event.add("url", absolute_url(association, "happening"))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _mark(each: public_calendar.OnCalendar) -> str:
    """The same for the same thing at the same time, whoever tells of it."""
    return hashlib.sha256(f"{each.starts_at.isoformat()} {each.title} {each.place}".encode()).hexdigest()[:32]
