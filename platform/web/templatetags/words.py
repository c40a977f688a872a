"""Words for dates, times, hours and numbers in templates: ``{% load words %}``."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from web import formats

register = template.Library()

register.filter("day", formats.day)
register.filter("weekday", formats.weekday)
register.filter("month", formats.month)
register.filter("hours", formats.hours)
register.filter("duration", formats.duration)
register.filter("change_of_time", formats.change_of_time)
register.filter("initials", formats.initials)


@register.filter
def breakable(text: object) -> SafeString:
    """A text whose e-mail addresses break before their sign, where they must break."""
    return mark_safe(conditional_escape(str(text)).replace("@", "<wbr>@"))  # noqa: S308  # escaped before


@register.simple_tag
def when(starts: dt.datetime, ends: dt.datetime | None = None, *, year: bool = False) -> SafeString:
    """``ti 4.2. klo 17–20`` as a ``time`` element whose parts do not break."""
    return moment(starts, formats.when(starts, ends, year=year))


@register.simple_tag
def times(starts: dt.datetime, ends: dt.datetime, *, prefix: bool = True) -> SafeString:
    """``klo 17–20`` as a ``time`` element."""
    return moment(starts, formats.times(starts, ends, prefix=prefix))


@register.simple_tag(name="day")
def day_tag(value: dt.date, *, weekday: bool = True, year: bool = False, long: bool = False) -> SafeString:
    """``ti 4.2.``, or with ``long=True`` ``tiistai 4.2.2025``."""
    return moment(value, formats.day(value, weekday=weekday, year=year, long=long))


@register.filter
def number(value: float, decimals: int = 0) -> str:
    """``13 632``; ``{{ value|number:1 }}`` gives ``49,3``."""
    return formats.number(value, decimals=decimals)


@register.filter
def share(value: float, whole: float) -> int:
    """``value`` of ``whole`` in whole percent, 0 to 100, for the classes that give a bar its length."""
    return max(0, min(100, round(100 * value / whole))) if whole else 0


def moment(value: dt.date, text: str) -> SafeString:
    """A ``time`` element with the machine's form of the moment."""
    return format_html('<time class="rn-nowrap" datetime="{}">{}</time>', value.isoformat(), text)
