"""Hours on a person's page: this year's and last year's, by month in the timeline, and writing them down."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from accounts.http import TenantRequest
from scheduling.hours import split
from scheduling.hours.models import HEADLINE, HoursEntry
from tenants import clock
from tenants.context import current_association
from volunteers.register import dossier
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Person
from volunteers.register.person_page import Moment, Section, Teller
from web import formats

State = HoursEntry.State


def shown(person: Person, request: TenantRequest) -> dict[str, Any] | None:
    """Confirmed and waiting minutes of this year and the last, by the month in which they began."""
    if not dossier.of(person).periods:
        return None
    year = clock.today(request.association).year
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for month, state, minutes in _by_month(person):
        sums[month.year, state] += minutes
    return {
        "year": year,
        "last_year": year - 1,
        "confirmed": sums.get((year, State.APPROVED), 0),
        "waiting": sums.get((year, State.SUBMITTED), 0),
        "before": sums.get((year - 1, State.APPROVED), 0),
    }


def told(person: Person, before: datetime, limit: int) -> Iterable[Moment]:
    """Confirmed hours by month, noted at the month's end, or now for the one that goes on."""
    zone = ZoneInfo(current_association().timezone)
    last = before.astimezone(zone).date()
    rows = [
        (month, minutes)
        for month, state, minutes in _by_month(person)
        if state == State.APPROVED and month < last
    ]
    found = []
    for month, minutes in rows[:limit]:
        at = min(datetime.combine(split.after(month), time(), tzinfo=zone), clock.now())
        if at < before:
            found.append(
                Moment(
                    at=at,
                    title=_("Hours in %(month)s") % {"month": formats.month(month)},
                    text=formats.duration(minutes),
                    state="quiet",
                )
            )
    return found


def _by_month(person: Person) -> list[tuple[date, str, int]]:
    """The minutes of all their months, the latest first, by state; read once for a page."""
    found: list[Any] | None = person.__dict__.get("minutes_by_month")
    if found is None:
        found = person.__dict__["minutes_by_month"] = _minutes.rows(person=person.pk)
    return found


_minutes = MadeOnce(
    lambda person: (
        HoursEntry.objects.filter(
            person__in=Person.objects.filter(Q(pk=person) | Q(stands_for=person)), kind__in=HEADLINE
        )
        .order_by("-first_month")
        .values("first_month", "state")
        .annotate(minutes=Sum("minutes"))
        .values_list("first_month", "state", "minutes")
    ),
    person=int,
)
SECTION = Section("hours", 25, "hours/_person.html", shown)
TELLER = Teller(name="hours", find=told)
