"""What messages about shifts have in common: whose place they are about, how their letters are made."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from notifications import wording
from notifications.kinds import Group, Rendered, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Place, Words
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.words import shifts as words
from tenants import addresses
from tenants.context import current_association
from volunteers.register.kinds import recipient
from volunteers.register.models import Person
from web import formats

# For those who come or would: at once by mail, or by the phone of who chose that.
OF_SHIFTS: dict[str, Any] = {"recipient": recipient, "group": Group.SHIFTS, "ways": (Way.EMAIL, Way.SMS)}


def sign_ups() -> QuerySet[SignUp]:
    """Sign-ups with all that a letter says of them."""
    return SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")


def sign_up_of(message: Message) -> SignUp | None:
    """The sign-up that a message is about, if it is there."""
    return sign_ups().filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def place_of(message: Message) -> SignUp:
    """The same for who writes the letter: it is there, or nothing is written."""
    sign_up = sign_up_of(message)
    if sign_up is None:
        raise LookupError("A message about a sign-up that is gone was to be rendered.")
    return sign_up


def facts_of(shift: Shift) -> list[Fact]:
    """When, what, where, and whom to call; of what is discreet only when."""
    facts = [Fact(_("When"), formats.when(shift.starts_at, shift.ends_at))]
    if words.is_discreet(shift):
        return facts
    facts.append(Fact(_("What"), words.title(shift)))
    if place := words.place(shift):
        facts.append(Fact(_("Where"), place))
        if shift.where == Shift.Where.SITE and shift.site and shift.site.arrival:
            facts.append(Fact(_("Getting there"), shift.site.arrival))
    if contact := shift.contact_person:
        facts.append(Fact(_("Contact person"), ", ".join(filter(None, [contact.name, contact.phone]))))
    return facts


def told(
    message: Message,
    *,
    person: Person,
    shift: Shift,
    why: str,
    about: Shift | None = None,
    also: Iterable[str] = (),
    facts: Iterable[Fact] = (),
    values: dict[str, str] | None = None,
    variant: str = "",
    **parts: Any,
) -> Rendered:
    """A letter to somebody about a shift, with what it is, and `facts` besides.

    Its words tell of `about` where that is another one; `also` follows them; `parts` are what `letter` takes.
    """
    said = wording.said(
        message,
        values={"name": person.given_name, **words.told(about or shift), **(values or {})},
        variant=variant,
    )
    return letter(
        subject=said.subject,
        name=person.given_name,
        paragraphs=[*said.paragraphs, *also],
        facts=[*facts_of(shift), *facts],
        why=why,
        **parts,
    )


def open_the_shift(shift: Shift) -> Button:
    """To its page."""
    return Button(
        _("Open the shift"), addresses.absolute_url(current_association(), "shift", uuid=shift.uuid)
    )


def other_shifts() -> Button:
    """To the list."""
    return Button(_("See other shifts"), addresses.absolute_url(current_association(), "shifts"))


def text(subject: Promise, *paragraphs: Promise, places: tuple[Place, ...] = (), **other: Any) -> Words:
    """Words that may name what can be told of a shift, and `places` besides."""
    return Words(subject=subject, paragraphs=paragraphs, places=(*words.PLACES, *places), **other)
