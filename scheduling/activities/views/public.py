"""What is open to all, for everybody: when and where, and nobody's name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.rights import public_page
from scheduling.activities import public_calendar
from tenants.http import HostRequest
from web import formats

SHOWN = 30


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
