"""What is told when somebody was found: to who could not come, and to those at the place."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Audience, Group, Kind, Recipient, Rendered, Urgency, Way
from notifications.letters import letter
from notifications.models import Message
from notifications.words import Place
from scheduling.shifts import conditions
from scheduling.shifts.kinds import shape
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import standing_in
from scheduling.shifts.words import shifts as words
from tenants.context import current_association
from volunteers.register.models import Site

_WHO = Place("who", gettext_lazy("First name of who comes; “somebody else” where that is discreet"),
             gettext_lazy("Heikki"), in_subject=False)  # fmt: skip


def still_taken_over(message: Message) -> str | None:
    """Wanted until the start, and as long as the place is somebody else's."""
    left = shape.sign_up_of(message)
    if left is None or left.state != SignUp.State.SWAPPED:
        return "the place was not taken over"
    if conditions.has_started(left.shift):
        return "too late to tell"
    held = SignUp.objects.filter(shift=left.shift, person=left.person, state__in=SignUp.ACTIVE)
    return "back on the shift" if held.exists() else None


def still_comes(message: Message) -> str | None:
    """Wanted until the start, and as long as that person comes."""
    taken = shape.sign_up_of(message)
    if taken is None or taken.state != SignUp.State.SIGNED_UP:
        return "they do not come any more"
    return "too late to tell" if conditions.has_started(taken.shift) else None


def at_the_site(message: Message) -> Recipient | None:
    """Those at the place, where they have an address."""
    site = Site.objects.filter(uuid=message.person_uuid).first()
    if site is None or not site.email:
        return None
    return Recipient(address=site.email, name=site.contact_name or site.name)


def _render_found(message: Message, language: str) -> Rendered:
    left = shape.place_of(message)
    return shape.told(
        message,
        person=left.person,
        shift=left.shift,
        button=shape.other_shifts(),
        why=_("You get this because you said that you cannot come to a shift."),
    )


def _render_site(message: Message, language: str) -> Rendered:
    taken = shape.place_of(message)
    shift, site = taken.shift, taken.shift.site
    if site is None:
        raise LookupError("A message to a place was to be rendered, and the shift is at none.")
    who = _("somebody else") if words.is_discreet(shift) else taken.person.given_name
    name = site.contact_name or site.name
    says = wording.said(message, values={"name": name, "who": who, **words.told(shift)})
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=shape.facts_of(shift),
        why=_("You get this because volunteers of %(association)s come to you.")
        % {"association": current_association().name},
    )


KINDS = [
    Kind(
        name=standing_in.FOUND,
        label=gettext_lazy("Somebody comes in your place"),
        still_wanted=still_taken_over,
        render=_render_found,
        words=(
            shape.text(
                gettext_lazy("Somebody comes in your place %(when)s"),
                gettext_lazy("Somebody else has taken your shift over, so you need not come."),
                gettext_lazy("Thank you for telling in time. See you another day!"),
            ),
        ),
        urgency=Urgency.URGENT,
        digest=False,
        rests_when_away=False,
        **shape.OF_SHIFTS,
    ),
    Kind(
        name=standing_in.SITE,
        label=gettext_lazy("Somebody else comes to a place"),
        recipient=at_the_site,
        still_wanted=still_comes,
        render=_render_site,
        words=(
            shape.text(
                gettext_lazy("Somebody else comes %(when)s"),
                gettext_lazy(
                    "The volunteer who was to come to you cannot make it, and another one comes instead: "
                    "%(who)s."
                ),
                gettext_lazy("You need not do anything. If you have questions, call the contact person."),
                places=(_WHO,),
            ),
        ),
        group=Group.SHIFTS,
        audience=Audience.OUTSIDE,
        urgency=Urgency.URGENT,
        ways=(Way.EMAIL,),
    ),
]
