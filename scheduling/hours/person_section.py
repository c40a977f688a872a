"""Hours on a person's page: this year's and last year's, by month in the timeline, and writing them down."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from accounts.http import TenantRequest
from scheduling.hours import split
from scheduling.hours.models import HEADLINE, HoursEntry
from tenants import clock
from tenants.context import current_association
from volunteers.register import dossier
from volunteers.register.models import Person
from volunteers.register.person_data import themselves
from volunteers.register.person_page import Moment, Section, Teller
from web import formats

State = HoursEntry.State


def shown(person: Person, request: TenantRequest) -> dict[str, Any] | None:
    """Confirmed and waiting minutes of this year and the last, by the month in which they began."""
    if not dossier.of(person).periods:
        return None
    year = clock.today(request.association).year
    sums: dict[tuple[int, str], int] = {
        (each["year"], each["state"]): each["minutes"]
        for each in HoursEntry.objects.filter(
            person__in=themselves(person), kind__in=HEADLINE, first_month__gte=date(year - 1, 1, 1)
        )
        .annotate(year=ExtractYear("first_month"))
        .values("year", "state")
        .annotate(minutes=Sum("minutes"))
    }
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
    rows = (
        HoursEntry.objects.filter(
            person__in=themselves(person),
            state=State.APPROVED,
            kind__in=HEADLINE,
            first_month__lt=before.astimezone(zone).date(),
        )
        .values(month=F("first_month"))
        .annotate(minutes=Sum("minutes"))
        .order_by("-month")[:limit]
    )
    found = []
    for row in rows:
        at = min(datetime.combine(split.after(row["month"]), time(), tzinfo=zone), clock.now())
        if at < before:
            found.append(
                Moment(
                    at=at,
                    title=_("Hours in %(month)s") % {"month": formats.month(row["month"])},
                    text=formats.duration(row["minutes"]),
                    state="quiet",
                )
            )
    return found


SECTION = Section("hours", 25, "hours/_person.html", shown)
TELLER = Teller(name="hours", find=told)
