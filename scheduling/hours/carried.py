"""Hours that somebody brings along to another association: sums of years, and nothing of single entries."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DurationField, ExpressionWrapper, F, Max, Min, Sum
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy

from scheduling.hours import split
from scheduling.hours.models import HEADLINE, HoursEntry
from tenants.context import current_association
from volunteers.register.models import Person
from volunteers.register.services.carrying import Part


def totals(person: Person) -> list[dict[str, Any]]:
    """Approved minutes of each local year, without what was done in discreet roles."""
    zone = ZoneInfo(current_association().timezone)
    rows = HoursEntry.objects.filter(
        person=person, state=HoursEntry.State.APPROVED, kind__in=HEADLINE
    ).exclude(role__discreet=True)
    ends = rows.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    if ends["first"] is None:
        return []
    found = []
    for year in range(ends["first"].astimezone(zone).year, ends["last"].astimezone(zone).year + 1):
        since, until = split.year_bounds(year, zone)
        passed = ExpressionWrapper(
            Least(F("ends_at"), until) - Greatest(F("starts_at"), since), output_field=DurationField()
        )
        told = rows.filter(starts_at__lt=until, ends_at__gt=since).aggregate(passed=Sum(passed))["passed"]
        if told:
            found.append({"year": year, "minutes": int(told.total_seconds()) // 60})
    return found


PART = Part("hours", gettext_lazy("My hours, as a sum of each year"), totals)
