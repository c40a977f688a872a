"""How a standing place is called, in the language in use."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from scheduling.shifts.models import SeriesTime
from scheduling.shifts.series.repeating import Time
from scheduling.shifts.words import series as series_words
from web import formats

A_MONDAY = date(2024, 1, 1)


def when(*, time: SeriesTime, weekday: int) -> str:
    """Its weekday and its times on the clock."""
    return _("%(weekday)s, %(times)s") % {
        "weekday": formats.weekday(A_MONDAY + timedelta(days=weekday)),
        "times": series_words.time(Time(time.start_minute, time.minutes)),
    }
