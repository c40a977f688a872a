"""How a shift is called and where it is, in the language in use."""

from django.utils.translation import gettext as _

from scheduling.shifts.models import Shift
from web import formats


def is_discreet(shift: Shift) -> bool:
    """Whether mail, calendar and labels must not tell what or where it is."""
    return shift.role.discreet or (shift.site is not None and shift.site.discreet)


def title(shift: Shift) -> str:
    """Its own title, or the name of its role. For pages that only people of the association open."""
    return shift.title or shift.role.name


def place(shift: Shift) -> str:
    """Name and address of the site, or nothing."""
    if shift.site is None:
        return ""
    return ", ".join(part for part in (shift.site.name, shift.site.address) if part)


def label(shift: Shift) -> str:
    """One line for lists of messages and hours: discreet ones say only when."""
    when = formats.when(shift.starts_at, shift.ends_at)
    if is_discreet(shift):
        return _("Shift %(when)s") % {"when": when}
    return f"{title(shift)}, {when}"
