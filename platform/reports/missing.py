"""What a year's figures still lack, each with the place where it is put right."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.http import TenantRequest
from reports import unfinished
from reports.year import Year
from scheduling.hours import split, untold
from scheduling.shifts.selectors import shifts
from tenants import clock
from tenants.context import current_association
from web import formats


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what, what comes of it, and where it is put right."""

    title: str
    why: str
    url: str
    action: str
    icon: str


def missing(year: Year, *, request: TenantRequest) -> list[Missing]:
    """What keeps the year's figures from being whole, in the order in which it is put right."""
    closed = {month.first_day for month in year.months if month.is_closed}
    found = unfinished.of(year.year, request=request, closed=closed)
    return [
        *_attendance(year, request),
        *_waiting(found.waiting),
        *_left_behind(found.behind),
        *_untold(found.untold),
        *_months(year),
        *_silent_roles(year),
    ]


def _attendance(year: Year, request: TenantRequest) -> Iterator[Missing]:
    since, until = split.year_bounds(year.year, _zone())
    unmarked = shifts.awaiting_attendance(now=clock.now(), reader=request).filter(
        starts_at__gte=since, starts_at__lt=until
    )
    count, oldest = unmarked.aggregate(count=Count("pk"), oldest=Min("starts_at")).values()
    if not count:
        return
    day = timezone.localtime(oldest).date()
    yield Missing(
        title=ngettext(
            "Attendance is missing for %(count)s shift",
            "Attendance is missing for %(count)s shifts",
            count,
        )
        % {"count": formats.number(count)},
        why=_("Hours come of it when it is marked. The oldest is of %(day)s.")
        % {"day": formats.day(day, year=True)},
        url=f"{reverse('plan')}?{urlencode({'week': day.isoformat()})}",
        action=_("Open the week"),
        icon="check",
    )


def _waiting(count: int) -> Iterator[Missing]:
    if count:
        yield Missing(
            title=ngettext(
                "%(count)s entry of hours waits for approval",
                "%(count)s entries of hours wait for approval",
                count,
            )
            % {"count": formats.number(count)},
            why=_("They count nowhere until they are approved."),
            url=reverse("hours-approve"),
            action=_("Look at them"),
            icon="clock",
        )


def _left_behind(behind: Mapping[dt.date, int]) -> Iterator[Missing]:
    for month, count in behind.items():
        yield Missing(
            title=unfinished.left_behind(month, count),
            why=_(
                "They count nowhere. On the page of the month they can be counted after all, with a reason."
            ),
            url=f"{reverse('month', args=[month.year, month.month])}?waiting=on",
            action=_("Look at them"),
            icon="clock",
        )


def _untold(found: Iterable[untold.Left]) -> Iterator[Missing]:
    for each in found:
        yield Missing(
            title=each.title,
            why=each.why,
            url=each.source.url,
            action=str(each.source.action),
            icon=each.source.icon,
        )


def _months(year: Year) -> Iterator[Missing]:
    today = clock.today(current_association())
    collected = year.sampled
    over = [
        month.first_day
        for month in year.months
        if not month.is_closed
        and split.after(month.first_day) <= today
        and (not collected or month.first_day.month in collected)
    ]
    if over:
        yield Missing(
            title=ngettext("%(months)s is open", "These months are open: %(months)s", len(over))
            % {"months": ", ".join(formats.month(day, year=False) for day in over)},
            why=_("Their figures can still change. A month closes by itself 15 days after its end."),
            url=f"{reverse('months')}?{urlencode({'year': year.year})}",
            action=_("Close months"),
            icon="lock",
        )
    beside = [
        month.first_day
        for month in year.months
        if collected and month.first_day.month not in collected and month.amount and month.amount.minutes
    ]
    if beside:
        yield Missing(
            title=_("Hours in months that are not collected: %(months)s")
            % {"months": ", ".join(formats.month(day, year=False) for day in beside)},
            why=_("They count here, but not in the estimate, and the federation does not hear of them."),
            url=reverse("year-sample", args=[year.year]),
            action=_("Choose the months"),
            icon="info",
        )


def _silent_roles(year: Year) -> Iterator[Missing]:
    """Roles that people did all year and of which no hour is known; asked once the year is over."""
    if clock.today(current_association()).year <= year.year:
        return
    for role in year.silent:
        yield Missing(
            title=_("No hours of %(role)s") % {"role": role.name},
            why=_("Somebody did this in %(year)s. Are the hours on paper still?") % {"year": year.year},
            url=reverse("role", args=[role.uuid]),
            action=_("Open the role"),
            icon="list",
        )


def _zone() -> ZoneInfo:
    return ZoneInfo(current_association().timezone)
