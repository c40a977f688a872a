"""How occasions, groups and counts are called."""

from collections.abc import Iterable
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

from scheduling.activities.models import Activity, Count, Group
from scheduling.hours.models import Method
from web import formats

HEADINGS = {
    Activity.Kind.GROUP_SESSION: pgettext_lazy("heading", "Group sessions"),
    Activity.Kind.EVENT: pgettext_lazy("heading", "Events"),
    Activity.Kind.RECREATION: pgettext_lazy("heading", "Recreation for volunteers"),
    Activity.Kind.GIG: pgettext_lazy("heading", "Gigs"),
}


def title(activity: Activity) -> str:
    """Its own title, or the name of the group that meets."""
    return activity.group.name if activity.group is not None else activity.title


def public_place(activity: Activity) -> str:
    """Where it is, for everybody: nothing of a place that is not to be told."""
    site = activity.site
    if site is None or site.discreet:
        return ""
    return ", ".join(part for part in (site.name, site.address) if part)


def heads(count: Count) -> str:
    """`31`, or `about 31` for what was not counted one by one."""
    number = formats.number(count.quantity)
    if count.method in (Method.ESTIMATED, Method.SAMPLE):
        return _("about %(number)s") % {"number": number}
    return number


def came(counts: Iterable[Count]) -> str:
    """`31 in the audience`, `12 came`."""
    said = []
    for count in counts:
        text = (
            ngettext("%(number)s in the audience", "%(number)s in the audience", count.quantity)
            if count.measure == "audience"
            else ngettext("%(number)s came", "%(number)s came", count.quantity)
        )
        said.append(text % {"number": heads(count)})
    return ", ".join(said)


def rhythm(group: Group) -> str:
    """The weekday and the time, or nothing where it is not said."""
    if group.weekday is None or group.start_minute is None:
        return ""
    at = time(group.start_minute // 60, group.start_minute % 60)
    return f"{WEEKDAYS[group.weekday]} {formats.time_of_day(at)}"


def when(activity: Activity) -> str:
    """Its day and its time."""
    return formats.when(activity.starts_at, activity.ends_at, year=True)
