"""Dates, times, hours and numbers in the reader's language, for pages and for mail.

All take the language that is active (``translation.override`` in mail) and the current time zone.
Spaces inside one expression do not break: ``ti 4.2.``, ``klo 17–20``, ``13 632 h``.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language

NBSP = "\u00a0"
DASH = "–"
MINUS = "−"

SHORT_MONTHS = {
    code: tuple(names.split())
    for code, names in (
        ("fi", "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu"),
        ("sv", "jan feb mars april maj juni juli aug sep okt nov dec"),
        ("en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    )
}
DECIMAL_SIGN = {"fi": ",", "sv": ",", "en": "."}
GROUP_SIGN = {"fi": NBSP, "sv": NBSP, "en": ","}


def language() -> str:
    """The active language as one of fi, sv, en."""
    code = (get_language() or "fi")[:2]
    return code if code in SHORT_MONTHS else "en"


def day(value: dt.date, *, weekday: bool = True, year: bool = False, long: bool = False) -> str:
    """A day: ``ti 4.2.``, ``tis 4.2``, ``Tue 4 Feb``; long: ``tiistai 4.2.2025``."""
    value = local_date(value)
    lang, year = language(), year or long
    if lang == "en":
        month_name = str(MONTHS[value.month]) if long else SHORT_MONTHS["en"][value.month - 1]
        number_part = f"{value.day}{NBSP}{month_name}" + (f"{NBSP}{value.year}" if year else "")
    else:
        after = str(value.year) if year else ""
        number_part = f"{value.day}.{value.month}" + (f".{after}" if year or lang == "fi" else "")
    if not weekday:
        return number_part
    name = str((WEEKDAYS if long else WEEKDAYS_ABBR)[value.weekday()])
    return f"{name}{NBSP}{number_part}"


def weekday(value: dt.date) -> str:
    """A day's short name: ``ti``, ``tis``, ``Tue``."""
    return str(WEEKDAYS_ABBR[local_date(value).weekday()])


def month(value: dt.date, *, year: bool = True) -> str:
    """A month in full: ``helmikuu 2025``."""
    name = str(MONTHS[value.month])
    return f"{name}{NBSP}{value.year}" if year else name


def month_short(number: int) -> str:
    """A month on an axis: ``helmi``."""
    return SHORT_MONTHS[language()][number - 1]


def clock_time(value: dt.datetime, *, prefix: bool = True) -> str:
    """A time of day: ``klo 17``, ``klo 17.30``, ``kl. 17``, ``17:00``."""
    return _before_time(prefix) + _time_of_day(local_time(value))


def time_of_day(at: dt.time) -> str:
    """A time of every day, as in a list of times: ``8.00``, ``17.30``, ``08:00``."""
    return f"{at:%H:%M}" if language() == "en" else f"{at.hour}.{at:%M}"


def times(starts: dt.datetime, ends: dt.datetime, *, prefix: bool = True) -> str:
    """From and to on one day: ``klo 17–20``, ``klo 9.30–12``, ``17:00–20:00``. Midnight ends a day as 24."""
    start, end = local_time(starts), local_time(ends)
    last = "24" if language() != "en" and (end.hour, end.minute) == (0, 0) else _time_of_day(end)
    return f"{_before_time(prefix)}{_time_of_day(start)}{DASH}{last}"


def when(starts: dt.datetime, ends: dt.datetime | None = None, *, year: bool = False) -> str:
    """Day and times: ``ti 4.2. klo 17–20``; a night shows both days: ``ti 4.2. klo 22 – ke 5.2. klo 6``."""
    first = day(starts, year=year)
    if ends is None:
        return f"{first} {clock_time(starts)}"
    if same_day(starts, ends):
        return f"{first} {times(starts, ends)}"
    return f"{first} {clock_time(starts)} {DASH} {day(ends, year=year)} {clock_time(ends)}"


def same_day(starts: dt.datetime, ends: dt.datetime) -> bool:
    """Whether both lie on one local day; an end at midnight belongs to the day before."""
    end = local_time(ends)
    last = end.date()
    if (end.hour, end.minute) == (0, 0) and ends > starts:
        last -= dt.timedelta(days=1)
    return local_time(starts).date() == last


def number(value: int | float | Decimal, *, decimals: int = 0) -> str:
    """A number with grouped thousands: ``13 632``, ``49,3``; a real minus sign. Halves are rounded up."""
    lang = language()
    exact: int | Decimal
    if isinstance(value, int) and not decimals:
        exact, text = value, f"{abs(value):,}"
    else:
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        text = f"{abs(exact):,.{decimals}f}"
    text = text.translate({ord(","): GROUP_SIGN[lang], ord("."): DECIMAL_SIGN[lang]})
    return f"{MINUS}{text}" if exact < 0 else text


def whole_hours(minutes: int) -> int:
    """Minutes as whole hours, half an hour rounded up (away from zero)."""
    hours_part = (abs(minutes) + 30) // 60
    return hours_part if minutes >= 0 else -hours_part


def hours(minutes: int) -> str:
    """Minutes as whole hours with the unit: ``13 632 h``."""
    return f"{number(whole_hours(minutes))}{NBSP}h"


def duration(minutes: int) -> str:
    """Exact minutes of one entry: ``3 h``, ``2 h 30 min``, ``45 min``."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{number(whole)}{NBSP}h"] if whole else []
    if rest or not whole:
        parts.append(f"{rest}{NBSP}min")
    return " ".join(parts)


def change_of_time(minutes: int) -> str:
    """Minutes that came or went, with their sign: ``+2 h 30 min``, ``−45 min``, ``±0 min``."""
    sign = "+" if minutes > 0 else "−" if minutes else "±"
    return f"{sign}{duration(abs(minutes))}"


def change(now: int, before: int) -> str:
    """Change in whole percent with its sign: ``+4 %``. ``before`` must not be 0."""
    share = (Decimal(now - before) * 100 / Decimal(before)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    sign = "+" if share > 0 else ""
    return f"{sign}{number(share)}{NBSP}%"


def first_up(text: str) -> str:
    """A text that begins a line: ``participations`` gives ``Participations``."""
    return text[:1].upper() + text[1:]


def initials(name: str) -> str:
    """First letters of the first and last word of a name: ``Eeva-Liisa Salmela`` gives ``ES``."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


def local_date(value: dt.date) -> dt.date:
    """The local day of an instant; a plain date stays what it is."""
    return local_time(value).date() if isinstance(value, dt.datetime) else value


def local_time(value: dt.datetime) -> dt.datetime:
    """The instant on the clocks of the current time zone."""
    return timezone.localtime(value)


def _time_of_day(value: dt.datetime) -> str:
    if language() == "en":
        return f"{value:%H:%M}"
    return f"{value.hour}.{value:%M}" if value.minute else str(value.hour)


def _before_time(wanted: bool) -> str:
    word = {"fi": "klo", "sv": "kl."}.get(language())
    return f"{word}{NBSP}" if wanted and word else ""
