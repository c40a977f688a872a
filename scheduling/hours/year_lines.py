"""Volunteering hours by grant target, as lines of a year (see `volunteers.register.year_lines`).

A role belongs to one target; what belongs to none has a figure of its own, so that they add up to all.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Sum
from django.utils.translation import gettext as _, pgettext

from scheduling.hours.models import MonthFigure
from scheduling.hours.services.figures import VOLUNTEER
from volunteers.register.models import GrantTarget
from volunteers.register.year_lines import Figure, Line, Scope, Teller

CODE = "hours_by_target"


def tells(years: Collection[int], scope: Scope) -> dict[int, list[Line]]:
    """A figure for each target, with months; nothing where no role belongs to any, or one alone is asked."""
    if not scope.whole:
        return {}
    sums: dict[tuple[int, int | None], dict[int, int]] = defaultdict(dict)
    rows = MonthFigure.objects.filter(year__in=years, measure=VOLUNTEER, role__isnull=False).order_by()
    grouped = rows.values_list("year", "role__grant_target", "month").annotate(sum=Sum("minutes"))
    for year, target, month, minutes in grouped:
        sums[year, target][month] = minutes
    targets = {target for _year, target in sums if target is not None}
    if not targets:
        return {}
    names = {each.pk: f"{each.code} {each.name}" for each in GrantTarget.objects.filter(pk__in=targets)}
    names_in_order = sorted(names.items(), key=lambda item: item[1])
    order: list[tuple[int | None, str]] = [
        *names_in_order,
        (None, pgettext("grant target", "No grant target")),
    ]
    return {year: _lines(year, order, sums) for year in years}


def _lines(
    year: int,
    order: list[tuple[int | None, str]],
    sums: dict[tuple[int, int | None], dict[int, int]],
) -> list[Line]:
    figures = [
        Figure(
            code=f"{CODE}.{target or 'none'}",
            label=label,
            value=sums[year, target].get(0),
            months=[sums[year, target].get(month) for month in range(1, 13)],
            unit="min",
        )
        for target, label in order
        if (year, target) in sums
    ]
    if not figures:
        return []
    note = _("A role belongs to one target, and its hours with it.")
    return [Line(CODE, _("Volunteering hours by grant target"), figures, part="volunteers", note=note)]


TELLER = Teller(name="hours", order=5, tells=tells)
