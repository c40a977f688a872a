"""What somebody brought along, in words."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext as _

from web import formats


def lines(data: dict[str, Any]) -> list[str]:
    """Each role and qualification with its days, after the time there; nothing while it is on its way."""
    found = [_("volunteered there %(days)s") % {"days": _days(each)} for each in data.get("periods", [])]
    found += [f"{_name(each)}, {_days(each)}" for each in data.get("roles", [])]
    found += [
        _("qualification: %(name)s, %(days)s") % {"name": _name(each), "days": _days(each)}
        for each in data.get("qualifications", [])
    ]
    found += [_hours(each) for each in data.get("hours", [])]
    return found


def _hours(each: dict[str, Any]) -> str:
    hours = formats.number(round(each["minutes"] / 60))
    return _("%(year)s: %(hours)s hours") % {"year": each["year"], "hours": hours}


def _name(each: dict[str, Any]) -> str:
    names = each["name"]
    return str(names.get((get_language() or "fi")[:2]) or names["fi"])


def _days(each: dict[str, Any]) -> str:
    first, last = (
        formats.day(date.fromisoformat(day), year=True, weekday=False) if day else ""
        for day in (each["from_on"], each["to_on"])
    )
    return f"{first}–{last}"
