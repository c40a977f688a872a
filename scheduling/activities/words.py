"""How occasions, groups and counts are called."""

from collections.abc import Iterable, Mapping
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

from scheduling.activities.models import Activity, ContactDetails, Count, Group, Measure, TallyPlace
from scheduling.hours.models import Method
from web import formats

HEADINGS = {
    Activity.Kind.GROUP_SESSION: pgettext_lazy("heading", "Group sessions"),
    Activity.Kind.EVENT: pgettext_lazy("heading", "Events"),
    Activity.Kind.RECREATION: pgettext_lazy("heading", "Recreation for volunteers"),
    Activity.Kind.GIG: pgettext_lazy("heading", "Gigs"),
    Activity.Kind.DIALOGUE: pgettext_lazy("heading", "Dialogues"),
    Activity.Kind.FORUM: pgettext_lazy("heading", "Forums"),
}
PLACES = {
    TallyPlace.Kind.FOOD: pgettext_lazy("heading", "Food aid"),
    TallyPlace.Kind.MEETING_PLACE: pgettext_lazy("heading", "Meeting places"),
    TallyPlace.Kind.GUIDANCE: pgettext_lazy("heading", "Guidance desks"),
    TallyPlace.Kind.OUTREACH: pgettext_lazy("heading", "Outreach"),
    TallyPlace.Kind.INFO_SPACE: pgettext_lazy("heading", "Information spaces"),
    TallyPlace.Kind.PHONE: pgettext_lazy("heading", "Phone lines"),
    TallyPlace.Kind.COMPANIONS: pgettext_lazy("heading", "Companions"),
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
    """`31 in the audience`, `12 came`, `40 food bags`."""
    return ", ".join(amount(count.measure, count.quantity, said=heads(count)) for count in counts)


def amounts(sums: Mapping[str, int]) -> str:
    """Several measures beside each other, never added."""
    return ", ".join(amount(measure, number) for measure, number in sums.items())


def amount(measure: str, quantity: int, *, said: str = "") -> str:
    """A number with what it is a number of."""
    text = {
        Measure.PARTICIPATIONS: ngettext("%(number)s came", "%(number)s came", quantity),
        Measure.AUDIENCE: ngettext("%(number)s in the audience", "%(number)s in the audience", quantity),
        Measure.BAG: ngettext("%(number)s food bag", "%(number)s food bags", quantity),
        Measure.LUNCH: ngettext("%(number)s lunch", "%(number)s lunches", quantity),
        Measure.OTHER_FOOD: ngettext(
            "%(number)s portion of other food", "%(number)s portions of other food", quantity
        ),
        Measure.VISITS: ngettext("%(number)s visit", "%(number)s visits", quantity),
        Measure.CONTACTS: ngettext("%(number)s contact", "%(number)s contacts", quantity),
        Measure.ENCOUNTERS: ngettext("%(number)s encounter", "%(number)s encounters", quantity),
        Measure.INFO_VISITS: ngettext("%(number)s visit", "%(number)s visits", quantity),
        Measure.QUESTIONS: ngettext("%(number)s question", "%(number)s questions", quantity),
        Measure.ACCOMPANIED: ngettext(
            "%(number)s accompanied visit", "%(number)s accompanied visits", quantity
        ),
        Measure.CALLS: ngettext("%(number)s answered contact", "%(number)s answered contacts", quantity),
        Measure.MET: ngettext("%(number)s encounter", "%(number)s encounters", quantity),
    }[Measure(measure)]
    return text % {"number": said or formats.number(quantity)}


def about(contact: ContactDetails) -> str:
    """`by phone, money and benefits → the municipality, 15 min`."""
    said = (contact.channel, contact.get_channel_display()), (contact.topic, contact.get_topic_display())
    parts = [str(label) for code, label in said if code]
    if contact.guided_to:
        parts.append(_("guided to: %(where)s") % {"where": contact.get_guided_to_display()})
    if contact.minutes:
        parts.append(formats.duration(contact.minutes))
    return ", ".join(parts)


def rhythm(group: Group) -> str:
    """The weekday and the time, or nothing where it is not said."""
    if group.weekday is None or group.start_minute is None:
        return ""
    at = time(group.start_minute // 60, group.start_minute % 60)
    return f"{WEEKDAYS[group.weekday]} {formats.time_of_day(at)}"


def when(activity: Activity) -> str:
    """Its day and its time."""
    return formats.when(activity.starts_at, activity.ends_at, year=True)
