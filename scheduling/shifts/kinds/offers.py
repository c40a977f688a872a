"""What is told to those who wait for a place: that one is theirs for a word, and that they wait no more."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Kind, Rendered, Urgency
from notifications.letters import Button, Fact
from notifications.models import Message
from notifications.words import Place
from scheduling.shifts import conditions
from scheduling.shifts.kinds import shape
from scheduling.shifts.links import offers as offer_links
from scheduling.shifts.models import SignUp
from scheduling.shifts.services import offering
from web import formats

_UNTIL = Place(
    "until", gettext_lazy("Until when the place waits for an answer"), gettext_lazy("Fri 20 Nov 12:00")
)


_WHY = gettext_lazy("You get this because you wanted a place on a shift.")


def still_offered(message: Message) -> str | None:
    """Wanted while the place is theirs for a word."""
    offered = shape.sign_up_of(message)
    if offered is None or offered.state != SignUp.State.OFFERED or offered.offered_until is None:
        return "no place is offered"
    if offering.has_lapsed(offered=offered):
        return "the offer is over"
    if offered.offered_until.isoformat(timespec="minutes") != message.data.get("until"):
        return "the offer is another one"
    return None


def still_over(message: Message) -> str | None:
    """Wanted until the start, by those who neither come nor wait."""
    hoped = shape.sign_up_of(message)
    if hoped is None or conditions.has_started(hoped.shift):
        return "too late to tell"
    claims = (*SignUp.ACTIVE, *SignUp.HOPING)
    if SignUp.objects.filter(shift=hoped.shift, person=hoped.person, state__in=claims).exists():
        return "on the shift or on its list again"
    return None


def _render_offer(message: Message, language: str) -> Rendered:
    sign_up = shape.place_of(message)
    until = formats.when(sign_up.offered_until) if sign_up.offered_until else ""
    return shape.told(
        message,
        person=sign_up.person,
        shift=sign_up.shift,
        values={"until": until},
        facts=[Fact(_("Answer by"), until)],
        button=Button(
            _("Say whether you come"),
            offer_links.link(sign_up),
            private=True,
            path=offer_links.path(sign_up),
        ),
        why=str(_WHY),
    )


def _render_over(message: Message, language: str) -> Rendered:
    sign_up = shape.place_of(message)
    return shape.told(
        message,
        person=sign_up.person,
        shift=sign_up.shift,
        variant=message.data["why"],
        button=shape.other_shifts(),
        why=str(_WHY),
    )


_COMMON: dict[str, Any] = {
    **shape.OF_SHIFTS,
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
            shape.text(
                gettext_lazy("There is a place for you %(when)s"),
                gettext_lazy(
                    "You are on the waiting list of this shift, and now there is a place for you. It "
                    "waits for your answer until %(until)s."
                ),
                gettext_lazy(
                    "One press is enough. If you cannot come any more, tell us too, and the next one "
                    "gets the place. Nobody asks why."
                ),
                places=(_UNTIL,),
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
            shape.text(
                gettext_lazy("The place %(when)s went on to the next one"),
                gettext_lazy(
                    "A place on this shift waited for your answer. The time for it is over, and the "
                    "place goes on to the next one on the list."
                ),
                gettext_lazy("No harm done. If you would still like to come, join the waiting list again."),
                variant=offering.LAPSED,
                label=gettext_lazy("The place went on to the next one"),
            ),
            shape.text(
                gettext_lazy("The shift %(when)s is cancelled"),
                gettext_lazy(
                    "You would have liked to come to this shift. The association has cancelled it, so "
                    "you need not wait any more."
                ),
                variant=offering.OFF,
                label=gettext_lazy("The shift is cancelled"),
            ),
        ),
        **_COMMON,
    ),
]
