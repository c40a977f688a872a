"""The pictures of published figures, each with the same figures beneath it as a table."""

import datetime as dt

from django.utils.translation import gettext as _

from tenants.models import RoleFamily
from umbrella.front import Families
from umbrella.role_selectors import RoleRow
from umbrella.selectors import Figure, Overview, Row
from web import formats
from web.charts import Bar, BarChart, Sparkline
from web.kit import Share


def hours_by_month(overview: Overview) -> BarChart:
    """The federation's hours by month; open months hatched, last year's mean month as a dashed line."""
    bars = [
        _bar(overview.year, month, figure)
        for month, figure in enumerate(overview.months, start=1)
        if not figure.is_missing
    ]
    bars += [
        _bar(
            figure.year,
            figure.month,
            Figure(minutes=figure.minutes, people=figure.people, provisional=True),
        )
        for figure in overview.next_provisional[:1]
    ]
    mean = formats.whole_hours(overview.before.minutes // 12) if overview.before.minutes else None
    return BarChart(
        bars=bars,
        mean=mean,
        mean_label=_("%(year)s on average %(hours)s a month")
        % {"year": overview.year - 1, "hours": formats.hours((mean or 0) * 60)},
        series_label=str(overview.year),
        total=None if overview.total.minutes is None else formats.whole_hours(overview.total.minutes),
        total_label=_("Year %(year)s") % {"year": overview.year},
    )


def _bar(year: int, month: int, figure: Figure) -> Bar:
    return Bar(
        label=formats.month(dt.date(year, month, 1)),
        short=formats.month_short(month),
        value=None if figure.minutes is None else formats.whole_hours(figure.minutes),
        state="hidden" if figure.hidden else "provisional" if figure.provisional else "final",
    )


def sparkline(row: Row) -> Sparkline | None:
    """An association's months; a hidden month breaks the line. None where nothing can be drawn."""
    known = [figure for figure in row.months if not figure.is_missing]
    if row.year.hidden or not any(figure.minutes is not None for figure in known):
        return None
    return Sparkline(
        values=[None if f.minutes is None else formats.whole_hours(f.minutes) for f in known],
        label=_("Hours by month, %(name)s") % {"name": row.name},
    )


def association_by_month(year: int, row: Row) -> BarChart | None:
    """An association's hours by month; None where none is shown."""
    return _by_month(year, row.months, row.year)


def role_by_month(year: int, row: RoleRow) -> BarChart | None:
    """The federation's hours in one role by month; None where none is shown."""
    return _by_month(year, row.months, row.year)


def _by_month(year: int, months: tuple[Figure, ...], whole: Figure) -> BarChart | None:
    if all(figure.minutes is None for figure in months):
        return None
    return BarChart(
        bars=[
            _bar(year, month, figure) for month, figure in enumerate(months, start=1) if not figure.is_missing
        ],
        series_label=str(year),
        total=None if whole.minutes is None else formats.whole_hours(whole.minutes),
        total_label=_("Year %(year)s") % {"year": year},
    )


def told_months(year: int, months: tuple[Figure, ...]) -> list[tuple[str, Figure]]:
    """The months that have a figure, by name."""
    return [
        (formats.month(dt.date(year, month, 1)), figure)
        for month, figure in enumerate(months, start=1)
        if not figure.is_missing
    ]


def all_months(year: int, months: tuple[Figure, ...]) -> list[tuple[str, Figure]]:
    """Twelve months by name, with a figure or without."""
    return [(month_name(year, month), figure) for month, figure in enumerate(months, start=1)]


def month_name(year: int, month: int) -> str:
    """A month in words."""
    return formats.month(dt.date(year, month, 1))


def role_sparkline(row: RoleRow) -> Sparkline | None:
    """A role's months; a hidden one breaks the line. None where fewer than two can be drawn."""
    known = [figure for figure in row.months if not figure.is_missing]
    if sum(figure.minutes is not None for figure in known) < 2:
        return None
    return Sparkline(
        values=[None if f.minutes is None else formats.whole_hours(f.minutes) for f in known],
        label=_("Hours by month, %(name)s") % {"name": row.role.name},
    )


def family_shares(told: Families, whole: Figure) -> list[Share]:
    """The federation's hours by role family; one of which a part is hidden has none."""
    if not whole.minutes:
        return []
    return [
        _family(family, figure, whole.minutes)
        for family, figure in zip(told.families, told.federation, strict=True)
    ]


def _family(family: str, figure: Figure, whole: int) -> Share:
    label = RoleFamily(family).label
    if figure.minutes is None:
        return Share(label=label, figure="•", percent=0, note=_("hidden"))
    percent = round(figure.minutes * 100 / whole)
    return Share(
        label=label,
        figure=formats.hours(figure.minutes),
        percent=min(percent, 100),
        note=f"{percent}{formats.NBSP}%",
    )


def by_year(years: list[tuple[int, Figure]]) -> BarChart | None:
    """The hours of years, the oldest first; None where fewer than two are shown."""
    if sum(figure.minutes is not None for _year, figure in years) < 2:
        return None
    return BarChart(
        bars=[
            Bar(
                label=str(year),
                short=str(year),
                value=None if figure.minutes is None else formats.whole_hours(figure.minutes),
                state="hidden" if figure.hidden else "missing" if figure.is_missing else "final",
            )
            for year, figure in years
        ],
        series_label=_("Hours"),
    )


def months_beside(year: int, months: tuple[Figure, ...], before: tuple[Figure, ...]) -> BarChart | None:
    """Hours by month with those of the year before as a line; None where none is shown."""
    if all(figure.minutes is None for figure in months):
        return None
    last = [None if f.minutes is None else formats.whole_hours(f.minutes) for f in before]
    return BarChart(
        bars=[
            Bar(
                label=formats.month(dt.date(year, month, 1)),
                short=formats.month_short(month),
                value=None if figure.minutes is None else formats.whole_hours(figure.minutes),
                state="hidden"
                if figure.hidden
                else "provisional"
                if figure.provisional
                else "missing"
                if figure.is_missing
                else "final",
            )
            for month, figure in enumerate(months, start=1)
        ],
        before=last if any(value is not None for value in last) else (),
        before_label=str(year - 1),
        series_label=str(year),
    )
