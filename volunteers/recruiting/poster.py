"""A role's poster: a page of A4 with the code of its public page, in one of the association's languages."""

from pathlib import Path

from django.utils.translation import gettext as _, override

from accounts.factors.drawing import picture
from tenants import addresses
from tenants.models import Association
from volunteers.recruiting.models import Application
from volunteers.register.models import VolunteerRole
from web.pdf import pdf

_TEMPLATE = Path(__file__).with_name("poster.typ")
# Longer texts and names are set smaller, so that the poster stays on one page.
_SIZES = ((240, 22), (600, 18), (1100, 14))
_HEADINGS = ((18, 60), (34, 46))
_SMALLEST = 11
_SMALLEST_HEADING = 34


def address_of(role: VolunteerRole, association: Association) -> str:
    """The public page of an open role."""
    return addresses.absolute_url(association, "open-role", uuid=role.uuid)


def scanned(role: VolunteerRole, association: Association) -> str:
    """The same page, as the code of a poster leads to it."""
    return f"{address_of(role, association)}?from={Application.Source.POSTER}"


def poster(*, role: VolunteerRole, association: Association, language: str) -> bytes:
    """The file."""
    with override(language):
        text = role.public_text or role.description
        data = {
            "lang": language,
            "title": role.name,
            "association": association.name,
            "paragraphs": [part.strip() for part in text.splitlines() if part.strip()],
            "size": _fitting(len(text), _SIZES, _SMALLEST),
            "heading": _fitting(len(role.name), _HEADINGS, _SMALLEST_HEADING),
            "code": picture(scanned(role, association)),
            "code_alt": _("A code that leads to %(address)s") % {"address": address_of(role, association)},
            "call": _("Point your camera here and apply in five minutes."),
            "address": address_of(role, association),
            "contact": [each for each in (association.contact_phone, association.contact_email) if each],
        }
    return pdf(_TEMPLATE, data)


def _fitting(length: int, sizes: tuple[tuple[int, int], ...], smallest: int) -> int:
    return next((size for most, size in sizes if length <= most), smallest)
