"""What shifts tell the person who holds a place on them, or is to be called about them."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.shifts import words
from volunteers.register.person_export import Export, Told

SIGN_UP = Export(
    Told("shift", _("Shift"), lambda row: words.title(row.shift)),
    Told("starts_at", _("From")),
    Told("ends_at", pgettext_lazy("day", "Until")),
    Told("state", pgettext_lazy("column", "State")),
    Told("created_at", _("Signed up")),
    Told("changed_at", _("Last changed")),
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
