"""The reader's own next shifts as their phone keeps them for when there is no connection.

It is read by whoever has the phone in hand, without a sign-in. So it names nobody but who is to be called,
and of a discreet shift tells only when it is. It grows old: nothing in it depends on the day of reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import searches, shifts as selectors
from scheduling.shifts.services import offering
from scheduling.shifts.words import shifts as words
from tenants.models import Association
from volunteers.register.models import Person
from web import formats
from web.kit import Fact

MOST = 20


@dataclass(frozen=True)
class Copied:
    """A shift of one's own, as it stood."""

    title: str
    when: str
    facts: list[Fact]
    # What is not settled about it.
    note: str


def own_shifts(person: Person | None) -> list[Copied]:
    """The next ones, the first first."""
    own = selectors.own_sign_ups(person).select_related(
        "shift__role", "shift__site__organisation", "shift__contact_person"
    )
    looked_for = searches.looked_for().filter(sign_up=OuterRef("pk"))
    return [_copied(sign_up) for sign_up in own.annotate(cannot_come=Exists(looked_for))[:MOST]]


def whom_to_call(association: Association) -> list[Fact]:
    """Who is on duty, and the association itself."""
    settings = offering.settings()
    duty = _called(settings.duty_name or _("On duty"), settings.duty_phone)
    return [*duty, *_called(association.name, association.contact_phone)]


def _copied(sign_up: SignUp) -> Copied:
    shift, discreet = sign_up.shift, words.is_discreet(sign_up.shift)
    return Copied(
        title=_("Your shift") if discreet else words.title(shift),
        when=formats.when(sign_up.starts_at, sign_up.ends_at, year=True),
        facts=[] if discreet else [*_where(shift), *_who(shift)],
        note=_note(sign_up),
    )


def _where(shift: Shift) -> Iterator[Fact]:
    if shift.where != Shift.Where.SITE:
        yield Fact("info", words.way(shift))
    elif site := shift.site:
        yield Fact("pin", site.name, ". ".join(part for part in (site.address, site.arrival) if part))


def _who(shift: Shift) -> Iterator[Fact]:
    if contact := shift.contact_person:
        yield from _called(contact.name, contact.phone, _("Contact person"))
    if site := shift.site:
        yield from _called(site.contact_name or site.name, site.phone)
        if host := site.organisation:
            yield from _called(host.contact_name or host.name, host.phone)


def _called(name: str, phone: str, note: str = "") -> list[Fact]:
    if not phone:
        return []
    number = f"tel:{phone.replace(' ', '')}"
    return [Fact("phone", name, f"{note}," if note else "", link=phone, link_url=number)]


def _note(sign_up: SignUp) -> str:
    if getattr(sign_up, "cannot_come", False):
        return _("We are looking for somebody in your place.")
    return _("The time has changed: say whether it suits you.") if sign_up.confirm_asked_at else ""
