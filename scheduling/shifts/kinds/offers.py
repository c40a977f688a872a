"""What is told to those who wait for a place: that one is theirs for a word, and that they wait no more."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Rendered, Urgency, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Place, Words
from scheduling.shifts import conditions
from scheduling.shifts.kinds.shifts import facts_of
from scheduling.shifts.links import offers as offer_links
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import offering
from scheduling.shifts.words import shifts as words
from tenants import addresses
from tenants.context import current_association
from volunteers.register.kinds import recipient
from web import formats

_UNTIL = Place(
    "until", gettext_lazy("Until when the place waits for an answer"), gettext_lazy("Fri 20 Nov 12:00")
)


def _sign_up(message: Message) -> SignUp | None:
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")
    return rows.filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def still_offered(message: Message) -> str | None:
    """Wanted while the place is theirs for a word."""
    offered = _sign_up(message)
    if offered is None or offered.state != SignUp.State.OFFERED or offered.offered_until is None:
        return "no place is offered"
    if offering.has_lapsed(offered=offered):
        return "the offer is over"
    if offered.offered_until.isoformat(timespec="minutes") != message.data.get("until"):
        return "the offer is another one"
    return None


def still_over(message: Message) -> str | None:
    """Wanted until the start, by those who neither come nor wait."""
    hoped = _sign_up(message)
    if hoped is None or conditions.has_started(hoped.shift):
        return "too late to tell"
    claims = (*SignUp.ACTIVE, *SignUp.HOPING)
    if SignUp.objects.filter(shift=hoped.shift, person=hoped.person, state__in=claims).exists():
        return "on the shift or on its list again"
    return None


def _letter(message: Message, *, variant: str = "") -> Rendered:
    sign_up = _sign_up(message)
    if sign_up is None:
        raise LookupError("A message about a sign-up that is gone was to be rendered.")
    shift, person = sign_up.shift, sign_up.person
    values = {"name": person.given_name, **words.told(shift)}
    facts = facts_of(shift)
    offered = not variant
    if offered and sign_up.offered_until is not None:
        values["until"] = formats.when(sign_up.offered_until)
        facts = [*facts, Fact(_("Answer by"), values["until"])]
    says = wording.said(message, values=values, variant=variant)
    return letter(
        subject=says.subject,
        name=person.given_name,
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(
            _("Say whether you come"),
            offer_links.link(sign_up),
            private=True,
            path=offer_links.path(sign_up),
        )
        if offered
        else Button(_("See other shifts"), addresses.absolute_url(current_association(), "shifts")),
        why=_("You get this because you wanted a place on a shift."),
    )


def _render_offer(message: Message, language: str) -> Rendered:
    return _letter(message)


def _render_over(message: Message, language: str) -> Rendered:
    return _letter(message, variant=message.data["why"])


_COMMON: dict[str, Any] = {
    "recipient": recipient,
    "group": Group.SHIFTS,
    "ways": (Way.EMAIL, Way.SMS),
    "urgency": Urgency.URGENT,
    "digest": False,
    "rests_when_away": False,
}

KINDS = [
    Kind(
        name=offering.OFFER,
        label=gettext_lazy("A place for you from the waiting list"),
        still_wanted=still_offered,
        render=_render_offer,
        words=(
            Words(
                subject=gettext_lazy("There is a place for you %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "You are on the waiting list of this shift, and now there is a place for you. It "
                        "waits for your answer until %(until)s."
                    ),
                    gettext_lazy(
                        "One press is enough. If you cannot come any more, tell us too, and the next one "
                        "gets the place. Nobody asks why."
                    ),
                ),
                places=(*words.PLACES, _UNTIL),
            ),
        ),
        **_COMMON,
    ),
    Kind(
        name=offering.OVER,
        label=gettext_lazy("End of waiting for a place"),
        still_wanted=still_over,
        render=_render_over,
        words=(
            Words(
                variant=offering.LAPSED,
                label=gettext_lazy("The place went on to the next one"),
                subject=gettext_lazy("The place %(when)s went on to the next one"),
                paragraphs=(
                    gettext_lazy(
                        "A place on this shift waited for your answer. The time for it is over, and the "
                        "place goes on to the next one on the list."
                    ),
                    gettext_lazy(
                        "No harm done. If you would still like to come, join the waiting list again."
                    ),
                ),
                places=words.PLACES,
            ),
            Words(
                variant=offering.OFF,
                label=gettext_lazy("The shift is cancelled"),
                subject=gettext_lazy("The shift %(when)s is cancelled"),
                paragraphs=(
                    gettext_lazy(
                        "You would have liked to come to this shift. The association has cancelled it, so "
                        "you need not wait any more."
                    ),
                ),
                places=words.PLACES,
            ),
        ),
        **_COMMON,
    ),
]
