"""How a shift is called and where it is, in the language in use."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications.words import Place
from scheduling.shifts.models import Planned, Shift, SignUp
from web import formats


def is_discreet(shift: Planned) -> bool:
    """Whether mail, calendar and labels must not tell what or where it is."""
    return shift.role.discreet or (shift.site is not None and shift.site.discreet)


def title(shift: Planned) -> str:
    """Its own title, or the name of its role. For pages that only people of the association open."""
    return shift.title or shift.role.name


def way(shift: Planned) -> str:
    """“By phone”, “Online”."""
    said = shift.get_where_display()
    return f"{said[:1].upper()}{said[1:]}"


def where(shift: Planned) -> str:
    """A word or two for a line: the site's name, or how one comes there without going; or nothing."""
    if shift.where != Planned.Where.SITE:
        return way(shift)
    return shift.site.name if shift.site else ""


def online_address(sign_up: SignUp) -> str:
    """The room online, for somebody who comes; nothing for others."""
    shift = sign_up.shift
    is_told = sign_up.state in SignUp.ACTIVE and shift.where == Planned.Where.ONLINE
    return shift.online_address if is_told else ""


def place(shift: Shift) -> str:
    """Name and address of the site, or how one comes there without going; or nothing."""
    if shift.where != Planned.Where.SITE:
        return way(shift)
    if shift.site is None:
        return ""
    return ", ".join(part for part in (shift.site.name, shift.site.address) if part)


def label(shift: Shift) -> str:
    """One line for lists of messages and hours: discreet ones say only when."""
    when = formats.when(shift.starts_at, shift.ends_at)
    if is_discreet(shift):
        return _("Shift %(when)s") % {"when": when}
    return f"{title(shift)}, {when}"


# What an association's own texts about a shift may say of it.
PLACES = (
    Place("when", gettext_lazy("Day and time when the shift starts"), gettext_lazy("Sat 21 Nov 18:00")),
    Place(
        "what",
        gettext_lazy("What the shift is; “your shift” where that is discreet"),
        gettext_lazy("Host at the meeting place"),
        in_subject=False,
    ),
    Place(
        "where",
        gettext_lazy("Place and address, unless discreet"),
        gettext_lazy("Lighthouse, Harbour Street 8"),
        in_subject=False,
    ),
    Place(
        "contact",
        gettext_lazy("Name of the contact person, unless discreet"),
        gettext_lazy("Satu Alatalo"),
        in_subject=False,
    ),
)


def told(shift: Shift) -> dict[str, str]:
    """The values of PLACES. A discreet shift tells only when, in whatever text it stands."""
    contact = shift.contact_person.name if shift.contact_person else ""
    tells = not is_discreet(shift)
    return {
        "when": formats.when(shift.starts_at),
        "what": title(shift) if tells else _("your shift"),
        "where": (tells and place(shift)) or _("the agreed place"),
        "contact": (tells and contact) or _("your contact person"),
    }
