"""What one association's year came to beside hours: exact, computed in its own schema by its own lines."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Sum

from scheduling.hours import split
from scheduling.hours.services import months
from scheduling.shifts.models import Placeholder, Shift, SignUp
from tenants import clock, crossings
from tenants.context import current_association
from volunteers.register import year_lines
from volunteers.supervision import duties

CROSSING = "year_totals"

#: What the lines of a year call by another name, since the same word stands for a sum in the federation.
NAMES = {"encounters": "other_encounters"}

#: Who came to a shift, or is still expected.
COME = (SignUp.State.SIGNED_UP, SignUp.State.ATTENDED)


def amounts(*, year: int) -> Mapping[str, int]:
    """Inside an association: each figure of a year that was reported, by its code; no 0 for the others."""
    found = {
        NAMES.get(figure.code, figure.code): figure.value
        for line in year_lines.lines([year], without=["placements"])[year]
        for figure in line.figures
        if figure.value is not None
    }
    return {**found, **_places(year), **_supervised(year)}


def _supervised(year: int) -> dict[str, int]:
    """Who has a duty of supervision on the year's last day, and who of them is in order."""
    last = date(year, 12, 31)
    counted = duties.counted_on(last) if last < clock.today(current_association()) else None
    if counted is None:
        return {}
    in_order, everybody = counted
    return {"supervised_in_order": in_order, "supervised_people": everybody}


def _places(year: int) -> dict[str, int]:
    zone = months.zone()
    shifts = Shift.objects.filter(
        state=Shift.State.PUBLISHED,
        starts_at__gte=split.starts(date(year, 1, 1), zone),
        starts_at__lt=split.starts(date(year + 1, 1, 1), zone),
    )
    places = shifts.aggregate(places=Sum("places"))["places"]
    if not places:
        return {}
    # A place that was offered and not taken, or whose holder did not come, was held and not filled.
    come = SignUp.objects.filter(shift__in=shifts, state__in=COME, in_training=False).count()
    kept = Placeholder.objects.filter(shift__in=shifts).count()
    return {"shift_places": places, "shift_places_filled": come + kept}


def register() -> None:
    """List the crossing."""
    crossings.register(
        name=CROSSING,
        why="Adds up what a closed year came to beside hours, as one number for the whole federation.",
        run=amounts,
    )
