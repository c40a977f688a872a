"""The year's picture, with the same figures beneath it as a table."""

import datetime as dt

from django.utils.translation import gettext as _

from reports.year import Year
from web import formats
from web.charts import Bar, BarChart


def hours_by_month(year: Year) -> BarChart:
    """Hours by month as bars, open months hatched, the year before as a line."""
    bars = [
        Bar(
            label=formats.month(month.first_day),
            short=formats.month_short(month.first_day.month),
            value=None if month.amount is None else formats.whole_hours(month.amount.minutes),
            state="missing" if month.amount is None else "final" if month.is_closed else "provisional",
        )
        for month in year.months
    ]
    bars += [
        Bar(
            label=formats.month(dt.date(year.year, number, 1)),
            short=formats.month_short(number),
            value=None,
            state="ahead",
        )
        for number in range(len(bars) + 1, 13)
    ]
    before = [
        None if amount is None else formats.whole_hours(amount.minutes) for amount in year.before_months
    ]
    return BarChart(
        bars=bars,
        before=before if any(value is not None for value in before) else (),
        before_label=str(year.year - 1),
        series_label=str(year.year),
        total=None if year.now is None else formats.whole_hours(year.now.minutes),
        total_label=_("Year %(year)s") % {"year": year.year},
    )
