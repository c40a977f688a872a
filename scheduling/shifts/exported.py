"""What shifts tell the person who holds a place on them, or is to be called about them."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.shifts.words import shifts as words
from volunteers.register.person_export import Export, Told
from web import formats

A_MONDAY = date(2024, 1, 1)

SIGN_UP = Export(
    Told("shift", _("Shift"), lambda row: words.title(row.shift)),
    Told("starts_at", _("From")),
    Told("ends_at", pgettext_lazy("day", "Until")),
    Told("state", pgettext_lazy("column", "State")),
    Told("created_at", _("Signed up")),
    Told("changed_at", _("Last changed")),
    Told("in_training", _("To learn")),
    Told("offered_until", _("Offered until")),
    Told("confirm_asked_at", _("Asked about a new time")),
    Told("override_reason", _("Why a coordinator passed by a check")),
    Told("answer", _("A coordinator's word about the request")),
    silent=("slot", "standing"),
    related=("shift__role",),
    latest_first="-starts_at",
    order=34,
)
CONTACT = Export(
    Told("shift", _("Shift"), words.title),
    Told("starts_at", _("From")),
    related=("role",),
    latest_first="-starts_at",
    order=36,
    whole=False,
)
SERIES_CONTACT = Export(
    Told("series", _("Series of shifts"), words.title),
    Told("from_on", _("From")),
    Told("until_on", pgettext_lazy("day", "Until")),
    related=("role",),
    order=37,
    whole=False,
)
TEMPLATE_CONTACT = Export(
    Told("template", _("Template for shifts"), lambda row: row.name),
    order=38,
    whole=False,
)
STANDING = Export(
    Told("series", _("Series of shifts"), lambda row: words.title(row.time.series)),
    Told("weekday", _("Weekday"), lambda row: formats.weekday(A_MONDAY + timedelta(days=row.weekday))),
    Told("from_on", _("From")),
    Told("to_on", pgettext_lazy("day", "Until")),
    related=("time__series__role",),
    order=33,
    silent=("time", "created_at"),
)
INVITATION = Export(
    Told("shift", _("Shift"), lambda row: words.title(row.shift)),
    Told("at", _("Invited")),
    related=("shift__role",),
    order=35,
)
STOOD_IN = Export(
    Told("shift", _("Shift"), lambda row: words.title(row.sign_up.shift)),
    Told("settled_at", _("Place taken over from somebody")),
    related=("sign_up__shift__role",),
    order=35,
    whole=False,
)
PRESENCE = Export(
    Told("shift", _("Shift"), lambda row: words.title(row.shift)),
    Told("arrived_at", pgettext_lazy("attendance", "Came")),
    Told("left_at", pgettext_lazy("attendance", "Left")),
    Told("way", pgettext_lazy("attendance", "Said")),
    related=("shift__role",),
    latest_first="-arrived_at",
    order=35,
)
WISH = Export(
    Told("most_per_week", _("Shifts in a week at most")),
    Told("no_nights", _("No nights")),
    Told("stands_in", _("May be asked to stand in for others")),
    order=32,
)
