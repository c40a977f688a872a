"""How a rule that repeats is said, in the language in use."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _, ngettext, pgettext

from scheduling.shifts.series.repeating import LAST, Clocks, LeftOut, Occurrence, Rule, Time, Why
from web import formats


def rule(rule: Rule) -> str:
    """The whole rule: `Every week: Tuesday, 17:00–20:00. From … to …. Not on public holidays.`"""
    return f"{days(rule)}, {', '.join(time(at) for at in rule.times)}. {span(rule)}"


def span(rule: Rule) -> str:
    """From when until when, and whether on holidays: `From … to …. Not on public holidays.`"""
    parts = [
        _("From %(first)s to %(last)s.")
        % {"first": formats.day(rule.from_on, year=True), "last": formats.day(rule.until_on, year=True)},
    ]
    if not rule.holidays:
        parts.append(_("Not on public holidays."))
    return " ".join(parts)


def days(rule: Rule) -> str:
    """Which days: `Every 2 weeks: Monday, Tuesday`, `The first Monday of the month`."""
    names = ", ".join(str(WEEKDAYS[weekday]) for weekday in rule.weekdays)
    if rule.nth:
        said = _nth(rule.nth) % {"days": names}
        return said if rule.every == 1 else f"{said}, {_every_months(rule.every)}"
    if rule.every == 1:
        return _("Every week: %(days)s") % {"days": names}
    return ngettext("Every %(count)s week: %(days)s", "Every %(count)s weeks: %(days)s", rule.every) % {
        "count": rule.every,
        "days": names,
    }


def _nth(nth: int) -> str:
    return {
        1: _("The first of the month: %(days)s"),
        2: _("The second of the month: %(days)s"),
        3: _("The third of the month: %(days)s"),
        4: _("The fourth of the month: %(days)s"),
        LAST: _("The last of the month: %(days)s"),
    }[nth]


def _every_months(every: int) -> str:
    return ngettext("every %(count)s month", "every %(count)s months", every) % {"count": every}


def time(at: Time) -> str:
    """A time of day: `17:00–20:00`."""
    return f"{formats.time_of_day(at.start)}{formats.DASH}{formats.time_of_day(at.end)}"


def left_out(one: LeftOut, rule: Rule) -> str:
    """A day that has no shift, and why."""
    day = formats.day(one.day, year=True)
    if one.why is Why.HOLIDAY:
        return f"{day}: {one.holiday}"
    at = time(rule.times[one.time or 0])
    if one.why is Why.PAST:
        return pgettext("series", "%(day)s %(time)s: has begun already") % {"day": day, "time": at}
    return _("%(day)s %(time)s: clocks skip this time that night") % {"day": day, "time": at}


def clocks(one: Occurrence, rule: Rule) -> str:
    """What the change of clocks does to a shift; nothing on other days."""
    said = {
        "day": formats.day(one.day, year=True),
        "time": time(rule.times[one.time]),
        "meant": formats.when(one.starts_at, one.ends_at),
    }
    if one.clocks is Clocks.SKIPPED:
        return (
            _(
                "%(day)s %(time)s: clocks go forward and one of the times does not exist. "
                "The shift is %(meant)s."
            )
            % said
        )
    if one.clocks is Clocks.TWICE:
        return (
            _("%(day)s %(time)s: clocks go back and one of the times comes twice. The first one is meant.")
            % said
        )
    return ""
