"""What is told when somebody was found: to who could not come, and to those at the place."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Audience, Group, Kind, Recipient, Rendered, Urgency, Way
from notifications.letters import Button, letter
from notifications.models import Message
from notifications.words import Place, Words
from scheduling.shifts import conditions
from scheduling.shifts.kinds.shifts import facts_of
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import standing_in
from scheduling.shifts.words import shifts as words
from tenants import addresses
from tenants.context import current_association
from volunteers.register.kinds import recipient
from volunteers.register.models import Site

_WHO = Place("who", gettext_lazy("First name of who comes; “somebody else” where that is discreet"),
             gettext_lazy("Heikki"), in_subject=False)  # fmt: skip


def _sign_up(message: Message) -> SignUp | None:
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")
    return rows.filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def still_taken_over(message: Message) -> str | None:
    """Wanted until the start, and as long as the place is somebody else's."""
    left = _sign_up(message)
    if left is None or left.state != SignUp.State.SWAPPED:
        return "the place was not taken over"
    if conditions.has_started(left.shift):
        return "too late to tell"
    held = SignUp.objects.filter(shift=left.shift, person=left.person, state__in=SignUp.ACTIVE)
    return "back on the shift" if held.exists() else None


def still_comes(message: Message) -> str | None:
    """Wanted until the start, and as long as that person comes."""
    taken = _sign_up(message)
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
    left = _sign_up(message)
    if left is None:
        raise LookupError("A message about a sign-up that is gone was to be rendered.")
    says = wording.said(message, values={"name": left.person.given_name, **words.told(left.shift)})
    return letter(
        subject=says.subject,
        name=left.person.given_name,
        paragraphs=says.paragraphs,
        facts=facts_of(left.shift),
        button=Button(_("See other shifts"), addresses.absolute_url(current_association(), "shifts")),
        why=_("You get this because you said that you cannot come to a shift."),
    )


def _render_site(message: Message, language: str) -> Rendered:
    taken = _sign_up(message)
    if taken is None or taken.shift.site is None:
        raise LookupError("A message about a sign-up that is gone was to be rendered.")
    shift, site = taken.shift, taken.shift.site
    who = _("somebody else") if words.is_discreet(shift) else taken.person.given_name
    name = site.contact_name or site.name
    says = wording.said(message, values={"name": name, "who": who, **words.told(shift)})
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=facts_of(shift),
        why=_("You get this because volunteers of %(association)s come to you.")
        % {"association": current_association().name},
    )


KINDS = [
    Kind(
        name=standing_in.FOUND,
        label=gettext_lazy("Somebody comes in your place"),
        recipient=recipient,
        still_wanted=still_taken_over,
        render=_render_found,
        words=(
            Words(
                subject=gettext_lazy("Somebody comes in your place %(when)s"),
                paragraphs=(
                    gettext_lazy("Somebody else has taken your shift over, so you need not come."),
                    gettext_lazy("Thank you for telling in time. See you another day!"),
                ),
                places=words.PLACES,
            ),
        ),
        group=Group.SHIFTS,
        urgency=Urgency.URGENT,
        ways=(Way.EMAIL, Way.SMS),
        digest=False,
        rests_when_away=False,
    ),
    Kind(
        name=standing_in.SITE,
        label=gettext_lazy("Somebody else comes to a place"),
        recipient=at_the_site,
        still_wanted=still_comes,
        render=_render_site,
        words=(
            Words(
                subject=gettext_lazy("Somebody else comes %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "The volunteer who was to come to you cannot make it, and another one comes instead: "
                        "%(who)s."
                    ),
                    gettext_lazy("You need not do anything. If you have questions, call the contact person."),
                ),
                places=(*words.PLACES, _WHO),
            ),
        ),
        group=Group.SHIFTS,
        audience=Audience.OUTSIDE,
        urgency=Urgency.URGENT,
        ways=(Way.EMAIL,),
    ),
]
