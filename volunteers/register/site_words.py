"""What pages say of a place: where it is, whom to call, what makes it easier to come, what the host wants."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from volunteers.register.models import Organisation, Site
from volunteers.register.opening import Stretch
from web.kit import Fact

MAP = "https://www.openstreetmap.org/search"


def map_link(address: str) -> str:
    """Where an address is shown on a map; empty without one."""
    return f"{MAP}?{urlencode({'query': address})}" if address else ""


def facts(site: Site, *, comes: bool) -> list[Fact]:
    """Where it is and how to get in; for those who come, whom to call."""
    found = []
    if link := map_link(site.address):
        found.append(Fact("pin", site.address, site.arrival, link=_("Show on a map"), link_url=link))
    elif site.arrival:
        found.append(Fact("pin", site.arrival))
    if host := site.organisation:
        found.append(Fact("building", host.name, _("Host organisation")))
    if unit := site.unit:
        found.append(Fact("building", unit.name, _("Room of the unit")))
    return found + (contacts(site) if comes else [])


def contacts(site: Site) -> list[Fact]:
    """Whom those who come can call there, and at the host."""
    found = _to_call(site.contact_name, site.phone, site.email, _("Contact person there"))
    return found + (contact_of(site.organisation) if site.organisation else [])


def contact_of(host: Organisation) -> list[Fact]:
    """Whom one can call at a host."""
    return _to_call(host.contact_name, host.phone, host.email, _("Contact person of the host"))


def _to_call(name: str, phone: str, email: str, label: str) -> list[Fact]:
    if phone:
        note = ", ".join(part for part in (label if name else "", email) if part)
        number = f"tel:{phone.replace(' ', '')}"
        return [Fact("phone", name or _("Phone"), f"{note}," if note else "", link=phone, link_url=number)]
    if email:
        note = f"{label}," if name else ""
        return [Fact("mail", name or _("E-mail"), note, link=email, link_url=f"mailto:{email}")]
    return [Fact("person", name, label)] if name else []


def access(site: Site) -> list[str]:
    """What makes it easier to come."""
    words = dict(Site.Access.choices)
    return [str(words[code]) for code in site.access if code in words]


def points(host: Organisation | None) -> list[str]:
    """What the host wants done before the first time, a point for each line."""
    lines = [line.strip(" \t-–•*") for line in host.checklist.splitlines()] if host else []
    return [line for line in lines if line]


def stretches_of(site: Site) -> list[Stretch]:
    """When a place is open."""
    return list(site.opening_hours.values_list("weekday", "from_minute", "to_minute"))
